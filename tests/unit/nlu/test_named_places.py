"""Of 300 sentences of our own that name a place, the gazetteer knows nearly all, and says nothing wrong."""

from pathlib import Path

from nlu.evaluation_places import measure, read_rows, where
from nlu.understand import gazetteer

SENTENCES = Path(__file__).parent / "data" / "tempat_disebut.csv"


def test_places_named_in_our_own_sentences_are_known() -> None:
    rows = read_rows(SENTENCES, gazetteer())
    scores = measure(rows, [where(row.text, gazetteer()) for row in rows], gazetteer())
    assert scores.rows == 300
    assert scores.offered_with_truth >= 0.96
    assert scores.recall >= 0.92
    assert scores.right_when_decided >= 0.99
    assert scores.outside_right >= 0.95
