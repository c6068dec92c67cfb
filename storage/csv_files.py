"""Tables that people make: whatever a spreadsheet of theirs writes as CSV is read, and a wrong line is named.

Excel in Indonesia writes semicolons and decimal commas, in Windows-1252 or in UTF-8 with a mark at the front
("CSV UTF-8"), in UTF-16 as "Unicode text", with a first line `sep=;` at times, and with empty lines after the
last row. All of that is one table here.
"""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DELIMITERS = ",;\t|"
MOST_COLUMNS = 1_000
LONGEST_FIELD = 10_000_000  # characters; Python's csv stops at 131,072 and a file may hold anything
_UNSEEN = "\u200b\u2060\ufeff"  # at the edge of a name that was copied from a page
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_LARGEST = 2**31  # what a whole number of a table may not reach


class CsvFault(ValueError):
    """A file or a line of it that cannot be taken; the text names the file, the line and what is wrong.

    sentence: the same for an officer, in Indonesian and without the file's name.
    """

    def __init__(self, file: str, line: int | None, reason: str, said: str = "isinya tidak sesuai") -> None:
        place = f"{file}, line {line}" if line is not None else file
        super().__init__(f"{place}: {reason}")
        self.file, self.line, self.reason = file, line, reason
        self.sentence = f"baris {line}: {said}" if line is not None else said


@dataclass(frozen=True)
class Line:
    """One row: its line in the file, as an editor counts them, and its fields by column, without edge blanks.

    A column that the row is too short for is "".
    """

    file: str
    number: int
    fields: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.fields[column]

    def get(self, column: str, default: str = "") -> str:
        """The field, or `default` where the file has no such column or nothing in it."""
        return self.fields.get(column) or default

    def decimal(self, column: str) -> float:
        """The field as a number, with a point or a comma; CsvFault for anything else."""
        try:
            return number(self.fields[column])
        except ValueError:
            raise self.fault(f"{column}: {self.fields[column]!r} is no number") from None

    def whole(self, column: str) -> int:
        """The field as a whole number; CsvFault for anything else."""
        try:
            return _whole(self.fields[column])
        except ValueError:
            raise self.fault(f"{column}: {self.fields[column]!r} is no whole number") from None

    def fault(self, reason: str) -> CsvFault:
        """What to raise when this row is wrong."""
        return CsvFault(self.file, self.number, reason)


def read(file: Path, *, columns: tuple[str, ...] = ()) -> list[Line]:
    """The rows of a CSV file, in order. CsvFault when it is no table or one of `columns` is missing."""
    return parse(file.read_bytes(), name=file.name, columns=columns)


def parse(content: bytes, *, name: str, columns: tuple[str, ...] = ()) -> list[Line]:
    """As `read`, of bytes already here (an upload); `name` is what the file is called in sentences."""
    text = _decoded(content, name)
    rows = _rows(text, name)
    first = next(rows, None)
    if first is None:
        raise CsvFault(
            name, None, "the file is empty; the first line must name the columns",
            "berkasnya kosong; baris pertama memuat nama kolom",
        )  # fmt: skip
    header = _header(name, *first)
    if missing := [column for column in columns if column not in header]:
        lacks = ", ".join(missing)
        raise CsvFault(name, first[0], f"the column {lacks} is missing", f"kolom {lacks} tidak ada")
    return [_line(name, header, line, cells) for line, cells in rows]


def number(text: str) -> float:
    """`12.5` and `12,5`, with any minus; ValueError for anything else, infinities too."""
    text = text.replace("\u2212", "-")
    if "_" in text:
        raise ValueError(text)
    value = float(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text)
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError(text)
    return value


def _whole(text: str) -> int:
    if not text.removeprefix("-").isdecimal() or len(text) > len(str(_LARGEST)) + 1:
        raise ValueError(text)
    if abs(value := int(text)) >= _LARGEST:
        raise ValueError(text)
    return value


def _decoded(content: bytes, name: str) -> str:
    text = text_of(content).lstrip("\ufeff").removesuffix("\x1a")
    if "\0" in text:
        line = len(text[: text.index("\0")].splitlines()) or 1
        raise CsvFault(
            name, line, "this is no text file; save the table as CSV",
            "ini bukan berkas teks; simpan tabelnya sebagai CSV",
        )  # fmt: skip
    return text


def encoding_of(start: bytes) -> str:
    """The alphabet that the first bytes of a file tell of; "" when they do not: UTF-8 or Windows'."""
    if start.startswith(_UTF32):
        return "utf-32"
    if start.startswith(_UTF16):
        return "utf-16"
    # Without a mark: every second byte of mostly Latin letters is nothing.
    for nothings, others, encoding in ((start[1:64:2], start[:64:2], "utf-16-le"),
                                       (start[:64:2], start[1:64:2], "utf-16-be")):  # fmt: skip
        if nothings.count(0) * 4 > len(nothings) * 3 and 0 not in others:
            return encoding
    return ""


def text_of(content: bytes) -> str:
    """What a file that people made says, whichever program and alphabet it was saved in."""
    if encoding := encoding_of(content):
        return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _rows(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """(line at which the row begins, cells) of the rows in which anything stands."""
    csv.field_size_limit(max(LONGEST_FIELD, csv.field_size_limit()))
    delimiter, skipped = _delimiter(text)
    # newline=None: CRLF, LF and the lone CR of old spreadsheets are one thing; inside quotes too.
    lines = io.StringIO(text, newline=None)
    for _ in range(skipped):
        next(lines)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        begins = skipped + reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            said = "tanda kutipnya tidak tertutup"
            raise CsvFault(name, begins, f"the quotes do not close ({error})", said) from None
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield begins, [cell.strip() for cell in cells]


def _delimiter(text: str) -> tuple[str, int]:
    """(what separates the cells, how many lines to leave out before the names)."""
    for index, line in enumerate(text.splitlines()):
        plain = line.strip()
        if plain.lower().startswith("sep=") and len(plain) == len("sep=") + 1:
            return plain[-1], index + 1
        if plain.strip(DELIMITERS):
            return max(DELIMITERS, key=_outside_quotes(plain).count), 0
    return ",", 0


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])


def _header(name: str, line: int, cells: list[str]) -> list[str]:
    found = [cell.strip(_UNSEEN).strip().lower() for cell in cells]
    while found and not found[-1]:  # a spreadsheet keeps columns that once held something
        found.pop()
    if len(found) > MOST_COLUMNS:
        raise CsvFault(name, line, f"more than {MOST_COLUMNS} columns", f"lebih dari {MOST_COLUMNS} kolom")
    if twice := sorted(cell for cell, often in Counter(found).items() if cell and often > 1):
        both = ", ".join(twice)
        raise CsvFault(name, line, f"the column {both} is there twice", f"kolom {both} ada dua kali")
    return found


def _line(name: str, header: list[str], line: int, cells: list[str]) -> Line:
    if extra := [cell for cell in cells[len(header) :] if cell]:
        raise CsvFault(
            name, line, f"more cells than the {len(header)} columns (from {extra[0]!r} on)",
            f"isinya lebih banyak dari kolomnya (mulai “{extra[0][:40]}”); apit tulisan yang berisi"
            " pemisah dengan tanda kutip",
        )  # fmt: skip
    padded = cells + [""] * (len(header) - len(cells))
    return Line(name, line, {column: cell for column, cell in zip(header, padded, strict=False) if column})
