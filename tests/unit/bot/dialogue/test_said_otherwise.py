"""Grades with a reason, signs alone, second thoughts, doubts between two places, office hours in words."""

import pytest

from bot.dialogue.corrections import correction_in
from bot.dialogue.identity import wish
from bot.dialogue.place_said import HOME
from bot.dialogue.questions_asked import asked, vents
from bot.dialogue.topics.dropping import _AFTER_ALL
from bot.dialogue.topics.finished import _stars
from bot.messages.times import working
from routing.domain.corrections import Correction, put_right
from routing.domain.deadlines import ALWAYS, Hours


@pytest.mark.parametrize(
    ("text", "stars", "told"),
    [
        ("2 soalnya masih bau", 2, True),
        ("3 aja karena lama", 3, True),
        ("keren banget bintang lima", 5, False),
        ("saya kasih nilai 4", 4, False),
        ("udah rapi sih tapi lama, 3 aja", 3, False),
    ],
)
def test_a_grade_is_read_with_its_reason(text: str, stars: int, told: bool) -> None:
    assert _stars(text) == (stars, told)


@pytest.mark.parametrize("text", ["2 lampu masih mati", "masih bau", "3 hari lalu selesai"])
def test_a_count_is_no_grade(text: str) -> None:
    assert _stars(text) is None


@pytest.mark.parametrize(
    "text", ["eh jadi deh", "ga jadi batal", "lanjut aja", "eh jangan dihapus", "actually keep it"]
)
def test_second_thoughts_take_up_what_was_given_up(text: str) -> None:
    assert _AFTER_ALL.fullmatch(text)


@pytest.mark.parametrize("text", ["oke", "makasih", "ya", "jadi gini pak ada lubang"])
def test_a_nod_takes_nothing_up(text: str) -> None:
    assert not _AFTER_ALL.fullmatch(text)


@pytest.mark.parametrize("text", ["ya di rumah saya lah", "di sini", "deket rumah ibu", "di tempat saya kok"])
def test_the_own_home_names_no_place(text: str) -> None:
    assert HOME.fullmatch(text)


@pytest.mark.parametrize(
    "text", ["rumah pak haji mamat", "di warung bu tini", "rumah sakit", "tempat sampah"]
)
def test_a_home_with_a_name_may_be_one(text: str) -> None:
    assert not HOME.fullmatch(text)


@pytest.mark.parametrize(
    "text",
    ["puskesmas sabtu buka ga ya?", "kantor camat tutup jam berapa", "jadwal pelayanan KTP kapan",
     "what time does the office open"],
)  # fmt: skip
def test_hours_are_asked_for(text: str) -> None:
    assert asked(text) == "hours"


@pytest.mark.parametrize("text", ["karaoke buka sampai jam 3 pagi", "jalan ditutup dari kemarin"])
def test_what_stays_open_too_long_asks_for_no_hours(text: str) -> None:
    assert asked(text) != "hours"


@pytest.mark.parametrize("text", ["nanya mulu sih", "lu kok nanya terus", "banyak tanya banget"])
def test_who_is_asked_too_much_is_calmed(text: str) -> None:
    assert vents(text)


def test_a_neighbour_who_keeps_asking_is_part_of_the_story() -> None:
    assert not vents("tetangga nanya terus kapan diperbaiki")


@pytest.mark.parametrize(
    ("text", "privacy"),
    [
        ("boleh deh pakai nama saya", "biasa"),
        ("ga jadi anonim", "biasa"),
        ("mau lapor tapi takut", "rahasia"),
        ("jangan pakai nama saya", "anonim"),
        ("ga usah pakai nama saya aja", "anonim"),
    ],
)
def test_a_name_may_stand_there_after_all(text: str, privacy: str) -> None:
    said = wish(text)
    assert said is not None
    assert said.privacy == privacy


def test_a_right_value_brings_no_word_twice() -> None:
    fixed = put_right("tiang miring di jl mawar", Correction("pohon miring", "tiang"))
    assert fixed == "pohon miring di jl mawar"
    assert put_right("jalan retak di sini", Correction("jalan nasional", "kota")).startswith("jalan retak")
    assert put_right("lampu mati 3 di sini", Correction("mati 5", "3")) == "lampu mati 5 di sini"


@pytest.mark.parametrize(
    ("text", "new", "old"),
    [
        ("eh ada 7 ternyata bukan 4", "ada 7", "4"),
        ("bukan sampah sih, lebih ke puing", "puing", "sampah"),
    ],
)
def test_a_correction_is_bared_of_what_only_leads_to_it(text: str, new: str, old: str) -> None:
    assert correction_in(text) == Correction(new, old)


def test_a_wrong_office_puts_nothing_right() -> None:
    assert correction_in("salah dinas kali, itu punya pengembang") is None


def test_working_hours_are_said_in_the_persons_language() -> None:
    assert working(Hours()) == "Senin–Jumat 07.30–16.00, libur pada hari libur nasional"
    assert working(Hours(), "en") == "Monday–Friday 07:30–16:00, closed on public holidays"
    assert working(Hours(frozenset((0, 5)), holidays=True)) == "Senin, Sabtu 07.30–16.00"
    assert working(ALWAYS) == "24 jam setiap hari"
