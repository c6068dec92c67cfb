"""What is in an event: links with their reasons while it is proposed, then members of its bundle."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from routing.domain.incidents import ALLOWED, LIVING, Bond, IncidentState
from routing.incidents.signs import BUNDLED, INSIDE, OFFERED, TAKEN
from storage import events
from storage.event_kinds import EventKind
from storage.models import BundleMember, Incident, IncidentAct, IncidentLink, Report

BY_HAND = Bond(1.0, ("dimasukkan petugas",))


def inside(session: Session, incident: Incident) -> list[int]:
    """Ids of the reports in it, oldest first."""
    if incident.bundle_id is not None:
        found = select(BundleMember.report_id).where(BundleMember.bundle_id == incident.bundle_id)
        return list(session.scalars(found.order_by(BundleMember.report_id)))
    links = select(IncidentLink.report_id).where(IncidentLink.incident_id == incident.id)
    return list(session.scalars(links.where(IncidentLink.state == INSIDE).order_by(IncidentLink.report_id)))


def offered(session: Session, incident: Incident) -> list[IncidentLink]:
    """What may belong to it: an officer decides; the likest first."""
    links = select(IncidentLink).where(IncidentLink.incident_id == incident.id, IncidentLink.state == OFFERED)
    return list(session.scalars(links.order_by(IncidentLink.score.desc(), IncidentLink.report_id)))


def taken_out(session: Session, report_id: int) -> set[int]:
    """The events an officer said this report is not of."""
    found = select(IncidentLink.incident_id).where(IncidentLink.report_id == report_id)
    return set(session.scalars(found.where(IncidentLink.state == TAKEN)))


def of_report(session: Session, report_id: int) -> Incident | None:
    """The living event the report is in."""
    by_bundle = select(BundleMember.bundle_id).where(
        BundleMember.report_id == report_id, BundleMember.kind == BUNDLED
    )
    opened = select(Incident).where(Incident.bundle_id.in_(by_bundle))
    if (found := session.scalars(opened).first()) is not None:
        return found
    links = select(IncidentLink.incident_id).where(
        IncidentLink.report_id == report_id, IncidentLink.state == INSIDE
    )
    living = select(Incident).where(Incident.id.in_(links), Incident.state.in_(LIVING))
    return session.scalars(living.order_by(Incident.id)).first()


def of_bundle(session: Session, bundle_id: int) -> Incident | None:
    """The event behind a bundle, None where it is a work order or an event made by hand there."""
    return session.scalars(select(Incident).where(Incident.bundle_id == bundle_id)).one_or_none()


def link_bond(session: Session, incident: Incident, report_id: int) -> Bond:
    """How the report is tied to the event."""
    link = session.get(IncidentLink, (incident.id, report_id))
    return Bond(link.score, tuple(link.reasons)) if link else BY_HAND


def put(  # noqa: PLR0913 - what, where, why, by whom
    tx: Session, incident: Incident, bonds: Mapping[int, Bond], *, state: str, actor: str, now: datetime
) -> list[int]:
    """Tie these reports to the event; those in another open one stay there. Returns which are in it now."""
    if not bonds:
        return []
    if incident.bundle_id is not None and state == INSIDE:
        taken = select(BundleMember.report_id).where(
            BundleMember.report_id.in_(sorted(bonds)), BundleMember.kind == BUNDLED
        )
        elsewhere = set(tx.scalars(taken))
        bonds = {number: bond for number, bond in bonds.items() if number not in elsewhere}
        _bundle(tx, incident.bundle_id, bonds, actor=actor, now=now)
    for report_id, bond in bonds.items():
        tx.merge(
            IncidentLink(
                incident_id=incident.id, report_id=report_id, state=state, score=bond.score,
                reasons=list(bond.reasons), at=now,
            )
        )  # fmt: skip
    tx.flush()
    if bonds and state == INSIDE:
        first, last = _span(tx, bonds)
        incident.first_seen = min(first, incident.first_seen)
        incident.last_seen = max(last, incident.last_seen)
    return sorted(bonds)


def take(tx: Session, incident: Incident, reports: Collection[int], *, actor: str, now: datetime) -> None:
    """Out of it; it is not offered for it again."""
    wanted = sorted(reports)
    if incident.bundle_id is not None:
        gone = delete(BundleMember).where(BundleMember.bundle_id == incident.bundle_id)
        tx.execute(gone.where(BundleMember.report_id.in_(wanted)))
        _note(tx, EventKind.REPORT_UNBUNDLED, wanted, incident.bundle_id, actor=actor, now=now)
    for link in tx.scalars(
        select(IncidentLink).where(
            IncidentLink.incident_id == incident.id, IncidentLink.report_id.in_(wanted)
        )
    ):
        link.state, link.at = TAKEN, now
    tx.flush()
    if left := inside(tx, incident):
        incident.first_seen, incident.last_seen = _span(tx, left)


def _span(tx: Session, reports: Iterable[int]) -> tuple[datetime, datetime]:
    """From the first to the last of them."""
    found = select(func.min(Report.created_at), func.max(Report.created_at))
    first, last = tx.execute(found.where(Report.id.in_(sorted(reports)))).one()
    return first, last


def act(  # noqa: PLR0913 - the columns of a step
    tx: Session, incident: Incident, kind: EventKind, *,
    actor: str, now: datetime, reason: str = "", agency: str | None = None,
    data: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """A step in the event's own life and in the trace. data: numbers, never words of a person."""
    tx.add(IncidentAct(incident_id=incident.id, at=now, actor=actor, kind=kind.value, data=data or {}))
    events.record(
        tx, kind=kind, actor=actor, now=now, agency_code=agency, reason=reason,
        data={"incident": incident.id, "state": incident.state, **(data or {})},
    )  # fmt: skip


def become(incident: Incident, state: IncidentState) -> bool:
    """Give it this state where the table allows it; False where not."""
    if state not in ALLOWED[IncidentState(incident.state)]:
        return False
    incident.state = state
    return True


def _bundle(tx: Session, bundle_id: int, reports: Iterable[int], *, actor: str, now: datetime) -> None:
    new = sorted(reports)
    tx.add_all(
        BundleMember(bundle_id=bundle_id, report_id=report, kind=BUNDLED, created_at=now) for report in new
    )
    tx.flush()
    _note(tx, EventKind.REPORT_BUNDLED, new, bundle_id, actor=actor, now=now)


def _note(
    tx: Session, kind: EventKind, reports: list[int], bundle_id: int, *, actor: str, now: datetime
) -> None:
    for report in tx.scalars(select(Report).where(Report.id.in_(reports)).order_by(Report.id)):
        data = {"bundle": bundle_id, "kind": BUNDLED}
        events.record(tx, kind=kind, actor=actor, now=now, report=report, data=data)
