"""What is answered after another question, denied as a whole, said with a reason; where a place stays."""

from dataclasses import replace

import pytest

from bot.dialogue.commands import FileReport
from bot.dialogue.corrections import correction_in
from bot.dialogue.questions_asked import asked
from bot.dialogue.readings import Reading, reading_of, sends_at_last
from bot.dialogue.state import Draft, Step
from bot.dialogue.topics.kind import _CALLS_IT
from bot.dialogue.whereabouts import put, with_kelurahan
from nlu.types import Intent, PlaceMention, Ranked, Where
from routing.domain.corrections import Correction
from tests.unit.bot.dialogue.chat import KRANJI, Chat

HOLE, LAMP = ("jalan_rusak", 0.9), ("pju", 0.9)
ESTATE = PlaceMention("perumahan", "perum asri", "Perum Asri", ("02",), sure=0.88)


@pytest.mark.parametrize("text", ["kirim yg tadi", "baik, mohon dikirimkan", "sok kirim"])
def test_sending_is_heard_in_these_words_too(text: str) -> None:
    assert reading_of(text) is Reading.SEND


def test_a_picture_may_follow_in_short_words() -> None:
    assert reading_of("nanti nyusul") is Reading.LATER


def test_who_denies_all_and_tells_another_matter_replaces_what_stands_there() -> None:
    chat = Chat()
    chat.complain("jalan bolong di kranji")
    chat.tell("lewati", Intent.TIDAK)
    chat.tell("bukan itu, maksud saya lampu taman mati semua", Intent.LAPOR, LAMP)
    draft = chat.conversation.draft
    assert draft is not None
    assert (draft.text, draft.category, draft.kelurahan) == ("lampu taman mati semua", "pju", "01")


def test_a_word_behind_a_denial_is_a_detail() -> None:
    assert correction_in("bukan itu, kabel") == Correction("kabel")
    assert correction_in("bukan itu, maksud saya lampu taman mati") == Correction(
        "lampu taman mati", whole=True
    )


def test_an_estate_does_not_move_the_kelurahan_that_was_named() -> None:
    chat = Chat()
    chat.tell("jalan bolong", Intent.LAPOR, HOLE)
    chat.tell("kranji", Intent.LAPOR, places=(replace(KRANJI, sure=0.955),))
    chat.tell("perum asri", Intent.BUKAN_LAPORAN, places=(ESTATE,))
    draft = chat.conversation.draft
    assert draft is not None
    assert "01" in {area.code for area in draft.where.areas}
    assert draft.kelurahan != "02"


def test_the_street_stays_in_a_kelurahan_that_it_was_not_known_in() -> None:
    draft = put(Draft(), Where("jl mawar", areas=(Ranked("02", 0.4), Ranked("03", 0.4))))
    assert with_kelurahan(draft, "01").place == "jl mawar"


def test_no_picture_where_a_number_was_asked_for_leaves_the_question_open() -> None:
    chat = Chat()
    chat.complain("angkot ugal ugalan di kranji", "angkutan")
    chat.tell("g ada fotonya bang", Intent.TIDAK)
    assert chat.at(Step.DETAIL)
    assert "tanpa foto pun bisa" in chat.text


def test_none_at_the_summary_is_of_the_picture_that_was_asked_for_before() -> None:
    chat = Chat()
    chat.complain()
    chat.tell("kranji", Intent.LAPOR, places=(KRANJI,))
    assert chat.at(Step.CONFIRM)
    chat.tell("ora nduwe", Intent.TIDAK)
    assert "tanpa foto pun bisa" in chat.text
    chat.tell("ada", Intent.YA)
    assert chat.at(Step.PHOTO)
    assert not any(isinstance(done, FileReport) for done in chat.done)


def test_a_reason_beside_no_picture_is_no_part_of_the_story() -> None:
    chat = Chat()
    chat.complain()
    chat.tell("gabisa foto lagi nyetir", Intent.LAPOR)
    draft = chat.conversation.draft
    assert chat.at(Step.CONFIRM)
    assert draft is not None
    assert "nyetir" not in draft.text


def test_the_last_clause_sends_whatever_comes_before() -> None:
    assert sends_at_last("oh berarti kabupaten bogor ya, ya udah catat aja")
    assert not sends_at_last("catat aja, eh bentar di jalan mawar")


@pytest.mark.parametrize(
    "text", ["emang harus pake ktp?", "do i have to show my id?", "harus daftar dulu ga"]
)
def test_what_is_needed_is_answered(text: str) -> None:
    assert asked(text) == "needs"


@pytest.mark.parametrize("text", ["harus bawa kk asli katanya", "apa kk saya hilang di kelurahan"])
def test_papers_that_are_told_of_are_no_question(text: str) -> None:
    assert asked(text) != "needs"


def test_a_kind_may_be_named_behind_what_is_wrong() -> None:
    told = _CALLS_IT.fullmatch("jenisnya salah, harusnya pencemaran")
    assert told is not None
    assert told["kind"] == "pencemaran"


@pytest.mark.parametrize(
    ("text", "place"),
    [("ok skrg. di gang damai", "gang damai"), ("pokoknya deket alfamart ujung", "deket alfamart ujung")],
)
def test_a_place_begins_behind_the_words_to_us(text: str, place: str) -> None:
    chat = Chat()
    chat.tell("jalan bolong", Intent.LAPOR, HOLE)
    named = PlaceMention("jalan", place.removeprefix("deket "), "Itu", ("02",), sure=0.75)
    chat.tell(text, Intent.LAPOR, places=(named,))
    draft = chat.conversation.draft
    assert draft is not None
    assert draft.place == place
