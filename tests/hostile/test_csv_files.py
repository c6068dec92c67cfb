"""Tables as spreadsheets really write them: one reader takes them all, and a wrong line is named."""

import codecs
import csv
import io
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.loading import load_city
from routing.delivered import CITY
from sensors import gauges, recording
from storage import db
from storage.csv_files import CsvFault, Line, parse, read
from storage.models import Agency, Area, Category
from storage.models.base import table_of
from tests.factories.city import NOW

WRITTEN_AS = {
    "utf-8": lambda text: text.encode(),
    "utf-8 with a mark": lambda text: codecs.BOM_UTF8 + text.encode(),
    "utf-8 saved twice": lambda text: codecs.BOM_UTF8 * 2 + text.encode(),
    "dos": lambda text: text.encode() + b"\x1a",
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16 without a mark": lambda text: text.encode("utf-16-le"),
    "utf-16 the other way": lambda text: text.encode("utf-16-be"),
    "windows": lambda text: text.encode("cp1252"),
}
NEWLINES = ["\n", "\r\n", "\r"]
# What Windows-1252 can write too; the letters tell that bytes were read as what they are.
CELL = st.text(st.sampled_from("abcXYZ 019.,;|\t\"'-éüñÀ—“”\n"), max_size=12).map(str.strip)
TABLES = st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=5)


def written(rows: list[list[str]], *, delimiter: str, newline: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows([["code", "Name ", "kota"], *rows])
    return out.getvalue().replace("\n", newline)


@given(TABLES, st.sampled_from(sorted(WRITTEN_AS)), st.sampled_from(",;\t|"), st.sampled_from(NEWLINES))
def test_every_way_of_writing_a_table_is_read_the_same(
    rows: list[list[str]], encoding: str, delimiter: str, newline: str
) -> None:
    content = WRITTEN_AS[encoding](written(rows, delimiter=delimiter, newline=newline))
    wanted = [dict(zip(("code", "name", "kota"), row, strict=True)) for row in rows if any(row)]
    assert [line.fields for line in parse(content, name="x.csv", columns=("code", "name"))] == wanted


@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_a_sentence(content: bytes) -> None:
    fault = None
    lines: list[Line] = []
    try:
        lines = parse(content, name="x.csv")
    except CsvFault as refused:
        fault = str(refused)
    assert fault is None or fault.startswith(("x.csv: ", "x.csv, line "))
    assert all(line.number > 1 for line in lines)


def test_a_table_wider_than_any_is_refused_with_its_line() -> None:
    wide = "code," + ",".join(f"c{number}" for number in range(200_000))
    with pytest.raises(CsvFault, match=r"x\.csv, line 2: more than 1000 columns"):
        parse(f"\n{wide}\na,b\n".encode(), name="x.csv", columns=("code",))
    (line,) = parse(b"code" + b"," * 200_000 + b"\na" + b"," * 300_000, name="x.csv", columns=("code",))
    assert line.fields == {"code": "a"}


def test_a_name_copied_from_a_page_is_that_name() -> None:
    (line,) = parse("\u200bcode\u2060;\u00a0name\na;b\n".encode(), name="x.csv", columns=("code", "name"))
    assert line.fields == {"code": "a", "name": "b"}


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    text = 'sep=;\r\n\r\ncode;name\r\n\r\na;"dua\r\nbaris"\r\n;;\r\nb;\r\n'
    found = [(line.number, line["code"], line["name"]) for line in parse(text.encode(), name="x.csv")]
    assert found == [(5, "a", "dua\nbaris"), (8, "b", "")]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "the file is empty"),
        (" \n\n", "the file is empty"),
        ("nama,kota\nx,y\n", "line 1: the column code is missing"),
        ("code,code\n", "line 1: the column code is there twice"),
        ("code,name\n\na,b,c\n", "line 3: more cells than the 2 columns"),
        ('code,name\na,b\nc,"d\ne,f\n', "line 3: the quotes do not close"),
        ("PK\x03\x04\0\0", "no text file"),
        ("\ufeffcode\na\0b\n", "line 2: this is no text file"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, sentence: str) -> None:
    with pytest.raises(CsvFault) as caught:
        parse(text.encode(), name="dinas.csv", columns=("code",))
    assert str(caught.value).startswith("dinas.csv")
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("text", "value"), [("-6,25", -6.25), ("-6.25", -6.25), ("7", 7.0), ("−6,25", -6.25), (" 6.5 ", 6.5)]
)
def test_a_decimal_comma_is_a_decimal_point(text: str, value: float) -> None:
    (line,) = parse(f"code;lat\na;{text}\n".encode(), name="x.csv")
    assert line.decimal("lat") == value


@pytest.mark.parametrize("text", ["selatan", "1,2,3", "nan", "inf", "", "1_0", "1e999"])
def test_what_is_no_number_is_named(text: str) -> None:
    (line,) = parse(f"code;lat\na;{text}\n".encode(), name="x.csv")
    with pytest.raises(CsvFault, match=r"x\.csv, line 2: lat"):
        line.decimal("lat")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_what_hides_nothings_in_another_alphabet_is_no_text(encoding: str) -> None:
    with pytest.raises(CsvFault, match="no text file"):
        parse("code;name\na;b\0c\n".encode(encoding), name="x.csv")


@pytest.mark.parametrize("text", ["9" * 20, "9" * 5000, "1_0", "1,5", "2147483648"])
def test_what_no_database_holds_as_a_whole_number_is_named(text: str) -> None:
    (line,) = parse(f"code;hari\na;{text}\n".encode(), name="x.csv")
    with pytest.raises(CsvFault, match=r"x\.csv, line 2: hari"):
        line.whole("hari")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "berkasnya kosong"),
        ("nama\nx\n", "baris 1: kolom code tidak ada"),
        ("code,code\n", "baris 1: kolom code ada dua kali"),
        ("code\na,b\n", "baris 2: isinya lebih banyak dari kolomnya"),
        ('code\n"a\n', "baris 2: tanda kutipnya tidak tertutup"),
        ("code\na\0\n", "bukan berkas teks"),
    ],
)
def test_officers_read_what_is_wrong_in_their_own_language(text: str, sentence: str) -> None:
    with pytest.raises(CsvFault) as caught:
        parse(text.encode(), name="x.csv", columns=("code",))
    assert sentence in caught.value.sentence


def by_excel(content: str) -> bytes:
    """The same table as an Indonesian Excel saves it: semicolons, decimal commas, CRLF, a mark, empty row."""
    out = io.StringIO(newline="")
    rows = [[_comma(cell) for cell in row] for row in csv.reader(io.StringIO(content))]
    csv.writer(out, delimiter=";").writerows([*rows, [""] * len(rows[0])])
    return codecs.BOM_UTF8 + out.getvalue().encode()


def _comma(cell: str) -> str:
    return cell.replace(".", ",") if cell.lstrip("-").replace(".", "", 1).isdigit() else cell


def test_the_citys_gauges_saved_by_a_spreadsheet_are_the_same_gauges(tmp_path: Path) -> None:
    ours = gauges.DATA / "bekasi/gauges.csv"
    (tmp_path / "gauges.csv").write_bytes(by_excel(ours.read_text()))
    assert gauges.read(tmp_path / "gauges.csv") == gauges.read(ours)


def test_a_recording_saved_by_a_spreadsheet_is_the_same_recording(tmp_path: Path) -> None:
    head = "ts_wib,station,river,lat,lng,tma_cm,status_siaga\n"
    lines = head + "2026-01-01 07:00:00,Pos Á,Kali,-6.2,106.9,100.5,Normal\n"
    (tmp_path / "a.csv").write_text(lines)
    (tmp_path / "b.csv").write_bytes(by_excel(lines))
    assert recording.read(tmp_path / "b.csv") == recording.read(tmp_path / "a.csv")
    assert len(recording.read(tmp_path / "b.csv")[0]) == 1


def test_a_table_that_is_no_recording_is_refused_and_not_read_as_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("tanggal,pos\n1,2\n")
    with pytest.raises(CsvFault, match="the column ts_wib"):
        recording.read(tmp_path / "a.csv")


def test_a_file_is_read_from_disk_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "kosong.csv").write_bytes(b"")
    with pytest.raises(CsvFault, match=r"kosong\.csv: the file is empty"):
        read(tmp_path / "kosong.csv")


def loaded(url: str, folder: Path) -> list[list[object]]:
    """What the city in `folder` makes of an empty database; nothing is kept."""
    db.configure(url)
    session = Session(db.engine())
    try:
        load_city(session, folder, now=NOW)
        return [
            list(session.execute(select(table_of(table)).order_by("code")))
            for table in (Agency, Category, Area)
        ]
    finally:
        session.close()


@pytest.mark.parametrize("name", ["agencies.csv", "categories.csv", "areas.csv"])
def test_a_city_saved_by_a_spreadsheet_is_the_same_city(tmp_path: Path, sqlite_url: str, name: str) -> None:
    folder = tmp_path / "kota"
    shutil.copytree(CITY, folder)
    (folder / name).write_bytes(by_excel((folder / name).read_text()))
    assert loaded(sqlite_url, folder) == loaded(sqlite_url, CITY)


@pytest.mark.parametrize(
    ("name", "line", "sentence"),
    [
        ("areas.csv", "32.75.99.9999,Antah,kelurahan,32.75.01,17100", "has no outline"),
        ("areas.csv", "32.75.99,Antah,kecamatan,,", "no kelurahan has"),
        ("categories.csv", "x,Lain,lain,dlh,sehari,7,hari_kerja,", "no whole number"),
    ],
)
def test_a_citys_wrong_line_is_named(
    tmp_path: Path, sqlite_url: str, name: str, line: str, sentence: str
) -> None:
    folder = tmp_path / "kota"
    shutil.copytree(CITY, folder)
    text = (folder / name).read_text()
    (folder / name).write_text(f"{text}{line}\n")
    with pytest.raises(CsvFault, match=sentence) as caught:
        loaded(sqlite_url, folder)
    assert caught.value.line == text.count("\n") + 1
