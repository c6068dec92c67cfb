"""SensorThings' MQTT half (OGC 18-088, part 14): every committed observation to who subscribed to it.

Each process that takes readings publishes its own. Readings wait for nobody: what is committed goes into a
queue of bounded length, from which a thread of its own publishes (QoS 0). What no longer fits, because the
broker is slow or away, is counted and left out. Without a client that could subscribe nothing is published.
"""

import asyncio
import json
import logging
import queue
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import aiomqtt
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from sensors import announcing, mqtt
from sensors.announcing import Committed
from sensors.sta import clients
from sensors.sta.model import SETS
from sensors.sta.options import Options
from sensors.sta.read import StaReader
from sensors.sta.root import ROOT
from sensors.sta.topics import OF_ALL, of_stream
from storage import clock, db
from storage.counts import count
from storage.models import Datastream

log = logging.getLogger(__name__)

MOST_WAITING = 20_000  # observations
TOGETHER = 500
LOOK_EVERY = timedelta(seconds=5)  # whether there is somebody to publish for, and whose datastreams are
WAIT = 0.2  # seconds


class StaPublisher:
    """`take` is called after commits and never waits; `run` publishes until it is told to stop."""

    def __init__(self, url: str, *, address: str, now: clock.Clock = clock.now) -> None:
        self._url, self._now = url, now
        self._waiting: queue.Queue[tuple[int, Mapping[str, Any]]] = queue.Queue(MOST_WAITING)
        self._base = address.rstrip("/") + ROOT
        self._things: dict[int, int] = {}
        self._looked = now() - 2 * LOOK_EVERY
        self._wanted = False

    def take(self, made: Committed) -> None:
        """Have these published soon; those that find no place are left out."""
        if not self._wanted:
            return
        for number, row in made:
            try:
                self._waiting.put_nowait((number, row))
            except queue.Full:
                count("observation_published", "left_out")

    def run(self, stop: threading.Event) -> None:
        """Publish until `stop` is set; a lost broker is waited for."""
        announcing.listen(self.take)
        try:
            asyncio.run(self._run(stop))
        finally:
            announcing.listen(None)

    async def _run(self, stop: threading.Event) -> None:
        pause = mqtt.Pause()
        while not stop.is_set():
            await asyncio.to_thread(self._look)
            if not self._wanted:
                await asyncio.sleep(WAIT)
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
            for number, row in batch:
                for topic, body in self._messages(number, row):
                    await connected.publish(topic, body)
                count("observation_published", "sent")

    def _batch(self) -> list[tuple[int, Mapping[str, Any]]]:
        """What waits, once there is something; [] after a moment without."""
        self._look()
        batch: list[tuple[int, Mapping[str, Any]]] = []
        with suppress(queue.Empty):
            batch.append(self._waiting.get(timeout=WAIT))
            while len(batch) < TOGETHER:
                batch.append(self._waiting.get_nowait())
        unknown = {row["datastream_id"] for _, row in batch} - self._things.keys()
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

    def _messages(self, number: int, row: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
        body = json.dumps(written(self._base, number, row, now=self._now), ensure_ascii=False).encode()
        stream = row["datastream_id"]
        yield OF_ALL, body
        yield of_stream(stream), body
        if stream in self._things:
            yield of_stream(stream, thing=self._things[stream]), body


def written(base: str, number: int, row: Mapping[str, Any], *, now: clock.Clock) -> dict[str, Any]:
    """An observation as HTTP answers it, from the row that was stored."""
    reader = StaReader(_NOBODY, base=base, now=now())
    return reader.entity(SETS["Observations"], SimpleNamespace(id=number, **row), Options())


_NOBODY: Session = Session()  # an observation by itself asks the database nothing
