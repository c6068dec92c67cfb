"""What the pages about deadlines show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from admin_panel.deadlines import forms
from routing.city.catalogue import Catalogue, CategoryInfo, catalogue
from routing.domain.deadline_book import write
from routing.domain.deadline_sentences import row_text, terms_text
from routing.domain.deadline_table import Band, Promised
from routing.domain.rule_fields import wait_text
from storage.models import Holiday

CALM = Band("", "Biasa", 0)
PART_NAMES = {
    "tabel": "Tabel tenggat", "jenjang": "Jenjang prioritas", "jam": "Jam kantor", "periksa": "Batas periksa",
    "hari": "Hari libur",
    "peringatan": "Peringatan bertingkat", "sebab": "Sebab memundurkan", "batas": "Batas memundurkan",
}  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """The two terms of one category in one band. own: nothing but the category's own figures."""

    band: str
    first: str
    end: str
    own: bool


@dataclass(frozen=True)
class CategoryLine:
    """A category with its terms in every band."""

    category: CategoryInfo
    cells: list[Cell]


@dataclass(frozen=True)
class DeadlinesPage:
    """The deadlines that hold, with what their codes are called. offices: agencies and units."""

    city: Catalogue
    document: dict[str, Any]
    categories: Mapping[str, str]
    offices: Mapping[str, str]

    @property
    def version(self) -> int:
        """Which version holds."""
        return self.city.deadlines.version

    @property
    def bands(self) -> list[Band]:
        """Every band, the calm one first."""
        return [CALM, *sorted(self.city.deadlines.book.bands, key=lambda band: band.at)]

    def rows(self, part: str) -> list[dict[str, Any]]:
        """The rows of a part as forms fill them."""
        return forms.rows_of(self.document, part)

    def told(self) -> list[tuple[str, str, str]]:
        """Each row of the table: code, what it is about, its terms."""
        book = self.city.deadlines.book
        return [
            (row.code, row_text(row, book.bands, self.categories, self.offices), terms_text(row))
            for row in book.rows
        ]


def page_for(session: Session) -> DeadlinesPage:
    """The deadlines as they hold."""
    city = catalogue(session)
    offices = {code: one.short_name for code, one in city.agencies.items() if one.active}
    offices |= {unit.code: unit.name for unit in city.rules.units.values()}
    categories = {code: info.name for code, info in city.categories.items() if info.active}
    return DeadlinesPage(city, write(city.deadlines.book), categories, offices)


def lines(page: DeadlinesPage, office: str, now: datetime) -> list[CategoryLine]:
    """The table as it would hold for reports that come now, in this office."""
    return [
        CategoryLine(info, [_cell(page, info.code, office, band, now) for band in page.bands])
        for info in page.city.categories.values() if info.active
    ]  # fmt: skip


def _cell(page: DeadlinesPage, category: str, office: str, band: Band, now: datetime) -> Cell:
    terms = _terms(page, category, office, band, now)
    own = terms[0].chosen.row is None and terms[1].chosen.row is None
    first, end = (wait_text(one.chosen.term) for one in terms)
    return Cell(band.code, first, end, own)


def _terms(
    page: DeadlinesPage, category: str, office: str, band: Band, now: datetime
) -> tuple[Promised, Promised]:
    unit = page.city.rules.units.get(office)
    found = page.city.terms(
        category, emergency=None, start=now, agency=unit.agency if unit else office,
        unit=office if unit else "", urgency=band.at,
    )  # fmt: skip
    return found.first, found.end


def why(page: DeadlinesPage, category: str, office: str, band: str, now: datetime) -> list[str]:
    """Why a category has these terms in this band, a sentence a clock; [] for what there is not."""
    known = next((one for one in page.bands if one.code == band), None)
    if category not in page.categories or known is None:
        return []
    named = ("Tanggapan pertama", "Penyelesaian")
    return [
        f"{name}: {_told(page, one)}."
        for name, one in zip(named, _terms(page, category, office, known, now), strict=True)
    ]


def _told(page: DeadlinesPage, found: Promised) -> str:
    chosen = _candidate(page, found)
    rest = [_candidate(page, Promised(found.due, other)) for other in found.others]
    also = f". Juga cocok, tetapi lebih longgar: {'; '.join(rest)}" if rest else ""
    return f"{chosen}{also}"


def _candidate(page: DeadlinesPage, found: Promised) -> str:
    term, row = wait_text(found.chosen.term), found.chosen.row
    if row is None:
        return f"{term}, menurut angka kategorinya"
    about = row_text(row, page.city.deadlines.book.bands, page.categories, page.offices)
    return f"{term}, menurut baris untuk {about}"


def days_off(session: Session, year: int) -> Sequence[Holiday]:
    """The days off of this year and the next that come from the library or the city's file."""
    wanted = Holiday.day.between(date(year, 1, 1), date(year + 1, 12, 31))
    return session.scalars(select(Holiday).where(wanted).order_by(Holiday.day)).all()


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Which parts changed from one version to the other."""
    return [
        f"{name} diubah."
        for part, name in PART_NAMES.items()
        if forms.rows_of(dict(old), part) != forms.rows_of(dict(new), part)
    ]
