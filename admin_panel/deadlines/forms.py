"""The parts of the deadlines' document as forms: a row of each, and the document with one row changed."""

from collections.abc import Callable
from typing import Any

from starlette.datastructures import FormData

Row = dict[str, Any]


def text(form: FormData, key: str) -> str:
    """A field as typed."""
    value = form.get(key, "")
    return value.strip()[:2_000] if isinstance(value, str) else ""


def _whole(form: FormData, key: str) -> Any:
    """A whole number; what is none stays as it is, and is refused with its sentence."""
    typed = text(form, key)
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else typed


def _wait(form: FormData, key: str) -> str:
    amount = text(form, key)
    return f"{amount} {text(form, f'{key}_unit').replace('_', ' ')}" if amount else ""


def _code(form: FormData, name: str) -> str:
    """What a row keeps as its code; a new one gets it from its name."""
    kept = text(form, "lama")
    plain = "".join(c if c.isalnum() and c.isascii() else "_" for c in name.lower()).strip("_")
    return kept or plain[:50] or "baru"


def _term_row(form: FormData) -> Row:
    wanted = [value for value in form.getlist("category") if isinstance(value, str) and value]
    band, office = text(form, "band"), text(form, "office")
    row: Row = {"code": _code(form, "_".join([*wanted[:2], band, office]) or "semua"), "category": wanted}
    row |= {"band": band, "office": office}
    waits = {"first": _wait(form, "first"), "end": _wait(form, "end")}
    return row | {key: wait for key, wait in waits.items() if wait}


def _band(form: FormData) -> Row:
    return {"code": _code(form, text(form, "name")), "name": text(form, "name"), "at": _whole(form, "at")}


def _hours(form: FormData) -> Row:
    if text(form, "always"):
        return {"office": text(form, "office"), "always": True}
    days = [value for value in form.getlist("days") if isinstance(value, str)]
    row: Row = {"office": text(form, "office"), "days": days}
    row |= {"from": text(form, "from").replace(":", "."), "until": text(form, "until").replace(":", ".")}
    return row | ({"holidays": True} if text(form, "holidays") else {})


def _check(form: FormData) -> Row:
    return {"office": text(form, "office"), "term": _wait(form, "term")}


def _day(form: FormData) -> Row:
    return {"day": text(form, "day"), "name": text(form, "name")}


def _rung(form: FormData) -> Row:
    return {"at": _whole(form, "at"), "who": text(form, "who"), "words": text(form, "words")}


def _cause(form: FormData) -> Row:
    return {"code": _code(form, text(form, "name")), "name": text(form, "name"),
            "sentence": text(form, "sentence")}  # fmt: skip


def _limit(form: FormData) -> Row:
    return {"role": text(form, "role"), "days": _whole(form, "days"), "times": _whole(form, "times")}


# Each part: where its rows stand in the document, which field tells them apart, and how a form becomes one.
PARTS: dict[str, tuple[tuple[str, ...], str, Callable[[FormData], Row]]] = {
    "tabel": (("rows",), "code", _term_row),
    "jenjang": (("bands",), "code", _band),
    "jam": (("hours",), "office", _hours),
    "periksa": (("checks",), "office", _check),
    "hari": (("days",), "day", _day),
    "peringatan": (("ladder",), "at", _rung),
    "sebab": (("moving", "causes"), "code", _cause),
    "batas": (("moving", "limits"), "role", _limit),
}


OF_OFFICES = ("jam", "periksa")  # whose row "" is everybody not named


def rows_of(document: Row, part: str) -> list[Row]:
    """The rows of a part."""
    found: Any = document
    for key in PARTS[part][0]:
        found = found.get(key) or {}
    return list(found or [])


def changed(document: Row, part: str, old: str, new: Row | None) -> Row:
    """The document with the row `old` replaced by `new`, taken out (None), or `new` added."""
    path, key, _ = PARTS[part]
    rows, kept = rows_of(document, part), old != "" or part in OF_OFFICES
    places = [n for n, row in enumerate(rows) if kept and str(row.get(key, "")) == old]
    if places and new is not None:
        rows[places[0]] = new
    elif places:
        del rows[places[0]]
    elif new is not None:
        rows.append(_with_a_code_of_its_own(rows, key, new))
    if len(path) == 1:
        return document | {path[0]: rows}
    return document | {path[0]: (document.get(path[0]) or {}) | {path[1]: rows}}


def _with_a_code_of_its_own(rows: list[Row], key: str, new: Row) -> Row:
    if key != "code":
        return new
    taken = {row["code"] for row in rows}
    code = next(
        c for n in range(1, 10_000) if (c := new["code"] if n == 1 else f"{new['code']}_{n}") not in taken
    )
    return {**new, "code": code}
