"""How the city judges whether two reports are about the same: words, weights and thresholds of its folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from nlu.plain import load_yaml
from routing.city import areas
from routing.domain.likeness import Vocabulary, vocabulary
from routing.domain.same_matter import Scale, Weights


@dataclass(frozen=True)
class LikenessRules:
    """show, likely, ask: scores from which a pair is shown, called likely, offered at filing.

    most: how many reports one is held against. reach (metres), lasts (days), by kind or `default`. close:
    kinds one matter is often filed under. single: kinds of which one spot hardly has two matters at a time.
    """

    known: Vocabulary
    weights: Weights
    show: float
    likely: float
    ask: float
    most: int
    reach: Mapping[str, float]
    lasts: Mapping[str, float]
    close: tuple[frozenset[str], ...]
    single: frozenset[str]

    def kin(self, category: str) -> frozenset[str]:
        """The category and those that are often filed for it."""
        return frozenset({category}).union(*(group for group in self.close if category in group))

    def scale(self, category: str, kin: frozenset[str]) -> Scale:
        """By which measure matters of this kind are held together."""
        reach, lasts = (table.get(category, table["default"]) for table in (self.reach, self.lasts))
        return Scale(reach, lasts, kin | self.kin(category), category in self.single)


def likeness_rules() -> LikenessRules:
    """The city's own (`same_matter.yml` in its folder)."""
    return _read(areas.folder() / "same_matter.yml")


@cache
def _read(path: Path) -> LikenessRules:
    data = load_yaml(path)
    return LikenessRules(
        known=vocabulary(data), show=float(data["show"]),
        weights={side: _numbers(found) for side, found in data["weights"].items()},
        likely=float(data["likely"]), ask=float(data["ask"]), most=int(data["most"]),
        reach=_numbers(data["reach"]), lasts=_numbers(data["lasts"]),
        close=tuple(map(frozenset, data["close"])), single=frozenset(data["single"]),
    )  # fmt: skip


def _numbers(table: Mapping[str, Any]) -> dict[str, float]:
    return {str(name): float(value) for name, value in table.items()}
