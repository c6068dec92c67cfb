"""Storing one update, the same for webhook and polling: the row is the acknowledgement's ground."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.channels.payloads import storable
from bot.channels.telegram.updates import addressed_in_group, sender_of
from routing.people import misuse
from storage import inbox, outbox, people
from storage.notice_kinds import Notice

AGAIN = timedelta(days=30)  # a group is not told more often, whatever it writes

# What the bot asks Telegram for; reactions, polls and channel posts are none of our business.
ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]


class NotAnUpdate(ValueError):
    """The body is not an update of the Bot API."""


def store(tx: Session, update: Any, *, now: datetime) -> bool:
    """Put one update into the inbox; False when it is already there. NotAnUpdate when it has no update id.

    A group that adds the bot or calls it is told, once, that reports are taken in private chats.
    """
    if not isinstance(update, dict) or type(update.get("update_id")) is not int:
        raise NotAnUpdate
    update = storable(update)
    sender = sender_of(update)
    _, created = inbox.add(
        tx,
        channel="telegram",
        external_id=str(update["update_id"]),
        sender=sender,
        payload=update,
        now=now,
    )
    if created and addressed_in_group(update):
        group = people.person_for(tx, channel="telegram", address=sender, name=None, now=now)
        if "my_chat_member" in update or not misuse.told_since(tx, group, Notice.GROUP, now - AGAIN):
            outbox.put(tx, person=group, now=now, key=Notice.GROUP)
    return created


def press_of(update: Any) -> str | None:
    """The id of a pressed button's query, to be answered so that its progress circle stops."""
    query = update.get("callback_query") if isinstance(update, dict) else None
    identity = query.get("id") if isinstance(query, dict) else None
    return identity if isinstance(identity, str) else None
