"""What dies is a lamp, who threatens is a stranger, who fell in is out again, who died is mourned; what was
seen on television or was so years ago."""

import pytest

from nlu.abuse import without_curses
from nlu.alarm import detect_alarm
from nlu.matters import split_matters
from nlu.on_screen import seen_on_screen
from nlu.past import since_then
from nlu.places import find_places
from nlu.sense import Sense
from nlu.tact import detect_tact
from nlu.types import Intent, Ranked
from nlu.understand import assemble, gazetteer


@pytest.mark.parametrize(
    "text",
    [
        "sama tiangnya ada dua yang mati",
        "yang mati ada tiga tiang berjejer",
        "dua tiang lagi ikutan mati",
        "sekarang malah mati dua duanya lampunya",
    ],
)
def test_a_lamp_that_dies_is_nobodys_death(text: str, sense: Sense) -> None:
    assert detect_alarm(text, sense) is None


@pytest.mark.parametrize(
    "text",
    [
        "didatengin debt collector 5 orang ngancem mau bakar rumah",
        "penagih utang di depan rumah ngancam bunuh saya",
        "preman pasar gedor gedor warung ngancem mau bacok",
        "rentenir dobrak pintu sambil ngancem mau habisin keluarga saya",
        "orang leasing dateng berempat, ngancem mau mukulin bapak saya",
    ],
)
def test_strangers_who_threaten_are_a_matter_for_the_police(text: str, sense: Sense) -> None:
    found = detect_alarm(text, sense)
    assert found is not None
    assert found.kind == "kejahatan"


def test_a_husband_who_threatens_stays_violence_at_home(sense: Sense) -> None:
    found = detect_alarm("suami saya ngancem mau bunuh saya pake pisau", sense)
    assert found is not None
    assert found.kind == "kdrt"


@pytest.mark.parametrize(
    "text",
    [
        "anak saya kecebur got terbuka depan sekolah, untung udah diangkat, lecet doang",
        "cucu saya kecemplung selokan untung langsung ditolong warga, cuma baret",
        "ibu saya kejeblos lubang trotoar, alhamdulillah udah diangkat dan ga kenapa kenapa",
    ],
)
def test_who_fell_in_and_is_out_again_rings_nothing(text: str, sense: Sense) -> None:
    assert detect_alarm(text, sense) is None


@pytest.mark.parametrize(
    "text",
    [
        "anak saya kecebur kali, udah diangkat tapi ga napas",
        "adik saya kecebur got, udah diangkat tapi pingsan",
        "anak kecebur sumur belum bisa diangkat",
    ],
)
def test_who_is_out_and_hurt_still_rings(text: str, sense: Sense) -> None:
    assert detect_alarm(text, sense) is not None


@pytest.mark.parametrize(
    "text",
    [
        "kok ada api ya di seberang",
        "itu ada api gede di belakang pasar",
        "ada api di kebon sebelah rumah",
    ],
)
def test_fire_that_is_seen_is_a_fire(text: str, sense: Sense) -> None:
    found = detect_alarm(text, sense)
    assert found is not None
    assert found.kind == "kebakaran"


@pytest.mark.parametrize(
    "text",
    [
        "ada api unggun tiap malem di lapangan, berisik",
        "ada kereta api lewat tiap jam, berisik",
    ],
)
def test_fires_that_belong_there_ring_nothing(text: str, sense: Sense) -> None:
    assert detect_alarm(text, sense) is None


@pytest.mark.parametrize(
    "text",
    [
        "jenazah bapak saya ditahan rumah sakit karena belum lunas biaya",
        "jasad suami saya belum boleh dibawa pulang",
        "mau makamin ibu tapi tpu minta 5 juta",
        "anak saya baru dikubur kemarin, sekarang makamnya kebanjiran",
    ],
)
def test_the_dead_are_mourned(text: str) -> None:
    assert detect_tact(text).grief


@pytest.mark.parametrize(
    "text",
    ["mobil jenazah kelurahan rusak terus", "tempat pemandian jenazah rt 3 bocor", "keranda masjid patah"],
)
def test_what_serves_the_dead_is_no_death(text: str) -> None:
    assert not detect_tact(text).grief


@pytest.mark.parametrize(
    "text",
    [
        "tadi di tv ada berita kebakaran di kalimantan serem banget ya min",
        "nonton youtube banjir di demak kasian banget warganya",
        "liat di tiktok ada anak ilang di medan",
        "semalem di film ada adegan gedung runtuh",
        "saw on the news a building collapsed in jakarta",
    ],
)
def test_what_was_seen_on_a_screen_is_told_from_what_happens_here(text: str) -> None:
    assert seen_on_screen(text)


@pytest.mark.parametrize(
    "text",
    [
        "depan rumah saya kebakaran, udah masuk tv juga",
        "rumah tetangga kebakaran kayak di film",
        "jalan rusak di depan stasiun tv",
        "tv di ruang tunggu puskesmas rusak",
        "kemarin masuk berita jalan kita rusak, tolong diperbaiki",
        "kabel tv kabel putus ngegelantung",
    ],
)
def test_what_happens_here_is_heard_though_a_screen_is_named(text: str) -> None:
    assert not seen_on_screen(text)


@pytest.mark.parametrize(
    ("text", "now"),
    [
        (
            "dulu pas 2020 rumah saya kelelep sampe atap. sekarang tanggulnya retak lagi, tolong dicek",
            "tanggulnya retak lagi, tolong dicek",
        ),
        ("tahun lalu sih banjir sepinggang, sekarang gotnya mampet lagi", "gotnya mampet lagi"),
        ("waktu itu lampunya mati. sekarang tiangnya miring mau roboh", "tiangnya miring mau roboh"),
        ("jalan rusak dari dulu sampai sekarang", "jalan rusak dari dulu sampai sekarang"),
        ("dulu bagus sekarang rusak", "dulu bagus sekarang rusak"),
    ],
)
def test_what_is_so_now_is_told_from_what_was_long_ago(text: str, now: str) -> None:
    assert since_then(text) == now


def test_matters_numbered_in_running_words_are_divided() -> None:
    text = "mau lapor 1 jalan depan sd bolong 2 lampu jalan mati 3 parkir liar depan minimarket di jatibening"
    assert len(split_matters(text)) == 3


@pytest.mark.parametrize(
    "text",
    [
        "lampu mati 2 tiang di rt 1 rw 2 gang 3",
        "antri 1 jam, petugas 2 orang, loket 3 tutup",
        "jalan rusak 1 km, lubangnya 2 meter, udah 3 bulan",
    ],
)
def test_counts_and_house_numbers_divide_nothing(text: str) -> None:
    assert len(split_matters(text)) == 1


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("bayi saya napasnya cepet bibirnya biru", "gawat_medis"),
        ("anak saya susah napas, mukanya pucat", "gawat_medis"),
        ("tetangga saya tinggal sendiri, udah 3 hari pintu ketutup, dipanggil ga nyaut, bau", "kecelakaan"),
        ("barusan motor saya diambil orang di parkiran, orangnya masih keliatan", "kejahatan"),
        ("tas ibu saya baru aja dijambret, pelakunya lari ke arah pasar", "kejahatan"),
    ],
)
def test_what_cannot_wait_rings(text: str, kind: str, sense: Sense) -> None:
    found = detect_alarm(text, sense)
    assert found is not None
    assert found.kind == kind
    assert found.sure


@pytest.mark.parametrize(
    "text",
    [
        "min saya ketipu online beli hp 3 juta, seller nya ngilang",
        "kontraktornya kabur, proyek got ditinggal ngilang gitu aja",
        "kucing saya kejepit pager tetangga nangis terus gabisa keluar",
        "kambing tetangga kejeblos septic tank",
        "ngancemnya mau lapor polisi sih",
    ],
)
def test_what_loses_no_person_and_threatens_nobody_rings_nothing(text: str, sense: Sense) -> None:
    assert detect_alarm(text, sense) is None


@pytest.mark.parametrize(
    "text",
    ["pak rt kami ngga transparan uang kas rt 40 juta ga jelas kemana", "iuran rw 25 ribu naik terus"],
)
def test_money_is_no_neighbourhood(text: str) -> None:
    assert not [place for place in find_places(text, gazetteer()) if place.kind == "rt_rw"]


def test_a_street_called_only_street_is_no_place() -> None:
    text = "tetangga bangun tembok nutup jalan gang kami, udah ngomong baik2"
    assert not find_places(text, gazetteer())


def test_a_fault_with_a_proposal_behind_it_is_a_complaint() -> None:
    understood = assemble(
        "got depan rumah mampet trus usul sekalian dibikinin taman",
        (Ranked("drainase", 0.9),),
        engine="tangan",
    )
    assert understood.intent is Intent.LAPOR


@pytest.mark.parametrize(
    "text",
    [
        "kalo mau nebang pohon di depan rumah sendiri harus izin siapa",
        "mau izin jualan di trotoar dong",
        "izin bikin acara di taman ke mana ya",
    ],
)
def test_who_asks_leave_asks(text: str) -> None:
    assert assemble(text, (Ranked("pohon", 0.9),), engine="tangan").intent is Intent.INFORMASI


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("anjing lah ini jalan kapan benernya gua jatoh 2x", "ini jalan kapan benernya gua jatoh 2x"),
        ("anjir jalan bolong semua", "jalan bolong semua"),
        ("babi emang dishub, macet mulu", "dishub, macet mulu"),
        ("anjing liar di gang kami galak", "anjing liar di gang kami galak"),
        ("anjing tetangga ngegonggong terus", "anjing tetangga ngegonggong terus"),
        ("kandang babi bau banget", "kandang babi bau banget"),
    ],
)
def test_a_curse_is_no_animal(text: str, rest: str) -> None:
    assert without_curses(text) == rest


@pytest.mark.parametrize(
    "text",
    [
        "mobil parkir depan pager saya ga bisa keluar, plat b 1877 kyz",
        "gerbang ditutupin lapak, motor saya ga bisa keluar",
        "portal digembok, mobil warga ga bisa keluar masuk",
    ],
)
def test_a_car_that_is_blocked_traps_nobody(text: str, sense: Sense) -> None:
    assert detect_alarm(text, sense) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ada odgj ngamuk bawa balok mukulin mobil orang", "kejahatan"),
        ("orang gila ngejar ngejar warga bawa pisau di pasar", "kejahatan"),
        ("ibu saya stroke ditolak 3 rumah sakit katanya penuh, tolong pak", "gawat_medis"),
        ("ada anak kecil umur 3 tahunan ngamen di lampu merah sendirian jam 11 malem", "anak_hilang"),
    ],
)
def test_each_has_its_own_way(text: str, kind: str, sense: Sense) -> None:
    found = detect_alarm(text, sense)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "odgj suka ngamuk di depan ruko tiap sore, tolong ditertibkan",
        "anak anak ngamen di lampu merah tiap malam, tolong dibina",
    ],
)
def test_what_is_so_every_day_rings_nothing(text: str, sense: Sense) -> None:
    assert detect_alarm(text, sense) is None


def test_water_and_mosquitoes_are_one_trouble() -> None:
    assert len(split_matters("got kaga ada aernye tapi bau nye minta ampun, nyamuk segede gaban")) == 1


def test_iron_names_no_street() -> None:
    assert not find_places("yang buat nyebrang orang diatas jalan besinya karatan bolong", gazetteer())


def test_a_contest_that_is_wished_for_is_a_proposal() -> None:
    understood = assemble(
        "bikin lomba kebersihan antar rw dong pak biar rapi", (Ranked("lainnya", 0.3),), engine="tangan"
    )
    assert understood.intent is Intent.ASPIRASI


@pytest.mark.parametrize(
    "text",
    [
        "ujan es di mustikajaya pohon pada tumbang 3 biji nutup jalan",
        "nenek tidak tahu nomor nomoran nak",
        "ibu ga ngerti cara pakenya nak",
    ],
)
def test_what_the_sense_alone_makes_of_few_words_is_looked_at_twice(text: str, sense: Sense) -> None:
    assert detect_alarm(text, sense) is None


@pytest.mark.parametrize("text", ["walikota sekarang gimana menurut lu", "menurut kamu persib menang ga"])
def test_what_the_machine_thinks_is_talk(text: str) -> None:
    understood = assemble(text, (Ranked("aspirasi", 0.44),), engine="tangan")
    assert understood.intent is Intent.BUKAN_LAPORAN
