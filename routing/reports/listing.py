"""A list of reports as the rows of a table: what an officer's own list shows, without who reported it.

Read a few at a time along the reports' numbers, so that a list of a million costs no more memory than one
of a thousand. Each time it is asked anew what the officer may see: who loses the right gets no more of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.catalogue import Catalogue
from routing.reports.door import visible_to
from routing.reports.filters import Filters
from routing.words import CHANNEL, PRIORITY, PRIVACY, STATUS, Word
from storage.models import Officer, Report

BATCH = 2_000
COLUMNS = (
    "Nomor", "Masuk", "Kategori", "Status", "Instansi", "Kecamatan", "Kelurahan", "Tempat", "Lintang",
    "Bujur", "Isi laporan", "Saluran", "Prioritas", "Privasi", "Janji jawaban pertama", "Jawaban pertama",
    "Janji selesai", "Hasil diserahkan", "Selesai", "Tenggat diundur", "Pendukung", "Penilaian",
)  # fmt: skip
_READ = (
    Report.id, Report.number, Report.created_at, Report.category_code, Report.status, Report.agency_code,
    Report.kelurahan_code, Report.place, Report.lat, Report.lon, Report.text, Report.channel, Report.priority,
    Report.privacy, Report.first_answer_due, Report.first_answered_at, Report.resolve_due,
    Report.delivered_at, Report.resolved_at, Report.moved, Report.supporters, Report.rating,
)  # fmt: skip


@dataclass(frozen=True)
class Stretch:
    """Some rows of the list. last: the id behind which the next stretch begins; None: there is none."""

    rows: Sequence[Sequence[Any]]
    last: int | None


def stretch(
    session: Session, city: Catalogue, officer: Officer, filters: Filters, *,
    now: datetime, below: int | None = None, size: int = BATCH,
) -> Stretch:  # fmt: skip
    """The newest reports of this list with an id below this one."""
    found = select(*_READ).where(*visible_to(session, officer).narrowed(filters, now))
    if below is not None:
        found = found.where(Report.id < below)
    rows = session.execute(found.order_by(Report.id.desc()).limit(size)).all()
    return Stretch([_row(row, city) for row in rows], rows[-1].id if len(rows) == size else None)


def _row(row: Sequence[Any], city: Catalogue) -> Sequence[Any]:
    _, number, came, category, status, agency, kelurahan, place, lat, lon, *more = row
    words, channel, priority, privacy, *times = more
    area = city.kelurahan.get(kelurahan or "")
    return (
        number, came, city.categories[category].name, STATUS[status].name, city.agencies[agency].short_name,
        area.kecamatan if area else "", area.name if area else "", place, lat, lon, words,
        _name(CHANNEL, channel), PRIORITY[priority], _name(PRIVACY, privacy), *times,
    )  # fmt: skip


def _name(words: Mapping[str, Word], code: str) -> str:
    return words[code].name if code in words else code.capitalize()
