"""Words are read through short forms, spelling errors and inflections."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.cues import Lexicon
from nlu.fuzzy import Near, one_edit
from nlu.plain import DATA, fold, load_yaml, plain
from nlu.roots import roots

WORD = st.text(alphabet="abcdefgh", min_size=7, max_size=12)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("jln bolong2 dpn rmh", ("jalan", "lubang", "depan", "rumah")),
        ("LAMPUNYA mattiii", ("lampu", "mati")),
        ("udh 3hari ga nyala", ("sudah", "3", "hari", "tidak", "nyala")),
        ("jln brlbng dpn sklh", ("jalan", "berlubang", "depan", "sekolah")),
        ("smpn pln krl kpk", ("smpn", "pln", "krl", "kpk")),
        ("ｊａｌａｎ rusák", ("jalan", "rusak")),
        ("cek https://contoh.id/jalan ya", ("cek", "ya")),
        ("hanya tanya punya siapa", ("hanya", "tanya", "punya", "siapa")),
    ],
)
def test_chat_is_written_out(text: str, words: tuple[str, ...]) -> None:
    assert plain(text).words == words


def test_a_word_keeps_the_letters_it_was_written_with() -> None:
    known = plain("Tolong, JLN bolong2!")
    assert known.written(1, 3) == "JLN bolong"
    assert known.clause == (0, 1, 1)


def test_no_short_form_is_given_twice_or_leads_on_to_another() -> None:
    table = load_yaml(DATA / "short_forms.yml")
    long: dict[str, str] = {}
    for written, shorts in table.items():
        for short in shorts:
            assert long.setdefault(fold(short), fold(written)) == fold(written), short
    assert not [written for written in table if long.get(fold(written), fold(written)) != fold(written)]


@pytest.mark.parametrize(
    ("a", "b", "near"),
    [
        ("kebakaran", "kebakran", True),
        ("kebakaran", "kebakarann", True),
        ("kebakaran", "kebakarna", True),
        ("kebakaran", "kebakuran", True),
        ("kebakaran", "kebakaran", True),
        ("kebakaran", "kebakr", False),
        ("kebakaran", "pembakaran", False),
    ],
)
def test_one_typing_error_is_one(a: str, b: str, near: bool) -> None:
    assert one_edit(a, b) is near
    assert one_edit(b, a) is near


@given(WORD, st.integers(1, 6))
def test_a_word_is_found_with_any_one_letter_missing(word: str, at: int) -> None:
    found = Near([word]).find(word[:at] + word[at + 1 :])
    assert found == word


@given(WORD, st.integers(1, 6), st.sampled_from("xyz"))
def test_a_word_is_found_with_any_one_letter_changed(word: str, at: int, letter: str) -> None:
    assert Near([word]).find(word[:at] + letter + word[at + 1 :]) == word


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("menyandera", "sandera"),
        ("nyandera", "sandera"),
        ("disandera", "sandera"),
        ("penyanderaan", "sandera"),
        ("mengeroyok", "keroyok"),
        ("ngeroyok", "keroyok"),
        ("memukuli", "pukul"),
        ("mukulin", "pukul"),
        ("nusuk", "tusuk"),
        ("tertabrak", "tabrak"),
        ("katabrak", "tabrak"),
        ("dirampas", "rampas"),
    ],
)
def test_an_inflected_word_is_known_by_its_root(word: str, root: str) -> None:
    assert root in roots(word)


def test_lists_find_phrases_stems_roots_and_misspellings() -> None:
    lexicon = Lexicon({"api": ["kebakaran", "api besar"], "curi": ["maling*"], "pukul": ["gebuk~"]})
    found = lexicon.find(plain("kebakran, api besar; malingnya digebukin").words)
    assert found == {"api": [(0, 1), (1, 3)], "curi": [(3, 4)], "pukul": [(4, 5)]}


def test_an_everyday_word_is_no_misspelling() -> None:
    lexicon = Lexicon({"jahat": ["penyerangan"]})
    assert lexicon.find(plain("lampu penerangan jalan").words) == {}
    assert lexicon.find(plain("ada penyrangan").words) == {"jahat": [(1, 2)]}


def ordinary() -> set[str]:
    """Everyday words as they are written: what announces a place's name, and what is no typing error."""
    words = {word for row in load_yaml(DATA / "ordinary_words.yml") for word in row.split(", ")}
    lists = load_yaml(DATA / "place_words.yml")
    for name in ("street", "estate", "landmark", "beside", "school_words", "schools"):
        words |= {str(word) for word in lists[name]}
    return {fold(word) for word in words}


def test_no_short_form_of_a_place_is_an_everyday_word_or_short_for_another() -> None:
    short = {fold(str(a)): fold(str(b)) for a, b in load_yaml(DATA / "place_words.yml")["short"].items()}
    short |= {fold(a): fold(b) for a, b in load_yaml(DATA / "gazetteer" / "kota.yml")["short"].items()}
    chat = {fold(s): fold(long) for long, all_ in load_yaml(DATA / "short_forms.yml").items() for s in all_}
    for form, long in short.items():
        same = form[:3] == long[:3]  # "vila" is villa, "mushola" one of its spellings
        assert form not in ordinary() or same, form
        assert chat.get(form, long) == long, form


def test_no_chat_form_turns_a_school_a_street_or_a_shop_into_another_word() -> None:
    table = load_yaml(DATA / "short_forms.yml")
    heads = load_yaml(DATA / "place_words.yml")
    known = {fold(str(word)) for name in ("street", "landmark", "estate", "schools") for word in heads[name]}
    turned = {fold(s) for long, shorts in table.items() for s in shorts if fold(long) not in known}
    assert not known & turned
