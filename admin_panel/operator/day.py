"""One day of the city as the map plays it again: minutes since midnight, nobody's words, no secret."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.desk_order import URGENT_FROM
from routing.domain.incidents import IncidentState
from routing.figures import FROM_RESIDENTS
from routing.incidents import reading as incidents
from routing.reports.public_door import public
from sensors import queries as sensors
from sensors.domain.water.levels import level_of
from storage.clock import LOCAL
from storage.models import Alert, Datastream, Incident, Officer, Report, Thing

MINUTES = 24 * 60
LATER = MINUTES + 1
MOST = 5000  # reports; the newest ones
STEP = 30  # minutes a column of the day's curve
SHOWN = (IncidentState.PROPOSED, IncidentState.OPEN, IncidentState.CLOSED)


def bounds(day: date) -> tuple[datetime, datetime]:
    """The day's first moment and the next one's."""
    begin = datetime.combine(day, time(0), tzinfo=LOCAL)
    return begin, begin + timedelta(days=1)


def played(session: Session, officer: Officer, day: date, *, now: datetime) -> dict[str, Any]:
    """All that the map shows of the day. Five queries, however much happened."""
    begin, end = bounds(day)
    until = min(end, now)
    reports, came = _reports(session, begin, until)
    return {
        "minutes": max(1, _minute(until, begin)), "reports": reports, "came": came, "step": STEP,
        "gauges": _gauges(session, begin, until), "alerts": _alerts(session, begin, until),
        "events": _events(session, officer, begin, until, now),
    }  # fmt: skip


def _minute(at: datetime | None, begin: datetime) -> int:
    """Minutes since `begin`; LATER for what ends after the day, or has not ended."""
    return LATER if at is None else max(0, min(LATER, int((at - begin) / timedelta(minutes=1))))


def _reports(session: Session, begin: datetime, end: datetime) -> tuple[list[list[Any]], list[int]]:
    """[lon, lat, since, until, urgent, kind] of each that was open that day; how many came in each step."""
    columns = (
        Report.lon, Report.lat, Report.created_at, Report.resolved_at, Report.priority, Report.category_code
    )  # fmt: skip
    living = or_(Report.resolved_at.is_(None), Report.resolved_at > begin)
    found = select(*columns).where(Report.created_at < end, living, Report.lat.is_not(None))
    rows = session.execute(found.where(FROM_RESIDENTS, public()).order_by(Report.id.desc()).limit(MOST)).all()
    names = {code: info.name for code, info in catalogue(session).categories.items()}
    told = [
        [round(lon or 0, 5), round(lat or 0, 5), -1 if at < begin else _minute(at, begin),
         _minute(done, begin), int(priority >= URGENT_FROM), names.get(code, code)]
        for lon, lat, at, done, priority, code in rows
    ]  # fmt: skip
    many = Counter(_minute(row.created_at, begin) // STEP for row in rows if row.created_at >= begin)
    return told, [many.get(step, 0) for step in range(MINUTES // STEP)]


def _gauges(session: Session, begin: datetime, end: datetime) -> list[dict[str, Any]]:
    series = sensors.all_series(session, hours=(end - begin) / timedelta(hours=1), now=end)
    places = select(Thing.code, Thing.lat, Thing.lon).where(Thing.code.in_(sorted(series)))
    at = {code: (lat, lon) for code, lat, lon in session.execute(places)}
    return [
        {"code": code, "name": one.name, "unit": one.unit, "lat": at[code][0], "lon": at[code][1],
         "points": _levels(one, begin)}
        for code, one in series.items()
        if at[code][0] is not None and one.points
    ]  # fmt: skip


def _levels(one: sensors.Series, begin: datetime) -> list[list[float | int]]:
    """[minute, value, Siaga] of each believed reading."""
    return [
        [_minute(point.at, begin), round(point.value), level_of(point.value, one.levels)]
        for point in one.points
        if point.good
    ]


def _alerts(session: Session, begin: datetime, end: datetime) -> list[dict[str, Any]]:
    found = select(Thing.name, Alert.level, Alert.opened_at, Alert.closed_at)
    found = found.select_from(Alert).join(Datastream, Datastream.id == Alert.datastream_id)
    found = found.join(Thing, Thing.id == Datastream.thing_id)
    living = (Alert.opened_at < end, or_(Alert.closed_at.is_(None), Alert.closed_at > begin))
    return [
        {"title": f"Siaga {level}: {name}", "since": _minute(at, begin), "until": _minute(done, begin)}
        for name, level, at, done in session.execute(found.where(*living).order_by(Alert.opened_at))
    ]


def _events(
    session: Session, officer: Officer, begin: datetime, end: datetime, now: datetime
) -> Sequence[dict[str, Any]]:
    living = (Incident.first_seen < end, or_(Incident.closed_at.is_(None), Incident.closed_at > begin))
    ended = {row.id: row.closed_at for row in session.scalars(select(Incident).where(*living))}
    days = (now - begin).days + 1
    return [
        {"id": one.id, "title": one.title, "since": _minute(one.first_seen, begin),
         "until": _minute(ended[one.id], begin), "at": one.center}
        for one in incidents.listed(session, officer, now=now, states=SHOWN, days=days)
        if one.id in ended
    ]  # fmt: skip
