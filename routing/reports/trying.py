"""Rules tried before they hold: which reports of a month would have gone elsewhere by them.

Nothing is written and nobody is told. Both books decide about each report as it was filed, so that only what
the change itself does is shown: 20,000 reports take some seconds.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.catalogue import Catalogue, catalogue
from routing.city.rule_versions import with_book
from routing.city.rulebook import CityRules, Told
from routing.domain.jurisdiction import Care
from routing.domain.rule_book import Book
from routing.domain.rules import Decision
from routing.reports import deciding
from routing.texts import MONTHS
from storage.clock import LOCAL
from storage.models import Accusation, Report, RoutingDecision

MOST = 20_000
OF_RESIDENTS = ("pengaduan", "aspirasi", "permintaan")


@dataclass(frozen=True)
class Month:
    """A month by the city's clock."""

    year: int
    month: int

    @property
    def name(self) -> str:
        """Its name, "Oktober 2026"."""
        return f"{MONTHS[self.month - 1]} {self.year}"

    @property
    def code(self) -> str:
        """As an address has it, "2026-10"."""
        return f"{self.year:04}-{self.month:02}"

    @property
    def start(self) -> datetime:
        """Its first moment (UTC)."""
        return datetime(self.year, self.month, 1, tzinfo=LOCAL).astimezone(UTC)

    @property
    def before(self) -> "Month":
        """The month before."""
        return Month(self.year - 1, 12) if self.month == 1 else Month(self.year, self.month - 1)

    @property
    def after(self) -> "Month":
        """The month after."""
        return Month(self.year + 1, 1) if self.month == 12 else Month(self.year, self.month + 1)

    @classmethod
    def of(cls, day: date) -> "Month":
        """The one a day is in."""
        return cls(day.year, day.month)


@dataclass(frozen=True)
class WouldMove:
    """A report that would have gone elsewhere."""

    number: str
    category: str
    kelurahan: str | None
    filed_at: datetime
    source: str
    target: str


@dataclass(frozen=True)
class Trial:
    """What would become of a month. total: reports looked at; capped: the month has more, older ones.

    units: how many stay with their agency and go to another bidang or wait for another office first.
    """

    month: Month
    total: int
    moved: list[WouldMove]
    units: int
    capped: bool

    @property
    def groups(self) -> list[tuple[str, str, list[WouldMove]]]:
        """(from, to, reports), the largest first."""
        found = Counter((one.source, one.target) for one in self.moved)
        order = sorted(found, key=lambda pair: (-found[pair], pair))
        return [(*pair, [m for m in self.moved if (m.source, m.target) == pair]) for pair in order]


def try_out(session: Session, book: Book, month: Month) -> Trial:
    """What these rules would change for the reports of a month."""
    city = catalogue(session)
    wanted = with_book(city, book)
    moved: list[WouldMove] = []
    units, total = 0, 0
    for row, told, care, outside in _matters(session, city, month):
        total += 1
        if total > MOST:
            return Trial(month, MOST, moved, units, capped=True)
        was, would = (_decide(rules, told, care, outside) for rules in (city.rules, wanted))
        if was.agency != would.agency:
            moved.append(
                WouldMove(row.number, told.category, told.kelurahan, row.created_at, was.agency.code,
                      would.agency.code)
            )  # fmt: skip
        elif (was.unit, was.handover) != (would.unit, would.handover):
            units += 1
    return Trial(month, total, moved, units, capped=False)


def _decide(rules: CityRules, told: Told, care: Care, outside: str) -> Decision:
    return rules.ruler.decide(rules.facts(told), care, outside=outside)


def _matters(
    session: Session, city: Catalogue, month: Month
) -> Iterator[tuple[Any, Told, Care, str]]:  # fmt: skip
    """The month's reports as they were filed, newest first: what was compared then, the words as they stand.

    One older than the rules is taken as it is now.
    """
    rows = session.execute(
        select(
            Report.id, Report.number, Report.created_at, Report.text, Report.place, Report.lat, Report.lon,
            Report.category_code, Report.kelurahan_code, Report.channel, Report.emergency, Report.priority,
            Report.privacy, RoutingDecision.facts,
        )
        .outerjoin(RoutingDecision, RoutingDecision.report_id == Report.id)
        .where(
            Report.created_at >= month.start, Report.created_at < month.after.start,
            Report.kind.in_(OF_RESIDENTS),
        )
        .order_by(Report.created_at.desc(), Report.id.desc()).limit(MOST + 1)
    ).all()  # fmt: skip
    accused = _accused(session, month)
    for row in rows:
        if row.facts:
            yield row, *_as_filed(row, city)
        else:
            codes = accused.get(row.id, frozenset())
            care = city.care(
                row.category_code, accused=codes, privacy=row.privacy, emergency=row.emergency
            )  # fmt: skip
            told = _told(row, row.category_code, row.kelurahan_code, row.emergency, row.priority)
            yield row, told, care, ""


def _as_filed(row: Any, city: Catalogue) -> tuple[Told, Care, str]:
    facts, care, outside = deciding.read(row.facts, city.overseers)
    told = _told(row, facts.category, facts.kelurahan or None, facts.emergency or None, facts.priority)
    return told, care, outside


def _told(row: Any, category: str, kelurahan: str | None, emergency: str | None, priority: int) -> Told:
    return Told(
        category=category, kelurahan=kelurahan, at=row.created_at, text=row.text, place=row.place,
        lat=row.lat, lon=row.lon, channel=row.channel, emergency=emergency, priority=priority,
    )  # fmt: skip


def _accused(session: Session, month: Month) -> dict[int, frozenset[str]]:
    found = (
        select(Accusation.report_id, Accusation.agency_code)
        .join(Report, Report.id == Accusation.report_id)
        .where(Report.created_at >= month.start, Report.created_at < month.after.start)
    )
    codes: dict[int, set[str]] = {}
    for report_id, code in session.execute(found):
        codes.setdefault(report_id, set()).add(code)
    return {report_id: frozenset(held) for report_id, held in codes.items()}
