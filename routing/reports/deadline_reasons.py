"""Why a report has the dates it has: which row gave them, what was skipped, paused, hastened and moved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.catalogue import Catalogue, catalogue
from routing.domain.deadline_sentences import hours_text, lasting, skipped, source
from routing.domain.deadline_table import DeadlineKind
from routing.domain.deadlines import Unit
from routing.reports import clocks
from routing.texts import when_local
from storage.models import Deadline, Holiday, Report

CALLED = {DeadlineKind.FIRST.value: "Tanggapan pertama", DeadlineKind.END.value: "Penyelesaian"}


@dataclass(frozen=True)
class Reasons:
    """One clock's date (UTC) with its reasons, a sentence each. clock: tanggapan | selesai."""

    clock: str
    due: datetime
    sentences: list[str]

    @property
    def name(self) -> str:
        """What the clock is called."""
        return CALLED[self.clock]


def reasons(session: Session, report: Report) -> list[Reasons]:
    """The reasons of both dates, the first answer's first; two queries."""
    city, rows = catalogue(session), clocks.rows_of(session, report)
    until = max((clocks.due_of(report, row.clock) for row in rows), default=report.resolve_due)
    names = _days_off(session, city, report.created_at.date(), until.date())
    return [
        Reasons(row.clock, clocks.due_of(report, row.clock), _told(city, report, row, names)) for row in rows
    ]


def _told(city: Catalogue, report: Report, row: Deadline, names: Mapping[date, str]) -> list[str]:
    run, calendar = clocks.run_of(city, report, row)
    unit, due, why = Unit(row.unit), clocks.due_of(report, row.clock), row.why
    start = datetime.fromisoformat(why["start"]) if why else report.created_at
    told = [_source(city, report, row, start)]
    if unit is not Unit.JAM:
        office = city.agencies[row.office].short_name if row.office in city.agencies else row.office
        told.append(f"Jam kerja {office}: {hours_text(calendar.hours)}.")
    told.append(skipped(start, due, calendar, names, unit))
    if was := why.get("was"):
        told.append(
            f"Dimajukan dari {when_local(datetime.fromisoformat(was))} karena menjadi lebih mendesak."
        )
    if row.clock == DeadlineKind.END:
        told += _of_the_end(report, row)
    if run.told:
        told.append(f"Peringatan terakhir: {run.told} % waktu terpakai.")
    return [sentence for sentence in told if sentence]


def _of_the_end(report: Report, row: Deadline) -> list[str]:
    stood = f"Jam berhenti {lasting(row.stood)} selama warga ditanya." if row.stood else ""
    moved = f"Dimundurkan {report.moved} kali; dihitung sebagai dimundurkan, bukan tepat waktu."
    return [stood, moved if report.moved else ""]


def _source(city: Catalogue, report: Report, row: Deadline, start: datetime) -> str:
    if not row.why:
        return "Dihitung sejak laporan dibuat. Laporan ini lebih tua daripada catatan tenggat."
    categories = {code: info.name for code, info in city.categories.items()}
    offices = {code: agency.short_name for code, agency in city.agencies.items()}
    offices |= {unit.code: unit.name for unit in city.rules.units.values()}
    name = categories[report.category_code]
    said = source(row.why, city.deadlines.book.bands, categories, name, offices)
    return f"{said[0].upper()}{said[1:]}, sejak {when_local(start)}."


def _days_off(session: Session, city: Catalogue, first: date, last: date) -> dict[date, str]:
    known = session.scalars(select(Holiday).where(Holiday.day.between(first, last)))
    return {**city.deadlines.book.days, **{row.day: row.name for row in known}}
