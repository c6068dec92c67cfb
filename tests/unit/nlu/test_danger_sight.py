"""Dangers and wishes for secrecy written by a hand that had not made the rules; see docs/nlu.md."""

import csv
from collections import Counter
from pathlib import Path

from nlu.emergency import detect_emergency
from nlu.tact import detect_tact

DATA = Path(__file__).parent / "data" / "danger"
ROUNDS = ("first", "second", "third", "fourth", "fifth")


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}_sight.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_of_60_dangers_of_a_kind_that_another_hand_wrote_57_are_found() -> None:
    told = Counter(row["kind"] for row in _rows("first"))
    missed = [(row["kind"], row["text"]) for row in _rows("first") if detect_emergency(row["text"]) is None]
    assert len(told) == 7
    assert set(told.values()) == {60}
    assert max(Counter(kind for kind, _ in missed).values(), default=0) <= 3, missed


def test_what_was_missed_at_later_sights_is_found_nineteen_times_in_twenty() -> None:
    rows = [row for name in ROUNDS[1:] for row in _rows(name)]
    missed = [row["text"] for row in rows if detect_emergency(row["text"]) is None]
    assert len(missed) <= len(rows) // 20, missed


def test_wishes_not_to_be_known_of_another_hand_are_heard_nineteen_times_in_twenty() -> None:
    rows = _rows("secrecy")
    missed = [row["text"] for row in rows if not detect_tact(row["text"]).hide]
    assert len(missed) <= len(rows) // 20, missed


def test_everyday_words_beside_those_of_danger_neither_ring_nor_hide() -> None:
    texts = [row["text"] for row in _rows("harmless")]
    assert [text for text in texts if detect_emergency(text) or detect_tact(text).hide] == []
