"""Coordinates and map links are read as the points they are, and never hidden as somebody's number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.plus_codes import point_of
from nlu.points import find_points
from nlu.privacy import mask

POINT = (-6.2349, 106.9945)
WRITTEN = [
    "-6.2349, 106.9945",
    "-6.2349,106.9945",
    "-6.2349 106.9945",
    "-6,2349 106,9945",
    "-6,2349, 106,9945",
    "(-6.2349; 106.9945)",
    "6.2349 S, 106.9945 E",
    "S 6.2349 E 106.9945",
    "6.2349° LS, 106.9945° BT",
    "6.2349, 106.9945",
    "106.9945, -6.2349",
    "lat: -6.2349, lng: 106.9945",
    "latitude -6.2349 longitude 106.9945",
    "6°14'05.64\"S 106°59'40.2\"E",
    "6º14.094'S 106º59.67'E",
    "6 14 05.64 S 106 59 40.2 E",
    "6:14:05.64 LS, 106:59:40.2 BT",
    "geo:-6.2349,106.9945",
    "geo:0,0?q=-6.2349,106.9945",
    "https://www.google.com/maps?q=-6.2349,106.9945",
    "https://maps.google.com/maps?q=-6.2349%2C106.9945&z=17&hl=id",
    "https://maps.google.com/?q=loc:-6.2349,106.9945",
    "https://www.google.com/maps/@-6.2349,106.9945,17z",
    "https://www.google.com/maps/search/-6.2349,+106.9945?entry=tts",
    "https://www.google.com/maps/place/Warung/@-6.2,106.9,15z/data=!4m6!3m5!8m2!3d-6.2349!4d106.9945",
    "https://www.google.co.id/maps/dir/?api=1&destination=-6.2349,106.9945",
    "https://maps.apple.com/?ll=-6.2349,106.9945&q=Pin",
    "https://www.openstreetmap.org/?mlat=-6.2349&mlon=106.9945#map=17/-6.2/106.9",
    "https://www.openstreetmap.org/#map=17/-6.2349/106.9945",
    "https://waze.com/ul?ll=-6.2349,106.9945&navigate=yes",
]


@pytest.mark.parametrize("written", WRITTEN)
def test_a_point_is_read_however_it_is_written(written: str) -> None:
    (found,) = find_points(f"lubangnya di {written} dekat gardu")
    assert found.point == pytest.approx(POINT, abs=1e-5)


@pytest.mark.parametrize("written", WRITTEN)
def test_a_point_is_never_hidden_while_a_number_beside_it_is(written: str) -> None:
    text = f"lubangnya di {written} dekat gardu, hubungi 0812-3456-7890"
    assert mask(text) == text.replace("0812-3456-7890", "[telepon]")


PLUS = ["QX8V+2R Bekasi", "qx8v+2r", "6P58QX8V+2R", "58QX8V+2R, Kota Bekasi", "QX8V+2RP",
        "https://plus.codes/6P58QX8V+2R", "https://www.google.com/maps/place/QX8V%2B2R+Bekasi/",
        "https://maps.google.com/?q=QX8V%2B2R"]  # fmt: skip


@pytest.mark.parametrize("written", PLUS)
def test_a_plus_code_is_the_point_it_stands_for(written: str) -> None:
    text = f"lubangnya di {written} dekat gardu, hubungi 0812-3456-7890"
    (found,) = find_points(text)
    assert found.point == pytest.approx(POINT, abs=1e-4)  # of a cell of 14 metres
    assert mask(text) == text.replace("0812-3456-7890", "[telepon]")


# What Google's own openlocationcode 1.0.1 says of them.
SPECIFIED = {
    "7FG49QCJ+2V": (20.3700625, 2.7821875), "7FG49QCJ+2VXGJ": (20.3701135, 2.78223535156),
    "8FVC2222+22": (47.0000625, 8.0000625), "4VCPPQGP+Q9": (-41.2730625, 174.7859375),
}  # fmt: skip


@pytest.mark.parametrize("code", SPECIFIED)
def test_whole_codes_are_read_as_their_specification_reads_them(code: str) -> None:
    assert point_of(code, POINT) == pytest.approx(SPECIFIED[code], abs=1e-6)


@pytest.mark.parametrize(
    "text", ["2500+25", "O+", "A+B", "QX5R+", "+3H", "6P580000+", "CX-5+HR-V", "rp25+rp30ribu"]
)
def test_other_sums_and_signs_are_no_plus_code(text: str) -> None:
    assert find_points(f"kata dia {text} begitu") == ()


def test_a_short_code_of_another_town_gives_no_point() -> None:
    assert [found.point for found in find_points("di 3JM9+2J Bandung")] == [None]


def test_a_shortened_map_link_is_kept_without_a_point() -> None:
    text = "lokasinya https://maps.app.goo.gl/aBcD1234567890123 pak"
    (found,) = find_points(text)
    assert (text[found.start : found.end], found.point) == ("https://maps.app.goo.gl/aBcD1234567890123", None)
    assert mask(text) == text


@pytest.mark.parametrize(
    "text",
    ["harga 1.250.000, 3.500.000", "antara 6.234 dan 106.994 rupiah", "081234567890, 3275011234560001",
     "ukuran 2,5 x 3,75", "12.11.2025, 13.11.2025", "rt 03/05", "-6.2349", "99.1234, 88.1234"],
)  # fmt: skip
def test_other_numbers_are_no_point(text: str) -> None:
    assert find_points(text) == ()


@given(st.floats(-10.9, -1.0), st.floats(95.0, 141.0), st.sampled_from([", ", ",", " ", "; ", "/"]))
def test_every_pair_of_degrees_in_the_country_is_read_and_kept(lat: float, lon: float, between: str) -> None:
    text = f"di {lat:.6f}{between}{lon:.6f}"
    assert [w.point for w in find_points(text)] == [pytest.approx((lat, lon), abs=1e-5)]
    assert mask(text) == text


def test_wide_figures_are_the_same_point() -> None:
    (wide,), (plain,) = (
        find_points("di －６．２３４９，１０６．９９４５ ya"),
        find_points("di -6.2349,106.9945 ya"),
    )
    assert wide == plain
