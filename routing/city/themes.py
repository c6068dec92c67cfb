"""What proposals and opinions (aspirasi) are about, so that a resident is told how many others say the same.

Themes, their words and their names are data of the city: `themes.yml` in its folder.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from routing.city import areas
from storage import yaml_files
from storage.clock import LOCAL
from storage.models import Report

KIND = "aspirasi"
OTHER, OTHER_NAME = "lainnya", "Lainnya"
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True)
class Theme:
    """words: one pattern a word, each found at the beginning of a word of the text."""

    code: str
    name: str
    categories: frozenset[str] = frozenset()
    words: tuple[re.Pattern[str], ...] = ()


@dataclass(frozen=True)
class Count:
    """How many reports and how many residents speak of a theme."""

    theme: str
    name: str
    reports: int
    residents: int


def themes() -> Mapping[str, Theme]:
    """The city's themes by code, in the order of its file; none where the city has no such file."""
    return _read(areas.folder() / "themes.yml")


def theme_of(text: str, category: str, known: Mapping[str, Theme] | None = None) -> str:
    """The code of what a proposal is about, OTHER when no word tells.

    category: one that is no theme's, like "aspirasi", leaves it to the words.
    """
    known = themes() if known is None else known
    sure = next((code for code, theme in known.items() if category in theme.categories), None)
    if sure:
        return sure
    plain = _BLANKS.sub(" ", text.lower())
    found = {code: sum(bool(word.search(plain)) for word in theme.words) for code, theme in known.items()}
    best = max(found, key=lambda code: found[code], default=OTHER)  # the first of equals
    return best if found.get(best) else OTHER


def others(session: Session, report: Report, *, now: datetime) -> int:
    """How many other residents proposed the like this month (local); 0 for what has no theme of its own."""
    if report.theme in (None, OTHER):
        return 0
    month = now.astimezone(LOCAL).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    like = select(func.count(Report.person_id.distinct())).where(
        Report.kind == KIND,
        Report.theme == report.theme,
        Report.created_at >= month,
        Report.status != "ditarik",
        Report.person_id != (report.person_id or 0),
    )
    return session.scalar(like) or 0


def counts(session: Session, *, since: datetime) -> list[Count]:
    """The themes of what was proposed since then, the most frequent first; withdrawn ones do not count."""
    reports = func.count(Report.id)
    told = (
        select(Report.theme, reports, func.count(Report.person_id.distinct()))
        .where(Report.kind == KIND, Report.created_at >= since, Report.status != "ditarik")
        .group_by(Report.theme)
    )
    found = [_count(code, number, residents) for code, number, residents in session.execute(told)]
    return sorted(found, key=lambda count: (-count.reports, count.name))


def _count(code: str | None, reports: int, residents: int) -> Count:
    theme = themes().get(code or OTHER)
    return Count(code or OTHER, theme.name if theme else OTHER_NAME, reports, residents)


@cache
def _read(file: Path) -> Mapping[str, Theme]:
    given = yaml_files.read(file.read_text("utf-8")) if file.exists() else {}
    return {
        code: Theme(
            code, row["name"], frozenset(row["categories"]), tuple(_pattern(word) for word in row["words"])
        )
        for code, row in given.items()
    }


def _pattern(word: str) -> re.Pattern[str]:
    whole = word.endswith("$")
    return re.compile(rf"\b{re.escape(word.removesuffix('$'))}" + (r"\b" if whole else ""))
