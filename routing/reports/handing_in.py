"""Photos of the work done are handed in: kept with the report, and held against what is known of it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.lifecycle import OPEN, Status
from routing.domain.permissions import Action
from routing.domain.proof import Odd
from routing.errors import NotFound, Refused
from routing.reports import notices, proving, results
from routing.reports.around import RESULT
from routing.reports.officers_work import actor_of, take
from routing.texts import OFFICER_MAX, needed
from storage import deletions, events
from storage.event_kinds import EventKind
from storage.media import Taken, attach
from storage.models import Media, MediaJob, Officer, Report, ReportMedia
from storage.notice_kinds import Notice

MOST = 5  # photos of the finished work of one report


def left(tx: Session, report: Report) -> int:
    """How many more photos of the finished work this report takes."""
    mine = (ReportMedia.report_id == report.id, ReportMedia.purpose == RESULT)
    return max(0, MOST - (tx.scalar(select(func.count(ReportMedia.id)).where(*mine)) or 0))


def add_result(
    tx: Session, *,
    officer: Officer, report: Report, sha256: str, now: datetime, taken: Taken = Taken(),
) -> Report:  # fmt: skip
    """Attach a photo of the work done; its bytes are stored and noted already. taken: as its camera says.

    The resident gets it with the news that the work is finished. Adding the same photo twice changes nothing.
    What is odd about it is kept for who checks it; after the end, when nobody will, it is Refused.
    """
    report = take(tx, officer, report, Action.STATUS)
    if report.status not in OPEN | {Status.SELESAI}:
        raise Refused("sudah_berakhir", report.number)
    odd = _keep(tx, officer, report, sha256, taken, now=now)
    # Once it is done, the news of it went out without this photo.
    if odd is not None and report.status == Status.SELESAI:
        if odd:
            raise Refused("foto_sesudah_selesai", report.number)
        agency = catalogue(tx).agencies[report.agency_code].name
        notices.put(
            tx, report, Notice.RESULT, now=now, here=None, agency=agency, **results.newest(tx, report)
        )
    return report


def withdraw(
    tx: Session, *, officer: Officer, report: Report, photo: int, reason: str, now: datetime
) -> Report:  # fmt: skip
    """Take back a photo of the work that was uploaded by mistake, with why; photo: id of its `ReportMedia`.

    Only before anybody else was shown it: while somebody checks it, or once its resident has it, it is
    Refused. The event keeps who, when and the hash; the file goes when nothing else shows it.
    """
    report = take(tx, officer, report, Action.STATUS)
    reason = needed(reason, limit=OFFICER_MAX, code="perlu_alasan_foto")
    link = tx.get(ReportMedia, photo)
    if link is None or link.report_id != report.id or link.purpose != RESULT:
        raise NotFound("foto_tidak_ada", report.number)
    if report.status not in OPEN:
        raise Refused("foto_sudah_dikirim", report.number)
    tx.delete(link)
    tx.flush()
    _forget_file(tx, link.sha256, now=now)
    report.updated_at = now
    events.record(
        tx, kind=EventKind.REPORT_RESULT_WITHDRAWN, actor=actor_of(officer), now=now, report=report,
        reason=reason, data={"sha256": link.sha256},
    )  # fmt: skip
    return report


def _forget_file(tx: Session, sha256: str, *, now: datetime) -> None:
    """The picture and its copies go where no report and no resident's file needs them."""
    used = select(ReportMedia.id).where(ReportMedia.sha256 == sha256)
    fetched = select(MediaJob.id).where(MediaJob.sha256 == sha256)
    row = tx.get(Media, sha256)
    if row is None or tx.scalar(used.union_all(fetched).limit(1)) is not None:
        return
    names = (sha256, row.thumb_sha256, row.public_sha256, row.public_thumb_sha256)
    tx.delete(row)
    deletions.soon(tx, [name for name in names if name], now=now)


def lend(tx: Session, officer: Officer, report: Report, bundle_id: int, *, now: datetime) -> None:
    """The newest photo of this work order's other reports shows this one finished too, where it has none."""
    for photo in proving.of_the_work(tx, report, bundle_id):
        taken = Taken(photo.lat, photo.lon, photo.taken_at, photo.direction)
        _keep(tx, officer, report, photo.sha256, taken, now=now)


def _keep(
    tx: Session, officer: Officer, report: Report, sha256: str, taken: Taken, *, now: datetime
) -> Sequence[Odd] | None:
    """What is odd about the photo; None when it was there already."""
    link = attach(tx, report, sha256, now=now, purpose=RESULT, taken=taken)
    if link is None:
        return None
    report.updated_at = now
    actor, data = actor_of(officer), {"sha256": sha256}
    events.record(tx, kind=EventKind.REPORT_RESULT, actor=actor, now=now, report=report, data=data)
    return proving.judge(tx, report, link, actor=actor, now=now)
