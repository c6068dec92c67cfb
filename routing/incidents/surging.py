"""A surge proposes an event: more of one kind in one kelurahan than this hour of the week usually brings."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.city.incident_kinds import incident_rules
from routing.domain import surge
from routing.domain.incidents import Bond, IncidentKind, IncidentState
from routing.incidents import members, noticing, opening, signs
from routing.reports.public_door import public
from storage import events, written
from storage.clock import LOCAL
from storage.models import Incident, IncidentEvidence, Report

EVIDENCE = "lonjakan"
LOOK, WINDOW, WEEK = timedelta(minutes=15), timedelta(hours=1), timedelta(weeks=1)
LOOKS_A_WEEK = int(WEEK / LOOK)
JUDGED = timedelta(weeks=4)  # over which false alarms are counted
Series = tuple[str, str]  # kelurahan, kind of event


@dataclass(frozen=True)
class Learned:
    """What each series usually brings; weeks: how many it was learned from."""

    usual: Mapping[Series, surge.Usual]
    nothing: surge.Usual
    weeks: int


def look(tx: Session, *, now: datetime) -> int:
    """Look at the last hour of every kelurahan and kind; how many events were proposed."""
    city = incident_rules()
    noticing.bookmark(tx, events.last_seq(tx))
    learned = _learned(tx, now)
    if learned is None:
        return 0
    series = len(catalogue(tx).kelurahan) * len(city.kinds)
    limit = surge.threshold(city.surge.false_alarms_a_week, series, LOOKS_A_WEEK)
    proposed = 0
    for (kelurahan, code), reports in _lately(tx, now).items():
        usual = learned.usual.get((kelurahan, code), learned.nothing)
        brings = surge.expected(usual, now.astimezone(LOCAL), WINDOW)
        if surge.is_surge(len(reports), brings, usual, limit):
            proposed += _propose(tx, city.kinds[code], reports, brings, now=now)
    return proposed


def false_alarms_a_week(session: Session, *, now: datetime) -> float:
    """Surges that officers dismissed, a week, over the last four."""
    found = select(func.count()).select_from(Incident)
    found = found.join(IncidentEvidence, IncidentEvidence.incident_id == Incident.id)
    wrong = found.where(IncidentEvidence.kind == EVIDENCE, Incident.state == IncidentState.DISMISSED)
    return (session.scalar(wrong.where(IncidentEvidence.at >= now - JUDGED)) or 0) / (JUDGED / WEEK)


def _propose(
    tx: Session, kind: IncidentKind, reports: Sequence[int], brings: float, *, now: datetime
) -> bool:
    """A new event of these, or one more proof for the one they are in already."""
    said = f"{len(reports)} laporan dalam satu jam; biasanya {written.number(round(brings, 1))} pada jam ini"
    there = next((found for one in reports if (found := members.of_report(tx, one)) is not None), None)
    new = there is None
    if there is None:
        mine = signs.read(tx, reports)
        bonds = {one.id: Bond(1.0, (said,)) for one in mine}
        there = opening.propose(tx, kind, mine, bonds, now=now, reasons=[f"lonjakan: {said}"])
    ref = f"{now.astimezone(LOCAL):%Y-%m-%d}"  # one proof a day
    tx.merge(IncidentEvidence(incident_id=there.id, kind=EVIDENCE, ref=ref, said=f"Lonjakan: {said}", at=now))
    return new


def _lately(session: Session, now: datetime) -> dict[Series, list[int]]:
    """The reports of the last hour that may be signs, by kelurahan and kind."""
    recent = select(Report.id, Report.kelurahan_code, Report.category_code).where(
        Report.created_at > now - WINDOW, Report.created_at <= now, Report.kelurahan_code.is_not(None),
        Report.status.not_in(signs.NO_SIGN), Report.demo.is_(False), public(),
    )  # fmt: skip
    found: dict[Series, list[int]] = defaultdict(list)
    for row in session.execute(recent.order_by(Report.id)):
        if (kind := incident_rules().of_category(row.category_code)) is not None:
            found[row.kelurahan_code, kind.code].append(row.id)
    return found


def _learned(session: Session, now: datetime) -> Learned | None:
    """Of the whole weeks before today, learned once a day; None while there are too few."""
    today = now.astimezone(LOCAL).date()
    bind = str(session.get_bind().engine.url)
    if (kept := _KEPT.get((bind, today))) is None:
        _KEPT.clear()
        kept = _KEPT[bind, today] = _learn(session, datetime.combine(today, datetime.min.time(), LOCAL))
    return kept if kept.weeks >= incident_rules().surge.min_weeks else None


_KEPT: dict[tuple[str, date], Learned] = {}


def _learn(session: Session, until: datetime) -> Learned:
    first = session.scalar(select(func.min(Report.created_at)))
    weeks = 0 if first is None else min(incident_rules().surge.weeks, int((until - first) / WEEK))
    start = until - weeks * WEEK
    times: dict[Series, list[datetime]] = defaultdict(list)
    rows = select(Report.created_at, Report.kelurahan_code, Report.category_code).where(
        Report.created_at >= start, Report.created_at < until, Report.kelurahan_code.is_not(None)
    )
    for row in session.execute(rows) if weeks else ():
        if (kind := incident_rules().of_category(row.category_code)) is not None:
            times[row.kelurahan_code, kind.code].append(row.created_at.astimezone(LOCAL))
    hours = surge.profile(at for mine in times.values() for at in mine)
    usual = {one: surge.usual_of(mine, hours, start, max(1, weeks)) for one, mine in times.items()}
    return Learned(usual, surge.usual_of([], hours, start, max(1, weeks)), weeks)
