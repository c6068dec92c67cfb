"""Places as residents of this city name them, drawn on the map; the bot knows them at once."""

from typing import Any

from sqlalchemy.orm import Session

from routing.city import areas
from routing.city.sections.kinds import BadSection, Document, Field, Row, Section
from storage.models import Setting

SETTING = "own_places"
KINDS = {"patokan": "Patokan (sekolah, pasar, masjid)", "perumahan": "Perumahan", "jalan": "Jalan"}

FIELDS = (
    Field("code", "Kode", needed=True, fixed=True, most=60),
    Field("name", "Nama", needed=True, most=80),
    Field("kind", "Jenis", kind="one", needed=True, choices=lambda _: KINDS),
    Field("aliases", "Nama lain", kind="lines", most=20, hint="Satu per baris, seperti ditulis warga."),
    Field("point", "Titik", kind="point", needed=True, hint="Sentuh peta di tempatnya."),
)


def read(session: Session) -> Document:
    """The city's own places; those delivered with the code are not among them."""
    row = session.get(Setting, SETTING)
    return {"rows": [_row(given) for given in (row.value["value"] if row is not None else ())]}


def _row(given: dict[str, Any]) -> Row:
    return {
        "code": given["code"], "name": given["name"], "kind": given["kind"],
        "aliases": list(given.get("aliases", ())), "point": [given["lat"], given["lon"]],
    }  # fmt: skip


def write(tx: Session, document: Document) -> None:
    """Keep the places; BadSection for one outside the city."""
    kept = []
    for row in document["rows"]:
        lat, lon = row["point"]
        if areas.locate(lat, lon) is None:
            raise BadSection(f"Tempat “{row['name']}”: titiknya di luar wilayah kota.")
        if len(row["name"]) < 4 or any(len(alias) < 4 for alias in row["aliases"]):
            raise BadSection(f"Tempat “{row['name']}”: nama dan nama lainnya sedikitnya empat huruf.")
        kept.append(
            {name: row[name] for name in ("code", "name", "kind", "aliases")} | {"lat": lat, "lon": lon}
        )
    tx.merge(Setting(key=SETTING, value={"value": kept}))
    tx.flush()


def told(_: Session, row: Row) -> list[tuple[str, str]]:
    """Which kelurahan the point lies in."""
    if not isinstance(row.get("point"), list):
        return []
    found = areas.locate(*row["point"])
    return [("Kelurahan", found.name if found else "di luar kota")]


SECTION = Section(
    "tempat", "Tempat",
    "Nama tempat yang dipakai warga kota ini dan belum dikenal bot. Titiknya menentukan kelurahannya.",
    read, write, FIELDS, removable=True, group="kind", told=told,
)  # fmt: skip
