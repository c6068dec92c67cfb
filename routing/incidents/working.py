"""What an officer does with an event: confirm, put in, take out, join, split, close; and each of it back.

All return the event, and raise NotFound (not within reach), NotAllowed (the role), BadInput or Refused.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.incident_kinds import incident_rules
from routing.domain import outline as outlines
from routing.domain.incidents import LIVING, Bond, IncidentState
from routing.domain.permissions import Action, may
from routing.errors import BadInput, NotAllowed, NotFound, Refused
from routing.incidents import members, opening, signs
from routing.incidents.visible import visible
from routing.reports.door import visible_to
from routing.reports.officers_work import actor_of
from routing.texts import OFFICER_MAX, clean
from storage.event_kinds import EventKind
from storage.models import Bundle, Incident, IncidentAct, IncidentLink, Officer


def get(tx: Session, officer: Officer, incident_id: int) -> Incident:
    """The event, locked, when this officer may work on it."""
    if not may(officer.role, Action.JOIN):
        raise NotAllowed("tidak_berwenang", f"{officer.role} may not work on events")
    found = select(Incident).where(Incident.id == incident_id, visible(officer))
    found = found.with_for_update(key_share=True).execution_options(populate_existing=True)
    incident = tx.scalars(found).one_or_none()
    if incident is None:
        raise NotFound("kejadian_tidak_ada", str(incident_id))
    return incident


def make(
    tx: Session, *, officer: Officer, kind: str, title: str, numbers: Collection[str], now: datetime,
    drill: bool = False,
) -> Incident:  # fmt: skip
    """An event an officer knows of, open at once, with these reports; BadInput for a kind that is none."""
    if not may(officer.role, Action.JOIN):
        raise NotAllowed("tidak_berwenang", f"{officer.role} may not make events")
    known = incident_rules().kinds.get(kind)
    if known is None:
        raise BadInput("kejadian_jenis", kind)
    ids = [visible_to(tx, officer).get(number.strip()).id for number in numbers]
    found = signs.read(tx, ids)
    bonds = {one: members.BY_HAND for one in ids if members.of_report(tx, one) is None}
    incident = opening.propose(
        tx, known, found, bonds, now=now, actor=actor_of(officer), reasons=["dibuat petugas"], drill=drill
    )
    incident.title = clean(title, limit=120) or incident.title
    return opening.confirm(tx, incident, officer=officer, now=now)


def confirm(tx: Session, *, officer: Officer, incident_id: int, now: datetime) -> Incident:
    """A person says: this is one."""
    incident = _to(get(tx, officer, incident_id), IncidentState.OPEN, only=IncidentState.PROPOSED)
    return opening.confirm(tx, incident, officer=officer, now=now)


def dismiss(tx: Session, *, officer: Officer, incident_id: int, reason: str, now: datetime) -> Incident:
    """It is none; its reports are free for another."""
    incident = _to(get(tx, officer, incident_id), IncidentState.DISMISSED)
    return _done(tx, incident, EventKind.INCIDENT_DISMISSED, officer, now, reason=reason)


def restore(tx: Session, *, officer: Officer, incident_id: int, now: datetime) -> Incident:
    """A dismissed proposal stands again, with what is in no other event meanwhile."""
    incident = _to(get(tx, officer, incident_id), IncidentState.PROPOSED, only=IncidentState.DISMISSED)
    return _done(tx, incident, EventKind.INCIDENT_RESTORED, officer, now)


def close(tx: Session, *, officer: Officer, incident_id: int, reason: str, now: datetime) -> Incident:
    """It is over; its reports go on by themselves."""
    incident = _to(get(tx, officer, incident_id), IncidentState.CLOSED)
    incident.closed_at = now
    _bundle(tx, incident).finished_at = now
    return _done(tx, incident, EventKind.INCIDENT_CLOSED, officer, now, reason=reason)


def reopen(tx: Session, *, officer: Officer, incident_id: int, now: datetime) -> Incident:
    """It was not over."""
    incident = _to(get(tx, officer, incident_id), IncidentState.OPEN, only=IncidentState.CLOSED)
    incident.closed_at = _bundle(tx, incident).finished_at = None
    return _done(tx, incident, EventKind.INCIDENT_REOPENED, officer, now)


def put_in(tx: Session, *, officer: Officer, incident_id: int, number: str, now: datetime) -> Incident:
    """A report an officer says belongs to it; Refused when it is in another."""
    incident = _living(get(tx, officer, incident_id))
    report = visible_to(tx, officer).get(number.strip())
    there = members.of_report(tx, report.id)
    if there is not None and there.id != incident.id:
        raise Refused("sudah_di_kumpulan", report.number)
    link = tx.get(IncidentLink, (incident.id, report.id))
    offered = link is not None and link.state == signs.OFFERED
    bond = Bond(link.score, tuple(link.reasons)) if link and offered else members.BY_HAND
    if there is None:
        members.put(tx, incident, {report.id: bond}, state=signs.INSIDE, actor=actor_of(officer), now=now)
        _done(tx, incident, EventKind.INCIDENT_GREW, officer, now, reports=[report.id])
    return incident


def take_out(tx: Session, *, officer: Officer, incident_id: int, number: str, now: datetime) -> Incident:
    """A report that is not of it, inside or only offered; it is not offered again."""
    incident = _living(get(tx, officer, incident_id))
    report = visible_to(tx, officer).get(number.strip())
    if tx.get(IncidentLink, (incident.id, report.id)) is None and report.id not in members.inside(
        tx, incident
    ):
        raise Refused("tidak_di_kumpulan", report.number)
    members.take(tx, incident, [report.id], actor=actor_of(officer), now=now)
    return _done(tx, incident, EventKind.INCIDENT_SHRANK, officer, now, reports=[report.id])


def join(tx: Session, *, officer: Officer, incident_id: int, into_id: int, now: datetime) -> Incident:
    """Two were one: what is in this is in the other from now on. Returns the other."""
    first, second = sorted((incident_id, into_id))  # locked in one order, so two officers wait for each other
    locked = {one: get(tx, officer, one) for one in {first, second}}
    incident, into = locked[incident_id], _living(locked[into_id])
    if incident is into or incident.kind != into.kind:
        raise Refused("kejadian_lain_jenis", str(into_id))
    moved = members.inside(tx, incident)
    was = incident.state
    _move(tx, incident, into, moved, officer, now)
    _to(incident, IncidentState.JOINED)
    incident.into_id = into.id
    if incident.bundle_id is not None:
        _bundle(tx, incident).finished_at = now
    data = {"into": into.id, "reports": moved, "was": was}
    members.act(tx, incident, EventKind.INCIDENT_JOINED, actor=actor_of(officer), now=now, data=data)
    _done(tx, into, EventKind.INCIDENT_GREW, officer, now, reports=moved)
    return into


def part(tx: Session, *, officer: Officer, incident_id: int, now: datetime) -> Incident:
    """Joining is taken back: it has again what it brought, as far as that is still there."""
    incident = get(tx, officer, incident_id)
    into = tx.get(Incident, incident.into_id) if incident.into_id else None
    if incident.state != IncidentState.JOINED or into is None:
        raise Refused("kejadian_langkah", incident.state)
    last = select(IncidentAct).where(
        IncidentAct.incident_id == incident.id, IncidentAct.kind == EventKind.INCIDENT_JOINED
    )
    act = tx.scalars(last.order_by(IncidentAct.id.desc())).first()
    brought = set(act.data["reports"]) if act else set()
    back = [one for one in members.inside(tx, into) if one in brought]
    incident.state, incident.into_id = (act.data["was"] if act else IncidentState.OPEN), None
    if incident.bundle_id is not None:
        _bundle(tx, incident).finished_at = None
    _move(tx, into, incident, back, officer, now)
    return _done(tx, incident, EventKind.INCIDENT_PARTED, officer, now, reports=back)


def split(
    tx: Session, *, officer: Officer, incident_id: int, numbers: Sequence[str], title: str, now: datetime
) -> Incident:
    """These reports are another event; some must stay. Returns the new one; joining brings it back."""
    incident = _living(get(tx, officer, incident_id))
    wanted = [visible_to(tx, officer).get(number.strip()).id for number in numbers]
    inside = members.inside(tx, incident)
    if not wanted or not set(wanted) < set(inside):
        raise BadInput("kejadian_pecah")
    kind = incident_rules().kinds[incident.kind]
    bonds = {one: members.link_bond(tx, incident, one) for one in wanted}
    members.take(tx, incident, wanted, actor=actor_of(officer), now=now)
    new = opening.propose(
        tx, kind, signs.read(tx, wanted), bonds, now=now, actor=actor_of(officer),
        reasons=[f"dipecah dari kejadian {incident.id}"], drill=incident.drill, demo=incident.demo,
    )  # fmt: skip
    new.title = clean(title, limit=120) or new.title
    if incident.state == IncidentState.OPEN:
        opening.confirm(tx, new, officer=officer, now=now)
    data = {"new": new.id, "reports": wanted}
    members.act(tx, incident, EventKind.INCIDENT_SPLIT, actor=actor_of(officer), now=now, data=data)
    return new


def draw(
    tx: Session, *, officer: Officer, incident_id: int, ring: Sequence[Sequence[float]] | None, now: datetime
) -> Incident:
    """The outline as an officer sees it, [lon, lat] corners; None: computed from its points again."""
    incident = _living(get(tx, officer, incident_id))
    if ring is not None and (wrong := outlines.faults(ring)):
        raise BadInput("kejadian_batas", wrong)
    incident.outline = None if ring is None else [[round(lon, 6), round(lat, 6)] for lon, lat in ring]
    data = {"corners": 0 if ring is None else len(ring) - 1}
    members.act(tx, incident, EventKind.INCIDENT_DRAWN, actor=actor_of(officer), now=now, data=data)
    return incident


def _move(
    tx: Session, one: Incident, other: Incident, reports: list[int], officer: Officer, now: datetime
) -> None:
    bonds = {report: members.link_bond(tx, one, report) for report in reports}
    members.take(tx, one, reports, actor=actor_of(officer), now=now)
    members.put(tx, other, bonds, state=signs.INSIDE, actor=actor_of(officer), now=now)


def _living(incident: Incident) -> Incident:
    if incident.state not in LIVING:
        raise Refused("kejadian_langkah", incident.state)
    return incident


def _to(incident: Incident, state: IncidentState, *, only: IncidentState | None = None) -> Incident:
    if (only is not None and incident.state != only) or not members.become(incident, state):
        raise Refused("kejadian_langkah", f"{incident.state} to {state}")
    return incident


def _bundle(tx: Session, incident: Incident) -> Bundle:
    return tx.get_one(Bundle, incident.bundle_id)


def _done(  # noqa: PLR0913 - a step and what it says
    tx: Session, incident: Incident, kind: EventKind, officer: Officer, now: datetime, *,
    reason: str = "", reports: Sequence[int] | None = None,
) -> Incident:  # fmt: skip
    said = clean(reason, limit=OFFICER_MAX)
    data = {} if reports is None else {"reports": list(reports)}
    members.act(tx, incident, kind, actor=actor_of(officer), now=now, reason=said, data=data)
    return incident
