"""A walk through the most urgent open reports of an officer's list that have a place, in a sensible order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.catalogue import Catalogue, catalogue
from routing.domain import walk
from routing.domain.distance import haversine
from routing.domain.lifecycle import OPEN
from routing.domain.walk import Point
from routing.reports.door import visible_to
from routing.reports.filters import ALERT, Filters
from storage.models import Agency, Officer, Report

STOPS = 10
_LOOKED_AT = 60  # from the top of the list: among them some have no spot to go to


@dataclass(frozen=True)
class Stop:
    """One place to go. metres: from the stop before, or from where the walk begins."""

    report: Report
    metres: float
    way: str  # address of the way there, "" where the city gives none


@dataclass(frozen=True)
class Walk:
    """stops: in the order to go. metres: altogether. start: where it begins, None: at its first stop."""

    stops: Sequence[Stop]
    metres: float
    start: Point | None
    from_office: bool


def walk_of(
    session: Session, officer: Officer, filters: Filters, *, here: Point | None, now: datetime
) -> Walk:
    """At most STOPS reports from the top of the officer's list that are still open and have a spot.

    here: where the officer stands; None: from the officer's office, where its area has one. Gauges and
    matters of an office are no places to go to.
    """
    city = catalogue(session)
    found = visible_to(session, officer).placed(filters, now=now, most=_LOOKED_AT)
    reports = [report for report in found if _to_go_to(report, city)][:STOPS]
    start = here or _office(session, officer, city)
    places = [(report.lat or 0.0, report.lon or 0.0) for report in reports]
    begin = start or (places[0] if places else (0.0, 0.0))
    order = walk.in_order(begin, places)
    stops, last = [], begin
    for at in order:
        stops.append(Stop(reports[at], haversine(last, places[at]), way_to(city, reports[at])))
        last = places[at]
    metres = walk.length(begin, places, order)
    return Walk(stops, metres, start, from_office=here is None and start is not None)


def stops_named(session: Session, officer: Officer, numbers: Sequence[str]) -> Sequence[Report]:
    """Those of these reports that the officer may see and that have a point."""
    found = visible_to(session, officer).select()
    placed = found.where(Report.number.in_(numbers[:STOPS]), Report.lat.is_not(None))
    return session.scalars(placed.order_by(Report.id)).all()


def way_to(city: Catalogue, report: Report) -> str:
    """The city's address of the way to a report's point."""
    address = city.settings.directions
    if not address or report.lat is None or report.lon is None:
        return ""
    return address.replace("{lat}", f"{report.lat:.6f}").replace("{lon}", f"{report.lon:.6f}")


def _to_go_to(report: Report, city: Catalogue) -> bool:
    office = report.category_code in city.settings.office_matters
    return report.status in OPEN and report.kind != ALERT and not office


def _office(session: Session, officer: Officer, city: Catalogue) -> Point | None:
    """The middle of the kelurahan the officer's office serves."""
    code = session.scalar(select(Agency.area_code).where(Agency.code == (officer.agency_code or "")))
    area = city.kelurahan.get(code or "")
    return (area.lat, area.lon) if area else None
