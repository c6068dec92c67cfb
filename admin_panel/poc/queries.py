"""What the wall's map reads."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from admin_panel.clocks import next_due
from routing.city.catalogue import catalogue
from routing.figures import FROM_RESIDENTS
from routing.reports.filters import IS_OPEN, is_overdue
from routing.reports.public_door import public
from routing.words import STATUS
from storage.models import Report
from web.times import countdown

MOST_POINTS = 5000  # the newest open ones; the outlines' figures count all


def by_kelurahan(session: Session, *, now: datetime) -> dict[str, dict[str, int]]:
    """Open and overdue reports of each kelurahan that has any, by code."""
    columns = (Report.kelurahan_code, func.count(), func.count().filter(is_overdue(now)))
    found = select(*columns).where(IS_OPEN, Report.kelurahan_code.is_not(None))
    found = found.where(FROM_RESIDENTS)
    rows = session.execute(found.group_by(Report.kelurahan_code))
    return {code: {"open": count, "late": late} for code, count, late in rows if code}


def points(session: Session, *, now: datetime) -> dict[str, Any]:
    """Open reports with a point, as GeoJSON; no words, nobody's data, and nothing that is secret."""
    city = catalogue(session)
    placed = (IS_OPEN, Report.lat.is_not(None), FROM_RESIDENTS, public())
    found = select(Report).where(*placed)
    rows = session.scalars(found.order_by(Report.id.desc()).limit(MOST_POINTS)).all()
    return {"type": "FeatureCollection", "features": [feature(row, city.categories, now) for row in rows]}


def feature(report: Report, categories: Any, now: datetime) -> dict[str, Any]:
    """A report as a point of a map."""
    clock = next_due(report, now)
    late = clock.state == "jalan" and clock.due < now
    due = countdown(clock.due, now) if clock.state == "jalan" else "jam berhenti"
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [report.lon, report.lat]},
        "properties": {
            "number": report.number, "category": categories[report.category_code].name, "late": late,
            "status": STATUS[report.status].name, "priority": report.priority, "due": due,
        },
    }  # fmt: skip
