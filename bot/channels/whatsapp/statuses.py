"""What Meta tells of messages we sent: arrived, read, or failed after all although it had taken them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy.orm import Session

from bot.channels.outcomes import Blocked, RetryAfter, WindowClosed
from bot.channels.whatsapp.api import refusal
from bot.channels.whatsapp.outcomes import outcome
from storage import backoff, events, outbox_late
from storage.event_kinds import EventKind
from storage.models import Outbox, Person, Report
from storage.outbox import GIVE_UP_AFTER
from storage.outbox_states import State, may

Alarm = Callable[[], None]
ARRIVAL = {"delivered": State.DELIVERED, "read": State.READ}


class KnownStatus(Enum):
    """Whether a status found its message."""

    NOTED = "noted"
    FOREIGN = "foreign"  # of a message sent by others, or forgotten
    EARLY = "early"  # of a message that the sender is writing down at this moment: to be told again


def note(tx: Session, status: dict[str, Any], alarms: list[Alarm], *, now: datetime) -> KnownStatus:
    """Write one status to its outbox row. What is to be told of it is added to `alarms`."""
    identity, kind = status.get("id"), status.get("status")
    people = [name for name in (status.get("recipient_id"), status.get("recipient_user_id")) if name]
    if not isinstance(identity, str) or not identity or not all(isinstance(name, str) for name in people):
        return KnownStatus.FOREIGN
    for address in people:
        row = outbox_late.with_external_id(tx, channel="whatsapp", address=address, external_id=identity)
        if row is not None:
            if kind == "failed":
                _fail(tx, row, identity, status, alarms, now)
            elif isinstance(kind, str) and kind in ARRIVAL:
                outbox_late.arrived(row, identity, ARRIVAL[kind], at=_moment(status, now), now=now)
            return KnownStatus.NOTED
    sending = any(outbox_late.being_sent(tx, channel="whatsapp", address=name, now=now) for name in people)
    return KnownStatus.EARLY if sending else KnownStatus.FOREIGN


def _moment(status: dict[str, Any], now: datetime) -> datetime:
    try:
        return min(datetime.fromtimestamp(int(status["timestamp"]), UTC), now)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return now


def _fail(
    tx: Session, row: Outbox, identity: str, status: dict[str, Any], alarms: list[Alarm], now: datetime
) -> None:
    """It was taken and not brought: what the code means decides, as it does for an answer to a call."""
    if row.status == State.FAILED or not may(row.status, State.FAILED):
        return
    what = outcome(refusal(_error(status)))
    row.error = what.reason[:500]
    if isinstance(what, WindowClosed):
        _forget(tx, row)
        outbox_late.again(tx, row, identity, at=now)
    elif isinstance(what, RetryAfter) and now - row.created_at < GIVE_UP_AFTER:
        pause = timedelta(seconds=backoff.wait(row.attempts + 1, chance=0.5))
        outbox_late.again(tx, row, identity, at=now + pause)
    else:
        row.status, row.lease_owner, row.leased_until = State.FAILED, None, None
        if isinstance(what, Blocked):
            tx.get_one(Person, row.person_id).unreachable_at = now
        alarms.append(lambda: _alarm(tx, row, now))


def _error(status: dict[str, Any]) -> dict[str, Any]:
    errors = status.get("errors")
    return errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}


def _forget(tx: Session, row: Outbox) -> None:
    """Meta knows better when they last wrote; without it the sender finds a template or lets the row wait."""
    person = tx.get_one(Person, row.person_id)
    if person.heard_at and (row.sent_at is None or person.heard_at <= row.sent_at):
        person.heard_at = None


def _alarm(tx: Session, row: Outbox, now: datetime) -> None:
    report = tx.get(Report, row.report_id) if row.report_id else None
    data = {"outbox_id": row.id, "channel": row.channel}
    events.record(tx, kind=EventKind.OUTBOX_DEAD, actor="sistem", now=now, report=report, data=data)
