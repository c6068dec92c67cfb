"""After "Sudah beres": the rating, and taking up again what broke."""

from datetime import timedelta

import pytest

from bot.dialogue.commands import Accept, FileReport, Rate, Reopen
from bot.dialogue.state import Step
from bot.dialogue.topics.rating import stars_in
from nlu.types import Intent
from tests.unit.bot.dialogue.chat import Chat, understood


@pytest.fixture
def chat() -> Chat:
    """A resident whose one report is finished."""
    chat = Chat()
    number = chat.file()
    chat.set(number, "selesai", resolved_at=chat.now)
    return chat


@pytest.mark.parametrize(
    ("words", "stars"),
    [
        ("5", 5), ("bintang 4", 4), ("empat", 4), ("4 dari 5", 4), ("3/5", 3), ("⭐⭐⭐⭐", 4),
        ("satu aja", 1),
        ("puas", 4), ("puas sekali", 5), ("sangat puas", 5), ("mantap pak", 5), ("kurang puas", 2),
        ("tidak bagus", 2), ("buruk", 1), ("cukup", 3), ("6", None), ("0", None), ("15", None), ("", None),
        ("jalan rusak lagi di depan rumah nomor 5", None), ("terima kasih", None),
        ("ga usah nilai", None), ("males ah", None), ("ga perlu dinilai", None),
    ],
)  # fmt: skip
def test_a_rating_is_understood_in_words(words: str, stars: int | None) -> None:
    assert stars_in(words) == stars


def test_who_will_not_grade_is_thanked_and_gives_no_grade(chat: Chat) -> None:
    chat.press_id(f"done:{chat.reports[0].number}")
    chat.say("ga usah nilai")
    assert chat.at(Step.IDLE)
    assert not any(isinstance(command, Rate) for command in chat.done)


def test_who_says_it_is_done_is_asked_how_it_was_and_thanked(chat: Chat) -> None:
    number = chat.reports[0].number
    chat.press_id(f"done:{number}")
    assert chat.at(Step.RATE)
    assert [b.title[0] for b in chat.buttons] == ["5", "4", "3", "2", "1", "L"]
    chat.press("4 Baik")
    assert chat.done[-2:] == [Accept(number), Rate(number, 4)]
    assert chat.at(Step.IDLE)
    assert "4 dari 5" in chat.text


def test_a_rating_may_be_left_out(chat: Chat) -> None:
    for way in ("Lewati", "tidak"):
        chat.press_id(f"done:{chat.reports[0].number}")
        chat.press(way) if way == "Lewati" else chat.tell(way, Intent.TIDAK)
        assert chat.at(Step.IDLE)
        assert not any(isinstance(command, Rate) for command in chat.done)
        chat.set(chat.reports[0].number, "selesai")


def test_a_rating_is_changed_once_and_then_stands(chat: Chat) -> None:
    number = chat.reports[0].number
    chat.press_id(f"done:{number}")
    for stars in (2, 2, 5, 1):
        chat.press_id(f"rate:{number}:{stars}")
    assert [c.stars for c in chat.done if isinstance(c, Rate)] == [2, 5]
    assert "sudah tercatat" in chat.text


def test_a_complaint_instead_of_a_rating_is_a_complaint(chat: Chat) -> None:
    chat.press_id(f"done:{chat.reports[0].number}")
    chat.complain("sampah menumpuk di kranji lima hari", "sampah")
    assert chat.conversation.draft is not None
    assert not any(isinstance(command, Rate) for command in chat.done)


def test_the_rating_waits_beside_a_report_being_told(chat: Chat) -> None:
    chat.tell("sampah menumpuk parah sekali", Intent.LAPOR, ("sampah", 0.9))
    step, number = chat.conversation.step, chat.reports[0].number
    chat.press_id(f"done:{number}")
    chat.press("5 Sangat baik")
    assert chat.done[-1] == Rate(number, 5)
    assert chat.conversation.step is step
    assert chat.conversation.draft is not None


def test_another_question_is_not_lost_to_the_rating(chat: Chat) -> None:
    chat.tell("kok begini terus ya rasanya", Intent.BUKAN_LAPORAN)
    assert chat.at(Step.MAYBE)
    chat.press_id(f"done:{chat.reports[0].number}")
    assert chat.at(Step.MAYBE)
    assert any(b.id.startswith("rate:") for b in chat.buttons)


@pytest.mark.parametrize(("status", "days"), [("diproses", 0), ("selesai", 15), ("ditutup", 15)])
def test_unfinished_or_long_finished_work_is_not_rated(chat: Chat, status: str, days: int) -> None:
    number = chat.reports[0].number
    chat.set(number, status)
    chat.now += timedelta(days=days)
    chat.press_id(f"rate:{number}:5")
    assert not any(isinstance(command, Rate) for command in chat.done)


@pytest.mark.parametrize("button", ["rate:BKS-2611-99999:5", "rate:x", "rate:", "rate:BKS-2611-00001:9"])
def test_foreign_and_broken_rating_buttons_do_nothing(chat: Chat, button: str) -> None:
    assert chat.press_id(button)
    assert not any(isinstance(command, Rate) for command in chat.done)


def test_what_breaks_again_is_taken_up_by_who_said_it_was_done(chat: Chat) -> None:
    number = chat.reports[0].number
    chat.press_id(f"done:{number}")
    chat.press("Lewati")
    chat.now += timedelta(days=3)
    chat.tell("buka lagi", Intent.BUKAN_LAPORAN)
    assert chat.at(Step.REOPEN)
    chat.tell("aspalnya amblas lagi kemarin", Intent.LAPOR)
    assert chat.done[-1] == Reopen(number, "aspalnya amblas lagi kemarin")


def test_after_fourteen_days_a_new_report_is_the_way(chat: Chat) -> None:
    number = chat.reports[0].number
    chat.press_id(f"done:{number}")
    chat.now += timedelta(days=15)
    chat.press_id(f"undone:{number}")
    assert "laporan baru" in chat.text
    assert not any(isinstance(command, Reopen) for command in chat.done)


def test_with_two_finished_reports_it_is_asked_which_to_reopen(chat: Chat) -> None:
    second = chat.file("sampah menumpuk", "sampah")
    chat.set(second, "ditutup", resolved_at=chat.now)
    chat.tell("tolong buka kembali laporan saya", Intent.BUKAN_LAPORAN)
    assert all(report.number in chat.text for report in chat.reports)
    words = f"buka lagi {second}"
    chat.say(words, understood(words, Intent.BUKAN_LAPORAN, number=second))
    assert chat.at(Step.REOPEN)


def test_a_broken_thing_without_a_number_is_a_new_complaint(chat: Chat) -> None:
    chat.complain("lampu jalan mati lagi di kranji", "pju")
    assert chat.conversation.draft is not None
    chat.press("Lewati")
    chat.press("Kirim")
    assert isinstance(chat.done[-1], FileReport)


def test_the_card_of_a_finished_report_offers_both_answers(chat: Chat) -> None:
    number = chat.reports[0].number
    chat.press_id(f"st:{number}")
    assert [b.id for b in chat.buttons] == [f"done:{number}", f"undone:{number}"]
    chat.set(number, "ditutup")
    chat.press_id(f"st:{number}")
    assert [(b.id, b.title) for b in chat.buttons] == [(f"undone:{number}", "Buka lagi")]
