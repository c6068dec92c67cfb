"""What residents send as files: a job each from the message on, a part of the report once there is one.

A job is made in the turn's transaction, when the message comes, because the platforms' addresses do not last.
`bot.media_fetcher` does it. The report is not waited for by the file, nor the file by the report: whichever
comes second joins them. Doing any of it again changes nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.dialogue.state import Conversation
from bot.dialogue.types import FileRef
from bot.field import photos
from storage import bells, db, deletions, events, inbox, media, outbox
from storage.event_kinds import EventKind
from storage.media import MediaStore, Taken
from storage.models import Media, MediaJob, NoteVoice, Person, Report, ReportMedia
from storage.notice_kinds import Notice

KEPT_UNUSED = timedelta(days=7)  # a file that no report came to want
FORGET_AT_ONCE = 200  # a transaction
# What the resident is told: about a report's file, about one sent before there was a report.
REFUSALS = {
    "foto": (Notice.PHOTO_REFUSED, Notice.PHOTO_REFUSED_EARLY),
    "suara": (Notice.VOICE_REFUSED, Notice.VOICE_REFUSED_EARLY),
}


def fetch_soon(tx: Session, files: Sequence[FileRef], *, person: Person, now: datetime) -> None:
    """Have the channel's files fetched now; a file already being fetched for no report yet is not again."""
    for file in files:
        if file.sha256 is None and _waiting(tx, file, person=person) is None:
            _job(tx, file, person=person, report=None, now=now)


def attach(tx: Session, report: Report, files: Sequence[FileRef], *, person: Person, now: datetime) -> None:
    """Make files part of the report: what is stored at once, the rest when it arrives."""
    for file in files:
        job = _waiting(tx, file, person=person, report=report)
        if job is None and file.sha256 is not None:
            if tx.get(Media, file.sha256) is not None:
                make_part(tx, report, file.sha256, now=now)
        elif job is None:
            _job(tx, file, person=person, report=report, now=now)
        elif job.report_id is None:
            _join(tx, job, report, now)


def _join(tx: Session, job: MediaJob, report: Report, now: datetime) -> None:
    job.report_id = report.id
    if job.status == "done" and job.sha256 is not None:
        make_part(tx, report, job.sha256, now=now, taken=taken_of(job))
    elif job.status == "dead":
        missing(tx, job, report, now=now)  # the resident was told when it was refused


def taken_of(job: MediaJob) -> Taken:
    """What the picture's camera said."""
    return Taken(job.lat, job.lon, job.taken_at, job.direction)


def _waiting(tx: Session, file: FileRef, *, person: Person, report: Report | None = None) -> MediaJob | None:
    """The newest job of this person's file that belongs to no report, or to `report`; locked."""
    free = MediaJob.report_id.is_(None)
    mine = free if report is None else or_(free, MediaJob.report_id == report.id)
    name = MediaJob.sha256 == file.sha256 if file.sha256 else MediaJob.file_ref == file.id
    found = select(MediaJob).where(MediaJob.person_id == person.id, name, mine)
    return tx.scalars(found.order_by(MediaJob.id.desc()).limit(1).with_for_update()).first()


def _job(tx: Session, file: FileRef, *, person: Person, report: Report | None, now: datetime) -> None:
    job = MediaJob(
        channel=person.channel, file_ref=file.id, person_id=person.id, kind=file.kind, status="new",
        report_id=report.id if report else None, attempts=0, next_try_at=now, created_at=now,
    )  # fmt: skip
    tx.add(job)
    tx.flush()
    bells.ring(tx, "media", job.id)


def uploaded(tx: Session, sha256: str, taken: Taken, *, person: Person, now: datetime) -> None:
    """Remember a picture that came through our own door, stored and noted, and what its camera wrote."""
    if _waiting(tx, FileRef(sha256, sha256=sha256), person=person) is not None:
        return
    job = MediaJob(
        channel=person.channel, file_ref=sha256, person_id=person.id, kind="foto", status="done", attempts=0,
        next_try_at=now, created_at=now, sha256=sha256, lat=taken.lat, lon=taken.lon, taken_at=taken.at,
        direction=taken.direction,
    )  # fmt: skip
    tx.add(job)
    tx.flush()
    bells.ring(tx, "media", job.id)  # its public copy is still to be made


def uploads_say_where(tx: Session, names: Iterable[str], *, address: str, now: datetime) -> None:
    """Once the message with these uploaded pictures is stored: tell the dialogue where they were taken."""
    found = select(MediaJob).join(Person, Person.id == MediaJob.person_id)
    mine = (Person.channel == "web", Person.address == address, MediaJob.sha256.in_(list(names)))
    for job in tx.scalars(found.where(*mine, MediaJob.report_id.is_(None)).order_by(MediaJob.id)):
        say_where(tx, job, address=address, now=now)


def say_where(tx: Session, job: MediaJob, *, address: str, now: datetime) -> None:
    """A picture no report has yet knows its place: the dialogue hears of it as of a message, once."""
    if job.lat is None or job.lon is None or job.report_id is not None:
        return
    taken = job.taken_at.isoformat() if job.taken_at else None
    payload = {"sorot": "photo_point", "lat": job.lat, "lon": job.lon, "taken_at": taken}
    inbox.add(tx, channel=job.channel, external_id=f"exif:{job.id}", sender=address, payload=payload, now=now)


def make_part(tx: Session, report: Report, sha256: str, *, now: datetime, taken: Taken = Taken()) -> None:
    """Attach a stored file; the report's history tells of it once."""
    if media.attach(tx, report, sha256, now=now, taken=taken):
        kind = EventKind.REPORT_PHOTO if tx.get_one(Media, sha256).width else EventKind.REPORT_VOICE
        events.record(tx, kind=kind, actor="warga", now=now, report=report, data={"sha256": sha256})


def refused(tx: Session, job: MediaJob, *, now: datetime) -> None:
    """A file will never be had: the resident hears of it at once, the officer that one is missing."""
    if job.officer_id is not None:
        photos.refused(tx, job, now=now)
        return
    report = tx.get_one(Report, job.report_id) if job.report_id else None
    person = tx.get_one(Person, job.person_id)
    key, early = REFUSALS[job.kind]
    args = {"number": report.number} if report else {}
    outbox.put(
        tx, person=person, now=now, key=key if report else early, args=args,
        report_id=report.id if report else None,
    )  # fmt: skip
    if report:
        missing(tx, job, report, now=now)


def missing(tx: Session, job: MediaJob, report: Report, *, now: datetime) -> None:
    """The report's history says that a file of it could not be had."""
    data = {"media_job_id": job.id, "code": job.error}
    events.record(tx, kind=EventKind.PHOTO_REFUSED, actor="sistem", now=now, report=report, data=data)


def without_refused(tx: Session, c: Conversation, *, person: Person) -> Conversation:
    """The conversation without files that turned out unreadable: a draft claims none that is not there."""
    held = [file for part in (c.draft, c.held) if part is not None for file in part.files]
    refs = {file.id for file in held if file.sha256 is None}
    if not refs:
        return c
    dead = select(MediaJob.file_ref).where(
        MediaJob.person_id == person.id, MediaJob.file_ref.in_(refs), MediaJob.status == "dead"
    )
    gone = set(tx.scalars(dead))
    if not gone:
        return c
    good = {
        name: replace(part, files=tuple(file for file in part.files if file.id not in gone))
        for name, part in (("draft", c.draft), ("held", c.held))
        if part is not None
    }
    return replace(c, **good)  # type: ignore[arg-type]


def forget_unused(tx: Session, store: MediaStore, now: datetime) -> int:
    """Forget files of more than seven days that no report took; how many went, copies included."""
    old = now - KEPT_UNUSED
    jobs = select(MediaJob).where(MediaJob.report_id.is_(None), MediaJob.created_at < old)
    for job in tx.scalars(jobs.limit(FORGET_AT_ONCE)):
        tx.delete(job)
    tx.flush()
    used = select(ReportMedia.id).where(ReportMedia.sha256 == Media.sha256).exists()
    wanted = select(MediaJob.id).where(MediaJob.sha256 == Media.sha256).exists()
    spoken = select(NoteVoice.message_id).where(NoteVoice.sha256 == Media.sha256).exists()
    names = tx.scalars(
        select(Media.sha256).where(Media.created_at < old, ~used, ~wanted, ~spoken).limit(FORGET_AT_ONCE)
    )
    return forget(tx, store, names.all(), now=now)


def forget(tx: Session, store: MediaStore, names: Iterable[str], *, now: datetime) -> int:
    """Forget these files and their copies, but none that a report, note or job still has; how many went."""
    gone: set[str] = set()
    rows = tx.scalars(select(Media).where(Media.sha256.in_(list(names)))).all()
    for row in rows:
        columns = (ReportMedia.sha256, MediaJob.sha256, NoteVoice.sha256)
        uses = [select(column).where(column == row.sha256).limit(1) for column in columns]
        if any(tx.scalar(use) is not None for use in uses):
            continue
        gone |= {row.sha256, *filter(None, (row.thumb_sha256, row.public_sha256, row.public_thumb_sha256))}
        tx.delete(row)
    tx.flush()
    deletions.soon(tx, gone, now=now)
    db.after_commit(tx, partial(deletions.sweep, store, now=now))  # else the fetcher's next round does it
    return len(gone)
