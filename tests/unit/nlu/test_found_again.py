"""Who was missing is found, or not yet; an English fire is a fire."""

import pytest

from nlu.alarm import detect_alarm
from nlu.found_again import found_again, found_outright
from nlu.sense import Sense


@pytest.mark.parametrize(
    "text",
    ["masih belom ketemu", "blm ktmu jg", "belum pulang", "kalo ketemu kabarin ya",
     "we haven't found her yet", "durung bali", "dia ga balik balik", "semoga cepet ketemu"],
)  # fmt: skip
def test_who_is_not_found_yet_is_not_found(text: str) -> None:
    assert not found_again(text)


@pytest.mark.parametrize(
    "text",
    ["udah ketemu pak alhamdulillah", "anaknya udah pulang sendiri", "dijemput ibunya barusan", "wis ketemu",
     "tos kapendak", "she came home safe", "found him at his friend's house"],
)  # fmt: skip
def test_who_is_found_is_found(text: str) -> None:
    assert found_again(text)


@pytest.mark.parametrize(
    "text",
    [
        "adek saya yang tadi ilang alhamdulillah udah ketemu",
        "nenek yang tersesat sudah ditemukan warga, makasih",
    ],
)
def test_who_was_missing_and_is_found_is_no_alarm(text: str, sense: Sense) -> None:
    assert found_outright(text)
    assert detect_alarm(text, sense) is None


@pytest.mark.parametrize(
    "text",
    ["the shop across the street is on fire", "there is a fire in the kitchen of the flat upstairs",
     "black smoke coming out of the warehouse", "my neighbor's garage is burning"],
)  # fmt: skip
def test_an_english_fire_is_a_fire(text: str, sense: Sense) -> None:
    found = detect_alarm(text, sense)
    assert found is not None
    assert found.kind == "kebakaran"


@pytest.mark.parametrize(
    "text",
    ["they burn trash every evening and the smoke gets into my house",
     "there was a fire last month and the shop is still a ruin", "the fire hydrant near my house is broken"],
)  # fmt: skip
def test_smoke_of_rubbish_and_fires_long_out_are_none(text: str, sense: Sense) -> None:
    found = detect_alarm(text, sense)
    assert found is None or found.kind != "kebakaran"


@pytest.mark.parametrize(
    ("text", "kind"),
    [("apinya gede banget", "kebakaran"), ("asapnya makin tebel", "kebakaran"),
     ("apinya udah di lantai bawah, kami ga bisa keluar", "terjebak")],
)  # fmt: skip
def test_a_fire_traps_nobody_who_is_not_named(text: str, kind: str, sense: Sense) -> None:
    found = detect_alarm(text, sense)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "air udah sampe dada kami kejebak di lantai 1",
        "api udah di tangga kami gabisa turun",
        "banjir udah sampai atap, anak-anak terjebak di genteng",
        "airnya udah di atas pinggang, nenek saya kejebak di kamar",
        "tadi ibu udah keluar tapi bapak belum, kejebak di dalam kebakaran",
        "barusan gempa, saya udah di luar, suami terjebak di lift",
        "sudah sampai leher airnya tolong kami terjebak",
    ],
)
def test_who_is_trapped_while_the_water_has_come_is_not_home(text: str, sense: Sense) -> None:
    found = detect_alarm(text, sense)
    assert found is not None
    assert found.kind in ("terjebak", "tenggelam", "kebakaran")


@pytest.mark.parametrize(
    "text",
    [
        "tadi kejebak banjir tapi alhamdulillah udah bisa sampe rumah",
        "kemarin kejebak di lift, udah dikeluarin",
    ],
)
def test_who_was_trapped_and_is_home_is_in_no_danger(text: str, sense: Sense) -> None:
    assert detect_alarm(text, sense) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("gas bocor dari kemarin tolong jangan sampai meledak", "gas"),
        ("sejak minggu lalu bau gas di dapur makin parah", "gas"),
        ("udah 2 jam kami kejebak banjir tolong jangan sampai kami mati", "terjebak"),
        ("kunci ketinggalan di dalam, bayi saya di dalam mobil", "terjebak"),
        ("pas dibully dia ditelanjangin kakak kelas", "kekerasan_seksual"),
    ],
)
def test_what_sounds_over_or_harmless_and_goes_on_is_a_danger(text: str, kind: str, sense: Sense) -> None:
    found = detect_alarm(text, sense)
    assert found is not None
    assert found.kind == kind
