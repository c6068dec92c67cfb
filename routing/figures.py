"""Figures for the POC and the public: how much, how late, how quickly.

Times are hours by the clock, nights and Sundays included (what the resident waited). They are of residents'
reports: an alert of a gauge is a row of the same queue, and counted nowhere here.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median, quantiles
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.deadlines import WIB
from routing.domain.lifecycle import Status
from routing.domain.priority import Priority
from routing.reports.filters import ALERT, ENDED_AT, IS_OPEN, is_overdue
from storage.models import Report

FROM_RESIDENTS = Report.kind != ALERT
NOT_JOINED = Report.status != Status.DUPLIKAT  # answered and finished where it was joined to


@dataclass(frozen=True)
class Spread:
    """Median and 90th percentile, in hours (two decimals), of `count` times."""

    count: int
    median: float
    p90: float


@dataclass(frozen=True)
class Summary:
    """The city at this moment. by_status holds every status that occurs; today: filed since midnight WIB."""

    total: int
    by_status: dict[str, int]
    open: int
    overdue: int
    emergencies: int
    needs_review: int
    today: int


@dataclass(frozen=True)
class Ratings:
    """What residents thought of the finished work: the mean of `count` ratings from 1 to 5 (one decimal)."""

    count: int
    mean: float


@dataclass(frozen=True)
class Promises:
    """What became of the promised ends of what is finished: kept, given another date before, or late.

    What was moved is never counted as kept, however early it was done by its new date.
    """

    kept: int
    moved: int
    late: int


@dataclass(frozen=True)
class AgencyFigures:
    """One agency.

    Open and overdue are of now; filed, unanswered and the times of what was filed since `since`.

    unanswered: nobody of the agency has reacted yet. None: nothing to measure.
    """

    code: str
    name: str
    short_name: str
    filed: int
    open: int
    overdue: int
    unanswered: int
    first_answer: Spread | None
    resolution: Spread | None
    ratings: Ratings | None = None
    promises: Promises | None = None


@dataclass(frozen=True)
class Day:
    """A calendar day in WIB: how many reports came and how many were finished."""

    day: date
    filed: int
    resolved: int


def summary(session: Session, *, now: datetime) -> Summary:
    """The numbers at the top of the POC's screen; two queries, which read open reports and indexes alone."""
    standing = select(Report.status, func.count()).where(FROM_RESIDENTS).group_by(Report.status)
    by_status: dict[str, int] = dict(session.execute(standing).all())
    today = select(func.count()).where(FROM_RESIDENTS, Report.created_at >= midnight(now))
    columns = (
        func.count(),
        func.count().filter(is_overdue(now)),
        func.count().filter(Report.priority == int(Priority.DARURAT)),
        func.count().filter(Report.needs_review.is_(True)),
        today.scalar_subquery(),
    )
    row = session.execute(select(*columns).where(IS_OPEN, FROM_RESIDENTS)).one()
    return Summary(sum(by_status.values()), by_status, *row)


def by_agency(session: Session, *, since: datetime, now: datetime) -> list[AgencyFigures]:
    """Every agency with something filed since `since` or still open, the one with most overdue first.

    Two queries.

    Percentiles are computed here and not in SQL, so that both databases give the same figure.
    """
    standing = _standing(session, now)
    filed: dict[str, list[Any]] = {}
    times = (Report.created_at, Report.first_answered_at, ENDED_AT.label("resolved_at"), Report.resolve_due)
    columns = select(Report.agency_code, *times, Report.rating, Report.moved)
    for row in session.execute(columns.where(Report.created_at >= since, FROM_RESIDENTS, NOT_JOINED)):
        filed.setdefault(row.agency_code, []).append(row)
    agencies = catalogue(session).agencies
    found = []
    for code in sorted(standing.keys() | filed.keys()):
        rows, (still_open, overdue) = filed.get(code, []), standing.get(code, (0, 0))
        answered = [(row.created_at, row.first_answered_at) for row in rows]
        found.append(
            AgencyFigures(
                code, agencies[code].name, agencies[code].short_name, len(rows), still_open, overdue,
                unanswered=sum(end is None for _, end in answered),
                first_answer=spread(answered),
                resolution=spread([(row.created_at, row.resolved_at) for row in rows]),
                ratings=mean_rating([row.rating for row in rows]),
                promises=promises((row.resolved_at, row.resolve_due, row.moved) for row in rows),
            )
        )  # fmt: skip
    return sorted(found, key=lambda item: (-item.overdue, -item.open, item.name))


def _standing(session: Session, now: datetime) -> dict[str, tuple[int, int]]:
    """Per agency: how many are open and how many of them overdue."""
    columns = (Report.agency_code, func.count(), func.count().filter(is_overdue(now)))
    running = select(*columns).where(IS_OPEN, FROM_RESIDENTS)
    rows = session.execute(running.group_by(Report.agency_code))
    return {code: (count, late) for code, count, late in rows}


def spread(times: Iterable[tuple[datetime, datetime | None]]) -> Spread | None:
    """Median and 90th percentile (linear, as spreadsheets do) of the finished (start, end) pairs.

    None of none.
    """
    hours = [(end - start) / timedelta(hours=1) for start, end in times if end is not None]
    if not hours:
        return None
    p90 = quantiles(hours, n=10, method="inclusive")[8] if len(hours) > 1 else hours[0]
    return Spread(len(hours), round(median(hours), 2), round(p90, 2))


def promises(ends: Iterable[tuple[datetime | None, datetime, int]]) -> Promises | None:
    """Of (finished at, due, times moved): late where it was late, else moved or kept. None of none."""
    told = [
        "late" if done > due else "moved" if moved else "kept"
        for done, due, moved in ends if done is not None
    ]  # fmt: skip
    return Promises(told.count("kept"), told.count("moved"), told.count("late")) if told else None


def mean_rating(ratings: Iterable[int | None]) -> Ratings | None:
    """The mean of those that were given; None of none."""
    given = [rating for rating in ratings if rating is not None]
    return Ratings(len(given), round(sum(given) / len(given), 1)) if given else None


def per_day(session: Session, *, days: int, now: datetime) -> list[Day]:
    """The last `days` calendar days in WIB, today included, oldest first.

    Days without reports stand as noughts.
    """
    today = now.astimezone(WIB).date()
    start = midnight(now) - timedelta(days=days - 1)
    came = session.scalars(select(Report.created_at).where(FROM_RESIDENTS, Report.created_at >= start)).all()
    ended = select(Report.resolved_at).where(FROM_RESIDENTS, Report.resolved_at >= start)
    done = session.scalars(ended).all()
    filed, resolved = _dates(came), _dates([moment for moment in done if moment])
    window = [today - timedelta(days=back) for back in reversed(range(days))]
    return [Day(day, filed[day], resolved[day]) for day in window]


def per_kelurahan(session: Session, *, since: datetime) -> dict[str, int]:
    """How many reports were filed since `since` in each kelurahan (Kemendagri code); none: not listed."""
    counted = select(Report.kelurahan_code, func.count()).where(
        Report.created_at >= since, Report.kelurahan_code.is_not(None), FROM_RESIDENTS
    )
    rows = session.execute(counted.group_by(Report.kelurahan_code))
    return {code: count for code, count in rows if code}


def per_category(session: Session, *, since: datetime) -> dict[str, int]:
    """How many reports were filed since `since` in each category, the most frequent first."""
    counted = select(Report.category_code, func.count()).where(Report.created_at >= since, FROM_RESIDENTS)
    rows = session.execute(counted.group_by(Report.category_code))
    return dict(sorted(((code, count) for code, count in rows), key=lambda item: (-item[1], item[0])))


def midnight(now: datetime) -> datetime:
    """The start of the day in WIB."""
    return now.astimezone(WIB).replace(hour=0, minute=0, second=0, microsecond=0)


def _dates(moments: Sequence[datetime]) -> Counter[date]:
    return Counter(moment.astimezone(WIB).date() for moment in moments)
