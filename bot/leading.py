"""Which of several senders speaks on a channel: limits are a bot's, but a process counts only its own calls.

Whoever took up rows last keeps the channel for one lease more. A killed sender is followed within that time,
and by then everything it sent is too old to count.
"""

import os
import socket
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from storage.inserts import insert_once
from storage.models import ChannelState
from storage.models.base import table_of
from storage.outbox import LEASE
from storage.set_back import SLACK
from storage.statements import Statement

KEPT = LEASE * 3 / 4  # beyond it the right is written anew; more than clocks of two machines may differ


def new_owner() -> str:
    """A name for one sender, which no other ever has."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"


_state = table_of(ChannelState)
_OF = _state.c.channel == bindparam("name")
_HELD = Statement(lambda _: select(_state.c.value).where(_OF).with_for_update())
_HOLD = Statement(lambda _: update(_state).where(_OF).values(value=bindparam("holder")))


@dataclass(frozen=True)
class Hold:
    """The channel is this sender's; others who ask wait until `tx` ends."""

    tx: Session
    name: str
    owner: str
    until: datetime | None  # of the sender's last lease, None where the last was another's

    def keep(self, now: datetime) -> datetime:
        """Have it for one lease from now, until when; writes only when a quarter of the last one is over."""
        if self.until is not None and self.until >= now + KEPT:
            return self.until
        _write(self.tx, self.name, self.owner, now + LEASE)
        return now + LEASE


def hold(tx: Session, channel: str, *, owner: str, now: datetime) -> Hold | None:
    """The right to speak on the channel; None while another sender has it."""
    name = f"sender:{channel}"
    value = _HELD.value(tx, name=name) or _begun(tx, name, now)
    until, mine = datetime.fromisoformat(value["until"]), value["owner"] == owner
    if until > now + LEASE + SLACK:  # the clock was set back: nobody keeps a channel for hours
        until = now + LEASE
        _write(tx, name, value["owner"], until)
    return Hold(tx, name, owner, until if mine else None) if mine or until <= now else None


def _begun(tx: Session, name: str, now: datetime) -> Any:
    nobody = {"owner": "", "until": now.isoformat()}
    insert_once(tx, ChannelState, unique=["channel"], channel=name, value=nobody)
    return _HELD.value(tx, name=name)


def _write(tx: Session, name: str, owner: str, until: datetime) -> None:
    _HOLD.run(tx, name=name, holder={"owner": owner, "until": until.isoformat()})
