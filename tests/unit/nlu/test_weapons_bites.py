"""Weapons, attempts to take a child, bites, strokes; what only sounds like them; praise; what only points."""

import pytest

from nlu.alarm import detect_alarm
from nlu.only_asks import asks_only
from nlu.opening import Opening, opening
from nlu.places import find_places
from nlu.praise import praises_officers
from nlu.sense import Sense
from nlu.types import Engine, Intent
from nlu.understand import gazetteer


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("di situ bawa celurit rame rame", "kejahatan"),
        ("barusan lewat konvoi motor pada bawa gir sama clurit", "kejahatan"),
        ("sekelompok bocah nenteng parang, pegang batu juga, di depan minimarket", "kejahatan"),
        ("ponakan saya nyaris dibawa lari orang ga dikenal di pasar", "penculikan"),
        ("tadi ada pria maksa murid sd naik mobil, untung gurunya teriak", "penculikan"),
        ("ibu ibu ngajak anak saya pergi ga kenal sama sekali, mau diculik kayaknya", "penculikan"),
        ("a stranger tried to snatch my nephew at the park", "penculikan"),
        ("istri saya tadi digigit anjing liar di gang", "gigitan"),
        ("dicakar kucing kampung barusan, berdarah", "gigitan"),
        ("my daughter got bitten by a monkey just now", "gigitan"),
        ("mbah saya mukanya mencong, ngomongnya pelo", "gawat_medis"),
        ("tangan bapak lemes sebelah mendadak", "gawat_medis"),
    ],
)
def test_each_has_its_own_kind(text: str, kind: str, sense: Sense) -> None:
    found = detect_alarm(text, sense)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "saben malem minggu suka ada yang bawa sajam nongkrong di sini",
        "bapak bapak bawa golok buat mangkas dahan yang nutup jalan",
        "anjing tetangga galak, takut gigit anak kecil",
        "ayam saya digigit anjing liar semalam",
        "banyak monyet berkeliaran, suka nyakar orang lewat",
        "ada film tentang anak mau diculik di balai warga",
    ],
)
def test_habit_use_and_fear_do_not_ring(text: str, sense: Sense) -> None:
    assert detect_alarm(text, sense) is None


def test_who_was_taken_is_missing(sense: Sense) -> None:
    found = detect_alarm("anak saya diculik dari depan sekolah", sense)
    assert found is not None
    assert found.kind == "anak_hilang"


@pytest.mark.parametrize(
    "text", ["sumpah parah banget", "astaga parah pisan", "gila parah sih", "demi allah parah banget pak"]
)
def test_an_exclamation_tells_of_no_matter(text: str) -> None:
    assert asks_only(text)


def test_an_exclamation_before_a_matter_does_not_hide_it() -> None:
    assert not asks_only("sumpah parah banget jalannya")


@pytest.mark.parametrize(
    "text",
    [
        "camat rawalumbu top, tiap kegiatan warga datang",
        "petugas dukcapil sabar banget ngelayanin lansia",
        "tim bpbd sigap waktu kebanjiran semalam, salut",
        "great team at the kelurahan, very kind people",
    ],
)
def test_praise_of_officers_starts_no_report(text: str, engine: Engine) -> None:
    assert praises_officers(text)
    assert opening(engine.understand(text)) is Opening.TALK


@pytest.mark.parametrize(
    "text",
    [
        "petugasnya ramah, selokan depan mampet sebulan",
        "hebat pak camat, sampah numpuk dibiarin",
        "dokternya baik banget tapi antrenya 5 jam",
        "kapan petugas ramah ada di puskesmas",
    ],
)
def test_praise_with_a_fault_is_heard_for_the_fault(text: str) -> None:
    assert not praises_officers(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("lampu di gang nenek mati semua", []),
        ("orang di situ buang puing", []),
        ("a man tried to open my gate", []),
        ("gang haji sanusi gelap", ["Gang Haji Sanusi"]),
        ("SMK 3 temboknya roboh", ["Smk 3"]),
        ("macet di pinggir jalan. Atas perhatian bapak kami ucapkan terima kasih", []),
    ],
)
def test_what_only_points_is_no_place(text: str, names: list[str]) -> None:
    assert [place.name for place in find_places(text, gazetteer())] == names


@pytest.mark.parametrize(
    "text", ["sore bu semoga sehat dan lancar rezekinya", "pagi min, semoga sukses selalu"]
)
def test_good_wishes_greet(text: str, engine: Engine) -> None:
    assert engine.understand(text).intent is Intent.SALAM


def test_who_says_that_they_report_is_not_asked_whether(engine: Engine) -> None:
    text = "permisi mau lapor nih, soal loket di kantor camat, dari jam 9 kursinya kosong orangnya ga ada"
    assert opening(engine.understand(text)) is Opening.REPORT
