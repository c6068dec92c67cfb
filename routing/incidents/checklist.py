"""What is to be done in an event of a kind (`incidents.yml`), and what of it is: ticked by officers.

A tick, and its being taken back, is a step of the event's life (IncidentAct) and stands in its timeline.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.incident_kinds import incident_rules
from routing.domain.incidents import LIVING
from routing.errors import BadInput, Refused
from routing.incidents import members, working
from routing.reports.officers_work import actor_of
from storage.event_kinds import EventKind
from storage.models import Incident, IncidentAct, Officer

TICKS = (EventKind.INCIDENT_TICKED, EventKind.INCIDENT_UNTICKED)


@dataclass(frozen=True)
class Ticked:
    """One line of the list. at, by: since when it is done, and the officer's number; None while it is not."""

    code: str
    words: str
    at: datetime | None
    by: int | None


def checklist(session: Session, incident: Incident) -> list[Ticked]:
    """The lines of this event's kind, in their order."""
    kind = incident_rules().kinds.get(incident.kind)
    if kind is None or not kind.checklist:
        return []
    mine = (IncidentAct.incident_id == incident.id, IncidentAct.kind.in_([one.value for one in TICKS]))
    last: dict[str, IncidentAct] = {}
    for act in session.scalars(select(IncidentAct).where(*mine).order_by(IncidentAct.id)):
        last[str(act.data.get("step"))] = act
    return [_line(code, words, last.get(code)) for code, words in kind.checklist]


def _line(code: str, words: str, act: IncidentAct | None) -> Ticked:
    if act is None or act.kind != EventKind.INCIDENT_TICKED:
        return Ticked(code, words, None, None)
    return Ticked(code, words, act.at, int(act.actor.partition(":")[2] or 0) or None)


def tick(
    tx: Session, *, officer: Officer, incident_id: int, step: str, done: bool, now: datetime
) -> Incident:  # fmt: skip
    """Ticks a line, or takes the tick back; as it is already: nothing. Raises as `working`'s steps do."""
    incident = working.get(tx, officer, incident_id)
    if incident.state not in LIVING:
        raise Refused("kejadian_langkah", incident.state)
    line = next((one for one in checklist(tx, incident) if one.code == step), None)
    if line is None:
        raise BadInput("kejadian_daftar", step)
    if (line.at is not None) != done:
        kind = EventKind.INCIDENT_TICKED if done else EventKind.INCIDENT_UNTICKED
        members.act(tx, incident, kind, actor=actor_of(officer), now=now, data={"step": step})
    return incident
