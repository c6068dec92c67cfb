"""Can a reading be believed? Faults of real instruments: nothing, impossible, zero, leap, stuck, late, twice.

What is normal is data of its kind (sensors/data/kinds.yml). Water's limits come from 22,112 readings of 21
Jakarta gauges through the flood of January 2020: the numbers are in docs/add-a-sensor.md.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sensors.domain.reading import Measurement, MeasuringFault, Quality, arrival


@dataclass(frozen=True)
class Leap:
    """How far a value may move between two readings and be believed at once, in its own unit."""

    base: float
    per_minute: float = 0.0
    most: float = float("inf")


@dataclass(frozen=True)
class MeasuringLimits:
    """What is normal for a kind; None: nothing is known, so nothing is doubted."""

    lowest: float | None = None
    highest: float | None = None
    leap: Leap | None = None
    forget: timedelta = timedelta(hours=6)  # after so long a silence the last one says nothing of the next
    zero_from: float | None = None  # a sudden nought after more than this is a dead probe
    stuck_after: timedelta | None = None
    may_stand: tuple[float, ...] = ()  # values that are no fault however long they stand: no rain, a lamp out
    silent_after: timedelta = timedelta(hours=2)


UNKNOWN = MeasuringLimits()
NO_INSTRUMENT = 1e18  # of no kind and no unit; sums and means of a year of such values are still numbers


@dataclass(frozen=True)
class Previous:
    """What is known of a datastream before a reading arrives."""

    credible: Measurement | None = None  # the last one believed
    pending: Measurement | None = None  # a leap after it that waits for the next reading to confirm it
    newest_at: datetime | None = None  # of any reading stored
    steady_since: datetime | None = None  # since when the credible value has not changed, where known


def without_ahead(known: Previous, latest: datetime) -> Previous:
    """What is known, without what can only have been measured by a clock that has been set back since.

    Else every reading would be late, and the level deaf, until the clock is that far again.
    """
    if known.newest_at is None or known.newest_at <= latest:
        return known
    return Previous()


def judge(previous: Previous, reading: Measurement, limits: MeasuringLimits) -> Quality:
    """What is doubtful about `reading`, given what came before it.

    One leap waits for the next reading: a spike is forgotten then, a real rise counts, one reading late.
    Zeros that come suddenly are a dead probe and stay doubtful however often they repeat.
    """
    came = arrival(reading, newest_at=previous.newest_at)
    if reading.value is None or MeasuringFault.MISSING in came.doubts:
        return came
    if _impossible(reading.value, limits):
        return Quality(frozenset({MeasuringFault.IMPLAUSIBLE}))
    if _is_stored(previous, reading):
        return Quality(frozenset({MeasuringFault.REPEATED}))
    return came if came.doubts else _judge_value(previous, reading, reading.value, limits)


def _impossible(value: float, limits: MeasuringLimits) -> bool:
    if abs(value) > NO_INSTRUMENT:
        return True
    too_low = limits.lowest is not None and value < limits.lowest
    return too_low or (limits.highest is not None and value > limits.highest)


def _is_stored(previous: Previous, reading: Measurement) -> bool:
    known = (previous.credible, previous.pending)
    return reading.at == previous.newest_at or any(old is not None and old.at == reading.at for old in known)


def _judge_value(previous: Previous, reading: Measurement, value: float, limits: MeasuringLimits) -> Quality:
    last = previous.credible
    if last is None or last.value is None:
        return Quality()
    if value == 0 and limits.zero_from is not None and abs(last.value) > limits.zero_from:
        return Quality(frozenset({MeasuringFault.ZERO}))
    if _leaps(last, reading, limits.leap, limits.forget):
        confirmed = previous.pending is not None and _same_side(last.value, previous.pending, value)
        if not confirmed:
            return Quality(frozenset({MeasuringFault.LEAP}))
        return Quality(confirms=_agree(previous.pending, reading, limits))
    return _stuck(previous, reading, value, limits)


def _agree(pending: Measurement | None, reading: Measurement, limits: MeasuringLimits) -> bool:
    """Whether the leap that waits was already about as far."""
    most = limits.leap.most if limits.leap else float("inf")
    return pending is not None and not _leaps(pending, reading, Leap(most), limits.forget)


def _stuck(previous: Previous, reading: Measurement, value: float, limits: MeasuringLimits) -> Quality:
    if limits.stuck_after is None or value in limits.may_stand or not _goes_on(previous, reading, limits):
        return Quality()
    assert previous.steady_since is not None
    stood = reading.at - previous.steady_since >= limits.stuck_after
    return Quality(frozenset({MeasuringFault.STUCK})) if stood else Quality()


def _goes_on(previous: Previous, reading: Measurement, limits: MeasuringLimits) -> bool:
    """Whether the value stands as it stood, without a long silence in between."""
    last = previous.credible
    if last is None or previous.steady_since is None:
        return False
    return last.value == reading.value and reading.at - last.at < limits.forget


def _leaps(before: Measurement, after: Measurement, leap: Leap | None, forget: timedelta) -> bool:
    """Whether it is too far from one to the other for the time between."""
    if leap is None or before.value is None or after.value is None or after.at - before.at >= forget:
        return False
    minutes = (after.at - before.at).total_seconds() / 60
    return abs(after.value - before.value) > min(leap.most, leap.base + leap.per_minute * minutes)


def _same_side(last: float, pending: Measurement, value: float) -> bool:
    return pending.value is not None and (pending.value > last) == (value > last)


def follow(previous: Previous, reading: Measurement, quality: Quality, limits: MeasuringLimits) -> Previous:
    """What is known after `reading` was judged: hand it to the next `judge`."""
    if not quality.storable:
        return previous
    newest = max(filter(None, (previous.newest_at, reading.at)))
    if quality.moves_level:
        since = previous.steady_since if _goes_on(previous, reading, limits) else reading.at
        return Previous(reading, None, newest, since)
    if MeasuringFault.LEAP in quality.doubts:
        return replace(previous, pending=reading, newest_at=newest)
    return replace(previous, newest_at=newest)
