"""A quoted report number is found however it was typed, and nothing else is taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.numbers import find_report_number


@pytest.mark.parametrize(
    "text",
    [
        "BKS-2611-00042",
        "bks 2611 00042",
        "bks2611-42",
        "BKS/2611/00042",
        "bks261100042",
        "Bks - 2611 - 00042",
        "BKS–2611–00042",
        "no laporan 2611-00042",
        "laporan saya nomor BKS-2611-00042 gimana?",
        "ＢＫＳ－２６１１－０００４２",
        "#BKS-2611-00042.",
        # As fonts draw a dash and telephones "correct" it, and what stands unseen beside it.
        *(
            f"BKS{dash}2611{dash}00042"
            for dash in "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\u301c~"
        ),
        *(f"BKS{unseen}-2611-{unseen}00042" for unseen in "\u00ad\u200b\u200d\u2060\ufeff"),
    ],
)
def test_every_way_to_type_it_is_one_number(text: str) -> None:
    assert find_report_number(text) == "BKS-2611-00042"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "jalan rusak",
        "BKS-2613-00042",
        "BKS-2600-00042",
        "BKS-2611-00000",
        "RT 2611/00042",
        "SDN 2611-42",
        "081226110004",
        "tahun 2611 00042",
        "bks",
        "XBKS-2611-00042",
    ],
)
def test_what_is_no_number_of_ours_is_none(text: str) -> None:
    assert find_report_number(text) is None


def test_another_citys_prefix_is_asked_for_by_name() -> None:
    assert find_report_number("DPK-2611-00042", prefix="DPK") == "DPK-2611-00042"
    assert find_report_number("BKS-2611-00042", prefix="DPK") is None


@given(
    year=st.integers(20, 99),
    month=st.integers(1, 12),
    count=st.integers(1, 99_999),
    gap=st.sampled_from(["", "-", " "]),
)
def test_any_number_of_ours_is_found_again(year: int, month: int, count: int, gap: str) -> None:
    text = f"min bks{gap}{year:02d}{month:02d}{gap or '-'}{count:05d} sampai mana"
    assert find_report_number(text) == f"BKS-{year:02d}{month:02d}-{count:05d}"
