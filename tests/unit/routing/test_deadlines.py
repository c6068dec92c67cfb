"""Working days, closings, pauses."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain.deadlines import Calendar, Term, Unit, due, resumed
from storage.clock import LOCAL

PLAIN = Calendar()
EID = Calendar(frozenset({date(2026, 3, d) for d in (18, 19, 20, 23, 24)}))
DAYS, HOURS = Unit.HARI_KERJA, Unit.JAM


def wib(day: int, hour: int = 9, minute: int = 0, *, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("arrives", "days", "expected"),
    [
        (wib(23, 9), 3, wib(26, 16)),  # Monday morning -> Thursday
        (wib(23, 6), 3, wib(26, 16)),  # before the office opens counts for the same day
        (wib(23, 15, 59), 1, wib(24, 16)),
        (wib(23, 16), 1, wib(25, 16)),  # at closing: counts as Tuesday's
        (wib(23, 22), 1, wib(25, 16)),
        (wib(27, 10), 1, wib(30, 16)),  # Friday -> Monday
        (wib(28, 10), 1, wib(1, 16, month=12)),  # Saturday counts as Monday's -> Tuesday
        (wib(29, 23), 5, wib(7, 16, month=12)),  # Sunday counts as Monday's -> Monday after
    ],
)
def test_working_days_end_at_the_closing_after_so_many_days(
    arrives: datetime, days: int, expected: datetime
) -> None:
    assert due(Term(days, DAYS), arrives, PLAIN) == expected


def test_holidays_and_cuti_bersama_do_not_count() -> None:
    # Tuesday 17 March 2026; the 18th to the 24th are off: Wednesday 25th, Thursday 26th.
    assert due(Term(2, DAYS), wib(17, month=3), EID) == wib(26, 16, month=3)
    assert due(Term(2, DAYS), wib(17, month=3), PLAIN) == wib(19, 16, month=3)


def test_a_report_on_a_holiday_counts_from_the_next_working_day() -> None:
    assert due(Term(1, DAYS), wib(20, month=3), EID) == wib(26, 16, month=3)


def test_hours_run_round_the_clock() -> None:
    assert due(Term(24, HOURS), wib(28, 23), PLAIN) == wib(29, 23)


def test_due_moments_are_in_utc() -> None:
    for term in (Term(1, DAYS), Term(1, HOURS)):
        assert due(term, wib(23), PLAIN).tzinfo is UTC


def test_the_day_is_the_one_in_wib() -> None:
    # Sunday 22 November 23.30 UTC is Monday 06.30 WIB.
    assert due(Term(1, DAYS), datetime(2026, 11, 22, 23, 30, tzinfo=UTC), PLAIN) == wib(24, 16)


@pytest.mark.parametrize("amount", [0, -1])
def test_a_term_without_time_is_refused(amount: int) -> None:
    with pytest.raises(ValueError, match="leaves nobody any time"):
        Term(amount, DAYS)


def test_a_pause_in_hours_gives_back_exactly_its_length() -> None:
    assert resumed(wib(24, 9), paused_at=wib(23, 12), now=wib(23, 15), unit=HOURS, calendar=PLAIN) == wib(
        24, 12
    )


def test_a_pause_in_working_days_gives_back_the_closings_still_to_come() -> None:
    # Due Thursday; paused on Tuesday noon (closings of Tue, Wed, Thu to come), answered on Friday noon.
    moved = resumed(wib(26, 16), paused_at=wib(24, 12), now=wib(27, 12), unit=DAYS, calendar=PLAIN)
    assert moved == wib(1, 16, month=12)


def test_a_quick_reply_on_the_same_day_moves_nothing() -> None:
    moved = resumed(wib(26, 16), paused_at=wib(24, 9), now=wib(24, 12), unit=DAYS, calendar=PLAIN)
    assert moved == wib(26, 16)


@pytest.mark.parametrize("unit", list(Unit))
def test_what_was_late_when_the_clock_stopped_stays_late(unit: Unit) -> None:
    late = wib(23, 16)
    assert resumed(late, paused_at=wib(24), now=wib(30), unit=unit, calendar=PLAIN) == late


@pytest.mark.parametrize("unit", list(Unit))
def test_a_clock_that_ran_backwards_takes_no_time_away(unit: Unit) -> None:
    assert resumed(wib(26, 16), paused_at=wib(24), now=wib(23), unit=unit, calendar=PLAIN) == wib(26, 16)


def test_a_due_moment_between_closings_keeps_at_least_the_next_closing() -> None:
    # The category changed from hours to working days while the resident was asked.
    moved = resumed(wib(24, 11), paused_at=wib(24, 10), now=wib(25, 10), unit=DAYS, calendar=PLAIN)
    assert moved == wib(25, 16)


MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
OFF = st.frozensets(st.dates(date(2026, 1, 1), date(2028, 3, 1)), max_size=40).map(Calendar)
TERMS = st.builds(Term, st.integers(1, 60), st.sampled_from(Unit))


@given(TERMS, MOMENTS, OFF)
def test_due_lies_ahead_and_working_days_end_at_a_closing(
    term: Term, start: datetime, calendar: Calendar
) -> None:
    end = due(term, start, calendar)
    assert end > start
    if term.unit is DAYS:
        local = end.astimezone(LOCAL)
        assert (local.hour, local.minute) == (16, 0)
        assert calendar.is_working(local.date())
        assert end - start >= timedelta(days=term.amount)


@given(st.integers(1, 59), MOMENTS, MOMENTS, OFF)
def test_later_reports_and_longer_terms_are_never_due_earlier(
    days: int, one: datetime, other: datetime, calendar: Calendar
) -> None:
    early, late = sorted((one, other))
    term = Term(days, DAYS)
    assert due(term, early, calendar) <= due(term, late, calendar)
    assert due(term, early, calendar) < due(Term(days + 1, DAYS), early, calendar)


@given(TERMS, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=90)), OFF)
def test_a_pause_never_shortens_a_term_and_none_changes_nothing(
    term: Term, start: datetime, pause: timedelta, calendar: Calendar
) -> None:
    end = due(term, start, calendar)
    paused = start + (end - start) / 2
    after = resumed(end, paused_at=paused, now=paused + pause, unit=term.unit, calendar=calendar)
    assert after >= end
    assert resumed(end, paused_at=paused, now=paused, unit=term.unit, calendar=calendar) == end


@given(st.integers(1, 30), MOMENTS, OFF)
def test_a_pause_from_the_first_moment_is_as_if_the_report_came_at_its_end(
    days: int, start: datetime, calendar: Calendar
) -> None:
    term, now = Term(days, DAYS), start + timedelta(days=9, hours=5)
    end = resumed(due(term, start, calendar), paused_at=start, now=now, unit=DAYS, calendar=calendar)
    assert end == due(term, now, calendar)
