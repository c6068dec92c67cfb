"""Promises kept and broken, offices that seldom answer, residents' judgement: what mayor and wall both show.

All of residents' reports; joined ones are counted where they were joined to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.lifecycle import Status
from routing.figures import FROM_RESIDENTS, NOT_JOINED, SLOW, Promises
from routing.performance import LEAST
from routing.reports.filters import OUTCOMES
from storage import kept
from storage.kept import Counted
from storage.models import Report

WEEK = timedelta(days=7)
LEAST_DUE = 5  # answers due, below which no office is called silent
SELDOM = 0.6  # share of first answers in time, below which an office answers seldom
LEAST_RATED = 3  # ratings, below which no kelurahan is named
COUNTED = (FROM_RESIDENTS, NOT_JOINED, Report.status != Status.DITARIK)


@dataclass(frozen=True)
class Answering:
    """How an office answers: `due` first answers in a time, `in_time` of them, `never` answered."""

    code: str
    name: str
    short_name: str
    due: int
    in_time: int
    never: int

    @property
    def share(self) -> float:
        """Of those due, how many were in time: 0 to 1."""
        return self.in_time / self.due if self.due else 1.0

    @property
    def told(self) -> float | None:
        """Per cent in time, as it may be read; None under LEAST of them: then the counts alone are told."""
        return 100 * self.share if self.due >= LEAST else None

    @property
    def seldom(self) -> bool:
        """Whether the office is to be named for it."""
        return self.due >= LEAST_DUE and self.share < SELDOM


@dataclass(frozen=True)
class Contentment:
    """A kelurahan's ratings: their mean (one decimal) and how many."""

    code: str
    name: str
    mean: float
    count: int


def promises_between(session: Session, bounds: Sequence[tuple[datetime, datetime]]) -> list[Promises]:
    """Of what was finished in each (from, until): kept, moved, late; one query however many."""
    spans = [and_(Report.resolved_at >= start, Report.resolved_at < end) for start, end in bounds]
    which = case(*((span, at) for at, span in enumerate(spans)))
    told = (func.count().filter(OUTCOMES[name]) for name in ("tepat", "diundur", "lewat"))
    asked = select(which, *told).where(
        *COUNTED, Report.resolved_at >= min(start for start, _ in bounds),
        Report.resolved_at < max(end for _, end in bounds),
    )  # fmt: skip
    found = {at: Promises(*many) for at, *many in session.execute(asked.group_by(which))}
    return [found.get(at, Promises(0, 0, 0)) for at in range(len(spans))]


def promises_lately(session: Session, many: int, *, now: datetime) -> list[Promises]:
    """Of the last `many` weeks; of a large city at most SLOW old."""

    def counted() -> Counted[list[Promises]]:
        found = promises_between(session, weeks(now, many))
        return Counted(found, sum(one.kept + one.moved + one.late for one in found))

    return kept.kept(session, ("promises", many), counted, fresh=SLOW, now=now)


def weeks(now: datetime, many: int) -> list[tuple[datetime, datetime]]:
    """The last `many` spans of seven days up to now, the earliest first."""
    return [(now - WEEK * (back + 1), now - WEEK * back) for back in reversed(range(many))]


def answering(session: Session, *, since: datetime, until: datetime) -> list[Answering]:
    """Every office with a first answer due in this time, who answers least first; one query."""
    in_time = Report.first_answered_at <= Report.first_answer_due
    columns = (
        Report.agency_code, func.count(), func.count().filter(in_time),
        func.count().filter(Report.first_answered_at.is_(None)),
    )  # fmt: skip
    asked = select(*columns).where(
        *COUNTED, Report.first_answer_due >= since, Report.first_answer_due < until
    )
    known = catalogue(session).agencies
    found = [
        Answering(code, known[code].name, known[code].short_name or known[code].name, due, kept, never)
        for code, due, kept, never in session.execute(asked.group_by(Report.agency_code))
    ]
    return sorted(found, key=lambda one: (one.share, -one.due, one.name))


def answering_lately(session: Session, over: timedelta, *, now: datetime) -> list[Answering]:
    """The same up to now; of a large city at most SLOW old."""

    def counted() -> Counted[list[Answering]]:
        found = answering(session, since=now - over, until=now)
        return Counted(found, sum(one.due for one in found))

    return kept.kept(session, ("answering", over), counted, fresh=SLOW, now=now)


def contentment(session: Session, *, since: datetime) -> list[Contentment]:
    """Kelurahan with enough ratings since then, the least content first; one query."""
    columns = (Report.kelurahan_code, func.avg(Report.rating), func.count(Report.rating))
    asked = select(*columns).where(
        *COUNTED, Report.rated_at >= since, Report.rating.is_not(None), Report.kelurahan_code.is_not(None)
    )
    known = catalogue(session).kelurahan
    found = [
        Contentment(code, known[code].name, round(float(mean), 1), count)
        for code, mean, count in session.execute(asked.group_by(Report.kelurahan_code))
        if count >= LEAST_RATED and code in known
    ]
    return sorted(found, key=lambda one: (one.mean, -one.count, one.name))
