"""Open data: public reports as rows, a file a month and form, made by a job and never in a request.

A whole file is its months one behind the other: what is kept of GeoJSON is a feature a line.
"""

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.performance import bounds, month_of
from routing.reports import public_list
from routing.reports.everybody import PublicView
from routing.reports.public_list import Search
from storage.clock import LOCAL, ZONE
from storage.models import OpenFile, Report

CSV, GEOJSON = "csv", "geojson"
FORMS = (CSV, GEOJSON)
PARQUET = "parquet"  # made from the rows of CSV, by month and whole
ALL = "semua"  # in place of a month
WATCHED = 5000  # changed reports looked at one by one; more, and everything is made anew
UNDER_WAY = timedelta(minutes=1)  # a change that was not committed when the file was made is in the next


def _time(moment: datetime | None) -> str:
    return moment.astimezone(LOCAL).isoformat(timespec="seconds") if moment else ""


def _yes(value: bool | None) -> str:
    return "" if value is None else "ya" if value else "tidak"


@dataclass(frozen=True)
class OpenColumn:
    """A column: its name, its kind (as JSON Schema calls it), what it means, and what stands in it."""

    name: str
    kind: str
    meaning: str
    value: Callable[[PublicView], str | int | float]


C = OpenColumn
COLUMNS = (
    C("nomor", "string", "Nomor laporan; halamannya /laporan/NOMOR", lambda o: o.number),
    C("jenis", "string", "pengaduan, aspirasi atau permintaan", lambda o: o.kind),
    C("kategori_kode", "string", "Kode kategori", lambda o: o.category),
    C("kategori", "string", "Nama kategori", lambda o: o.category_name),
    C("kelurahan_kode", "string", "Kode wilayah Kemendagri", lambda o: o.kelurahan or ""),
    C("kelurahan", "string", "Nama kelurahan", lambda o: o.kelurahan_name),
    C("kecamatan", "string", "Nama kecamatan", lambda o: o.kecamatan_name),
    C("dinas_kode", "string", "Kode instansi yang menangani", lambda o: o.agency),
    C("dinas", "string", "Nama instansi yang menangani", lambda o: o.agency_name),
    C("status", "string", "Keadaan laporan", lambda o: o.status),
    C("dibuat", "string", f"Diterima (ISO 8601, {ZONE})", lambda o: _time(o.created_at)),
    C("diubah", "string", f"Perubahan terakhir (ISO 8601, {ZONE})", lambda o: _time(o.updated_at)),
    C("janji_selesai", "string", "Dijanjikan selesai paling lambat", lambda o: _time(o.promised)),
    C("selesai", "string", "Selesai dikerjakan; kosong bila belum", lambda o: _time(o.done_at)),
    C("ditepati", "string", "ya bila selesai pada janji pertamanya", lambda o: _yes(o.kept)),
    C("diundur", "integer", "Berapa kali tanggalnya diundur", lambda o: o.moved),
    C("pendukung", "integer", "Warga yang mengalami hal yang sama", lambda o: o.supporters),
    C("penilaian", "integer", "Dari pelapor, 1 sampai 5; kosong bila belum", lambda o: o.rating or ""),
    C("lintang", "number", "Tengah kotak 50 meter (WGS84)", lambda o: o.point[0] if o.point else ""),
    C("bujur", "number", "Tengah kotak 50 meter (WGS84)", lambda o: o.point[1] if o.point else ""),
    C("contoh", "string", "ya untuk data contoh, bukan laporan warga", lambda o: _yes(o.demo)),
)  # fmt: skip
HEAD = ",".join(column.name for column in COLUMNS) + "\r\n"


def written(rows: Sequence[PublicView], form: str) -> bytes:
    """The rows in this form, without what stands around them in a file (HEAD; the collection)."""
    if form == GEOJSON:
        return "".join(json.dumps(_feature(one), ensure_ascii=False) + "\n" for one in rows).encode()
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([c.value(one) for c in COLUMNS] for one in rows)
    return out.getvalue().encode()


def _feature(one: PublicView) -> dict[str, object]:
    point = {"type": "Point", "coordinates": [one.point[1], one.point[0]]} if one.point else None
    told = {column.name: column.value(one) for column in COLUMNS if column.name not in ("lintang", "bujur")}
    return {"type": "Feature", "id": one.number, "geometry": point, "properties": told}


def due(session: Session, *, now: datetime) -> list[str]:
    """The months that have no file yet, or whose reports (or whose rules of what is shown) changed since."""
    first = session.scalar(select(func.min(Report.created_at)))
    if first is None:
        return []
    months = _months(first, now)
    # Parquet comes last: a month that has it has every form
    files = session.scalars(select(OpenFile).where(OpenFile.form == PARQUET, OpenFile.month != ALL)).all()
    version = catalogue(session).version
    good = {file.month for file in files if file.version == version}
    missing = set(months) - good
    changed = _changed(session, min((file.seen for file in files), default=now)) if good else set()
    return [month for month in months if month in missing or changed is None or month in changed]


def _changed(session: Session, since: datetime) -> set[str] | None:
    """The months of reports that changed since; None where there are too many to look at."""
    asked = select(Report.created_at).where(Report.updated_at > since).limit(WATCHED)
    found = session.scalars(asked).all()
    return None if len(found) == WATCHED else {month_of(moment) for moment in found}


def _months(first: datetime, now: datetime) -> list[str]:
    found, at = [], now.astimezone(LOCAL).replace(day=1)
    while (month := month_of(at)) >= month_of(first):
        found.append(month)
        at = (at - timedelta(days=1)).replace(day=1)
    return found[::-1]


@dataclass(frozen=True)
class Made:
    """A month in one form, ready to be stored."""

    month: str
    form: str
    content: bytes
    rows: int


def make(session: Session, month: str) -> list[Made]:
    """The month in every form; what was joined or withdrawn is in it with its state."""
    start, end = bounds(month, month)
    search = Search(since=start, until=end - timedelta(microseconds=1), folded=True)
    rows = public_list.whole(session, search)
    return [Made(month, form, written(rows, form), len(rows)) for form in FORMS]


def keep(tx: Session, made: Made, sha256: str, *, now: datetime) -> str | None:
    """Note a stored file as the month's; the hash of the one it replaces, for nobody else to need."""
    row = tx.get(OpenFile, (made.month, made.form), with_for_update=True)
    before = row.sha256 if row and row.sha256 != sha256 and _only(tx, row.sha256) else None
    tx.merge(
        OpenFile(
            month=made.month, form=made.form, sha256=sha256, size=len(made.content), rows=made.rows,
            made_at=now, seen=now - UNDER_WAY, version=catalogue(tx).version,
        )
    )  # fmt: skip
    return before


def _only(tx: Session, sha256: str) -> bool:
    """Whether one file alone has this content: two months without reports have the same."""
    return tx.scalar(select(func.count()).where(OpenFile.sha256 == sha256)) == 1


def seen(tx: Session, *, now: datetime) -> None:
    """All files hold what changed up to now: those that were not made anew had no change."""
    for row in tx.scalars(select(OpenFile)):
        row.seen = now - UNDER_WAY


def files(session: Session) -> list[OpenFile]:
    """All files, the newest month first."""
    return list(session.scalars(select(OpenFile).order_by(OpenFile.month.desc(), OpenFile.form)))
