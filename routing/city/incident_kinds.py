"""The kinds of event (kejadian) the city knows, from `incidents.yml` in its folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from routing.city import areas
from routing.domain.incidents import IncidentKind
from storage import yaml_files


@dataclass(frozen=True)
class SurgeRules:
    """How many false alarms a week are wanted; of how many weeks it is learned, and how many it needs."""

    false_alarms_a_week: float
    weeks: int
    min_weeks: int


@dataclass(frozen=True)
class IncidentRules:
    """propose, join: likeness from which a report is offered, and put in. calm_hours: then it may be over."""

    kinds: Mapping[str, IncidentKind]
    propose: float
    join: float
    calm_hours: float
    alert_counts: Mapping[int, int]
    surge: SurgeRules

    def of_category(self, category: str) -> IncidentKind | None:
        """The kind of event a report of this category may tell of."""
        return next((kind for kind in self.kinds.values() if category in kind.categories), None)


def incident_rules() -> IncidentRules:
    """The city's own."""
    return _read(areas.folder() / "incidents.yml")


@cache
def _read(path: Path) -> IncidentRules:
    data = yaml_files.read(path.read_text(encoding="utf-8"))
    surge = data["surge"]
    return IncidentRules(
        {code: _kind(code, found) for code, found in data["kinds"].items()},
        float(data["propose"]), float(data["join"]), float(data["calm_hours"]),
        {int(level): int(count) for level, count in data["alert_counts"].items()},
        SurgeRules(float(surge["false_alarms_a_week"]), int(surge["weeks"]), int(surge["min_weeks"])),
    )  # fmt: skip


def _kind(code: str, data: Mapping[str, Any]) -> IncidentKind:
    return IncidentKind(
        code, data["name"], frozenset(data["categories"]), float(data["reach"]), float(data["hours"]),
        int(data["signs"]), tuple(data["agencies"]), bool(data.get("river")), data.get("alone"),
        data.get("siaga"), tuple(dict(data.get("checklist") or {}).items()),
    )  # fmt: skip
