"""What an officer does with a report.

Each is one transaction's work: the permission inside the query, the report locked, one event, and the
notice to the resident.

All of these return the report as changed, and raise NotFound (not within the officer's reach), NotAllowed
(the role may not), BadInput (the form) or Refused (the rules).
"""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.jurisdiction import EXTERNAL, POC, is_accused
from routing.domain.lifecycle import ENDED, NO_CHOICE, Status, may_move, needs_reason
from routing.domain.permissions import Action, may, may_move_as
from routing.errors import BadInput, NotAllowed, Refused
from routing.reports import (
    clocks,
    deciding,
    doubts,
    from_programs,
    joined,
    mentioning,
    neighbours,
    notices,
    parting,
    promising,
    proving,
    results,
    urgency,
)
from routing.reports.around import Surroundings, accused_ahead, around
from routing.reports.door import visible_to
from routing.reports.shielding import shield
from routing.reports.status import answered, change, move
from routing.reports.story import accused_in
from routing.texts import OFFICER_MAX, clean, needed
from storage import events
from storage.event_kinds import EventKind
from storage.models import Accusation, Message, Officer, Report
from storage.notice_kinds import Notice

# What is done with the report a duplicate was joined to, and reaches the duplicate's reporter from there.
OF_THE_HEAD = frozenset({Action.ANSWER, Action.STATUS, Action.CATEGORY, Action.FORWARD, Action.POSTPONE})
# Nothing of this while somebody looks at the result: it stays what was delivered.
NOT_WHILE_CHECKED = frozenset({Action.STATUS, Action.CATEGORY, Action.FORWARD, Action.JOIN, Action.POSTPONE})


def actor_of(officer: Officer) -> str:
    """How events name an officer."""
    return f"petugas:{officer.id}"


def take(tx: Session, officer: Officer, report: Report, action: Action) -> Report:
    """The report, locked and read anew, when this officer may do this with it.

    What their door has locked already is not read again, unless it was found since to complain of an office.
    """
    if not may(officer.role, action):
        raise NotAllowed("tidak_berwenang", f"{officer.role} may not {action}")
    door = visible_to(tx, officer)
    if not door.holds(report) or accused_ahead(tx, report):
        report = door.get(report.number, lock=True)
    if action not in door.rights(report):
        door.get(report.number)  # what may not even be read, by now, is not there
        raise NotAllowed("urusan_kantor_lain", f"{officer.role} may not {action} here")
    if report.status == Status.DUPLIKAT and action in OF_THE_HEAD:
        raise Refused("sudah_digabung", report.number)
    if report.status == Status.DIPERIKSA and action in NOT_WHILE_CHECKED:
        raise Refused("sedang_diperiksa", report.number)
    return report


def answer(
    tx: Session, *,
    officer: Officer, report: Report, text: str, now: datetime, sure: str = "", promises: bool = True,
) -> Report:  # fmt: skip
    """Write to the resident. Counts as the first answer; the status stays. sure: see `doubts.guard`.

    promises: the moments its words name are promised (`promising.make`).
    """
    report = take(tx, officer, report, Action.ANSWER)
    _tell(tx, officer, report, notice=Notice.ANSWER, text=text, now=now, sure=sure)
    answered(report, now)
    events.record(tx, kind=EventKind.REPORT_ANSWERED, actor=actor_of(officer), now=now, report=report)
    if promises:
        promising.make(tx, officer=officer, report=report, text=text, now=now)
    return report


def ask(tx: Session, *, officer: Officer, report: Report, text: str, now: datetime, sure: str = "") -> Report:
    """Ask the resident something: the report waits for them and its resolve clock stands still."""
    report = take(tx, officer, report, Action.ANSWER)
    if report.status == Status.DIPERIKSA:
        raise Refused("sedang_diperiksa", report.number)
    _tell(tx, officer, report, notice=Notice.QUESTION, text=text, now=now, sure=sure)
    answered(report, now)
    if report.status == Status.MENUNGGU_WARGA:  # a second question while the first is open
        events.record(tx, kind=EventKind.REPORT_ASKED, actor=actor_of(officer), now=now, report=report)
    else:
        move(tx, report, Status.MENUNGGU_WARGA, actor=actor_of(officer), now=now, kind=EventKind.REPORT_ASKED)
    return report


def note(tx: Session, *, officer: Officer, report: Report, text: str, now: datetime) -> Report:
    """Leave a note for colleagues; the resident never sees it."""
    report = take(tx, officer, report, Action.NOTE)
    text = needed(text, limit=OFFICER_MAX)
    written = _keep(tx, officer, report, direction="catatan", text=text, now=now)
    mentioning.note(tx, officer=officer, report=report, message=written, now=now)
    events.record(tx, kind=EventKind.REPORT_NOTED, actor=actor_of(officer), now=now, report=report)
    return report


def change_status(  # noqa: PLR0913 - the fields of the form
    tx: Session, *,
    officer: Officer, report: Report, to: Status, reason: str, now: datetime, sure: str = "",
    refusal: str = "", promises: bool = True,
) -> Report:  # fmt: skip
    """Move the report on.

    An end (selesai, dirujuk, ditolak) and a reopening need a reason, which the resident reads; some moves
    are the operator's alone. Withdrawing is the resident's. What is finished may first be `diperiksa`: its
    resident is then told when it passes (`checking`, `neighbours`). refusal: code of one of the city's
    reasons for `ditolak`; its sentence comes before the officer's own words. promises: as in `answer`.
    """
    report = take(tx, officer, report, Action.STATUS)
    start, own = Status(report.status), clean(reason, limit=OFFICER_MAX)
    reason = _with_refusal(tx, to, refusal, own)
    if to in (Status.DITARIK, *NO_CHOICE):
        raise Refused("status_tidak_bisa", f"{to} is no choice")
    if start in ENDED:
        raise Refused("sudah_berakhir", report.number)
    if not may_move_as(officer.role, start, to):
        raise NotAllowed("perlu_operator", f"{officer.role}: {start} -> {to}")
    if needs_reason(start, to) and not reason:
        raise BadInput("perlu_alasan")
    here = around(tx, officer, report, now=now)
    doubts.guard(tx, officer, report, own, here=here, sure=sure)
    if to is Status.SELESAI and may_move(start, to):
        if proving.photo_is_missing(tx, report, here.photos):
            raise Refused("perlu_foto_hasil", report.number)
        beside = neighbours.to_ask(tx, report, now=now)
        if beside or proving.must_be_checked(tx, report):
            _deliver(tx, officer, report, reason, now=now)
            neighbours.ask(tx, report, beside, now=now)
            return report
    data = change(tx, report, to, now=now) | ({"refusal": refusal} if refusal else {})
    kind, actor = EventKind.REPORT_STATUS, actor_of(officer)
    events.record(tx, kind=kind, actor=actor, now=now, report=report, reason=reason, data=data)
    answered(report, now)
    if promises:
        promising.make(tx, officer=officer, report=report, text=own, now=now)
    if to is Status.SELESAI:
        results.tell_done(tx, report, reason, now=now, here=here)
    else:
        agency = catalogue(tx).agencies[report.agency_code].name
        told = {"status": to.value, "agency": agency, "reason": reason}
        notices.put(tx, report, Notice.STATUS, now=now, here=here, **told)
    return report


def _deliver(tx: Session, officer: Officer, report: Report, reason: str, *, now: datetime) -> None:
    """The work is done, its doer says; the resident hears of it when somebody else has looked."""
    data = change(tx, report, Status.DIPERIKSA, now=now)
    kind, actor = EventKind.REPORT_DELIVERED, actor_of(officer)
    events.record(tx, kind=kind, actor=actor, now=now, report=report, reason=reason, data=data)


def _with_refusal(tx: Session, to: Status, refusal: str, reason: str) -> str:
    """The reason with the city's sentence of this refusal before it."""
    if not refusal:
        return reason
    known = catalogue(tx).settings.refusals.get(refusal)
    if known is None or to is not Status.DITOLAK:
        raise BadInput("alasan_tidak_ada", refusal)
    return f"{known.sentence} {reason}".strip()


def change_category(
    tx: Session, *, officer: Officer, report: Report, category: str, reason: str = "", now: datetime
) -> Report:
    """Put the report into another category, and so to whom it then belongs.

    Naming the same category again confirms a doubtful one. With another agency the resolve term starts anew,
    else it counts from the filing.
    """
    report = take(tx, officer, report, Action.CATEGORY)
    city, reason = catalogue(tx), clean(reason, limit=OFFICER_MAX)
    if category not in city.categories or not city.categories[category].active:
        raise BadInput("kategori_tidak_ada", category)
    before = report.category_code
    if category == before and not report.needs_review:
        raise Refused("kategori_sama", category)
    _only_running(report)
    data = {"category_from": before, "category": category}
    if category in city.guarded and not report.shielded:
        shield(tx, report)
    here = around(tx, officer, report, now=now)
    decided = deciding.of_report(city, report, accused=frozenset(here.accused), category=category)
    owner = decided.decision.agency
    report.category_code, report.category_by, report.needs_review = category, "petugas", False
    with tx.no_autoflush:  # the row is written once
        urgency.refresh(tx, report, now=now)
        if category != before:
            moved = owner.code != report.agency_code
            data |= {"from_agency": report.agency_code} if moved else {}
            start = now if moved else report.created_at
            data |= _hand_over(tx, report, owner.code, here, now=now)
            deciding.keep(tx, report, decided, city=city, now=now)
            clocks.restart_end(tx, report, start=start, now=now)
            contact = {"contact": owner.contact} if owner.kind == EXTERNAL and owner.contact else {}
            told = {"category": city.categories[category].name, "agency": owner.name, **contact}
            notices.put(tx, report, Notice.CATEGORY, now=now, here=here, **told)
    parting.keep_apart(tx, report, now=now)
    report.updated_at = now
    events.record(
        tx,
        kind=EventKind.REPORT_CATEGORY,
        actor=actor_of(officer),
        now=now,
        report=report,
        reason=reason,
        data=data,
    )
    return report


def forward(
    tx: Session,
    *,
    officer: Officer,
    report: Report,
    agency: str,
    reason: str,
    now: datetime,
    sure: str = "",
) -> Report:
    """Hand the report to another agency, or refer it to an outside body (the resident then learns how to
    reach it).

    The deadlines stay: the resident was promised them.
    """
    report = take(tx, officer, report, Action.FORWARD)
    city, reason = catalogue(tx), needed(reason, limit=OFFICER_MAX, code="perlu_alasan")
    target = city.agencies.get(agency)
    if target is None or not target.active:
        raise BadInput("instansi_tidak_ada", agency)
    if target.code == report.agency_code:
        raise Refused("sudah_di_sana", agency)
    here = around(tx, officer, report, now=now)
    if is_accused(target, frozenset(here.accused)):
        raise Refused("instansi_diadukan", agency)
    doubts.guard(tx, officer, report, reason, here=here, sure=sure)
    _only_running(report)
    source = city.agencies[report.agency_code]
    data = _hand_over(tx, report, target.code, here, now=now)
    report.updated_at = now
    data |= {"from_agency": source.code, "to_agency": target.code}
    events.record(
        tx,
        kind=EventKind.REPORT_FORWARDED,
        actor=actor_of(officer),
        now=now,
        report=report,
        reason=reason,
        data=data,
    )
    told = {"from_agency": source.name, "agency": target.name, "reason": f"{reason} {target.contact}".strip()}
    notices.put(tx, report, Notice.FORWARDED, now=now, here=here, **told)
    return report


def acquit(tx: Session, *, officer: Officer, report: Report, reason: str, now: datetime) -> Report:
    """Say that the report does not complain of an office after all: it may then go to any of them.

    It stays secret until the reporter says otherwise.
    """
    report = take(tx, officer, report, Action.ACQUIT)
    reason = needed(reason, limit=OFFICER_MAX, code="perlu_alasan")
    accused = list(accused_in(tx, report))
    if accused:
        tx.execute(delete(Accusation).where(Accusation.report_id == report.id))
        report.updated_at = now
        events.record(
            tx, kind=EventKind.REPORT_ACQUITTED, actor=actor_of(officer), now=now, report=report,
            reason=reason, data={"accused": accused},
        )  # fmt: skip
    return report


def _only_running(report: Report) -> None:
    if report.status in (Status.SELESAI, Status.DITUTUP, Status.DITOLAK, Status.DITARIK):
        raise Refused("sudah_berakhir", report.number)


def _hand_over(
    tx: Session, report: Report, agency: str, here: Surroundings, *, now: datetime
) -> dict[str, str]:  # fmt: skip
    """Set the agency; an outside body's matter is `dirujuk`, one that comes back from there is `diproses`.

    Returns what the event must tell of the status, {} when it stays.
    """
    external = catalogue(tx).agencies[agency].kind == EXTERNAL
    report.agency_code, report.unit_code, report.holder_id = agency, None, None
    joined.hand_over(report, here.under)
    to = Status.DIRUJUK if external else Status.DIPROSES
    if external == (report.status == Status.DIRUJUK):
        return {}
    answered(report, now)
    if report.status == Status.MENUNGGU_WARGA:  # the question is moot; the table knows no shorter way
        change(tx, report, Status.KOORDINASI, now=now)
    return change(tx, report, to, now=now)


def _tell(
    tx: Session, officer: Officer, report: Report, *, notice: Notice, text: str, now: datetime, sure: str
) -> None:
    """Say something to the resident in the name of the officer's agency."""
    text = needed(text, limit=OFFICER_MAX)
    here = around(tx, officer, report, now=now)
    doubts.guard(tx, officer, report, text, here=here, sure=sure)
    agencies = catalogue(tx).agencies
    agency = agencies[officer.agency_code or POC]
    sent = notices.put(tx, report, notice, now=now, here=here, agency=agency.name, text=text)
    if not sent and report.channel != from_programs.CHANNEL:  # there it is the program that asks and tells
        raise Refused("tidak_ada_pelapor", report.number)
    if all(told.report is not report for told in sent):  # its reporter is erased; who joined is told
        _keep(tx, officer, report, direction="keluar", text=text, now=now)
    for told in sent:
        _keep(tx, officer, told.report, direction="keluar", text=text, now=now, outbox_id=told.outbox_id)


def _keep(
    tx: Session, officer: Officer, report: Report, *,
    direction: str, text: str, now: datetime, outbox_id: int | None = None,
) -> Message:  # fmt: skip
    message = Message(
        report_id=report.id, direction=direction, text=text, officer_id=officer.id, outbox_id=outbox_id,
        created_at=now,
    )  # fmt: skip
    tx.add(message)
    return message
