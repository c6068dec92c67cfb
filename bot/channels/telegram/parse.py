"""Telegram's updates as `Incoming`, read by python-telegram-bot. Pure, and total.

What is not understood is None, never an exception. The library raises KeyError, TypeError and others on
shapes that the Bot API does not promise; then the message is read once more without what surrounds its words.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from telegram import CallbackQuery, Chat, ChatMemberUpdated, Message, Update, User
from telegram.constants import ZERO_DATE
from telegram.error import TelegramError

from bot.channels.files import maybe_picture
from bot.dialogue.types import FileRef, Incoming, Point

Json = Mapping[str, Any]

DOWNLOAD_LIMIT = 20 * 1024 * 1024
# In this order: an animation also carries a document, a venue also carries a location.
KINDS = {
    "text": "text",
    "photo": "photo",
    "venue": "location",
    "location": "location",
    "animation": "video",
    "document": "document",
    "sticker": "sticker",
    "voice": "voice",
    "audio": "voice",
    "video": "video",
    "video_note": "video",
    "contact": "contact",
    "poll": "other",
    "dice": "other",
    "story": "other",
    "game": "other",
    "checklist": "other",
    "paid_media": "other",
}
_COMMAND_FOR = re.compile(r"^(/\w+)@\w+")


# What Telegram itself writes into a chat; nobody said anything. Everything else is somebody's message, of
# whatever kind Telegram may add later: it is answered, if only by saying that it cannot be read.
SERVICE = frozenset((
    "new_chat_members", "left_chat_member", "new_chat_title", "new_chat_photo", "delete_chat_photo",
    "group_chat_created", "supergroup_chat_created", "channel_chat_created", "pinned_message",
    "message_auto_delete_timer_changed", "migrate_from_chat_id",
    "chat_owner_left", "chat_owner_changed", "refunded_payment", "successful_payment",
    "connected_website", "write_access_allowed", "proximity_alert_triggered", "boost_added",
    "chat_background_set", "gift", "unique_gift", "gift_upgrade_sent", "giveaway_created",
    "giveaway_completed", "giveaway_winners", "paid_message_price_changed", "direct_message_price_changed",
    "checklist_tasks_done", "checklist_tasks_added", "video_chat_scheduled", "video_chat_started",
    "video_chat_ended", "video_chat_participants_invited", "web_app_data",
))  # fmt: skip
_FORUM = re.compile(r"(general_)?forum_topic_\w+|suggested_post_\w+")

# What the library raises on, and we, when something has not the shape the Bot API promises.
WRONG = (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError, OSError, TelegramError)
BARE = frozenset((
    "message_id", "from", "chat", "date", "edit_date", "text", "caption", "photo", "location",
    "media_group_id", "data", "id", "migrate_to_chat_id",
))  # fmt: skip
# The library cannot do without them, and we can.
MISSING = {"message_id": 0, "chat_instance": "", "until_date": 0, "is_bot": False}

# Where the bot stands in a private chat, by what Telegram calls it.
_STANDING = {"kicked": "left", "member": "returned"}


def parse(payload: Json) -> Incoming | None:
    """The private message, edit, button press or blocking in an update; None for everything else.

    A button press carries no time of its own; `at` is then the time of the message it stands under.
    """
    if _service(payload):
        return None
    for shape in (lambda: payload, lambda: _bare(payload, answered=True), lambda: _bare(payload)):
        with suppress(*WRONG):
            return _parse(shape(), payload)
    return None


def _service(payload: Json) -> bool:
    message = payload.get("message")
    return isinstance(message, Mapping) and any(name in SERVICE or _FORUM.fullmatch(name) for name in message)


def _bare(payload: Json, *, answered: bool = False) -> Json:
    """The update without what may have another shape and was not said, and with what may be missing."""
    return {
        name: _filled(body, answered=answered) if isinstance(body, Mapping) else body
        for name, body in payload.items()
    }


def _filled(body: Json, *, answered: bool = False) -> dict[str, Any]:
    """answered: with the message it replies to, which tells what an answer is about."""
    kept = {key: body[key] for key in body if key in BARE}
    for inner in ("message", "new_chat_member", "old_chat_member", "from"):
        if isinstance(body.get(inner), Mapping):
            kept[inner] = {**MISSING, **body[inner]}
    if answered and isinstance(body.get("reply_to_message"), Mapping):
        kept["reply_to_message"] = _filled(body["reply_to_message"])
    return {**MISSING, **kept}


def _parse(payload: Json, whole: Json) -> Incoming | None:
    """The message in `payload`, which is the `whole` update or all that can be read of it."""
    update = Update.de_json(dict(payload), None)
    update_id = str(update.update_id)
    if update.callback_query is not None:
        return _press(update_id, update.callback_query)
    if update.my_chat_member is not None:
        return _membership(update_id, update.my_chat_member)
    edited = update.edited_message is not None
    message = update.edited_message or update.message
    if message is None:
        return None
    if message.migrate_to_chat_id is not None:
        return _moved(update_id, message)
    # A live location is no message: it is edited every few seconds.
    if message.chat.type != "private" or (edited and message.location is not None):
        return None
    said = whole["edited_message" if edited else "message"]
    part = next((name for name in KINDS if name in said), "")
    return _message(update_id, message, part, edited=edited)


def _press(update_id: str, query: CallbackQuery) -> Incoming | None:
    message = query.message
    if message is None or message.chat.type != "private":
        return None
    return Incoming(
        channel="telegram",
        external_id=update_id,
        sender=_sender(message.chat),
        sender_name=_name(query.from_user),
        at=_moment(message.date),
        kind="button",
        button=_text(query.data),
        quoted=str(message.message_id) if message.message_id else None,
        quoted_text=_words(message) if isinstance(message, Message) else "",
    )


def _membership(update_id: str, change: ChatMemberUpdated) -> Incoming | None:
    """The person closed their chat with the bot, or opened it again."""
    kind = _STANDING.get(change.new_chat_member.status)
    if change.chat.type != "private" or kind is None:
        return None
    return Incoming(
        channel="telegram",
        external_id=update_id,
        sender=_sender(change.chat),
        sender_name=_name(change.from_user),
        at=_moment(change.date),
        kind=kind,
    )


def _moved(update_id: str, message: Message) -> Incoming:
    """A group became a supergroup, which has another id."""
    return Incoming(
        channel="telegram",
        external_id=update_id,
        sender=_sender(message.chat),
        at=_moment(message.date),
        kind="moved",
        moved_to=str(int(message.migrate_to_chat_id or 0)),
    )


def _message(update_id: str, message: Message, part: str, *, edited: bool) -> Incoming:
    files = () if edited else _files(part, message)  # an edit's pictures are there already
    kind = "photo" if part == "document" and files else KINDS.get(part, "other")
    answered = message.reply_to_message
    return Incoming(
        channel="telegram",
        external_id=update_id,
        sender=_sender(message.chat),
        sender_name=_name(message.from_user),
        at=_moment(message.edit_date or message.date if edited else message.date),
        kind="edited" if edited else kind,
        text=_said(message),
        point=None if edited else _point(message),
        files=files,
        group=str(message.media_group_id) if message.media_group_id and files else None,
        forwarded=message.forward_origin is not None or "forward_date" in message.api_kwargs,
        edits=str(message.message_id) if edited else None,
        quoted=str(answered.message_id) if answered else None,
        quoted_text=_words(answered) if answered else "",
        order=int(message.message_id),
    )


def _sender(chat: Chat) -> str:
    """As the doors know them (`updates.sender_of`)."""
    if type(chat.id) is not int:
        raise TypeError("chat id expected")
    return str(chat.id)


def _moment(value: datetime | None) -> datetime:
    """The library hands on that there is no time; such a message came before all others."""
    return value if value is not None else ZERO_DATE


def _text(value: Any) -> str:
    """The library hands on whatever stands where a text should."""
    if not isinstance(value, str):
        raise TypeError("text expected")
    return value


def _words(message: Message) -> str:
    return _text(message.text or message.caption or message.api_kwargs.get("caption") or "")


def _said(message: Message) -> str:
    if message.venue:
        return f"{message.venue.title}, {message.venue.address}"
    return _COMMAND_FOR.sub(r"\1", _words(message))


def _name(person: User | None) -> str | None:
    names = (person.first_name, person.last_name) if person else ()
    return " ".join(name for name in names if name and isinstance(name, str)) or None


def _point(message: Message) -> Point | None:
    place = message.location or (message.venue.location if message.venue else None)
    return Point(float(place.latitude), float(place.longitude)) if place else None


def _files(part: str, message: Message) -> tuple[FileRef, ...]:
    if part == "photo":
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return (FileRef(_text(largest.file_id), size=_size(largest.file_size)),)
    if part == "document" and (document := message.document):
        mime, size = document.mime_type, _size(document.file_size)
        if maybe_picture(mime, document.file_name) and (size or 0) <= DOWNLOAD_LIMIT:
            return (FileRef(_text(document.file_id), mime=str(mime or ""), size=size),)
    if part in ("voice", "audio") and (voice := message.voice or message.audio):
        mime, size = str(voice.mime_type or "audio/ogg"), _size(voice.file_size)
        if (size or 0) <= DOWNLOAD_LIMIT:
            return (FileRef(_text(voice.file_id), mime=mime, size=size, kind="suara"),)
    return ()


def _size(value: Any) -> int | None:
    """Bytes, where the platform says so."""
    return value if type(value) is int else None
