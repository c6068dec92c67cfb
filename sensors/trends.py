"""How an indicator that things measure went: by the day and by the hour, of the city and of each kelurahan.

Read from rollups of spans that are over (`sensors/rollups.py`), so a point never changes but by late data. A
thing's mean of the span counts once, however often it spoke.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sensors.domain.rollup import Span
from sensors.indicators import SUM, Indicator
from storage.models import Datastream, Rollup, Thing

DAYS, HOURS = 24, 24
ROLLED_BY = timedelta(minutes=5)  # after an hour's end it is worked out
NAMES = {Span.DAY: "hari", Span.HOUR: "jam"}
# Of the things that spoke at the fullest time; a sum over fewer would seem to fall because some were silent.
LEAST_SHARE = 0.8


@dataclass(frozen=True)
class TrendPoint:
    """One period of the trend. span: tahun, bulan, hari, jam, …"""

    at: datetime
    value: float
    span: str


@dataclass(frozen=True)
class ThingTrend:
    """Oldest first. areas: of each kelurahan, by code."""

    city: Sequence[TrendPoint] = ()
    areas: Mapping[str, Sequence[TrendPoint]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Part:
    """What the things of one kelurahan came to in one span: the sum of their means, and how many they are."""

    at: datetime
    area: str
    total: float
    many: int


def of_things(
    session: Session, wanted: Sequence[Indicator], span: Span, *, now: datetime
) -> Mapping[str, ThingTrend]:  # fmt: skip
    """Of each indicator, by its code: the last DAYS days, or HOURS hours, that are over.

    One query, however many indicators and things.
    """
    if not wanted:
        return {}
    if span is Span.DAY:
        until, length = span.start_of(now), DAYS * span.length
    else:
        until, length = span.start_of(now - ROLLED_BY), HOURS * span.length
    kinds = _parts(session, {one.kind for one in wanted}, span, until - length, until)
    return {one.code: _trend(kinds[one.kind], one, span) for one in wanted}


def _trend(parts: Sequence[_Part], indicator: Indicator, span: Span) -> ThingTrend:
    by_area: dict[str, list[_Part]] = defaultdict(list)
    for one in parts:
        by_area[one.area].append(one)
    areas = {area: _points(found, indicator, span) for area, found in by_area.items() if area}
    return ThingTrend(
        _points(parts, indicator, span), {area: found for area, found in areas.items() if found}
    )


def _parts(
    session: Session, kinds: Collection[str], span: Span, since: datetime, until: datetime
) -> dict[str, list[_Part]]:  # fmt: skip
    mean = func.coalesce(Rollup.total, 0.0) / Rollup.good
    asked = (
        select(Datastream.kind, Rollup.at, Thing.kelurahan_code, func.sum(mean), func.count())
        .join(Datastream, Datastream.id == Rollup.datastream_id)
        .join(Thing, Thing.id == Datastream.thing_id)
        .where(Datastream.kind.in_(kinds), Rollup.span == span, Rollup.at >= since, Rollup.at < until)
        .where(Rollup.good > 0)
        .group_by(Datastream.kind, Rollup.at, Thing.kelurahan_code)
    )
    found: dict[str, list[_Part]] = defaultdict(list)
    for kind, at, area, total, many in session.execute(asked):
        found[kind].append(_Part(at, area or "", float(total or 0.0), many))
    return found


def _points(parts: Iterable[_Part], indicator: Indicator, span: Span) -> list[TrendPoint]:
    totals: dict[datetime, tuple[float, int]] = {}
    for one in parts:
        total, many = totals.get(one.at, (0.0, 0))
        totals[one.at] = total + one.total, many + one.many
    summed = indicator.combine == SUM
    fullest = max((many for _, many in totals.values()), default=0)
    return [
        TrendPoint(at, total if summed else total / many, NAMES[span])
        for at, (total, many) in sorted(totals.items())
        if not summed or many >= LEAST_SHARE * fullest
    ]
