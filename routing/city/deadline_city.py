"""The deadlines that hold in this city now: read once for each version of the configuration."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from routing.domain.deadline_book import DeadlineBook
from routing.domain.deadline_table import (
    Band,
    Circumstances,
    DeadlineKind,
    Promised,
    candidates,
    promise,
    reached,
)
from routing.domain.deadlines import Calendar, Hours, Term
from routing.domain.rule_fields import BadRules


@dataclass(frozen=True)
class Terms:
    """By when a report is to be answered and resolved, each with what decided."""

    first: Promised
    end: Promised

    @property
    def first_answer_due(self) -> datetime:
        """UTC."""
        return self.first.due

    @property
    def resolve_due(self) -> datetime:
        """UTC."""
        return self.end.due


@dataclass(frozen=True)
class CityDeadlines:
    """One book of deadlines in one city. version: 0 where there is none; calendar: days off of all kinds."""

    version: int
    book: DeadlineBook
    calendar: Calendar

    def calendar_of(self, office: str) -> Calendar:
        """The days off and the hours of an office."""
        hours = self.book.hours.get(office) or self.book.hours.get("") or Hours()
        return replace(self.calendar, hours=hours)

    def bands(self, urgency: int) -> list[Band]:
        """The bands so urgent a report has reached."""
        return reached(self.book.bands, urgency)

    def terms(
        self, asked: Circumstances, own: Mapping[DeadlineKind, Term], start: datetime, *, fixed: bool
    ) -> Terms:
        """Both dates of a report that counts from `start`; the first answer is never due after the end."""
        calendar = self.calendar_of(asked.agency)
        first, end = (
            promise(
                candidates(self.book.rows, self.book.bands, asked, clock, own[clock], fixed=fixed),
                start, calendar,
            )
            for clock in (DeadlineKind.FIRST, DeadlineKind.END)
        )  # fmt: skip
        return Terms(first if first.due <= end.due else end, end)


def check(book: DeadlineBook, *, categories: Collection[str], offices: Collection[str]) -> None:
    """BadRules with a sentence when the book names something that is not there. offices: agencies, units."""
    for row in book.rows:
        unknown = [code for code in row.categories if code not in categories]
        if row.office and row.office not in offices:
            unknown.append(row.office)
        if unknown:
            raise BadRules(f"Baris tenggat “{row.code}”: {', '.join(unknown)} tidak ada.")
    for office in book.hours:
        if office and office not in offices:
            raise BadRules(f"Jam kantor: instansi “{office}” tidak ada.")
    for office in book.checks:
        if office and office not in offices:
            raise BadRules(f"Batas periksa: instansi “{office}” tidak ada.")
