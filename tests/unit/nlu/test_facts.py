"""Facts for the officer are lifted in the resident's own words."""

import pytest

from nlu.facts import find_facts


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("lampu mati udah 2 minggu", "udah 2 minggu"),
        ("rusak sejak lebaran tahun lalu", "sejak lebaran tahun lalu"),
        ("KTP belum jadi dari bulan februari", "dari bulan februari"),
        ("air ga ngalir 3 hari", "3 hari"),
        ("berbulan-bulan sampah tidak diangkut", "berbulan-bulan"),
        ("sudah setahun lebih jalan begini", "sudah setahun lebih"),
        ("dari tadi pagi banjir", "dari tadi pagi"),
        ("sudah lama sekali rusaknya", "sudah lama sekali"),
        ("jalan ini bolong", None),
        ("hari ini banjir", None),
    ],
)
def test_since_when(text: str, since: str | None) -> None:
    assert find_facts(text).since == since


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("sudah 3x lapor ga ditanggapi", "sudah 3x lapor"),
        ("sudah berkali-kali kami melapor", "sudah berkali-kali kami melapor"),
        ("ini laporan saya yang ketiga", "ini laporan saya yang ketiga"),
        ("udah pernah lapor ke kelurahan", "udah pernah lapor"),
        ("jalan rusak", None),
        ("mau lapor jalan rusak", None),
    ],
)
def test_how_often_reported(text: str, times: str | None) -> None:
    assert find_facts(text).times_reported == times


@pytest.mark.parametrize(
    ("text", "victims"),
    [
        ("kemarin 2 orang luka karena lubang", "kemarin 2 orang luka"),
        ("anak saya jatuh di situ", "anak saya jatuh"),
        ("sudah banyak korban", "sudah banyak korban"),
        ("warga kena demam berdarah", None),
        ("lampu mati", None),
    ],
)
def test_victims(text: str, victims: str | None) -> None:
    assert find_facts(text).victims == victims


def test_urgency_words_come_once_each_and_in_lower_case() -> None:
    assert find_facts("BAHAYA sekali, tolong segera! bahaya").urgency == ("bahaya", "segera")


def test_a_fact_never_carries_a_phone_number() -> None:
    found = find_facts("sudah 3 kali lapor 081234567890 tidak ada kabar")
    assert "0812" not in repr(found)
    assert found.times_reported == "sudah 3 kali lapor"
