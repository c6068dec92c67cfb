"""When somebody is told of what is wrong: once it stays, again ever more seldom, and when it is over.

Pure: from what is known of earlier faults and what is wrong now, to what is to be told and known next.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from watching.findings import HealthFinding

STAYS = timedelta(minutes=1)  # what is gone before it was nothing
OVER = timedelta(minutes=5)  # so long it must be gone; a fault that comes and goes is one fault
AGAIN = (timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))  # pauses; the last one holds on


@dataclass(frozen=True)
class KnownFault:
    """A fault: since when, when it was last there, how often it was told of, and when last."""

    since: datetime
    seen: datetime
    times: int = 0
    told: datetime | None = None


@dataclass(frozen=True)
class Letter:
    """One thing to tell. finding: None when it is over; times: how often it was told of before."""

    key: str
    finding: HealthFinding | None
    since: datetime
    times: int


def step(
    known: Mapping[str, KnownFault], findings: Iterable[HealthFinding], *, now: datetime
) -> tuple[dict[str, KnownFault], list[Letter]]:
    """What is known next, as if all letters were told, and the letters. Only grave findings are told of."""
    there = {finding.key: finding for finding in findings if finding.grave}
    after: dict[str, KnownFault] = {}
    letters: list[Letter] = []
    for key, finding in there.items():
        fault = replace(known.get(key) or KnownFault(now, now), seen=now)
        if _is_due(fault, now):
            letters.append(Letter(key, finding, fault.since, fault.times))
            fault = replace(fault, times=fault.times + 1, told=now)
        after[key] = fault
    for key, fault in known.items():
        if key in there:
            continue
        if now - fault.seen < OVER:
            after[key] = fault
        elif fault.times:
            letters.append(Letter(key, None, fault.since, fault.times))
    return after, letters


def _is_due(fault: KnownFault, now: datetime) -> bool:
    if fault.told is None:
        return now - fault.since >= STAYS
    pause = AGAIN[min(fault.times, len(AGAIN)) - 1]
    return now - fault.told >= pause
