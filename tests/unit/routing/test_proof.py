"""Photos of finished work: when one is wanted, what is odd about it, who is checked."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain.proof import (
    Bounds,
    Checking,
    Odd,
    Oddity,
    Shot,
    Wanted,
    is_checked,
    is_on_site,
    is_sampled,
    oddities,
    photo_needed,
    tells_apart,
)
from tests.factories.city import KRANJI_POINT, NOW

KEY = bytes(32)
LAT, LON = KRANJI_POINT


def found(shot: Shot, **more: Any) -> tuple[Odd, ...]:
    known: dict[str, Any] = {
        "spot": KRANJI_POINT, "filed_at": NOW, "now": NOW + timedelta(days=2), "bounds": Bounds(150, 7),
        "others": (), "theirs": False,
    }  # fmt: skip
    return oddities(shot, **known | more)


@pytest.mark.parametrize(
    ("wanted", "on_site", "needed"),
    [("selalu", True, True), ("selalu", False, True), ("di_lokasi", True, True), ("di_lokasi", False, False),
     ("tidak", True, False), ("tidak", False, False)],
)  # fmt: skip
def test_a_photo_is_wanted_as_the_category_says(wanted: str, *, on_site: bool, needed: bool) -> None:
    assert photo_needed(Wanted(wanted), on_site=on_site) == needed


@given(office=st.booleans(), gauge=st.booleans(), placed=st.booleans())
def test_on_site_is_what_has_a_spot_to_photograph(*, office: bool, gauge: bool, placed: bool) -> None:
    on_site = is_on_site(office_matter=office, gauge=gauge, placed=placed)
    assert on_site == (placed and not office and not gauge)


@pytest.mark.parametrize(
    ("shot", "odd"),
    [
        (Shot(), ()),  # WhatsApp leaves neither place nor time: not knowing is not odd
        (Shot((LAT + 0.0013, LON), NOW + timedelta(hours=1)), ()),  # 145 m
        (Shot((LAT + 0.0014, LON)), (Odd(Oddity.FAR, "156"),)),
        (Shot(taken_at=NOW), ()),
        (Shot(taken_at=NOW - timedelta(seconds=1)), (Odd(Oddity.EARLY),)),
        (Shot((LAT + 1, LON), NOW - timedelta(days=6)),
         (Odd(Oddity.FAR, "111195"), Odd(Oddity.EARLY), Odd(Oddity.OLD, "8"))),
    ],
)  # fmt: skip
def test_what_the_camera_says_is_held_against_the_report(shot: Shot, odd: tuple[Odd, ...]) -> None:
    assert found(shot) == odd


@pytest.mark.parametrize(("days", "old"), [(7, False), (7.01, True)])
def test_a_photo_is_old_after_the_citys_days(days: float, *, old: bool) -> None:
    shot, filed = Shot(taken_at=NOW), NOW - timedelta(days=1)
    odd = found(shot, filed_at=filed, now=NOW + timedelta(days=days))
    assert odd == ((Odd(Oddity.OLD, "7"),) if old else ())


def test_a_photo_seen_before_is_odd_whoever_took_it() -> None:
    assert found(Shot(), others=("BKS-2611-00001", "BKS-2611-00002")) == (
        Odd(Oddity.REUSED, "BKS-2611-00001"),
    )
    assert found(Shot(), theirs=True) == (Odd(Oddity.THEIRS),)


def test_without_a_reported_point_no_photo_is_far() -> None:
    assert found(Shot((0.0, 1.0)), spot=None) == ()


@given(
    checking=st.sampled_from(Checking),
    flagged=st.booleans(),
    back=st.booleans(),
    reopened=st.booleans(),
    sampled=st.booleans(),
)
def test_whatever_is_flagged_or_came_back_is_looked_at(
    checking: Checking, *, flagged: bool, back: bool, reopened: bool, sampled: bool
) -> None:
    said = is_checked(checking, flagged=flagged, sent_back=back, reopened=reopened, sampled=sampled)
    by_kind = {Checking.ALWAYS: True, Checking.SAMPLE: sampled or reopened, Checking.NEVER: False}[checking]
    assert said == (flagged or back or by_kind)


def test_the_sample_is_the_citys_share_and_the_same_each_time() -> None:
    numbers = [f"BKS-2611-{n:05}" for n in range(5_000)]
    drawn = [number for number in numbers if is_sampled(number, 10, KEY)]
    assert 400 < len(drawn) < 600
    assert drawn == [number for number in numbers if is_sampled(number, 10, KEY)]
    other = [number for number in numbers if is_sampled(number, 10, b"another key")]
    assert len(set(drawn) & set(other)) < 100  # who has not the key does not know
    assert not any(is_sampled(number, 0, KEY) for number in numbers)
    assert all(is_sampled(number, 100, KEY) for number in numbers)


@pytest.mark.parametrize(
    ("phash", "tells"), [(None, False), ("0" * 16, False), ("f" * 16, False), ("00000000000000ff", True)]
)
def test_a_plain_picture_is_like_no_other(phash: str | None, *, tells: bool) -> None:
    assert tells_apart(phash) == tells
