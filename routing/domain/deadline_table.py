"""Which deadline a report gets: category x band of urgency x office, as rows the city writes.

The category's own term holds where no row does. Rows without a band replace it; rows with a band can only
make it stricter: of all bands a report has reached the earliest date counts, so that more urgency never means
later.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from routing.domain.deadlines import Calendar, Term, Unit, due


class DeadlineKind(StrEnum):
    """The two promises of a report, and by when somebody looks at its result."""

    FIRST = "tanggapan"
    END = "selesai"
    CHECK = "periksa"  # no promise to the resident: who delivered has kept theirs


@dataclass(frozen=True)
class Band:
    """A stretch of urgency: from `at` (0 to 100) on."""

    code: str
    name: str
    at: int


@dataclass(frozen=True)
class TermRow:
    """Terms for some reports. categories: none is all. band, office (agency or unit): "" is any."""

    code: str
    categories: tuple[str, ...] = ()
    band: str = ""
    office: str = ""
    first: Term | None = None
    end: Term | None = None

    def term(self, clock: DeadlineKind) -> Term | None:
        """Its term of this clock."""
        return self.first if clock is DeadlineKind.FIRST else self.end


@dataclass(frozen=True)
class Circumstances:
    """What decides about a report's terms. urgency: 0 to 100. unit: "" where the agency has none for it."""

    category: str
    agency: str = ""
    unit: str = ""
    urgency: int = 0


@dataclass(frozen=True)
class Candidate:
    """A term that may hold. row: None is the category's own, or the city's for cries for help."""

    term: Term
    row: TermRow | None = None


@dataclass(frozen=True)
class Promised:
    """A deadline (UTC) with what gave it, and what was there besides but later."""

    due: datetime
    chosen: Candidate
    others: tuple[Candidate, ...] = ()

    @property
    def unit(self) -> Unit:
        """What it is counted in."""
        return self.chosen.term.unit


def reached(bands: Sequence[Band], urgency: int) -> list[Band]:
    """The bands so much urgency has reached, the lowest first."""
    return sorted((band for band in bands if band.at <= urgency), key=lambda band: band.at)


def promise(
    candidates: Sequence[Candidate], start: datetime, calendar: Calendar
) -> Promised:  # fmt: skip
    """The candidate that is due first, the more general one where two are due together."""
    dues = [due(candidate.term, start, calendar) for candidate in candidates]
    first = dues.index(min(dues))
    others = tuple(one for place, one in enumerate(candidates) if place != first)
    return Promised(dues[first], candidates[first], others)


def candidates(
    rows: Sequence[TermRow], bands: Sequence[Band], asked: Circumstances, clock: DeadlineKind, own: Term, *,
    fixed: bool,
) -> list[Candidate]:  # fmt: skip
    """The terms that may hold, the general one first.

    own: the category's. fixed: it is that of a cry for help, which no row without a band replaces.
    """
    general = None if fixed else best(rows, asked, clock, "")
    found = [general or Candidate(own)]
    of_bands = (best(rows, asked, clock, band.code) for band in reached(bands, asked.urgency))
    return found + [candidate for candidate in of_bands if candidate]


def best(rows: Sequence[TermRow], asked: Circumstances, clock: DeadlineKind, band: str) -> Candidate | None:
    """The row of this band that says most about the report: its unit, then its agency, then its category."""
    fitting = [(row, row.term(clock)) for row in _fitting(rows, asked) if row.band == band]
    given = [Candidate(term, row) for row, term in fitting if term is not None]
    return max(given, key=lambda one: _weight(one.row, asked), default=None)


def _fitting(rows: Sequence[TermRow], asked: Circumstances) -> Iterator[TermRow]:
    for row in rows:
        here = not row.office or row.office in (asked.unit, asked.agency)
        if here and (not row.categories or asked.category in row.categories):
            yield row


def _weight(row: TermRow | None, asked: Circumstances) -> tuple[int, int]:
    if row is None:
        return (0, 0)
    place = 2 if row.office and row.office == asked.unit else 1 if row.office else 0
    return (place, 1 if row.categories else 0)
