"""One deed for many reports: kept for half a minute in which it may be undone, then done report by report.

Nothing is changed and nobody is told before that time is over, so undoing leaves no trace but itself. Each
report is one transaction: the same use case as for one alone, with its permissions and rules, and the note
that it is done. A process that dies in between loses nothing and does nothing twice. What the rules refuse is
listed with the reason.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Select, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session

from routing.domain.lifecycle import NO_CHOICE, Status, next_statuses
from routing.domain.permissions import Action, may, may_move_as
from routing.errors import BadInput, NotAllowed, NotFound, Refused
from routing.reports import holding, officers_work
from routing.reports.door import visible_to
from routing.texts import OFFICER_MAX, clean, needed
from storage import events
from storage.event_kinds import EventKind
from storage.models import BulkAct, BulkItem, Officer, Report

UNDO = timedelta(seconds=30)
MOST = 1_000  # reports of one act
LATELY = timedelta(days=1)  # how long an act stays in its officer's sight
WAITING, RUNNING, DONE, UNDONE = "waiting", "running", "done", "undone"
NEW, REFUSED = "new", "refused"
WORDS = ("text", "reason")  # of what was given: an officer's own
CHOICES = tuple(status for status in Status if status not in (Status.DITARIK, *NO_CHOICE))


class BulkDeed(StrEnum):
    """What may be done with many at once."""

    HOLD = "pegang"
    FORWARD = "teruskan"
    CATEGORY = "kategori"
    STATUS = "status"
    ANSWER = "jawab"


NEEDS = {
    BulkDeed.HOLD: Action.HOLD, BulkDeed.FORWARD: Action.FORWARD, BulkDeed.CATEGORY: Action.CATEGORY,
    BulkDeed.STATUS: Action.STATUS, BulkDeed.ANSWER: Action.ANSWER,
}  # fmt: skip


@dataclass(frozen=True)
class Progress:
    """How far an act is. refused: (number, why) of those that could not be done, at most some."""

    act: BulkAct
    total: int
    done: int
    refused_in_all: int
    refused: Sequence[tuple[str, str]]

    @property
    def over(self) -> bool:
        """Nothing of it happens any more."""
        return self.act.status in (DONE, UNDONE)


def moves(session: Session, officer: Officer, numbers: Sequence[str]) -> list[tuple[Status, int]]:
    """To which status this officer may move how many of these reports; not those to which none."""
    mine = visible_to(session, officer).select().where(Report.number.in_(numbers)).order_by(None)
    counted = mine.with_only_columns(Report.status, func.count()).group_by(Report.status)
    stand = [(Status(status), many) for status, many in session.execute(counted)]
    found = [
        (to, sum(many for at, many in stand if to in next_statuses(at) and may_move_as(officer.role, at, to)))
        for to in CHOICES
    ]
    return [(to, many) for to, many in found if many]


def order(
    tx: Session, *,
    officer: Officer, deed: str, given: Mapping[str, str], numbers: Sequence[str], now: datetime,
) -> BulkAct:  # fmt: skip
    """Keep a deed for these reports. BadInput: no such deed, nothing chosen, too many, a reason missing."""
    if deed not in set(BulkDeed):
        raise BadInput("borongan_tidak_dikenal", deed)
    if not may(officer.role, NEEDS[BulkDeed(deed)]):
        raise NotAllowed("tidak_berwenang", f"{officer.role} may not {deed}")
    wanted = _read(BulkDeed(deed), given)
    mine = visible_to(tx, officer).select().with_only_columns(Report.id)
    ids = tx.scalars(mine.where(Report.number.in_(numbers[: MOST + 1]))).all()
    if not ids:
        raise BadInput("borongan_kosong")
    if len(ids) > MOST:
        raise BadInput("borongan_terlalu_banyak")
    act = BulkAct(
        officer_id=officer.id, kind=deed, given=wanted, status=WAITING, created_at=now, starts_at=now + UNDO
    )
    tx.add(act)
    tx.flush()
    tx.add_all(BulkItem(act_id=act.id, report_id=one, status=NEW, reason="") for one in ids)
    _note(tx, EventKind.BULK_ORDERED, act, now, many=len(ids))
    return act


def _read(deed: BulkDeed, given: Mapping[str, str]) -> dict[str, Any]:
    """What the form says, as far as this deed asks for it."""
    match deed:
        case BulkDeed.HOLD:
            to = given.get("petugas", "")
            if not (to.isascii() and to.isdigit() and len(to) < 16):
                raise BadInput("petugas_bukan_di_sini", to[:20])
            return {"to": int(to)}
        case BulkDeed.FORWARD:
            reason = needed(given.get("reason", ""), limit=OFFICER_MAX, code="perlu_alasan")
            return {"agency": given.get("agency", ""), "reason": reason}
        case BulkDeed.CATEGORY:
            return {"category": given.get("category", "")}
        case BulkDeed.STATUS:
            if given.get("to") not in CHOICES:
                raise BadInput("borongan_tanpa_status", given.get("to", "")[:20])
            reason = clean(given.get("reason", ""), limit=OFFICER_MAX)
            return {"to": given["to"], "reason": reason, "refusal": given.get("tolak", "")}
        case BulkDeed.ANSWER:
            return {"text": needed(given.get("text", ""), limit=OFFICER_MAX)}


def undo(tx: Session, *, officer: Officer, act_id: int, now: datetime) -> BulkAct:
    """Take an act back before it began. Refused once it has begun; what is done is done."""
    act = _own(tx, officer, act_id, lock=True)
    if act.status != WAITING:
        raise Refused("borongan_sudah_mulai", str(act_id))
    _end(act, UNDONE, now)
    _note(tx, EventKind.BULK_UNDONE, act, now)
    return act


def _own(session: Session, officer: Officer, act_id: int, *, lock: bool = False) -> BulkAct:
    act = session.get(BulkAct, act_id, with_for_update=True if lock else None, populate_existing=lock)
    if act is None or act.officer_id != officer.id:
        raise NotFound("borongan_tidak_ada", str(act_id))
    return act


def _note(tx: Session, kind: EventKind, act: BulkAct, now: datetime, **more: int) -> None:
    data = {"act": act.id, "what": act.kind, **more}
    events.record(tx, kind=kind, actor=f"petugas:{act.officer_id}", now=now, data=data)


def _end(act: BulkAct, status: str, now: datetime) -> None:
    act.status, act.ended_at = status, now
    act.given = {name: value for name, value in act.given.items() if name not in WORDS}


def is_due(session: Session, now: datetime) -> bool:
    """Whether there is anything to do; one look at an index."""
    due = (BulkAct.status == RUNNING) | ((BulkAct.status == WAITING) & (BulkAct.starts_at <= now))
    return bool(session.scalar(select(exists().where(due))))


def begin(tx: Session, now: datetime) -> None:
    """Begin what can no longer be undone, and end what has nothing left to do."""
    late = select(BulkAct).where(BulkAct.status == WAITING, BulkAct.starts_at <= now)
    for act in tx.scalars(late.with_for_update(skip_locked=True)):
        act.status = RUNNING
    left = exists().where(BulkItem.act_id == BulkAct.id, BulkItem.status == NEW)
    over = select(BulkAct).where(BulkAct.status == RUNNING, ~left)
    for act in tx.scalars(over.with_for_update(skip_locked=True)):
        _end(act, DONE, now)


def next_item(tx: Session) -> BulkItem | None:
    """A report whose turn it is, held until the transaction ends; None: nothing is left."""
    found = (
        select(BulkItem)
        .join(BulkAct, BulkAct.id == BulkItem.act_id)
        .where(BulkAct.status == RUNNING, BulkItem.status == NEW)
        .order_by(BulkItem.act_id, BulkItem.report_id)
        .limit(1)
        .with_for_update(skip_locked=True, of=BulkItem)
    )
    return tx.scalars(found).first()


def carry_out(tx: Session, item: BulkItem, now: datetime) -> None:
    """Do it with this report, as its officer may now. Raises what the use case raises."""
    act = tx.get_one(BulkAct, item.act_id)
    officer, report = tx.get_one(Officer, act.officer_id), tx.get_one(Report, item.report_id)
    _DOES[BulkDeed(act.kind)](tx, officer, report, act.given, now)
    item.status = DONE


def refuse(tx: Session, act_id: int, report_id: int, why: str) -> None:
    """It could not be done with this report."""
    item = tx.get(BulkItem, (act_id, report_id))
    if item is not None and item.status == NEW:
        item.status, item.reason = REFUSED, why


Does = Callable[[Session, Officer, Report, dict[str, Any], datetime], object]
_DOES: dict[BulkDeed, Does] = {
    BulkDeed.HOLD: lambda tx, who, report, given, now: holding.give(
        tx, officer=who, report=report, to=given["to"] or None, now=now
    ),
    BulkDeed.FORWARD: lambda tx, who, report, given, now: officers_work.forward(
        tx, officer=who, report=report, agency=given["agency"], reason=given["reason"], now=now
    ),
    BulkDeed.CATEGORY: lambda tx, who, report, given, now: officers_work.change_category(
        tx, officer=who, report=report, category=given["category"], now=now
    ),
    BulkDeed.STATUS: lambda tx, who, report, given, now: officers_work.change_status(
        tx, officer=who, report=report, to=Status(given["to"]), reason=given["reason"], now=now,
        refusal=given["refusal"] if given["to"] == Status.DITOLAK else "",
    ),
    BulkDeed.ANSWER: lambda tx, who, report, given, now: officers_work.answer(
        tx, officer=who, report=report, text=given["text"], now=now
    ),
}  # fmt: skip


def progress(session: Session, officer: Officer, act_id: int, *, listed: int = 50) -> Progress:
    """How far one's own act is; NotFound for anybody else's."""
    act = _own(session, officer, act_id)
    counted = select(BulkItem.status, func.count()).where(BulkItem.act_id == act_id).group_by(BulkItem.status)
    many = {str(status): int(count) for status, count in session.execute(counted)}
    why = (
        select(Report.number, BulkItem.reason)
        .join(Report, Report.id == BulkItem.report_id)
        .where(BulkItem.act_id == act_id, BulkItem.status == REFUSED)
        .order_by(Report.id)
        .limit(listed)
    )
    refused = [(number, reason) for number, reason in session.execute(why)]
    return Progress(act, sum(many.values()), many.get(DONE, 0), many.get(REFUSED, 0), refused)


def under_way(session: Session, officer: Officer) -> Sequence[BulkAct]:
    """The officer's acts that wait or run."""
    return session.scalars(question(), {"me": officer.id}).all()


def question() -> Select[BulkAct]:
    """The same as a question of `storage.gathered`: of officer `me`."""
    mine = BulkAct.officer_id == bindparam("me", type_=BigInteger())
    at_work = or_(BulkAct.status == WAITING, BulkAct.status == RUNNING)  # a Statement holds no list
    return select(BulkAct).where(mine, at_work).order_by(BulkAct.id)


def forget(tx: Session, now: datetime) -> None:
    """Acts that ended a while ago; what they did stands in the reports' own events."""
    for act in tx.scalars(select(BulkAct).where(BulkAct.ended_at <= now - LATELY).limit(100)):
        tx.delete(act)
