"""What nobody asked for: odd messages, old buttons, small talk, state from another release."""

from typing import Any

import pytest

from bot.dialogue.commands import Turn
from bot.dialogue.known import Known
from bot.dialogue.state import Conversation, Draft, Held, Step
from bot.dialogue.turn import after_refused, turn
from bot.dialogue.types import Button, FileRef, Incoming, Link, Point, Reply
from nlu.types import Intent
from tests.unit.bot.dialogue.chat import CITY, KRANJI, NOW, OUTSIDE, Chat, understood

KINDS = ["sticker", "voice", "video", "contact", "document", "edited", "other", "something new"]


@pytest.mark.parametrize("kind", KINDS)
def test_messages_without_words_get_a_kind_answer_and_change_nothing(kind: str) -> None:
    chat = Chat()
    assert chat.send(kind)[0].text
    chat.complain()
    draft = chat.conversation.draft
    answers = chat.send(kind)
    assert len(answers) == 2  # the answer, and the open question once more
    assert chat.conversation.draft == draft


@pytest.mark.parametrize("kind", ["voice", "video", "document", "other"])
def test_words_beside_what_cannot_be_taken_are_read_and_the_rest_is_not_passed_over(kind: str) -> None:
    chat, words = Chat(), "jalan bolong di kranji"
    known = understood(words, Intent.LAPOR, ("jalan_rusak", 0.9), places=(KRANJI,))
    said = chat.take(chat.message(kind=kind, text=words), known).replies
    assert "belum bisa saya terima" in said[0].text
    assert chat.conversation.draft is not None
    assert chat.conversation.draft.text == words


def test_a_voice_message_with_words_keeps_both() -> None:
    chat, words = Chat(), "jalan bolong di kranji"
    voice = FileRef("v1", mime="audio/ogg", kind="suara")
    known = understood(words, Intent.LAPOR, ("jalan_rusak", 0.9), places=(KRANJI,))
    chat.take(chat.message(kind="voice", text=words, files=(voice,)), known)
    draft = chat.conversation.draft
    assert draft is not None
    assert (draft.text, draft.files) == (words, (voice,))


def test_an_edited_message_is_not_taken_for_a_new_one() -> None:
    chat = Chat()
    chat.take(chat.message(kind="edited", text="jalan bolong di kranji"))
    assert "Perubahan pesan" in chat.text
    assert chat.conversation.draft is None


@pytest.mark.parametrize(
    "button", ["", ":", "x", "0:", "0:send", "7:cat:sampah", "1:kec:99", "1:kec:x", "-1:send"]
)
def test_unknown_and_old_buttons_do_no_harm(button: str) -> None:
    for prepare in (lambda chat: None, lambda chat: chat.complain()):
        chat = Chat()
        prepare(chat)
        before = chat.conversation.draft
        assert chat.press_id(button)
        assert chat.conversation.draft == before
        assert not chat.done


def test_a_button_the_open_question_does_not_offer_is_not_obeyed() -> None:
    chat = Chat()
    chat.complain()
    chat.press_id(f"{chat.conversation.nonce}:send")
    assert not chat.done
    assert "percakapan sebelumnya" in chat.text


def test_an_old_button_repeats_the_open_question() -> None:
    chat = Chat()
    chat.tell("jalan bolong parah", Intent.LAPOR, ("jalan_rusak", 0.9))
    old = chat.buttons[0].id
    chat.tell("kranji", Intent.LAPOR, places=(KRANJI,))
    chat.press_id(old)
    assert "percakapan sebelumnya" in chat.text
    assert "Fotonya boleh dikirim sekarang" in chat.text


def test_the_menu_works_from_any_old_message() -> None:
    chat = Chat()
    chat.press_id("menu:report")
    assert chat.at(Step.WHAT)
    chat.press_id("menu:report")
    assert chat.at(Step.WHAT)
    chat.press_id("menu:help")
    assert "112" in chat.text
    chat.press_id("menu:mine")
    assert "Belum ada laporan" in chat.text


def test_greetings_know_whether_one_is_new() -> None:
    chat = Chat()
    assert "Saya Sorot" in chat.tell("halo", Intent.SALAM)[0].text
    chat.file()
    assert "Ada yang bisa" in chat.tell("halo", Intent.SALAM)[0].text
    chat.complain("sampah di kranji", "sampah")
    assert "Kita lanjutkan" in chat.tell("halo", Intent.SALAM)[0].text


def test_the_persons_name_is_used_when_the_platform_tells_it() -> None:
    message = Incoming("telegram", "1", "7", NOW, text="halo", sender_name="Bu Ratna")
    said = turn(Conversation(), message, Known(now=NOW, catalogue=CITY, masked="halo")).replies
    assert said[0].text.startswith("Halo, Bu Ratna!")


@pytest.mark.parametrize("words", ["saya mau lapor", "mau bikin laporan dong", "lapor"])
def test_the_bare_wish_to_report_is_asked_what(words: str) -> None:
    chat = Chat()
    chat.tell(words, Intent.LAPOR, ("jalan_rusak", 0.4))
    assert chat.at(Step.WHAT)
    chat.tell(words, Intent.LAPOR, ("jalan_rusak", 0.4))
    assert chat.at(Step.WHAT)


def test_asking_how_it_works_is_answered() -> None:
    chat = Chat()
    chat.tell("gimana cara lapor", Intent.INFORMASI, ("jalan_rusak", 0.4))
    assert "tulis di sini apa masalahnya dan di mana" in chat.text


@pytest.mark.parametrize(
    "answer", ["Ya, laporkan", "ya", "Tidak", "tidak", "sampah menumpuk di kranji", "lokasi"]
)
def test_words_that_may_be_a_complaint_are_asked_about(answer: str) -> None:
    chat = Chat()
    chat.tell("tetangga saya selalu begitu tiap malam", Intent.BUKAN_LAPORAN, ("sampah", 0.2))
    assert chat.at(Step.MAYBE)
    match answer:
        case "ya" | "tidak":
            chat.tell(answer, Intent.YA if answer == "ya" else Intent.TIDAK)
        case "lokasi":
            chat.share()
        case "sampah menumpuk di kranji":
            chat.tell(answer, Intent.LAPOR, ("sampah", 0.9), places=(KRANJI,))
        case _:
            chat.press(answer)
    filed = answer.lower() not in ("tidak",)
    assert (chat.conversation.draft is not None) is filed
    assert chat.buttons


def test_a_weakly_recognised_complaint_is_asked_about() -> None:
    chat = Chat()
    chat.tell("ada yang aneh di ujung sana", Intent.LAPOR, ("sampah", 0.3), sure=0.5)
    assert chat.at(Step.MAYBE)


def test_a_question_about_nothing_the_city_knows_is_asked_about() -> None:
    chat = Chat()
    chat.tell("di mana ada konser nanti malam", Intent.INFORMASI, ("sampah", 0.3))
    assert chat.at(Step.MAYBE)


def test_a_location_first_is_the_start_of_a_report() -> None:
    chat = Chat()
    chat.share()
    assert "Kel. Kranji" in chat.text
    chat.tell("lampu jalan mati", Intent.LAPOR, ("pju", 0.9))
    assert chat.at(Step.PHOTO)
    away = Chat()
    away.share(OUTSIDE)
    assert "SP4N-LAPOR" in away.text


def test_a_shared_place_is_not_overwritten_by_a_word() -> None:
    chat = Chat()
    chat.tell("jalan bolong parah", Intent.LAPOR, ("jalan_rusak", 0.9))
    chat.share()
    chat.tell("dekat situ juga bolong parah sekali", Intent.LAPOR, ("jalan_rusak", 0.9))
    assert chat.conversation.draft is not None
    assert (chat.conversation.draft.kelurahan, chat.conversation.draft.exact) == ("01", True)


def test_pictures_and_places_at_the_question_about_another_complaint_are_kept() -> None:
    chat = Chat()
    chat.tell("jalan bolong parah", Intent.LAPOR, ("jalan_rusak", 0.9))
    chat.tell("sampah juga menumpuk belum diangkut", Intent.LAPOR, ("sampah", 0.9))
    chat.photo("a", "ini fotonya pak")
    chat.share()
    assert chat.at(Step.OTHER)
    draft = chat.conversation.draft
    assert draft is not None
    assert (len(draft.files), draft.kelurahan) == (1, "01")
    chat.tell("hmm", Intent.BUKAN_LAPORAN)
    assert chat.at(Step.OTHER)
    chat.tell("hmm", Intent.BUKAN_LAPORAN)  # twice unclear: kept as a report of its own
    assert len(chat.conversation.parked) == 1


@pytest.mark.parametrize("stored", [None, 3, [], "x", {"step": "gone"}, {"draft": 7}, {"nonce": "a"},
    {"parked": [1, None]}, {"draft": {"files": [{"nope": 1}]}}, {"later": {"release": True}},
    {"draft": {"point": {"lat": 1}}}, {"sent_at": 3}, {"draft": {"confidence": 1}},
    {"held": {"numbers": 3}}])  # fmt: skip
def test_state_nobody_wrote_begins_afresh_instead_of_failing(stored: Any) -> None:
    conversation = Conversation.from_json(stored)
    message = Incoming("web", "1", "7", NOW, text="jalan bolong di kranji")
    assert turn(conversation, message, Known(now=NOW, catalogue=CITY)).replies


def test_what_cannot_be_read_takes_its_default_and_everything_beside_it_stays() -> None:
    story = {
        "text": "got mampet",
        "files": [{"id": "a"}, {"nope": 1}, {"id": "b", "size": "x"}],
        "point": {"lat": 1},
    }
    stored = {"step": "confirm", "nonce": "seven", "draft": story, "parked": [3, {"text": "pju", "cut": []}]}
    read = Conversation.from_json(stored)
    assert (read.step, read.nonce, read.parked) == (Step.CONFIRM, 0, (Draft(text="pju"),))
    assert read.draft == Draft(text="got mampet", files=(FileRef("a"), FileRef("b")))


def test_a_full_conversation_survives_storing() -> None:
    draft = Draft(
        text="a", category="pju", confidence=0.5, candidates=("pju",), place="x", options=("01",),
        point=Point(-6.2, 106.9), exact=True, files=(FileRef("a", sha256="b"),), facts={"since": "x"},
    )  # fmt: skip
    full = Conversation(
        step=Step.OTHER, draft=draft, parked=(draft,), nonce=4, misses=1, sent_nonce=3, sent_number="B",
        sent_at=12.5, held=Held(text="t", numbers=("B",), draft=draft, files=draft.files),
    )  # fmt: skip
    assert Conversation.from_json(full.to_json()) == full
    import json

    assert Conversation.from_json(json.loads(json.dumps(full.to_json()))) == full


def test_a_refused_command_is_told_and_the_draft_goes_on() -> None:
    chat = Chat()
    chat.complain()
    said = after_refused(Turn(chat.conversation), "BKS-2611-00001", Known(now=NOW, catalogue=CITY))
    assert "baru saja berubah" in said.replies[0].text
    assert said.conversation.draft == chat.conversation.draft


def test_a_reply_survives_the_outbox() -> None:
    full = Reply("x", (Button("1:a", "A"),), True, Link("t", "/l"), "112", True, "m1")
    assert Reply.from_row(full.text, full.extras()) == full
    assert Reply("x").extras() == {}


def test_no_button_is_longer_than_telegram_allows() -> None:
    chat = Chat()
    chat.tell("jalan bolong di bekasi barat", Intent.LAPOR, ("jalan_rusak", 0.9))
    chat.press("Pilih kecamatan")
    assert all(len(button.id.encode()) <= 64 for button in chat.buttons)
