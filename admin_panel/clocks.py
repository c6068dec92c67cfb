"""Which deadline of a report to show, and how: running, standing still, or over."""

from dataclasses import dataclass
from datetime import datetime

from routing.domain.lifecycle import WITH_THE_CITY, Status
from storage.models import Report


@dataclass(frozen=True)
class Clock:
    """A deadline as shown.

    state: jalan | berhenti | diperiksa | selesai | tanpa. share: of the time used up, 0 to 1.
    """

    label: str
    state: str
    due: datetime
    done_at: datetime | None
    share: float


def _share(start: datetime, due: datetime, at: datetime) -> float:
    whole = (due - start).total_seconds()
    return min(1.0, max(0.0, (at - start).total_seconds() / whole)) if whole > 0 else 1.0


def first_answer(report: Report, now: datetime) -> Clock:
    """The first answer's deadline."""
    due, done = report.first_answer_due, report.first_answered_at
    state = "selesai" if done else ("jalan" if report.status in WITH_THE_CITY else "tanpa")
    return Clock("Tanggapan pertama", state, due, done, _share(report.created_at, due, done or now))


def resolution(report: Report, now: datetime) -> Clock:
    """The end's deadline; it stands still while the resident is asked, and where the
    doer delivered."""
    due, done = report.resolve_due, report.delivered_at or report.resolved_at
    if report.status in WITH_THE_CITY:
        state, at = "jalan", now
    elif report.status == Status.MENUNGGU_WARGA:
        state, at = "berhenti", report.paused_at or now
    elif report.status == Status.DIPERIKSA:
        state, at = "diperiksa", done or now
    elif done and report.status in (Status.SELESAI, Status.DITUTUP):
        state, at = "selesai", done
    else:
        state, at = "tanpa", report.updated_at
    shown = done if state in ("selesai", "diperiksa") else None
    return Clock("Penyelesaian", state, due, shown, _share(report.created_at, due, at))


def check(report: Report, due: datetime, now: datetime) -> Clock:
    """By when somebody looks at the result that waits."""
    return Clock("Pemeriksaan hasil", "jalan", due, None, _share(report.delivered_at or now, due, now))


def next_due(report: Report, now: datetime) -> Clock:
    """The one a list shows: the first answer's until it is given, then the end's."""
    first = first_answer(report, now)
    return first if first.state == "jalan" else resolution(report, now)
