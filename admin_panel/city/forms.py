"""A section's row as a form fills it, and back."""

from typing import Any

from starlette.datastructures import FormData

from routing.city.sections.kinds import Field, Row, Section


def text(form: FormData, name: str) -> str:
    """What was typed, "" where nothing was."""
    given = form.get(name, "")
    return given if isinstance(given, str) else ""


def row_of(section: Section, form: FormData, before: Row) -> Row:
    """The row as typed; what the form does not show, and what is fixed of a row that exists, stays."""
    found: Row = {}
    for one in section.fields:
        kept = one.kind == "data" or (one.fixed and one.name in before)
        found[one.name] = before.get(one.name, one.empty) if kept else _typed(one, form)
    return found


def _typed(one: Field, form: FormData) -> Any:
    if one.kind == "yes":
        return form.get(one.name) == "ya"
    if one.kind == "several":
        return [value for value in form.getlist(one.name) if isinstance(value, str)]
    given = text(form, one.name)
    if one.kind == "lines":
        return [line.strip() for line in given.splitlines() if line.strip()]
    if one.kind == "point":
        return _point(given)
    return given.strip() or None if one.kind in ("whole", "number") else given


def _point(given: str) -> Any:
    """ "-6.24, 106.99" as a pair; what is none stays as it is, to be told."""
    try:
        pair = [float(part) for part in given.split(",")] if given.strip() else None
    except ValueError:
        return given
    return pair


def changed(document: dict[str, Any], section: Section, code: str, row: Row | None) -> dict[str, Any]:
    """The document with this row in the place of `code` ("" for a new one), or without it (None)."""
    if section.key is None:
        return {"values": row}
    rows, key = list(document["rows"]), section.key
    if not code:
        return {"rows": [*rows, row]}
    made = [row if one[key] == code else one for one in rows]
    return {"rows": [one for one in made if one is not None]}
