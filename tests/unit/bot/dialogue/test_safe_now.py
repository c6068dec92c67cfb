"""Whether who was in danger says that it is over: said wrongly, a rescue is dropped."""

import pytest

from bot.dialogue.topics.rescue import safe_now


@pytest.mark.parametrize(
    "text",
    [
        "gapapa udah aman", "salah pencet", "ga jadi", "perahunya sudah datang", "kami sudah dievakuasi",
        "we are all safe now", "we're out, thank you", "i'm fine", "all safe",
    ],
)  # fmt: skip
def test_it_is_over(text: str) -> None:
    assert safe_now(text)


@pytest.mark.parametrize(
    "text",
    [
        "saya gapapa tapi anak saya kejepit", "gapapa, ibu masih di dalam", "aku ga papa, adek belum keluar",
        "saya sudah keluar tapi bapak di dalam", "i'm fine but my son is trapped", "we are not all safe",
        "we are out of water", "i'm out of battery", "the lights are all out", "sudah aman belum ya",
    ],
)  # fmt: skip
def test_somebody_is_in_it_yet(text: str) -> None:
    assert not safe_now(text)
