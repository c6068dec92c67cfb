"""What an office had ready to say before: a version for each change, and the way back to one."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from routing.city import config_versions
from routing.errors import NotFound
from storage.models import ConfigVersion, Officer, ReadyAnswer, Setting

KEPT = 30  # versions of one office
BEFORE = "Keadaan sebelum perubahan ini"


@dataclass(frozen=True)
class PastAnswers:
    """A version: its number, who made it when and why, and what it changed, a line each."""

    version: int
    officer: str
    at: datetime
    why: str
    lines: Sequence[str]


@contextmanager
def remembered(
    tx: Session, office: str, *, why: str, officer: Officer | None, now: datetime,
    restored_from: int | None = None,
) -> Iterator[None]:  # fmt: skip
    """What is changed meanwhile becomes a version; so does what was before, where it is none yet."""
    tx.execute(select(Setting.key).where(Setting.key == config_versions.LOCK).with_for_update())
    _note(tx, office, why=BEFORE, officer=None, now=now, restored_from=None)
    yield
    tx.flush()
    _note(tx, office, why=why, officer=officer, now=now, restored_from=restored_from)


def restore(tx: Session, office: str, version: int, *, officer: Officer, now: datetime) -> None:
    """The office has ready again what it had then, as a new version; NotFound for one that never was."""
    document = config_versions.document_of(tx, _section(office), version)
    if "rows" not in document:
        raise NotFound("jawaban_siap_tidak_ada", str(version))
    why = f"Memulihkan versi {version}"
    with remembered(tx, office, why=why, officer=officer, now=now, restored_from=version):
        tx.execute(delete(ReadyAnswer).where(ReadyAnswer.agency_code == office))
        tx.add_all(
            ReadyAnswer(agency_code=office, officer_id=officer.id, updated_at=now, **row)
            for row in document["rows"]
        )


def steps(session: Session, office: str) -> list[PastAnswers]:
    """The versions, newest first."""
    rows = config_versions.versions(session, _section(office))
    before = [dict(row.document) for row, _ in rows[1:]] + [{}]
    return [
        PastAnswers(row.version, name, row.created_at, row.why, _changes(earlier, row.document))
        for (row, name), earlier in zip(rows, before, strict=False)
    ]


def _section(office: str) -> str:
    return f"jawaban-siap/{office}"


def _note(
    tx: Session, office: str, *, why: str, officer: Officer | None, now: datetime, restored_from: int | None
) -> None:
    found = select(ReadyAnswer).where(ReadyAnswer.agency_code == office)
    rows = tx.scalars(found.order_by(ReadyAnswer.name, ReadyAnswer.id))
    document: dict[str, Any] = {"rows": [{"name": row.name, "text": row.text} for row in rows]}
    section = _section(office)
    last, holds = config_versions.newest(tx, section)
    if dict(holds or {"rows": []}) == document:
        return
    tx.add(
        ConfigVersion(
            section=section, version=last + 1, document=document, why=why, created_at=now,
            officer_id=officer.id if officer else None, restored_from=restored_from,
        )
    )  # fmt: skip
    old = (ConfigVersion.section == section, ConfigVersion.version <= last + 1 - KEPT)
    tx.execute(delete(ConfigVersion).where(*old))
    tx.flush()


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    had = {row["name"]: row["text"] for row in before.get("rows", ())}
    has = {row["name"]: row["text"] for row in after.get("rows", ())}
    said = [f"“{name}” ditambahkan" for name in has if name not in had]
    said += [f"“{name}” diubah" for name, text in has.items() if had.get(name, text) != text]
    return said + [f"“{name}” dihapus" for name in had if name not in has]
