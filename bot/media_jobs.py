"""Pictures residents send: fetched from the channel, made safe, stored and attached, each as its own job.

The report does not wait for its pictures. A job is taken for a minute and counted before it is tried, so a
killed worker's job comes back; attaching the same picture twice changes nothing.
"""

import random
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.outcomes import Channel, FetchFailed
from bot.dialogue.types import FileRef
from bot.sending import back_off
from storage import bells, db, events, media, outbox, pictures
from storage.clock import Clock
from storage.clock import now as now_utc
from storage.models import Media, MediaJob, Person, Report

TAKEN_FOR = timedelta(seconds=60)  # longer than a download and a redraw together may take
LOOK_EVERY = 2.0  # seconds, when no bell rings
MAX_ATTEMPTS = 100  # with 15 minutes between the later ones: about a day


@dataclass(frozen=True)
class Job:
    """One picture to fetch."""

    id: int
    channel: str
    file_ref: str
    attempts: int


class MediaFetcher:
    """Does the jobs of the given channels, one after another."""

    def __init__(
        self, channels: Mapping[str, Channel], store: media.MediaStore, *, clock: Clock = now_utc
    ) -> None:
        self.channels, self.store, self.now = channels, store, clock
        self.bell = threading.Event()

    def wake(self) -> None:
        """There is a picture to fetch: do not wait for the next look."""
        self.bell.set()

    def run(self, stop: threading.Event) -> None:
        """Fetch until `stop` is set."""
        while not stop.is_set():
            if not self.run_once():
                self.bell.wait(LOOK_EVERY)
                self.bell.clear()

    def run_once(self) -> bool:
        """Do the job that has been due longest; False when there is none."""
        with db.transaction() as tx:
            job = _claim(tx, tuple(self.channels), self.now())
        if job is None:
            return False
        try:
            # No transaction is open here: the platform may take its time.
            picture = pictures.sanitise(self.channels[job.channel].fetch(job.file_ref))
            sha256 = self.store.put(picture.jpeg)
        except FetchFailed as failure:
            _failed(job, str(failure), again=failure.again, now=self.now())
        except OSError as failure:  # the store's disk
            _failed(job, type(failure).__name__, again=True, now=self.now())
        except pictures.PictureRefused as refusal:
            _failed(job, refusal.code, again=False, now=self.now())
        else:
            _attach(job, sha256, picture, self.now())
        return True


def fetch_soon(tx: Session, files: Sequence[FileRef], *, person: Person, now: datetime) -> None:
    """Have the channel's files fetched now, before any report needs them: their addresses do not last."""
    for file in files:
        if file.sha256 is None:
            _job(tx, file, person=person, report=None, now=now)


def attach(tx: Session, report: Report, files: Sequence[FileRef], *, person: Person, now: datetime) -> None:
    """Make files part of the report: what is stored at once, the rest when it arrives."""
    for file in files:
        if file.sha256 is not None:
            if tx.get(Media, file.sha256) is not None:
                media.attach(tx, report, file.sha256, now=now)
            continue
        mine = (MediaJob.person_id == person.id, MediaJob.file_ref == file.id, MediaJob.report_id.is_(None))
        found = select(MediaJob).where(*mine).order_by(MediaJob.id.desc()).limit(1).with_for_update()
        job = tx.scalars(found).first()
        if job is None:
            _job(tx, file, person=person, report=report, now=now)
            continue
        job.report_id = report.id
        if job.sha256 is not None:
            _make_part(tx, report, job.sha256, now)
        elif job.status == "dead":
            _tell(tx, job, now)


def _job(tx: Session, file: FileRef, *, person: Person, report: Report | None, now: datetime) -> None:
    job = MediaJob(
        channel=person.channel, file_ref=file.id, person_id=person.id, kind=file.kind, status="new",
        report_id=report.id if report else None, attempts=0, next_try_at=now, created_at=now,
    )  # fmt: skip
    tx.add(job)
    tx.flush()
    bells.ring(tx, "media", job.id)


def _claim(tx: Session, channels: tuple[str, ...], now: datetime) -> Job | None:
    due = select(MediaJob).where(MediaJob.status == "new", MediaJob.next_try_at <= now)
    mine = due.where(MediaJob.channel.in_(channels)).order_by(MediaJob.next_try_at, MediaJob.id).limit(1)
    row = tx.scalars(mine.with_for_update(skip_locked=True)).first()
    if row is None:
        return None
    row.attempts += 1
    row.next_try_at = now + TAKEN_FOR
    return Job(row.id, row.channel, row.file_ref, row.attempts)


def _attach(job: Job, sha256: str, picture: pictures.Picture, now: datetime) -> None:
    with db.transaction() as tx:
        row = tx.get_one(MediaJob, job.id, with_for_update=True)
        media.note(tx, sha256, picture, now=now)
        row.sha256 = sha256
        report = tx.get_one(Report, row.report_id) if row.report_id else None
        if report is not None:
            _make_part(tx, report, sha256, now)
        row.status, row.error = "done", None


def _make_part(tx: Session, report: Report, sha256: str, now: datetime) -> None:
    if media.attach(tx, report, sha256, now=now):
        data = {"sha256": sha256}
        events.record(tx, kind="report_photo", actor="warga", now=now, report=report, data=data)


def _failed(job: Job, reason: str, *, again: bool, now: datetime) -> None:
    with db.transaction() as tx:
        row = tx.get_one(MediaJob, job.id, with_for_update=True)
        if row.status != "new":
            return
        row.error = reason[:500]
        row.next_try_at = now + back_off(job.attempts - 1, random.random())
        if not again or job.attempts >= MAX_ATTEMPTS:
            row.status = "dead"
        if row.status == "dead" and row.report_id is not None:
            _tell(tx, row, now)


def _tell(tx: Session, row: MediaJob, now: datetime) -> None:
    """The resident learns that this picture did not arrive, the officer that one is missing."""
    report, person = tx.get_one(Report, row.report_id), tx.get_one(Person, row.person_id)
    args = {"number": report.number}
    outbox.put(tx, person=person, now=now, key="photo-refused", args=args, report_id=report.id)
    data = {"media_job_id": row.id, "code": row.error}
    events.record(tx, kind="photo_refused", actor="sistem", now=now, report=report, data=data)
