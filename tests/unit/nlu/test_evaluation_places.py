"""The figures of `sorot nlu evaluate-places`, against counts done by hand."""

import json
from pathlib import Path

import pytest

from nlu import cli
from nlu.evaluation_places import measure, metres, read_rows
from nlu.types import Ranked, Where
from nlu.understand import gazetteer
from storage.csv_files import CsvFault

KRANJI, BINTARA = "32.75.02.1002", "32.75.02.1001"
HEAD = "text,kelurahan,lat,lon\n"


def file(tmp_path: Path, rows: str) -> Path:
    (tmp_path / "rows.csv").write_text(HEAD + rows, encoding="utf-8")
    return tmp_path / "rows.csv"


def test_each_share_is_of_the_rows_its_name_says(tmp_path: Path) -> None:
    rows = read_rows(
        file(tmp_path, "a,Kranji,-6.2243,106.9795\nb,KRANJI,,\nc,Bintara,,\nd,,,\ne,,,\n"), gazetteer()
    )
    sure = Where("x", areas=(Ranked(KRANJI, 0.9),))
    torn = Where("x", areas=(Ranked(KRANJI, 0.5), Ranked(BINTARA, 0.5)))
    places = [sure, torn, sure, Where("x", outside="Tambun"), sure]
    scores = measure(rows, places, gazetteer())
    assert scores.rows == 5
    assert scores.decided == pytest.approx(3 / 5)
    assert scores.right_when_decided == pytest.approx(1 / 3)
    assert scores.recall == pytest.approx(1 / 3)
    assert scores.offered_with_truth == pytest.approx(2 / 3)
    assert scores.outside_right == pytest.approx(1 / 2)
    assert scores.within_1500_m == 1.0


def test_the_command_writes_the_figures_by_name(tmp_path: Path) -> None:
    said: list[str] = []
    rows = "lampu mati di Kelurahan Kranji,Kranji,-6.2288,106.9790\nbanjir di Tambun,,,\n"
    cli.evaluate_places(file(tmp_path, rows), json_out=tmp_path / "out.json", say=said.append)
    figures = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert figures == {
        "rows": 2, "decided": 0.5, "right_when_decided": 1.0, "recall": 1.0, "within_1500_m": 1.0,
        "offered_with_truth": 1.0, "outside_right": 1.0,
    }  # fmt: skip
    assert any("outside_right" in line for line in said)


def test_spelling_does_not_matter_and_an_unknown_kelurahan_is_named_with_its_line(tmp_path: Path) -> None:
    (row,) = read_rows(file(tmp_path, "x,Telukpucung,,\n"), gazetteer())
    assert gazetteer().names[row.code or ""] == "Teluk Pucung"
    with pytest.raises(CsvFault, match=r"line 2.*Miroto"):
        read_rows(file(tmp_path, "x,Miroto,,\n"), gazetteer())


def test_a_degree_of_latitude_is_some_111_kilometres() -> None:
    assert metres((-6.0, 107.0), (-7.0, 107.0)) == pytest.approx(111_195, rel=1e-3)
