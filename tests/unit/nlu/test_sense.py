"""The sense of danger hears what no rule was told, and leaves everyday words alone; see decision 0033."""

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from nlu import sense_corpus
from nlu.alarm import detect_alarm
from nlu.cards import ModelMissing
from nlu.engine import EmbeddedEngine
from nlu.sense import NONE, Sense, file_of, load
from nlu.types import Intent

DATA = Path(__file__).parent / "data" / "danger"


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_dangers_no_grammar_was_told_are_met_nineteen_times_in_twenty(sense: Sense) -> None:
    rows = _rows("closed_sight")
    told = Counter(row["kind"] for row in rows)
    missed = Counter(row["kind"] for row in rows if detect_alarm(row["text"], sense) is None)
    assert len(told) == 8
    for kind, count in told.items():
        assert missed[kind] <= max(1, count // 10), kind
    assert missed.total() <= len(rows) // 20


def test_of_those_met_the_kind_is_right_nineteen_times_in_twenty(sense: Sense) -> None:
    met = [
        (row["kind"], found.kind)
        for row in _rows("closed_sight")
        if (found := detect_alarm(row["text"], sense))
    ]
    assert sum(kind == found for kind, found in met) >= len(met) * 19 // 20


def test_everyday_words_near_those_of_danger_seldom_ring(sense: Sense) -> None:
    texts = [row["text"] for row in _rows("lookalike_sight")]
    rings = [text for text in texts if detect_alarm(text, sense)]
    assert len(rings) <= len(texts) // 20, rings


def test_same_seed_same_messages_of_every_kind() -> None:
    few = sense_corpus.Sizes(kind=20, plain=20, category=1, talk=2, indirect=2, long=3)
    told = list(sense_corpus.generate(few))
    assert told == list(sense_corpus.generate(few))
    assert {kind for _, kind in told} == {NONE, *sense_corpus.kinds()}
    assert len(sense_corpus.kinds()) == 8


def test_a_stored_sense_feels_as_the_one_that_was_fitted(sense: Sense, tmp_path: Path) -> None:
    sense.save(file_of(tmp_path))
    assert load(tmp_path).feel("airnya udah seleher") == sense.feel("airnya udah seleher")
    assert file_of(tmp_path).stat().st_size < 4_000_000


def test_without_a_sense_or_with_one_of_other_code_the_engine_says_how_to_get_one(
    sense: Sense, tmp_path: Path
) -> None:
    with pytest.raises(ModelMissing, match="sorot nlu train"):
        load(tmp_path)
    old = Sense(sense.kinds, sense.blocks, sense.bias, sense.grown_from, "of another version")
    old.save(file_of(tmp_path))
    with pytest.raises(ModelMissing, match="other code"):
        load(tmp_path)


@pytest.mark.parametrize(
    "text", ["", "\x00", "😭" * 500, "a" * 100_000, "mati " * 20_000, "路灯坏了", "\ud83d"]
)
def test_any_text_is_felt(sense: Sense, text: str) -> None:
    assert np.isfinite(sense.feel(text).margin)


def test_a_wish_to_die_never_counts_as_talk(engine: EmbeddedEngine) -> None:
    found = engine.understand("tiap pagi aku kecewa masih kebangun lagi")
    assert found.emergency is not None
    assert found.emergency.kind == "bunuh_diri"
    if found.emergency.sure:
        assert found.intent is not Intent.BUKAN_LAPORAN


@pytest.mark.parametrize(
    "text", ["iya", "tidak", "halo", "di depan masjid", "nanti dulu ya", "ga usah", "anak saya"]
)
def test_a_short_answer_is_no_danger(engine: EmbeddedEngine, text: str) -> None:
    assert engine.understand(text).emergency is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("barusan terdengar suara tembakan di ujung gang, warga pada ngumpet", "kejahatan"),
        ("kompor meledak dan apinya udah nyamber plafon", "kebakaran"),  # flames: it burns, whatever leaked
        ("tukang ojek dibacok preman barusan, tolong polisi", "kejahatan"),  # no violence at home
        ("baterai hp mau mati, air naik terus, tolong kirim perahu", "terjebak"),  # nobody wishes to die
    ],
)
def test_words_of_two_dangers_ring_for_the_one_that_is_told(text: str, kind: str, sense: Sense) -> None:
    found = detect_alarm(text, sense)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "pabrik arang ngebul item pekat sampai masuk rumah tiap sore",
        "langsung proses aja jangan banyak nanya",
        "ini mana orangnya sih",
    ],
)
def test_smoke_of_a_factory_and_impatience_are_no_danger(text: str, sense: Sense) -> None:
    assert detect_alarm(text, sense) is None
