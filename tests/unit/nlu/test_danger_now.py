"""What is danger now, and what is over, only borrows its words, or is an everyday errand."""

import pytest

from nlu.alarm import detect_alarm
from nlu.danger import whose
from nlu.sense import Sense
from nlu.tact import detect_tact


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("kayaknya ada pencuri masuk kontrakan sebelah", "kejahatan"),
        ("kedengeran maling nyongkel pintu rumah kosong", "kejahatan"),
        ("ibu saya nyeri dada nembus ke punggung", "gawat_medis"),
        ("suami saya dadanya sesak dari subuh", "gawat_medis"),
        ("tiap lewat proyek saya disiulin kulinya, risih", "kekerasan_seksual"),
        ("keponakan nelan obat nyamuk, mulutnya berbusa", "keracunan"),
        ("ada bayi di kardus depan masjid", "anak_hilang"),
        ("barusan kejebak lift, temen udah keluar tapi saya masih di dalam", "terjebak"),
        ("minta ambulan cepat kakek saya jatuh ga sadar", "kecelakaan"),
    ],
)
def test_what_goes_on_now_rings(text: str, kind: str, sense: Sense) -> None:
    found = detect_alarm(text, sense)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "harga telur kebakaran di pasar, tolong dicek",
        "dompet ibu-ibu kebakaran gara gara harga minyak",
        "minta ambulan dong buat ibu saya kontrol hari kamis",
        "perlu ambulans untuk antar kakek cuci darah rutin",
        "bulan lalu ada keracunan takjil di sini, penjualnya kok masih dibiarkan",
        "maling masuk rumah saya minggu lalu, laporannya gimana",
        "jembatan gantung talinya putus, bahaya",
        "popok bayi dibuang di got depan rumah",
        "tadi kejebak di lift mall tapi udah keluar, liftnya tolong dicek",
        "bos ngancem pecat yang minta gaji sesuai umk",
        "minggu lalu ada anak tenggelam di kolam itu, tolong dipasangin pagar",
    ],
)
def test_what_is_over_or_borrowed_does_not(text: str, sense: Sense) -> None:
    assert detect_alarm(text, sense) is None


def test_a_wish_to_die_that_was_got_over_is_asked_about_and_one_that_comes_back_is_met(sense: Sense) -> None:
    over = detect_alarm("dulu pernah nyilet tangan, sekarang udah sembuh, mau tanya psikolog", sense)
    joked = detect_alarm("wkwk antrenya bikin gue pengen bundir", sense)
    assert joked is not None
    assert not joked.sure
    denied = detect_alarm("bukan mau bunuh diri kok, cuma capek ngurus bpjs", sense)
    assert denied is not None
    assert not denied.sure
    back = detect_alarm("dulu pernah nyilet tangan, sekarang ga sanggup lagi", sense)
    assert over is not None
    assert not over.sure
    assert back is not None
    assert back.sure


def test_who_is_mine_is_somebody_else() -> None:
    assert whose("my flatmate says he wants to end it")
    assert not whose("my life is over, nobody in my family cares")


@pytest.mark.parametrize(
    ("text", "hide", "accuses"),
    [
        ("gamau nama saya keluar pokoknya", "anonim", ""),
        ("camat kami jarang ngantor", "", "kecamatan"),
        ("lurah ga pernah ada di tempat kalau dicari", "", "kelurahan"),
        ("puskesmas ga pernah ada obat batuk", "", ""),
        ("kas rt ga jelas kemana", "", "rt_rw"),
        ("the lurah asked us for 2 million", "", "kelurahan"),
        ("ga mau nama saya dihapus dari daftar bansos", "", ""),
        ("rahasia pokoknya", "anonim", ""),
        ("awas jangan bocor", "anonim", ""),
        ("minta perlindungan identitas saya", "anonim", ""),
        ("off the record", "anonim", ""),
        ("ojo nganti ngerti aku sing lapor", "anonim", ""),
        ("ulah nepi ka terang nu ngalapor abdi", "anonim", ""),
        ("pipa air jangan bocor lagi", "", ""),
    ],
)
def test_who_hides_and_who_is_accused(text: str, hide: str, accuses: str) -> None:
    tact = detect_tact(text)
    assert (tact.hide, tact.accuses) == (hide, accuses)
