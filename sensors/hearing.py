"""Does the reader hear? Every minute it sends a reading of its own through the broker and waits for it.

A broker can confirm what nobody gets: a session taken over, a subscription lost. Only what comes back proves
that gauges are heard. When it last did is kept in the database, for /health, the timetable and the wall.
"""

import asyncio
import logging
import re
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import aiomqtt
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from sensors.topics import ECHO
from storage import clock, events
from storage.counts import count
from storage.db import reading, transaction
from storage.event_kinds import EventKind
from storage.inserts import insert_once
from storage.models import ChannelState

log = logging.getLogger(__name__)

EVERY = 60.0  # seconds between two proofs
PATIENCE = 20.0  # seconds the echo may take while nothing else arrives either
DEAF_AFTER = timedelta(minutes=3)
ROW = "sensors:hearing"


MARK = re.compile(rb"mark:([0-9a-f]{1,40}):([0-9]{1,9})")


def mark(name: str, number: int) -> bytes:
    """What a sender puts behind its readings, to learn from `handled` that they were taken."""
    return f"mark:{name}:{number}".encode()


def note_marks(payloads: Iterable[bytes]) -> None:
    """The reader has taken everything that came before these marks."""
    found = (MARK.fullmatch(body) for body in payloads)
    last = {match[1].decode(): int(match[2]) for match in found if match}
    if not last:
        return
    with transaction() as tx:
        for name, number in last.items():
            row = f"sensors:mark:{name}"
            insert_once(tx, ChannelState, unique=["channel"], channel=row, value={})
            tx.get_one(ChannelState, row).value = {"handled": number}


def handled(session: Session, name: str) -> int:
    """The highest of the sender's marks that the reader has passed; -1 before the first."""
    row = session.get(ChannelState, f"sensors:mark:{name}")
    return int(row.value.get("handled", -1)) if row else -1


def forget_marks(tx: Session, name: str) -> None:
    """The sender has learned what it wanted."""
    if row := tx.get(ChannelState, f"sensors:mark:{name}"):
        tx.delete(row)


class Deaf(Exception):
    """What was sent did not come back: connect anew."""


class Ear:
    """The proof within one connection. `busy` says whether messages that came earlier still wait."""

    def __init__(self, *, busy: Callable[[], bool], now: clock.Clock) -> None:
        self._busy, self._now = busy, now
        self._nonce = b""
        self._heard = asyncio.Event()

    def hears(self, topic: str, payload: bytes) -> bool:
        """Whether this message is an echo, which is nobody's reading."""
        if topic != ECHO:
            return False
        if payload == self._nonce:
            self._heard.set()
        return True

    async def prove(self, connected: aiomqtt.Client) -> None:
        """Send and hear for as long as the connection lasts; Deaf when it does not come back."""
        while True:
            self._nonce = secrets.token_hex(8).encode()
            self._heard.clear()
            await connected.publish(ECHO, self._nonce, qos=1)
            await self._comes_back()
            await asyncio.to_thread(note, self._now())
            await asyncio.sleep(EVERY)

    async def _comes_back(self) -> None:
        while True:
            try:
                await asyncio.wait_for(self._heard.wait(), PATIENCE)
                return
            except TimeoutError:
                if not self._busy():
                    count("reading", "deaf")
                    raise Deaf from None


def note(now: datetime) -> None:
    """Write down that the reader heard; said aloud when it had not for long."""
    try:
        with transaction() as tx:
            heard = {"heard_at": now.isoformat()}
            insert_once(tx, ChannelState, unique=["channel"], channel=ROW, value=heard)
            row = tx.get_one(ChannelState, ROW, with_for_update=True)
            if row.value.get("alarmed"):
                events.record(tx, kind=EventKind.READER_HEARS, actor="sensor", now=now)
            row.value = heard
    except SQLAlchemyError as error:
        log.warning("that the reader hears could not be noted: %s", type(error).__name__)


def heard_at(session: Session) -> datetime | None:
    """When the reader last proved that it hears; None: it never ran here."""
    row = session.get(ChannelState, ROW)
    return datetime.fromisoformat(row.value["heard_at"]) if row else None


def deaf_since(session: Session, *, now: datetime) -> datetime | None:
    """Since when gauges are not heard; None while they are, and where no reader ever ran."""
    last = heard_at(session)
    return last if last is not None and now - last > DEAF_AFTER else None


def watch(now: datetime) -> bool:
    """Raise the alarm, once, when the reader does not hear; whether it does not. For the timetable."""
    with reading() as session:
        if deaf_since(session, now=now) is None:
            return False
    with transaction() as tx:
        row = tx.get_one(ChannelState, ROW, with_for_update=True)
        if not row.value.get("alarmed"):
            row.value = {**row.value, "alarmed": True}
            log.error("gauges have not been heard since %s", row.value["heard_at"])
            events.record(tx, kind=EventKind.READER_DEAF, actor="sensor", now=now, data=dict(row.value))
    return True
