"""What the POC and the public pages read of water gauges."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session, contains_eager

from sensors import states, things, water
from sensors.domain.reading import GOOD
from sensors.domain.water.levels import thresholds
from storage import packs
from storage.models import TAKEN_BACK, Alert, AnyObservation, Datastream, Report, Thing

TREND_OVER = timedelta(hours=2)
TREND_AT_LEAST = timedelta(minutes=15)  # over less, waves look like a trend
MOST_POINTS = 600
POINT = (AnyObservation.at, AnyObservation.value, AnyObservation.quality)
IS_NUMBER = AnyObservation.value.is_not(None)


@dataclass(frozen=True)
class GaugeRow:
    """A gauge as it stands. `level` is None where no threshold is set ("ambang belum ditetapkan")."""

    code: str
    name: str
    river: str
    lat: float
    lon: float
    unit: str
    levels: dict[str, Any]  # siaga_3, siaga_2, siaga_1 where set; normal: [low, high]
    level: int | None
    value: float | None  # the last credible one, cm
    at: datetime | None
    age_minutes: int | None
    silent_since: datetime | None  # set when nothing credible came for as long as its kind may be silent
    doubtful: bool  # the newest reading is not believed
    trend_cm_per_hour: float | None
    downstream: list[dict[str, Any]]  # [{kelurahan, minutes, minutes_latest}]
    demo: bool


@dataclass(frozen=True)
class CurvePoint:
    """One point of a curve, cm."""

    at: datetime
    value: float
    good: bool


@dataclass(frozen=True)
class Series:
    """A gauge's curve with its thresholds."""

    code: str
    name: str
    unit: str
    levels: dict[str, Any]
    points: list[CurvePoint]


@dataclass(frozen=True)
class AlertRow:
    """An open alert and where to find it in the queue.

    `level` is the most serious it reached; `sure`: residents were told of it, or would have been;
    `taken_back`: an officer did, since it was wrong.
    """

    sensor_code: str
    sensor_name: str
    level: int
    level_now: int
    value: float | None
    opened_at: datetime
    report_number: str
    downstream: list[dict[str, Any]]
    sure: bool
    taken_back: bool = False


def gauges(session: Session, *, now: datetime) -> list[GaugeRow]:
    """All gauges by river and name; two queries however many there are."""
    streams = session.scalars(_gauges().order_by(Thing.river, Thing.name)).all()
    recent = select(AnyObservation.datastream_id, *POINT)
    mine = AnyObservation.datastream_id.in_([stream.id for stream in streams])
    since = packs.within(AnyObservation, now - TREND_OVER, None)
    recent = recent.where(mine, *since, IS_NUMBER).order_by(AnyObservation.at)
    by_stream: dict[int, list[CurvePoint]] = defaultdict(list)
    for number, at, value, quality in session.execute(recent):
        by_stream[number].append(_point(at, value, quality))
    return [_row(stream, by_stream[stream.id], now=now) for stream in streams]


def standing(streams: Sequence[Datastream], *, now: datetime) -> list[GaugeRow]:
    """These gauges as they stand, by river and name, without a trend; no query."""
    ordered = sorted(streams, key=lambda one: (one.thing.river, one.thing.name))
    return [_row(stream, (), now=now) for stream in ordered]


def _gauges() -> Select[Datastream]:
    of = select(Datastream).join(Datastream.thing).options(contains_eager(Datastream.thing))
    return of.where(Datastream.kind == water.KIND)


def _row(stream: Datastream, recent: Sequence[CurvePoint], *, now: datetime) -> GaugeRow:
    age, thing = now - stream.last_at if stream.last_at else None, stream.thing
    return GaugeRow(
        code=thing.code,
        name=thing.name,
        river=thing.river,
        lat=thing.lat or 0.0,
        lon=thing.lon or 0.0,
        unit=stream.unit,
        levels=stream.levels,
        level=stream.last_level if thresholds(stream.levels) and stream.last_at else None,
        value=stream.last_value,
        at=stream.last_at,
        age_minutes=max(0, int(age.total_seconds() // 60)) if age is not None else None,
        silent_since=states.silent_since(stream, now=now),
        doubtful=bool(recent) and not recent[-1].good,
        trend_cm_per_hour=trend(recent),
        downstream=thing.downstream,
        demo=thing.demo,
    )


def _point(at: datetime, value: float | None, quality: str) -> CurvePoint:
    assert value is not None  # IS_NUMBER
    return CurvePoint(at, value, quality == GOOD)


def trend(recent: Sequence[CurvePoint]) -> float | None:
    """Rise in cm per hour from the first to the last believed point (oldest first); None if too few."""
    believed = [point for point in recent if point.good]
    if not believed or believed[-1].at - believed[0].at < TREND_AT_LEAST:
        return None
    first, last = believed[0], believed[-1]
    return round((last.value - first.value) / ((last.at - first.at) / timedelta(hours=1)), 1)


def series(session: Session, code: str, *, hours: float, now: datetime) -> Series | None:
    """The curve of the last `hours` up to now, oldest first, at most MOST_POINTS; None: no such gauge."""
    stream = things.stream_of(session, code)
    if stream is None:
        return None
    since = now - timedelta(hours=hours)
    within = packs.after(AnyObservation, since, now)
    query = select(*POINT).where(AnyObservation.datastream_id == stream.id, *within, IS_NUMBER)
    found = session.execute(query.order_by(AnyObservation.at))
    points = [_point(at, value, quality) for at, value, quality in found]
    return _series(stream, points)


def all_series(session: Session, *, hours: float, now: datetime) -> dict[str, Series]:
    """The curves of all gauges by code, all points in one query; a silent gauge has an empty one."""
    streams = session.scalars(_gauges()).all()
    query = select(AnyObservation.datastream_id, *POINT)
    query = query.where(AnyObservation.datastream_id.in_([stream.id for stream in streams]))
    query = query.where(*packs.after(AnyObservation, now - timedelta(hours=hours), now), IS_NUMBER)
    points: dict[int, list[CurvePoint]] = defaultdict(list)
    for number, at, value, quality in session.execute(query.order_by(AnyObservation.at)):
        points[number].append(_point(at, value, quality))
    return {stream.thing.code: _series(stream, points[stream.id]) for stream in streams}


def _series(stream: Datastream, points: Sequence[CurvePoint]) -> Series:
    thing = stream.thing
    return Series(thing.code, thing.name, stream.unit, stream.levels, thin(points, MOST_POINTS))


def thin(points: Sequence[CurvePoint], most: int) -> list[CurvePoint]:
    """At most `most` points: the highest believed one of each stretch, so that no flood peak is lost."""
    if len(points) <= most:
        return list(points)
    size = -(-len(points) // most)
    stretches = [points[start : start + size] for start in range(0, len(points), size)]
    return [max(stretch, key=lambda point: (point.good, point.value)) for stretch in stretches]


def open_alerts(session: Session) -> list[AlertRow]:
    """Alerts not closed yet, the most serious first."""
    query = select(Alert, Datastream, Report.number, TAKEN_BACK)
    query = query.join(Datastream, Datastream.id == Alert.datastream_id)
    query = query.join(Report, Report.id == Alert.report_id).where(Alert.closed_at.is_(None))
    found = session.execute(query.order_by(Alert.level, Alert.opened_at)).all()
    return [_alert(*row) for row in found]


def with_alerts(session: Session) -> list[tuple[Datastream, AlertRow | None]]:
    """Every gauge, each with its open alert, the most serious first; one query."""
    still = and_(Alert.datastream_id == Datastream.id, Alert.closed_at.is_(None))
    query = select(Datastream, Alert, Report.number, TAKEN_BACK).outerjoin(Alert, still)
    query = query.outerjoin(Report, Report.id == Alert.report_id).where(Datastream.kind == water.KIND)
    found = session.execute(query.order_by(Alert.level.is_(None), Alert.level, Alert.opened_at)).all()
    return [
        (stream, _alert(alert, stream, number, taken_back) if alert else None)
        for stream, alert, number, taken_back in found
    ]


def _alert(alert: Alert, stream: Datastream, number: str, taken_back: bool | None) -> AlertRow:
    return AlertRow(
        sensor_code=stream.thing.code,
        sensor_name=stream.thing.name,
        level=alert.level,
        level_now=stream.last_level,
        value=stream.last_value,
        opened_at=alert.opened_at,
        report_number=number,
        downstream=stream.thing.downstream,
        sure=alert.told_level is not None and alert.told_level <= alert.level,
        taken_back=bool(taken_back),
    )
