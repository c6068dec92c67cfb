"""Events as screens show them: size, trend, outline, who answers, what proves them; many in one read."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.catalogue import Catalogue, catalogue
from routing.city.incident_kinds import incident_rules
from routing.domain import outline as outlines
from routing.domain.incidents import LIVING, IncidentState, Trend, trend
from routing.domain.lifecycle import OPEN
from routing.domain.publicity import ALARM
from routing.incidents.signs import INSIDE
from routing.incidents.visible import visible
from routing.reports.door import reach
from routing.reports.same_matter import EXACT
from storage.models import (
    Alert,
    BundleMember,
    Datastream,
    Incident,
    IncidentEvidence,
    IncidentLink,
    Officer,
    Report,
    Thing,
)

AROUND = 150.0  # metres of room around each report in a computed outline
MOST = 200
_READ = (
    Report.id, Report.number, Report.channel, Report.created_at, Report.kelurahan_code, Report.lat,
    Report.lon, Report.facts, Report.person_id, Report.supporters, Report.agency_code, Report.status,
)  # fmt: skip


@dataclass(frozen=True)
class Gauge:
    """An alert in an event. open: the water is still there."""

    code: str
    name: str
    level: int
    open: bool


@dataclass(frozen=True)
class Happening:
    """An event as screens show it, with what the officer may read of it.

    reports, people: residents' reports, and how many filed or support them. outline: a ring of [lon, lat], []
    where nothing has a point; drawn: an officer drew it. center: latitude, longitude. calm: nothing was heard
    of it for the city's `calm_hours`: somebody may close it. siaga: the worst of its open alerts.
    """

    id: int
    kind: str
    kind_name: str
    state: IncidentState
    title: str
    score: float
    reasons: tuple[str, ...]
    rule: str
    confirmed_by: int | None
    first_seen: datetime
    last_seen: datetime
    trend: Trend
    reports: int
    people: int
    unfinished: int
    kelurahan: tuple[str, ...]
    agencies: tuple[str, ...]
    gauges: tuple[Gauge, ...]
    siaga: int | None
    outline: tuple[tuple[float, float], ...]
    drawn: bool
    center: tuple[float, float] | None
    evidence: tuple[IncidentEvidence, ...]
    bundle_id: int | None
    into_id: int | None
    calm: bool
    drill: bool
    demo: bool


def listed(
    session: Session,
    officer: Officer,
    *,
    now: datetime,
    states: Collection[IncidentState] = LIVING,
    days: int = 30,
) -> list[Happening]:
    """Those the officer may see, the worst and newest first; ended ones of so many days."""
    found = select(Incident).where(Incident.state.in_(states), visible(officer))
    if not set(states) <= set(LIVING):
        found = found.where(Incident.last_seen >= now - timedelta(days=days))
    rows = session.scalars(found.order_by(Incident.last_seen.desc()).limit(MOST)).all()
    return sorted(_happenings(session, officer, rows, now=now), key=_first)


def one(session: Session, officer: Officer, incident_id: int, *, now: datetime) -> Happening | None:
    """None when there is none, or not for this officer."""
    row = session.scalars(select(Incident).where(Incident.id == incident_id, visible(officer))).one_or_none()
    return _happenings(session, officer, [row], now=now)[0] if row else None


def features(happenings: Iterable[Happening]) -> dict[str, Any]:
    """As GeoJSON: each event's outline, and its middle as a point, with what a map says of it."""
    return {"type": "FeatureCollection", "features": [f for one in happenings for f in _features(one)]}


def _features(happening: Happening) -> Iterable[dict[str, Any]]:
    told = {
        "id": happening.id, "title": happening.title, "kind": happening.kind, "state": happening.state.value,
        "reports": happening.reports, "trend": happening.trend.value, "siaga": happening.siaga,
        "drill": happening.drill,
    }  # fmt: skip
    if happening.outline:
        ring = {"type": "Polygon", "coordinates": [[list(corner) for corner in happening.outline]]}
        yield {"type": "Feature", "geometry": ring, "properties": told}
    if happening.center:
        lat, lon = happening.center
        point = {"type": "Point", "coordinates": [lon, lat]}
        yield {"type": "Feature", "geometry": point, "properties": told}


def _first(happening: Happening) -> tuple[int, int, float]:
    """Open before proposed before ended, then by the water, then the newest."""
    order = [IncidentState.OPEN, IncidentState.PROPOSED]
    place = order.index(happening.state) if happening.state in order else len(order)
    return place, happening.siaga or 4, -happening.last_seen.timestamp()


def _happenings(
    session: Session, officer: Officer, rows: Sequence[Incident], *, now: datetime
) -> list[Happening]:
    inside = _inside(session, officer, rows)
    gauges = _gauges(session, [row.id for found in inside.values() for row in found if row.channel == ALARM])
    evidence: dict[int, list[IncidentEvidence]] = defaultdict(list)
    proofs = select(IncidentEvidence).where(IncidentEvidence.incident_id.in_([row.id for row in rows]))
    for proof in session.scalars(proofs.order_by(IncidentEvidence.at)):
        evidence[proof.incident_id].append(proof)
    city = catalogue(session)
    return [_happening(row, inside[row.id], gauges, evidence[row.id], city, now) for row in rows]


def _inside(session: Session, officer: Officer, rows: Sequence[Incident]) -> defaultdict[int, list[Any]]:
    """The reports of each event within the officer's reach, by the event's id; two queries."""
    found: defaultdict[int, list[Any]] = defaultdict(list)
    bundles = {row.bundle_id: row.id for row in rows if row.bundle_id is not None}
    asked = select(BundleMember.bundle_id, *_READ).join(Report, Report.id == BundleMember.report_id)
    members = asked.where(BundleMember.bundle_id.in_(sorted(bundles)), reach(session, officer))
    for row in session.execute(members.order_by(Report.id)):
        found[bundles[row.bundle_id]].append(row)
    proposed = [row.id for row in rows if row.bundle_id is None]
    asked = select(IncidentLink.incident_id, *_READ).join(Report, Report.id == IncidentLink.report_id)
    links = asked.where(IncidentLink.incident_id.in_(proposed), IncidentLink.state == INSIDE)
    for row in session.execute(links.where(reach(session, officer)).order_by(Report.id)):
        found[row.incident_id].append(row)
    return found


def _gauges(session: Session, alarms: Collection[int]) -> dict[int, Gauge]:
    """The alerts behind these reports, by the report's id."""
    if not alarms:
        return {}
    asked = select(Alert, Thing).join(Datastream, Datastream.id == Alert.datastream_id)
    asked = asked.join(Thing, Thing.id == Datastream.thing_id).where(Alert.report_id.in_(sorted(alarms)))
    return {
        alert.report_id: Gauge(thing.code, thing.name, alert.level, alert.closed_at is None)
        for alert, thing in session.execute(asked)
    }


def _happening(  # noqa: PLR0913 - an event and what was read about it
    row: Incident, inside: Sequence[Any], gauges: Mapping[int, Gauge], evidence: Sequence[IncidentEvidence],
    city: Catalogue, now: datetime,
) -> Happening:  # fmt: skip
    kind = incident_rules().kinds.get(row.kind)
    residents = [one for one in inside if one.channel != ALARM]
    water = tuple(gauges[one.id] for one in inside if one.id in gauges)
    ring = row.outline or outlines.around(_points(residents, city), metres=AROUND)
    known = {one.person_id for one in residents if one.person_id is not None}
    unnamed = sum(one.person_id is None for one in residents)
    agencies = dict.fromkeys([*(kind.agencies if kind else ()), *(one.agency_code for one in inside)])
    quiet = now - row.last_seen >= timedelta(hours=incident_rules().calm_hours)
    return Happening(
        id=row.id, kind=row.kind, kind_name=kind.name if kind else row.kind, state=IncidentState(row.state),
        title=row.title, score=row.score, reasons=tuple(row.reasons), rule=row.rule,
        confirmed_by=row.confirmed_by, first_seen=row.first_seen, last_seen=row.last_seen,
        trend=trend((one.created_at for one in residents), now), reports=len(residents),
        people=len(known) + unnamed + sum(one.supporters for one in residents),
        unfinished=sum(one.status in OPEN for one in residents),
        kelurahan=_most_first(one.kelurahan_code for one in inside if one.kelurahan_code),
        agencies=tuple(agencies), gauges=water,
        siaga=min((gauge.level for gauge in water if gauge.open), default=None),
        outline=tuple((lon, lat) for lon, lat in ring), drawn=row.outline is not None,
        center=_middle(ring), evidence=tuple(evidence), bundle_id=row.bundle_id, into_id=row.into_id,
        calm=row.state == IncidentState.OPEN and quiet and not any(gauge.open for gauge in water),
        drill=row.drill, demo=row.demo,
    )  # fmt: skip


def _points(rows: Iterable[Any], city: Catalogue) -> list[outlines.Point]:
    """Where they are: their exact points; where none has one, the middle of their kelurahan."""
    known = list(rows)
    exact = [(one.lat, one.lon) for one in known if one.lat is not None and one.facts.get(EXACT) == "tepat"]
    places = [city.kelurahan[one.kelurahan_code] for one in known if one.kelurahan_code in city.kelurahan]
    return exact or [(place.lat, place.lon) for place in places]


def _middle(ring: Sequence[Sequence[float]]) -> tuple[float, float] | None:
    corners = ring[:-1]
    if not corners:
        return None
    lats, lons = [lat for _, lat in corners], [lon for lon, _ in corners]
    return sum(lats) / len(lats), sum(lons) / len(lons)


def _most_first(codes: Iterable[str]) -> tuple[str, ...]:
    counts: dict[str, int] = defaultdict(int)
    for code in codes:
        counts[code] += 1
    return tuple(sorted(counts, key=lambda code: (-counts[code], code)))
