"""Work that is done: its photos, and the categories that want them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from routing.domain.lifecycle import Status
from routing.reports import handing_in, proving
from routing.reports import officers_work as work
from storage import db, events, media
from storage.media import Taken
from storage.models import Category, Media, Officer, Outbox, Report, ReportMedia
from storage.pictures import Picture
from tests.factories.city import KRANJI_POINT, NOW, configured

LAT, LON = KRANJI_POINT
HERE: dict[str, Any] = {"lat": LAT, "lon": LON}
HOUR = timedelta(hours=1)


def wanted(tx: Session, *, category: str = "jalan_rusak", **settings: str) -> None:
    """How a category, by itself that of most tests, is handled."""
    tx.execute(update(Category).where(Category.code == category).values(**settings))
    configured(tx, category, settings)


def keep(tx: Session, name: str, phash: str | None) -> None:
    if tx.get(Media, name) is None:
        media.note(tx, name, Picture(b"", 1, 1, phash=phash), now=NOW)


def show(
    tx: Session, report: Report, officer: Officer, name: str,
    *, phash: str | None = None, taken: Taken = Taken(), now: datetime = NOW,
) -> Sequence[str]:  # fmt: skip
    """Hand in a photo of the result; what is odd about it."""
    keep(tx, name, phash)
    handing_in.add_result(tx, officer=officer, report=report, sha256=name, now=now, taken=taken)
    link = tx.scalars(select(ReportMedia).filter_by(report_id=report.id, sha256=name, purpose="hasil")).one()
    tx.flush()
    return [odd.what.value for odd in proving.flags(tx, report).get(link.id, ())]


def finish(tx: Session, report: Report, officer: Officer, now: datetime = NOW) -> str:
    work.change_status(tx, officer=officer, report=report, to=Status.SELESAI, reason="Ditambal.", now=now)
    return report.status


def told(report_id: int) -> list[str | None]:
    with db.reading() as session:
        rows = select(Outbox.key).where(Outbox.report_id == report_id).order_by(Outbox.id)
        return list(session.scalars(rows))


def happened(report_id: int) -> list[str]:
    with db.reading() as session:
        return [event.kind for event in events.of_report(session, report_id)]
