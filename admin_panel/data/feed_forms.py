"""The form of a feed's description, and its document, which is what is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData

ACROSS = "*"  # the choice "the columns' names are times"
LEAST_ROWS, SPARE = 4, 2
MOST_ROWS = 40
TIMES = 2


@dataclass(frozen=True)
class ValueRow:
    """One line of the form."""

    column: str = ""
    indicator: str = ""
    where_column: str = ""
    where_said: str = ""


@dataclass(frozen=True)
class Chosen:
    """The form as filled in."""

    rows: list[ValueRow]
    times: list[str]
    fixed: str
    place: str
    place_column: str
    decimal: str
    sheet: str


def document_of(form: FormData) -> dict[str, Any]:
    """What the form says, as it is stored."""

    def said(name: str) -> str:
        value = form.get(name, "")
        return value.strip() if isinstance(value, str) else ""

    values = []
    for row in range(MOST_ROWS):
        column, indicator = said(f"kolom_{row}"), said(f"indikator_{row}")
        if column or indicator:
            only = [said(f"hanya_kolom_{row}"), said(f"hanya_isi_{row}")]
            values.append(
                {"kolom": "" if column == ACROSS else column, "indikator": indicator,
                 "hanya": only if all(only) else []}
            )  # fmt: skip
    return {
        "nilai": values, "waktu": [name for row in range(TIMES) if (name := said(f"waktu_{row}"))],
        "waktu_tetap": said("waktu_tetap"), "tempat": said("tempat"), "kolom_tempat": said("kolom_tempat"),
        "desimal": said("desimal"), "lembar": said("lembar"),
    }  # fmt: skip


def chosen_of(document: Mapping[str, Any]) -> Chosen:
    """The document in the form's fields, with lines to spare."""
    rows = []
    for value in document.get("nilai", []):
        only = [*(value.get("hanya") or []), "", ""]
        rows.append(ValueRow(value.get("kolom") or ACROSS, value.get("indikator", ""), only[0], only[1]))
    spare = max(LEAST_ROWS - len(rows), SPARE)
    times = [*document.get("waktu", []), "", ""][:TIMES]
    return Chosen(
        rows + [ValueRow()] * spare, times, document.get("waktu_tetap", ""), document.get("tempat", "kota"),
        document.get("kolom_tempat", ""), document.get("desimal", ""), document.get("lembar", ""),
    )  # fmt: skip
