"""The open line to a browser: one poller a process sees for whom something lies ready."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.channels.web import history
from storage.db import reading

INTERVAL = 0.25  # seconds between two looks
HEARTBEAT = 15.0  # seconds of silence after which a comment keeps the line open

log = logging.getLogger(__name__)


def _news(address: str, after: int) -> list[dict[str, Any]]:
    with reading() as session:
        return history.news(session, address, after)


def _waiting(addresses: list[str]) -> list[str]:
    with reading() as session:
        return list(history.waiting(session, addresses))


class Lines:
    """The browsers listening to this process."""

    def __init__(self, *, interval: float = INTERVAL, heartbeat: float = HEARTBEAT) -> None:
        self.interval, self.heartbeat = interval, heartbeat
        self._open: dict[str, set[asyncio.Event]] = {}
        self._poller: asyncio.Task[None] | None = None

    async def stream(self, address: str, *, after: int) -> AsyncIterator[bytes]:
        """Server-sent events: each message of ours once, later than outbox id `after` or not yet taken."""
        bell = asyncio.Event()
        bell.set()  # look once at the start
        self._join(address, bell)
        told: set[int] = set()
        try:
            yield b"retry: 2000\nevent: hello\ndata: {}\n\n"
            while True:
                try:
                    await asyncio.wait_for(bell.wait(), self.heartbeat)
                except TimeoutError:
                    yield b": \n\n"
                    continue
                bell.clear()
                for message in await asyncio.to_thread(_news, address, after):
                    if message["n"] not in told:
                        told.add(message["n"])
                        after = max(after, message["n"])
                        yield packet(message)
        finally:
            self._leave(address, bell)

    def _join(self, address: str, bell: asyncio.Event) -> None:
        self._open.setdefault(address, set()).add(bell)
        if self._poller is None:
            self._poller = asyncio.create_task(self._poll())

    def _leave(self, address: str, bell: asyncio.Event) -> None:
        bells = self._open[address]
        bells.discard(bell)
        if not bells:
            del self._open[address]
        if not self._open and self._poller is not None:
            self._poller.cancel()
            self._poller = None

    async def _poll(self) -> None:
        while True:
            await asyncio.sleep(self.interval)
            try:
                ready = await asyncio.to_thread(_waiting, list(self._open))
            except SQLAlchemyError as error:  # the database is away for a moment: the next look finds all
                log.warning("the chat lines cannot read the outbox: %s", error)
                continue
            for address in ready:
                for bell in self._open.get(address, ()):
                    bell.set()


def packet(message: dict[str, Any]) -> bytes:
    """One message as a server-sent event; its id lets the browser resume."""
    return f"id: {message['n']}\nevent: message\ndata: {json.dumps(message)}\n\n".encode()
