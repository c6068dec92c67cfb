"""What stands in one cell: nothing, a number as Indonesians and others write it, or words.

"1.234,5", "1,234.5", "12,5", "Rp 12.500", "10 km" and "(3)" are numbers; "1.234" alone may be either and is
decided by the whole column (`style_of`).
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

Cell = str | float | int | bool | date | datetime | None

NOTHING = frozenset(
    {"", "-", "–", "—", "--", "---", "...", "…", "..", "na", "n/a", "nan", "null", "none", "nihil", "x",
     "tidak ada data", "tidak ada", "data tidak tersedia", "belum ada data", "belum tersedia", "tad"}
)  # fmt: skip
_NUMBER = re.compile(r"[+-]?\d[\d.,\u00a0\u202f' ]*")
_BEFORE = re.compile(r"^(?:rp\.?|idr|\$)\s*", re.IGNORECASE)
_AFTER = re.compile(
    r"^\s*(?:%|[°/]?\s?[^\W\d_]{2,12}|°\s?c)?$|^\s+[^\W\d_][\w/³²%.°]{0,11}(?:\s[^\W\d_]{1,10})?$"
)
_GROUPED = {",": re.compile(r"\d{1,3}(?:\.\d{3})+"), ".": re.compile(r"\d{1,3}(?:,\d{3})+")}
MOST_DIGITS = 18
LARGEST = 10.0**MOST_DIGITS


class Style(StrEnum):
    """Which sign stands before the decimals."""

    COMMA = ","
    POINT = "."


class NoNumber(ValueError):
    """The cell is no number; the text says why, in Indonesian."""


def is_empty(cell: Cell) -> bool:
    """Whether the cell says nothing, in any of the ways people write that."""
    if isinstance(cell, float) and cell != cell:
        return True
    return cell is None or (isinstance(cell, str) and cell.strip().casefold() in NOTHING)


def words(cell: Cell) -> str:
    """The cell as words on one line; a whole number without its decimals; "" for nothing."""
    if is_empty(cell):
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return " ".join(storable(str(cell)).split())


def storable(text: str) -> str:
    """Without what no database takes: nothings, and the halves of letters that JSON may hold."""
    text = text.replace("\0", "")
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def style_of(cells: Iterable[Cell]) -> Style:
    """How this column writes decimals; of "1.234" alone the Indonesian reading is taken."""
    for cell in cells:
        if isinstance(cell, str) and (found := _style(cell)):
            return found
    return Style.COMMA


def number(cell: Cell, style: Style) -> float:
    """The number in the cell. NoNumber says in a sentence what is wrong with any other."""
    if isinstance(cell, bool | date):
        raise NoNumber(f"“{cell}” bukan angka")
    if isinstance(cell, int | float):
        try:
            return _finite(float(cell))
        except OverflowError:  # JSON knows whole numbers of a thousand digits
            raise NoNumber("angka ini terlalu besar") from None
    text = _bare(str(cell))
    if text is None:
        raise NoNumber(f"“{storable(str(cell)).strip()[:60]}” bukan angka")
    return _finite(_plain(text, style))


def looks_like_number(cell: Cell) -> bool:
    """Whether any style reads a number in it."""
    if isinstance(cell, str):
        return _bare(cell) is not None
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _bare(text: str) -> str | None:
    """Digits and their signs, without what stands around them; None for no number."""
    inner = _BEFORE.sub("", text.strip().replace("\u2212", "-"))
    if inner.startswith("(") and inner.endswith(")"):
        inner = inner[1:-1]
    found = _NUMBER.match(inner)
    if not found or not _AFTER.match(inner[found.end() :]):
        return None
    bare = re.sub(r"[\u00a0\u202f' ]", "", found[0]).rstrip(".,")
    return bare if len(bare) <= MOST_DIGITS * 2 else None


def _style(text: str) -> Style | None:
    bare = _bare(text)
    if bare is None:
        return None
    bare = bare.lstrip("+-")
    points, commas = bare.count("."), bare.count(",")
    if points and commas:
        return Style.COMMA if bare.rfind(",") > bare.rfind(".") else Style.POINT
    if commas == 1 and not _GROUPED[Style.POINT].fullmatch(bare):
        return Style.COMMA
    if points == 1 and not _GROUPED[Style.COMMA].fullmatch(bare):
        return Style.POINT
    if commas > 1:
        return Style.POINT
    if bare.startswith("0") and (points or commas):  # nobody groups by a leading nought: 0.123
        return Style.POINT if points else Style.COMMA
    return None


def _plain(text: str, style: Style) -> float:
    sign, bare = (-1.0, text[1:]) if text[0] == "-" else (1.0, text.lstrip("+"))
    group = "." if style is Style.COMMA else ","
    whole, _, decimals = bare.partition(style.value)
    if group in whole and not _GROUPED[style].fullmatch(whole):
        raise NoNumber(f"“{text}” tidak ditulis seperti angka lain di kolom ini (desimal “{style.value}”)")
    whole = whole.replace(group, "")
    if not (whole.isascii() and whole.isdigit()) or (decimals and not decimals.isdigit()):
        raise NoNumber(f"“{text}” tidak ditulis seperti angka lain di kolom ini (desimal “{style.value}”)")
    return sign * float(f"{whole}.{decimals or 0}")


def _finite(value: float) -> float:
    if value != value or value in (float("inf"), float("-inf")):
        raise NoNumber("angka ini tidak berhingga")
    if abs(value) > LARGEST:
        raise NoNumber("angka ini terlalu besar")
    return value
