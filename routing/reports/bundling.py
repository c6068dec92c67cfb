"""Many reports under one work order (pekerjaan) or one event (kejadian). Members keep their own life.

One repaving ends twelve potholes: all their reporters hear of it in one message, and finishing it offers to
finish them.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.jurisdiction import POC
from routing.domain.lifecycle import OPEN, Status
from routing.domain.permissions import WHOLE_CITY, Action, may
from routing.errors import BadInput, NotAllowed, NotFound, Refused
from routing.reports import doubts, handing_in, notices, officers_work
from routing.reports.around import around
from routing.reports.door import reach, visible_to
from routing.reports.joined import under
from routing.reports.officers_work import actor_of, take
from routing.reports.status import answered
from routing.texts import OFFICER_MAX, clean, needed
from storage import events
from storage.event_kinds import EventKind
from storage.models import Bundle, BundleMember, Message, Officer, Report
from storage.notice_kinds import Notice

KINDS = ("pekerjaan", "kejadian")
TITLE_MAX = 120


def make(
    tx: Session, *, officer: Officer, kind: str, title: str, numbers: Collection[str], now: datetime
) -> Bundle:
    """A new bundle of the officer's office with these reports in it; BadInput for no kind or title."""
    if not may(officer.role, Action.JOIN):
        raise NotAllowed("tidak_berwenang", f"{officer.role} may not bundle")
    if kind not in KINDS:
        raise BadInput("kumpulan_jenis", kind)
    bundle = Bundle(
        kind=kind, title=needed(title, limit=TITLE_MAX), agency_code=officer.agency_code,
        officer_id=officer.id, created_at=now,
    )  # fmt: skip
    tx.add(bundle)
    tx.flush()
    data = {"bundle": bundle.id, "kind": kind}
    events.record(
        tx, kind=EventKind.BUNDLE_MADE, actor=actor_of(officer), now=now, agency_code=bundle.agency_code,
        data=data,
    )  # fmt: skip
    for number in numbers:
        add(tx, officer=officer, bundle_id=bundle.id, number=number, now=now)
    return bundle


def get(tx: Session, officer: Officer, bundle_id: int, *, lock: bool = False) -> Bundle:
    """A bundle of the officer's own office, or any for who looks at the whole city; else NotFound."""
    found = select(Bundle).where(Bundle.id == bundle_id, _theirs(officer))
    if lock:
        found = found.with_for_update(key_share=True).execution_options(populate_existing=True)
    bundle = tx.scalars(found).one_or_none()
    if bundle is None:
        raise NotFound("kumpulan_tidak_ada", str(bundle_id))
    return bundle


def listed(session: Session, officer: Officer, *, open_only: bool = False) -> Sequence[Bundle]:
    """The bundles the officer may see, those that still go on first, then the newest; at most a hundred."""
    found = select(Bundle).where(_theirs(officer))
    if open_only:
        found = found.where(Bundle.finished_at.is_(None))
    ordered = found.order_by(Bundle.finished_at.is_not(None), Bundle.id.desc())
    return session.scalars(ordered.limit(100)).all()


def members(session: Session, officer: Officer, bundle: Bundle) -> Sequence[Report]:
    """Its reports within the officer's reach, oldest first; what is not is not shown, not even counted."""
    found = select(Report).join(BundleMember, BundleMember.report_id == Report.id)
    mine = found.where(BundleMember.bundle_id == bundle.id, reach(session, officer))
    return session.scalars(mine.order_by(Report.id)).all()


def of_report(session: Session, officer: Officer, report: Report) -> Sequence[Bundle]:
    """The bundles a report is in, as far as the officer may see them."""
    found = select(Bundle).join(BundleMember, BundleMember.bundle_id == Bundle.id)
    return session.scalars(
        found.where(BundleMember.report_id == report.id, _theirs(officer)).order_by(Bundle.id)
    ).all()


def add(tx: Session, *, officer: Officer, bundle_id: int, number: str, now: datetime) -> Report:
    """Put a report into a bundle, once; Refused when it ended, is joined, or is in another of the kind."""
    bundle = get(tx, officer, bundle_id, lock=True)
    report = take(tx, officer, visible_to(tx, officer).get(number.strip()), Action.JOIN)
    if bundle.finished_at is not None:
        raise Refused("kumpulan_selesai", str(bundle.id))
    if report.status == Status.DUPLIKAT:
        raise Refused("sudah_digabung", report.number)
    if report.status not in OPEN:
        raise Refused("sudah_berakhir", report.number)
    of_kind = (BundleMember.report_id == report.id, BundleMember.kind == bundle.kind)
    there = tx.scalars(select(BundleMember).where(*of_kind)).one_or_none()
    if there is not None and there.bundle_id != bundle.id:
        raise Refused("sudah_di_kumpulan", report.number)
    if there is None:
        tx.add(BundleMember(bundle_id=bundle.id, report_id=report.id, kind=bundle.kind, created_at=now))
        tx.flush()
        _note(tx, EventKind.REPORT_BUNDLED, officer, bundle, report, now)
    return report


def remove(tx: Session, *, officer: Officer, bundle_id: int, number: str, now: datetime) -> Report:
    """Take a report out of a bundle; nothing else about it changes."""
    bundle = get(tx, officer, bundle_id, lock=True)
    report = take(tx, officer, visible_to(tx, officer).get(number), Action.JOIN)
    there = tx.get(BundleMember, (bundle.id, report.id))
    if there is None:
        raise Refused("tidak_di_kumpulan", report.number)
    tx.delete(there)
    tx.flush()
    _note(tx, EventKind.REPORT_UNBUNDLED, officer, bundle, report, now)
    return report


def tell(tx: Session, *, officer: Officer, bundle_id: int, text: str, now: datetime, sure: str = "") -> int:
    """One message to every reporter and supporter of every member the officer may answer; how many people."""
    return _tell(tx, officer, get(tx, officer, bundle_id, lock=True), text, now=now, sure=sure)


def tell_of_event(tx: Session, *, officer: Officer, bundle_id: int, text: str, now: datetime) -> int:
    """The same by an office that answers for some reports of an event of others (`routing.incidents`)."""
    return _tell(
        tx, officer, tx.get_one(Bundle, bundle_id, with_for_update={"key_share": True}), text, now=now
    )


def _tell(tx: Session, officer: Officer, bundle: Bundle, text: str, *, now: datetime, sure: str = "") -> int:
    text = needed(text, limit=OFFICER_MAX)
    reports = _workable(tx, officer, bundle, Action.ANSWER)
    if not reports:
        raise Refused("kumpulan_kosong", str(bundle.id))
    for report in reports:
        doubts.guard(tx, officer, report, text, here=around(tx, officer, report, now=now), sure=sure)
    agency = catalogue(tx).agencies[officer.agency_code or POC].name
    everybody = [one for report in reports for one in (report, *under(tx, report))]
    told, people = notices.put_all(
        tx, everybody, Notice.BUNDLE, now=now, title=bundle.title, agency=agency, text=text
    )
    for one in told:
        tx.add(
            Message(
                report_id=one.report.id, direction="keluar", text=text, officer_id=officer.id,
                outbox_id=one.outbox_id, created_at=now,
            )
        )  # fmt: skip
    for report in reports:
        answered(report, now)
        _note(tx, EventKind.BUNDLE_TOLD, officer, bundle, report, now)
    return people


def finish(
    tx: Session, *, officer: Officer, bundle_id: int, reason: str, numbers: Collection[str], now: datetime
) -> Bundle:
    """The work is done or the event over; the members named are finished with it, the others go on.

    One photo of the work may serve all of them.
    """
    bundle = get(tx, officer, bundle_id, lock=True)
    if bundle.finished_at is not None:
        raise Refused("kumpulan_selesai", str(bundle.id))
    reason = clean(reason, limit=OFFICER_MAX)
    if numbers and not reason:
        raise BadInput("perlu_alasan")
    inside = {report.number: report for report in members(tx, officer, bundle)}
    for number in sorted(set(numbers)):
        if number not in inside:
            raise BadInput("tidak_di_kumpulan", number)
        handing_in.lend(tx, officer, inside[number], bundle.id, now=now)
        officers_work.change_status(
            tx, officer=officer, report=inside[number], to=Status.SELESAI, reason=reason, now=now
        )
    bundle.finished_at = now
    events.record(
        tx, kind=EventKind.BUNDLE_DONE, actor=actor_of(officer), now=now, agency_code=bundle.agency_code,
        data={"bundle": bundle.id, "finished": len(set(numbers))},
    )  # fmt: skip
    return bundle


def _workable(tx: Session, officer: Officer, bundle: Bundle, action: Action) -> Sequence[Report]:
    found = select(Report).join(BundleMember, BundleMember.report_id == Report.id)
    mine = found.where(BundleMember.bundle_id == bundle.id, reach(tx, officer, action))
    running = mine.where(Report.status.in_([*OPEN, Status.SELESAI])).order_by(Report.id)
    return tx.scalars(running.with_for_update(key_share=True)).all()


def _theirs(officer: Officer) -> ColumnElement[bool]:
    if officer.role in WHOLE_CITY:
        return true()
    return or_(Bundle.agency_code == officer.agency_code, Bundle.officer_id == officer.id)


def _note(
    tx: Session, kind: EventKind, officer: Officer, bundle: Bundle, report: Report, now: datetime
) -> None:
    data = {"bundle": bundle.id, "kind": bundle.kind}
    events.record(tx, kind=kind, actor=actor_of(officer), now=now, report=report, data=data)
