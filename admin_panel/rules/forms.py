"""A rule, an area, a unit and a road as forms and back, as the rows of the rules' document."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import Any

from starlette.datastructures import FormData

MOST_FIELDS = 400  # of a form: every category, every kelurahan and some more
LISTS = ("category", "kelurahan", "kecamatan", "area", "road", "owner", "days", "channel")
PLAIN = ("day_kind", "from", "until", "priority")
FLAGS = {"ya": True, "tidak": False}


def rule_row(form: FormData, code: str) -> dict[str, Any]:
    """The rule as typed; what is left open is left out."""
    when: dict[str, Any] = {key: found for key in LISTS if (found := _many(form, key))}
    if words := _parts(_text(form, "words")):
        when["words"] = words
    when |= {key: given for key in PLAIN if (given := _text(form, key))}
    if (flag := _text(form, "emergency")) in FLAGS:
        when["emergency"] = FLAGS[flag]
    then: dict[str, Any] = {"agency": _text(form, "agency")}
    if unit := _text(form, "unit"):
        then["unit"] = unit
    if first := _text(form, "first"):
        amount, of = _text(form, "amount"), _text(form, "amount_unit")
        then |= {"first": first, "after": f"{amount} {of.replace('_', ' ')}"}
    row: dict[str, Any] = {"code": code, "name": _text(form, "name"), "when": when, "then": then}
    return row if _text(form, "active") else row | {"active": False}


def area_row(form: FormData, code: str) -> dict[str, Any]:
    """The area as drawn or typed, a corner a line: "-6.23, 106.97"."""
    points = [_point(line) for line in _text(form, "points").splitlines() if line.strip()]
    return {"code": code, "name": _text(form, "name"), "points": points}


def road_row(form: FormData, code: str) -> dict[str, Any]:
    """A road with its owners."""
    return {
        "code": code, "name": _text(form, "name"), "called": _parts(_text(form, "called")),
        "owner": _many(form, "owner"), "source": _text(form, "source"),
    }  # fmt: skip


def unit_row(form: FormData, code: str) -> dict[str, Any]:
    """A bidang or UPTD."""
    return {
        "code": code, "name": _text(form, "name"), "agency": _text(form, "agency"),
        "source": _text(form, "source"),
    }  # fmt: skip


def code_for(name: str, taken: Collection[str]) -> str:
    """A code from a name that is not taken yet."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:50] or "aturan"
    return next(code for n in range(1, 10_000) if (code := base if n == 1 else f"{base}_{n}") not in taken)


def moved(rows: list[dict[str, Any]], code: str, deed: str) -> list[dict[str, Any]]:
    """The rules with one moved up or down, switched, or gone."""
    place = next((n for n, row in enumerate(rows) if row["code"] == code), None)
    if place is None:
        return rows
    row, rest = rows[place], [*rows[:place], *rows[place + 1 :]]
    if deed == "hapus":
        return rest
    if deed in ("mati", "hidup"):
        switched = {key: value for key, value in row.items() if key != "active"}
        return [*rest[:place], switched | ({"active": False} if deed == "mati" else {}), *rest[place:]]
    to = {"naik": max(0, place - 1), "turun": min(len(rest), place + 1), "teratas": 0}.get(deed, place)
    return [*rest[:to], row, *rest[to:]]


def put(
    rows: list[dict[str, Any]], row: Mapping[str, Any], *, first: bool = False
) -> list[dict[str, Any]]:  # fmt: skip
    """The rows with this one in the place of its namesake; a new one at the end, or first."""
    if any(old["code"] == row["code"] for old in rows):
        return [dict(row) if old["code"] == row["code"] else old for old in rows]
    return [dict(row), *rows] if first else [*rows, dict(row)]


def _text(form: FormData, key: str) -> str:
    value = form.get(key, "")
    return value.strip()[:20_000] if isinstance(value, str) else ""


def _many(form: FormData, key: str) -> list[str]:
    return [value for value in form.getlist(key) if isinstance(value, str) and value]


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,\n]", text) if part.strip()]


def _point(line: str) -> Any:
    """Two numbers; what is none stays as it is, and is refused with the area's name."""
    try:
        return [float(part) for part in line.split(",")]
    except ValueError:
        return line
