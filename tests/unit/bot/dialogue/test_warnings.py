"""Following flood warnings in chat."""

from dataclasses import replace

import pytest

from bot.dialogue.commands import ListWatched, Unwatch, Watch
from bot.dialogue.known import Known
from bot.dialogue.state import Conversation, Draft, Step
from bot.dialogue.topics import watching
from nlu.types import Intent
from tests.unit.bot.dialogue.chat import BARAT, CITY, INSIDE, KRANJI, NOW, OUTSIDE, Chat


def watch(words: str, chat: Chat | None = None) -> Chat:
    chat = chat or Chat()
    chat.tell(words, Intent.BUKAN_LAPORAN)
    return chat


@pytest.mark.parametrize(
    ("words", "areas"),
    [
        ("ikuti peringatan banjir kranji", ("01",)),
        ("Langganan peringatan Margahayu", ("03",)),
        ("saya mau ikuti peringatan di kranji dan margahayu", ("01", "03")),
        ("peringatan banjir kranji", ("01",)),
        ("aktifkan peringatan dini banjir untuk kelurahan bintara", ("02",)),
    ],
)
def test_a_kelurahan_named_is_followed_at_once(words: str, areas: tuple[str, ...]) -> None:
    chat = watch(words)
    assert chat.done == [Watch(areas)]
    assert "Kel. " in chat.text
    assert chat.at(Step.IDLE)


def test_it_is_said_when_no_gauge_can_warn_yet() -> None:
    assert "Belum ada alat pantau" in watch("ikuti peringatan bintara").text
    assert "Belum ada alat pantau" not in watch("ikuti peringatan kranji").text


def test_who_names_none_picks_kecamatan_and_kelurahan() -> None:
    chat = watch("peringatan banjir")
    assert chat.done == [ListWatched()]
    chat.press("Bekasi Barat")
    chat.press("Bintara")
    assert chat.done[-1] == Watch(("02",))
    assert chat.at(Step.IDLE)


def test_a_kecamatan_named_leaves_its_kelurahan_to_choose() -> None:
    chat = watch("ikuti peringatan banjir kecamatan bekasi barat")
    assert [b.title for b in chat.buttons] == ["Bintara", "Kranji", "Tidak jadi"]
    chat.say("2")
    assert chat.done == [Watch(("01",))]


@pytest.mark.parametrize("answer", ["kranji", "di kranji", "kelurahan kranji"])
def test_the_question_is_answered_in_words(answer: str) -> None:
    chat = watch("ikuti peringatan")
    chat.tell(answer, Intent.BUKAN_LAPORAN)
    assert chat.done == [Watch(("01",))]


def test_the_question_is_answered_with_a_place_the_engine_knows() -> None:
    chat = watch("ikuti peringatan")
    chat.tell("dekat stasiun", Intent.BUKAN_LAPORAN, places=(KRANJI,))
    assert chat.done == [Watch(("01",))]
    chat = watch("ikuti peringatan")
    chat.tell("bekasi barat", Intent.BUKAN_LAPORAN, places=(BARAT,))
    assert chat.at(Step.WATCH_AREA)


def test_a_shared_location_answers_and_one_outside_is_said_to_be() -> None:
    chat = watch("ikuti peringatan")
    chat.share(OUTSIDE)
    assert "di luar Kota" in chat.text
    chat.share(INSIDE)
    assert chat.done == [Watch(("01",))]
    assert chat.conversation.draft is None


def test_following_twice_says_so() -> None:
    chat = watch("ikuti peringatan kranji")
    assert "sudah dikabari" in watch("ikuti peringatan kranji", chat).text


def test_the_list_has_buttons_to_stop_and_to_add() -> None:
    chat = watch("ikuti peringatan kranji dan margahayu")
    watch("/peringatan", chat)
    assert [b.title for b in chat.buttons] == [
        "Stop Kranji", "Stop Margahayu", "Tambah kelurahan", "Berhenti semua"
    ]  # fmt: skip
    chat.press("Stop Kranji")
    assert chat.watched == ("03",)
    watch("/peringatan", chat)
    chat.press("Tambah kelurahan")
    assert chat.at(Step.WATCH)


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("berhenti peringatan kranji", ("03",)),
        ("stop langganan peringatan banjir", ()),
        ("berhenti semua", ()),
    ],
)
def test_warnings_are_stopped_in_words(words: str, left: tuple[str, ...]) -> None:
    chat = watch("ikuti peringatan kranji dan margahayu")
    watch(words, chat)
    assert chat.watched == left
    assert isinstance(chat.done[-1], Unwatch)


def test_stopping_what_was_never_followed_says_so() -> None:
    assert "tidak akan saya kirimi" in watch("berhenti peringatan").text


@pytest.mark.parametrize(
    "words", ["peringatan banjir di kranji tidak berbunyi", "tidak ada peringatan banjir"]
)
def test_a_complaint_about_warnings_is_a_complaint(words: str) -> None:
    chat = Chat()
    chat.tell(words, Intent.LAPOR, ("jalan_rusak", 0.9))
    assert chat.conversation.draft is not None
    assert chat.done == []


def test_a_report_being_told_goes_on_afterwards() -> None:
    chat = Chat()
    chat.tell("jalan bolong parah", Intent.LAPOR, ("jalan_rusak", 0.9))
    step = chat.conversation.step
    watch("ikuti peringatan kranji", chat)
    assert chat.conversation.step is step
    watch("ikuti peringatan", chat)
    assert chat.at(Step.WATCH)
    chat.press("Tidak jadi")
    assert chat.conversation.step is step
    assert chat.conversation.draft is not None


def test_words_another_question_holds_are_not_lost() -> None:
    chat = Chat()
    chat.tell("kok begini terus ya rasanya", Intent.BUKAN_LAPORAN)
    held = chat.conversation.held
    watch("ikuti peringatan", chat)
    assert chat.conversation.held == held
    assert chat.at(Step.MAYBE)


def test_a_complaint_instead_of_a_kelurahan_is_a_complaint() -> None:
    chat = watch("ikuti peringatan")
    chat.tell("sampah menumpuk lima hari di sini", Intent.LAPOR, ("sampah", 0.9))
    assert chat.conversation.draft is not None


def test_three_answers_that_fit_nothing_end_the_question() -> None:
    chat = watch("ikuti peringatan")
    for _ in range(3):
        chat.tell("hmm", Intent.BUKAN_LAPORAN)
    assert chat.at(Step.IDLE)


@pytest.mark.parametrize("button", ["wrn:on:99", "wrn:off", "wrn:", "wrn:on"])
def test_broken_buttons_do_nothing(button: str) -> None:
    chat = Chat()
    assert chat.press_id(button)
    assert chat.done == []


def test_who_follows_while_the_water_is_high_is_told_at_once() -> None:
    chat = Chat(high=(("P2C", 2),))
    assert "Saat ini: Siaga 2 (P2C)" in watch("ikuti peringatan kranji", chat).text
    assert "Saat ini" not in watch("ikuti peringatan kranji").text


def test_who_follows_already_is_not_offered_it_after_a_flood_report() -> None:
    flood = Draft(category="banjir", kelurahan="01")
    known = Known(now=NOW, catalogue=CITY)
    _, offered = watching.offer(Conversation(draft=flood), known)
    assert "Mau saya kabari" in offered[0].text
    followed = replace(watch("ikuti peringatan kranji").conversation, draft=flood)
    assert watching.offer(followed, known)[1] == ()
