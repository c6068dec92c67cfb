"""Which events an officer sees: who looks at the whole city all, an office those that are its own too."""

from sqlalchemy import ColumnElement, exists, false, or_, select, true

from routing.city.incident_kinds import incident_rules
from routing.domain.permissions import WHOLE_CITY
from routing.incidents.signs import INSIDE
from storage.models import BundleMember, Incident, IncidentLink, Officer, Report


def visible(officer: Officer) -> ColumnElement[bool]:
    """SQL: the office answers for such events, or for a report in it."""
    if not officer.active:
        return false()
    if officer.role in WHOLE_CITY:
        return true()
    kinds = [code for code, kind in incident_rules().kinds.items() if officer.agency_code in kind.agencies]
    mine = select(Report.id).where(Report.agency_code == officer.agency_code)
    linked = exists().where(
        IncidentLink.incident_id == Incident.id,
        IncidentLink.state == INSIDE,
        IncidentLink.report_id.in_(mine),
    )
    member = exists().where(BundleMember.bundle_id == Incident.bundle_id, BundleMember.report_id.in_(mine))
    return or_(Incident.kind.in_(kinds), linked, member)
