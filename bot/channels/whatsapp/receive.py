"""Taking one delivery apart: entries × changes × messages become single inbox rows, in one transaction.

What has not Meta's shape is kept as a dead letter with the reason; the rest of its delivery does not suffer.
Rows are written by time, and those of one second in the order of the delivery: messages of one person keep
their order. Two deliveries that overlap take turns, person by person.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.channels.whatsapp.parse import identity_of, parse, sender_of, silent
from bot.channels.whatsapp.statuses import Alarm, KnownStatus, note
from storage import inbox

Json = dict[str, Any]
CHANNEL = "whatsapp"


@dataclass(frozen=True)
class WhatsAppMessage:
    """One message, as it is stored."""

    at: int
    identity: str
    sender: str
    payload: Json


@dataclass(frozen=True)
class WhatsAppStatus:
    """What became of one message of ours."""

    body: Json


@dataclass(frozen=True)
class Bad:
    """Something that has not Meta's shape."""

    thing: Any
    reason: str


Item = WhatsAppMessage | WhatsAppStatus | Bad


def unpack(body: Any) -> Iterator[Item]:
    """Everything in one delivery."""
    yield from _each(body, "entry", lambda entry: _each(entry, "changes", _change))


def _each(holder: Any, name: str, inside: Callable[[Any], Iterator[Item]]) -> Iterator[Item]:
    items = holder.get(name) if isinstance(holder, dict) else None
    if not isinstance(items, list):
        yield Bad(holder, f"no list of {name}")
        return
    for item in items:
        yield from inside(item)


def _change(change: Any) -> Iterator[Item]:
    value = change.get("value") if isinstance(change, dict) else None
    if not isinstance(value, dict):
        yield Bad(change, "a change without a value")
    elif change.get("field") == "messages":
        for name, inside in (("messages", lambda m: _message(m, value)), ("statuses", _status)):
            if name in value:
                yield from _each(value, name, inside)


def _status(body: Any) -> Iterator[Item]:
    yield WhatsAppStatus(body) if isinstance(body, dict) else Bad(body, "a status that is no object")


def _message(message: Any, value: Json) -> Iterator[Item]:
    payload = {"message": message, "contact": _contact(message, value)}
    try:
        yield WhatsAppMessage(int(message["timestamp"]), identity_of(payload), sender_of(payload), payload)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        yield Bad(payload, "a message without id, sender or time")


def _contact(message: Any, value: Json) -> Any:
    """Who wrote, from the list of contacts that stands beside the messages."""
    contacts = value.get("contacts")
    if not isinstance(contacts, list) or not isinstance(message, dict):
        return None
    for contact in contacts:
        for theirs, ours in (("wa_id", "from"), ("user_id", "from_user_id")):
            if isinstance(contact, dict) and contact.get(theirs) and contact[theirs] == message.get(ours):
                return contact
    return None


def store(tx: Session, body: Any, *, now: datetime) -> KnownStatus:
    """Store one delivery. `KnownStatus.EARLY`: of a message not yet written down, so let it repeat."""
    items = list(unpack(body))
    bad = [item for item in items if isinstance(item, Bad)]
    messages = sorted(
        (item for item in items if isinstance(item, WhatsAppMessage)), key=lambda message: message.at
    )
    if len(messages) > 1:
        inbox.take_turns(tx, channel=CHANNEL, senders={message.sender for message in messages})
    for message in messages:
        if parse(message.payload) is None and not silent(message.payload):
            bad.append(Bad(message.payload, "a message not in the platform's shape"))
        else:
            inbox.add(
                tx, channel=CHANNEL, external_id=message.identity, sender=message.sender,
                payload=message.payload, now=now,
            )  # fmt: skip
    alarms: list[Alarm] = []
    seen = [note(tx, item.body, alarms, now=now) for item in items if isinstance(item, WhatsAppStatus)]
    alarms += quarantine(tx, bad, now=now)
    for alarm in alarms:  # last: whoever writes an event holds up all others until the commit
        alarm()
    return KnownStatus.EARLY if KnownStatus.EARLY in seen else KnownStatus.NOTED


def quarantine(tx: Session, things: list[Bad], *, now: datetime) -> list[Alarm]:
    """Keep what cannot be understood, once each; the alarms to raise at the end of the transaction."""
    kept = [_keep(tx, bad, now) for bad in sorted(things, key=_name)]
    return [_alarm(tx, row_id, now) for row_id in kept if row_id is not None]


def _keep(tx: Session, bad: Bad, now: datetime) -> int | None:
    payload = {"quarantined": bad.thing}
    return inbox.quarantine(
        tx, channel=CHANNEL, external_id=_name(bad), payload=payload, error=bad.reason, now=now
    )


def _alarm(tx: Session, row_id: int, now: datetime) -> Alarm:
    return lambda: inbox.alarm(tx, row_id, channel=CHANNEL, now=now)


def _name(bad: Bad) -> str:
    """An id of its own, never the message's: a sound delivery of the same message must still get in."""
    text = json.dumps(bad.thing, sort_keys=True)
    return f"quarantine:{hashlib.sha256(text.encode()).hexdigest()}"
