"""The labelled pairs as the scorer takes them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from nlu.plain import load_yaml
from routing.city import areas
from routing.city.likeness import likeness_rules
from routing.city.settings import SameMatter
from routing.domain.same_matter import Scale, Told, judge
from storage.clock import LOCAL

FILES = tuple(Path(__file__).parent / name for name in ("pairs.yml", "fresh.yml", "blind.yml"))


@dataclass(frozen=True)
class Pair:
    """Two reports, how a person judged them, and by which measure of their kind they are held together."""

    origin: str
    one: Told
    other: Told
    scale: Scale
    bits: int | None
    same: bool


@cache
def scenes() -> Sequence[dict[str, Any]]:
    """The files as they are."""
    return [scene for file in FILES for scene in load_yaml(file)]


def pairs(half: str) -> list[Pair]:
    """The pairs of one half, "open" or "kept"; "fresh" and "blind": those of the files so named."""
    return [
        _pair(scene, pair) for scene in scenes() if scene["half"] == half for pair in scene["pairs"]
    ]  # fmt: skip


def _pair(scene: dict[str, Any], pair: dict[str, Any]) -> Pair:
    one, other = (_told(scene["reports"][name]) for name in pair["of"])
    scale = likeness_rules().scale(one.category, frozenset(_settings().kin(one.category)))
    return Pair(scene["origin"], one, other, scale, pair.get("picture"), pair["same"] in (True, "true"))


@cache
def _settings() -> SameMatter:
    return SameMatter(**load_yaml(areas.folder() / "settings.yml")["same_matter"])


def _told(report: dict[str, Any]) -> Told:
    at = datetime.fromisoformat(report["at"]).replace(tzinfo=LOCAL)
    point = report.get("point")
    return Told(
        report["text"], report["category"], at, report["kelurahan"], report["place"],
        (float(point[0]), float(point[1])) if point else None,
    )  # fmt: skip


def scored(found: Iterable[Pair]) -> list[float]:
    """Their scores by the city's weights."""
    rules = likeness_rules()
    return [judge(p.one, p.other, p.scale, rules.known, rules.weights, bits=p.bits).score for p in found]


def figures(same: Iterable[Any], said: Iterable[Any]) -> dict[str, float]:
    """Precision and recall of what was said."""
    told = [(bool(a), bool(b)) for a, b in zip(same, said, strict=True)]
    right = sum(a and b for a, b in told)
    return {
        "precision": round(right / max(1, sum(b for _, b in told)), 3),
        "recall": round(right / max(1, sum(a for a, _ in told)), 3),
    }
