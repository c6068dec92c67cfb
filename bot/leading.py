"""Which of several senders speaks on a channel: limits are a bot's, but a process counts only its own calls.

Whoever took up rows last keeps the channel for one lease more. A killed sender is followed within that time,
and by then everything it sent is too old to count.
"""

import os
import socket
import uuid
from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from storage.inserts import insert_once
from storage.models import ChannelState
from storage.outbox import LEASE
from storage.set_back import SLACK


def new_owner() -> str:
    """A name for one sender, which no other ever has."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"


def may_speak(tx: Session, channel: str, *, owner: str, now: datetime) -> bool:
    """Whether nobody else has the channel; others who ask wait until `tx` ends."""
    row = _row(tx, channel, now)
    if _until(row) > now + LEASE + SLACK:  # the clock was set back: nobody keeps a channel for hours
        row.value = {**row.value, "until": (now + LEASE).isoformat()}
    return row.value["owner"] == owner or _until(row) <= now


def keep(tx: Session, channel: str, *, owner: str, now: datetime) -> None:
    """Have the channel for one lease from now; writes only when half of the last one is over."""
    row = _row(tx, channel, now)
    if row.value["owner"] != owner or _until(row) < now + LEASE / 2:
        row.value = {"owner": owner, "until": (now + LEASE).isoformat()}


def _until(row: ChannelState) -> datetime:
    return datetime.fromisoformat(row.value["until"])


@cache
def _state() -> Select[ChannelState]:
    """The channel's row, locked; the statement is put together once, it runs several times a second."""
    return select(ChannelState).where(ChannelState.channel == bindparam("name")).with_for_update()


def _row(tx: Session, channel: str, now: datetime) -> ChannelState:
    name = f"sender:{channel}"
    if row := tx.scalars(_state(), {"name": name}).one_or_none():
        return row
    nobody = {"owner": "", "until": now.isoformat()}
    insert_once(tx, ChannelState, unique=["channel"], channel=name, value=nobody)
    return tx.scalars(_state(), {"name": name}).one()
