"""Nothing told is lost or taken for something else: words at the wrong question, and asides of a draft."""

import pytest

from bot.dialogue.state import Draft, Step
from nlu.types import Facts, Intent, PlaceMention
from tests.unit.bot.dialogue.chat import BARAT, KRANJI, Chat

JALAN = ("jalan_rusak", 0.9)
GANG = PlaceMention("jalan", "gang mawar", "Gang Mawar", ("02",))


def draft_of(chat: Chat) -> Draft:
    assert chat.conversation.draft is not None
    return chat.conversation.draft


def at_photo() -> Chat:
    chat = Chat()
    chat.tell("jalan bolong di kranji", Intent.LAPOR, JALAN, places=(KRANJI,))
    assert chat.at(Step.PHOTO)
    return chat


def test_a_kelurahan_said_after_a_street_keeps_the_street() -> None:
    chat = Chat()
    chat.tell("jalan bolong di gang mawar", Intent.LAPOR, JALAN, places=(GANG,))
    chat.tell("kranji", Intent.BUKAN_LAPORAN, places=(KRANJI,))
    assert draft_of(chat).kelurahan == "01"
    assert "gang mawar" in draft_of(chat).place


def test_what_is_no_place_is_kept_with_the_story_where_a_place_was_asked() -> None:
    chat = Chat()
    chat.tell("jalan bolong di bekasi barat", Intent.LAPOR, JALAN, places=(BARAT,))
    chat.tell("makanan habis", Intent.LAPOR)
    assert "makanan habis" in draft_of(chat).text
    assert chat.at(Step.KELURAHAN)


@pytest.mark.parametrize(
    "text", ["nanti fotonya nyusul", "fotonya besok ya pak", "ntar saya kirim gambarnya"]
)
def test_a_photo_that_comes_later_is_not_asked_for_again(text: str) -> None:
    chat = at_photo()
    chat.tell(text, Intent.LAPOR)
    assert chat.at(Step.CONFIRM)
    assert text not in draft_of(chat).text


@pytest.mark.parametrize(
    "text", ["eh udah ditambal tadi pagi", "oh ternyata sudah diperbaiki", "wah alhamdulillah udah beres"]
)
def test_a_matter_that_is_over_before_it_is_sent_is_asked_about(text: str) -> None:
    chat = at_photo()
    chat.tell(text, Intent.LAPOR)
    assert chat.at(Step.DROP)
    chat.tell("tidak", Intent.TIDAK)
    assert chat.at(Step.PHOTO)


@pytest.mark.parametrize("text", ["eh udah ditambal tapi bolong lagi", "eh belum ditambal juga"])
def test_a_matter_that_came_back_is_not_over(text: str) -> None:
    chat = at_photo()
    chat.tell(text, Intent.LAPOR)
    assert not chat.at(Step.DROP)


def test_who_asks_after_a_matter_never_reported_here_may_report_it_now() -> None:
    chat = Chat()
    chat.tell("kapan jalan nangka dibenerin, udah lapor dulu", Intent.STATUS, JALAN)
    assert chat.at(Step.MAYBE)
    chat.tell("ya", Intent.YA)
    assert "jalan nangka" in draft_of(chat).text


def test_who_wrote_to_the_wrong_chat_is_let_go_kindly() -> None:
    chat = Chat()
    chat.tell("sorry salah kirim", Intent.BUKAN_LAPORAN)
    assert "Tidak apa-apa" in chat.text
    assert chat.at(Step.IDLE)


@pytest.mark.parametrize("text", ["udah 2 bulan", "tadi pagi pak", "dari minggu lalu"])
def test_since_when_is_no_place(text: str) -> None:
    chat = Chat()
    chat.tell("jalan bolong parah", Intent.LAPOR, JALAN)
    chat.tell(text, Intent.LAPOR)
    assert chat.at(Step.PLACE)
    assert draft_of(chat).place == ""
    assert text in draft_of(chat).text


def test_a_place_said_with_the_photo_that_comes_later_is_not_lost() -> None:
    chat = Chat()
    chat.tell("jalan bolong parah", Intent.LAPOR, JALAN)
    chat.tell("fotonya nyusul, di kranji", Intent.LAPOR, places=(KRANJI,))
    assert draft_of(chat).kelurahan == "01"


def test_since_when_is_kept_as_such_where_a_place_was_asked() -> None:
    chat = Chat()
    chat.tell("jalan bolong parah", Intent.LAPOR, JALAN)
    chat.tell("udah 2 bulan", Intent.LAPOR, facts=Facts(since="udah 2 bulan"))
    assert draft_of(chat).facts["since"] == "udah 2 bulan"
