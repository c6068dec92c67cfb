"""Water gauges as a section of the configuration: where they stand, thresholds, whom their water reaches."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from routing.city import areas
from routing.city.sections.kinds import BadSection, Document, Field, Row, Section
from sensors import gauges, things
from sensors.domain.water import levels
from sensors.water import KIND
from storage.models import Datastream, Thing

FIELDS = (
    Field("code", "Kode", needed=True, fixed=True, most=60),
    Field("name", "Nama", needed=True, most=80),
    Field("river", "Sungai", most=80),
    Field("point", "Titik", kind="point", needed=True, hint="Sentuh peta di tempatnya."),
    Field("siaga_3", "Siaga 3 mulai (cm)", kind="number", most=5000),
    Field("siaga_2", "Siaga 2 mulai (cm)", kind="number", most=5000),
    Field("siaga_1", "Siaga 1 mulai (cm)", kind="number", most=5000),
    Field("normal_from", "Tinggi biasa, dari (cm)", kind="number", most=5000),
    Field("normal_to", "Tinggi biasa, sampai (cm)", kind="number", most=5000),
    Field("downstream", "Kelurahan hilir", kind="lines", most=60,
          hint="Satu per baris: kode=menit, misalnya 32.75.09.1004=120-180."),
)  # fmt: skip
THRESHOLDS = ("siaga_3", "siaga_2", "siaga_1")


def _gauges(session: Session) -> list[Datastream]:
    asked = select(Datastream).join(Datastream.thing).where(Datastream.kind == KIND)
    rows = session.scalars(asked.options(joinedload(Datastream.thing)).order_by(Thing.code, Datastream.id))
    first: dict[str, Datastream] = {}
    for row in rows:
        first.setdefault(row.thing.code, row)
    return list(first.values())


def read(session: Session) -> Document:
    """Every gauge that is no demo."""
    return {"rows": [_row(one.thing, one.levels) for one in _gauges(session) if not one.thing.demo]}


def _row(thing: Thing, limits: dict[str, Any]) -> Row:
    normal = [*limits.get("normal", ()), None, None]
    there = thing.lat is not None and thing.lon is not None
    return {
        "code": thing.code, "name": thing.name, "river": thing.river,
        "point": [thing.lat, thing.lon] if there else None,
        **{name: limits.get(name) for name in THRESHOLDS},
        "normal_from": normal[0], "normal_to": normal[1],
        "downstream": [
            f"{one['kelurahan']}={one['minutes']}-{one.get('minutes_latest', one['minutes'])}"
            for one in thing.downstream
        ],
    }  # fmt: skip


def write(tx: Session, document: Document) -> None:
    """Make the register so; a gauge does not go, since its readings are there."""
    known = {one.thing.code: one for one in _gauges(tx)}
    for row in document["rows"]:
        limits, downstream = _limits(row), [_reached(row, line) for line in row["downstream"]]
        lat, lon = row["point"]
        located = areas.locate(lat, lon)
        columns = {"name": row["name"], "river": row["river"], "downstream": downstream, "lat": lat,
                   "lon": lon, "kelurahan_code": located.kelurahan_code if located else None}  # fmt: skip
        old = known.get(row["code"])
        if old is None:
            if not things.CODE.fullmatch(row["code"]) or things.find(tx, row["code"]) is not None:
                raise BadSection(f"Alat “{row['name']}”: kodenya dipakai alat lain, atau bukan huruf kecil.")
            things.register(tx, code=row["code"], kind=KIND, unit="cm", levels=limits, **columns)
            continue
        others = {name: value for name, value in old.levels.items() if name not in (*THRESHOLDS, "normal")}
        old.levels = {**others, **limits}
        moved = (old.thing.lat, old.thing.lon) != (lat, lon)
        for name, value in columns.items():
            setattr(old.thing, name, value)
        if moved:
            things.place(tx, old.thing)
    tx.flush()


def _limits(row: Row) -> dict[str, Any]:
    limits: dict[str, Any] = {name: row[name] for name in THRESHOLDS if row[name] is not None}
    try:
        levels.check(limits)
    except ValueError as bad:
        raise BadSection(f"Alat “{row['name']}”: ambangnya tidak bisa dipakai ({bad}).") from None
    if (row["normal_from"] is None) != (row["normal_to"] is None):
        raise BadSection(f"Alat “{row['name']}”: isi kedua batas tinggi biasa, atau kosongkan keduanya.")
    if row["normal_from"] is not None:
        limits["normal"] = [row["normal_from"], row["normal_to"]]
    return limits


def _reached(row: Row, line: str) -> dict[str, Any]:
    try:
        return gauges.reached(line)
    except ValueError:
        raise BadSection(
            f"Alat “{row['name']}”: tulis kelurahan hilir seperti 32.75.09.1004=120-180."
        ) from None


SECTION = Section(
    "alat-ukur", "Alat ukur air",
    "Letak, ambang Siaga, dan kelurahan yang dicapai airnya. Kunci: halaman Alat pantau.",
    read, write, FIELDS, group="river", order=62,
)  # fmt: skip
