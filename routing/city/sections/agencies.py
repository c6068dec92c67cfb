"""Agencies: dinas, the offices of kecamatan and kelurahan, bodies outside the city."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.sections.kinds import BadSection, Document, Field, Row, Section
from routing.domain.jurisdiction import EXTERNAL, LOCAL_KELURAHAN
from storage.models import Agency

CODE = "instansi"
KINDS = {
    "dinas": "Dinas atau kantor kota", "kecamatan": "Kecamatan", "kelurahan": "Kelurahan",
    EXTERNAL: "Di luar pemerintah kota",
}  # fmt: skip
OF_AREAS = frozenset({"kecamatan", "kelurahan"})


def _kinds(_: Session) -> dict[str, str]:
    return KINDS


FIELDS = (
    Field("code", "Kode", needed=True, fixed=True, most=60, hint="Huruf kecil, misalnya dinas_pangan."),
    Field("name", "Nama lengkap", needed=True, most=120),
    Field("short_name", "Nama singkat", needed=True, most=40, hint="Seperti di antrean dan lencana."),
    Field("kind", "Jenis", kind="one", needed=True, fixed=True, choices=_kinds),
    Field("contact", "Cara warga menghubungi", most=300, hint="Perlu untuk lembaga di luar kota."),
    Field("active", "Aktif: menerima laporan", kind="yes", default=True),
)


def offices(session: Session) -> dict[str, str]:
    """The name of every agency by its code, dinas first: what a row of another section names."""
    found = select(Agency.code, Agency.name).order_by(Agency.kind, Agency.name)
    return {row.code: row.name for row in session.execute(found)}


def read(session: Session) -> Document:
    """Every agency but the table's entry for "the local kelurahan", which is no office."""
    rows = session.scalars(select(Agency).order_by(Agency.kind, Agency.code))
    return {"rows": [_row(row) for row in rows if row.code != LOCAL_KELURAHAN]}


def _row(row: Agency) -> Row:
    return {
        "code": row.code, "name": row.name, "short_name": row.short_name, "kind": row.kind,
        "contact": row.contact or "", "active": row.active,
    }  # fmt: skip


def write(tx: Session, document: Document) -> None:
    """Make the table so; an agency that is not named is switched off, since reports remember it."""
    known = {row.code: row for row in tx.scalars(select(Agency)) if row.code != LOCAL_KELURAHAN}
    wanted = {row["code"]: row for row in document["rows"]}
    if LOCAL_KELURAHAN in wanted:
        raise BadSection(f"Instansi: kode “{LOCAL_KELURAHAN}” berarti kelurahan setempat dan sudah dipakai.")
    for code, row in wanted.items():
        old = known.get(code)
        if old is None and row["kind"] in OF_AREAS:
            raise BadSection(f"Instansi “{row['name']}”: kantor wilayah dibuat dari batas wilayahnya.")
        if old is not None and old.kind != row["kind"]:
            raise BadSection(f"Instansi “{row['name']}”: jenisnya tidak bisa diubah.")
        if old is None:
            tx.add(Agency(**row))
        else:
            for name in ("name", "short_name", "contact", "active"):
                setattr(old, name, row[name])
    for code in known.keys() - wanted.keys():
        known[code].active = False
    tx.flush()


SECTION = Section(
    CODE, "Instansi",
    "Dinas, kantor wilayah, dan lembaga di luar kota. Yang dimatikan tidak menerima laporan baru; namanya "
    "tetap terbaca di laporan lama. Bidang dan UPTD ada di halaman Aturan.",
    read, write, FIELDS, group="kind",
)  # fmt: skip
