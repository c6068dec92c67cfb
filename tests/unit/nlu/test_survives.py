"""Any text is survived, in bounded work, by everything that reads text."""

from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nlu.complaint import complaint_score
from nlu.emergency import detect_emergency
from nlu.facts import find_facts
from nlu.intents import detect_intent
from nlu.matters import split_matters
from nlu.numbers import find_report_number
from nlu.places import find_places
from nlu.plain import MAX_CHARS, plain
from nlu.privacy import mask
from nlu.types import Intent
from nlu.understand import assemble, gazetteer
from tests import weekly

READERS: tuple[Callable[[str], object], ...] = (
    detect_intent,
    detect_emergency,
    complaint_score,
    lambda text: find_places(text, gazetteer()),
    find_facts,
    mask,
    split_matters,
    find_report_number,
    plain,
    lambda text: assemble(text, (), engine="uji"),
)
ODD = st.text(alphabet=st.characters(codec=None), max_size=300)  # every code point, lone surrogates too
PIECES = [
    "jalan",
    "rusak",
    "dan",
    " ",
    ",",
    "2",
    "rt",
    "08",
    "kebakaran",
    "\n",
    "🔥",
    "ada",
    "sudah",
    "BKS",
    "@",
    ".",
]


@given(ODD)
@example("")
@example("\x00\x00")
@example("\ud800 jalan \udfff")
@example("😀🔥🙏")
@example("مرحبا كيف حالك ‮jalan rusak")
@example("道路が壊れています")
@example("ｊａｌａｎ ｒｕｓａｋ")
@example("ﷺ" * 50)
def test_any_text_is_survived(text: str) -> None:
    for read in READERS:
        read(text)


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_any_mixture_of_telling_words_is_survived(text: str) -> None:
    for read in READERS:
        read(text)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "piece",
    weekly.some(["kebakaran ", "08 ", "jl mawar ", "a", "sudah ", "1", "dan ", "a@", "rt 1/2 ",
                 "🔥", "\x00", "رق ", "nol delapan "], push=2),
)  # fmt: skip
def test_a_hundred_thousand_characters_are_survived(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    for read in READERS:
        read(text)


@given(st.lists(st.sampled_from([*PIECES, "081234567890", "3275011234560001", "jl mawar "]), max_size=20))
def test_nothing_understood_holds_a_private_number(pieces: list[str]) -> None:
    known = repr(assemble(" ".join(pieces), (), engine="uji"))
    assert "081234567890" not in known
    assert "3275011234560001" not in known


@given(ODD)
def test_an_intent_is_always_given_with_a_probability(text: str) -> None:
    intent, sure = detect_intent(text)
    assert intent in Intent
    assert 0.0 <= sure <= 1.0


@given(ODD)
def test_words_keep_their_places_in_the_text(text: str) -> None:
    known = plain(text)
    assert len(known.words) == len(known.spans) == len(known.sentence) == len(known.clause)
    assert all(0 <= start < end <= len(text) for start, end in known.spans)


@settings(max_examples=20)
@given(st.integers(0, 3))
def test_what_stands_past_the_limit_is_hidden_as_well(extra: int) -> None:
    text = "x " * (MAX_CHARS + extra) + "081234567890"
    assert mask(text).endswith("[telepon]")
