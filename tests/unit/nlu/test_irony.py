"""Thanks and praise that mean their opposite are a complaint; those that are meant are none."""

import pytest

from nlu.irony import ironic


@pytest.mark.parametrize(
    "text",
    [
        "hebat ya pemkot, jalannya jadi empang",
        "makasih lho PLN udah tiga hari gelap gulita",
        "wah keren banget gotnya mampet lagi",
        "thank you city, we have been in the dark for weeks",
        "mantap, sampah ga diangkut dari lebaran",
    ],
)
def test_praise_of_what_ails_is_ironic(text: str) -> None:
    assert ironic(text)


@pytest.mark.parametrize(
    "text",
    [
        "makasih lampunya udah nyala lagi",
        "terima kasih jalannya sudah ditambal, dulu lubang semua",
        "keren udah setahun bebas banjir",
        "mantap petugasnya cepat, got mampet langsung beres",
        "lampu jalan mati",
        "selamat siang, jalan rusak di gang mawar",
        "",
    ],
)
def test_what_is_meant_or_only_told_is_not(text: str) -> None:
    assert not ironic(text)
