"""A feed's file as rows of cells, whatever it is: CSV, XLSX, JSON or XML.

A CSV of a million rows is never whole in memory.
"""

import codecs
import csv
import io
import itertools
import json
import re
import string
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from sensors.domain.feeds import records
from sensors.domain.feeds.cells import Cell, storable
from sensors.domain.feeds.tables import LOOKED_AT, MOST_COLUMNS, ColumnNames, NoTable, head_of
from sensors.feeds import bombs
from storage.csv_files import DELIMITERS, encoding_of

MOST_BYTES = 64 * 1024 * 1024
MOST_TREE = 24 * 1024 * 1024  # of JSON and XML, which are read whole
LONGEST_FIELD = 100_000
MOST_ATTRIBUTES = 1_000  # of one XML element: its reader compares each with all others
MOST_MERGED = 10_000  # cells of one
MOST_MERGED_TOGETHER = 1_000_000
_EDGES = string.whitespace + "\u00a0\u202f\ufeff\x1a"  # with DOS' sign for the end of a file
_END = "\x1fakhir berkas\x1f"
_LINE = tuple[int, list[Cell]]
_PAGE = re.compile(rb"(?:<!doctype html|<html)")
_Place = tuple[int, int]  # line, column


class BadFile(ValueError):
    """The file cannot be read; the text says why, in Indonesian."""


@dataclass
class FeedTable:
    """rows: (line as an editor counts it, cells), each once. sheets: of a workbook, `sheet` the one read."""

    head: ColumnNames
    rows: Iterator[_LINE]
    sample: list[list[Cell]]
    sheets: tuple[str, ...] = ()
    sheet: str = ""


def open_table(content: BinaryIO, *, sheet: str = "") -> FeedTable:
    """The table in a file, told by its content. BadFile for none, or none that can be read."""
    start = content.read(4096)
    content.seek(0)
    try:
        if start.startswith(b"PK\x03\x04"):
            return _workbook(content, sheet)
        if start.startswith(b"\xd0\xcf\x11\xe0"):
            return _workbook(content, sheet, packed=False)
        if _PAGE.match(start.lstrip().lower()):
            raise BadFile("ini halaman web, bukan berkas tabel")
        first = start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
        if first in (b"{", b"["):
            return _of_rows(records.rows_of(_json(content), most_columns=MOST_COLUMNS))
        if first == b"<":
            return _of_rows(records.rows_of(_xml(content), most_columns=MOST_COLUMNS))
        return _csv(content, start)
    except (NoTable, records.TooDeep, records.TooWide, bombs.Bomb) as wrong:
        raise BadFile(str(wrong)) from None


def _table(lines: Iterator[_LINE], *, sheets: tuple[str, ...] = (), sheet: str = "") -> FeedTable:
    top = list(itertools.islice(lines, LOOKED_AT * 20))
    head = head_of([row for _, row in top])
    data = top[head.begins :]
    return FeedTable(head, itertools.chain(data, lines), [row for _, row in data], sheets, sheet)


def _of_rows(rows: Iterator[list[Cell]]) -> FeedTable:
    """Records: the first row names the columns, whatever it looks like; a record's line is its place."""
    names = next(rows, None)
    if not names:
        raise BadFile("tidak ada catatan di berkas ini")
    data = list(enumerate(rows, start=1))
    return FeedTable(
        ColumnNames(tuple(storable(str(n)) for n in names), 0), iter(data), [row for _, row in data[:1000]]
    )


def _csv(content: BinaryIO, start: bytes) -> FeedTable:
    # newline=None: a line that a cell holds is one thing however it ends.
    text = io.TextIOWrapper(content, encoding=_encoding(content, start), errors="replace", newline=None)
    first = text.read(64 * 1024)
    text.seek(0)
    if "\0" in first:
        raise BadFile("ini bukan berkas tabel: simpan sebagai CSV atau XLSX")
    return _table(_csv_rows(text, _delimiter(first)))


def _encoding(content: BinaryIO, start: bytes) -> str:
    if told := encoding_of(start):
        return told
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while piece := content.read(1024 * 1024):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    finally:
        content.seek(0)
    return "utf-8-sig"


def _delimiter(first: str) -> str:
    """What separates most cells in most of the first lines."""
    lines = [line for line in first.splitlines()[:40] if line.strip()]
    if lines and lines[0].lower().startswith("sep=") and len(lines[0].strip()) == 5:
        return lines[0].strip()[-1]
    plain = ["".join(line.split('"')[::2]) for line in lines]
    return max(DELIMITERS, key=lambda sign: sorted(line.count(sign) for line in plain)[len(plain) // 2 :])


def _csv_rows(text: io.TextIOWrapper, delimiter: str) -> Iterator[_LINE]:
    csv.field_size_limit(max(LONGEST_FIELD, csv.field_size_limit()))
    # Where the quotes do not close, the last cell swallows the rest of the file, and this with it.
    reader = csv.reader(itertools.chain(text, [_END]), delimiter=delimiter)
    ends = 0
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as wrong:
            raise BadFile(f"baris {reader.line_num}: tanda kutipnya tidak tertutup ({wrong})") from None
        if cells is None or cells == [_END]:
            return
        if cells and _END in cells[-1]:
            raise BadFile(f"baris {ends + 1}: tanda kutipnya tidak tertutup")
        begins, ends = ends + 1, reader.line_num
        if any(cell.strip(_EDGES) for cell in cells) and not (
            begins == 1 and cells[0].lower().startswith("sep=")
        ):
            yield begins, [cell.strip(_EDGES) or None for cell in cells]


def _workbook(content: BinaryIO, sheet: str, *, packed: bool = True) -> FeedTable:
    import python_calamine

    if packed:
        bombs.refuse(content)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(content)
        names = tuple(book.sheet_names)
        wanted = [sheet] if sheet else list(names)
        if sheet and sheet not in names:
            raise BadFile(f"lembar “{sheet}” tidak ada; yang ada: {', '.join(names)[:200]}")
        for name in wanted:
            found = book.get_sheet_by_name(name)
            try:
                return _table(_sheet_rows(found), sheets=names, sheet=name)
            except NoTable:
                if name == wanted[-1]:
                    raise
    except (python_calamine.CalamineError, zipfile.BadZipFile, OSError) as wrong:
        raise BadFile(f"berkas Excel ini tidak bisa dibuka ({type(wrong).__name__})") from None
    raise BadFile("berkas Excel ini tidak punya lembar")


def _sheet_rows(sheet: Any) -> Iterator[_LINE]:
    """The rows; what was merged stands in each of its cells."""
    top, left = sheet.start or (0, 0)
    owners, owned = _merged(sheet), dict[_Place, Cell]()
    for line, row in enumerate(sheet.iter_rows(), start=top):
        cells: list[Cell] = [None if cell == "" else cell for cell in row]
        for column, owner in owners.pop(line, {}).items():
            if 0 <= column - left < len(cells):
                cells[column - left] = owned.setdefault(owner, cells[column - left])
        if any(cell is not None for cell in cells):
            yield line + 1, cells


def _merged(sheet: Any) -> dict[int, dict[int, _Place]]:
    """By line and column: the first cell of what it was merged into, which comes before the others."""
    found: dict[int, dict[int, _Place]] = {}
    left_over = MOST_MERGED_TOGETHER
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        cells = (bottom - top + 1) * (right - left + 1)
        if 0 < cells <= min(MOST_MERGED, left_over):
            left_over -= cells
            for line in range(top, bottom + 1):
                found.setdefault(line, {}).update(dict.fromkeys(range(left, right + 1), (top, left)))
    return found


def _json(content: BinaryIO) -> Any:
    try:
        return json.loads(_whole(content).decode("utf-8-sig"), parse_constant=lambda _: None)
    except (UnicodeDecodeError, ValueError, RecursionError) as wrong:
        raise BadFile(f"JSON ini tidak bisa dibaca ({type(wrong).__name__})") from None


def _whole(content: BinaryIO) -> bytes:
    read = content.read(MOST_TREE + 1)
    if len(read) > MOST_TREE:
        raise BadFile(f"JSON dan XML paling besar {MOST_TREE // 1024 // 1024} MB; simpan sebagai CSV")
    return read


def tree(content: bytes, *, doctype: bool = True) -> Any:
    """The root of XML from elsewhere: no entities, no network, no giants. BadFile.

    doctype: it may declare a document type, which is where entities are made.
    """
    from lxml import etree

    if any(piece.count(b"=") > MOST_ATTRIBUTES for piece in content.split(b"<")):
        raise BadFile("XML ini punya elemen dengan terlalu banyak atribut")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise BadFile("XML ini tidak bisa dibaca") from None
    if root.getroottree().docinfo.doctype and not doctype:
        raise BadFile("XML ini memakai DOCTYPE, yang tidak kami terima")
    return root


def _xml(content: BinaryIO) -> Any:
    root = tree(_whole(content))
    return {_name(root): _element(root, 0)}


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _element(element: Any, depth: int) -> Any:
    """Attributes and children by name; what comes several times is a list; a leaf is its words."""
    if depth > records.DEEPEST:
        raise records.TooDeep("isinya bersarang terlalu dalam")
    inner: dict[str, Any] = dict(element.attrib)
    for child in element:
        if isinstance(child.tag, str):
            name, value = _name(child), _element(child, depth + 1)
            if name not in inner:
                inner[name] = value
            elif isinstance(inner[name], list):
                inner[name].append(value)
            else:
                inner[name] = [inner[name], value]
    text = (element.text or "").strip()
    if not inner:
        return text
    return {**inner, "isi": text} if text else inner
