"""What the city's indicators say now: the value, its trend, where, from whom and how old.

Three sources meet here: figures of feeds, things that measure, reports that are counted.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, func, select, union_all
from sqlalchemy.orm import Session

from sensors import indicators, trends
from sensors.domain.rollup import Span
from sensors.indicators import FEED, REPORT, SUM, THING, Indicator
from sensors.trends import ThingTrend, TrendPoint
from storage.clock import LOCAL
from storage.kept import Counted, kept
from storage.models import Agency, AgencyFeed, Datastream, Figure, Report, Thing
from storage.sql_figures import local_month

PERIODS = 24  # of the trend
REPORT_DAYS = 30  # over which reports are counted for the map
OLD, LONG_OVER = timedelta(minutes=1), timedelta(hours=1)
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


@dataclass(frozen=True)
class _Known:
    """What some indicators are told from, read at once. Reports: by category, then by month or kelurahan."""

    figures: Mapping[str, Sequence[Any]]
    feeds: Mapping[int, str]
    offices: Mapping[str, str]
    things: Mapping[str, Sequence[tuple[str | None, float, datetime]]]
    days: Mapping[str, ThingTrend]
    hours: Mapping[str, ThingTrend]
    months: Mapping[str, Mapping[date, int]]
    recent: Mapping[str, Mapping[str | None, int]]


def dashboard(session: Session, *, now: datetime) -> list[IndicatorStanding]:
    """Every indicator, in the order of the file; hours only of what was not measured for days.

    As many queries as there are kinds of sources, however many indicators.
    """
    return _read(session, list(indicators.definitions().indicators.values()), now, whole=False)


def reading(
    session: Session, indicator: Indicator, *, now: datetime, whole: bool = True
) -> IndicatorStanding:
    """One indicator; whole: by the hour too, beside days."""
    return _read(session, [indicator], now, whole=whole)[0]


def _read(
    session: Session, wanted: Sequence[Indicator], now: datetime, *, whole: bool
) -> list[IndicatorStanding]:  # fmt: skip
    known = _known(session, wanted, now, whole=whole)
    told = {FEED: _of_feeds, THING: _of_things}
    return [told.get(one.source, _of_reports)(one, known, now) for one in wanted]


def _known(session: Session, wanted: Sequence[Indicator], now: datetime, *, whole: bool) -> _Known:
    by_source = {source: [one for one in wanted if one.source == source] for source in indicators.SOURCES}
    figures = _figures(session, by_source[FEED], now)
    silent = [one for one in by_source[FEED] if one.code not in figures]
    things = _things(session, by_source[THING])
    measured = [one for one in by_source[THING] if one.kind in things]
    days = trends.of_things(session, measured, Span.DAY, now=now)
    young = [one for one in measured if whole or len(days[one.code].city) < 2]
    categories = sorted({code for one in by_source[REPORT] for code in one.categories})
    months, recent = _reports(session, categories, now) if categories else ({}, {})
    return _Known(
        figures, _feeds(session, figures), _offices(session) if silent else {}, things, days,
        trends.of_things(session, young, Span.HOUR, now=now), months, recent,
    )  # fmt: skip


def _figures(
    session: Session, wanted: Sequence[Indicator], now: datetime
) -> Mapping[str, Sequence[Any]]:  # fmt: skip
    """The newest PERIODS times of each."""
    columns = (
        Figure.indicator, Figure.place, Figure.at, Figure.value, Figure.span, Figure.feed_id,
        Figure.received_at,
    )  # fmt: skip
    parts: list[Any] = []
    for one in wanted:
        mine = (Figure.indicator == one.code, Figure.at <= now + one.limits.ahead)
        times = select(Figure.at).where(*mine).distinct().order_by(Figure.at.desc()).limit(PERIODS).subquery()
        parts.append(
            select(*columns).where(*mine, Figure.at >= select(func.min(times.c.at)).scalar_subquery())
        )
    found: dict[str, list[Any]] = defaultdict(list)
    for row in session.execute(union_all(*parts)) if parts else ():
        found[row.indicator].append(row)
    return found


def _feeds(session: Session, figures: Mapping[str, Sequence[Any]]) -> Mapping[int, str]:
    """What the feeds of these figures are called."""
    ids = {row.feed_id for rows in figures.values() for row in rows}
    if not ids:
        return {}
    asked = select(AgencyFeed.id, AgencyFeed.name, Agency.short_name)
    asked = asked.join(Agency, Agency.code == AgencyFeed.agency_code).where(AgencyFeed.id.in_(ids))
    return {feed: f"{agency}: {name}" for feed, name, agency in session.execute(asked)}


def _offices(session: Session) -> Mapping[str, str]:
    """By sector, whose feeds are expected: whom to ask where none flows."""
    asked = select(AgencyFeed.sector, Agency.short_name).join(Agency, Agency.code == AgencyFeed.agency_code)
    found: dict[str, list[str]] = defaultdict(list)
    for sector, name in session.execute(asked.distinct().order_by(Agency.short_name)):
        found[sector].append(name)
    return {sector: ", ".join(names) for sector, names in found.items()}


def _things(
    session: Session, wanted: Sequence[Indicator]
) -> Mapping[str, Sequence[tuple[str | None, float, datetime]]]:  # fmt: skip
    """By kind, of everything that has spoken: (kelurahan, value, when)."""
    if not wanted:
        return {}
    columns = (Datastream.kind, Thing.kelurahan_code, Datastream.last_value, Datastream.last_at)
    mine = select(*columns).join(Datastream.thing).where(Datastream.kind.in_({one.kind for one in wanted}))
    found: dict[str, list[tuple[str | None, float, datetime]]] = defaultdict(list)
    for kind, area, value, at in session.execute(mine):
        if value is not None and at:
            found[kind].append((area, value, at))
    return found


_ByCategory = dict[str, dict[Any, int]]


def _reports(
    session: Session, categories: Sequence[str], now: datetime
) -> tuple[_ByCategory, _ByCategory]:  # fmt: skip
    """How many of each category came in each month since last year's that is over, and lately in which
    kelurahan; of a large city at most OLD old, months that are over LONG_OVER.
    """
    local = now.astimezone(LOCAL)
    first = datetime(local.year - 1, local.month, 1, tzinfo=LOCAL)
    month, mine = local_month(Report.created_at), Report.category_code.in_(categories)
    over = select(Report.category_code, month, func.count()).where(
        mine, Report.created_at >= first, Report.created_at < _month(local)
    )
    lately = select(Report.category_code, Report.kelurahan_code, func.count()).where(
        mine, Report.created_at >= now - timedelta(days=REPORT_DAYS)
    )

    months = _kept(session, over.group_by(Report.category_code, month), (*categories, first), LONG_OVER, now)
    areas = lately.group_by(Report.category_code, Report.kelurahan_code)
    return months, _kept(session, areas, categories, OLD, now)


def _kept(
    session: Session, asked: Select[str, Any, int], name: Sequence[Any], fresh: timedelta, now: datetime
) -> _ByCategory:  # fmt: skip
    def counted() -> Counted[_ByCategory]:
        found = _by_category(session.execute(asked))
        return Counted(found, sum(sum(one.values()) for one in found.values()))

    return kept(session, ("indicators", *name), counted, fresh=fresh, now=now)


def _by_category(rows: Iterable[Any]) -> _ByCategory:
    found: _ByCategory = defaultdict(dict)
    for category, what, many in rows:
        found[category][what] = many
    return found


def _of_feeds(indicator: Indicator, known: _Known, now: datetime) -> IndicatorStanding:
    rows = known.figures.get(indicator.code)
    if not rows:
        return IndicatorStanding(indicator, source=known.offices.get(indicator.sector, ""))
    by_time: dict[datetime, dict[str, float]] = defaultdict(dict)
    spans: dict[datetime, str] = {}
    for row in rows:
        by_time[row.at][row.place], spans[row.at] = row.value, row.span
    trend = [TrendPoint(at, combined(by_time[at], indicator.combine), spans[at]) for at in sorted(by_time)]
    present = next((point for point in reversed(trend) if point.at <= now), trend[0])
    came, feed = max((row.received_at, row.feed_id) for row in rows if row.at == present.at)
    return IndicatorStanding(
        indicator, present.value, present.at, present.span, came, known.feeds[feed],
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


def _of_things(indicator: Indicator, known: _Known, now: datetime) -> IndicatorStanding:
    said = known.things.get(indicator.kind)
    if not said:
        return IndicatorStanding(indicator, source="alat pantau")
    fresh = [row for row in said if now - row[2] <= indicator.old_after]
    used, by_area = fresh or said, defaultdict(list)
    measured: dict[str, datetime] = {}
    for area, value, at in used:
        by_area[area or ""].append(value)
        measured[area or ""] = max(at, measured.get(area or "", at))
    days, hours = known.days[indicator.code], known.hours.get(indicator.code, ThingTrend())
    total, at = _put_together([value for _, value, _ in used], indicator), max(at for _, _, at in used)
    return IndicatorStanding(
        indicator, total, at, "saat", at, f"{len(used)} dari {len(said)} alat pantau", old=not fresh,
        met=indicator.is_met(total),
        places={area: _put_together(found, indicator) for area, found in by_area.items() if area},
        trend=days.city, hours=hours.city, measured=measured, area_trends=days.areas or hours.areas,
    )  # fmt: skip


def _put_together(found: Sequence[float], indicator: Indicator) -> float:
    return sum(found) if indicator.combine == SUM else sum(found) / len(found)


def _of_reports(indicator: Indicator, known: _Known, now: datetime) -> IndicatorStanding:
    """Reports of the last REPORT_DAYS days, and of each month before."""
    months, areas = (_summed(found, indicator) for found in (known.months, known.recent))
    trend = [
        TrendPoint(datetime.combine(day, time(), LOCAL), float(months[day]), "bulan")
        for day in sorted(months)
    ]
    return IndicatorStanding(
        indicator, float(areas.total()), now, f"{REPORT_DAYS} hari", now, "laporan warga dan petugas",
        trend=trend, met=indicator.is_met(areas.total()),
        places={area: float(many) for area, many in areas.items() if area},
    )  # fmt: skip


def _summed(found: Mapping[str, Mapping[Any, int]], indicator: Indicator) -> Counter[Any]:
    return sum((Counter(found.get(code, {})) for code in indicator.categories), Counter[Any]())


def _month(local: datetime) -> datetime:
    return datetime(local.year, local.month, 1, tzinfo=LOCAL)
