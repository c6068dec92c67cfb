"""The open line to a browser: one poller a process sees for whom something lies ready.

A line ends with its session, whoever ended it and on whatever process.
"""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.channels.web import history, keys
from storage import clock, open_lines
from storage.db import reading

INTERVAL = 0.25  # seconds between two looks
HEARTBEAT = 15.0  # seconds of silence after which a comment keeps the line open
ENDED_AFTER = 2.0  # seconds between two looks for sessions that have ended
MOST = 2000  # open lines on one process; over all of them: storage/open_lines.py

log = logging.getLogger(__name__)


@dataclass(eq=False)
class _Line:
    session: int | None
    row: int | None = None  # of the count over all processes
    bell: asyncio.Event = field(default_factory=asyncio.Event)
    ended: bool = False


def _news(address: str, after: int) -> list[dict[str, Any]]:
    with reading() as session:
        return history.news(session, address, after)


def _newest(address: str) -> int:
    with reading() as session:
        return history.newest(session, address)


def _waiting(addresses: list[str]) -> list[str]:
    with reading() as session:
        return list(history.waiting(session, addresses))


def _ended(sessions: set[int]) -> set[int]:
    with reading() as session:
        return keys.ended(session, sessions, now=clock.now())


class Lines:
    """The browsers listening to this process."""

    def __init__(
        self, *, interval: float = INTERVAL, heartbeat: float = HEARTBEAT, ended_after: float = ENDED_AFTER
    ) -> None:
        self.interval, self.heartbeat, self.ended_after = interval, heartbeat, ended_after
        self._open: dict[str, set[_Line]] = {}
        self._poller: asyncio.Task[None] | None = None

    @property
    def full(self) -> bool:
        """Whether this process keeps no more lines open."""
        return sum(map(len, self._open.values())) >= MOST

    def stream(
        self, address: str, *, after: int, session: int | None = None, row: int | None = None
    ) -> AsyncIterator[bytes]:
        """Server-sent events: each message of ours once, later than outbox id `after` or not yet taken.

        row: of `open_lines`, given back when the line ends.
        """
        return self._stream(address, after, _Line(session, row))

    async def _stream(self, address: str, after: int, line: _Line) -> AsyncIterator[bytes]:
        line.bell.set()  # look once at the start
        self._join(address, line)
        told: set[tuple[int, str]] = set()
        try:
            newest = await asyncio.to_thread(_newest, address)
            after = min(after, newest)  # ahead of all there is: an older state was restored
            yield b"retry: 2000\nevent: hello\ndata: " + json.dumps({"newest": newest}).encode() + b"\n\n"
            while not line.ended:
                try:
                    await asyncio.wait_for(line.bell.wait(), self.heartbeat)
                except TimeoutError:
                    yield b": \n\n"
                    continue
                line.bell.clear()
                for message in await asyncio.to_thread(_news, address, after):
                    identity = (message["n"], message["at"])
                    if identity not in told and not line.ended:
                        told.add(identity)
                        after = max(after, message["n"])
                        yield packet(message)
        finally:
            self._leave(address, line)
            await _give_back(line)

    def _join(self, address: str, line: _Line) -> None:
        self._open.setdefault(address, set()).add(line)
        if self._poller is None:
            self._poller = asyncio.create_task(self._poll())

    def _leave(self, address: str, line: _Line) -> None:
        lines = self._open[address]
        lines.discard(line)
        if not lines:
            del self._open[address]
        if not self._open and self._poller is not None:
            self._poller.cancel()
            self._poller = None

    async def _poll(self) -> None:
        looked = renewed = time.monotonic()
        while True:
            await asyncio.sleep(self.interval)
            try:
                if time.monotonic() - renewed >= open_lines.RENEWED_EVERY:
                    renewed = time.monotonic()
                    await asyncio.to_thread(open_lines.renew, self._rows())
                ready = await asyncio.to_thread(_waiting, list(self._open))
                if time.monotonic() - looked >= self.ended_after:
                    looked = time.monotonic()
                    await self._end_lines()
            except SQLAlchemyError as error:  # the database is away for a moment: the next look finds all
                log.warning("the chat lines cannot read the outbox: %s", error)
                continue
            for address in ready:
                for line in self._open.get(address, ()):
                    line.bell.set()

    def _rows(self) -> list[int]:
        return [line.row for lines in self._open.values() for line in lines if line.row is not None]

    async def _end_lines(self) -> None:
        held = [line for lines in self._open.values() for line in lines if line.session is not None]
        gone = await asyncio.to_thread(_ended, {line.session for line in held if line.session is not None})
        for line in held:
            if line.session in gone:
                line.ended = True
                line.bell.set()


async def _give_back(line: _Line) -> None:
    """The line counts no more; where the database is away it stops counting by itself."""
    if line.row is not None:
        with suppress(asyncio.CancelledError):
            await asyncio.shield(asyncio.to_thread(open_lines.give_back, line.row))


def packet(message: dict[str, Any]) -> bytes:
    """One message as a server-sent event; its id lets the browser resume."""
    return f"id: {message['n']}\nevent: message\ndata: {json.dumps(message)}\n\n".encode()
