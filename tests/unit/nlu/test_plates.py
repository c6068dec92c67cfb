"""Number plates in words everybody may read: every spelling goes, houses and figures stay."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.for_everybody import for_everybody
from nlu.plates import PLATE, without_plates

WRITTEN = (
    "B 1234 XYZ", "b1234xyz", "B-1234-XYZ", "B.1234.XYZ", "B  1234  XYZ", "B_1234_XYZ", "B/1234/XYZ",
    "B:1234:XYZ", "B,1234,XYZ", "B*1234*XYZ", "B'1234'XYZ", "_B1234XYZ_", "B – 1234 – XYZ",
    "B‑1234‑XYZ", "B --1234-- XYZ", "B\u200b1234\u200bXYZ", "B\u00a01234\u00a0XYZ", "B 1234\nXYZ",
    "B 1 2 3 4 XYZ", "B 1.234 XYZ", "B 1234 X Y Z", "B 12345 XYZ", "B 0123 XYZ", "D 1234 AB",
    "Ｂ １２３４ ＸＹＺ", "В 1234 ХУZ", "B①②③④XYZ", "B 12З4 XYZ", "B I234 XYZ", "B l23O XYZ", "B 1234",
    "b4567",
    "kb 1234", "B 1234 RT", "B 1234 di jalan", "B satu dua tiga empat XYZ",
    "be satu dua tiga empat ix ye zet", "CD 12 34", "CC-45-10", "TNI 12345-05", "polisi 1234-VII",
    "no B 1234 XYZ", "nomor B 123 XYZ", "rumah B 1234 XYZ", "plat 1234 XYZ", "plat nomor 1234",
    "platnya B 1234", "platB1234XYZ", "plat no B 12 C", "plat kuning B 12", "no plat: 1234 xyz",
    "nopol: b 12", "nomor polisi B 99 RI",
)  # fmt: skip


@pytest.mark.parametrize("written", WRITTEN)
def test_no_plate_is_read_by_everybody(written: str) -> None:
    shown = for_everybody(f"Mobil hitam {written} parkir sembarangan")
    assert PLATE in shown
    assert not re.search(r"\d|satu|empat|①", shown), shown
    assert shown.startswith("Mobil hitam")
    assert shown.endswith("parkir sembarangan")


@pytest.mark.parametrize(
    "written",
    [
        "rumah di blok F 3 dan G 4", "Blok AA 12 No 3", "motor parkir di blok D 12",
        "mobil di tower B 1204 lantai 3",
        "truk 10 roda lewat jam 22.00 - 05.00", "motor 150 cc", "plat besi 10 mm", "plat beton 2 m x 3 m",
        "truk masuk 2023-05-12 dan 2023-12", "sejak dr 2019 phk", "1. a 2. b 3. c", "vaksin k 2 tgl 12",
        "Kalimalang km 12", "Jalan H 12 di RT 02 RW 03", "LED 100 W mati", "limbah B3", "kontainer 20 ft",
    ],
)  # fmt: skip
def test_a_house_or_a_figure_is_no_plate(written: str) -> None:
    assert without_plates(written) == written


@given(st.text("Bb1 2-.XoOmobilplat\n", max_size=60))
def test_hiding_plates_twice_changes_nothing_more(text: str) -> None:
    once = without_plates(text)
    assert without_plates(once) == once
