"""The operator's one queue: calls, alerts, events and reports, as few queries as there are kinds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.catalogue import Catalogue, catalogue
from routing.command import claims
from routing.command.claims import DeskHolder
from routing.domain import desk_order
from routing.domain.desk_order import Rank, Standing
from routing.domain.incidents import LIVING, IncidentState
from routing.incidents import reading as incidents
from routing.people import calls
from routing.reports.door import visible_to
from routing.reports.filters import Filters
from sensors import queries as sensors
from storage.models import Call, Officer, Report

REPORTS = 60  # the most urgent ones; the whole list is the panel's
Kind = Literal["panggilan", "peringatan", "kejadian", "laporan"]


@dataclass(frozen=True)
class Entry:
    """One thing that waits. number: of it, within its kind; what: a word for its kind; where: the place;
    to: its page; at: its point. holder: whose hands its office put it into; taken: who at the desk looks
    after it.
    """

    kind: Kind
    number: str
    rank: Rank
    since: datetime
    what: str
    title: str
    where: str
    to: str
    holder: str = ""
    taken: DeskHolder | None = None
    siaga: int | None = None
    at: tuple[float, float] | None = None


def waiting(session: Session, officer: Officer, *, now: datetime) -> list[Entry]:
    """All that waits, from the top."""
    city = catalogue(session)
    known = [call for call, _ in calls.shown(session, officer)]
    found = [_call(call) for call in known]
    alerts = sensors.open_alerts(session)
    found += [_alert(one) for one in alerts]
    found += [_event(one, city) for one in incidents.listed(session, officer, now=now, states=LIVING)]
    asked = Filters(residents=True, rows=REPORTS, apart=True)
    rows = visible_to(session, officer).page(asked, now=now).reports
    found += [_report(one, city, now) for one in rows]
    held, names = _held(session, known, now), _names(session, rows)
    numbers = {one.number: names.get(one.holder_id or 0, "") for one in rows}
    return desk_order.ordered(
        replace(one, taken=held.get((one.kind, one.number)), holder=numbers.get(one.number, ""))
        for one in found
    )


def _held(session: Session, known: Sequence[Call], now: datetime) -> Mapping[claims.Row, DeskHolder]:
    """Who looks after what; a call knows that itself."""
    names = _names(session, known)
    of_calls = {
        (claims.CALL, str(call.id)): DeskHolder(
            call.officer_id, names.get(call.officer_id, ""), call.taken_at or now
        )
        for call in known if call.officer_id is not None
    }  # fmt: skip
    return {**claims.held(session, now=now), **of_calls}


def _names(session: Session, rows: Sequence[Call] | Sequence[Report]) -> dict[int, str]:
    """Who took or holds these, by id; asked only where somebody does."""
    ids = {who for row in rows if (who := row.officer_id if isinstance(row, Call) else row.holder_id)}
    if not ids:
        return {}
    found = session.execute(select(Officer.id, Officer.name).where(Officer.id.in_(ids)))
    return {who: name for who, name in found}  # noqa: C416 - rows are no pairs to dict()


def _call(call: Call) -> Entry:
    title = "Minta bicara dengan petugas" if call.kind == calls.HUMAN else "Mungkin ada orang dalam bahaya"
    return Entry("panggilan", str(call.id), Rank.LIFE, call.opened_at, "Panggilan", title, "", "#panggilan")


def _alert(alert: sensors.AlertRow) -> Entry:
    return Entry(
        "peringatan", alert.report_number, desk_order.of_alert(alert.level), alert.opened_at, "Peringatan",
        alert.sensor_name, "", f"/petugas/laporan/{alert.report_number}", siaga=alert.level,
    )  # fmt: skip


def _event(event: incidents.Happening, city: Catalogue) -> Entry:
    proposed = event.state == IncidentState.PROPOSED
    names = [city.kelurahan[code].name for code in event.kelurahan if code in city.kelurahan]
    return Entry(
        "kejadian", str(event.id), desk_order.of_event(event.siaga), event.first_seen,
        "Usulan kejadian" if proposed else "Kejadian", event.title, ", ".join(names[:3]),
        f"/petugas/kejadian/{event.id}", siaga=event.siaga, at=event.center,
    )  # fmt: skip


def _report(report: Report, city: Catalogue, now: datetime) -> Entry:
    late = report.resolve_due < now and report.resolved_at is None
    area, office = city.kelurahan.get(report.kelurahan_code or ""), city.agencies.get(report.agency_code)
    where = (area.name if area else "lokasi belum jelas", office.short_name if office else "")
    secret = report.privacy == "rahasia"
    words = "" if secret else report.text[:200]
    point = None if secret or report.lat is None or report.lon is None else (report.lat, report.lon)
    return Entry(
        "laporan", report.number, Standing(report.priority, bool(report.emergency), late).rank,
        report.created_at, "Laporan terlambat" if late else "Laporan",
        words or city.categories[report.category_code].name, " · ".join(part for part in where if part),
        f"/petugas/laporan/{report.number}", at=point,
    )  # fmt: skip
