"""How urgent a report is, weighed anew whenever one of its reasons changes: who joined, the water, its kind,
its age.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.city.landmarks import beside
from routing.domain.lifecycle import OPEN, Status
from routing.domain.priority import Signs, Weights, weigh
from routing.reports import clocks
from storage.models import Alert, Datastream, Report, Support, Thing

AGAIN = timedelta(days=90)  # what was mended and is reported again within this time was not mended
SPOT = 0.001  # degrees, about 110 m
OLD = timedelta(days=1)  # a score is not older than this: age counts
BATCH = 200


def refresh(tx: Session, report: Report, *, now: datetime) -> None:
    """Set the report's score, reasons and level as they are now; a gauge's alert has its own.

    A higher score may bring the report's dates nearer.
    """
    if report.kind == "peringatan":
        return
    before, found = report.urgency, weigh(_signs(tx, report, now=now), weights_of(tx))
    report.urgency, report.priority = found.score, int(found.level)
    report.urgency_why = [reason.as_json() for reason in found.reasons]
    report.weighed_at = now
    if report.id is not None:  # one that is being filed gets its dates afterwards
        clocks.hasten(tx, report, before=before, now=now)


def weights_of(tx: Session) -> Weights:
    """The city's weights."""
    settings = catalogue(tx).settings
    return settings.priority.weights(many=settings.same_matter.many)


def refresh_old(tx: Session, *, now: datetime) -> int:
    """Weigh anew what is open and was weighed a day ago, at most BATCH; how many those were."""
    old = select(Report).where(
        Report.status.in_(sorted(OPEN)),
        Report.kind != "peringatan",
        or_(Report.weighed_at.is_(None), Report.weighed_at < now - OLD),
    )
    found = old.order_by(Report.weighed_at).limit(BATCH).with_for_update(skip_locked=True, key_share=True)
    reports = tx.scalars(found).all()
    for report in reports:
        refresh(tx, report, now=now)
    return len(reports)


def refresh_around(tx: Session, stream: Datastream, *, now: datetime) -> None:
    """The water at this gauge changed: weigh the open flood reports of its kelurahan anew."""
    floods = sorted(catalogue(tx).settings.flood_matters)
    around = select(Report).where(
        Report.kelurahan_code == stream.thing.kelurahan_code,
        Report.category_code.in_(floods),
        Report.status.in_(sorted(OPEN)),
    )
    for report in tx.scalars(around.order_by(Report.id).limit(BATCH).with_for_update(key_share=True)):
        refresh(tx, report, now=now)


def _signs(tx: Session, report: Report, *, now: datetime) -> Signs:
    city = catalogue(tx)
    return Signs(
        danger=report.emergency,
        emergency_category=city.categories[report.category_code].emergency,
        victims=bool(report.facts.get("victims")),
        supporters=_in_words(tx, report) if report.supporters else 0,
        water=_water(tx, report),
        near=beside(report.lat, report.lon, city.settings.priority.beside),
        repeats=_repeats(tx, report),
        days=max(0, (now - report.created_at).days),
    )


def _in_words(tx: Session, report: Report) -> int:
    """Who joined with words of their own: a press of a button alone makes nothing urgent.

    Who leaves makes it no less so: nobody can talk a trouble down.
    """
    wrote = select(func.count()).select_from(Support).where(Support.report_id == report.id, Support.wrote)
    before = next((int(said) for code, _, said in report.urgency_why or () if code == "supporters"), 0)
    return max(before, tx.scalars(wrote).one())


def _water(tx: Session, report: Report) -> int | None:
    """The worst Siaga that residents were told of in the report's kelurahan, for a report about water."""
    if report.category_code not in catalogue(tx).settings.flood_matters or not report.kelurahan_code:
        return None
    worst = (
        select(func.min(Alert.told_level))
        .join(Datastream, Datastream.id == Alert.datastream_id)
        .join(Thing, Thing.id == Datastream.thing_id)
        .where(Alert.closed_at.is_(None), Thing.kelurahan_code == report.kelurahan_code)
    )
    return tx.scalar(worst)


def _repeats(tx: Session, report: Report) -> int:
    """Reports of the kind at the spot that were finished in the last 90 days before this one came."""
    if report.lat is None or report.lon is None or not report.kelurahan_code:
        return 0
    earlier = select(func.count()).where(
        Report.kelurahan_code == report.kelurahan_code,
        Report.category_code == report.category_code,
        Report.created_at > report.created_at - AGAIN,
        Report.created_at < report.created_at,
        Report.status.in_((Status.SELESAI.value, Status.DITUTUP.value)),
        Report.lat.between(report.lat - SPOT, report.lat + SPOT),
        Report.lon.between(report.lon - SPOT, report.lon + SPOT),
    )
    return tx.scalars(earlier).one()
