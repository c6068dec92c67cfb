"""How the city judges whether two reports are about the same: words, weights and thresholds of its folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nlu.plain import load_yaml
from routing.city import areas
from routing.domain.likeness import Vocabulary, vocabulary
from routing.domain.same_matter import Scale


@dataclass(frozen=True)
class LikenessRules:
    """show, likely, ask: scores from which a pair is shown, called likely, offered at filing."""

    known: Vocabulary
    weights: Mapping[str, float]
    show: float
    likely: float
    ask: float
    most: int
    reach: Mapping[str, float]
    lasts: Mapping[str, float]
    close: tuple[frozenset[str], ...]

    def scale(self, category: str, kin: frozenset[str]) -> Scale:
        """By which measure matters of this kind are held together."""
        kin = kin.union(*(group for group in self.close if category in group))
        reach, lasts = (table.get(category, table["default"]) for table in (self.reach, self.lasts))
        return Scale(reach, lasts, kin)


def likeness_rules() -> LikenessRules:
    """The city's own (`same_matter.yml` in its folder)."""
    return _read(areas.folder() / "same_matter.yml")


@cache
def _read(path: Path) -> LikenessRules:
    data = load_yaml(path)
    words = {name: data[name] for name in ("before", "counted", "again", "mended", "stretch", "hollow", "synonyms", "usual", "spots", "brief")}
    weights = {str(name): float(weight) for name, weight in data["weights"].items()}
    numbers = (float(data[name]) for name in ("show", "likely", "ask"))
    scales = ({name: float(value) for name, value in data[part].items()} for part in ("reach", "lasts"))
    known = vocabulary(data["things"], data["faults"], **words)
    return LikenessRules(known, weights, *numbers, int(data["most"]), *scales, tuple(map(frozenset, data["close"])))
