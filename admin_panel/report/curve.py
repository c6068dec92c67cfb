"""The curve of what a gauge or a rule warned of, around the time of its report."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from admin_panel.thing_curve import DrawnCurve, draw, of_readings
from sensors import kinds, states, things
from storage.models import Datastream, Report

AROUND = timedelta(days=1)  # before the report and after it


@dataclass(frozen=True)
class WarnedCurve:
    """drawn is None where nothing believable is kept of that time."""

    name: str
    measured: str
    unit: str
    drawn: DrawnCurve | None


def curve_of(session: Session, report: Report, *, now: datetime) -> WarnedCurve | None:
    """None for a report that no thing raised, or whose thing is gone."""
    code, number = report.facts.get("sensor"), report.facts.get("datastream")
    if report.kind != "peringatan" or not code:
        return None
    stream = session.get(Datastream, number) if number else things.stream_of(session, str(code))
    if stream is None:
        return None
    until = min(now, report.created_at + AROUND)
    readings = states.readings(session, stream, days=2 * AROUND.days, now=until)
    drawn = draw(of_readings([one for one in readings if one.at <= until]), stream.levels)
    return WarnedCurve(stream.thing.name, kinds.kind_of(stream.kind).name, stream.unit, drawn)
