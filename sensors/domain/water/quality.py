"""Can a gauge's reading be believed? Faults of real gauges: nothing, zero, a leap, stuck, late, sent twice.

Limits come from 22,112 readings of 21 Jakarta gauges through the flood of January 2020: the numbers are in
docs/add-a-sensor.md.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sensors.domain.reading import Measurement, MeasuringFault, Quality, arrival

PLAUSIBLE_CM = (-1_000.0, 3_000.0)  # below or above this no gauge of a river, sluice or tide has its scale
# How far the water may move between two readings and be believed at once.
LEAP_BASE_CM, LEAP_CM_PER_MINUTE, LEAP_MOST_CM = 20.0, 2.0, 75.0
FORGET = timedelta(hours=6)  # after so long a silence the last reading says nothing about the next
ZERO_FROM_CM = 30.0
STUCK_AFTER = timedelta(hours=72)


@dataclass(frozen=True)
class Previous:
    """What is known of a gauge before a reading arrives."""

    credible: Measurement | None = None  # the last one believed
    pending: Measurement | None = None  # a leap after it that waits for the next reading to confirm it
    newest_at: datetime | None = None  # of any reading stored
    steady_since: datetime | None = None  # since when the credible value has not changed, where known


def judge(previous: Previous, reading: Measurement, *, leap_cm: float | None = None) -> Quality:
    """What is doubtful about `reading`, given what came before it.

    leap_cm: how far this gauge's water may move between two readings and be believed at once, however short
    the time between (a sluice, a replayed flood); None: what a river can do in that time.
    One leap waits for the next reading: a spike is forgotten then, a real rise counts, one reading late.
    Zeros that come suddenly are a dead probe and stay doubtful however often they repeat.
    """
    came = arrival(reading, newest_at=previous.newest_at)
    if reading.value is None or MeasuringFault.MISSING in came.doubts:
        return came
    if not PLAUSIBLE_CM[0] <= reading.value <= PLAUSIBLE_CM[1]:
        return Quality(frozenset({MeasuringFault.IMPLAUSIBLE}))
    if _is_stored(previous, reading):
        return Quality(frozenset({MeasuringFault.REPEATED}))
    return came if came.doubts else _judge_value(previous, reading, reading.value, leap_cm)


def _is_stored(previous: Previous, reading: Measurement) -> bool:
    known = (previous.credible, previous.pending)
    return reading.at == previous.newest_at or any(old is not None and old.at == reading.at for old in known)


def _judge_value(previous: Previous, reading: Measurement, value: float, leap_cm: float | None) -> Quality:
    last = previous.credible
    if last is None or last.value is None:
        return Quality()
    if value == 0 and abs(last.value) > ZERO_FROM_CM:
        return Quality(frozenset({MeasuringFault.ZERO}))
    if _leaps(last, reading, leap_cm):
        confirmed = previous.pending is not None and _same_side(last.value, previous.pending, value)
        if not confirmed:
            return Quality(frozenset({MeasuringFault.LEAP}))
        agree = previous.pending is not None and not _leaps(previous.pending, reading, LEAP_MOST_CM)
        return Quality(confirms=agree)
    steady = value == last.value and previous.steady_since is not None
    if steady and previous.steady_since and reading.at - previous.steady_since >= STUCK_AFTER:
        return Quality(frozenset({MeasuringFault.STUCK}))
    return Quality()


def _leaps(before: Measurement, after: Measurement, allowed: float | None) -> bool:
    """Whether it is too far from one to the other: more than `allowed` cm, or than the time allows."""
    if before.value is None or after.value is None or after.at - before.at >= FORGET:
        return False
    if allowed is None:
        minutes = (after.at - before.at).total_seconds() / 60
        allowed = min(LEAP_MOST_CM, LEAP_BASE_CM + LEAP_CM_PER_MINUTE * minutes)
    return abs(after.value - before.value) > allowed


def _same_side(last: float, pending: Measurement, value: float) -> bool:
    return pending.value is not None and (pending.value > last) == (value > last)


def follow(previous: Previous, reading: Measurement, quality: Quality) -> Previous:
    """What is known after `reading` was judged: hand it to the next `judge`."""
    if not quality.storable:
        return previous
    newest = max(filter(None, (previous.newest_at, reading.at)))
    if quality.moves_level:
        unchanged = previous.credible is not None and previous.credible.value == reading.value
        since = previous.steady_since if unchanged and previous.steady_since else reading.at
        return Previous(reading, None, newest, since)
    if MeasuringFault.LEAP in quality.doubts:
        return replace(previous, pending=reading, newest_at=newest)
    return replace(previous, newest_at=newest)
