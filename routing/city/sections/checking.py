"""Is a section's document what its fields say? Sentences for whoever wrote it; nothing is guessed."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from routing.city.sections.kinds import BadSection, Document, Field, Row, Section

MOST_ROWS = 5000
CODE = re.compile(r"[a-z0-9][a-z0-9._-]{0,59}")
_UNSTORABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")


def checked(session: Session, section: Section, given: Any) -> Document:
    """The document with every field in its place; BadSection with a sentence for what cannot be used."""
    choices = {one.name: frozenset(one.choices(session)) for one in section.fields if one.choices is not None}
    if section.key is None:
        values = given.get("values", given) if isinstance(given, Mapping) else None
        if not isinstance(values, Mapping):
            raise BadSection(f"{section.name}: isinya harus berupa daftar nama dan nilai.")
        return {"values": _row(section, values, choices, section.name)}
    rows = given.get("rows") if isinstance(given, Mapping) else given
    if not isinstance(rows, list) or len(rows) > MOST_ROWS:
        raise BadSection(f"{section.name}: isinya harus berupa daftar, paling banyak {MOST_ROWS} baris.")
    made = [_named_row(section, row, choices) for row in rows]
    codes = [row[section.key] for row in made]
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise BadSection(f"{section.name}: kode “{twice[0]}” dipakai dua kali.")
    return {"rows": made}


def _named_row(section: Section, given: Any, choices: Mapping[str, frozenset[str]]) -> Row:
    if not isinstance(given, Mapping):
        raise BadSection(f"{section.name}: tiap baris berupa daftar nama dan nilai.")
    code = given.get(section.key or "")
    if not isinstance(code, str) or not CODE.fullmatch(code):
        shown = str(code)[:40] if code else ""
        raise BadSection(
            f"{section.name}: kode “{shown}” tidak bisa dipakai. Pakai huruf kecil, angka, titik, _ dan -."
        )
    return _row(section, given, choices, f"{section.name}, “{code}”")


def _row(
    section: Section, given: Mapping[str, Any], choices: Mapping[str, frozenset[str]], where: str
) -> Row:
    known = [one.name for one in section.fields]
    if unknown := sorted(str(name) for name in given if name not in known):
        raise BadSection(f"{where}: “{unknown[0][:40]}” tidak dikenal. Yang ada: {', '.join(known)}.")
    return {
        one.name: _value(one, given.get(one.name), choices.get(one.name, frozenset()), where)
        for one in section.fields
    }


def _value(one: Field, given: Any, choices: frozenset[str], where: str) -> Any:
    said = f"{where}: {one.label}"
    if given is None or given == "":
        if one.needed:
            raise BadSection(f"{said} belum diisi.")
        return one.empty
    return _READERS[one.kind](one, given, choices, said)


def _text(one: Field, given: Any, _: frozenset[str], said: str) -> str:
    if not isinstance(given, str | int | float) or isinstance(given, bool):
        raise BadSection(f"{said} harus berupa tulisan.")
    text = str(given).replace("\r\n", "\n").strip()
    if one.kind == "text":
        text = " ".join(text.split())
    if len(text) > one.most:
        raise BadSection(f"{said} terlalu panjang, paling banyak {one.most} huruf.")
    if _UNSTORABLE.search(text):
        raise BadSection(f"{said} memuat huruf yang tidak bisa disimpan.")
    if one.needed and not text:
        raise BadSection(f"{said} belum diisi.")
    return text


def _number(one: Field, given: Any, _: frozenset[str], said: str) -> float | int:
    whole = one.kind == "whole"
    try:
        value = given if isinstance(given, int | float) and not isinstance(given, bool) else float(str(given))
        number = int(value) if whole or value == int(value) else float(value)
        wrong = (whole and number != value) or not one.least <= number <= one.most
    except (ValueError, OverflowError):
        raise BadSection(f"{said} harus berupa angka.") from None
    if wrong:
        raise BadSection(f"{said}: angka {'bulat ' if whole else ''}dari {one.least} sampai {one.most}.")
    return number


def _yes(one: Field, given: Any, _: frozenset[str], said: str) -> bool:
    if not isinstance(given, bool):
        raise BadSection(f"{said}: tulis true atau false.")
    return given


def _one(one: Field, given: Any, choices: frozenset[str], said: str) -> str:
    if not isinstance(given, str) or given not in choices:
        raise BadSection(f"{said}: “{str(given)[:40]}” tidak ada dalam pilihannya.")
    return str(given)


def _listed(one: Field, given: Any, said: str) -> list[str]:
    if not isinstance(given, list | tuple) or len(given) > one.most:
        raise BadSection(f"{said} harus berupa daftar, paling banyak {one.most}.")
    if not all(isinstance(value, str | int) and len(str(value)) <= 200 for value in given):
        raise BadSection(f"{said}: tiap isi berupa tulisan, paling banyak 200 huruf.")
    texts = [" ".join(str(value).split()) for value in given]
    if any(_UNSTORABLE.search(text) for text in texts):
        raise BadSection(f"{said} memuat huruf yang tidak bisa disimpan.")
    return list(dict.fromkeys(text for text in texts if text))


def _several(one: Field, given: Any, choices: frozenset[str], said: str) -> list[str]:
    listed = _listed(one, given, said)
    if strange := [value for value in listed if value not in choices]:
        raise BadSection(f"{said}: “{strange[0][:40]}” tidak ada dalam pilihannya.")
    return listed


def _lines(one: Field, given: Any, _: frozenset[str], said: str) -> list[str]:
    return _listed(one, given, said)


def _point(one: Field, given: Any, _: frozenset[str], said: str) -> list[float]:
    pair: Sequence[Any] = given if isinstance(given, list | tuple) else ()
    numbers = [float(x) for x in pair if isinstance(x, int | float) and not isinstance(x, bool)]
    if len(pair) != 2 or len(numbers) != 2 or not (abs(numbers[0]) <= 90 and abs(numbers[1]) <= 180):
        raise BadSection(f"{said}: titik ditulis [lintang, bujur], misalnya [-6.24, 106.99].")
    return [round(number, 6) for number in numbers]


def _data(one: Field, given: Any, _: frozenset[str], said: str) -> Any:
    if not isinstance(given, list | dict):
        raise BadSection(f"{said}: bentuknya tidak dikenal.")
    return given


_READERS: Mapping[str, Callable[[Field, Any, frozenset[str], str], Any]] = {
    "text": _text, "long": _text, "whole": _number, "number": _number, "yes": _yes, "one": _one,
    "several": _several, "lines": _lines, "point": _point, "data": _data,
}  # fmt: skip
