"""The first configuration of a city, read from a folder such as `routing/data/bekasi`.

agencies.csv, categories.csv (with the terms), questions.yml (what the bot asks about a category), areas.csv,
outlines.geojson (made by `sorot area import`), settings.yml, rules.yml with roads.csv and units.csv
(who answers, `rule_versions`), deadlines.yml (`deadline_versions`); days off from `holidays`.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from statistics import fmean
from typing import Any, TypeVar

from sqlalchemy import case, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from routing.city import catalogue, dangers, deadline_versions, rule_versions
from routing.city.settings import CitySettings, Holidays
from routing.city.settings_read import of_file
from routing.domain import questions
from routing.domain.deadlines import Unit
from routing.domain.jurisdiction import kecamatan_agency, kelurahan_agency
from routing.domain.neighbours import Asking
from routing.domain.proof import Checking, Wanted
from routing.domain.publicity import PLAIN, SECRET
from storage import csv_files, yaml_files
from storage.clock import LOCAL
from storage.csv_files import Line
from storage.inserts import insert_once
from storage.models import Agency, Area, Base, Category, Holiday, Report, Setting

Row = TypeVar("Row", bound=Base)
Word = TypeVar("Word", bound=StrEnum)
# Which files and month were last loaded: a start with the same ones costs nothing (else a second, 50 MB).
LOADED = "city_loaded"
# Which categories were given their questions once; from then on they are the panel's.
ASKED = "questions_loaded"


def load_city(tx: Session, folder: Path, *, now: datetime) -> None:
    """Add whatever of the city's configuration the database does not hold yet.

    Rows that exist stay as they are, since the panel may have changed them; only outlines follow the
    file, which `sorot area import` writes, and the days off of this year and its two neighbours follow the
    library and the file.
    """
    year = now.astimezone(LOCAL).year
    fingerprint = _fingerprint(folder, now)
    loaded = _lock(tx)
    if loaded.value["value"] == fingerprint:
        return
    settings = yaml_files.read((folder / "settings.yml").read_text("utf-8")) | _dangers(folder)
    checked = of_file(settings)
    areas = list(_areas(folder))
    added = [
        _redraw(tx, areas),
        _add_missing(tx, Area.code, areas),
        _add_missing(tx, Agency.code, [*_agencies(folder), *_area_agencies(areas)]),
        _add_missing(tx, Category.code, _categories(folder)),
        _ask_missing(tx, folder),
        _refresh_holidays(tx, list(_holidays(checked.holidays, year)), year),
        _guard_earlier(tx, checked),
        _add_missing(tx, Setting.key, _settings(settings)),
        _add_dangers(tx, settings.get(dangers.SETTING, {})),
    ]
    if any(added):
        catalogue.changed(tx)
    rule_versions.load_first(tx, folder, now=now)
    deadline_versions.load_first(tx, folder, now=now)
    loaded.value = {"value": fingerprint}


def _dangers(folder: Path) -> dict[str, Any]:
    """What is called and done in danger, as one setting; raises BadDangers for one that cannot be used."""
    path = folder / "emergency.yml"
    if not path.exists():
        return {}
    given = yaml_files.read(path.read_text("utf-8"))
    dangers.read(given)
    return {dangers.SETTING: given}


def _add_dangers(tx: Session, given: Mapping[str, Any]) -> int:
    """Add the kinds of danger, and the numbers, that the city's own lack; returns how many were added.

    A later release hears more kinds: without its row a kind is met with the national number alone.
    """
    row = tx.scalar(select(Setting).where(Setting.key == dangers.SETTING))
    if row is None:
        return 0
    both = {part: {**given.get(part, {}), **row.value.get(part, {})} for part in ("numbers", "kinds")}
    added = sum(len(both[part]) - len(row.value.get(part, {})) for part in both)
    if added:
        row.value = {**row.value, **both}
    return added


def _lock(tx: Session) -> Setting:
    """The row that tells what was loaded, locked: roles that start together load one after another."""
    insert_once(tx, Setting, unique=["key"], key=LOADED, value={"value": ""})
    return tx.scalars(select(Setting).where(Setting.key == LOADED).with_for_update()).one()


def _redraw(tx: Session, areas: Iterable[Area]) -> int:
    """Give areas that exist the file's outlines and points; returns how many changed."""
    known = {area.code: area for area in tx.scalars(select(Area))}
    changed = 0
    for area in areas:
        old = known.get(area.code)
        if old is not None and (old.outline, old.lat, old.lon) != (area.outline, area.lat, area.lon):
            old.outline, old.lat, old.lon = area.outline, area.lat, area.lon
            changed += 1
    return changed


def _fingerprint(folder: Path, now: datetime) -> str:
    """Changes with any file of the configuration; equal, there is nothing to add.

    Also with the version of the library that knows the days off, and with the month: decrees come any time.
    """
    hashed = hashlib.sha256(f"{version('holidays')} {now.astimezone(LOCAL):%Y-%m}".encode())
    for path in sorted(folder.iterdir()):
        hashed.update(path.name.encode() + path.read_bytes())
    return hashed.hexdigest()


def _add_missing(tx: Session, key: "InstrumentedAttribute[Any]", rows: Iterable[Row]) -> int:
    """Add the rows whose key the table does not hold; returns how many. Order is kept: parents come first."""
    known = set(tx.scalars(select(key)))
    new = [row for row in rows if getattr(row, key.key) not in known]
    tx.add_all(new)
    tx.flush()
    return len(new)


def _refresh_holidays(tx: Session, days: Sequence[Holiday], year: int) -> int:
    """Make the days off of `year` and its neighbours what the library and the city's file say now.

    A decree may add a day or move one; years before stay as they were counted.
    """
    old = {row.day: row for row in tx.scalars(select(Holiday)) if abs(row.day.year - year) <= 1}
    new = {row.day: row for row in days}
    gone = [row for day, row in old.items() if day not in new]
    for row in gone:
        tx.delete(row)
    other = [row for row in new.values() if _said(row) != _said(old.get(row.day))]
    for row in other:
        tx.merge(row)
    tx.flush()
    return len(gone) + len(other)


def _said(row: Holiday | None) -> tuple[str, str] | None:
    return (row.name, row.kind) if row else None


def _areas(folder: Path) -> Iterator[Area]:
    features = json.loads((folder / "outlines.geojson").read_text("utf-8"))["features"]
    outlines = {item["properties"]["code"]: item for item in features}
    rows = csv_files.read(folder / "areas.csv", columns=("code", "name", "kind", "parent_code"))
    for row in rows:
        if row["kind"] not in ("kecamatan", "kelurahan"):
            raise row.fault(f"kind {row['kind']!r}: kecamatan or kelurahan")
        if row["kind"] == "kelurahan" and row["code"] not in outlines:
            raise row.fault(f"{row['code']!r} has no outline in outlines.geojson")
    inside: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        if row["kind"] == "kelurahan":
            inside.setdefault(row["parent_code"], []).append(outlines[row["code"]]["properties"])
    for row in rows:
        if row["kind"] == "kelurahan":
            given = outlines[row["code"]]
            yield _area(row, [given["properties"]], outline=given["geometry"])
        else:
            if row["code"] not in inside:
                raise row.fault(f"no kelurahan has {row['code']!r} as its parent_code")
            yield _area(row, inside[row["code"]], outline=None)


def _area(row: Line, points: list[Mapping[str, Any]], *, outline: dict[str, Any] | None) -> Area:
    """One area; a kecamatan's point, for its name on a map, is the middle of its kelurahan's."""
    return Area(
        code=row["code"], name=row["name"], kind=row["kind"], parent_code=row["parent_code"] or None,
        postal_code=row.get("postal_code") or None, outline=outline,
        lat=round(fmean(point["lat"] for point in points), 5),
        lon=round(fmean(point["lon"] for point in points), 5),
    )  # fmt: skip


def _agencies(folder: Path) -> Iterator[Agency]:
    for row in csv_files.read(folder / "agencies.csv", columns=("code", "name", "short_name", "kind")):
        # The general entry of the category table is no office: nobody works there and nothing lies in
        # its queue.
        yield Agency(
            code=row["code"], name=row["name"], short_name=row["short_name"], kind=row["kind"],
            contact=row.get("contact"), active=row["code"] != "kelurahan",
        )  # fmt: skip


def _area_agencies(areas: list[Area]) -> Iterator[Agency]:
    """The office of every kecamatan and kelurahan."""
    for area in sorted(areas, key=lambda area: (area.kind, area.code)):  # kecamatan before their kelurahan
        district = area.kind == "kecamatan"
        code = kecamatan_agency(area.code) if district else kelurahan_agency(area.code)
        word, short = ("Kecamatan", "Kec.") if district else ("Kelurahan", "Kel.")
        parent = kecamatan_agency(area.parent_code) if area.parent_code else None
        yield Agency(
            code=code, name=f"{word} {area.name}", short_name=f"{short} {area.name}", kind=area.kind,
            contact="", parent_code=parent, area_code=area.code, active=True,
        )  # fmt: skip


def _categories(folder: Path) -> Iterator[Category]:
    columns = ("code", "name", "group", "agency", "first_answer", "resolve", "unit", "emergency")
    for position, row in enumerate(csv_files.read(folder / "categories.csv", columns=columns)):
        yield Category(
            code=row["code"], name=row["name"], group=row["group"], agency_code=row["agency"],
            first_answer_amount=row.whole("first_answer"), resolve_amount=row.whole("resolve"),
            unit=_one_of(row, "unit", Unit, Unit.HARI_KERJA), emergency=row["emergency"] == "ya",
            active=True, position=position,
            proof=_one_of(row, "proof", Wanted, Wanted.ON_SITE),
            checking=_one_of(row, "check", Checking, Checking.SAMPLE),
            neighbours=_one_of(row, "neighbours", Asking, Asking.NEVER),
        )  # fmt: skip


def _one_of(row: Line, column: str, words: type[Word], usual: Word) -> str:
    """The column's word, the usual one where it is empty or not there."""
    given = row.get(column) or usual
    if given not in set(words):
        raise row.fault(f"{column} {given!r}: {', '.join(words)}")
    return str(given)


def _ask_missing(tx: Session, folder: Path) -> int:
    """Give categories their follow-up questions, once each; returns how many got some.

    A release older than the questions left its categories without any. A category whose questions the panel
    has changed or removed since keeps what the panel says. Raises BadQuestions for a file that cannot be
    asked: a city should learn of that at the start, not from its residents.
    """
    path = folder / "questions.yml"
    given = yaml_files.read(path.read_text("utf-8")) if path.exists() else {}
    row = tx.get(Setting, ASKED) or Setting(key=ASKED, value={"value": []})
    done = list(row.value["value"])
    changed = 0
    for category in tx.scalars(select(Category).where(Category.code.in_(set(given) - set(done)))):
        questions.parse(given[category.code])
        done.append(category.code)
        if not category.questions:
            category.questions = given[category.code]
            changed += 1
    row.value = {"value": sorted(done)}
    tx.add(row)
    return changed


def _guard_earlier(tx: Session, settings: CitySettings) -> int:
    """Make reports of guarded categories secret that were filed before there were such; returns how many.

    Once: from then on it is their reporters who say otherwise.
    """
    codes = settings.guarded.integrity | settings.guarded.victims
    if not codes or tx.get(Setting, "guarded") is not None:
        return 0
    secret = case((Report.privacy == PLAIN, SECRET), else_=Report.privacy)
    earlier = update(Report).where(Report.category_code.in_(codes)).values(shielded=True, privacy=secret)
    return len(tx.execute(earlier.returning(Report.id)).all())


def _holidays(settings: Holidays, year: int) -> Iterator[Holiday]:
    import holidays  # slow to import and needed at first start only

    years = range(year - 1, year + 2)
    kinds = {"public": "libur_nasional", "government": "cuti_bersama"}
    days: dict[date, Holiday] = {}
    for category, kind in kinds.items():
        found = holidays.country_holidays(
            settings.country, years=years, categories=(category,), language="id"
        )
        for day, name in found.items():
            days.setdefault(day, Holiday(day=day, name=name, kind=kind))
    for text, name in settings.extra.items():
        day = date.fromisoformat(str(text))
        days.setdefault(day, Holiday(day=day, name=name, kind="kota"))
    yield from (days[day] for day in sorted(days))


def _settings(given: Mapping[str, Any]) -> Iterator[Setting]:
    """One row a top-level entry; a plain value is kept as {"value": …}."""
    for key, value in given.items():
        yield Setting(key=key, value=value if isinstance(value, dict) else {"value": value})
