"""Reports that nobody holds come into hands by themselves, where the head of the office wants it so.

What somebody has let go waits for a person: it is not given round in circles.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from routing.domain.lifecycle import WITH_THE_CITY
from routing.domain.sharing import Hand, Sharing, choose
from routing.errors import BadInput
from routing.reports import leave, trust
from storage import events
from storage.event_kinds import EventKind
from storage.models import Event, Officer, Report, SharingRule

AT_ONCE = 50  # reports of an office in one round
OURS = "sistem"


def set_rule(
    tx: Session, *, head: Officer, sharing: str, officers: Sequence[int], now: datetime
) -> SharingRule:  # fmt: skip
    """How the head's own office shares out from now on; BadInput for a crew that does not work here."""
    crew = {one.id for one in leave.colleagues(tx, head)}
    if sharing not in set(Sharing) or head.agency_code is None:
        raise BadInput("bagi_cara")
    if set(officers) - crew or (sharing != Sharing.BY_HAND and not officers):
        raise BadInput("bagi_petugas")
    row = tx.get(SharingRule, head.agency_code)
    if row is None:
        row = SharingRule(agency_code=head.agency_code)
        tx.add(row)
    row.sharing, row.officers, row.since, row.changed_by = sharing, sorted(officers), now, head.id
    events.record(
        tx, kind=EventKind.SHARING_SET, actor=f"petugas:{head.id}", now=now, agency_code=head.agency_code,
        data={"sharing": sharing, "officers": sorted(officers)},
    )  # fmt: skip
    return row


def waits(session: Session, *, now: datetime) -> bool:
    """Whether an office that shares out has something nobody holds, or leave begins; looks lock nothing."""
    some = select(Report.id).join(SharingRule, SharingRule.agency_code == Report.agency_code)
    found = some.where(SharingRule.sharing != Sharing.BY_HAND, *_nobodys()).limit(1)
    return leave.begins(session, now=now) or session.scalar(found) is not None


def run(tx: Session, *, now: datetime) -> int:
    """One round: how many reports came into hands."""
    done = sum(_hand_over(tx, row.officer_id, row.id, now) for row in _begun(tx, now))
    rules = select(SharingRule).where(SharingRule.sharing != Sharing.BY_HAND)
    for rule in tx.scalars(rules.with_for_update(skip_locked=True)).all():
        done += _share(tx, rule, now)
    return done


def _begun(tx: Session, now: datetime) -> Sequence[leave.Delegation]:
    rows = leave.to_hand_over(tx, now=now)
    for row in rows:
        row.moved_at = now
    return rows


def _hand_over(tx: Session, officer: int, leave_id: int, now: datetime) -> int:
    """What somebody holds on their first day of leave goes to who stands in, and is there."""
    to = leave.in_place_of(tx, officer, now=now)
    if to == officer:
        return 0
    held = select(Report).where(Report.holder_id == officer, Report.status.in_(sorted(WITH_THE_CITY)))
    moved = 0
    for report in tx.scalars(held.with_for_update(key_share=True)).all():
        if to in _eligible(tx, report, [to]):
            _give(tx, report, to, {"for": officer, "leave": leave_id}, now)
            moved += 1
    return moved


def _share(tx: Session, rule: SharingRule, now: datetime) -> int:
    joined = select(Report).join(SharingRule, SharingRule.agency_code == Report.agency_code)
    nobodys = joined.where(SharingRule.agency_code == rule.agency_code, *_nobodys())
    found = nobodys.order_by(Report.urgency.desc(), Report.id).limit(AT_ONCE)
    reports = tx.scalars(found.with_for_update(key_share=True, skip_locked=True, of=Report)).all()
    away, loads, given = leave.now_away(tx, now=now), _loads(tx, rule.officers), 0
    for report in reports:
        crew = [one for one in _eligible(tx, report, rule.officers) if one not in away]
        to = choose(Sharing(rule.sharing), [Hand(one, loads[one]) for one in crew], last=rule.last_officer)
        if to is not None:
            _give(tx, report, to, {"by": rule.sharing}, now)
            rule.last_officer, loads[to], given = to, loads[to] + 1, given + 1
    return given


def _nobodys() -> tuple[ColumnElement[bool], ...]:
    """SQL: of a report and its office's rule, that it came since and neither is held nor was let go."""
    let_go = select(Event.seq).where(
        Event.report_id == Report.id, Event.kind == EventKind.REPORT_LET_OUT,
        Event.agency_code == SharingRule.agency_code,
    )  # fmt: skip
    return (
        Report.status.in_(sorted(WITH_THE_CITY)), Report.holder_id.is_(None),
        Report.updated_at >= SharingRule.since, ~let_go.exists(),
    )  # fmt: skip


def _eligible(tx: Session, report: Report, officers: Sequence[int]) -> Sequence[int]:
    """Those of the crew who work here still and may see this very report."""
    here = (Officer.active, Officer.role.in_(leave.HOLDERS), Officer.agency_code == report.agency_code)
    found = select(Officer.id).where(Officer.id.in_(officers), *here, trust.may_see(trust.kept(tx, report)))
    return tx.scalars(found.order_by(Officer.id)).all()


def _loads(tx: Session, officers: Sequence[int]) -> dict[int, int]:
    open_ones = (Report.holder_id.in_(officers), Report.status.in_(sorted(WITH_THE_CITY)))
    counted = select(Report.holder_id, func.count()).where(*open_ones).group_by(Report.holder_id)
    return dict.fromkeys(officers, 0) | {int(row[0] or 0): int(row[1]) for row in tx.execute(counted)}


def _give(tx: Session, report: Report, to: int, why: dict[str, object], now: datetime) -> None:
    data = {"from": report.holder_id, "to_officer": to, **why}
    report.holder_id, report.updated_at = to, now
    events.record(tx, kind=EventKind.REPORT_GIVEN, actor=OURS, now=now, report=report, data=data)
