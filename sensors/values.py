"""What the city's indicators say now: the value, its trend, where, from whom and how old.

Three sources meet here: figures of feeds, things that measure, reports that are counted.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sensors import indicators, trends
from sensors.domain.rollup import Span
from sensors.indicators import FEED, SUM, THING, Indicator
from sensors.trends import ThingTrend, TrendPoint
from storage.clock import WIB
from storage.models import Agency, AgencyFeed, Datastream, Figure, Report, Thing

PERIODS = 24  # of the trend
REPORT_DAYS = 30  # over which reports are counted for the map
KECAMATAN, KELURAHAN = 8, 13  # signs of a code: "32.75.01", "32.75.01.1001"


@dataclass(frozen=True)
class IndicatorStanding:
    """An indicator as it stands. value None: nothing is known, and `source` says who should tell it.

    at: of which time the value is; received_at: when it came. places: the newest value of each area or point.
    Of things also: hours, the last ones as a trend; measured, when each area was; area_trends, how each went.
    """

    indicator: Indicator
    value: float | None = None
    at: datetime | None = None
    span: str = ""
    received_at: datetime | None = None
    source: str = ""
    old: bool = False
    met: bool | None = None
    trend: Sequence[TrendPoint] = ()
    places: Mapping[str, float] = field(default_factory=dict)
    hours: Sequence[TrendPoint] = ()
    measured: Mapping[str, datetime] = field(default_factory=dict)
    area_trends: Mapping[str, Sequence[TrendPoint]] = field(default_factory=dict)


def dashboard(session: Session, *, now: datetime) -> list[IndicatorStanding]:
    """Every indicator, in the order of the file; hours only of what was not measured for days."""
    return [
        reading(session, one, now=now, whole=False) for one in indicators.definitions().indicators.values()
    ]


def reading(
    session: Session, indicator: Indicator, *, now: datetime, whole: bool = True
) -> IndicatorStanding:
    """One indicator; whole: by the hour too, beside days."""
    if indicator.source == THING:
        return _of_things(session, indicator, now, whole=whole)
    return (_of_feeds if indicator.source == FEED else _of_reports)(session, indicator, now)


def _of_feeds(session: Session, indicator: Indicator, now: datetime) -> IndicatorStanding:
    mine = select(Figure.at).where(
        Figure.indicator == indicator.code, Figure.at <= now + indicator.limits.ahead
    )
    times = session.scalars(mine.distinct().order_by(Figure.at.desc()).limit(PERIODS)).all()
    if not times:
        return IndicatorStanding(indicator, source=_who_should(session, indicator))
    columns = (Figure.place, Figure.at, Figure.value, Figure.span, Figure.feed_id, Figure.received_at)
    rows = session.execute(
        select(*columns).where(
            Figure.indicator == indicator.code, Figure.at >= times[-1], Figure.at <= times[0]
        )
    ).all()
    by_time: dict[datetime, dict[str, float]] = defaultdict(dict)
    spans: dict[datetime, str] = {}
    for place, at, value, span, _, _ in rows:
        by_time[at][place], spans[at] = value, span
    trend = [TrendPoint(at, combined(by_time[at], indicator.combine), spans[at]) for at in sorted(by_time)]
    present = next((point for point in reversed(trend) if point.at <= now), trend[0])
    came, feed = max((received, feed) for _, at, _, _, feed, received in rows if at == present.at)
    return IndicatorStanding(
        indicator, present.value, present.at, present.span, came, _name_of(session, feed),
        old=now - came > indicator.old_after, met=indicator.is_met(present.value), trend=trend,
        places={place: value for place, value in by_time[present.at].items() if place},
    )  # fmt: skip


def combined(values: Mapping[str, float], combine: str) -> float:
    """The city's value: its own where it is told, else of the finest areas, else of points."""
    if "" in values:
        return values[""]
    finest = next((found for size in (KELURAHAN, KECAMATAN) if (found := _areas(values, size))), values)
    total = sum(finest.values())
    return total if combine == SUM else total / len(finest)


def _areas(values: Mapping[str, float], size: int) -> dict[str, float]:
    return {place: value for place, value in values.items() if is_area(place) and len(place) == size}


def is_area(place: str) -> bool:
    """Whether a figure's place is an area's code and no name of a point."""
    return len(place) in (KECAMATAN, KELURAHAN) and place.replace(".", "").isdecimal()


def _name_of(session: Session, feed_id: int) -> str:
    found = select(AgencyFeed.name, Agency.short_name).join(Agency, Agency.code == AgencyFeed.agency_code)
    name, agency = session.execute(found.where(AgencyFeed.id == feed_id)).one()
    return f"{agency}: {name}"


def _who_should(session: Session, indicator: Indicator) -> str:
    """The feeds of the sector that are expected and do not flow: whom to ask."""
    found = select(Agency.short_name).join(AgencyFeed, AgencyFeed.agency_code == Agency.code)
    found = found.where(AgencyFeed.sector == indicator.sector).distinct().order_by(Agency.short_name)
    return ", ".join(session.scalars(found))


def _of_things(session: Session, indicator: Indicator, now: datetime, *, whole: bool) -> IndicatorStanding:
    columns = (Thing.kelurahan_code, Datastream.last_value, Datastream.last_at)
    mine = select(*columns).join(Datastream.thing).where(Datastream.kind == indicator.kind)
    said = [(area, value, at) for area, value, at in session.execute(mine) if value is not None and at]
    if not said:
        return IndicatorStanding(indicator, source="alat pantau")
    fresh = [row for row in said if now - row[2] <= indicator.old_after]
    used, by_area = fresh or said, defaultdict(list)
    measured: dict[str, datetime] = {}
    for area, value, at in used:
        by_area[area or ""].append(value)
        measured[area or ""] = max(at, measured.get(area or "", at))
    days = trends.of_things(session, indicator, Span.DAY, now=now)
    hours = ThingTrend()
    if whole or len(days.city) < 2:
        hours = trends.of_things(session, indicator, Span.HOUR, now=now)
    total, at = _put_together([value for _, value, _ in used], indicator), max(at for _, _, at in used)
    return IndicatorStanding(
        indicator, total, at, "saat", at, f"{len(used)} dari {len(said)} alat pantau", old=not fresh,
        met=indicator.is_met(total),
        places={area: _put_together(found, indicator) for area, found in by_area.items() if area},
        trend=days.city, hours=hours.city, measured=measured, area_trends=days.areas or hours.areas,
    )  # fmt: skip


def _put_together(found: Sequence[float], indicator: Indicator) -> float:
    return sum(found) if indicator.combine == SUM else sum(found) / len(found)


def _of_reports(session: Session, indicator: Indicator, now: datetime) -> IndicatorStanding:
    """Reports of the last REPORT_DAYS days, and of each month before."""
    local = now.astimezone(WIB)
    first = datetime(local.year - 1, local.month, 1, tzinfo=WIB)
    since, mine = now - timedelta(days=REPORT_DAYS), Report.category_code.in_(indicator.categories)
    months: dict[datetime, int] = defaultdict(int)
    recent = 0
    for at in session.scalars(select(Report.created_at).where(mine, Report.created_at >= first)):
        own = at.astimezone(WIB)
        months[datetime(own.year, own.month, 1, tzinfo=WIB)] += 1
        recent += at >= since
    found = session.execute(
        select(Report.kelurahan_code, func.count()).where(mine, Report.created_at >= since)
        .group_by(Report.kelurahan_code)
    )  # fmt: skip
    places = {area: float(many) for area, many in found if area}
    trend = [TrendPoint(at, float(months[at]), "bulan") for at in sorted(months) if at < _month(local)]
    return IndicatorStanding(
        indicator, float(recent), now, f"{REPORT_DAYS} hari", now, "laporan warga dan petugas", trend=trend,
        met=indicator.is_met(recent), places=places,
    )  # fmt: skip


def _month(local: datetime) -> datetime:
    return datetime(local.year, local.month, 1, tzinfo=WIB)
