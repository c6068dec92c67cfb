"""Words that put something right, and questions in between."""

import pytest

from bot.dialogue.commands import AddToReport
from bot.dialogue.corrections import correction_in
from bot.dialogue.hear import Heard
from bot.dialogue.questions_asked import asked, urges
from bot.dialogue.slots import with_text
from bot.dialogue.state import Draft
from bot.dialogue.wording import matter_of
from bot.tongue import in_indonesian, tongue_of
from nlu.types import Intent, Ranked
from routing.domain.corrections import Correction, put_right
from tests.unit.bot.dialogue.chat import CITY, Chat


@pytest.mark.parametrize(
    ("text", "new", "old"),
    [("eh itu tiang kabel", "tiang kabel", ""), ("ganti, bukan angkot tapi bus", "bus", "angkot"),
     ("bukan lampu tapi tiang listrik", "tiang listrik", "lampu"),
     ("got pak bukan jalan", "got", "jalan"), ("salah, maksudnya got bukan jalan", "got", "jalan"),
     ("bukan 2 minggu, sudah 2 bulan", "sudah 2 bulan", "2 minggu"), ("maksud saya selokan", "selokan", ""),
     ("eh rt 6 maksudnya", "rt 6", ""), ("rw 3 maksud saya", "rw 3", ""), ("3 nya salah, 5 biji", "5", "3"),
     ("eh maaf bukan RT 3 tapi RT 5", "RT 5", "RT 3"), ("ternyata kabelnya putus", "kabelnya putus", ""),
     ("eh itu bukan jalan bolong, itu trotoar ambles", "trotoar ambles", "jalan bolong"),
     ("itu sih bukan got tapi selokan warga", "selokan warga", "got"),
     ("wait, not the road but the drain", "drain", "road")],
)  # fmt: skip
def test_a_correction_is_heard(text: str, new: str, old: str) -> None:
    assert correction_in(text) == Correction(new, old)


@pytest.mark.parametrize(
    "text",
    ["salah pak", "bukan itu", "bukan", "jalannya rusak bukan main", "", "jalan rusak di kranji", "salah?"],
)
def test_no_correction_is_heard_where_none_is(text: str) -> None:
    assert correction_in(text) is None


@pytest.mark.parametrize(
    ("story", "text", "right"),
    [("tiang lampu miring", "eh itu tiang kabel", "tiang kabel miring"),
     ("sampah sudah 2 minggu", "bukan 2 minggu, sudah 2 bulan", "sampah sudah 2 bulan"),
     ("di rt 3 rw 2", "rt 5 bukan rt 3", "di rt 5 rw 2"),
     ("ada 3 lampu mati di jl no 3 rt 3", "eh bukan 3, 5", "ada 5 lampu mati di jl no 3 rt 3"),
     ("di gang cendana rt 2", "eh rw 2 bukan rt 2", "di gang cendana rw 2"),
     ("ada 5 lampu mati di rt 3", "eh ralat lagi 4", "ada 4 lampu mati di rt 3"),
     ("lampu mati", "ralat, kabel putus", "lampu mati\nkabel putus")],
)  # fmt: skip
def test_the_story_is_told_right(story: str, text: str, right: str) -> None:
    fix = correction_in(text)
    assert fix is not None
    assert put_right(story, fix) == right


@pytest.mark.parametrize(
    ("text", "name"),
    [("lama ga prosesnya?", "how-long"), ("berapa lama biasanya diperbaiki?", "how-long"),
     ("kapan dibenerin?", "how-long"),
     ("siapa yang nanganin?", "who"), ("ke dinas mana ya", "who"), ("bayar ga?", "cost"),
     ("ini robot ya?", "robot"),
     ("harus pakai foto?", "photo"), ("nama saya kelihatan ga?", "privacy"), ("terus gimana?", "next"),
     ("how long will it take?", "how-long"), ("buat apa?", "why"), ("memangnya kenapa sih?", "other"),
     ("jalan berlubang di kranji", None), ("sampahnya bau sekali", None)],
)  # fmt: skip
def test_a_question_in_between_is_known(text: str, name: str | None) -> None:
    assert asked(text) == name


@pytest.mark.parametrize(
    "text", ["kok lama banget", "belum ada kabar juga", "gimana kabarnya", "any update?"]
)
def test_who_asks_after_a_report_is_heard(text: str) -> None:
    assert urges(text)


def test_questions_are_never_written_into_the_report() -> None:
    chat = Chat()
    chat.complain()
    for text in (
        "berapa lama biasanya diperbaiki?",
        "siapa yang menangani?",
        "kok lama banget sih",
        "buat apa?",
    ):
        chat.tell(text, Intent.LAPOR)
        assert chat.conversation.draft is not None
        assert chat.conversation.draft.text == "jalan bolong di kranji"


def test_the_quoted_message_tells_which_report_an_answer_is_for() -> None:
    chat = Chat()
    first, second = chat.file(), chat.file("sampah di kranji", "sampah")
    chat.set(first, "menunggu_warga", asked_at=chat.now)
    chat.set(second, "menunggu_warga", asked_at=chat.now)
    chat.more = {"quoted": first}
    chat.tell("nomor 12 pak", Intent.TAMBAHAN)
    assert chat.done[-1] == AddToReport(first, "nomor 12 pak")
    chat.complain("parkir liar menutup jalan", "parkir")  # a report in hand does not stand in the way
    chat.more = {"quoted": second}
    chat.tell("sebelah warung", Intent.LAPOR)
    assert chat.done[-1] == AddToReport(second, "sebelah warung")


def test_a_letter_is_shown_by_its_matter_and_kept_whole() -> None:
    letter = (
        "Selamat siang, dengan hormat. Perkenalkan saya warga. Got di depan masjid mampet sejak dua bulan"
    )
    letter += " dan airnya meluap. Atas perhatiannya kami ucapkan terima kasih."
    assert matter_of(letter) == "Got di depan masjid mampet sejak dua bulan dan airnya meluap."
    assert matter_of("Selamat siang. Got mampet.") == "Selamat siang. Got mampet."


def test_the_language_of_a_message_is_told_by_its_small_words() -> None:
    assert tongue_of("there is a big hole in the road") == "en"
    assert tongue_of("jalan di depan rumah saya rusak") == "id"
    assert tongue_of("ok") is tongue_of("kirim") is tongue_of("") is None
    assert in_indonesian("the street light is out") == "lampu jalan mati"
    assert in_indonesian("hello") == ""


@pytest.mark.parametrize(
    ("told", "by", "kind"),
    [("jl melati", "embedded", "drainase"), ("aspal jl melati rusak", "embedded", "jalan_rusak"),
     ("jl melati", "warga", "jalan_rusak")],
    ids=["a place alone", "a story", "the resident's choice"],
)  # fmt: skip
def test_a_story_that_began_with_its_place_takes_its_kind_from_what_is_told_then(
    told: str, by: str, kind: str
) -> None:
    draft = Draft(text=told, place="Jl Melati, RT 3", category="jalan_rusak", category_by=by)
    more = Heard("got mampet", 2, Intent.LAPOR, False, candidates=(Ranked("drainase", 0.9),))
    assert with_text(draft, more, CITY).category == kind


def test_rt_and_rw_told_together_stand_for_the_pair_of_the_story() -> None:
    story = "sampah numpuk di rt 2 rw 11"
    assert put_right(story, Correction("rt 11 rw 2")) == "sampah numpuk di rt 11 rw 2"


@pytest.mark.parametrize(
    ("said", "new"),
    [
        ("salah kategori, ini mestinya banjir", "banjir"),
        ("kategorinya salah itu harusnya saluran mampet", "saluran mampet"),
        ("salah jenis, harusnya pohon tumbang", "pohon tumbang"),
        ("eh keliru kategori, itu soal parkir liar", "parkir liar"),
        ("jenisnya keliru, semestinya sampah menumpuk", "sampah menumpuk"),
    ],
)
def test_a_kind_named_wrong_is_put_right_by_its_own_words(said: str, new: str) -> None:
    assert correction_in(said) == Correction(new)
