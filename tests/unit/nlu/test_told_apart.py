"""How a first message is met, and the figures of `sorot nlu evaluate-complaints`."""

import json
from pathlib import Path

import pytest

from nlu import cli
from nlu.cards import ModelMissing
from nlu.engine import EmbeddedEngine
from nlu.opening import IN_PUBLIC, Opening, opening, settle
from nlu.told_apart import Labelled, measure, read_labelled
from nlu.types import Emergency, Intent, Ranked, Understanding


class Says:
    """An engine that answers what it was told to."""

    name = "says"

    def __init__(self, **answers: Understanding) -> None:
        self._answers = answers

    def understand(self, text: str) -> Understanding:
        return self._answers[text]


def heard(intent: Intent, *, sure: float, category: float = 0.2, complaint: float = 0.5) -> Understanding:
    return Understanding(
        masked="empat kata atau lebih", intent=intent, intent_confidence=sure,
        categories=(Ranked("pju", category),), complaint=complaint,
    )  # fmt: skip


REPORT = heard(Intent.LAPOR, sure=0.9, complaint=0.9)
UNSURE = heard(Intent.LAPOR, sure=0.5, complaint=0.5)
NO_REPORT = heard(Intent.BUKAN_LAPORAN, sure=0.7, complaint=0.3)
THANKS = heard(Intent.TERIMA_KASIH, sure=0.9, complaint=0.1)


def test_words_that_surely_report_start_a_report_and_unsure_ones_are_asked_about() -> None:
    assert opening(REPORT) is Opening.REPORT
    assert opening(UNSURE) is Opening.ASK
    assert opening(heard(Intent.LAPOR, sure=0.5, category=0.7)) is Opening.REPORT
    assert opening(THANKS) is Opening.TALK


def test_danger_starts_at_once_whatever_the_words_are_taken_for() -> None:
    danger = Understanding("ya", Intent.YA, 1.0, emergency=Emergency("kebakaran", "api"))
    assert opening(danger) is Opening.REPORT


def test_the_figures_are_those_of_a_sum_by_hand() -> None:
    engine = Says(a=REPORT, b=UNSURE, c=NO_REPORT, d=THANKS, e=REPORT, f=NO_REPORT)
    rows = [Labelled(text, text in "abcd") for text in "abcdef"]
    found = measure(engine, rows)
    assert (found["rows"], found["complaints"]) == (6, 4)
    assert found["precision"] == pytest.approx(2 / 3), "a and b of a, b, e"
    assert found["recall"] == 0.5
    assert found["f1"] == pytest.approx(4 / 7)
    assert (found["complaints_asked"], found["complaints_passed_over"]) == (0.5, 0.25)
    assert found["others_started"] == 0.5


def test_only_the_label_keluhan_is_a_complaint(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("label,text\nKeluhan ,lampu mati\nrespon,sudah kami cek\n,mantap\n", encoding="utf-8")
    assert [row.complaint for row in read_labelled(file)] == [True, False, False]


def test_rows_without_a_label_column_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("text,category\nlampu mati,pju\n", encoding="utf-8")
    with pytest.raises(ValueError, match="label"):
        read_labelled(file)


def test_the_command_writes_its_figures_and_needs_a_model(home: Path, tmp_path: Path) -> None:
    rows, out = tmp_path / "rows.csv", tmp_path / "out.json"
    lines = (
        "lampu jalan mati sudah seminggu mohon diperbaiki,keluhan",
        "tim kami sudah mengeruk saluran dan membersihkan sampah pagi ini,lain",
    )
    rows.write_text("\n".join(("text,label", *lines)) + "\n", encoding="utf-8")
    cli.evaluate_complaints(home, rows, json_out=out, say=lambda line: None)
    written = json.loads(out.read_text(encoding="utf-8"))
    assert (written["f1"], written["complaints_asked"], written["others_started"]) == (1, 0, 0)
    with pytest.raises(ModelMissing):
        cli.evaluate_complaints(tmp_path, rows, say=lambda line: None)


CLEAR, VAGUE = Ranked("pju", 0.8), Ranked("pju", 0.3)


def met(text: str, *, complaint: float, about: Ranked, intent: Intent = Intent.LAPOR) -> Opening:
    kind, sure = settle(intent, complaint, text=text, complaint=complaint, about=about)
    return opening(Understanding(text, kind, sure, categories=(about,), complaint=complaint))


def test_a_clear_matter_starts_a_report_in_the_citys_own_channel() -> None:
    said = "titik lampu gang melati rt tiga"
    assert met(said, complaint=0.2, about=CLEAR, intent=Intent.BUKAN_LAPORAN) is Opening.REPORT
    assert met(said, complaint=0.2, about=VAGUE, intent=Intent.BUKAN_LAPORAN) is Opening.ASK


def test_a_clear_matter_that_is_over_starts_nothing() -> None:
    said = "alhamdulillah lampunya sudah nyala"
    assert met(said, complaint=0.01, about=CLEAR, intent=Intent.BUKAN_LAPORAN) is not Opening.REPORT


def test_what_is_said_in_public_starts_a_report_only_where_it_complains() -> None:
    said = "@warga @dinas titik lampu gang melati"
    assert met(said, complaint=IN_PUBLIC, about=VAGUE) is Opening.REPORT
    assert met(said, complaint=0.3, about=CLEAR) is Opening.TALK
    assert met(said, complaint=0.3, about=CLEAR, intent=Intent.INFORMASI) is Opening.TALK


def test_an_address_of_mail_makes_nothing_public() -> None:
    said = "lampu gang melati, surel budi@contoh.id"
    assert met(said, complaint=0.2, about=CLEAR, intent=Intent.BUKAN_LAPORAN) is Opening.REPORT


@pytest.mark.parametrize("word", ["banjir", "MACET", "sampah numpuk", "lampu mati"])
def test_one_word_of_a_clear_matter_is_a_report(engine: EmbeddedEngine, word: str) -> None:
    assert opening(engine.understand(word)) is Opening.REPORT


@pytest.mark.parametrize("word", ["p", "halo", "makasih", "siapa", "anu"])
def test_a_word_that_tells_nothing_is_no_report(engine: EmbeddedEngine, word: str) -> None:
    assert opening(engine.understand(word)) is not Opening.REPORT
