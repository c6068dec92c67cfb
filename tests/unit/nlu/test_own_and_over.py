"""Whose danger it is, what is long over, and what only borrows a danger's words."""

import pytest

from nlu.alarm import detect_alarm
from nlu.sense import Sense
from nlu.tact import detect_tact


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("mendingan saya nyusul almarhumah istri aja", False),
        ("anak anak sudah besar, biar saya menyusul bapaknya", False),
        ("titip maaf buat mama, aku pamit ya", False),
        ("mertua saya ngomong terus mau nyusul suaminya, udah nyimpen racun", True),
        ("adiku nggawa peso arep nyuduk awake dewe", True),
        ("my sister says she will hurt herself tonight", True),
    ],
)
def test_a_wish_to_die_is_whose_it_is(text: str, other: bool, sense: Sense) -> None:
    found = detect_alarm(text, sense)
    assert found is not None
    assert (found.kind, found.other) == ("bunuh_diri", other)


@pytest.mark.parametrize(
    "text",
    [
        "dua tahun lalu ada yang bunuh diri dari jpo ini, mohon dipasang jaring",
        "angkot saya kejebak macet sejam di bulak kapal",
        "kejebak banjir semalam tapi udah bisa sampe rumah, jalannya tolong ditinggikan",
        "bau gas septic tank tetangga nyebar tiap pagi",
        "bulan kemarin anak saya keracunan jajanan, sekarang udah sembuh",
        "mati gue lupa bawa ktp pas ke kelurahan",
    ],
)
def test_what_is_over_or_borrows_its_words_does_not_ring(text: str, sense: Sense) -> None:
    found = detect_alarm(text, sense)
    assert found is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("kabel tiang depan ruko kebakar terus keluar api", "kebakaran"),
        ("bumi tatangga kahuruan pak", "kebakaran"),
        ("putuku durung mantuk awit isuk", "anak_hilang"),
        ("satu keluarga mabok singkong", "keracunan"),
    ],
)
def test_other_words_for_a_danger_ring(text: str, kind: str, sense: Sense) -> None:
    found = detect_alarm(text, sense)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "tetangga odgj dirantai kakinya di belakang rumah",
        "wong edan dipasung neng kandang",
        "there is a man chained in a shed behind the house",
        "murid kelas 5 dikeroyok teman sekelasnya di lapangan",
        "adek kelas dipukulin kakak kelas pas pulang",
        "anak sd dibully terus sama temennya",
        "odgj telanjang jalan jalan di pasar",
    ],
)
def test_what_would_shame_somebody_is_told_apart(text: str) -> None:
    assert detect_tact(text).delicate


@pytest.mark.parametrize(
    "text",
    [
        "anjing tetangga dirantai terus nggonggong",
        "pagar sekolah dirantai ga bisa masuk",
        "kabel telanjang di tiang",
        "sepeda dirantai di trotoar",
        "anak sd main bola di jalan",
    ],
)
def test_things_and_animals_are_not(text: str) -> None:
    assert not detect_tact(text).delicate


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ada balita kekunci di dalam mobil di parkiran pasar", "terjebak"),
        ("dia ngancem mau bunuh saya", "kdrt"),
        ("orang itu bilang mau bunuh saya", "kejahatan"),
        ("adik saya hampir dibawa badut tadi", "penculikan"),
    ],
)
def test_who_is_locked_in_or_threatened_is_heard(text: str, kind: str, sense: Sense) -> None:
    found = detect_alarm(text, sense)
    assert found is not None
    assert found.kind == kind


def test_pupils_who_hurt_another_accuse_no_school() -> None:
    assert not detect_tact("aku kelas 5 sd tiap hari dipalak kakak kelas").accuses
    assert detect_tact("guru sd memalak muridnya minta uang buku").accuses == "sekolah"


def test_grief_in_javanese_is_grief() -> None:
    assert detect_tact("bojo kulo sedo wingi dalu").grief


def test_smoke_from_an_empty_house_is_a_fire(sense: Sense) -> None:
    found = detect_alarm("rumah tetangga keluar asep dari jendela, rumahnya kosong orangnya mudik", sense)
    assert found is not None
    assert found.kind == "kebakaran"
    assert found.sure


def test_who_fears_for_a_friend_speaks_of_the_friend(sense: Sense) -> None:
    found = detect_alarm("temen gue nulis di status mau pamit dari dunia ini, gue takut", sense)
    assert found is not None
    assert found.other


def test_a_heart_is_a_heart(sense: Sense) -> None:
    found = detect_alarm("nduk dadane bapak, dada sakit nembus punggung keringetan", sense)
    assert found is not None
    assert found.kind == "gawat_medis"


def test_work_given_to_relatives_accuses_who_gives_it() -> None:
    assert detect_tact("pak camat bagi proyek taman ke adiknya").accuses == "kecamatan"
    assert not detect_tact("lurah bikin proyek jalan buat warga").accuses
