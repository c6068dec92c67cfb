"""Versions of a section of the configuration kept in one piece: the city's first, then the panel's."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.errors import Refused
from routing.texts import needed
from storage import events
from storage.event_kinds import EventKind
from storage.models import ConfigVersion, Officer, Setting

LONGEST_WHY = 300
LOCK = "config_version"  # the row that those who save wait for


def is_there(session: Session, section: str) -> bool:
    """Whether the section has a version at all."""
    found = select(ConfigVersion.version).where(ConfigVersion.section == section).limit(1)
    return session.scalar(found) is not None


def newest(session: Session, section: str) -> tuple[int, Mapping[str, Any]]:
    """The version that holds and its document; (0, {}) where there is none."""
    of_section = select(ConfigVersion).where(ConfigVersion.section == section)
    row = session.scalars(of_section.order_by(ConfigVersion.version.desc()).limit(1)).one_or_none()
    return (row.version, row.document) if row is not None else (0, {})


def document_of(session: Session, section: str, version: int) -> Mapping[str, Any]:
    """The section as it was; {} for a version that never was."""
    row = session.get(ConfigVersion, (section, version))
    return row.document if row is not None else {}


def versions(session: Session, section: str) -> Sequence[tuple[ConfigVersion, str]]:
    """Every version with the name of who saved it, newest first."""
    found = select(ConfigVersion, Officer.name).outerjoin(Officer, Officer.id == ConfigVersion.officer_id)
    found = found.where(ConfigVersion.section == section).order_by(ConfigVersion.version.desc())
    return [(row, name or "") for row, name in session.execute(found)]


def add_first(tx: Session, section: str, document: dict[str, Any], *, why: str, now: datetime) -> int:
    """Give a city its first version from its folder; 1 when there was none."""
    if is_there(tx, section):
        return 0
    tx.add(ConfigVersion(section=section, version=1, document=document, why=why, created_at=now))
    tx.flush()
    return 1


def save(  # noqa: PLR0913 - the columns of a version
    tx: Session, section: str, edit: Callable[[Mapping[str, Any]], dict[str, Any]], *,
    base: int, why: str, officer: Officer | None, kind: EventKind, now: datetime,
    restored_from: int | None = None, stale: str = "pengaturan_sudah_diubah",
) -> int:  # fmt: skip
    """Make what `edit` makes of the present document the version that holds; returns its number.

    Refused (with `stale`) when somebody else has saved since `base`, or nothing is changed; BadInput without
    a reason.
    """
    why = needed(why, limit=LONGEST_WHY, code="perlu_alasan_aturan")
    # Of two who save at once the second waits here, and then sees the first's version.
    tx.execute(select(Setting.key).where(Setting.key == LOCK).with_for_update())
    last, document = newest(tx, section)
    if last != base:
        raise Refused(stale, f"from {base}, now {last}")
    after = edit(document)
    if after == document:
        raise Refused("tidak_ada_perubahan")
    tx.add(
        ConfigVersion(
            section=section, version=last + 1, document=after, why=why,
            officer_id=officer.id if officer else None,
            restored_from=restored_from, created_at=now,
        )
    )  # fmt: skip
    tx.flush()
    data = {"section": section, "version": last + 1, "restored_from": restored_from}
    actor = f"petugas:{officer.id}" if officer else "sistem"
    events.record(tx, kind=kind, actor=actor, now=now, reason=why, data=data)
    return last + 1
