"""Versions of the city's rules: the first from its folder, then what an admin drafts, tries and saves.

A version is never changed. What an admin has in hand holds for nobody until it is saved, with a reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from routing.city import catalogue as catalogues
from routing.city import config_versions, documents
from routing.city.catalogue import Catalogue, catalogue
from routing.city.rulebook import RULES, CityRules
from routing.domain.rule_book import Book, read, write
from routing.domain.rule_fields import BadRules
from routing.errors import BadInput, Refused
from storage import csv_files
from storage.event_kinds import EventKind
from storage.models import ConfigVersion, Officer, RuleDraft

FIRST = "Aturan awal dari berkas kota"


@dataclass(frozen=True)
class InHand:
    """The rules an admin is looking at. base: the version they began from; changed: there is a draft."""

    book: Book
    base: int
    changed: bool
    restored_from: int | None = None


def load_first(tx: Session, folder: Path, *, now: datetime) -> int:
    """Give a city its first version, from rules.yml, roads.csv and units.csv; returns 1 when there was none.

    BadRules for files that cannot be used: a city learns of that at the start, not from its residents.
    """
    path = folder / "rules.yml"
    if not path.exists() or config_versions.is_there(tx, RULES):
        return 0
    document = parse(path.read_text("utf-8"))
    document = {**document, "units": _units(folder), "roads": _roads(folder)}
    config_versions.add_first(tx, RULES, write(read(document)), why=FIRST, now=now)
    catalogues.changed(tx)
    catalogue(tx).rules.check()
    return 1


def _units(folder: Path) -> list[dict[str, Any]]:
    path = folder / "units.csv"
    rows = csv_files.read(path, columns=("code", "agency", "name")) if path.exists() else []
    return [
        {key: row[key] for key in ("code", "agency", "name")} | {"source": row.get("source")} for row in rows
    ]


def _roads(folder: Path) -> list[dict[str, Any]]:
    """roads.csv; several names or owners are parted by "|"."""
    path = folder / "roads.csv"
    rows = csv_files.read(path, columns=("code", "name", "called", "owner")) if path.exists() else []
    return [
        {"code": row["code"], "name": row["name"], "called": _several(row["called"]),
         "owner": _several(row["owner"]), "source": row.get("source")}
        for row in rows
    ]  # fmt: skip


def _several(field: str) -> list[str]:
    return [part.strip() for part in field.split("|") if part.strip()]


def parse(text: str) -> dict[str, Any]:
    """YAML as plain data; BadRules where it is none."""
    given = documents.parse(text)
    if not isinstance(given, dict):
        raise BadRules("Berkas aturan harus berisi bagian rules, units, areas, dan roads.")
    return given


def export(book: Book) -> str:
    """The book as YAML, to be kept, compared or taken in elsewhere."""
    return documents.dump(write(book))


def with_book(city: Catalogue, book: Book, version: int = 0) -> CityRules:
    """These rules in this city, without their holding."""
    return CityRules(version, book, city.rules.world, city.calendar)


def in_hand(session: Session, officer: Officer) -> InHand:
    """What this admin has drafted, else the rules that hold."""
    draft = session.get(RuleDraft, officer.id)
    if draft is not None:
        return InHand(read(draft.document), draft.base, True, draft.restored_from)
    rules = catalogue(session).rules
    return InHand(rules.book, rules.version, False)


def change(tx: Session, officer: Officer, document: Mapping[str, Any], *, now: datetime) -> None:
    """Make this the admin's draft; BadRules, and nothing changed, for what cannot be used."""
    _put(tx, officer, read(document), now=now)


def restore(tx: Session, officer: Officer, version: int, *, now: datetime) -> None:
    """Make an earlier version the admin's draft, to be tried and saved like any other."""
    document = config_versions.document_of(tx, RULES, version)
    if not document:
        raise BadInput("versi_aturan_tidak_ada", str(version))
    discard(tx, officer)
    _put(tx, officer, read(document), now=now, restored_from=version, check=False)


def _put(
    tx: Session, officer: Officer, book: Book, *,
    now: datetime, restored_from: int | None = None, check: bool = True,
) -> None:  # fmt: skip
    city = catalogue(tx)
    if check:
        with_book(city, book).check(with_book(city, in_hand(tx, officer).book))
    draft = tx.get(RuleDraft, officer.id)
    if draft is None:
        draft = RuleDraft(officer_id=officer.id, base=city.rules.version, restored_from=restored_from)
        tx.add(draft)
    draft.document, draft.updated_at = write(book), now
    tx.flush()


def discard(tx: Session, officer: Officer) -> None:
    """Forget the admin's draft."""
    if (draft := tx.get(RuleDraft, officer.id)) is not None:
        tx.delete(draft)
        tx.flush()


def save(tx: Session, officer: Officer, why: str, *, now: datetime) -> int:
    """Make the draft the version that holds; returns its number.

    Refused when there is nothing to save or somebody else has saved since; BadRules when what it names is
    gone meanwhile; BadInput without a reason.
    """
    draft = tx.get(RuleDraft, officer.id)
    if draft is None:
        raise Refused("tidak_ada_perubahan")

    def edit(_: Mapping[str, Any]) -> dict[str, Any]:
        city = catalogue(tx)
        with_book(city, read(draft.document)).check(city.rules)
        return draft.document

    version = config_versions.save(
        tx, RULES, edit, base=draft.base, why=why, officer=officer, kind=EventKind.RULES_SAVED, now=now,
        restored_from=draft.restored_from, stale="aturan_sudah_diubah",
    )  # fmt: skip
    tx.delete(draft)
    tx.flush()
    catalogues.changed(tx)
    return version


def versions(session: Session) -> Sequence[tuple[ConfigVersion, str]]:
    """Every version with the name of who saved it, newest first."""
    return config_versions.versions(session, RULES)


def book_of(session: Session, version: int) -> Book:
    """The rules as they were in a version; an empty book for one that never was."""
    document = config_versions.document_of(session, RULES, version)
    return read(document) if document else Book()
