"""Signs of life: each role notes in the database that it lives, for whoever watches from elsewhere."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.inserts import insert_once
from storage.models import ChannelState

ROW = "alive:"


def note(tx: Session, role: str, *, now: datetime) -> None:
    """The role lives."""
    row = f"{ROW}{role}"
    insert_once(tx, ChannelState, unique=["channel"], channel=row, value={})
    tx.get_one(ChannelState, row).value = {"at": now.isoformat()}


def of(session: Session, role: str) -> datetime | None:
    """When the role last noted that it lives; None: it never ran with this database."""
    row = session.get(ChannelState, f"{ROW}{role}")
    return datetime.fromisoformat(row.value["at"]) if row and "at" in row.value else None


def all_of(session: Session) -> dict[str, datetime]:
    """The last sign of every role that ever ran here."""
    rows = session.scalars(select(ChannelState).where(ChannelState.channel.startswith(ROW)))
    return {
        row.channel.removeprefix(ROW): datetime.fromisoformat(row.value["at"])
        for row in rows
        if "at" in row.value
    }
