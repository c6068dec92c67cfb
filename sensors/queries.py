"""What the POC and the public pages read of water gauges."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from sensors import things, water
from sensors.domain.reading import GOOD
from sensors.domain.water.levels import thresholds
from storage.models import Alert, Observation, Report, Sensor

SILENT_AFTER = timedelta(hours=2)  # Jakarta's gauges report every half hour, those read by hand every hour
TREND_OVER = timedelta(hours=2)
TREND_AT_LEAST = timedelta(minutes=15)  # over less, waves look like a trend
MOST_POINTS = 600


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
    silent_since: datetime | None  # set when nothing credible came for two hours
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

    `level` is the most serious it reached; `sure`: residents were told of it, or would have been.
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


def gauges(session: Session, *, now: datetime) -> list[GaugeRow]:
    """All gauges by river and name; two queries however many there are."""
    sensors = session.scalars(_gauges().order_by(Sensor.river, Sensor.name)).all()
    recent = select(Observation.sensor_id, Observation.at, Observation.value, Observation.quality)
    recent = recent.where(Observation.at > now - TREND_OVER).order_by(Observation.at)
    by_sensor: dict[int, list[CurvePoint]] = defaultdict(list)
    for sensor_id, at, value, quality in session.execute(recent):
        by_sensor[sensor_id].append(CurvePoint(at, value, quality == GOOD))
    return [_row(sensor, by_sensor[sensor.id], now=now) for sensor in sensors]


def _gauges() -> Select[Sensor]:
    return select(Sensor).where(Sensor.kind == water.KIND)


def _row(sensor: Sensor, recent: Sequence[CurvePoint], *, now: datetime) -> GaugeRow:
    age = now - sensor.last_at if sensor.last_at else None
    return GaugeRow(
        code=sensor.code,
        name=sensor.name,
        river=sensor.river,
        lat=sensor.lat,
        lon=sensor.lon,
        unit=sensor.unit,
        levels=sensor.levels,
        level=sensor.last_level if thresholds(sensor.levels) and sensor.last_at else None,
        value=sensor.last_value,
        at=sensor.last_at,
        age_minutes=max(0, int(age.total_seconds() // 60)) if age is not None else None,
        silent_since=sensor.last_at if age is not None and age > SILENT_AFTER else None,
        doubtful=bool(recent) and not recent[-1].good,
        trend_cm_per_hour=trend(recent),
        downstream=sensor.downstream,
        demo=sensor.demo,
    )


def trend(recent: Sequence[CurvePoint]) -> float | None:
    """Rise in cm per hour from the first to the last believed point (oldest first); None if too few."""
    believed = [point for point in recent if point.good]
    if not believed or believed[-1].at - believed[0].at < TREND_AT_LEAST:
        return None
    first, last = believed[0], believed[-1]
    return round((last.value - first.value) / ((last.at - first.at) / timedelta(hours=1)), 1)


def series(session: Session, code: str, *, hours: float, now: datetime) -> Series | None:
    """The curve of the last `hours` up to now, oldest first, at most MOST_POINTS; None: no such gauge."""
    sensor = things.find(session, code)
    if sensor is None:
        return None
    since = now - timedelta(hours=hours)
    query = select(Observation.at, Observation.value, Observation.quality)
    query = query.where(Observation.sensor_id == sensor.id, Observation.at > since, Observation.at <= now)
    found = session.execute(query.order_by(Observation.at))
    points = [CurvePoint(at, value, quality == GOOD) for at, value, quality in found]
    return Series(sensor.code, sensor.name, sensor.unit, sensor.levels, thin(points, MOST_POINTS))


def all_series(session: Session, *, hours: float, now: datetime) -> dict[str, Series]:
    """The curves of all gauges by code, all points in one query; a silent gauge has an empty one."""
    query = select(Observation.sensor_id, Observation.at, Observation.value, Observation.quality)
    query = query.where(Observation.at > now - timedelta(hours=hours), Observation.at <= now)
    points: dict[int, list[CurvePoint]] = defaultdict(list)
    for sensor_id, at, value, quality in session.execute(query.order_by(Observation.at)):
        points[sensor_id].append(CurvePoint(at, value, quality == GOOD))
    return {
        sensor.code: Series(
            sensor.code, sensor.name, sensor.unit, sensor.levels, thin(points[sensor.id], MOST_POINTS)
        )
        for sensor in session.scalars(_gauges())
    }


def thin(points: Sequence[CurvePoint], most: int) -> list[CurvePoint]:
    """At most `most` points: the highest believed one of each stretch, so that no flood peak is lost."""
    if len(points) <= most:
        return list(points)
    size = -(-len(points) // most)
    stretches = [points[start : start + size] for start in range(0, len(points), size)]
    return [max(stretch, key=lambda point: (point.good, point.value)) for stretch in stretches]


def open_alerts(session: Session) -> list[AlertRow]:
    """Alerts not closed yet, the most serious first."""
    query = select(Alert, Sensor, Report.number).join(Sensor, Sensor.id == Alert.sensor_id)
    query = query.join(Report, Report.id == Alert.report_id).where(Alert.closed_at.is_(None))
    found = session.execute(query.order_by(Alert.level, Alert.opened_at)).all()
    return [
        AlertRow(
            sensor_code=sensor.code,
            sensor_name=sensor.name,
            level=alert.level,
            level_now=sensor.last_level,
            value=sensor.last_value,
            opened_at=alert.opened_at,
            report_number=number,
            downstream=sensor.downstream,
            sure=alert.told_level is not None and alert.told_level <= alert.level,
        )
        for alert, sensor, number in found
    ]
