"""The big wall: what a room must see from afar. Few queries, no resident's words, nobody's name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from admin_panel.poc import followers
from admin_panel.poc.followers import Followers
from routing import figures
from routing.city.catalogue import Catalogue, catalogue
from routing.command import keeping
from routing.domain.incidents import IncidentState
from routing.figures import FROM_RESIDENTS
from routing.incidents import reading as incidents
from routing.incidents.reading import Happening
from routing.reports.filters import IS_OPEN, is_overdue
from routing.reports.public_door import public
from routing.warnings import depths, outside
from routing.warnings.outside import OutsideAlert
from sensors import hearing
from sensors import queries as sensors
from sensors.queries import AlertRow, GaugeRow
from storage.kept import Counted, kept
from storage.models import Officer, Report
from web.times import time_local

CELL = 100  # cells a degree: the map's reports are counted in squares of about 1.1 km
ANSWERS_OVER = timedelta(days=30)
TICKER, DRAINS, SLOW, NOW = 6, 4, 5, 3  # how many of each are shown
READ_DRAINS = 40  # reports, among which these places are looked for


@dataclass(frozen=True)
class WaterArrival:
    """A kelurahan the water comes to: when at the earliest, and how far along the strip (percent)."""

    name: str
    at: datetime
    place: float


@dataclass(frozen=True)
class Coming:
    """Water on its way from one gauge. crest: how far along the strip the front may be (percent)."""

    alert: AlertRow
    arrivals: Sequence[WaterArrival]
    crest: float
    warned: Followers


@dataclass(frozen=True)
class Urgent:
    """One of the things that matter now. tone: siaga level 1 to 3, or 0; icon: its name."""

    title: str
    words: str
    tone: int
    icon: str


@dataclass(frozen=True)
class Drain:
    """What is reported of a kelurahan's drains in the water's way; people: who reported or support it."""

    place: str
    late: bool
    people: int


def coming(alert: AlertRow, warned: Followers, city: Catalogue, *, now: datetime) -> Coming:
    """Where the water of an alert goes, counted from when the gauge first stood above its level."""
    steps = sorted(alert.downstream, key=lambda step: step["minutes"])
    longest = max((step["minutes"] for step in steps), default=0) or 1
    arrivals = [
        WaterArrival(
            city.kelurahan[step["kelurahan"]].name, alert.opened_at + timedelta(minutes=step["minutes"]),
            round(step["minutes"] * 100 / longest, 1),
        )
        for step in steps if step["kelurahan"] in city.kelurahan
    ]  # fmt: skip
    gone = (now - alert.opened_at) / timedelta(minutes=1)
    return Coming(alert, arrivals, round(min(100.0, max(0.0, gone * 100 / longest)), 1), warned)


def board(session: Session, officer: Officer, *, now: datetime) -> dict[str, Any]:
    """All figures of the wall."""
    city = catalogue(session)
    alerts = [one for one in sensors.open_alerts(session) if not one.taken_back]
    warned = followers.of_alerts(session, alerts)
    gauges = sorted(sensors.gauges(session, now=now), key=lambda gauge: (gauge.level or 5, gauge.name))
    events = incidents.listed(session, officer, now=now)
    answers = keeping.answering_lately(session, ANSWERS_OVER, now=now)
    summary, midnight = figures.summary(session, now=now), figures.midnight(now)
    flooded = [step["kelurahan"] for alert in alerts for step in alert.downstream]
    return {
        "summary": summary, "city": city, "gauges": gauges,
        "silent": sum(gauge.silent_since is not None for gauge in gauges),
        "deaf_since": hearing.deaf_since(session, now=now), "alerts": alerts,
        "coming": [coming(alert, warned[alert.sensor_code], city, now=now) for alert in alerts[:3]],
        "drains": drains_in_the_way(session, city, flooded, now) if flooded else [],
        "entered": depths.counts(session, set(flooded), now=now) if flooded else {},
        "urgent": urgent(alerts, events, summary, city, outside.holding(session, now=now))[:NOW],
        "today": keeping.promises_between(session, [(midnight, now)])[0],
        "slow": [one for one in answers if one.seldom][:SLOW], "ticker": _ticker(session, city),
    }  # fmt: skip


def urgent(
    alerts: Sequence[AlertRow], events: Sequence[Happening], summary: figures.Summary, city: Catalogue,
    official: Sequence[OutsideAlert] = (),
) -> list[Urgent]:  # fmt: skip
    """What matters now, the gravest first: water, danger, others' warnings, events, what is overdue."""
    found = [
        Urgent(
            f"Siaga {alert.level}: {alert.sensor_name}", ", ".join(_downstream(alert, city)[:3]),
            alert.level, "waves",
        )
        for alert in alerts
    ]  # fmt: skip
    if summary.emergencies:
        title = f"{summary.emergencies} laporan darurat terbuka"
        found.append(Urgent(title, "Keselamatan warga", 1, "siren"))
    found += [
        Urgent(one.headline, f"{one.sender}, sampai {time_local(one.until)}", 1 if one.grave else 2, "siren")
        for one in official[:1]
    ]
    for event in events:
        if event.state is IncidentState.OPEN:
            words = f"{event.reports} laporan, {event.people} warga" + (" · LATIHAN" if event.drill else "")
            found.append(Urgent(event.title, words, event.siaga or 0, "radar"))
    if summary.overdue:
        title = f"{summary.overdue} laporan lewat janji"
        found.append(Urgent(title, "Terbuka dan sudah terlambat", 0, "alarm-clock"))
    return found


def _downstream(alert: AlertRow, city: Catalogue) -> list[str]:
    codes = [step["kelurahan"] for step in alert.downstream]
    return [city.kelurahan[code].name for code in codes if code in city.kelurahan]


def cells(session: Session, *, now: datetime) -> list[list[float]]:
    """Open reports with a point, counted in squares: [lon, lat, how many, late, 1 if any is an emergency]."""
    column, row = (func.floor(axis * CELL) for axis in (Report.lon, Report.lat))
    asked = select(
        func.avg(Report.lon), func.avg(Report.lat), func.count(),
        func.count().filter(is_overdue(now)), func.count().filter(Report.priority >= 2),
    ).where(IS_OPEN, Report.lat.is_not(None), FROM_RESIDENTS, public())  # fmt: skip

    def counted() -> Counted[list[list[float]]]:
        found = [
            [round(float(lon), 4), round(float(lat), 4), many, late, int(danger > 0)]
            for lon, lat, many, late, danger in session.execute(asked.group_by(column, row))
        ]
        return Counted(found, int(sum(one[2] for one in found)))

    return kept(session, "cells", counted, fresh=figures.FRESH, now=now)


def river_lines(gauges: Sequence[GaugeRow]) -> list[dict[str, Any]]:
    """Each gauge's way down: its own point, then the kelurahan its water comes to, in order of minutes."""
    return [
        {
            "river": gauge.river, "level": gauge.level or 4, "from": [gauge.lon, gauge.lat],
            "via": [step["kelurahan"] for step in sorted(gauge.downstream, key=lambda one: one["minutes"])],
        }
        for gauge in gauges if gauge.downstream
    ]  # fmt: skip


def drains_in_the_way(session: Session, city: Catalogue, areas: Sequence[str], now: datetime) -> list[Drain]:
    """Open reports of drains where the water comes to, a kelurahan each, most people waiting first."""
    kinds = city.settings.alerts.clear_first
    asked = select(Report).where(
        IS_OPEN, Report.category_code.in_(sorted(kinds)), public(),
        Report.kelurahan_code.in_(areas),
    )  # fmt: skip
    rows = session.scalars(asked.order_by(Report.supporters.desc(), Report.resolve_due).limit(READ_DRAINS))
    places: dict[str, list[Report]] = {}
    for row in rows:
        places.setdefault(_place(city, row), []).append(row)
    drains = [
        Drain(place, any(row.resolve_due < now for row in there), sum(row.supporters + 1 for row in there))
        for place, there in places.items()
    ]
    return sorted(drains, key=lambda drain: -drain.people)[:DRAINS]


def _ticker(session: Session, city: Catalogue) -> list[tuple[str, str, datetime]]:
    """(kind, kelurahan, when) of the newest reports everybody may know of."""
    asked = select(Report).where(FROM_RESIDENTS, public()).order_by(Report.id.desc()).limit(TICKER)
    return [
        (city.categories[row.category_code].name, _place(city, row), row.created_at)
        for row in session.scalars(asked)
    ]


def _place(city: Catalogue, report: Report) -> str:
    area = city.kelurahan.get(report.kelurahan_code or "")
    return area.name if area else "lokasi belum jelas"
