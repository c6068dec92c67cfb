"""The city's indicators and their sectors, as data: indicators.yml in the city's folder of sensors."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from routing.delivered import CITY
from sensors.domain.feeds.rows import Plausible
from storage import yaml_files

FEED, THING, REPORT = "umpan", "alat", "laporan"
SOURCES = (FEED, THING, REPORT)
SUM, MEAN = "jumlah", "rata"
LOW, HIGH = "rendah", "tinggi"
UNLIMITED = Plausible()
_folder = Path(__file__).parent / "data" / CITY.name


class BadIndicators(ValueError):
    """The file cannot be used; the text says which line of it."""


@dataclass(frozen=True)
class Sector:
    """A part of the city's life on the dashboard."""

    code: str
    name: str
    icon: str


@dataclass(frozen=True)
class Indicator:
    """What is followed. kind: of the things that measure it; categories: of the reports that are counted."""

    code: str
    name: str
    sector: str
    unit: str
    source: str
    combine: str
    better: str = ""
    target: float | None = None
    kind: str = ""
    categories: tuple[str, ...] = ()
    limits: Plausible = UNLIMITED
    old_after: timedelta = timedelta(days=45)

    def is_met(self, value: float) -> bool | None:
        """Whether the target is reached; None where there is none."""
        if self.target is None or not self.better:
            return None
        return value <= self.target if self.better == LOW else value >= self.target


@dataclass(frozen=True)
class Definitions:
    """Both, in the file's order."""

    sectors: Mapping[str, Sector]
    indicators: Mapping[str, Indicator]

    def from_feeds(self) -> dict[str, Indicator]:
        """Those that a feed can bring."""
        return {code: one for code, one in self.indicators.items() if one.source == FEED}

    def limits(self) -> dict[str, Plausible]:
        """What is plausible of each."""
        return {code: one.limits for code, one in self.indicators.items()}


def use(folder: Path) -> None:
    """From now on the definitions of this folder."""
    global _folder
    _folder = folder
    definitions.cache_clear()


@cache
def definitions() -> Definitions:
    """The city's; none at all where its folder has no file. BadIndicators for one that cannot be used."""
    file = _folder / "indicators.yml"
    if not file.exists():
        return Definitions({}, {})
    document = yaml_files.read(file.read_text("utf-8"))
    sectors = {code: Sector(code, row["name"], row["icon"]) for code, row in document["sectors"].items()}
    found = {code: _indicator(code, dict(row)) for code, row in document["indicators"].items()}
    for one in found.values():
        if one.sector not in sectors or one.source not in SOURCES or one.combine not in (SUM, MEAN):
            raise BadIndicators(f"indicators.yml, {one.code}: sector, source or combine is not known")
    return Definitions(sectors, found)


def _indicator(code: str, row: dict[str, Any]) -> Indicator:
    limits = Plausible(row.pop("lowest", None), row.pop("highest", None),
                    timedelta(days=row.pop("ahead_days", 1)))  # fmt: skip
    old, categories = timedelta(days=row.pop("old_days", 45)), tuple(row.pop("categories", ()))
    try:
        return Indicator(code=code, limits=limits, old_after=old, categories=categories, **row)
    except TypeError as wrong:
        raise BadIndicators(f"indicators.yml, {code}: {wrong}") from None
