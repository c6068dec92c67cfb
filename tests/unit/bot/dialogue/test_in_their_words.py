"""Who is not to know, what proves it, what asks to be spread, who can hardly type, what is not over yet."""

import pytest

from bot.dialogue.commands import FileReport, TellOperator
from bot.dialogue.questions_asked import (
    passed_on,
    recalls,
)
from bot.dialogue.state import Step
from bot.tongue import in_indonesian
from nlu.types import Intent
from routing.domain.corrections import Correction, put_right
from tests.unit.bot.dialogue.chat import Chat
from tests.unit.bot.dialogue.test_danger import Resident


@pytest.mark.parametrize(
    "text", ["jangan lapor ke sekolah plis", "jangan hubungi orang tua aku ya", "jgn telpon ibu"]
)
def test_a_victim_whose_family_or_school_is_not_to_know_is_no_other_matter(text: str) -> None:
    chat = Resident().write("mantan aku ngancem nyebarin foto telanjang aku").write("umur aku 13").write(text)
    assert not chat.at(Step.OTHER)
    assert "rahasia" in chat.spoken


@pytest.mark.parametrize(
    "text", ["ga ada bukti cuma denger", "saksinya banyak, tetangga semua liat dia minta uang"]
)
def test_what_proves_it_is_no_other_matter(text: str) -> None:
    chat = Resident().write("guru di sekolah minta uang bangunan, lubang di pagar").write("kelurahan kranji")
    chat.write(text)
    assert not chat.at(Step.OTHER)


@pytest.mark.parametrize(
    ("story", "fix", "told"),
    [
        ("lampu merah rusak", Correction("lampu pju", "lampu merahnya"), "lampu pju rusak"),
        ("got depan rumah mampet", Correction("selokan", "gotnya"), "selokan depan rumah mampet"),
    ],
)
def test_a_wrong_value_told_with_its_article_is_replaced(story: str, fix: Correction, told: str) -> None:
    assert put_right(story, fix) == told


@pytest.mark.parametrize(
    "text",
    [
        "sebarin ya bendungan bekasi jebol jam 12 malam ini",
        "tolong share guys, ada penculik keliling malam ini",
    ],
)
def test_what_asks_to_be_spread_was_passed_on(text: str) -> None:
    assert passed_on(text)


@pytest.mark.parametrize("text", ["saya belum pernah lapor deng hehe", "beneran ga usah", "oh gitu ya"])
def test_nothing_told_starts_nothing(text: str) -> None:
    chat = Resident().write(text)
    assert chat.at(Step.IDLE)
    assert "belum menangkap" not in chat.spoken


@pytest.mark.parametrize(
    "text",
    [
        "bapak mau lapor tapi ngetiknya susah nak",
        "ibu ga bisa ngetik, mata rabun",
        "nulisnya susah, jari gemeter",
    ],
)
def test_who_can_hardly_type_is_helped(text: str) -> None:
    chat = Resident().write(text)
    assert chat.at(Step.IDLE)
    assert "petugas" in chat.spoken


@pytest.mark.parametrize(
    "text", ["nak ini laporannya dibaca siapa", "siapa yang baca ini", "ini dibaca orang atau mesin"]
)
def test_who_reads_it_is_told(text: str) -> None:
    chat = Resident().write(text)
    assert chat.at(Step.IDLE)
    assert "petugas" in chat.spoken


def test_what_was_reported_yesterday_is_asked_of_us() -> None:
    assert recalls("min kmrn saya lapor apa ya")


def test_who_drowns_is_not_told_to_save_the_battery() -> None:
    chat = Resident().write("ada anak hanyut di kali bekasi deket jembatan")
    assert "baterai" not in chat.spoken
    assert "112" in chat.spoken


def test_help_that_came_to_somebody_who_wished_to_die_is_heard() -> None:
    chat = Resident().write("temen aku mau bunuh diri").write("polisi udah dateng")
    assert chat.at(Step.LISTEN)
    assert "syukurlah" in chat.spoken.lower()


def test_two_answers_that_did_not_fit_leave_the_likeliest_kind_to_be_looked_at() -> None:
    chat = Chat()
    chat.tell("jalan di depan rsud macet ambulans susah lewat", Intent.LAPOR, ("parkir", 0.4), ("pju", 0.2))
    assert chat.at(Step.CATEGORY)
    chat.tell("hmm iya", Intent.YA)
    chat.tell("iya barusan", Intent.YA)
    draft = chat.conversation.draft
    assert draft is not None
    assert (draft.category, draft.review) == ("parkir", True)


def test_high_water_in_english_is_a_flood() -> None:
    words = in_indonesian("Water is entering our alley, about knee high")
    assert "banjir" in words
    assert "selutut" in words


@pytest.mark.parametrize("text", ["pisahin aja", "iya pisah", "satu aja laporannya"])
def test_who_parts_what_is_one_is_told_how_the_other_is_told(text: str) -> None:
    chat = Resident().write("sampah numpuk di kelurahan kranji").write(text)
    assert chat.at(Step.PHOTO)
    assert chat.conversation.draft is not None
    assert "pisah" not in chat.conversation.draft.text
    assert "satu" in chat.spoken


@pytest.mark.parametrize("text", ["berapa hari kira kira", "lama ga prosesnya", "biasanya berapa lama ya"])
def test_who_asks_how_long_before_anything_is_told_starts_nothing(text: str) -> None:
    assert Resident().write(text).at(Step.IDLE)


def test_oh_i_see_sends_nothing() -> None:
    chat = Resident().write("sampah numpuk di kelurahan kranji").write("lewati").write("oh gitu ya")
    assert chat.at(Step.CONFIRM)
    assert not chat.did(FileReport)


@pytest.mark.parametrize(
    "text", ["belum ketemu", "blm padam", "ambulansnya belum dateng", "belum sadar juga"]
)
def test_what_is_not_over_yet_refuses_no_report(text: str) -> None:
    chat = Resident().write("motor ditabrak truk, orangnya berdarah ga gerak").write(text)
    assert chat.conversation.draft is not None
    assert text in chat.conversation.draft.text
    assert TellOperator(text) in chat.done
