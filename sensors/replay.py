"""Plays a recorded flood through the MQTT broker, as if it happened now: `sorot sensors replay FILE`."""

import asyncio
import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import aiomqtt
from sqlalchemy import func, select

from sensors import hearing, mqtt, recording
from sensors.recording import Agreement, RecordedRow
from sensors.topics import ECHO, TOPIC
from storage import clock
from storage.db import reading, transaction
from storage.models import Alert, Datastream, Observation, Thing
from storage.written import number

CHUNK = 20  # as many as MQTT clients keep in flight
LOOK_EVERY = 10 * CHUNK
MARKS_AHEAD = 3  # Mosquitto drops what a reader is more than 1,000 messages behind
# As fast as possible: the whole recording is squeezed into the time that still raises alerts.
SQUEEZED = timedelta(minutes=100)
PATIENCE = 300  # looks, a tenth of a second apart, at a reader that gives no sign of life


@dataclass(frozen=True)
class ReplaySummary:
    """What became of a replay. `alerts`: how many were opened, by the most serious level reached."""

    gauges: int
    sent: int
    stored: int
    unreadable: int
    seconds: float
    agreement: Agreement
    alerts: dict[int, int] = field(default_factory=dict)

    @property
    def refused(self) -> int:
        """Sent, but not stored: repeated, refused, or nobody listened."""
        return self.sent - self.stored

    def lines(self) -> list[str]:
        """The summary in Indonesian."""
        found = [
            f"{self.gauges} alat, {self.sent} pembacaan terkirim, {self.stored} tersimpan, "
            f"{self.refused} tidak disimpan, {self.unreadable} baris tidak terbaca "
            f"({number(self.seconds)} detik).",
            "Peringatan dibuka: " + (self._alerts() or "tidak ada") + ".",
            f"Sama dengan status resmi: {self._share(self.agreement.by_threshold)} menurut ambang saja, "
            f"{self._share(self.agreement.live)} dengan histeresis dan saringan lonjakan.",
        ]
        if self.sent and not self.stored:
            found.append("Tidak ada yang tersimpan. Apakah `sorot up` atau `sorot sensors` sedang berjalan?")
        return found

    def _alerts(self) -> str:
        mildest_first = sorted(self.alerts.items(), reverse=True)
        return ", ".join(f"Siaga {level}: {count}" for level, count in mildest_first)

    def _share(self, count: int) -> str:
        return number(100 * count / max(1, self.agreement.readings)) + "%"


def replay(
    file: Path,
    *,
    speed: float | None,
    mqtt_url: str,
    original_times: bool = False,
    echo: Callable[[str], None],
    now: clock.Clock = clock.now,
) -> ReplaySummary:
    """Register the recording's gauges, publish its rows in order of time, wait until they are stored, sum up.

    speed: how many times faster than it happened (60: an hour a minute); None: as fast as possible. Times are
    moved so that the flood happens now, or kept with `original_times` (history: it raises no alerts).
    """
    rows, unreadable = recording.read(file)
    with transaction() as tx:
        recording.register(tx, rows)
    begun = now()
    player = _Player(rows, _times(rows, begun, speed, original_times), echo, now)
    asyncio.run(player.play(mqtt_url, None if speed is None else _moments(rows, begun, speed)))
    summary = ReplaySummary(
        gauges=len({row.code for row in rows}),
        sent=player.sent,
        stored=player.progress.stored(),
        unreadable=unreadable,
        seconds=(now() - begun).total_seconds(),
        agreement=recording.agreement(rows),
        alerts=player.progress.alerts(),
    )
    for line in summary.lines():
        echo(line)
    return summary


def _times(
    rows: Sequence[RecordedRow], begun: datetime, speed: float | None, original: bool
) -> list[datetime]:
    """The time each published reading carries."""
    if original or not rows:
        return [row.at for row in rows]
    if speed is not None:
        return _moments(rows, begun, speed)
    offsets = recording.offsets(rows)
    # Played again, it comes after what was played before, or every reading would be late.
    start = max(begun - SQUEEZED, _newest(rows) or begun - SQUEEZED) + timedelta(milliseconds=1)
    shrink = max(1.0, offsets[-1] / max(begun - start, timedelta(seconds=1)))
    return [start + offset / shrink for offset in offsets]


def _newest(rows: Sequence[RecordedRow]) -> datetime | None:
    """When the recording's gauges last had a reading."""
    query = select(func.max(Datastream.last_at)).join(Datastream.thing)
    query = query.where(Thing.code.in_({row.code for row in rows}))
    with reading() as session:
        return session.scalar(query)


def _moments(rows: Sequence[RecordedRow], begun: datetime, speed: float) -> list[datetime]:
    """When each reading is published."""
    return [begun + offset / speed for offset in recording.offsets(rows)]


class _Progress:
    """What the recording's gauges have got since the replay began."""

    def __init__(self, codes: set[str]) -> None:
        with reading() as session:
            mine = select(Datastream.id).join(Datastream.thing).where(Thing.code.in_(codes))
            self._streams = set(session.scalars(mine))
            self._observation = session.scalar(select(func.max(Observation.id))) or 0
            self._alert = session.scalar(select(func.max(Alert.id))) or 0

    def stored(self) -> int:
        """How many new readings."""
        query = select(func.count()).select_from(Observation).where(Observation.id > self._observation)
        with reading() as session:
            return session.scalar(query.where(Observation.datastream_id.in_(self._streams))) or 0

    def alerts(self) -> dict[int, int]:
        """How many new alerts, by level."""
        query = select(Alert.level, func.count()).where(Alert.id > self._alert)
        query = query.where(Alert.datastream_id.in_(self._streams)).group_by(Alert.level)
        with reading() as session:
            return {level: count for level, count in session.execute(query)}  # noqa: C416 - rows, not pairs


class _Player:
    """Publishes at the right moments and not too far ahead of the one who stores."""

    def __init__(
        self,
        rows: Sequence[RecordedRow],
        times: Sequence[datetime],
        echo: Callable[[str], None],
        now: clock.Clock,
    ) -> None:
        self.rows, self.times, self.echo, self.now = rows, times, echo, now
        self.progress = _Progress({row.code for row in rows})
        self.sent = 0
        self._name, self._marks = secrets.token_hex(8), 0

    async def play(self, url: str, moments: Sequence[datetime] | None) -> None:
        """Publish all rows, at their `moments` or at once; return when they are stored or nothing moves."""
        async with mqtt.client(url) as client:
            client.pending_calls_threshold = CHUNK
            for start in range(0, len(self.rows), CHUNK):
                await self._publish(client, range(start, min(start + CHUNK, len(self.rows))), moments)
                if self.sent % LOOK_EVERY == 0:
                    when = f"{self.rows[self.sent - 1].at:%d-%m-%Y %H.%M}"
                    self.echo(f"{self.sent} dari {len(self.rows)} ({when} {clock.ZONE})")
                    await self._mark(client)
                    await self._catch_up(ahead=MARKS_AHEAD)
            # Stay connected: the embedded broker forgets what a client left behind that went too soon.
            await self._mark(client)
            await self._catch_up(ahead=0)
        with transaction() as tx:
            hearing.forget_marks(tx, self._name)

    async def _publish(
        self, client: aiomqtt.Client, chunk: range, moments: Sequence[datetime] | None
    ) -> None:
        if moments is None:
            await asyncio.gather(*(self._send(client, index) for index in chunk))
            return
        for index in chunk:
            await asyncio.sleep(max(0.0, (moments[index] - self.now()).total_seconds()))
            await self._send(client, index)

    async def _send(self, client: aiomqtt.Client, index: int) -> None:
        row = self.rows[index]
        body = json.dumps({"at": self.times[index].isoformat(), "value": row.value, "unit": "cm"})
        await client.publish(TOPIC.format(code=row.code), body, qos=1)
        self.sent += 1

    async def _mark(self, client: aiomqtt.Client) -> None:
        """Put a mark behind what was sent: the reader says when it has come so far, stored or refused."""
        await client.publish(ECHO, hearing.mark(self._name, self._marks), qos=1)
        self._marks += 1

    async def _catch_up(self, *, ahead: int) -> None:
        """Wait until the reader is at most `ahead` marks behind; give up one that gives no sign of life."""
        last, waited = (-1, -1), 0
        while self._marks - 1 - (handled := self._handled()) > ahead:
            sign = (handled, self.progress.stored())
            waited = waited + 1 if sign == last else 0
            if waited > PATIENCE:
                return
            last = sign
            await asyncio.sleep(0.1)

    def _handled(self) -> int:
        with reading() as session:
            return hearing.handled(session, self._name)
