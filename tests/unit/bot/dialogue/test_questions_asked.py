"""What short words after a filed report ask."""

import pytest

from bot.dialogue.questions_asked import asked, mended, of_the_visit, urges
from bot.tongue import tongue_of


@pytest.mark.parametrize(
    "text",
    [
        "sudah dibetulin belum?",
        "udah diperbaiki blm",
        "petugasnya mana",
        "progresnya gmn",
        "kabarnya gimana min",
        "tindak lanjutnya mana ya",
        "wis didandani durung",
        "geus dibenerkeun can",
        "is it fixed yet?",
        "kok belum ada yang dateng",
    ],
)
def test_who_asks_how_it_goes_urges(text: str) -> None:
    assert urges(text)


@pytest.mark.parametrize(
    "text",
    [
        "petugas mana yang terima uang itu",
        "tolong sampahnya diangkut",
        "di depan masjid yang mana ya",
        "jalannya udah jadi kubangan, ga bisa lewat",
        "air udah masuk rumah, ga bisa tidur",
        "sampah 3 hari diem di situ",
    ],
)
def test_what_tells_something_urges_nothing(text: str) -> None:
    assert not urges(text)


@pytest.mark.parametrize(
    "text", ["wis didandani durung", "geus lami teu acan aya nu datang", "kapan diperbaiki, masih lama"]
)
def test_who_goes_back_to_a_language_of_here_is_answered_in_it(text: str) -> None:
    assert tongue_of(text) == "id"


@pytest.mark.parametrize(
    "text",
    [
        "hubungi saya di [telepon] kalo mau ke lokasi",
        "wa saya aja kalau sudah sampai",
        "saya ada di rumah sore aja",
        "rumah saya yang cat hijau",
        "tolong datangnya pagi ya",
        "nanti tanya pak rt aja",
        "hati hati ada anjing galak",
        "masuk lewat gang samping",
    ],
)
def test_what_arranges_a_visit_is_heard_as_that(text: str) -> None:
    assert of_the_visit(text)


@pytest.mark.parametrize(
    "text",
    [
        "hati hati banyak begal di sini",
        "ibu saya ada di rumah sakit",
        "kami nunggu di depan kantor kelurahan ga dilayani",
        "mau tanya pak",
        "tanya bu, cara urus ktp gimana",
        "wa saya ga dibalas",
        "saya mau bicara sama petugas",
        "banyak motor parkir di trotoar",
        "rumah kosong pagar roboh",
        "saya udah datang ke dukcapil 3 hari",
    ],
)
def test_what_tells_or_asks_something_arranges_no_visit(text: str) -> None:
    assert not of_the_visit(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("setelah ini apa ya", "next"),
        ("habis ini gimana", "next"),
        ("beneran ditindak ga", "next"),
        ("jalan ini bener bener ga ditangani dinas", None),
        ("kata rt bakal dikerjakan tapi kosong", None),
        ("siapa yang angkut sampahnya", "who"),
        ("namaku ga kelihatan kan", "privacy"),
        ("nama saya tidak muncul di daftar bansos", None),
    ],
)
def test_what_is_asked_is_heard_and_a_complaint_asks_nothing(text: str, name: str | None) -> None:
    assert asked(text) == name


@pytest.mark.parametrize(
    "text",
    ["alhamdulillah sudah nyala pak", "udah dibenerin warga sendiri", "akhirnya surut", "sudah bersih"],
)
def test_what_is_well_again_is_heard(text: str) -> None:
    assert mended(text)


@pytest.mark.parametrize(
    "text",
    [
        "sudah nyala tapi kedip",
        "sudah diangkut belum?",
        "lampunya mati",
        "udah dilaporin",
        "lampu tetangga udah nyala",
        "udah 3 hari hidup mati",
        "air udah mengalir ke rumah",
        "sumur sudah kering",
    ],
)
def test_what_is_not_well_is_not_taken_for_well(text: str) -> None:
    assert not mended(text)
