"""Workbooks that would take all memory: refused before they are opened.

A sheet is read into a rectangle from its first cell to its last, so that one stray letter in the last cell of
an otherwise empty sheet asks for 400 GB, by accident or not.
"""

import re
import zipfile
import zlib
from collections.abc import Collection, Iterator
from typing import BinaryIO

MOST_UNPACKED = 600 * 1024 * 1024  # of a workbook
MOST_CELLS = 20_000_000  # of a sheet's rectangle, 24 bytes each
MOST_SAID = 512 * 1024 * 1024  # bytes of words in a workbook's cells: each holds its own copy
PIECE = 1024 * 1024
_CARRY = 4096  # of a piece looked at again with the next, so that no tag is cut in two
_NAMED = rb"""<(?:[^\s<>/:="']{1,100}:)?"""
_VALUE = rb"""\s*=\s*(?:"[^"<]{0,300}"|'[^'<]{0,300}')"""
_NAME = rb"""[^\s=<>"'/]{1,100}"""
_OPENED = re.compile(_NAMED + rb"(?:c|row)(?=[\s/>])")
_PLACES = re.compile(  # a whole tag of a cell or a row, however it is written, and where it says it stands
    rb"%b(?:c|row)(?:\s+(?!r[\s=])%b%b)*+(?:\s+r(%b))?(?:\s+(?!r[\s=])%b%b)*+\s*/?>"
    % (_NAMED, _NAME, _VALUE, _VALUE, _NAME, _VALUE)
)
_PLACE = re.compile(rb"""\s*=\s*["']([A-Za-z]{0,3})([1-9]\d{0,6})["']""")
_ROW, _CELL = re.compile(_NAMED + rb"row(?=[\s/>])"), re.compile(_NAMED + rb"c(?=[\s/>])")
_SHARED = re.compile(_NAMED + rb"si(?=[\s/>])")  # words that many cells may share
_SHARES = re.compile(rb"""(?<=\s)t\s*=\s*["']s["']""")
_WHICH = re.compile(  # a cell that shares words, and which: what hides it counts as the longest
    rb"""(?<=\s)t\s*=\s*["']s["'][^<>]{0,300}>\s*%bv[^<>]{0,300}>\s*(\d{1,9})\s*<""" % _NAMED
)
_TABLE = b"sheetData"  # only where this stands are cells read
_DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OSError)
_BROKEN = "berkas Excel ini rusak atau berkata sandi"
_TOO_WIDE = (
    "lembarnya terlalu luas: ada isi jauh di luar tabel. Hapus baris dan kolom kosong di kanan dan di"
    " bawahnya, atau simpan sebagai CSV"
)


class Bomb(ValueError):
    """The workbook is not opened; the text says why, in Indonesian."""


def refuse(content: BinaryIO) -> None:
    """Bomb where the workbook is none, or larger inside than anything sensible. Rewinds `content`."""
    try:
        with zipfile.ZipFile(content) as packed:
            _refuse(packed)
    except Bomb:
        raise
    except _DAMAGED:
        raise Bomb(_BROKEN) from None
    content.seek(0)


def _refuse(packed: zipfile.ZipFile) -> None:
    entries = {entry.filename.casefold(): entry for entry in packed.infolist()}
    if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED:
        raise Bomb("isi berkas Excel ini terlalu besar; simpan sebagai CSV")
    if "xl/workbook.xml" not in entries:
        raise Bomb("ini bukan berkas Excel; simpan tabelnya sebagai XLSX atau CSV")
    for entry in entries.values():  # any of them may be named as a sheet
        _refuse_wide(packed, entry)
    _refuse_repeated(packed, entries.values())


def _refuse_repeated(packed: zipfile.ZipFile, entries: Collection[zipfile.ZipInfo]) -> None:
    """A megabyte of words that a hundred thousand cells share would be all memory."""
    shared = max((_lengths(packed, entry) for entry in entries), key=sum, default=[])
    if not shared:
        return
    longest, said = max(shared), 0
    for entry in entries:
        for piece in _pieces(packed, entry):
            if b'"s"' not in piece and b"'s'" not in piece:
                continue
            which = [int(number) for number in _WHICH.findall(piece)]
            said += sum(shared[one] for one in which if one < len(shared))
            said += longest * (len(_SHARES.findall(piece)) - len(which))
    if said > MOST_SAID:
        raise Bomb("tulisan di sel-selnya terlalu panjang semuanya; simpan sebagai CSV")


def _lengths(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> list[int]:
    """How many bytes each of the entry's shared words is, markup included."""
    found: list[int] = []
    for piece in _pieces(packed, entry):
        first, *others = _SHARED.split(piece)
        if found:
            found[-1] += len(first)
        found += map(len, others)
    return found


def _refuse_wide(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    column, row, rows, cells, begun, is_sheet = 0, 0, 0, 0, 0, False
    for piece in _pieces(packed, entry):
        is_sheet = is_sheet or _TABLE in piece
        places = _PLACES.findall(piece)
        if is_sheet and len(places) != len(_OPENED.findall(piece)):
            raise Bomb(_BROKEN)
        for place in set(places) - {b""}:
            found = _PLACE.fullmatch(place)
            if found is None:  # the reader counts on past the last row, and begins at the first again
                raise Bomb(_TOO_WIDE)
            column, row = max(column, _column(found[1])), max(row, int(found[2]))
        # Cells may leave out where they stand: then they are counted.
        in_rows = [len(_CELL.findall(one)) for one in _ROW.split(piece)]
        in_rows[0] += begun  # the row may have begun pieces ago
        begun, cells, rows = in_rows[-1], max(cells, *in_rows), rows + len(in_rows) - 1
    if max(column, cells) * max(row, rows) > MOST_CELLS:
        raise Bomb(_TOO_WIDE)


def _pieces(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The entry, cut where tags begin."""
    end = b""
    with packed.open(entry) as part:
        while piece := part.read(PIECE):
            whole = end + piece
            cut = whole.rfind(b"<", max(len(whole) - _CARRY, 0))
            cut = len(whole) if cut < 0 else cut
            yield whole[:cut]
            end = whole[cut:]
    yield end


def _column(letters: bytes) -> int:
    """A is 1, XFD is 16384."""
    place = 0
    for letter in letters.upper():
        place = place * 26 + letter - 64
    return place
