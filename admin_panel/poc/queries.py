"""What the wall's map reads."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from admin_panel.clocks import next_due
from routing.city.catalogue import catalogue
from routing.domain.publicity import Box
from routing.figures import FRESH, FROM_RESIDENTS
from routing.reports.filters import IS_OPEN, is_overdue
from routing.reports.public_door import public
from routing.words import STATUS
from storage.kept import Counted, kept
from storage.models import Report
from web.times import countdown

SINGLY = 400  # reports of a part of the map; where there are more they are counted in squares
CELLS = (0.01, 0.005, 0.0025, 0.00125, 0.0006)  # degrees a square: of some 1.1 km at the widest
ACROSS = 40  # squares, at most


def by_kelurahan(session: Session, *, now: datetime) -> dict[str, dict[str, int]]:
    """Open and overdue reports of each kelurahan that has any, by code."""
    columns = (Report.kelurahan_code, func.count(), func.count().filter(is_overdue(now)))
    found = select(*columns).where(IS_OPEN, Report.kelurahan_code.is_not(None))
    found = found.where(FROM_RESIDENTS).group_by(Report.kelurahan_code)

    def counted() -> Counted[dict[str, dict[str, int]]]:
        rows = session.execute(found).all()
        areas = {code: {"open": count, "late": late} for code, count, late in rows if code}
        return Counted(areas, sum(one["open"] for one in areas.values()))

    return kept(session, "areas", counted, fresh=FRESH, now=now)


def drawn(session: Session, box: Box | None, *, now: datetime) -> dict[str, Any]:
    """Open reports with a point, of the box or of the whole city, as GeoJSON: each by itself, or squares.

    No words, nobody's data, and nothing that is secret. `squares`: a smaller box tells more.
    """
    placed = [IS_OPEN, Report.lat.is_not(None), FROM_RESIDENTS, public()]
    if box is not None:
        placed += [Report.lat.between(box.south, box.north), Report.lon.between(box.west, box.east)]
    ids = session.scalars(select(Report.id).where(*placed).order_by(Report.id.desc()).limit(SINGLY + 1)).all()
    if len(ids) <= SINGLY:
        categories = catalogue(session).categories
        rows = session.scalars(select(Report).where(Report.id.in_(ids)).order_by(Report.id.desc()))
        return _collection([feature(row, categories, now) for row in rows], squares=False)
    if box is not None:
        return _collection(_squares(session, placed, box.east - box.west, now), squares=True)
    (_, west), (_, east) = catalogue(session).settings.map.bounds

    def counted() -> Counted[list[dict[str, Any]]]:
        features = _squares(session, placed, east - west, now)
        return Counted(features, sum(one["properties"]["many"] for one in features))

    return _collection(kept(session, "squares", counted, fresh=FRESH, now=now), squares=True)


def _collection(features: list[dict[str, Any]], *, squares: bool) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features, "squares": squares}


def _squares(
    session: Session, placed: list[ColumnElement[bool]], wide: float, now: datetime
) -> list[dict[str, Any]]:  # fmt: skip
    """The middle of each square's reports, how many, how many are late, and the highest priority."""
    cell = min((size for size in CELLS if size * ACROSS >= wide), default=CELLS[0])
    column, row = (func.floor(axis / cell) for axis in (Report.lon, Report.lat))
    asked = select(
        func.avg(Report.lon), func.avg(Report.lat), func.count(), func.count().filter(is_overdue(now)),
        func.max(Report.priority),
    ).where(*placed).group_by(column, row)  # fmt: skip
    return [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [round(float(lon), 5), round(float(lat), 5)]},
            "properties": {"many": many, "late": late, "priority": priority},
        }
        for lon, lat, many, late, priority in session.execute(asked)
    ]


def feature(report: Report, categories: Any, now: datetime) -> dict[str, Any]:
    """A report as a point of a map."""
    clock = next_due(report, now)
    late = clock.state == "jalan" and clock.due < now
    due = countdown(clock.due, now) if clock.state == "jalan" else "jam berhenti"
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [report.lon, report.lat]},
        "properties": {
            "number": report.number, "category": categories[report.category_code].name, "late": int(late),
            "status": STATUS[report.status].name, "priority": report.priority, "due": due,
        },
    }  # fmt: skip
