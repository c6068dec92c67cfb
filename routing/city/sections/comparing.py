"""What is different between two documents of a section, in lines a person reads."""

from collections.abc import Mapping
from typing import Any

from routing.city.sections.kinds import Document, Field, Row, Section

_LONGEST = 70


def differences(section: Section, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """One line for each row that came or went, and for each value that changed."""
    if not section.fields:
        return [] if old == new else [f"{section.name} diubah."]
    if section.key is None:
        return _changes(section, old.get("values", {}), new.get("values", {}), "")
    before, after = _by_key(section, old), _by_key(section, new)
    found = [f"Baru: {_called(section, row, code)}" for code, row in after.items() if code not in before]
    found += [f"Dihapus: {_called(section, row, code)}" for code, row in before.items() if code not in after]
    for code, row in after.items():
        if code in before:
            found += _changes(section, before[code], row, f"{_called(section, row, code)}: ")
    kept = [code for code in after if code in before]
    if kept != [code for code in before if code in after]:
        found.append("Urutannya diubah.")
    return found


def _by_key(section: Section, document: Mapping[str, Any]) -> dict[str, Row]:
    return {row[section.key or ""]: row for row in document.get("rows", ())}


def _called(section: Section, row: Row, code: str) -> str:
    return str(row.get(section.title) or code)[:_LONGEST]


def _changes(section: Section, old: Row, new: Row, where: str) -> list[str]:
    return [
        f"{where}{one.label} {_shown(one, old.get(one.name))} → {_shown(one, new.get(one.name))}"
        for one in section.fields if old.get(one.name) != new.get(one.name)
    ]  # fmt: skip


def _shown(one: Field, value: Any) -> str:
    if one.kind == "data":
        return f"{len(value or ())} isian"
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if value is None or value in ("", []):
        return "(kosong)"
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"“{text[:_LONGEST]}…”" if len(text) > _LONGEST else f"“{text}”"


def merged(section: Section, present: Document, given: Any) -> Any:
    """What a file gives over what is there, still to be checked: what it does not say of a row stays.

    Rows that cannot go stay as well; of a section whose rows may go, those the file does not name are gone.
    """
    if section.key is None:
        return {**present["values"], **given} if isinstance(given, Mapping) else given
    if not isinstance(given, list) or not all(isinstance(row, Mapping) for row in given):
        return given
    before, key = _by_key(section, present), section.key
    rows = [{**before.get(str(row.get(key)), {}), **row} for row in given]
    if not section.removable:
        there = {str(row.get(key)) for row in rows}
        rows = [*rows, *(row for code, row in before.items() if code not in there)]
    return rows
