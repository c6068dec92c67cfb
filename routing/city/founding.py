"""A city that begins empty: its folder, made of what somebody fills in and of the delivered standard list.

From the delivered city come the kinds of matter with their questions and terms, what is guarded and what is
public, the words by which dangers, themes and urgency are told. Nothing that names that city comes along.
"""

import csv
import io
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean
from typing import Any

from routing.city import documents
from routing.city.areas_import import import_areas
from routing.city.sections.checking import CODE
from routing.delivered import CITY
from routing.domain.jurisdiction import EXTERNAL, LOCAL_KELURAHAN, POC
from routing.domain.rule_fields import UNSTORABLE, BadRules
from routing.errors import BadInput
from storage import csv_files, yaml_files
from storage.csv_files import CsvFault

SOURCE = "halaman penyiapan kota"
COLUMNS = ("code", "name", "short_name", "kind")
PLAIN = ("themes.yml", "plain_words.yml", "same_matter.yml")  # words of the language: taken as they are
INSPECTORS = "inspektorat"
MOST_OFFICES, MOST_LIST = 500, 500_000  # characters
MOST_LETTERS = 200  # of what is said of an agency or of the city
STORABLE = f"paling banyak {MOST_LETTERS} huruf, dalam satu baris"
MARGIN = 0.02  # degrees around the city that its maps still show
Files = dict[str, str]


class BadFounding(ValueError):
    """What was filled in cannot be a city; the text is the sentence for whoever filled it in."""


@dataclass(frozen=True)
class Answers:
    """What is filled in. outlines: GeoJSON; agencies: CSV or YAML with the categories each answers for."""

    name: str
    short_name: str
    prefix: str
    centre: str  # what the city calls its command centre
    controller: str
    contact: str
    outlines: str
    agencies: str


@dataclass(frozen=True)
class Office:
    """An agency of the list, and the codes of the categories it answers for."""

    code: str
    name: str
    short_name: str
    kind: str
    contact: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class Founding:
    """A city's folder as files by name, and what to show before it begins."""

    files: Files
    kecamatan: int
    kelurahan: int
    offices: Sequence[Office]
    owners: Mapping[str, str]  # who answers, by the category's name


def found(answers: Answers) -> Founding:
    """The folder of the new city; BadFounding for what cannot be one."""
    for name in ("name", "short_name", "centre", "controller", "contact"):
        if len(said := getattr(answers, name)) > MOST_LETTERS or UNSTORABLE.search(said):
            raise BadFounding(f"“{said[:30]}…” tidak bisa disimpan: {STORABLE}.")
    offices = _offices(answers)
    codes = {one.code for one in offices}
    area_files, rows, bounds = _areas(answers)
    categories, owners = _categories(offices)
    files = {
        **area_files, "agencies.csv": _agency_table(offices), "categories.csv": categories,
        "settings.yml": documents.dump(_settings(answers, codes, bounds)),
        "rules.yml": documents.dump({"rules": [], "areas": [], "speech": _delivered("rules.yml")["speech"]}),
        "deadlines.yml": documents.dump(_deadlines(codes)),
        "questions.yml": documents.dump(_questions(answers.prefix)),
        "incidents.yml": documents.dump(_incidents(codes)), "emergency.yml": documents.dump(_dangers()),
        **{name: (CITY / name).read_text("utf-8") for name in PLAIN},
    }  # fmt: skip
    kinds = [row["kind"] for row in rows]
    return Founding(files, kinds.count("kecamatan"), kinds.count("kelurahan"), offices, owners)


def _delivered(name: str) -> Any:
    return yaml_files.read((CITY / name).read_text("utf-8"))


def _areas(answers: Answers) -> tuple[Files, list[dict[str, str]], list[list[float]]]:
    """The two area files, the rows of the first, and the corners of the map."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        given = folder / "given.geojson"
        given.write_text(answers.outlines, "utf-8")
        try:
            import_areas(given, folder / "out", source=SOURCE, licence="")
        except (BadInput, CsvFault, KeyError) as bad:
            why = bad.detail.partition(": ")[2] if isinstance(bad, BadInput) else _wrong(bad)
            raise BadFounding(f"Batas wilayah tidak bisa dipakai: {why[:200]}") from None
        names = ("areas.csv", "outlines.geojson")
        files = {name: (folder / "out" / name).read_text("utf-8") for name in names}
        rows = [row.fields for row in csv_files.read(folder / "out" / "areas.csv")]
    features = json.loads(files["outlines.geojson"])["features"]
    points = [point for one in features for point in _points(one["geometry"]["coordinates"])]
    lons, lats = [point[0] for point in points], [point[1] for point in points]
    south_west = [round(min(lats) - MARGIN, 4), round(min(lons) - MARGIN, 4)]
    return files, rows, [south_west, [round(max(lats) + MARGIN, 4), round(max(lons) + MARGIN, 4)]]


def _wrong(bad: CsvFault | KeyError) -> str:
    return bad.sentence if isinstance(bad, CsvFault) else str(bad)


def _points(value: Any) -> list[list[float]]:
    return [value] if isinstance(value[0], float | int) else [p for part in value for p in _points(part)]


def _offices(answers: Answers) -> list[Office]:
    """The agencies of the list, the command centre first, whether it is named or not."""
    rows = _listed(answers.agencies)
    if not 0 < len(rows) <= MOST_OFFICES:
        raise BadFounding(f"Daftar instansi: perlu 1 sampai {MOST_OFFICES} baris.")
    given = [_office(row) for row in rows]
    codes = [one.code for one in given]
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise BadFounding(f"Instansi: kode “{twice[0]}” dipakai dua kali.")
    centre = next(
        (one for one in given if one.code == POC), Office(POC, answers.centre, answers.centre, "dinas")
    )
    return [centre, *(one for one in given if one.code not in (POC, LOCAL_KELURAHAN))]


def _listed(text: str) -> list[dict[str, Any]]:
    if len(text) > MOST_LIST:
        raise BadFounding("Daftar instansi terlalu besar.")
    if text.lstrip().startswith(("-", "[")):
        try:
            given = documents.parse(text)
        except BadRules as bad:
            raise BadFounding(str(bad)) from None
        rows = given if isinstance(given, list) else []
        return [row if isinstance(row, dict) else {} for row in rows]
    try:
        return [row.fields for row in csv_files.parse(text.encode(), name="instansi.csv", columns=COLUMNS)]
    except CsvFault as fault:
        raise BadFounding(f"Daftar instansi: {fault.sentence}.") from None


def _office(row: Mapping[str, Any]) -> Office:
    values = {name: _word(row.get(name)) for name in (*COLUMNS, "contact")}
    for name, value in values.items():
        if len(value) > MOST_LETTERS or UNSTORABLE.search(value):
            raise BadFounding(f"Instansi: {name} tidak bisa disimpan: {STORABLE}.")
    if not all(values[name] for name in COLUMNS):
        raise BadFounding(f"Daftar instansi: tiap baris perlu {', '.join(COLUMNS)}.")
    if values["kind"] not in ("dinas", EXTERNAL):
        raise BadFounding(f"Instansi “{values['name'][:60]}”: kind ditulis dinas atau {EXTERNAL}.")
    if not CODE.fullmatch(values["code"]):
        raise BadFounding(
            f"Instansi: kode “{values['code'][:40]}” tidak bisa dipakai. Pakai huruf kecil, angka, titik, _"
            " dan -."
        )
    given = row.get("categories") or ()
    listed = given.split("|") if isinstance(given, str) else given
    if not _are_codes(listed):
        raise BadFounding(f"Instansi “{values['code']}”: categories ditulis sebagai daftar kode.")
    return Office(**values, categories=tuple(filter(None, map(_word, listed))))


def _are_codes(listed: Any) -> bool:
    if not isinstance(listed, list | tuple) or len(listed) > MOST_OFFICES:
        return False
    nested = any(isinstance(one, list | dict) for one in listed)
    return not nested and not UNSTORABLE.search("".join(map(_word, listed)))


def _word(given: Any) -> str:
    """A cell in one line; "" for what is no word or number: lists of lists of lists are not written out."""
    return " ".join(str(given).split()) if given and isinstance(given, str | int | float) else ""


def _agency_table(offices: Sequence[Office]) -> str:
    rows = [[one.code, one.name, one.short_name, one.kind, one.contact] for one in offices]
    local = [LOCAL_KELURAHAN, "Kelurahan setempat", "Kelurahan", "kelurahan", ""]
    return _csv([*COLUMNS, "contact"], [*rows, local])


def _csv(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([head, *rows])
    return text.getvalue()


def _categories(offices: Sequence[Office]) -> tuple[str, dict[str, str]]:
    """The standard list, each kind with who answers here: who names it, who has its code, else the centre."""
    lines = csv_files.read(CITY / "categories.csv")
    rows = [line.fields for line in lines]
    known = {row["code"] for row in rows}
    names = {one.code: one.name for one in offices} | {LOCAL_KELURAHAN: "Kelurahan setempat"}
    owner: dict[str, str] = {}
    for one in offices:
        for code in one.categories:
            if code not in known:
                raise BadFounding(f"Instansi “{one.name}”: tidak ada kategori baku berkode “{code[:40]}”.")
            if code in owner:
                raise BadFounding(f"Kategori “{code}” disebut dua instansi.")
            owner[code] = one.code
    made = []
    for row in rows:
        usual = row["agency"] if row["agency"] in names else POC
        made.append({**row, "agency": owner.get(row["code"], usual)})
    head = list(made[0])
    return _csv(head, [[row[name] for name in head] for row in made]), {
        row["name"]: names[row["agency"]] for row in made
    }


def _settings(answers: Answers, codes: set[str], bounds: list[list[float]]) -> dict[str, Any]:
    """The delivered settings without what only the delivered city has."""
    given = {key: value for key, value in _delivered("settings.yml").items() if key != "cap"}
    (south, west), (north, east) = bounds
    center = [round(fmean((south, north)), 4), round(fmean((west, east)), 4)]
    short = answers.short_name or answers.name
    accusation, areas = given["accusation"], {"kelurahan", "kecamatan"}
    offices = [one for one in accusation["offices"] if one["agency"] in codes | areas]
    kinds = {kind: who for kind, who in accusation["kinds"].items() if who in codes | areas | {"owner"}}
    return given | {
        "city": {"name": answers.name, "short_name": short}, "number_prefix": answers.prefix,
        "map": {"center": center, "bounds": bounds, "zoom": 11}, "security": {"contact": ""},
        "privacy": {"controller": answers.controller, "contact": answers.contact},
        "alerts": {**given["alerts"], "agency": "bpbd" if "bpbd" in codes else POC},
        "misuse": {**given["misuse"], "appeal": f"Sampaikan kepada {answers.centre}."},
        "elsewhere": [one for one in given["elsewhere"] if one["agency"] in codes], "neighbours": {},
        "guarded": {**given["guarded"], "overseers": [c for c in (INSPECTORS, POC) if c in codes]},
        "public": {**given["public"], "jurisdiction": ""},
        "accusation": {**accusation, "offices": offices, "kinds": kinds},
        "password_words": sorted({"sorot", *short.lower().split(), *answers.name.lower().split()}),
    }  # fmt: skip


def _deadlines(codes: set[str]) -> dict[str, Any]:
    given = dict(_delivered("deadlines.yml"))
    return given | {"hours": [one for one in given["hours"] if not one["office"] or one["office"] in codes]}


def _incidents(codes: set[str]) -> dict[str, Any]:
    given = dict(_delivered("incidents.yml"))
    return given | {"kinds": {
        kind: {**row, "agencies": [code for code in row.get("agencies", ()) if code in codes]}
        for kind, row in given["kinds"].items()
    }}  # fmt: skip


def _questions(prefix: str) -> dict[str, Any]:
    """The standard questions; those that name a body of the delivered city are left out."""
    delivered = _delivered("settings.yml")["number_prefix"]
    bodies = [line["name"] for line in csv_files.read(CITY / "agencies.csv")]
    bodies += [
        line["short_name"] for line in csv_files.read(CITY / "agencies.csv") if len(line["short_name"]) > 6
    ]
    return {
        code: [one for one in asked if not any(name in str(one) for name in bodies)]
        for code, asked in _said_with(prefix, delivered).items()
    }


def _said_with(prefix: str, delivered: str) -> Any:
    """The questions, their examples with the new city's prefix."""
    return yaml_files.read((CITY / "questions.yml").read_text("utf-8").replace(f"{delivered} ", f"{prefix} "))


def _dangers() -> dict[str, Any]:
    """The country's numbers, to be checked by the city."""
    given = dict(_delivered("emergency.yml"))
    source = "nomor nasional dari daftar baku; belum dicocokkan oleh kota ini"
    return given | {
        "numbers": {number: {**told, "source": source} for number, told in given["numbers"].items()}
    }


def with_centre(answers: Answers) -> Answers:
    """With the usual name of a command centre where none is given."""
    return answers if answers.centre else replace(answers, centre="Pusat Operasi Kota")
