"""The side of a landmark put right, a landmark beside a street, titles of buttons that are not shown."""

import pytest

from bot.dialogue.place_said import told_right
from bot.dialogue.questions_asked import asked
from bot.dialogue.state import Draft, Step
from bot.dialogue.whereabouts import put
from nlu.types import Intent, PlaceMention, Ranked, Where
from nlu.understand import assemble
from routing.domain.corrections import Correction, put_right, without_sides
from tests.unit.bot.dialogue.chat import TAMBUN, Chat

HOLE = ("jalan_rusak", 0.9)
STREET = PlaceMention("jalan", "jl sultan", "Jalan Sultan", ("01", "02"), sure=0.75)
POLICE = PlaceMention("patokan", "polsek", "Polsek", ("01",), sure=0.75, role="ganti")


@pytest.mark.parametrize(
    ("story", "fix", "told"),
    [
        ("garbage next to the mall", Correction("behind the mall", "next to it"), "garbage behind the mall"),
        ("sampah di depan ruko", Correction("belakang rukonya", "depannya"), "sampah di belakang ruko"),
        (
            "got di depan kantor pos",
            Correction("sampingnya", "depan kantor pos"),
            "got di samping kantor pos",
        ),
        ("got depan ruko mampet depan gang", Correction("belakang", "depannya"), None),
    ],
)
def test_the_side_alone_is_put_right(story: str, fix: Correction, told: str | None) -> None:
    right = put_right(story, fix)
    assert right == told if told else "belakang" in right


def test_the_side_before_a_place_that_is_denied_hides_no_denial() -> None:
    text = "salah, bukan belakang stadion patriot tapi belakang gor bekasi"
    where = assemble(text, (), engine="").where
    assert where.corrects
    assert where.text == "gor bekasi"


def test_a_landmark_put_right_leaves_the_street() -> None:
    chat = Chat()
    chat.tell("pohon nutup jl sultan deket mal", Intent.LAPOR, HOLE, places=(STREET,))
    chat.tell("eh bukan deket mal, deket polsek", Intent.BUKAN_LAPORAN, places=(POLICE,))
    draft = chat.conversation.draft
    assert draft is not None
    assert draft.text == "pohon nutup jl sultan deket polsek"
    assert draft.place == "jl sultan, polsek"


@pytest.mark.parametrize("typed", ["Pilih kecamatan", "tulis lokasi lain", "Bagian laporan ini"])
def test_the_title_of_a_button_that_is_not_shown_is_no_part_of_the_story(typed: str) -> None:
    chat = Chat()
    chat.complain()
    chat.tell(typed, Intent.LAPOR)
    draft = chat.conversation.draft
    assert chat.at(Step.PHOTO)
    assert draft is not None
    assert draft.text == "jalan bolong di kranji"


def test_a_landmark_is_put_right_in_the_place_that_names_it_without_its_side() -> None:
    fix = without_sides(Correction("depan apotek", "depan alfamidi"))
    assert put_right("alfamidi, jl raya", fix) == "apotek, jl raya"
    same = without_sides(Correction("sampingnya", "depan kantor pos"))
    assert put_right("kantor pos, jatiasih", same) == "kantor pos, jatiasih"


def test_a_fault_told_beside_a_street_is_no_part_of_its_name() -> None:
    chat = Chat()
    chat.tell("selokan", Intent.LAPOR, ("jalan_rusak", 0.9))
    chat.tell("selokan mampet jl sultan", Intent.LAPOR, ("jalan_rusak", 0.9), places=(STREET,))
    draft = chat.conversation.draft
    assert draft is not None
    assert draft.place == "jl sultan"
    assert "mampet" in draft.text


def test_the_next_item_of_a_list_is_another_matter_however_short() -> None:
    chat = Chat()
    chat.complain()
    chat.tell("2. lampu mati", Intent.LAPOR, ("pju", 0.9))
    assert chat.at(Step.OTHER)


@pytest.mark.parametrize("text", ["tarif 5rb dipaksa", "dipungut 20 ribu sama orang situ"])
def test_what_was_paid_there_is_no_question_of_what_a_report_costs(text: str) -> None:
    assert asked(text) != "cost"


@pytest.mark.parametrize("text", ["ini bayar ga sih", "gratis kan", "biayanya berapa"])
def test_what_a_report_costs_is_answered(text: str) -> None:
    assert asked(text) == "cost"


def test_a_school_keeps_the_name_that_a_corrected_kelurahan_bears() -> None:
    story = Draft(text="got mampet depan sdn bintara 6", where=Where("sdn bintara 6"))
    right = put(story, Where("sdn bintara 6, bintara jaya", areas=(Ranked("02", 1.0),)))
    assert "sdn bintara 6" in told_right(right, story, "bintara", named="bintara jaya").text


def test_who_wants_nothing_noted_beyond_the_border_is_let_go() -> None:
    chat = Chat()
    chat.tell("lampu mati di tambun", Intent.LAPOR, ("pju", 0.9), places=(TAMBUN,))
    assert chat.at(Step.OUTSIDE)
    chat.tell("yowis ga usah", Intent.TIDAK)
    assert chat.conversation.draft is None
