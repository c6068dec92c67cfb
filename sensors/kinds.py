"""The kinds of things that are measured, and what is normal for each: sensors/data/kinds.yml."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sensors.domain.quality import UNKNOWN, Leap, MeasuringLimits
from storage import yaml_files

KEEP = timedelta(days=400)  # readings, where the kind does not say otherwise: a year and a month to compare
FILE = Path(__file__).parent / "data/kinds.yml"


@dataclass(frozen=True)
class MeasuredKind:
    """A kind of datastream: what people call it, its unit, what is normal, how long it is kept.

    `by_minute`: it may speak more often than once a minute, so what it comes to is kept by the minute too.
    """

    code: str
    name: str
    unit: str
    unit_name: str = ""
    definition: str = ""
    icon: str = "radio-tower"
    limits: MeasuringLimits = UNKNOWN
    keep: timedelta = KEEP
    by_minute: bool = False
    keep_minutes: timedelta = KEEP


@cache
def kinds() -> Mapping[str, MeasuredKind]:
    """All kinds by code."""
    return {code: _kind(code, dict(row)) for code, row in yaml_files.read(FILE.read_text("utf-8")).items()}


def kind_of(code: str) -> MeasuredKind:
    """The kind with this code; one of which nothing is known for any other."""
    return kinds().get(code) or MeasuredKind(code, code.replace("_", " ").capitalize(), "")


def limits_of(code: str, levels: Mapping[str, Any]) -> MeasuringLimits:
    """What is normal for a datastream. `levels` may name a leap of its own, in centimetres (`leap_cm`)."""
    found = kind_of(code).limits
    if (own := levels.get("leap_cm")) is None:
        return found
    return _with_own_leap(found, float(own))


@cache
def _with_own_leap(limits: MeasuringLimits, own: float) -> MeasuringLimits:
    """A fixed size, however short the time between (a sluice, a replayed flood)."""
    most = limits.leap.most if limits.leap else own
    return replace(limits, leap=Leap(base=own, most=max(own, most)))


def _kind(code: str, row: dict[str, Any]) -> MeasuredKind:
    leap, stuck = row.pop("leap", None), row.pop("stuck_hours", None)
    limits = MeasuringLimits(
        lowest=row.pop("lowest", None),
        highest=row.pop("highest", None),
        leap=Leap(**leap) if leap else None,
        forget=timedelta(hours=row.pop("forget_hours", 6)),
        zero_from=row.pop("zero_from", None),
        stuck_after=timedelta(hours=stuck) if stuck else None,
        may_stand=tuple(row.pop("may_stand", ())),
        silent_after=timedelta(minutes=row.pop("silent_minutes", 120)),
    )
    keep = timedelta(days=row.pop("keep_days", KEEP.days))
    minutes = timedelta(days=row.pop("keep_minutes_days", KEEP.days))
    return MeasuredKind(code=code, limits=limits, keep=keep, keep_minutes=minutes, **row)
