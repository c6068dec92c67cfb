"""The city's rules as a document (plain lists and names, as in YAML), read and checked for its shape.

docs/routing.md tells how it is written. Whether what it names exists is the city's matter
(`routing/city/rule_check.py`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from routing.domain.rule_fields import UNSTORABLE, BadRules, chosen, named, only, short, texts
from routing.domain.rule_lines import read_rule, write_rule
from routing.domain.rule_words import Road, Speech, words_of
from routing.domain.rules import OWNERS, CityRule, UnitOf

T = TypeVar("T")
MOST_RULES, MOST_ROADS, MOST_POINTS = 500, 2_000, 200
SECTIONS = ("rules", "units", "areas", "roads", "speech")


@dataclass(frozen=True)
class DrawnArea:
    """A part of the city drawn by hand: corners as (latitude, longitude), the last joins the first."""

    code: str
    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Book:
    """All that rules are made of, in one version."""

    rules: tuple[CityRule, ...] = ()
    units: tuple[UnitOf, ...] = ()
    areas: tuple[DrawnArea, ...] = ()
    roads: tuple[Road, ...] = ()
    speech: Speech = field(default_factory=Speech)


def read(document: Any) -> Book:
    """The document as a book; BadRules with a sentence for the first thing that cannot be used."""
    if not isinstance(document, Mapping):
        raise BadRules("Berkas aturan harus berisi bagian rules, units, areas, dan roads.")
    only(document, SECTIONS, "Berkas aturan")
    book = Book(
        rules=_rows(document, "rules", "aturan", read_rule, MOST_RULES),
        units=_rows(document, "units", "bidang atau UPTD", _unit, MOST_RULES),
        areas=_rows(document, "areas", "kawasan", _area, MOST_RULES),
        roads=_rows(document, "roads", "jalan", _road, MOST_ROADS),
        speech=_speech(document.get("speech")),
    )
    for kind, rows in (("Aturan", book.rules), ("Bidang", book.units), ("Kawasan", book.areas),
                       ("Jalan", book.roads)):  # fmt: skip
        _no_twins(kind, rows)
    return book


def _no_twins(kind: str, rows: Sequence[Any]) -> None:
    """Two rules of one name cannot be told apart in an explanation."""
    seen: set[str] = set()
    for row in rows:
        agency = getattr(row, "agency", "")
        for key in (f"code:{row.code}", f"{agency}:{row.name.casefold()}"):
            if key in seen:
                shown = row.code if key.startswith("code:") else row.name
                raise BadRules(f"{kind} “{shown}” ada dua kali. Beri nama yang berbeda.")
            seen.add(key)


def _rows(
    document: Mapping[str, Any], section: str, called: str, make: Callable[[Mapping[str, Any]], T], most: int
) -> tuple[T, ...]:
    given = document.get(section) or []
    if not isinstance(given, list):
        raise BadRules(f"Bagian {section} harus berupa daftar.")
    if len(given) > most:
        raise BadRules(f"Paling banyak {most} {called}, ini {len(given)}.")
    rows = []
    for place, row in enumerate(given, 1):
        if not isinstance(row, Mapping):
            raise BadRules(f"Baris {place} pada bagian {section} tidak bisa dibaca.")
        rows.append(make(row))
    return tuple(rows)


def _unit(given: Mapping[str, Any]) -> UnitOf:
    only(given, ("code", "name", "agency", "active", "source"), f"Bidang “{short(given.get('name', ''))}”")
    code, name = named(given, "Bidang")
    agency, active = given.get("agency"), given.get("active", True)
    if not isinstance(agency, str) or not agency or not isinstance(active, bool):
        raise BadRules(f"Bidang “{name}”: sebutkan instansinya.")
    return UnitOf(code, agency, name, active, _short_source(given.get("source")))


def _area(given: Mapping[str, Any]) -> DrawnArea:
    only(given, ("code", "name", "points"), f"Kawasan “{short(given.get('name', ''))}”")
    code, name = named(given, "Kawasan")
    points = given.get("points")
    if not isinstance(points, list) or not 3 <= len(points) <= MOST_POINTS:
        raise BadRules(f"Kawasan “{name}” perlu 3 sampai {MOST_POINTS} titik sudut.")
    return DrawnArea(code, name, tuple(_point(point, name) for point in points))


def _point(given: Any, name: str) -> tuple[float, float]:
    pair = list(given) if isinstance(given, list | tuple) else []
    numbers = all(isinstance(v, int | float) and not isinstance(v, bool) for v in pair)
    if len(pair) != 2 or not numbers or not (abs(pair[0]) <= 90 and abs(pair[1]) <= 180):
        raise BadRules(f"Kawasan “{name}”: titik ditulis lintang, bujur; misalnya -6.2383, 106.9756.")
    return round(float(pair[0]), 6), round(float(pair[1]), 6)


def _road(given: Mapping[str, Any]) -> Road:
    where = f"Jalan “{short(given.get('name', ''))}”"
    only(given, ("code", "name", "called", "owner", "source"), where)
    code, name = named(given, "Jalan")
    called, owners = texts(given, "called", where), chosen(given, "owner", OWNERS, where)
    if not owners or not called or not all(map(words_of, called)):
        raise BadRules(f"{where}: sebutkan pemiliknya dan bagaimana orang menyebutnya.")
    return Road(code, name, called, owners, _short_source(given.get("source")))


def _short_source(given: Any) -> str:
    return UNSTORABLE.sub(" ", given if isinstance(given, str) else "")[:300]


def _speech(given: Any) -> Speech:
    if given is None:
        return Speech()
    if not isinstance(given, Mapping):
        raise BadRules("Bagian speech harus berisi street, titles, dan beside.")
    only(given, ("street", "titles", "beside"), "Bagian speech")
    lists = {key: frozenset(texts(given, key, "Bagian speech")) for key in given}
    return Speech(**lists)


def write(book: Book) -> dict[str, Any]:
    """The book as a document again, without what says nothing: `read(write(book)) == book`."""
    return {
        "rules": [write_rule(rule) for rule in book.rules],
        "units": [
            {"code": u.code, "name": u.name, "agency": u.agency, **({} if u.active else {"active": False}),
             **({"source": u.source} if u.source else {})}
            for u in book.units
        ],
        "areas": [
            {"code": a.code, "name": a.name, "points": [list(p) for p in a.points]} for a in book.areas
        ],
        "roads": [
            {"code": r.code, "name": r.name, "called": list(r.called), "owner": list(r.owners),
             **({"source": r.source} if r.source else {})}
            for r in book.roads
        ],
        "speech": {
            "street": sorted(book.speech.street), "titles": sorted(book.speech.titles),
            "beside": sorted(book.speech.beside),
        },
    }  # fmt: skip
