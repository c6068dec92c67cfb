"""Alarms: told once a fault stays, again ever more seldom, once more when it is over; each exactly once."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from watching.alarming import AGAIN, OVER, STAYS, KnownFault, Letter, step
from watching.findings import HealthFinding

NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)
FULL = HealthFinding("disk-full", grave=True, about="data", told={"mb": 100})
LETTERS = HealthFinding("dead-letters", grave=False, told={"many": 2})


def told(looks: list[bool], *, every: timedelta) -> list[tuple[timedelta, Letter]]:
    """What is told when the fault is there at some looks and not at others."""
    known: dict[str, KnownFault] = {}
    found = []
    for number, there in enumerate(looks):
        known, letters = step(known, [FULL] if there else [], now=NOW + number * every)
        found += [(number * every, letter) for letter in letters]
    return found


def test_what_is_gone_within_a_minute_is_not_told() -> None:
    assert told([True, True, False, False] + [False] * 40, every=timedelta(seconds=20)) == []


def test_a_fault_is_told_once_it_stays_and_then_ever_more_seldom() -> None:
    minute = timedelta(minutes=1)
    found = told([True] * 60 * 24 * 4, every=minute)
    times = [at for at, _ in found]
    assert times[0] == STAYS
    pauses = [later - sooner for sooner, later in pairwise(times)]
    assert pauses[:4] == [*AGAIN, AGAIN[-1]]
    assert [letter.times for _, letter in found] == list(range(len(found)))
    assert {letter.since for _, letter in found} == {NOW}


def test_one_that_comes_and_goes_is_one_fault_and_its_end_is_told_once() -> None:
    minute = timedelta(minutes=1)
    found = told([True, True, True, False, False, True, True] + [False] * 20, every=minute)
    assert [letter.finding for _, letter in found] == [FULL, None]
    assert found[-1][0] == 6 * minute + OVER


def test_what_is_not_grave_wakes_nobody() -> None:
    known, letters = step({}, [LETTERS], now=NOW)
    assert (known, letters) == ({}, [])


@given(st.lists(st.booleans(), max_size=300), st.integers(10, 400))
def test_no_fault_ends_that_was_not_told_of_and_none_is_told_twice_in_an_hour(
    looks: list[bool], seconds: int
) -> None:
    found = told(looks, every=timedelta(seconds=seconds))
    open_since: timedelta | None = None
    for at, letter in found:
        if letter.finding is None:
            assert open_since is not None
            open_since = None
        else:
            assert open_since is None or at - open_since >= AGAIN[0]
            open_since = at
