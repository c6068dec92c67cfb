"""The ladder of warnings, under any downtime, pause, other date and end."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain import ladder
from routing.domain.deadlines import Calendar, Term, Unit, due, resumed
from routing.domain.ladder import Run, Rung, look

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)  # a Monday, 09.00 WIB
STEPS = tuple(
    Rung(at, who, "…") for at, who in ((75, "petugas"), (100, "kepala"), (150, "operator"), (200, "pimpinan"))
)
PLAIN = Calendar()
HOUR = timedelta(hours=1)


def a_day(start: datetime = NOW) -> Run:
    return ladder.begin(start, start + 24 * HOUR, Unit.JAM, PLAIN)


def test_the_steps_come_at_their_share_of_the_time_and_the_hundredth_is_the_deadline() -> None:
    moments = [a_day().moment(step.at, PLAIN) - NOW for step in STEPS]
    assert moments == [18 * HOUR, 24 * HOUR, 36 * HOUR, 48 * HOUR]


def test_of_working_days_only_office_hours_count() -> None:
    end = due(Term(1, Unit.HARI_KERJA), NOW, PLAIN)  # Monday 09.00 to Tuesday 16.00: 7 + 8.5 hours
    run = ladder.begin(NOW, end, Unit.HARI_KERJA, PLAIN)
    assert run.moment(75, PLAIN) == end - 0.25 * 15.5 * HOUR
    assert run.moment(200, PLAIN) == due(Term(3, Unit.HARI_KERJA), NOW, PLAIN) - 1.5 * HOUR


def test_after_a_downtime_every_step_that_came_is_told_in_order_and_once() -> None:
    found = look(a_day(), STEPS, NOW + 40 * HOUR, PLAIN)
    assert [step.at for step in found.steps] == [75, 100, 150]
    assert found.next_at == NOW + 48 * HOUR
    assert look(replace(a_day(), told=150), STEPS, NOW + 40 * HOUR, PLAIN).steps == ()
    assert look(replace(a_day(), told=200), STEPS, NOW + 400 * HOUR, PLAIN) == ladder.RungsDue((), None)


def test_the_time_the_resident_was_waited_for_does_not_count() -> None:
    paused, back = NOW + 12 * HOUR, NOW + 100 * HOUR
    run = ladder.resume(a_day(), paused_at=paused, now=back, due=back + 12 * HOUR, calendar=PLAIN)
    assert run.moment(75, PLAIN) == back + 6 * HOUR
    assert run.moment(100, PLAIN) == back + 12 * HOUR
    assert run.moment(150, PLAIN) == back + 24 * HOUR


def test_what_was_late_before_the_pause_goes_on_from_there() -> None:
    paused, back = NOW + 30 * HOUR, NOW + 100 * HOUR
    run = ladder.resume(a_day(), paused_at=paused, now=back, due=NOW + 24 * HOUR, calendar=PLAIN)
    assert run.moment(150, PLAIN) == back + 6 * HOUR
    assert [step.at for step in look(run, STEPS, back, PLAIN).steps] == [75, 100]


@pytest.mark.parametrize(
    ("new_end", "told", "again"),
    [(96, 100, [75, 100, 150, 200]), (25, 100, [100, 150, 200]), (26, 75, [100, 150, 200])],
)
def test_another_date_restarts_the_steps_that_are_not_passed_under_it(
    new_end: int, told: int, again: list[int]
) -> None:
    at = NOW + 24 * HOUR
    run = replace(a_day(), told=told)
    moved = ladder.promise_again(run, due=NOW + new_end * HOUR, unit=Unit.JAM, now=at, calendar=PLAIN)
    assert [step.at for step in STEPS if step.at > moved.told] == again
    assert moved.moment(100, PLAIN) == NOW + new_end * HOUR


CALENDARS = st.frozensets(st.dates(date(2026, 11, 20), date(2027, 2, 1)), max_size=20).map(Calendar)
DEEDS = st.lists(
    st.tuples(st.sampled_from(["sweep", "pause", "move", "nearer"]), st.integers(1, 60 * 24 * 9)), max_size=12
)
TABLES = st.sets(st.integers(1, 300), min_size=1, max_size=5).map(
    lambda percents: tuple(Rung(at, "petugas", "…") for at in percents)
)


@given(st.sampled_from(Unit), st.integers(1, 30), CALENDARS, DEEDS, TABLES, st.integers(0, 12))
def test_each_step_once_a_promise_in_order_and_none_lost(  # noqa: C901 - a machine of four moves
    unit: Unit, amount: int, calendar: Calendar, deeds: list[tuple[str, int]], steps: tuple[Rung, ...],
    ends_after: int,
) -> None:  # fmt: skip
    """Sweeps come at any distance (downtimes); the resident is asked, the date moves either way, it ends."""
    now, promise, paused = NOW, 1, None
    run = ladder.begin(now, due(Term(amount, unit), now, calendar), unit, calendar)
    told: list[tuple[int, int]] = []

    def sweep() -> None:
        nonlocal run
        for step in look(run, steps, now, calendar).steps:
            told.append((promise, step.at))
            run = replace(run, told=step.at)
        missing = [s.at for s in steps if s.at > run.told and run.moment(s.at, calendar) <= now]
        assert not missing

    for place, (deed, minutes) in enumerate(deeds):
        if place >= ends_after:
            break  # it is finished: nobody looks any more
        now += timedelta(minutes=minutes)
        if deed == "sweep" and paused is None:
            sweep()
            nothing_new = look(run, steps, now, calendar)
            assert nothing_new.steps == ()
            assert nothing_new.next_at is None or nothing_new.next_at > now
        elif deed == "pause" and paused is None:
            paused = now
        elif deed == "pause" and paused is not None:
            before = run.used(paused, calendar)
            again = resumed(run.due, paused_at=paused, now=now, unit=unit, calendar=calendar)
            run = ladder.resume(run, paused_at=paused, now=now, due=again, calendar=calendar)
            assert run.used(now, calendar) == before
            paused = None
        elif paused is None:
            later = max(run.due, now)
            new = due(Term(1, unit), later, calendar) if deed == "move" else now + (later - now) / 2
            if new > now:
                run = ladder.promise_again(run, due=new, unit=unit, now=now, calendar=calendar)
                promise += 1
                assert all(run.moment(s.at, calendar) <= now for s in steps if s.at <= run.told)
    assert len(set(told)) == len(told)  # at most once a promise
    for number in range(1, promise + 1):
        mine = [at for one, at in told if one == number]
        assert mine == sorted(mine)
