"""The live feed: one poller a process reads the event log; every open screen listens to it.

A browser resumes with Last-Event-ID (the event's seq), so that what it has seen plus what comes equals a
fresh load. The poller runs only while someone listens.
"""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from storage import clock, events, open_lines, presence
from storage.db import reading
from storage.event_kinds import EventKind
from storage.models import Event

INTERVAL = 0.25  # seconds between two looks at the log: who is in danger is on the screens within one
HEARTBEAT = 15.0  # seconds of silence after which a comment is sent, so that proxies keep the line open
AROUND_EVERY = 1.0  # seconds between two looks at who is where
BACKLOG = 500  # events; a browser further behind is told to load afresh
QUEUE = 1000

# Heard where the report was taken from too, by the office that is accused: there it only goes elsewhere.
OF_AN_ACCUSATION = frozenset({EventKind.REPORT_ACCUSES, EventKind.REPORT_ACQUITTED})

log = logging.getLogger(__name__)
Wanted = Callable[[Event], bool]
Alive = Callable[[], bool]


@dataclass(frozen=True)
class Restored:
    """An older state of the database was put back: what screens show may be gone; `seq` is now the newest."""

    seq: int


@dataclass(frozen=True)
class Around:
    """Somebody opened a report, left it, began or stopped writing: said at once, and never again."""

    report: int


Brought = asyncio.Queue[Event | Restored | Around]


def _after(seq: int) -> list[Event]:
    with reading() as session:
        return events.after(session, seq, limit=BACKLOG)


def _around(since: datetime) -> list[tuple[int, datetime]]:
    with reading() as session:
        return presence.changed(session, since)


def _last() -> int:
    with reading() as session:
        return events.last_seq(session)


def packet(event: Event) -> bytes:
    """One event as the browser gets it: what changed, never what was said, nor that anybody accuses."""
    kind = EventKind.REPORT_FORWARDED.value if event.kind in OF_AN_ACCUSATION else event.kind
    data = {"kind": kind, "report": event.report_id, "sensor": event.sensor_id}
    return f"id: {event.seq}\nevent: change\ndata: {json.dumps(data)}\n\n".encode()


def around(news: Around) -> bytes:
    """Without an id: who comes back later has not missed it."""
    return f"event: presence\ndata: {json.dumps({'report': news.report})}\n\n".encode()


def marker(name: str, seq: int) -> bytes:
    """`hello` opens the stream; `refresh` tells a browser too far behind to load afresh."""
    return f"retry: 2000\nid: {seq}\nevent: {name}\ndata: {{}}\n\n".encode()


class Feed:
    """Shares one poller among all listeners of this process."""

    def __init__(self, *, interval: float = INTERVAL, heartbeat: float = HEARTBEAT) -> None:
        self.interval, self.heartbeat = interval, heartbeat
        self._queues: set[Brought] = set()
        self._rows: set[int] = set()  # of the open lines in the count over all processes
        self._compared = self._renewed = self._looked_around = time.monotonic()
        self._around_since = clock.now()
        self._seen = 0  # the newest event the poller has brought
        self._poller: asyncio.Task[None] | None = None

    async def stream(
        self, *, after: int | None, wanted: Wanted, alive: Alive, row: int | None = None
    ) -> AsyncIterator[bytes]:
        """Server-sent events later than `after` (None: from now on); ends when `alive()` says no.

        row: of `open_lines`, given back when the line ends.
        """
        queue: Brought = asyncio.Queue(QUEUE)
        await self._join(queue, row)
        try:
            newest = await asyncio.to_thread(_last)
            seen = newest if after is None else after
            yield marker("hello", seen)
            missed = await asyncio.to_thread(_after, seen)
            if len(missed) == BACKLOG or seen > newest:
                # Too far behind; or ahead of all there is: an older state of the database was restored.
                seen, missed = newest, []
                yield marker("refresh", seen)
            for event in missed:
                seen = event.seq
                if wanted(event):
                    yield packet(event)
            async for event_or_silence in self._coming(queue, alive):
                if event_or_silence is None:
                    yield b": \n\n"
                elif isinstance(event_or_silence, Restored):
                    seen = event_or_silence.seq
                    yield marker("refresh", seen)
                elif isinstance(event_or_silence, Around):
                    yield around(event_or_silence)
                elif event_or_silence.seq > seen:
                    seen = event_or_silence.seq
                    if wanted(event_or_silence):
                        yield packet(event_or_silence)
        finally:
            self._leave(queue, row)
            if row is not None:
                with suppress(asyncio.CancelledError):
                    await asyncio.shield(asyncio.to_thread(open_lines.give_back, row))

    async def _coming(self, queue: Brought, alive: Alive) -> AsyncIterator[Event | Restored | Around | None]:
        """What the poller brings, None at each heartbeat; ends with the session, or when falling behind."""
        looked = time.monotonic()
        while queue in self._queues or not queue.empty():
            try:
                brought = await asyncio.wait_for(queue.get(), self.heartbeat)
            except TimeoutError:
                brought = None
            # Asked on a busy line too, where no silence ever comes.
            if brought is None or time.monotonic() - looked >= self.heartbeat:
                looked = time.monotonic()
                if not await asyncio.to_thread(alive):
                    return
            yield brought

    async def _join(self, queue: Brought, row: int | None) -> None:
        start = await asyncio.to_thread(_last)
        if self._poller is None:
            self._seen = start
            self._poller = asyncio.create_task(self._poll())
        elif start < self._seen:  # a restore, not noticed yet: nobody new waits for the numbers of before
            self._seen = start
            self._tell(Restored(start))
        self._queues.add(queue)
        if row is not None:
            self._rows.add(row)

    def _leave(self, queue: Brought, row: int | None) -> None:
        self._queues.discard(queue)
        self._rows.discard(row or 0)
        if not self._queues and self._poller is not None:
            self._poller.cancel()
            self._poller = None

    async def _poll(self) -> None:
        while True:
            try:
                await self._renew()
                found = await asyncio.to_thread(_after, self._seen)
                await self._look_around()
            except SQLAlchemyError as error:  # the database is away for a moment: screens wait, none is lost
                log.warning("live feed cannot read the event log: %s", error)
                found = []
            for event in found:
                self._seen = event.seq
                self._tell(event)
            if not found and (newest := await self._newest(self._seen)) < self._seen:
                self._seen = newest
                self._tell(Restored(newest))
            await asyncio.sleep(self.interval)

    async def _look_around(self) -> None:
        """Who has come to a report or left one; looked up once a second."""
        if time.monotonic() - self._looked_around < AROUND_EVERY:
            return
        self._looked_around = time.monotonic()
        for report, at in await asyncio.to_thread(_around, self._around_since):
            self._around_since = max(self._around_since, at)
            self._tell(Around(report))

    async def _renew(self) -> None:
        """The open lines of this process are still open."""
        if self._rows and time.monotonic() - self._renewed >= open_lines.RENEWED_EVERY:
            self._renewed = time.monotonic()
            await asyncio.to_thread(open_lines.renew, list(self._rows))

    async def _newest(self, seen: int) -> int:
        """The newest event's number, looked up now and then only; `seen` meanwhile."""
        if time.monotonic() - self._compared < self.heartbeat:
            return seen
        self._compared = time.monotonic()
        try:
            return await asyncio.to_thread(_last)
        except SQLAlchemyError:  # told by the look for events
            return seen

    def _tell(self, what: Event | Restored | Around) -> None:
        for queue in tuple(self._queues):
            self._offer(queue, what)

    def _offer(self, queue: Brought, event: Event | Restored | Around) -> None:
        try:
            queue.put_nowait(event)
        except asyncio.QueueFull:
            # A line that does not drain is dead or too slow; once ended, its browser resumes where it was.
            self._queues.discard(queue)
