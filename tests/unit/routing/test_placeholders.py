"""Words in braces: only the known ones, and each becomes what is true of the report."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain.placeholders import KNOWN, fill, unknown

VALUES = dict.fromkeys(KNOWN, "x")


def test_known_words_become_their_values() -> None:
    said = fill("Laporan {nomor} di {kelurahan} kami kerjakan.", {"nomor": "BKS-1", "kelurahan": "Kranji"})
    assert said == "Laporan BKS-1 di Kranji kami kerjakan."


def test_what_is_not_known_leaves_no_hole() -> None:
    assert fill("Di {kelurahan}, besok.", {"kelurahan": ""}) == "Di, besok."
    assert fill("Besok di {kelurahan} pagi", {"kelurahan": ""}) == "Besok di pagi"


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("{nomer}", ["nomer"]), ("{ nomor }", [" nomor "]), ("{nomor", ["{"]), ("a } b", ["}"]),
        ("{{nomor}}", ["{", "}"]), ("{}", [""]),
    ],
)  # fmt: skip
def test_a_strange_word_is_named(text: str, strange: list[str]) -> None:
    assert unknown(text) == strange


@given(st.text(alphabet="ab {}nomor", max_size=60))
def test_what_is_let_through_holds_no_brace_once_filled(text: str) -> None:
    if not unknown(text):
        assert not set("{}") & set(fill(text, VALUES))
