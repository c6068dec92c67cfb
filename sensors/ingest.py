"""The one door for readings: finds their datastreams, judges them, stores them, asks what they mean.

Many are taken at once: one look at their datastreams, one statement that stores them.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from sensors import kinds, observations, rollups, things, water
from sensors.domain.quality import follow, judge, without_ahead
from sensors.domain.reading import DOUBTFUL, GOOD, Measurement, MeasuringFault, Quality
from sensors.holding import HeldStream, hold, put_down
from sensors.observations import AlertChange, Ingested, Judged
from sensors.things import UnknownSensor
from storage.counts import count
from storage.models import Datastream

__all__ = ["AHEAD", "FRESH", "Arrival", "Ingested", "UnknownSensor", "ingest", "ingest_all"]

FRESH = water.FRESH
# Clocks of things run a little fast; further ahead than this the time is wrong.
AHEAD = timedelta(minutes=10)
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # before it a thing's clock is not set


class KindRules(Protocol):
    """What a kind adds to the register: what readings mean that are taken together."""

    def __init__(self, tx: Session, streams: Iterable[int]) -> None: ...

    def follow(
        self, tx: Session, stream: Datastream, reading: Measurement, judged: Judged, *, now: datetime
    ) -> AlertChange | None:
        """What a stored reading, in time, changes; and what became of the datastream's alert."""


@dataclass(frozen=True)
class Arrival:
    """A reading of a datastream, in its own unit. `more`: other columns of its row (`observations.MORE`)."""

    stream_id: int
    reading: Measurement
    more: dict[str, Any] = field(default_factory=dict)


_RULED = (
    select(Datastream)
    .where(Datastream.id.in_(bindparam("numbers", expanding=True)))
    .execution_options(populate_existing=True)
)
RULES: dict[str, type[KindRules]] = {water.KIND: water.WaterLevel}


def ingest(tx: Session, code: str, *, at: datetime, value: float | None, now: datetime) -> Ingested:
    """Take one reading of a thing's first datastream. The same (datastream, at) again changes nothing.

    UnknownSensor for a foreign code. Late readings are stored and change neither level nor alert.
    """
    stream = things.stream_of(tx, code)
    if stream is None:
        count("reading", "unknown_sensor")
        raise UnknownSensor(code)
    return ingest_all(tx, [Arrival(stream.id, Measurement(at, value))], now=now)[0]


def ingest_all(tx: Session, arrivals: Sequence[Arrival], *, now: datetime) -> list[Ingested]:
    """Take readings in their order; what became of each. Their datastreams are held until `tx` ends."""
    batch = _Batch(tx, {one.stream_id for one in arrivals}, now)
    done = [batch.take(one) for one in arrivals]
    batch.store()
    done = [batch.settled(one, outcome) for one, outcome in zip(arrivals, done, strict=True)]
    for outcome, many in Counter(one.outcome for one in done).items():
        count("reading", outcome, many=many)
    return done


class _Batch:
    """Readings taken together: judged in memory, one after another, and stored at the end."""

    def __init__(self, tx: Session, streams: Iterable[int], now: datetime) -> None:
        self._tx, self._now = tx, now
        held = hold(tx, streams)
        self._streams: dict[int, Datastream | HeldStream] = {one.id: one for one in held}
        if ruled := [one.id for one in held if one.kind in RULES]:
            found = tx.scalars(_RULED, {"numbers": ruled})
            self._streams |= {stream.id: stream for stream in found}
        self._spoke: dict[int, HeldStream] = {}
        self._known = {
            number: without_ahead(observations.known_of(stream), now + AHEAD)
            for number, stream in self._streams.items()
        }
        spoken = {stream.kind for stream in self._streams.values()} & RULES.keys()
        self._rules: dict[str, KindRules] = {kind: RULES[kind](tx, self._streams) for kind in spoken}
        self._rows: dict[tuple[int, datetime], dict[str, Any]] = {}
        self._new: dict[tuple[int, datetime], int] = {}
        self._marks: list[tuple[int, datetime]] = []

    def take(self, arrival: Arrival) -> Ingested:
        """Judge one reading and follow what it means."""
        stream, reading = self._streams[arrival.stream_id], arrival.reading
        before = stream.last_level
        if reading.at > self._now + AHEAD:
            return Ingested("refused", before, before, reason="waktu pembacaan ada di masa depan")
        if reading.at < EARLIEST:
            return Ingested(
                "refused", before, before, reason="waktu pembacaan terlalu lama: jam alat belum diatur"
            )
        known, limits = self._known[stream.id], kinds.limits_of(stream.kind, stream.levels)
        quality = judge(known, reading, limits)
        if not quality.storable or (stream.id, reading.at) in self._rows:
            return _refused(quality, before)
        self._keep(arrival, quality)
        if not rollups.is_marked(known.newest_at, reading.at, now=self._now):
            self._marks.append((stream.id, reading.at))
        if MeasuringFault.LATE in quality.doubts:
            return Ingested("late", before, before, quality)
        judged = Judged(quality, known.pending if quality.confirms else None)
        if judged.proves:
            self._believe(stream, judged.proves.at)
        self._known[stream.id] = follow(known, reading, quality, limits)
        return self._follow(stream, reading, judged, before)

    def _follow(
        self, stream: Datastream | HeldStream, reading: Measurement, judged: Judged, before: int
    ) -> Ingested:
        heard, stream.heard_at = stream.heard_at, self._now
        if isinstance(
            stream, HeldStream
        ):  # the live screens show what has rules; the log keeps nothing of the rest
            self._spoke[stream.id] = stream
            return Ingested("stored", stream.last_level, before, judged.quality)
        observations.remember(stream, self._known[stream.id])
        if stream.thing.gone_at is not None:
            stream.thing.gone_at = None  # it speaks again
        alert = self._rules[stream.kind].follow(self._tx, stream, reading, judged, now=self._now)
        done = Ingested("stored", stream.last_level, before, judged.quality, alert)
        if done.level != before or heard is None or not observations.same_slot(heard, self._now):
            observations.note(self._tx, stream, reading, done, now=self._now)
        return done

    def _keep(self, arrival: Arrival, quality: Quality) -> None:
        self._rows[arrival.stream_id, arrival.reading.at] = {
            **arrival.more, "datastream_id": arrival.stream_id, "at": arrival.reading.at,
            "value": arrival.reading.value, "quality": GOOD if quality.good else DOUBTFUL,
            "doubts": ", ".join(sorted(quality.doubts)), "received_at": self._now,
        }  # fmt: skip

    def _believe(self, stream: Datastream | HeldStream, at: datetime) -> None:
        if row := self._rows.get((stream.id, at)):
            row |= {"quality": GOOD, "doubts": ""}
        else:
            observations.believe(self._tx, stream, at)

    def store(self) -> None:
        """Write the rows."""
        if self._rows:
            self._tx.flush()
            self._new = observations.store(self._tx, list(self._rows.values()))
            rollups.mark(self._tx, self._marks)
        for number, stream in self._spoke.items():
            observations.remember(stream, self._known[number])
        put_down(self._tx, list(self._spoke.values()))

    def settled(self, arrival: Arrival, done: Ingested) -> Ingested:
        """What became of it in the end: a late one may have been there already."""
        number = self._new.get((arrival.stream_id, arrival.reading.at))
        if done.outcome == "late" and number is None:
            done.outcome = "repeated"
        elif done.outcome in ("stored", "late"):
            done.number = number
        return done


def _refused(quality: Quality, level: int) -> Ingested:
    if quality.storable or MeasuringFault.REPEATED in quality.doubts:
        return Ingested("repeated", level, level, quality)
    return Ingested("refused", level, level, quality, reason=", ".join(sorted(quality.doubts)))
