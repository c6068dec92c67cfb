"""How to report, who reads it, how long it takes, as people ask; and what a correction leaves as it was."""

import pytest

from bot.dialogue.place_said import FINER, told_right
from bot.dialogue.questions_asked import asked
from bot.dialogue.readings import Reading, reading_of
from bot.dialogue.state import Draft, Step
from bot.dialogue.whereabouts import put
from nlu.types import Intent, PlaceMention, Ranked, Where
from tests.unit.bot.dialogue.chat import KRANJI, Chat

RIVER = PlaceMention("patokan", "kali cikeas", "Kali Cikeas", ("01", "02"), sure=0.88)
BINTARA = PlaceMention("kelurahan", "bintara", "Bintara", ("02",), sure=0.955, role="ganti")


@pytest.mark.parametrize("text", ["kalo mau lapor jalan rusak caranya gimana ya?", "cara lapor gimana min"])
def test_who_asks_how_to_report_has_told_nothing_yet(text: str) -> None:
    assert asked(text) == "how"
    chat = Chat()
    chat.tell(text, Intent.BANTUAN, ("jalan_rusak", 0.9))
    assert "Cukup tulis di sini" in chat.text
    assert chat.conversation.draft is None


@pytest.mark.parametrize("text", ["mau lapor jalan rusak", "mau lapor ktp gimana caranya"])
def test_a_wish_to_report_asks_no_how(text: str) -> None:
    assert asked(text) != "how"


@pytest.mark.parametrize(
    ("text", "name"), [("siapa aja yg bisa baca?", "readers"), ("berape lame benerinnye?", "how-long")]
)
def test_questions_are_known_in_other_words_too(text: str, name: str) -> None:
    assert asked(text) == name


def test_no_pics_are_no_house_number() -> None:
    assert FINER.match("no pics") is None
    assert FINER.match("no 14a")
    assert FINER.match("blok d")
    assert reading_of("no pics") is Reading.NO_PHOTO


def test_a_landmark_stays_where_only_the_kelurahan_is_put_right() -> None:
    chat = Chat()
    chat.tell("sampah di pinggir kali cikeas", Intent.LAPOR, ("sampah", 0.9), places=(RIVER,))
    chat.tell("kranji", Intent.LAPOR, places=(KRANJI,))
    chat.tell("lewati", Intent.TIDAK)
    chat.tell("ubah lokasi", Intent.BUKAN_LAPORAN)
    assert chat.at(Step.PLACE)
    chat.tell("harusnya bintara", Intent.BUKAN_LAPORAN, places=(BINTARA,))
    draft = chat.conversation.draft
    assert draft is not None
    assert (draft.text, draft.kelurahan) == ("sampah di pinggir kali cikeas", "02")
    assert "kali cikeas" in draft.place


def test_a_name_put_right_in_the_story_brings_no_comma() -> None:
    old = Draft(text="plafon puskesmas kranji jebol", where=Where("puskesmas kranji"))
    right = put(old, Where("puskesmas, bintara", areas=(Ranked("02", 1.0),)))
    assert told_right(right, old, "puskesmas kranji").text == "plafon puskesmas bintara jebol"
