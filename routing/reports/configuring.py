"""Changing the configuration: one way for the panel's pages, for undoing, and for a file.

Whatever is changed becomes a version with who, when and why. What would leave a report with nobody is
refused.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city import catalogue as catalogues
from routing.city import config_versions, documents
from routing.city.catalogue import DEADLINES
from routing.city.rulebook import RULES
from routing.city.sections import books, register
from routing.city.sections.checking import checked
from routing.city.sections.comparing import differences, merged
from routing.city.sections.kinds import BadSection, Document, Section
from routing.errors import BadInput, Refused
from routing.reports import config_check, laddering
from storage.event_kinds import EventKind
from storage.models import ConfigVersion, Officer, Setting

FOREIGN = "Keadaan sebelum perubahan ini (berkas kota atau halaman lain)"
KINDS = {RULES: EventKind.RULES_SAVED, DEADLINES: EventKind.DEADLINES_SET}
FORMAT = 1  # of the file; a later one that cannot be read here says so
Edit = Callable[[Document], Any]


@dataclass(frozen=True)
class Change:
    """What a file changes in one section: a line each."""

    section: Section
    lines: list[str]


def stamp(document: Mapping[str, Any]) -> str:
    """Tells whether a section is still what somebody looked at."""
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()[:16]


def save(  # noqa: PLR0913 - the columns of a version
    tx: Session, section: Section, edit: Edit, *, base: str, why: str, officer: Officer | None, now: datetime,
    restored_from: int | None = None,
) -> int:  # fmt: skip
    """Make what `edit` makes of the section hold from now on; returns the number of the version.

    Refused when it has changed since `base`, or nothing is changed; BadInput without a reason; BadSection,
    with the sentence, for what cannot be so or would leave a report with nobody.
    """
    _wait(tx)
    present = section.read(tx)
    if stamp(present) != base:
        raise Refused("pengaturan_sudah_diubah")
    before = _graves(tx)
    number = _put(tx, section, present, edit(present), why=why, officer=officer, now=now,
                  restored_from=restored_from)  # fmt: skip
    if not number:
        raise Refused("tidak_ada_perubahan")
    _refuse_worse(tx, before)
    return number


def restore(
    tx: Session, section: Section, version: int, *, base: str, why: str, officer: Officer, now: datetime
) -> int:
    """Make an earlier version hold again, as a new one."""
    document = dict(config_versions.document_of(tx, section.code, version))
    if not document:
        raise BadInput("versi_aturan_tidak_ada", str(version))
    return save(tx, section, lambda _: document, base=base, why=why, officer=officer, now=now,
                restored_from=version)  # fmt: skip


def noted(tx: Session, section: Section, *, why: str, officer: Officer | None, now: datetime) -> None:
    """Keep as a version what another page has changed in the tables."""
    present = section.read(tx)
    last, document = config_versions.newest(tx, section.code)
    if document != present:
        tx.add(_version(section, last + 1, present, why=why, officer=officer, now=now))
        tx.flush()


@contextmanager
def remembered(
    tx: Session, section: Section, *, why: str, officer: Officer | None, now: datetime
) -> Iterator[None]:
    """What another page changes in the tables meanwhile becomes a version, and what was before it."""
    _wait(tx)
    noted(tx, section, why=FOREIGN, officer=None, now=now)
    yield
    tx.flush()
    noted(tx, section, why=why, officer=officer, now=now)


def exported(session: Session) -> str:
    """Every section as YAML, to be kept, compared or taken in elsewhere."""
    found: dict[str, Any] = {"sorot": FORMAT}
    for section in register.sections():
        document = section.read(session)
        found[section.code] = document.get("values" if section.key is None else "rows", document)
    return documents.dump(found)


def take_in(tx: Session, text: str, *, why: str, officer: Officer | None, now: datetime) -> list[Change]:
    """Make what the file says hold, section by section; what it does not name stays. All or nothing.

    BadSection or BadRules, with the sentence, for a file that cannot be used or would leave a report with
    nobody.
    """
    given = _sections_of(documents.parse(text))
    _wait(tx)
    before, changes = _graves(tx), []
    for section in register.sections():
        if section.code not in given:
            continue
        present = section.read(tx)
        wanted = merged(section, present, given[section.code]) if section.fields else given[section.code]
        if _put(tx, section, present, wanted, why=why, officer=officer, now=now):
            changes.append(Change(section, differences(section, present, section.read(tx))))
    _refuse_worse(tx, before)
    return changes


def _sections_of(given: Any) -> Mapping[str, Any]:
    if not isinstance(given, Mapping) or given.get("sorot") != FORMAT:
        raise BadSection(f"Berkas ini bukan pengaturan Sorot: barisnya yang pertama “sorot: {FORMAT}”.")
    known = {section.code for section in register.sections()}
    if strange := sorted(str(name) for name in given if name not in {*known, "sorot"}):
        raise BadSection(f"Bagian “{strange[0][:40]}” tidak dikenal. Yang ada: {', '.join(sorted(known))}.")
    return given


def _put(  # noqa: PLR0913 - the columns of a version
    tx: Session, section: Section, present: Document, wanted: Any, *, why: str, officer: Officer | None,
    now: datetime, restored_from: int | None = None,
) -> int:  # fmt: skip
    """The number of the new version, 0 where nothing changes."""
    after = checked(tx, section, wanted) if section.fields else books.normal(section, wanted)
    if after == present:
        return 0
    if section.fields:
        noted(tx, section, why=FOREIGN, officer=None, now=now)
    section.write(tx, after)
    catalogues.changed(tx)
    written = section.read(tx) if section.fields else after
    last, _ = config_versions.newest(tx, section.code)
    number = config_versions.save(
        tx, section.code, lambda _: written, base=last, why=why, officer=officer, now=now,
        kind=KINDS.get(section.code, EventKind.CONFIG_SAVED), restored_from=restored_from,
    )  # fmt: skip
    catalogues.changed(tx)
    if section.code == DEADLINES:
        laddering.look_again(tx, now=now)
    return number


def _version(
    section: Section, number: int, document: Document, *, why: str, officer: Officer | None, now: datetime
) -> ConfigVersion:
    return ConfigVersion(
        section=section.code, version=number, document=document, why=why, created_at=now,
        officer_id=officer.id if officer else None,
    )  # fmt: skip


def _wait(tx: Session) -> None:
    """Of two who save at once the second waits here, and then sees what the first has made."""
    tx.execute(select(Setting.key).where(Setting.key == config_versions.LOCK).with_for_update())


def _graves(tx: Session) -> frozenset[str]:
    return frozenset(finding.sentence for finding in config_check.check(tx) if finding.grave)


def _refuse_worse(tx: Session, before: frozenset[str]) -> None:
    """BadSection when a report would lie with nobody that did not before."""
    if worse := sorted(_graves(tx) - before):
        raise BadSection("Tidak disimpan. " + " ".join(worse[:3]))
