"""Figures for the POC and the public: how much, how late, how quickly.

Times are hours by the clock, nights and Sundays included (what the resident waited). They are of residents'
reports: an alert of a gauge is a row of the same queue, and counted nowhere here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median, quantiles
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from routing.city.catalogue import catalogue
from routing.domain.lifecycle import Status
from routing.domain.priority import Priority
from routing.reports.filters import ALERT, ENDED_AT, IS_OPEN, OUTCOMES, is_overdue
from storage import tallies
from storage.clock import LOCAL
from storage.kept import Counted, kept
from storage.models import Report
from storage.sql_figures import hours_between, local_day, percentile

FROM_RESIDENTS = Report.kind != ALERT
FRESH, SLOW = timedelta(seconds=5), timedelta(minutes=1)  # of what is open now, and of weeks; in a large city
NOT_JOINED = Report.status != Status.DUPLIKAT  # answered and finished where it was joined to


@dataclass(frozen=True)
class Spread:
    """Median and 90th percentile, in hours (two decimals), of `count` times."""

    count: int
    median: float
    p90: float


@dataclass(frozen=True)
class Summary:
    """The city at this moment. by_status holds every status that occurs; today: filed since its midnight."""

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
    """A calendar day by the city's clock: how many reports came and how many were finished."""

    day: date
    filed: int
    resolved: int


def summary(session: Session, *, now: datetime) -> Summary:
    """The numbers at the top of the POC's screen; three queries, which read tallies and open reports."""
    by_status = tallies.by_status(session, without=ALERT)
    came = select(func.count()).where(FROM_RESIDENTS, Report.created_at >= midnight(now))
    today = session.scalar(came) or 0
    open_, late, urgent, unsure = map(sum, zip((0,) * 4, *_standing(session, now).values(), strict=True))
    return Summary(sum(by_status.values()), by_status, open_, late, urgent, unsure, today)


def overdue(session: Session, *, now: datetime) -> int:
    """How many reports the city is late with."""
    return sum(many[1] for many in _standing(session, now).values())


def by_agency(session: Session, *, since: datetime, now: datetime) -> list[AgencyFigures]:
    """Every agency with something filed since `since` or still open, the one with most overdue first.

    Two queries.
    """
    standing = _standing(session, now)
    columns = (*OUTCOME, *spread_of(Report.first_answered_at), *spread_of(ENDED_AT))
    filed = kept(
        session, ("filed", now - since), lambda: _filed(session, columns, since), fresh=SLOW, now=now
    )
    agencies = catalogue(session).agencies
    found = []
    for code in sorted(standing.keys() | filed.keys()):
        told = filed.get(code) or [0] * len(columns)
        still_open, overdue, *_ = standing.get(code, (0, 0))
        came = Outcome(*told[: len(OUTCOME)])
        first, end = spreads(told[len(OUTCOME) :])
        found.append(
            AgencyFigures(
                code, agencies[code].name, agencies[code].short_name, came.came, still_open, overdue,
                unanswered=came.came - (first.count if first else 0), first_answer=first, resolution=end,
                ratings=came.ratings, promises=came.promises,
            )
        )  # fmt: skip
    return sorted(found, key=lambda item: (-item.overdue, -item.open, item.name))


def _filed(session: Session, columns: Sequence[Any], since: datetime) -> Counted[dict[str, list[Any]]]:
    asked = select(Report.agency_code, *columns).where(Report.created_at >= since, FROM_RESIDENTS, NOT_JOINED)
    found = {code: told for code, *told in session.execute(asked.group_by(Report.agency_code))}
    return Counted(found, sum(told[0] for told in found.values()))


def _standing(session: Session, now: datetime) -> dict[str, tuple[int, ...]]:
    """Per agency, how many are open, and of them overdue, emergencies, to be reviewed."""
    columns = (
        Report.agency_code, func.count(), func.count().filter(is_overdue(now)),
        func.count().filter(Report.priority == int(Priority.DARURAT)),
        func.count().filter(Report.needs_review.is_(True)),
    )  # fmt: skip
    running = select(*columns).where(IS_OPEN, FROM_RESIDENTS).group_by(Report.agency_code)

    def counted() -> Counted[dict[str, tuple[int, ...]]]:
        found = {code: tuple(many) for code, *many in session.execute(running)}
        return Counted(found, sum(many[0] for many in found.values()))

    return kept(session, "standing", counted, fresh=FRESH, now=now)


# What reports of a line came to, counted by the database; read by `Outcome`.
OUTCOME = (
    func.count(),
    *(func.count().filter(OUTCOMES[name]) for name in ("tepat", "diundur", "lewat")),
    func.count(Report.rating),
    func.sum(Report.rating),
)


@dataclass(frozen=True)
class Outcome:
    """The columns of OUTCOME: how many came, what became of their promised ends, ratings and their sum."""

    came: int = 0
    kept: int = 0
    moved: int = 0
    late: int = 0
    rated: int = 0
    stars: int | None = 0

    @property
    def promises(self) -> Promises | None:
        """None where nothing has ended."""
        return Promises(self.kept, self.moved, self.late) if self.kept + self.moved + self.late else None

    @property
    def ratings(self) -> Ratings | None:
        """None where nobody rated."""
        return Ratings(self.rated, round((self.stars or 0) / self.rated, 1)) if self.rated else None


def spread_of(end: ColumnElement[Any] | InstrumentedAttribute[Any]) -> tuple[ColumnElement[Any], ...]:
    """SQL: the columns of a Spread of the times from a report's coming to this; read by `spreads`."""
    hours = hours_between(Report.created_at, end)
    return func.count(end), percentile(50, hours), percentile(90, hours)


def spreads(columns: Sequence[Any]) -> list[Spread | None]:
    """The Spreads told by columns of `spread_of`, one behind the other."""
    return [
        Spread(count, round(middle, 2), round(p90, 2)) if count else None
        for count, middle, p90 in zip(columns[::3], columns[1::3], columns[2::3], strict=True)
    ]


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
    """The last `days` calendar days by the city's clock, today included, oldest first.

    Days without reports stand as noughts.
    """
    start = midnight(now) - timedelta(days=days - 1)

    def counted() -> Counted[list[dict[date, int]]]:
        found = [_by_day(session, start, moment) for moment in (Report.created_at, Report.resolved_at)]
        return Counted(found, sum(sum(each.values()) for each in found))

    filed, resolved = kept(session, ("days", start), counted, fresh=SLOW, now=now)
    window = [now.astimezone(LOCAL).date() - timedelta(days=back) for back in reversed(range(days))]
    return [Day(day, filed.get(day, 0), resolved.get(day, 0)) for day in window]


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
    """The start of the day by the city's clock."""
    return now.astimezone(LOCAL).replace(hour=0, minute=0, second=0, microsecond=0)


def _by_day(session: Session, start: datetime, moment: InstrumentedAttribute[Any]) -> dict[date, int]:
    day = local_day(moment)
    rows = session.execute(select(day, func.count()).where(FROM_RESIDENTS, moment >= start).group_by(day))
    return {on: many for on, many in rows}  # noqa: C416 - rows are no pairs to dict()
