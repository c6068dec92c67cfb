"""What the resident wants is understood at any point of a conversation, short and long."""

import csv
from pathlib import Path

import pytest

from nlu.complaint import complaint_score
from nlu.intents import detect_intent
from nlu.plain import DATA
from nlu.rasa_format import read_examples
from nlu.types import Intent
from storage import yaml_files

CASES: dict[str, list[str]] = yaml_files.read(
    (Path(__file__).parent / "data" / "intent_cases.yml").read_text(encoding="utf-8")
)
SHORT = (Intent.YA, Intent.TIDAK, Intent.SALAM, Intent.TERIMA_KASIH, Intent.BATAL)


def right(intent: str) -> float:
    texts = CASES[intent]
    return sum(detect_intent(text)[0] == intent for text in texts) / len(texts)


def test_every_intent_has_cases_and_examples() -> None:
    assert set(CASES) == set(Intent)
    assert {name for name, _ in read_examples(DATA / "intents.yml")} == set(Intent)


def test_no_case_is_an_example() -> None:
    learnt = {text.lower() for _, text in read_examples(DATA / "intents.yml") if len(text.split()) > 3}
    assert not [text for texts in CASES.values() for text in texts if text.lower() in learnt - BRIEF]


# Sentences the brief of the product names; they stand in both on purpose.
BRIEF = {
    "ya tolong dibenerin jalannya",
    "kapan ya lampu dibenerin",
    "udah sampe mana laporan saya bks-2611-00042?",
    "petugasnya galak ga mau ngelayanin",
    "usul dong dibuatin taman",
    "tambahan laporan yang tadi, lokasinya depan masjid",
    "terima kasih banyak min",
    "ga jadi lapor deh",
}


def test_nineteen_of_twenty_messages_are_understood() -> None:
    pairs = [(intent, text) for intent, texts in CASES.items() for text in texts]
    wrong = [text for intent, text in pairs if detect_intent(text)[0] != intent]
    assert 1 - len(wrong) / len(pairs) >= 0.95, wrong


@pytest.mark.parametrize("intent", sorted(Intent))
def test_no_intent_is_left_behind(intent: Intent) -> None:
    assert right(intent) >= 0.85


@pytest.mark.parametrize("intent", SHORT)
def test_short_forms_are_sure(intent: Intent) -> None:
    known = [detect_intent(text) for text in CASES[intent] if len(text) <= 12]
    assert all(sure >= 0.7 for found, sure in known if found is intent)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("kapan ya lampu dibenerin", Intent.LAPOR),
        ("kapan laporan lampu saya selesai", Intent.STATUS),
        ("ya tolong dibenerin jalannya", Intent.LAPOR),
        ("ya", Intent.YA),
        ("bukan lampunya doang, jalannya juga rusak", Intent.LAPOR),
        ("bukan", Intent.TIDAK),
        ("makasih, tapi lampunya masih mati", Intent.LAPOR),
        ("makasih", Intent.TERIMA_KASIH),
        ("selamat pagi, got depan rumah mampet", Intent.LAPOR),
        ("selamat pagi", Intent.SALAM),
        ("bantuan sosial saya belum cair", Intent.LAPOR),
        ("bantuan", Intent.BANTUAN),
    ],
)
def test_a_short_word_inside_a_longer_message_does_not_decide(text: str, intent: Intent) -> None:
    assert detect_intent(text)[0] is intent


@pytest.mark.parametrize("text", ["IYA", "iyaaaa", "i y a"[::2] + "!!", "  ya  ", "Ya, pak.", "ya min"])
def test_case_length_and_address_do_not_matter(text: str) -> None:
    assert detect_intent(text)[0] is Intent.YA


def test_a_report_number_asks_for_its_status_and_added_words_add_to_it() -> None:
    assert detect_intent("BKS-2611-00042")[0] is Intent.STATUS
    assert detect_intent("tambahan buat BKS-2611-00042: lubangnya makin lebar")[0] is Intent.TAMBAHAN
    assert detect_intent("batalkan BKS-2611-00042")[0] is Intent.BATAL


def test_a_complaint_scores_above_talk_about_the_same_thing() -> None:
    assert complaint_score("lampu jalan depan pasar mati sudah seminggu, mohon diperbaiki") > 0.8
    assert complaint_score("perbaikan lampu PJU jalan Melati oleh tim kami") < 0.3
    assert complaint_score("keren, lampu tamannya indah sekali") < 0.3


def test_both_markups_of_rasa_are_read_and_others_refused(tmp_path: Path) -> None:
    file = tmp_path / "nlu.yml"
    file.write_text(
        'version: "3.1"\nnlu:\n- intent: ya\n  examples: |\n    - iya\n    - y\n'
        "- intent: tidak\n  examples:\n  - text: no\n    metadata: {x: 1}\n"
        "- synonym: got\n  examples: |\n    - selokan\n",
        encoding="utf-8",
    )
    assert list(read_examples(file)) == [("ya", "iya"), ("ya", "y"), ("tidak", "no")]
    file.write_text("nlu:\n- intent: ya\n", encoding="utf-8")
    with pytest.raises(ValueError, match="examples"):
        list(read_examples(file))
    file.write_text("intents: [ya]\n", encoding="utf-8")
    with pytest.raises(ValueError, match="nlu"):
        list(read_examples(file))


REAL = Path("/work/shared/data/messages_complaint_or_not_dev.csv")


@pytest.mark.skipif(not REAL.exists(), reason="the real messages of the shared data folder are not here")
def test_complaints_among_real_messages_are_told_from_the_rest() -> None:
    with REAL.open(encoding="utf-8", newline="") as file:
        rows = [(row["label"] == "keluhan", detect_intent(row["text"])) for row in csv.DictReader(file)]
    said = [
        intent is Intent.KELUHAN_PETUGAS or (intent is Intent.LAPOR and sure >= 0.5)
        for _, (intent, sure) in rows
    ]
    hits = sum(true and guess for (true, _), guess in zip(rows, said, strict=True))
    f1 = 2 * hits / (sum(said) + sum(true for true, _ in rows))
    assert f1 >= 0.80  # the floor of the brief is 0.75
