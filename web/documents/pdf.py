"""Papers: a PDF/A made by Typst from a template of ours and data.

A template stands beside its reader and begins with `#import "/web/documents/paper.typ": *`, which gives it
`data` (what `make` was given) and `paper` (the city's head, letters and page numbers). What people wrote
comes in as strings, which Typst never reads as markup. Nothing is fetched; no font of the machine is read.
"""

import base64
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from web.times import moment_local

if TYPE_CHECKING:
    import typst

HERE = Path(__file__).parent
ROOMS = HERE.parent.parent  # what a template's paths begin at
# To be kept for years (PDF/A-2a) and read aloud (PDF/UA-1): every picture of a template says what it shows.
STANDARDS: list["typst.PDFStandard"] = ["a-2a", "ua-1"]
UNKNOWN = "?"  # in place of a letter the font does not have
KEPT = "\n\t"


@dataclass(frozen=True)
class Letterhead:
    """Who gives a paper out: "Pemerintah Kota Contoh", and the office, "" for the city as a whole."""

    government: str
    office: str = ""


def make(template: Path, *, title: str, head: Letterhead, data: Mapping[str, Any], made: datetime) -> bytes:
    """The PDF. data: what JSON can hold; `made`: the moment it says it is of.

    Letters the font has not are replaced (see `printable`). A fault of the template is Typst's `TypstError`.
    """
    import typst

    given = {"title": title, "head": asdict(head), "made": moment_local(made), "data": data}
    return typst.compile(
        str(template), root=str(ROOMS), font_paths=_fonts(), pdf_standards=STANDARDS,
        timestamp=made.replace(microsecond=0),
        sys_inputs={"given": json.dumps(_printable_all(given), ensure_ascii=False)},
    )  # fmt: skip


def qr_code(content: str) -> str:
    """A QR code as SVG, for a template's `qr`."""
    import segno

    return segno.make(content, error="m").svg_inline(border=0)


def photo(jpeg: bytes, width: int, height: int) -> str:
    """A photo as SVG, for a template's `image(bytes(…), format: "svg")`."""
    inside = base64.b64encode(jpeg).decode("ascii")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:image/jpeg;base64,{inside}"/></svg>'
    )


def printable(text: str) -> str:
    """The text in letters the font has.

    What has a plain form is written so, pictures and marks are left out, any other letter is "?".
    """
    return "".join(_printed(letter) for letter in unicodedata.normalize("NFC", text))


def _printed(letter: str) -> str:
    known = _known()
    if letter in known or letter in KEPT:
        return letter
    plain = "".join(part for part in unicodedata.normalize("NFKD", letter) if part in known)
    if plain:
        return plain
    return UNKNOWN if unicodedata.category(letter)[0] in "LN" else ""


def _printable_all(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: _printable_all(part) for key, part in value.items()}
    return [_printable_all(part) for part in value] if isinstance(value, list | tuple) else value


@cache
def _fonts() -> "typst.Fonts":
    import typst

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(HERE / "fonts")]
    )


@cache
def _known() -> frozenset[str]:
    letters: set[str] = set()
    for span in (HERE / "fonts" / "glyphs.txt").read_text("ascii").split():
        first, _, last = span.partition("-")
        letters.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return frozenset(letters - {"\r"})
