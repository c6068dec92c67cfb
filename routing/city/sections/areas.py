"""Kecamatan and kelurahan: their names and post codes. Their outlines come from a GeoJSON file."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.sections.kinds import BadSection, Document, Field, Section
from storage.models import Area

KINDS = {"kecamatan": "Kecamatan", "kelurahan": "Kelurahan"}

FIELDS = (
    Field("code", "Kode Kemendagri", needed=True, fixed=True),
    Field("name", "Nama", needed=True, most=80),
    Field("kind", "Jenis", kind="one", needed=True, fixed=True, choices=lambda _: KINDS),
    Field("postal_code", "Kode pos", most=10),
)


def read(session: Session) -> Document:
    """Every area, kecamatan first."""
    rows = session.scalars(select(Area).order_by(Area.kind, Area.code))
    return {
        "rows": [
            {"code": row.code, "name": row.name, "kind": row.kind, "postal_code": row.postal_code or ""}
            for row in rows
        ]
    }


def write(tx: Session, document: Document) -> None:
    """Name the areas so; none comes or goes here."""
    known = {row.code: row for row in tx.scalars(select(Area))}
    for row in document["rows"]:
        area = known.get(row["code"])
        if area is None or area.kind != row["kind"]:
            raise BadSection(f"Wilayah “{row['name']}”: wilayah baru dibuat dari berkas batas wilayah.")
        area.name, area.postal_code = row["name"], row["postal_code"] or None
    tx.flush()


SECTION = Section(
    "wilayah", "Wilayah",
    "Nama dan kode pos kecamatan dan kelurahan. Garis batasnya dari berkas GeoJSON (sorot area import).",
    read, write, FIELDS, group="kind", growing=False,
)  # fmt: skip
