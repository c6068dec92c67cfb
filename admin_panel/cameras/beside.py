"""LookedBeside which report or event somebody looks at a camera: within their reach, else 404."""

from dataclasses import dataclass
from urllib.parse import urlencode

from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException

from routing.domain.permissions import Action, may
from routing.errors import NotFound, Refused
from routing.incidents import reading as happenings
from routing.incidents import working
from routing.reports.door import visible_to
from sensors.cameras.stills import ProofSubject
from storage import clock
from storage.models import Incident, Officer, Report


@dataclass(frozen=True)
class LookedBeside:
    """What is looked at, and its place. may_keep: this officer may keep a picture as its evidence.

    number, incident_id: how pages name it; both empty: nothing.
    """

    number: str = ""
    incident_id: int = 0
    place: tuple[float, float] | None = None
    report: Report | None = None
    incident: Incident | None = None
    may_keep: bool = False

    @property
    def said(self) -> str:
        """As a look writes it down."""
        return self.number or (f"kejadian {self.incident_id}" if self.incident_id else "")

    @property
    def query(self) -> str:
        """As it stands behind an address, "" for nothing."""
        if self.number:
            return "?" + urlencode({"laporan": self.number})
        return f"?kejadian={self.incident_id}" if self.incident_id else ""

    @property
    def page(self) -> str:
        """Its page."""
        return f"/petugas/laporan/{self.number}" if self.number else f"/petugas/kejadian/{self.incident_id}"


def of(session: Session, officer: Officer, number: str, incident_id: int) -> LookedBeside:
    """The report or event of a request."""
    try:
        if number:
            door = visible_to(session, officer)
            report = door.get(number)
            place = (report.lat, report.lon) if report.lat is not None and report.lon is not None else None
            return LookedBeside(number, 0, place, report, may_keep=Action.NOTE in door.rights(report))
    except NotFound as gone:
        raise HTTPException(404, gone.sentence) from gone
    if not incident_id:
        return LookedBeside()
    found = happenings.one(session, officer, incident_id, now=clock.now())
    if found is None:
        raise HTTPException(404, "Kejadian itu tidak ditemukan.")
    row = session.get_one(Incident, incident_id)
    return LookedBeside("", incident_id, found.center, incident=row, may_keep=may(officer.role, Action.JOIN))


def subject(tx: Session, officer: Officer, number: str, incident_id: int) -> ProofSubject:
    """What a picture is to be evidence of, when this officer may write to it."""
    try:
        if number:
            door = visible_to(tx, officer, Action.NOTE)
            return ProofSubject(report=door.get(number))
        return ProofSubject(incident=working.get(tx, officer, incident_id))
    except NotFound as gone:
        raise HTTPException(404, gone.sentence) from gone
    except Refused as refused:
        raise HTTPException(refused.status, refused.sentence) from refused
