"""What a curve is drawn from, over hours or years: rollups, and observations where no rollup is right yet."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from sensors import kinds
from sensors.domain.rollup import Rolled, Span, together
from sensors.rollups import of_readings
from storage import packs
from storage.models import AnyObservation, Datastream, Rollup, RollupDue

MOST_HOURS = timedelta(days=62)  # longer curves are of days
MOST_MINUTES = timedelta(days=2)


def span_for(stream: Datastream, length: timedelta) -> Span:
    """Which rollups a curve of that length is drawn from: at most about 2,900 points."""
    if length <= MOST_MINUTES and kinds.kind_of(stream.kind).by_minute:
        return Span.MINUTE
    return Span.HOUR if length <= MOST_HOURS else Span.DAY


def rolled(
    session: Session, streams: Sequence[int], span: Span, *, since: datetime, until: datetime
) -> dict[int, list[Rolled]]:
    """Every span of these datastreams that begins within [since, until) and has readings, oldest first.

    Right at any moment, whatever came late: a marked hour is read from its observations.
    """
    if span is Span.DAY:
        since, until = span.start_of(since), span.start_of(until - timedelta(microseconds=1)) + span.length
    hours = Span.HOUR.start_of(since), until
    dirty = _dirty(session, streams, *hours)
    found = _stored(session, streams, span, since, until, dirty)
    for number, marked in dirty.items():
        base = Span.HOUR if span is Span.DAY else span
        again = _from_readings(session, number, base, marked)
        if span is Span.DAY:
            again = _days(session, number, marked, again)
        found[number] = sorted(found[number] + again, key=lambda one: one.at)
    return {number: [one for one in found[number] if since <= one.at < until] for number in streams}


def _dirty(
    session: Session, streams: Sequence[int], since: datetime, until: datetime
) -> dict[int, set[datetime]]:
    mine = RollupDue.datastream_id.in_(streams), RollupDue.hour >= since, RollupDue.hour < until
    found: dict[int, set[datetime]] = defaultdict(set)
    for number, hour in session.execute(select(RollupDue.datastream_id, RollupDue.hour).where(*mine)):
        found[number].add(hour)
    return found


def _stored(  # noqa: PLR0913 - which rows
    session: Session, streams: Sequence[int], span: Span, since: datetime, until: datetime,
    dirty: dict[int, set[datetime]],
) -> dict[int, list[Rolled]]:  # fmt: skip
    columns = (Rollup.at, Rollup.count, Rollup.good, Rollup.low, Rollup.high, Rollup.total)
    mine = Rollup.datastream_id.in_(streams), Rollup.span == span, Rollup.at >= since, Rollup.at < until
    found: dict[int, list[Rolled]] = defaultdict(list)
    outer = max(span, Span.HOUR)
    wrong = {number: {outer.start_of(hour) for hour in hours} for number, hours in dirty.items()}
    query = select(Rollup.datastream_id, *columns).where(*mine).order_by(Rollup.at)
    for number, at, *sums in session.execute(query):
        one = Rolled(at, *sums)  # type: ignore[arg-type]  # mypy knows no rest of a row
        if outer.start_of(one.at) not in wrong.get(number, ()):
            found[number].append(one)
    return found


def _from_readings(session: Session, number: int, span: Span, hours: set[datetime]) -> list[Rolled]:
    end = max(hours) + Span.HOUR.length
    within = AnyObservation.datastream_id == number, *packs.within(AnyObservation, min(hours), end)
    rows = session.execute(of_readings(session, span, *within))
    found = [Rolled(*row) for _, *row in rows]
    return [one for one in found if Span.HOUR.start_of(one.at) in hours]


def _days(session: Session, number: int, marked: set[datetime], again: Iterable[Rolled]) -> list[Rolled]:
    """The days of the marked hours: those, and the hours beside them that are right."""
    days = sorted({Span.DAY.start_of(hour) for hour in marked})
    hours = _stored(session, [number], Span.HOUR, days[0], days[-1] + Span.DAY.length, {number: marked})
    by_day: dict[datetime, list[Rolled]] = {day: [] for day in days}
    for one in [*hours[number], *again]:
        if (day := Span.DAY.start_of(one.at)) in by_day:
            by_day[day].append(one)
    return [together(day, parts) for day, parts in by_day.items() if parts]
