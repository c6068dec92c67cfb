"""What a resident does with a report of their own: add to it, withdraw it, accept or reopen finished work."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.lifecycle import Status
from routing.domain.numbers import parse
from routing.errors import BadInput, NotFound, Refused
from routing.reports import accusing, notices
from routing.reports.status import RATED_BEFORE, change, move
from routing.texts import RESIDENT_MAX, clean, needed
from storage import events
from storage.event_kinds import EventKind
from storage.models import Message, Person, Report
from storage.notice_kinds import Notice

WARGA = "warga"
URGED, URGED_WITHIN = "ditanyakan", timedelta(hours=1)  # in Report.facts: when it was last asked after
_DONE = frozenset({Status.SELESAI, Status.DITUTUP})
# The dinas no longer looks at these, so nothing is added to them.
_CLOSED = frozenset({Status.DITUTUP, Status.DITARIK, Status.DITOLAK})


def _in_which_to_say(tx: Session) -> timedelta:
    return timedelta(days=catalogue(tx).settings.afterwards.reopen_days)


def own_report(tx: Session, number: str, *, person: Person) -> Report:
    """The person's own report, locked.

    The same refusal for a foreign number as for one that does not exist.
    """
    written = parse(number, catalogue(tx).number_prefix)
    found = select(Report).where(Report.number == str(written or number)).with_for_update(key_share=True)
    report = tx.scalars(found.execution_options(populate_existing=True)).one_or_none()
    if report is None:
        raise NotFound("laporan_tidak_ada", number)
    if report.person_id != person.id:
        raise NotFound("bukan_pelapor", number)
    return report


def add_to_report(tx: Session, number: str, *, person: Person, text: str, now: datetime) -> Report:
    """Add words (or, with an empty text, only the news that pictures follow) to an own report that still
    runs.

    An answer to an officer's question sets the clock going again.
    """
    report = own_report(tx, number, person=person)
    if report.status in _CLOSED:
        raise Refused("sudah_berakhir", report.number)
    _say(tx, report, clean(text, limit=RESIDENT_MAX), now=now)
    accusing.listen(tx, report, text, now=now)
    report.updated_at = now
    replied = report.status == Status.MENUNGGU_WARGA
    data = change(tx, report, Status.DIPROSES, now=now) if replied else {}
    events.record(tx, kind=EventKind.REPORT_ADDED, actor=WARGA, now=now, report=report, data=data)
    return report


def withdraw(tx: Session, number: str, *, person: Person, now: datetime) -> Report:
    """The resident takes the report back; Refused once it is finished, referred or rejected."""
    report = own_report(tx, number, person=person)
    move(tx, report, Status.DITARIK, actor=WARGA, now=now, kind=EventKind.REPORT_WITHDRAWN)
    notices.tell_supporters(tx, report, Notice.SUPPORTER_WITHDRAWN, now=now)
    return report


def accept(tx: Session, number: str, *, person: Person, now: datetime) -> Report:
    """The resident says that finished work is done indeed: the report is closed."""
    report = own_report(tx, number, person=person)
    if report.status != Status.SELESAI:
        raise Refused("status_tidak_bisa", f"{report.number} is {report.status}")
    move(tx, report, Status.DITUTUP, actor=WARGA, now=now, kind=EventKind.REPORT_ACCEPTED)
    return report


def reopen(tx: Session, number: str, *, person: Person, reason: str, now: datetime) -> Report:
    """The resident says that finished work is not done, within the city's days of its end: a new term begins.

    Having pressed "Sudah beres" before is no obstacle: what was mended may break again.
    """
    report = own_report(tx, number, person=person)
    reason = needed(reason, limit=RESIDENT_MAX, code="perlu_alasan")
    if report.status == Status.DITARIK:
        raise Refused("sudah_berakhir", report.number)
    if report.status not in _DONE or report.resolved_at is None:
        raise Refused("status_tidak_bisa", f"{report.number} is {report.status}")
    if now - report.resolved_at > _in_which_to_say(tx):
        raise Refused("batas_buka_kembali", report.number)
    move(tx, report, Status.DIPROSES, actor=WARGA, now=now, kind=EventKind.REPORT_REOPENED)
    _say(tx, report, reason, now=now)
    agency = catalogue(tx).agencies[report.agency_code].name
    notices.tell_supporters(tx, report, Notice.SUPPORTER_REOPENED, now=now, agency=agency)
    return report


def rate(tx: Session, number: str, *, person: Person, stars: int, now: datetime) -> Report:
    """The reporter's opinion of the finished work, 1 to 5, within the same days; it may be changed once."""
    report = own_report(tx, number, person=person)
    if not 1 <= stars <= 5:
        raise BadInput("nilai_1_sampai_5", str(stars))
    if report.status not in _DONE or report.resolved_at is None:
        raise Refused("status_tidak_bisa", f"{report.number} is {report.status}")
    if now - report.resolved_at > _in_which_to_say(tx):
        raise Refused("batas_nilai", report.number)
    if report.rating == stars:
        return report
    if report.rating is not None:
        if RATED_BEFORE in report.facts:
            raise Refused("sudah_dinilai", report.number)
        report.facts = {**report.facts, RATED_BEFORE: report.rating}
    data = {"stars": stars} | ({"before": report.rating} if report.rating else {})
    report.rating, report.rated_at, report.updated_at = stars, now, now
    events.record(tx, kind=EventKind.REPORT_RATED, actor=WARGA, now=now, report=report, data=data)
    return report


def urge(tx: Session, number: str, *, person: Person, now: datetime) -> Report:
    """The resident asks after a report that still runs: its officers see it, once within URGED_WITHIN."""
    report = own_report(tx, number, person=person)
    if report.status in _CLOSED or report.status in _DONE:
        raise Refused("sudah_berakhir", report.number)
    last = report.facts.get(URGED)
    if last is None or now.timestamp() - float(last) >= URGED_WITHIN.total_seconds():
        report.facts = {**report.facts, URGED: now.timestamp()}
        events.record(tx, kind=EventKind.REPORT_URGED, actor=WARGA, now=now, report=report)
    return report


def explain_rating(tx: Session, number: str, *, person: Person, text: str, now: datetime) -> Report:
    """What the resident found missing: kept with the report, also when it is closed by then."""
    report = own_report(tx, number, person=person)
    if report.rating is None:
        raise Refused("belum_dinilai", report.number)
    _say(tx, report, needed(text, limit=RESIDENT_MAX, code="perlu_alasan"), now=now)
    report.updated_at = now
    events.record(tx, kind=EventKind.REPORT_ADDED, actor=WARGA, now=now, report=report)
    return report


def _say(tx: Session, report: Report, text: str, *, now: datetime) -> None:
    if text:
        tx.add(Message(report_id=report.id, direction="masuk", text=text, created_at=now))
