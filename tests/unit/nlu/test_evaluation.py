"""The figures of `sorot nlu evaluate`, against sums done by hand and against scikit-learn."""

import json
from pathlib import Path

import numpy as np
import pytest

from nlu import cli
from nlu.cards import ModelMissing, Shelf
from nlu.evaluation import measure, reliability, score, table
from nlu.model import CategoryModel
from nlu.training import read_rows

CODES = ("drainase", "jalan_rusak", "pju", "sampah")
TRUTH = ("drainase", "jalan_rusak", "pju", "pju")
# right; wrong, same agency; right; wrong, other agency, not among the first three
FOUND = np.array(
    [[0.7, 0.1, 0.1, 0.1], [0.6, 0.3, 0.05, 0.05], [0.1, 0.2, 0.6, 0.1], [0.3, 0.25, 0.05, 0.4]],
    dtype=np.float32,
)


def test_accuracy_agency_and_top_three_are_counted() -> None:
    scores = measure(CODES, FOUND, TRUTH)
    assert (scores.accuracy, scores.agency_accuracy, scores.top3) == (0.5, 0.75, 0.75)


def test_macro_f1_and_accuracy_are_scikit_learns() -> None:
    from sklearn.metrics import accuracy_score, f1_score

    said = [CODES[i] for i in FOUND.argmax(axis=1)]
    scores = measure(CODES, FOUND, TRUTH)
    assert scores.macro_f1 == pytest.approx(f1_score(TRUTH, said, average="macro"))
    assert scores.accuracy == accuracy_score(TRUTH, said)


def test_confused_pairs_name_the_true_category_first() -> None:
    assert ("jalan_rusak", "drainase", 1) in measure(CODES, FOUND, TRUTH).confused


def test_calibration_error_is_zero_where_confidence_keeps_its_word_and_large_where_it_does_not() -> None:
    sure = np.full(10, 0.8, dtype=np.float32)
    kept = np.array([True] * 8 + [False] * 2)
    ((stated, share, rows),) = reliability(sure, kept)
    assert stated == pytest.approx(0.8)
    assert (share, rows) == (0.8, 10)
    boasting = measure(("pju", "sampah"), np.array([[0.99, 0.01]] * 4, dtype=np.float32), ["sampah"] * 4)
    assert boasting.calibration_error == pytest.approx(0.99)


def test_the_table_shows_every_figure_category_and_confused_pair() -> None:
    shown = table(measure(CODES, FOUND, TRUTH))
    for word in ("accuracy", "macro_f1", "agency_accuracy", "top3", "jalan_rusak -> drainase"):
        assert word in shown


def test_evaluate_without_a_model_says_so(tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text("text,category\nlampu mati,pju\n", encoding="utf-8")
    with pytest.raises(ModelMissing):
        cli.evaluate(tmp_path, rows, say=lambda line: None)


def test_evaluate_writes_its_figures_as_json(home: Path, tmp_path: Path) -> None:
    rows, out = tmp_path / "rows.csv", tmp_path / "out.json"
    rows.write_text("text,category\nlampu jalan padam gelap,pju\nsampah numpuk,sampah\n", encoding="utf-8")
    cli.evaluate(home, rows, json_out=out, say=lambda line: None)
    written = json.loads(out.read_text(encoding="utf-8"))
    assert {"accuracy", "macro_f1", "agency_accuracy", "top3", "categories", "confused"} <= written.keys()
    assert written["accuracy"] == 1


def test_each_source_is_measured_by_itself_where_the_file_tells(home: Path, tmp_path: Path) -> None:
    rows, out = tmp_path / "rows.csv", tmp_path / "out.json"
    lines = (
        "a,lampu jalan padam gelap,pju",
        "a,sampah numpuk,pju",
        "b,sampah numpuk,sampah",
        ",got mampet,drainase",
    )
    rows.write_text("\n".join(("source,text,category", *lines)) + "\n", encoding="utf-8")
    said: list[str] = []
    cli.evaluate(home, rows, json_out=out, say=said.append)
    written = json.loads(out.read_text(encoding="utf-8"))
    assert {name: (part["rows"], part["accuracy"]) for name, part in written["sources"].items()} == {
        "a": (2, 0.5),
        "b": (1, 1),
    }
    assert written["ece"] == written["calibration_error"]
    assert 0 <= written["sources"]["b"]["ece"] <= 1
    assert any(line.startswith("a ") for line in said[-1].splitlines())


def test_evaluate_survives_unknown_categories_empty_texts_and_broken_rows(home: Path, tmp_path: Path) -> None:
    rows, out = tmp_path / "rows.csv", tmp_path / "out.json"
    huge = "lampu mati " * 20_000
    lines = [
        "text,category",
        "lampu jalan padam gelap,pju",
        "lampu jalan padam,kategori_lain",
        ",pju",
        "tanpa kategori",
    ]
    rows.write_bytes("\r\n".join([*lines, f"{huge},pju", ""]).encode() + b"\xff\xfe got mampet,drainase\n")
    cli.evaluate(home, rows, json_out=out, say=lambda line: None)
    written = json.loads(out.read_text(encoding="utf-8"))
    assert written["rows"] == 5, "the row without a category measures nothing"
    assert {row["category"]: row["recall"] for row in written["categories"]}["kategori_lain"] == 0
    assert written["agency_accuracy"] < 1


REAL = Path(__file__).parents[4] / "shared" / "data" / "complaints_dev.csv"


@pytest.mark.skipif(not REAL.is_file(), reason="the real complaints are not part of the project")
def test_real_complaints_are_understood_above_the_floor(home: Path) -> None:
    scores = score(CategoryModel.load(Shelf(home).model), read_rows(REAL)[::4])
    assert scores.accuracy >= 0.76
    assert scores.macro_f1 >= 0.55, "a quarter of the rows leaves the rarest categories one or two"
    assert scores.agency_accuracy >= 0.83
    assert scores.top3 >= 0.91
    assert scores.calibration_error <= 0.05
