"""Which reports an officer may take for the same matter as one, how likely each is, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from routing.city.areas import METRES_PER_DEGREE
from routing.city.catalogue import catalogue
from routing.city.likeness import likeness_rules
from routing.domain.lifecycle import OPEN
from routing.domain.permissions import Action
from routing.domain.same_matter import Likeness, at_most, judge
from routing.reports.door import reach
from routing.reports.filters import Condition
from routing.reports.public_door import is_open, public
from routing.reports.same_matter import EXACT, Spot, around, office_matters, told_of
from storage.models import Media, Officer, Report, ReportMedia

# What is compared; whole rows would cost more to read than all scores.
COMPARED = (
    Report.id, Report.text, Report.category_code, Report.created_at, Report.kelurahan_code, Report.place,
    Report.lat, Report.lon, Report.facts,
)  # fmt: skip


@dataclass(frozen=True)
class Candidate:
    """A report that may be about the same. likely: the officer may well take them for one."""

    report: Report
    likeness: Likeness
    likely: bool

    @property
    def percent(self) -> int:
        """The score as officers read it."""
        return round(self.likeness.score * 100)


def candidates(session: Session, officer: Officer, report: Report) -> list[Candidate]:
    """Running reports near this one in place, time and kind, the likest first; three queries.

    Only those the officer may join, and only what everybody may see: a secret report is held against nothing.
    """
    rules = likeness_rules()
    if report.status not in OPEN or not is_open(report) or report.kelurahan_code is None:
        return []
    found = session.execute(
        select(*COMPARED).where(reach(session, officer, Action.JOIN), *_near(session, report))
        .order_by(Report.id.desc()).limit(rules.most)
    ).all()  # fmt: skip
    pictures = _pictures(session, [report.id, *(row.id for row in found)])
    scale = rules.scale(report.category_code, _kin(session, report.category_code))
    told = told_of(report, pictures.get(report.id, ()))
    judged: dict[int, Likeness] = {}
    for row in found:
        other = told_of(row, pictures.get(row.id, ()))
        if at_most(told, other, scale, rules.known, rules.weights) < rules.show:
            continue
        likeness = judge(told, other, scale, rules.known, rules.weights)
        if likeness.score >= rules.show:
            judged[row.id] = likeness
    shown = session.scalars(select(Report).where(Report.id.in_(judged))) if judged else ()
    likest = [Candidate(one, judged[one.id], judged[one.id].score >= rules.likely) for one in shown]
    return sorted(likest, key=lambda candidate: (-candidate.likeness.score, candidate.report.id))


def _kin(session: Session, category: str) -> frozenset[str]:
    settings = catalogue(session).settings.same_matter
    return frozenset(settings.kin(category)) | likeness_rules().kin(category)


def _near(session: Session, report: Report) -> Sequence[Condition]:
    """SQL: what may be the same: by kelurahan, kind and day (one index), then by the box around the point."""
    city = catalogue(session)
    settings = city.settings.same_matter
    radius, days = settings.radius_of(report.category_code), settings.days_of(report.category_code)
    exact = report.facts.get(EXACT) == "tepat" and report.lat is not None and report.lon is not None
    point = (report.lat, report.lon) if exact and report.lat is not None and report.lon is not None else None
    kin = _kin(session, report.category_code) - office_matters(city)
    kelurahan = around(Spot(report.kelurahan_code or "", point), radius)
    within = timedelta(days=days)
    conditions = [
        Report.kelurahan_code.in_(sorted(kelurahan)), Report.category_code.in_(sorted(kin)),
        Report.created_at.between(report.created_at - within, report.created_at + within),
        Report.status.in_(sorted(OPEN)), Report.kind == report.kind, Report.id != report.id, public(),
    ]  # fmt: skip
    return [*conditions, _box(point, 2 * radius)] if point else conditions


def _box(point: tuple[float, float], metres: float) -> Condition:
    """SQL: within the box around the point, or without a point at all."""
    lat, lon = point
    step = metres / METRES_PER_DEGREE
    inside = and_(Report.lat.between(lat - step, lat + step), Report.lon.between(lon - step, lon + step))
    return or_(Report.lat.is_(None), inside)


def _pictures(session: Session, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Perceptual hashes of what the residents sent, by report."""
    rows = session.execute(
        select(ReportMedia.report_id, Media.phash)
        .join(Media, Media.sha256 == ReportMedia.sha256)
        .where(
            ReportMedia.report_id.in_(ids), ReportMedia.purpose == "laporan",
            Media.phash.is_not(None),
        )
    )  # fmt: skip
    found: dict[int, tuple[str, ...]] = {}
    for report_id, phash in rows:
        found[report_id] = (*found.get(report_id, ()), str(phash))
    return found
