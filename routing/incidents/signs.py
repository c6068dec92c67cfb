"""Reports and alerts as signs of a happening."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, not_, or_, select
from sqlalchemy.orm import Session

from routing.domain.incidents import LIVING, IncidentKind, Sign
from routing.domain.lifecycle import Status
from routing.domain.publicity import ALARM
from routing.domain.river import Station
from routing.reports.public_door import public
from routing.reports.same_matter import EXACT
from routing.warnings.follows import reach
from storage.models import Alert, BundleMember, Datastream, Incident, IncidentLink, Report, Thing
from storage.models.sensors import WATER_LEVEL

BUNDLED = "kejadian"
TAKEN = "keluar"  # an officer said: not this
INSIDE = "masuk"
OFFERED = "usul"
MOST = 300  # signs one is held against; the newest tell the most
NO_SIGN = (Status.DUPLIKAT, Status.DITARIK, Status.DITOLAK)  # its head is the sign, or it is none

_READ = (
    Report.id, Report.category_code, Report.created_at, Report.kelurahan_code, Report.lat, Report.lon,
    Report.facts, Report.person_id, Report.channel, Report.demo, Alert.level,
    Alert.opened_at, Thing.id.label("thing_id"),
)  # fmt: skip


def stations(session: Session) -> list[Station]:
    """All river gauges, with what lies below them."""
    gauges = select(Datastream).where(Datastream.kind == WATER_LEVEL).order_by(Datastream.id)
    return [station_of(stream.thing) for stream in session.scalars(gauges)]


def station_of(thing: Thing) -> Station:
    """A gauge as it lies in the river."""
    return Station(thing.code, thing.name, thing.kelurahan_code or "", reach(thing))


def read(session: Session, reports: Collection[int]) -> list[Sign]:
    """These reports as signs, oldest first; those that may be none are left out."""
    return _signs(session, _asked().where(Report.id.in_(sorted(reports)), _may_be_one()))


def unbound(session: Session, kind: IncidentKind, *, now: datetime, demo: bool) -> list[Sign]:
    """The newest signs of this kind that are in no event yet, of the time in which they may hang together."""
    bound = exists().where(BundleMember.report_id == Report.id, BundleMember.kind == BUNDLED)
    living = select(Incident.id).where(Incident.state.in_(LIVING))
    linked = (IncidentLink.report_id == Report.id, IncidentLink.state == INSIDE)
    offered = exists().where(*linked, IncidentLink.incident_id.in_(living))
    found = _asked().where(
        Report.category_code.in_(sorted(kind.categories)), Report.demo == demo, _may_be_one(),
        Report.created_at >= now - 2 * timedelta(hours=kind.hours), not_(bound), not_(offered),
    )  # fmt: skip
    return _signs(session, found.order_by(None).order_by(Report.id.desc()).limit(MOST))


def _asked() -> Select[Any]:
    found = select(*_READ).outerjoin(Alert, Alert.report_id == Report.id)
    found = found.outerjoin(Datastream, Datastream.id == Alert.datastream_id)
    return found.outerjoin(Thing, Thing.id == Datastream.thing_id).order_by(Report.id)


def _may_be_one() -> ColumnElement[bool]:
    return and_(or_(public(), Report.channel == ALARM), Report.status.not_in(NO_SIGN))


def _signs(session: Session, asked: Select[Any]) -> list[Sign]:
    rows = session.execute(asked).all()
    things = _things(session, {row.thing_id for row in rows if row.thing_id is not None})
    return [_sign(row, things.get(row.thing_id)) for row in rows]


def _things(session: Session, ids: Iterable[int]) -> dict[int, Station]:
    wanted = sorted(ids)
    if not wanted:
        return {}
    return {
        thing.id: station_of(thing) for thing in session.scalars(select(Thing).where(Thing.id.in_(wanted)))
    }


def _sign(row: Any, station: Station | None) -> Sign:
    exact = station is None and row.lat is not None and (row.facts or {}).get(EXACT) == "tepat"
    return Sign(
        row.id, row.category_code, row.opened_at or row.created_at, row.kelurahan_code or "",
        (row.lat, row.lon) if exact else None, row.person_id, station, row.level if station else None,
    )  # fmt: skip
