"""What a resident does with a report of their own: add to it, withdraw it, accept or reopen finished work."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.lifecycle import Status, may_move
from routing.domain.numbers import parse
from routing.errors import BadInput, NotFound, Refused
from routing.reports import accusing, notices, parting
from routing.reports.joined import head_of
from routing.reports.status import RATED_BEFORE, change, move
from routing.texts import RESIDENT_MAX, clean, needed
from storage import events
from storage.event_kinds import EventKind
from storage.models import Joined, Message, Person, Report
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
    head = head_of(tx, report, lock=True)
    if head.status in _CLOSED or report.status in _CLOSED:
        raise Refused("sudah_berakhir", report.number)
    _say(tx, report, clean(text, limit=RESIDENT_MAX), now=now)
    accusing.listen(tx, report, text, now=now)
    report.updated_at = now
    head = head_of(tx, report)  # the words may have parted them
    if report is not head:  # its officers wait for the words
        _replied(tx, report)
        events.record(tx, kind=EventKind.REPORT_ADDED, actor=WARGA, now=now, report=report)
    replied = head.status == Status.MENUNGGU_WARGA
    data = change(tx, head, Status.DIPROSES, now=now) if replied else {}
    events.record(tx, kind=EventKind.REPORT_ADDED, actor=WARGA, now=now, report=head, data=data)
    return report


def _replied(tx: Session, report: Report) -> None:
    """A duplicate that was itself waited for when it was joined is not waited for when it parts."""
    row = tx.get_one(Joined, report.id)
    if row.status == Status.MENUNGGU_WARGA:
        row.status = Status.DIPROSES.value


def withdraw(tx: Session, number: str, *, person: Person, now: datetime) -> Report:
    """The resident takes the report back; Refused once it is finished, referred or rejected."""
    report = own_report(tx, number, person=person)
    if may_move(Status(report.status), Status.DITARIK):  # others' reports go on, whatever becomes of this one
        parting.leave(tx, report)
        parting.release(tx, report, actor=WARGA, now=now)
    move(tx, report, Status.DITARIK, actor=WARGA, now=now, kind=EventKind.REPORT_WITHDRAWN)
    notices.tell_others(tx, report, Notice.SUPPORTER_WITHDRAWN, now=now)
    return report


def accept(tx: Session, number: str, *, person: Person, now: datetime) -> Report:
    """The resident says that finished work is done indeed: the report is closed."""
    report = own_report(tx, number, person=person)
    head = head_of(tx, report)
    if head.status != Status.SELESAI:
        raise Refused("status_tidak_bisa", f"{report.number} is {head.status}")
    if head is not report:  # others may still see it otherwise
        events.record(tx, kind=EventKind.REPORT_ACCEPTED, actor=WARGA, now=now, report=report)
        return report
    move(tx, report, Status.DITUTUP, actor=WARGA, now=now, kind=EventKind.REPORT_ACCEPTED)
    return report


def reopen(tx: Session, number: str, *, person: Person, reason: str, now: datetime) -> Report:
    """The resident says that finished work is not done, within the city's days of its end: a new term begins.

    Having pressed "Sudah beres" before is no obstacle: what was mended may break again.
    """
    report = own_report(tx, number, person=person)
    head = head_of(tx, report, lock=True)
    reason = needed(reason, limit=RESIDENT_MAX, code="perlu_alasan")
    if head.status == Status.DITARIK:
        raise Refused("sudah_berakhir", report.number)
    if head.status not in _DONE or head.resolved_at is None:
        raise Refused("status_tidak_bisa", f"{report.number} is {head.status}")
    if now - head.resolved_at > _in_which_to_say(tx):
        raise Refused("batas_buka_kembali", report.number)
    move(tx, head, Status.DIPROSES, actor=WARGA, now=now, kind=EventKind.REPORT_REOPENED)
    _say(tx, report, reason, now=now)
    agency = catalogue(tx).agencies[head.agency_code].name
    notices.tell_others(
        tx, head, Notice.SUPPORTER_REOPENED, now=now, joined=Notice.STATUS, but=person.id,
        status=head.status, agency=agency, reason="",
    )  # fmt: skip
    return report


def rate(tx: Session, number: str, *, person: Person, stars: int, now: datetime) -> Report:
    """The reporter's opinion of the finished work, 1 to 5, within the same days; it may be changed once."""
    report = own_report(tx, number, person=person)
    if not 1 <= stars <= 5:
        raise BadInput("nilai_1_sampai_5", str(stars))
    head = head_of(tx, report)
    if head.status not in _DONE or head.resolved_at is None:
        raise Refused("status_tidak_bisa", f"{report.number} is {head.status}")
    if now - head.resolved_at > _in_which_to_say(tx):
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
    head = head_of(tx, report)
    if head.status in _CLOSED or head.status in _DONE or report.status in _CLOSED:
        raise Refused("sudah_berakhir", report.number)
    last = report.facts.get(URGED)
    if last is None or now.timestamp() - float(last) >= URGED_WITHIN.total_seconds():
        report.facts = {**report.facts, URGED: now.timestamp()}
        for one in {report.id: report, head.id: head}.values():
            events.record(tx, kind=EventKind.REPORT_URGED, actor=WARGA, now=now, report=one)
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
