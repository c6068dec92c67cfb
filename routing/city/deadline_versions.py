"""Versions of the city's deadlines: the first from its folder, then what the panel saves."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from routing.city import catalogue as catalogues
from routing.city import config_versions, documents
from routing.city.catalogue import DEADLINES, Catalogue, catalogue
from routing.city.deadline_city import check
from routing.domain.deadline_book import DeadlineBook, read, write
from routing.errors import BadInput
from storage.event_kinds import EventKind
from storage.models import Officer

FIRST = "Tenggat awal dari berkas kota"
Edit = Callable[[dict[str, Any]], dict[str, Any]]


def load_first(tx: Session, folder: Path, *, now: datetime) -> int:
    """Give a city its first version, from deadlines.yml; returns 1 when there was none.

    BadRules for a file that cannot be used: a city learns of that at the start, not from its residents.
    """
    path = folder / "deadlines.yml"
    if not path.exists():
        return 0
    book = parse(path.read_text("utf-8"))
    added = config_versions.add_first(tx, DEADLINES, write(book), why=FIRST, now=now)
    if added:
        catalogues.changed(tx)
        check_in(catalogue(tx), book)
    return added


def parse(text: str) -> DeadlineBook:
    """YAML as a book; BadRules where it is none."""
    return read(documents.parse(text))


def export(book: DeadlineBook) -> str:
    """The book as YAML, to be kept, compared or taken in elsewhere."""
    return documents.dump(write(book))


def check_in(city: Catalogue, book: DeadlineBook) -> None:
    """BadRules when the book names a category, agency or unit this city has not."""
    offices = {*city.agencies, *city.rules.units}
    check(book, categories=city.categories, offices=offices)


def change(
    tx: Session, officer: Officer, edit: Edit, *, base: int, why: str, now: datetime,
    restored_from: int | None = None,
) -> int:  # fmt: skip
    """Save what `edit` makes of the deadlines as the next version, from now on; returns its number.

    What was promised stays. BadRules, Refused and BadInput leave everything as it was.
    """

    def checked(document: Any) -> dict[str, Any]:
        book = read(edit(write(read(document))))
        check_in(catalogue(tx), book)
        return write(book)

    version = config_versions.save(
        tx, DEADLINES, checked, base=base, why=why, officer=officer, kind=EventKind.DEADLINES_SET, now=now,
        restored_from=restored_from,
    )  # fmt: skip
    catalogues.changed(tx)
    return version


def restore(tx: Session, officer: Officer, version: int, *, base: int, why: str, now: datetime) -> int:
    """Make an earlier version hold again, as a new one."""
    document = dict(config_versions.document_of(tx, DEADLINES, version))
    if not document:
        raise BadInput("versi_aturan_tidak_ada")
    return change(tx, officer, lambda _: document, base=base, why=why, now=now, restored_from=version)
