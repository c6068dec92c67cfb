"""Tables as files: what is written is read back by readers that are not ours, and nothing of it runs."""

import csv
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from web.documents import tables
from web.documents.tables import CSV, FORMS, XLSX, Cell, Table

NIK = "0275010101900001"
WORDS = st.text(st.characters(codec=None), max_size=40)


def sheets(path: Path) -> list[list[list[Any]]]:
    book = CalamineWorkbook.from_path(str(path))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def lines(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_numbers_times_and_identity_numbers_come_back_as_they_were_in_wib(tmp_path: Path) -> None:
    row: list[Cell] = [NIK, datetime(2026, 11, 1, 18, 30, tzinfo=UTC), 3, 2.5, None, True, 10**16]
    for form in FORMS:
        tables.write(tmp_path / form, form, Table("Uji", list("abcdefg"), iter([row]), 1))
    (sheet,) = sheets(tmp_path / XLSX)
    assert sheet[1] == [NIK, datetime(2026, 11, 2, 1, 30), 3.0, 2.5, "", "ya", "10000000000000000"]  # noqa: DTZ001
    assert lines(tmp_path / CSV)[1] == [NIK, "2026-11-02 01:30", "3", "2.5", "", "ya", "10000000000000000"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=WORDS)
def test_whatever_a_resident_writes_is_text_in_both_forms(words: str, tmp_path: Path) -> None:
    for form in FORMS:
        tables.write(tmp_path / form, form, Table("Uji", ["isi", "b"], iter([[words, "x"]]), 1))
    (sheet,) = sheets(tmp_path / XLSX)
    assert len(sheet[1]) == 2
    assert isinstance(sheet[1][0], str)
    cell = lines(tmp_path / CSV)[1][0]
    assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋"))


@pytest.mark.parametrize("evil", ["=1+1", "+62812", "-2", "@SUM(A1)", "\t=1", "\r=1", " =cmd|' /C calc'!A0"])
def test_what_a_spreadsheet_would_run_is_disarmed_in_csv_and_text_in_xlsx(evil: str, tmp_path: Path) -> None:
    for form in FORMS:
        tables.write(tmp_path / form, form, Table("Uji", [evil], iter([[evil]]), 1))
    assert lines(tmp_path / CSV) == [[f"'{evil}"], [f"'{evil}"]]
    (sheet,) = sheets(tmp_path / XLSX)
    assert str(sheet[1][0]).strip() == evil.strip()


def test_cells_too_long_and_half_letters_are_mended_rather_than_refused(tmp_path: Path) -> None:
    row = ["x" * 40_000, "😀" * 20_000, "a\ud800b\x00c"]
    tables.write(tmp_path / XLSX, XLSX, Table("Uji", ["a", "b", "c"], iter([row]), 1))
    (sheet,) = sheets(tmp_path / XLSX)
    assert [len(str(cell).encode("utf-16-le")) // 2 <= tables.MOST_LETTERS for cell in sheet[1]] == [True] * 3
    assert sheet[1][2] == "a\ufffdb\ufffdc"
    assert str(sheet[1][0]).endswith("x…")


def test_more_rows_than_a_sheet_holds_go_on_in_a_second_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 3)
    rows = ([number] for number in range(7))
    tables.write(tmp_path / XLSX, XLSX, Table("Uji: [x]", ["nomor"], rows, 7))
    found = sheets(tmp_path / XLSX)
    assert [sheet[0] for sheet in found] == [["nomor"]] * 3
    assert [row[0] for sheet in found for row in sheet[1:]] == [0, 1, 2, 3, 4, 5, 6]


def test_a_table_without_rows_has_its_head(tmp_path: Path) -> None:
    for form in FORMS:
        tables.write(tmp_path / form, form, Table("Uji", ["a", "b"], iter([]), 0))
    assert sheets(tmp_path / XLSX) == [[["a", "b"]]]
    assert lines(tmp_path / CSV) == [["a", "b"]]


def test_a_spreadsheet_shows_its_dates_and_heads_whole(tmp_path: Path) -> None:
    """A date in a column of the usual nine letters would be shown as #####."""
    row: list[Cell] = ["BKS-2611-00012", datetime(2026, 11, 1, tzinfo=UTC), "Jalan rusak. " * 40, None]
    table = Table("Uji", ["Nomor", "Masuk", "Isi", "Janji jawaban pertama"], iter([row]), 1)
    tables.write(tmp_path / XLSX, XLSX, table)
    with zipfile.ZipFile(tmp_path / XLSX) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    widths = [float(width) for width in re.findall(r'<col [^>]*width="([\d.]+)"', sheet)]
    assert len(widths) == 4
    for wide, letters in zip(widths, (14, 16, 50, 21), strict=True):
        assert letters < wide < 65
    assert '<autoFilter ref="A1:D2"/>' in sheet


def test_a_table_without_rows_has_its_heads(tmp_path: Path) -> None:
    tables.write(tmp_path / XLSX, XLSX, Table("Uji", ["Nomor", "Masuk"], iter([]), 0))
    assert sheets(tmp_path / XLSX)[0][0] == ["Nomor", "Masuk"]
