"""SensorThings' MQTT half (OGC 18-088, part 14): every committed observation and change to who subscribed.

Each process that takes readings publishes its own. Readings wait for nobody: what is committed goes into a
queue of bounded length, from which a thread of its own publishes (QoS 0). What no longer fits, because the
broker is slow or away, is counted and left out. Without a client that could subscribe nothing is published.
"""

import asyncio
import logging
import queue
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

import aiomqtt
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from sensors import announcing, mqtt
from sensors.announcing import EntityChange
from sensors.sta import clients
from sensors.sta.notices import Message, of_change, of_observation
from sensors.sta.root import ROOT
from storage import clock, db
from storage.counts import count
from storage.models import Datastream

log = logging.getLogger(__name__)

MOST_WAITING = 20_000  # observations
TOGETHER = 500
LOOK_EVERY = timedelta(seconds=5)  # whether there is somebody to publish for, and whose datastreams are
WAIT, WITH_NOBODY = 0.2, 1.0  # seconds
Waiting = tuple[int, Mapping[str, Any]] | EntityChange


class StaPublisher:
    """`take` is called after commits and never waits; `run` publishes until it is told to stop."""

    def __init__(self, url: str, *, address: str, now: clock.Clock = clock.now) -> None:
        self._url, self._now = url, now
        self._waiting: queue.Queue[Waiting] = queue.Queue(MOST_WAITING)
        self._base = address.rstrip("/") + ROOT
        self._things: dict[int, int] = {}
        self._looked = now() - 2 * LOOK_EVERY
        self._wanted = False

    def take(self, made: Sequence[Waiting]) -> None:
        """Have these published soon; those that find no place are left out."""
        if not self._wanted:
            return
        for one in made:
            try:
                self._waiting.put_nowait(one)
            except queue.Full:
                count("observation_published", "left_out")

    def run(self, stop: threading.Event) -> None:
        """Publish until `stop` is set; a lost broker is waited for."""
        announcing.listen(self.take, self.take)
        try:
            asyncio.run(self._run(stop))
        finally:
            announcing.listen(None)

    async def _run(self, stop: threading.Event) -> None:
        pause = mqtt.Pause()
        while not stop.is_set():
            await asyncio.to_thread(self._look)
            if not self._wanted:
                await asyncio.sleep(WITH_NOBODY)
                continue
            try:
                async with mqtt.client(self._url) as connected:
                    pause.reset()
                    await self._pump(connected, stop)
            except aiomqtt.MqttError as error:
                if not stop.is_set():
                    log.warning("observations are not published: %s", error)
                    await pause.wait()

    async def _pump(self, connected: aiomqtt.Client, stop: threading.Event) -> None:
        while self._wanted and not stop.is_set():
            batch = await asyncio.to_thread(self._batch)
            for topic, body in await asyncio.to_thread(lambda: list(self._messages(batch))):  # noqa: B023
                await connected.publish(topic, body)
            if batch:
                count("observation_published", "sent", many=len(batch))

    def _batch(self) -> list[Waiting]:
        """What waits, once there is something; [] after a moment without."""
        self._look()
        batch: list[Waiting] = []
        with suppress(queue.Empty):
            batch.append(self._waiting.get(timeout=WAIT))
            while len(batch) < TOGETHER:
                batch.append(self._waiting.get_nowait())
        streams = {one[1]["datastream_id"] for one in batch if not isinstance(one, EntityChange)}
        unknown = streams - self._things.keys()
        if unknown:
            with suppress(SQLAlchemyError), db.glancing() as session:  # then only without the thing's path
                owners = select(Datastream.id, Datastream.thing_id).where(Datastream.id.in_(unknown))
                self._things |= {row.id: row.thing_id for row in session.execute(owners)}
        return batch

    def _look(self) -> None:
        if self._now() - self._looked < LOOK_EVERY:
            return
        self._looked = self._now()
        self._things = {}
        try:
            with db.glancing() as session:
                self._wanted = clients.any_there(session)
        except (SQLAlchemyError, db.NotConfigured) as error:
            log.warning("who subscribes is not known: %s", type(error).__name__)

    def _messages(self, batch: Sequence[Waiting]) -> Iterator[Message]:
        """All that is said of them; what has to be looked up is left out while the database is away."""
        for one in batch:
            if not isinstance(one, EntityChange):
                number, row = one
                thing = self._things.get(row["datastream_id"])
                yield from of_observation(self._base, number, row, thing=thing, now=self._now)
                continue
            try:
                with db.glancing() as session:
                    yield from of_change(session, self._base, one, now=self._now)
            except SQLAlchemyError as error:
                log.warning("a change is not published: %s", type(error).__name__)
