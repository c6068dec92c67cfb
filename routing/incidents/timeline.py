"""One timeline of an event: its own steps, its alerts, its reports as they came, what residents were told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.incident_kinds import incident_rules
from routing.domain.river import Station, relations
from routing.incidents import members, signs
from routing.reports.door import reach
from storage.event_kinds import EventKind
from storage.models import Event, Incident, IncidentAct, IncidentEvidence, IncidentLink, Officer, Report

MOST = 500
SHOWN = (
    EventKind.REPORT_FILED, EventKind.REPORT_STATUS, EventKind.REPORT_CLOSED, EventKind.ALERT_OPENED,
    EventKind.ALERT_RAISED, EventKind.ALERT_LOWERED, EventKind.ALERT_CONFIRMED, EventKind.ALERT_CLOSED,
    EventKind.BUNDLE_TOLD,
)  # fmt: skip


@dataclass(frozen=True)
class Moment:
    """Something that happened. number: of the report it is about, "" where it is the event's own."""

    at: datetime
    said: str
    actor: str
    number: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Inside:
    """A report in the event, why it is, and how it lies along the river. sure: it is in, else offered."""

    report: Report
    score: float
    reasons: tuple[str, ...]
    river: tuple[str, ...]
    sure: bool


def timeline(session: Session, officer: Officer, incident: Incident) -> list[Moment]:
    """The newest MOST moments, oldest first; only of reports within the officer's reach."""
    numbers = _numbers(session, officer, incident)
    found = [*_acts(session, incident), *_proofs(session, incident), *_of_reports(session, numbers)]
    return sorted(found, key=lambda moment: moment.at)[-MOST:]


def reports(session: Session, officer: Officer, incident: Incident) -> list[Inside]:
    """What is in it, oldest first, then what is offered for it, the likest first."""
    links = {
        link.report_id: link
        for link in session.scalars(select(IncidentLink).where(IncidentLink.incident_id == incident.id))
    }
    inside, offers = members.inside(session, incident), members.offered(session, incident)
    order = [*inside, *(link.report_id for link in offers)]
    known = signs.stations(session)
    mine = select(Report).where(Report.id.in_(order), reach(session, officer))
    rows = {row.id: row for row in session.scalars(mine)}
    return [_shown(rows[one], links.get(one), known, sure=one in inside) for one in order if one in rows]


def _shown(report: Report, link: IncidentLink | None, known: list[Station], *, sure: bool) -> Inside:
    river = relations(report.kelurahan_code or "", known) if report.person_id is not None else []
    return Inside(
        report, link.score if link else 1.0, tuple(link.reasons) if link else members.BY_HAND.reasons,
        tuple(one.said for one in river), sure,
    )  # fmt: skip


def _numbers(session: Session, officer: Officer, incident: Incident) -> dict[int, str]:
    ids = members.inside(session, incident)
    rows = session.execute(
        select(Report.id, Report.number).where(Report.id.in_(ids), reach(session, officer))
    )
    return {row.id: row.number for row in rows}


def _acts(session: Session, incident: Incident) -> Iterator[Moment]:
    kind = incident_rules().kinds.get(incident.kind)
    steps = dict(kind.checklist) if kind else {}
    found = select(IncidentAct).where(IncidentAct.incident_id == incident.id).order_by(IncidentAct.id)
    for act in session.scalars(found):
        many = len(act.data.get("reports") or ())
        detail = f"{many} laporan" if many else steps.get(str(act.data.get("step")), "")
        yield Moment(act.at, EventKind.of(act.kind).history, act.actor, detail=detail)


def _proofs(session: Session, incident: Incident) -> Iterator[Moment]:
    found = select(IncidentEvidence).where(IncidentEvidence.incident_id == incident.id)
    for proof in session.scalars(found):
        yield Moment(proof.at, proof.said, "sistem")


def _of_reports(session: Session, numbers: Mapping[int, str]) -> Iterator[Moment]:
    found = select(Event).where(Event.report_id.in_(sorted(numbers)), Event.kind.in_(SHOWN))
    for event in session.scalars(found.order_by(Event.seq.desc()).limit(MOST)):
        level = event.data.get("level")
        detail = f"Siaga {level}" if level else str(event.data.get("to") or "")
        number = numbers[event.report_id] if event.report_id is not None else ""
        yield Moment(event.at, EventKind.of(event.kind).history, event.actor, number, detail)
