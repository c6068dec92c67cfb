"""What is read from a picture before it is thrown away, and how like pictures are told."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from PIL.TiffImagePlugin import IFDRational

from storage.picture_exif import moment, position
from storage.picture_redraw import dhash
from storage.pictures import bits_apart, sanitise
from tests import weekly
from tests.fakes.drawings import encoded, located, plain

KRANJI = (-6.2349, 106.9896)


def gps(
    lat: Any = (6, 14, 5.64), south: Any = "S", lon: Any = (106, 59, 22.56), east: Any = "E"
) -> dict[int, Any]:
    return {1: south, 2: lat, 3: east, 4: lon}


def test_position_and_time_are_read_before_they_are_stripped() -> None:
    picture = sanitise(located())
    assert (picture.lat, picture.lon) == KRANJI
    assert picture.taken_at == datetime(2026, 11, 20, 0, 30, tzinfo=UTC)  # 07.30 in Bekasi
    assert b"KameraRahasia" not in picture.jpeg


def test_a_picture_without_exif_or_with_a_damaged_one_knows_nothing() -> None:
    damaged = encoded(plain(), exif=b"Exif\0\0II*\0\xff\xff\xff\x7f" + b"\xff" * 40)
    for raw in (encoded(plain()), encoded(plain(), "PNG"), damaged):
        picture = sanitise(raw)
        assert (picture.lat, picture.lon, picture.taken_at) == (None, None, None)


@pytest.mark.parametrize(
    "said",
    [
        gps(lat=(0, 0, 0), lon=(0, 0, 0)),  # a camera without a fix
        gps(lat=(91, 0, 0)), gps(lon=(181, 0, 0)), gps(lat=(6, 75, 0)), gps(lat=(-6, 14, 0)),
        gps(south=None), gps(south=""), gps(south="X"), gps(east="N"), gps(south=7),
        gps(lat=None), gps(lat=(6, 14)), gps(lat="6,14,5"), gps(lat=("a", 0, 0)), gps(lat=6.2),
        gps(lat=(IFDRational(6, 1), IFDRational(0, 0), IFDRational(0, 0))),
        gps(lat=(IFDRational(0, 0), IFDRational(14, 1), 0)), gps(lat=(6, 14, IFDRational(5, 0))),
        gps(lat=(IFDRational(1, 0), 0, 0)), gps(lat=(float("inf"), 0, 0)), gps(lat=(float("nan"), 0, 0)),
        {},
    ],
)  # fmt: skip
def test_a_position_that_makes_no_sense_is_none(said: dict[int, Any]) -> None:
    assert position(gps()) == KRANJI  # the same set-up, sound
    assert position(said) is None


def test_rationals_bytes_and_both_hemispheres_are_understood() -> None:
    exact = (IFDRational(6, 1), IFDRational(14, 1), IFDRational(564, 100))
    assert position(gps(lat=exact, south=b"S\0")) == KRANJI
    assert position(gps(south="n", east="W")) == (-KRANJI[0], -KRANJI[1])


def test_seconds_written_as_nothing_over_nothing_are_none() -> None:
    none = IFDRational(0, 0)
    minutes = gps(
        lat=(IFDRational(6, 1), IFDRational(14094, 1000), none),
        lon=(IFDRational(106, 1), IFDRational(59376, 1000), none),
    )
    assert position(minutes) == KRANJI
    degrees = gps(lat=(IFDRational(62349, 10000), none, none), lon=(IFDRational(1069896, 10000), none, none))
    assert position(degrees) == KRANJI
    assert position(gps(lat=(6, 14, none), lon=(106, 59, none))) == (-6.233333, 106.983333)


@given(
    st.dictionaries(
        st.integers(0, 5),
        st.one_of(st.text(), st.integers(), st.tuples(st.floats(), st.floats(), st.floats())),
    )
)
@settings(max_examples=weekly.examples(30, 100), deadline=None)
def test_whatever_a_camera_writes_a_position_is_on_earth_or_none(said: dict[int, Any]) -> None:
    found = position(said)
    assert found is None or (abs(found[0]) <= 90 and abs(found[1]) <= 180)


@pytest.mark.parametrize(
    ("said", "offset", "expected"),
    [
        ("2026:11:20 07:30:00", None, datetime(2026, 11, 20, 0, 30, tzinfo=UTC)),
        ("2026:11:20 07:30:00", "+09:00", datetime(2026, 11, 19, 22, 30, tzinfo=UTC)),
        ("2026:11:20 07:30:00", "-03:30", datetime(2026, 11, 20, 11, 0, tzinfo=UTC)),
        ("2026:11:20 07:30:00\0", "entah", datetime(2026, 11, 20, 0, 30, tzinfo=UTC)),
        ("2026:11:20 07:30:00", "+99:00", datetime(2026, 11, 20, 0, 30, tzinfo=UTC)),
        ("0000:00:00 00:00:00", None, None),
        ("kemarin", None, None),
        (None, None, None),
        ("0001:01:01 00:00:00", "+14:00", None),
    ],
)
def test_the_time_is_the_cameras_own_offset_or_bekasis(
    said: str | None, offset: str | None, expected: datetime | None
) -> None:
    assert moment({0x9003: said, 0x9011: offset}) == expected


def scene(seed: int) -> Image.Image:
    """Patches of grey, other ones for another seed."""
    image = Image.new("L", (640, 480), 128)
    pen = ImageDraw.Draw(image)
    for n in range(12):
        x, y = (seed * 131 + n * 197) % 560, (seed * 73 + n * 151) % 400
        pen.rectangle([x, y, x + 160, y + 120], fill=(seed * 37 + n * 61) % 256)
    return image.convert("RGB")


@pytest.mark.parametrize("seed", range(4))
def test_a_picture_sent_anew_stays_within_few_bits_and_another_does_not(seed: int) -> None:
    first = scene(seed)
    again = [
        sanitise(encoded(first, quality=35)).phash,
        sanitise(encoded(first.resize((320, 240)), "PNG")).phash,
    ]
    for phash in again:
        assert phash is not None
        assert bits_apart(phash, dhash(first)) <= 4
    for other in range(seed + 1, 6):
        assert bits_apart(dhash(scene(other)), dhash(first)) > 10


def test_bits_apart_counts_from_none_to_all() -> None:
    assert bits_apart("0" * 16, "0" * 16) == 0
    assert bits_apart("0" * 16, "f" * 16) == 64
    assert len(dhash(plain())) == 16


def test_a_thumbnail_comes_with_every_picture_and_a_second_view_is_no_motion() -> None:
    picture = sanitise(encoded(plain((1600, 1200))))
    assert picture.thumb is not None
    assert max(_size(picture.thumb)) == 320
    two_views = encoded(plain(), "MPO", save_all=True, append_images=[plain(colour="navy")])
    assert _size(sanitise(two_views).jpeg) == (64, 48)


def _size(jpeg: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(jpeg)) as image:
        return image.size
