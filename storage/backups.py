"""When the last backup was made, as the timetable wrote it down; one process makes it at a time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.inserts import insert_once
from storage.models import ChannelState

ROW = "backup"
LONGEST = timedelta(hours=6)  # a process that began and never ended is followed after it
AGAIN = timedelta(minutes=15)  # after a failure


@dataclass(frozen=True)
class BackupMade:
    """at: the moment of the last whole one, None before the first. error: why the last try failed, or ""."""

    at: datetime | None = None
    file: str = ""
    size: int = 0
    seconds: float = 0.0
    missing: int = 0
    error: str = ""


def last(session: Session) -> BackupMade | None:
    """The last backup that was noted; None: never one."""
    row = session.get(ChannelState, ROW)
    made = row.value.get("made") if row else None
    if made is None:
        return None
    return BackupMade(**{**made, "at": datetime.fromisoformat(made["at"]) if made["at"] else None})


def begin(tx: Session, *, every: timedelta, now: datetime) -> bool:
    """Whether it is time and nobody else is at it; whoever hears True makes one."""
    insert_once(tx, ChannelState, unique=["channel"], channel=ROW, value={})
    row = tx.scalars(select(ChannelState).where(ChannelState.channel == ROW).with_for_update()).one()
    until, made = row.value.get("until"), last(tx)
    if until and now < datetime.fromisoformat(until) <= now + LONGEST:
        return False
    if made and made.at and not made.error and now < made.at + every:
        return False
    row.value = {**row.value, "until": (now + LONGEST).isoformat()}
    return True


def note(tx: Session, made: BackupMade, *, now: datetime) -> None:
    """What became of it; after a failure it is tried again in AGAIN."""
    insert_once(tx, ChannelState, unique=["channel"], channel=ROW, value={})
    row = tx.scalars(select(ChannelState).where(ChannelState.channel == ROW).with_for_update()).one()
    before = last(tx)
    if made.error and before:
        made = BackupMade(before.at, before.file, before.size, before.seconds, before.missing, made.error)
    kept = {**made.__dict__, "at": made.at.isoformat() if made.at else None}
    row.value = {"made": kept, "until": (now + AGAIN).isoformat() if made.error else None}
