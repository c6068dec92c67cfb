"""Who answers, how urgent, under which number."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain.jurisdiction import AgencyFacts, kecamatan_agency, kelurahan_agency, responsible
from routing.domain.numbers import ReportNumber, month_of, parse

AGENCIES = {
    facts.code: facts
    for facts in (
        AgencyFacts("poc", "POC", "dinas"),
        AgencyFacts("dlh", "DLH", "dinas"),
        AgencyFacts("lama", "Dinas lama", "dinas", active=False),
        AgencyFacts("pln", "PLN", "external", contact="Telepon 123."),
        AgencyFacts("kelurahan", "Kelurahan setempat", "kelurahan", active=False),
        AgencyFacts("kel-1", "Kelurahan Satu", "kelurahan"),
    )
}


@pytest.mark.parametrize(
    ("owner", "kelurahan", "expected", "referred"),
    [
        ("dlh", None, "dlh", False),
        ("dlh", "1", "dlh", False),
        ("pln", "1", "pln", True),
        ("kelurahan", "1", "kel-1", False),
        ("kelurahan", None, "poc", False),
        ("kelurahan", "2", "poc", False),  # a kelurahan without an office
        ("lama", "1", "poc", False),
        ("tidak-ada", "1", "poc", False),
    ],
)
def test_the_category_and_the_kelurahan_decide_who_answers(
    owner: str, kelurahan: str | None, expected: str, *, referred: bool
) -> None:
    found = responsible(owner, kelurahan, AGENCIES)
    assert (found.agency.code, found.referred) == (expected, referred)


def test_offices_are_named_after_their_area() -> None:
    assert kelurahan_agency("32.75.01.1001") == "kel-32.75.01.1001"
    assert kecamatan_agency("32.75.01") == "kec-32.75.01"


@pytest.mark.parametrize(
    "text",
    [
        "BKS-2611-00042",
        "bks 2611 42",
        "status laporan bks-2611-42 gimana?",
        "BKS.2611.00042",
        "bks261100042",
        "BKS–2611–00042",
        "BKS—2611—42",
        "BKS‑2611‑00042",
        "BKS−2611−00042",
        "bks‐2611－42",
    ],
)
def test_numbers_are_read_as_people_type_them(text: str) -> None:
    assert parse(text, "BKS") == ReportNumber("BKS", "2611", 42)


@pytest.mark.parametrize(
    "text", ["", "BKS", "BKS-2613-1", "BKS-2600-1", "BKS-2611-0", "JKT-2611-00042", "nomor 42"]
)
def test_what_is_no_number_is_not_taken_for_one(text: str) -> None:
    assert parse(text, "BKS") is None


@given(st.integers(1, 9_999_999), st.integers(0, 99), st.integers(1, 12))
def test_a_written_number_reads_back(serial: int, year: int, month: int) -> None:
    number = ReportNumber("BKS", f"{year:02d}{month:02d}", serial)
    assert parse(f"laporan {number} saya", "BKS") == number


@given(st.text())
def test_any_text_survives_the_search_for_a_number(text: str) -> None:
    found = parse(text, "BKS")
    assert found is None or found.serial >= 1


def test_the_month_is_the_one_in_wib() -> None:
    assert month_of(datetime(2026, 11, 30, 17, 30, tzinfo=UTC)) == "2612"
    assert month_of(datetime(2026, 11, 30, 16, 30, tzinfo=UTC)) == "2611"
