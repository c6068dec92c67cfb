"""The role `sorot sensors`: reads gauges from an MQTT broker into the database.

A message is acknowledged (PUBACK) only once its reading is committed. What that is worth depends on the
broker. Mosquitto keeps the session of our client id and sends unacknowledged readings again when we
return, also after a crash of ours; it holds at most `max_queued_messages` (1,000) for us meanwhile. The
embedded amqtt sends a message once and forgets it after five seconds, acknowledged or not: while the database
is away it is this process's memory that holds the readings, and they are lost if it is killed then. MQTT
3.1.1 has no way to refuse a message, so what cannot be read is acknowledged, logged and counted.
"""

import asyncio
import hmac
import logging
import random
import threading
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote, urlsplit

import aiomqtt
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from sensors import kinds, things
from sensors.domain import payload, units
from sensors.domain.maps import SaidValue, TopicMap
from sensors.domain.reading import Measurement
from sensors.hearing import Deaf, Ear, note_marks
from sensors.ingest import Arrival, ingest_all
from sensors.line import acknowledge, gather
from sensors.sta import creating
from sensors.sta.faults import StaFault
from sensors.sta.topics import PREFIX
from sensors.topics import ECHO, map_of, maps
from storage import backoff, clock
from storage.counts import count
from storage.db import transaction
from storage.stopping import until_set

log = logging.getLogger(__name__)

BATCH = 1000
LARGEST_PAYLOAD = 4096
LONGEST_PAUSE = 30.0
KINDS = frozenset(kinds.kinds())
DATABASE_AWAY = (OperationalError, InterfaceError, PoolTimeout)


@dataclass(frozen=True)
class Arrived:
    """One message as it came."""

    topic: str
    payload: bytes


def reader_id(secret: str) -> str:
    """The client id of this city's reader: always the same, so that the broker knows our session again.

    It is nobody's to guess: whoever signs in with another's client id takes that session away. 23 characters,
    which every MQTT 3.1.1 broker takes.
    """
    return "sorot-" + hmac.new(secret.encode(), b"mqtt reader", "sha256").hexdigest()[:17]


def client(url: str, *, identifier: str | None = None, keep_session: bool = False) -> aiomqtt.Client:
    """A client for mqtt://[user:secret@]host[:port], or mqtts:// with TLS."""
    parts = urlsplit(url)
    tls = parts.scheme == "mqtts"
    return aiomqtt.Client(
        parts.hostname or "127.0.0.1",
        parts.port or (8883 if tls else 1883),
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        identifier=identifier,
        clean_session=not keep_session,
        tls_params=aiomqtt.TLSParameters() if tls else None,
    )


def run(stop: threading.Event, url: str, *, identifier: str, now: clock.Clock = clock.now) -> None:
    """Consume until `stop` is set; a lost broker or database is waited for. identifier: see `reader_id`."""
    asyncio.run(consume(stop, url, identifier=identifier, now=now))


async def consume(stop: threading.Event, url: str, *, identifier: str, now: clock.Clock = clock.now) -> None:
    """As `run`, inside a running loop."""
    await _first_of(_reconnecting(stop, url, identifier, now), until_set(stop))


async def _first_of(*both: Coroutine[None, None, None]) -> None:
    """Run side by side until one ends, and end the others; a fault of ours ends the role, to begin anew."""
    tasks = [asyncio.create_task(one) for one in both]
    done: set[asyncio.Task[None]] = set()
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()


async def _reconnecting(stop: threading.Event, url: str, identifier: str, now: clock.Clock) -> None:
    pause = Pause()
    while not stop.is_set():
        try:
            ours = client(url, identifier=identifier, keep_session=True)
            # aiomqtt has no door to it, but without it paho acknowledges before anything is stored: from the
            # first message on, which comes together with the answer to our connecting.
            ours._client.manual_ack_set(True)
            gather(ours)
            async with ours as connected:
                for topic in (*(one.subscription for one in maps()), *creating.SUBSCRIPTIONS):
                    await connected.subscribe(topic, qos=1)
                log.info("reading gauges from %s", urlsplit(url).hostname)
                pause.reset()
                pump = _Pump(connected, stop, now)
                await _first_of(pump.run(), pump.ear.prove(connected))
        except Deaf:
            log.error("the broker confirms what the reader does not hear; connecting anew")
            await pause.wait()
        except aiomqtt.MqttError as error:
            if stop.is_set():
                return  # the embedded broker ends together with its reader
            count("reading", "mqtt_disconnected")
            # The embedded broker starts beside its reader: only one that stays away is worth a line.
            level = logging.WARNING if pause.failures else logging.INFO
            log.log(level, "MQTT broker not reachable: %s", error)
            await pause.wait()


class _Pump:
    """Takes what one connection brings, batch by batch."""

    def __init__(self, connected: aiomqtt.Client, stop: threading.Event, now: clock.Clock) -> None:
        self._connected, self._stop, self._now = connected, stop, now
        self._settling = False
        self.ear = Ear(busy=self._busy, now=now)

    def _busy(self) -> bool:
        return self._settling or len(self._connected.messages) > 0

    async def run(self) -> None:
        """Until the connection is lost, or the reader is to stop and has readings that are not stored."""
        messages = self._connected.messages
        async for first in messages:
            batch = [first]
            while len(messages) and len(batch) < BATCH:
                batch.append(await anext(messages))
            if not await self._take(batch):
                return  # unacknowledged on purpose: the broker sends them again
            acknowledge(self._connected, batch)

    async def _take(self, batch: Sequence[aiomqtt.Message]) -> bool:
        arrived = [_arrived(message) for message in batch]
        readings = [one for one in arrived if not self.ear.hears(one.topic, one.payload)]
        self._settling = True
        if readings and not await _settle(readings, self._stop, self._now):
            return False
        if marks := [one.payload for one in arrived if one.topic == ECHO]:
            await asyncio.to_thread(note_marks, marks)
        self._settling = False
        return True


def _arrived(message: aiomqtt.Message) -> Arrived:
    body = message.payload
    return Arrived(str(message.topic), body if isinstance(body, bytes) else str(body).encode())


async def _settle(batch: Sequence[Arrived], stop: threading.Event, now: clock.Clock) -> bool:
    """True once the whole batch is committed or refused; waits as long as the database is away.

    False when the reader is to stop before.
    """
    pause = Pause()
    while not stop.is_set():
        try:
            await asyncio.to_thread(take, batch, now=now)
            return True
        except DATABASE_AWAY as error:
            count("reading", "database_away")
            log.warning("%d readings wait for the database: %s", len(batch), type(error).__name__)
            await pause.wait()
    return False


def take(batch: Sequence[Arrived], *, now: clock.Clock) -> None:
    """Store a batch in one transaction; if a message breaks it, each in its own and that one is set aside."""
    try:
        with transaction() as tx:
            _take_all(tx, batch, now=now())
    except DATABASE_AWAY:
        raise
    except Exception:  # the edge of the process: one poisonous message must not stop all gauges
        if len(batch) > 1:
            for message in batch:
                take([message], now=now)
            return
        _set_aside(batch[0], "it breaks the handling", with_trace=True)


def _take_all(tx: Session, batch: Sequence[Arrived], *, now: datetime) -> None:
    for message in batch:
        if message.topic.startswith(PREFIX):
            _make(tx, message, now=now)
    mapped = [(one, map_of(one.topic)) for one in batch if not one.topic.startswith(PREFIX)]
    streams = things.streams_of(tx, {found[1] for _, found in mapped if found})
    arrivals: list[Arrival] = []
    for message, found in mapped:
        if found is None:
            _set_aside(message, "unknown topic")
        elif found[1] not in streams:
            count("reading", "unknown_sensor")
            _set_aside(message, "unknown sensor")
        elif found[0].form == "status":
            things.came_or_went(tx, found[1], gone=found[0].is_gone(message.payload), now=now)
        else:
            arrivals += _read(message, found[0], streams[found[1]], now)
    ingest_all(tx, arrivals, now=now)


def _make(tx: Session, message: Arrived, *, now: datetime) -> None:
    """An observation that a client of SensorThings sent."""
    if creating.is_published(message.payload):
        return
    try:
        creating.create(tx, message.topic, message.payload, now=now)
    except StaFault as fault:
        _set_aside(message, fault.message)
    except payload.BadReading as bad:
        _set_aside(message, bad.code)


def _read(
    message: Arrived, of: TopicMap, streams: Mapping[str, tuple[int, str]], now: datetime
) -> list[Arrival]:
    """The readings in a message; none, said and counted, where it cannot be read."""
    try:
        if len(message.payload) > LARGEST_PAYLOAD:
            raise payload.BadReading("bentuk")
        said = of.said(message.payload, kinds=KINDS, now=now)
        found = [_arrival(one, *streams[one.kind]) for one in said if one.kind in streams]
    except payload.BadReading as bad:
        _set_aside(message, bad.code)
        return []
    if not found:
        _set_aside(message, "no datastream of that kind")
    return found


def _arrival(said: SaidValue, stream: int, unit: str) -> Arrival:
    given = said.unit or unit
    if not units.known(given, own=unit):
        raise payload.BadReading("satuan")
    value = None if said.value is None else units.convert(said.value, given, own=unit)
    return Arrival(stream, Measurement(said.at, value))


def _set_aside(message: Arrived, reason: str, *, with_trace: bool = False) -> None:
    count("reading", "quarantined")
    log.warning("set aside %s: %s: %r", message.topic, reason, message.payload[:200], exc_info=with_trace)


class Pause:
    """Growing waits with jitter, so that many processes do not come back in step."""

    def __init__(self) -> None:
        self.failures = 0  # in a row

    def reset(self) -> None:
        """The next wait is short again."""
        self.failures = 0

    async def wait(self) -> None:
        """Sleep, and double the next sleep up to LONGEST_PAUSE seconds."""
        self.failures += 1
        chance = random.random()
        await asyncio.sleep(backoff.wait(self.failures, first=0.5, longest=LONGEST_PAUSE, chance=chance))
