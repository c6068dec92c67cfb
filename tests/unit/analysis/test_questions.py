"""Every question gives the same rows on DuckDB and on a second engine that shares no code with it, and finds
what was planted. Both engines are loaded here, which takes 4 s."""

from datetime import date
from pathlib import Path
from typing import Any

import ibis
import pytest

from analysis.engine import Engine
from analysis.lake import of_folder
from analysis.questions import QUESTIONS
from tests.factories import lakes


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made: Path = tmp_path_factory.mktemp("lake")
    lakes.make(made)
    return made


@pytest.fixture(scope="module")
def engine(folder: Path) -> Engine:
    return Engine(folder, lakes.TODAY)


def _even(rows: Any) -> list[tuple[Any, ...]]:
    """Floats to nine figures: the two add in another order."""
    return [
        tuple(float(f"{value:.9g}") if isinstance(value, float) else value for value in row) for row in rows
    ]


def test_both_engines_answer_every_question_alike_row_by_row(folder: Path, engine: Engine) -> None:
    polars: Any = ibis.polars.connect()
    other = of_folder(folder, lakes.TODAY, polars.read_parquet)
    for name, question in QUESTIONS.items():
        asked = question(engine.lake)
        here, there = engine.answer(asked), polars.compile(question(other)).collect()
        assert tuple(there.columns) == here.columns, name
        assert _even(here.rows) == _even(there.rows()), name
        assert here.rows, name


def test_what_was_planted_is_found(engine: Engine) -> None:
    found = {name: engine.answer(question(engine.lake)).dicts() for name, question in QUESTIONS.items()}
    spots = [row for row in found["recurring"] if (row["lat"], row["lon"]) == lakes.SPOT]
    assert [(row["category"], row["days"]) for row in spots] == [("pju", 4)]
    assert [row["term"] for row in found["words"]] == ["bau"]
    assert found["equity"][-1]["population"] is None  # nobody has delivered it: nothing is made up
    assert [row["id"] for row in found["effects"]] == [1]
    assert all(row["came"] >= 3 for row in found["heat"])
    assert sum(row["came"] for row in found["trends"]) < 3004  # neither secret nor joined ones


def test_a_lake_without_readings_and_figures_answers_too(tmp_path: Path) -> None:
    row = {"id": 1, "category": "pju", "agency": "dishub", "day": date(2026, 11, 1), "public": True,
           "joined": False, "hour": 4}  # fmt: skip
    lakes.put(tmp_path, "reports", lakes.tables.REPORT_COLUMNS, [row])
    engine = Engine(tmp_path, lakes.TODAY)
    for question in QUESTIONS.values():
        engine.answer(question(engine.lake))
