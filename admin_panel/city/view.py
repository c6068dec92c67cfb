"""What the pages of the city's parts show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, pairwise
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from routing.city import config_versions
from routing.city.sections import register
from routing.city.sections.comparing import differences
from routing.city.sections.kinds import Row, Section
from routing.reports.configuring import stamp
from storage.models import ConfigVersion


@dataclass(frozen=True)
class Part:
    """One section in the list of all: how many rows, when and how often it was changed."""

    section: Section
    count: int | None
    versions: int
    at: datetime | None


@dataclass(frozen=True)
class Shown:
    """A section as a page shows it. base: what it is now, to notice who else saves. undo: a version."""

    section: Section
    document: dict[str, Any]
    base: str
    choices: Mapping[str, Mapping[str, str]]
    undo: int

    @property
    def rows(self) -> list[Row]:
        """Its rows; none of a section that is values."""
        return list(self.document.get("rows", ()))

    @property
    def grouped(self) -> list[tuple[str, list[Row]]]:
        """The rows under what they are grouped by, in the order of the first of each."""
        by = self.section.group
        if by is None:
            return [("", self.rows)]
        order = {row[by]: place for place, row in reversed(list(enumerate(self.rows)))}
        ranked = sorted(self.rows, key=lambda row: order[row[by]])
        named = self.choices.get(by, {})
        return [(named.get(code, code), list(rows)) for code, rows in groupby(ranked, lambda row: row[by])]

    def row(self, code: str) -> Row | None:
        """The row of that code."""
        return next((row for row in self.rows if row[self.section.key or ""] == code), None)


def parts(session: Session) -> list[Part]:
    """Every section."""
    asked = select(ConfigVersion.section, func.count(), func.max(ConfigVersion.created_at))
    known = {code: (count, at) for code, count, at in session.execute(asked.group_by(ConfigVersion.section))}
    found = []
    for section in register.sections():
        count = len(section.read(session)["rows"]) if section.fields and section.key else None
        found.append(Part(section, count, *known.get(section.code, (0, None))))
    return found


def shown(session: Session, section: Section) -> Shown:
    """The section as it is now."""
    document = section.read(session)
    choices = {one.name: one.choices(session) for one in section.fields if one.choices is not None}
    last, kept = config_versions.newest(session, section.code)
    undo = last - 1 if last > 1 and kept == document else 0
    return Shown(section, document, stamp(document), choices, undo)


def history(session: Session, section: Section) -> list[tuple[ConfigVersion, str, Sequence[str]]]:
    """Every version, newest first: who made it, and what changed in it."""
    found = config_versions.versions(session, section.code)
    told = [differences(section, old.document, new.document) for (new, _), (old, _) in pairwise(found)]
    return [(row, name, what) for (row, name), what in zip(found, [*told, []], strict=False)]
