"""Indonesian times and figures."""

from datetime import UTC, datetime, timedelta

import pytest

from routing.domain.lifecycle import Status
from routing.words import CHANNEL, PRIVACY, STATUS
from sensors import indicators
from web import assets, numbers, times

NOW = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)  # 16.05 in Bekasi


def test_times_are_told_in_wib_with_indonesian_names() -> None:
    assert times.date_local(NOW) == "Selasa, 24 November 2026"
    assert times.moment_local(NOW) == "24 Nov 2026, 16.05 WIB"


def test_a_late_evening_in_utc_is_already_the_next_day_in_bekasi() -> None:
    assert times.date_local(datetime(2026, 11, 24, 18, 0, tzinfo=UTC)) == "Rabu, 25 November 2026"


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=2, hours=3, minutes=40), "sisa 2 hari 3 jam"),
        (timedelta(days=2), "sisa 2 hari"),
        (timedelta(hours=5, minutes=7), "sisa 5 jam 7 menit"),
        (timedelta(minutes=12), "sisa 12 menit"),
        (timedelta(hours=-5), "lewat 5 jam"),
        (timedelta(seconds=-1), "lewat 0 menit"),
    ],
)
def test_a_countdown_names_its_two_largest_units(left: timedelta, words: str) -> None:
    assert times.countdown(NOW + left, NOW) == words


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=30), "baru saja"),
        (timedelta(minutes=5), "5 menit lalu"),
        (timedelta(hours=9, minutes=38), "9 jam lalu"),
        (timedelta(days=2, hours=5), "2 hari lalu"),
    ],
)
def test_an_age_names_its_largest_unit(age: timedelta, words: str) -> None:
    assert times.ago(NOW - age, NOW) == words


def test_short_moments_leave_out_what_is_known() -> None:
    assert times.short_moment(NOW - timedelta(hours=1), NOW) == "15.05"
    assert times.short_moment(NOW - timedelta(days=1), NOW) == "kemarin 16.05"
    assert times.short_moment(NOW - timedelta(days=9), NOW) == "15 Nov 16.05"
    assert times.short_moment(NOW - timedelta(days=400), NOW) == "20 Okt 2025 16.05"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1234.5, "1.234,5"),
        (1_000_000, "1.000.000"),
        (3.0, "3"),
        (0, "0"),
        (-0.5, "-0,5"),
        (2.25, "2,3"),
        (None, "–"),
    ],
)
def test_numbers_are_written_the_indonesian_way(value: float | None, text: str) -> None:
    assert numbers.number(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.5, "30 menit"), (3.24, "3,2 jam"), (47.9, "47,9 jam"), (50.4, "2,1 hari"), (None, "belum ada")],
)
def test_durations_take_the_unit_a_person_would(value: float | None, text: str) -> None:
    assert numbers.hours(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0 m"), (324.6, "325 m"), (1000, "1 km"), (12_345, "12,3 km")]
)
def test_a_way_is_told_in_metres_and_from_a_thousand_on_in_kilometres(value: float, text: str) -> None:
    assert numbers.metres(value) == text


def test_every_status_has_a_word_and_an_icon() -> None:
    assert {status.value for status in Status} == set(STATUS)


def test_every_words_icon_is_among_those_the_pages_can_draw() -> None:
    sprite = (assets.STATIC / "icons.svg").read_text("utf-8")
    words = [word.icon for word in (*STATUS.values(), *CHANNEL.values(), *PRIVACY.values())]
    sectors = [sector.icon for sector in indicators.definitions().sectors.values()]
    assert [name for name in (*words, *sectors) if f'<symbol id="{name}"' not in sprite] == []
