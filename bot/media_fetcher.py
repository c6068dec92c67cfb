"""Fetches residents' files from their channels, makes them safe and stores them; then blurs public copies.

A job is taken for a minute and counted before it is tried, so a killed worker's job comes back.
"""

import logging
import random
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot import media_jobs
from bot.channels.outcomes import Channel, FetchFailed
from bot.field import photos
from storage import backoff, db, deletions, media, pictures, voices
from storage.clock import Clock
from storage.clock import now as now_utc
from storage.media import Taken
from storage.models import MediaJob, Person, Report
from storage.pictures import MAX_BYTES, Picture, PictureRefused

log = logging.getLogger(__name__)

TAKEN_FOR = timedelta(seconds=60)  # longer than a download and a redraw together may take
LOOK_EVERY = 2.0  # seconds, when no bell rings
MAX_ATTEMPTS = 100  # with 15 minutes between the later ones: about a day
BLUR_EVERY = 60.0  # seconds between looks for pictures without a public copy, when no bell rings
BLUR_TRIES = 3  # in one life of the process
MOST_GIVEN_UP = 500


@dataclass(frozen=True)
class Job:
    """One file to fetch."""

    id: int
    channel: str
    file_ref: str
    kind: str
    attempts: int
    result: bool = False  # of finished work: its public copy goes out with the news, so it is made at once


@dataclass(frozen=True)
class Kept:
    """One file fetched and stored. picture: None for a voice note."""

    sha256: str
    size: int
    content_type: str
    picture: Picture | None = None

    def names(self) -> list[str]:
        """Of the file and its copies."""
        return [self.sha256, *(media.names_of_copies(self.picture) if self.picture else ())]


class MediaFetcher:
    """Does the jobs of the given channels, one after another; between them, blurs."""

    def __init__(
        self, channels: Mapping[str, Channel], store: media.MediaStore, *, clock: Clock = now_utc
    ) -> None:
        self.channels, self.store, self.now = channels, store, clock
        self.bell = threading.Event()
        self.blur_tries: dict[str, int] = {}

    def wake(self) -> None:
        """There is a file to fetch or to blur: do not wait for the next look."""
        self.bell.set()

    def run(self, stop: threading.Event) -> None:
        """Fetch and blur until `stop` is set."""
        blurred_at: float | None = None
        while not stop.is_set():
            if self.run_once():
                blurred_at = None
                continue
            deletions.sweep(self.store, now=self.now())
            if (blurred_at is None or time.monotonic() - blurred_at > BLUR_EVERY) and self.blur_once():
                continue
            blurred_at = blurred_at or time.monotonic()
            if self.bell.wait(LOOK_EVERY):
                blurred_at = None
            self.bell.clear()

    def run_once(self) -> bool:
        """Do the job that has been due longest; False when there is none."""
        with db.glancing() as session:
            if session.scalar(_due(tuple(self.channels), self.now())) is None:
                return False
        with db.transaction() as tx:
            job = _claim(tx, tuple(self.channels), self.now())
        if job is None:
            return False
        try:
            # No transaction is open here: the platform may take its time.
            kept = self._keep(job, self.channels[job.channel].fetch(job.file_ref))
        except FetchFailed as failure:
            _failed(job, str(failure), again=failure.again, now=self.now())
        except OSError as failure:  # the store's disk
            _failed(job, type(failure).__name__, again=True, now=self.now())
        except PictureRefused as refusal:
            _failed(job, refusal.code, again=False, now=self.now())
        except Exception as fault:  # one file must not stop all others, and its person hears of it in the end
            log.exception("media job %s failed", job.id)
            _failed(job, f"our fault: {type(fault).__name__}", again=True, now=self.now())
        else:
            _done(job, kept, self.now())
        return True

    def _keep(self, job: Job, raw: bytes) -> Kept:
        if job.kind == "foto":
            picture = pictures.sanitise(raw)
            if job.result:
                picture = replace(picture, public=pictures.blurred(picture.jpeg, "officers"))
            return Kept(media.put(self.store, picture), len(picture.jpeg), "image/jpeg", picture)
        kind = voices.kind_of(raw)
        if kind == voices.OTHER or len(raw) > MAX_BYTES:
            raise PictureRefused("bukan_suara")
        return Kept(self.store.put(raw), len(raw), kind)

    def blur_once(self) -> bool:
        """Make the public copies of the newest picture without; False when none is left to try."""
        given_up = [name for name, tries in self.blur_tries.items() if tries >= BLUR_TRIES]
        if len(given_up) > MOST_GIVEN_UP:
            return False
        with db.reading() as session:
            names = media.unblurred(session, skip=given_up)
        if not names:
            return False
        self.blur_tries[names[0]] = self.blur_tries.get(names[0], 0) + 1
        if media.blur(self.store, names[0], now=self.now()):
            del self.blur_tries[names[0]]
        return True


def _due(channels: tuple[str, ...], now: datetime) -> Select[MediaJob]:
    due = select(MediaJob).where(MediaJob.status == "new", MediaJob.next_try_at <= now)
    mine = due.where(MediaJob.channel.in_(channels))
    return mine.order_by(MediaJob.next_try_at, MediaJob.id).limit(1)


def _claim(tx: Session, channels: tuple[str, ...], now: datetime) -> Job | None:
    row = tx.scalars(_due(channels, now).with_for_update(skip_locked=True)).first()
    if row is None:
        return None
    row.attempts += 1
    row.next_try_at = now + TAKEN_FOR
    return Job(row.id, row.channel, row.file_ref, row.kind, row.attempts, row.officer_id is not None)


def _done(job: Job, kept: Kept, now: datetime) -> None:
    with db.transaction() as tx:
        row = tx.get(MediaJob, job.id, with_for_update=True)
        if row is None:  # its person was erased meanwhile
            deletions.soon(tx, kept.names(), now=now)
            return
        taken = Taken()
        if (picture := kept.picture) is not None:
            media.note(tx, kept.sha256, picture, now=now)
            taken = Taken(picture.lat, picture.lon, picture.taken_at, picture.direction)
        else:
            media.note_voice(tx, kept.sha256, kept.content_type, kept.size, now=now)
        row.sha256, row.status, row.error = kept.sha256, "done", None
        row.lat, row.lon, row.taken_at, row.direction = taken.lat, taken.lon, taken.at, taken.direction
        if row.officer_id is not None:
            photos.arrived(tx, row, taken, now=now)
        elif row.report_id is not None:
            media_jobs.make_part(tx, tx.get_one(Report, row.report_id), kept.sha256, now=now, taken=taken)
        else:
            address = tx.get_one(Person, row.person_id).address
            media_jobs.say_where(tx, row, address=address, now=now)


def _failed(job: Job, reason: str, *, again: bool, now: datetime) -> None:
    with db.transaction() as tx:
        row = tx.get(MediaJob, job.id, with_for_update=True)
        if row is None or row.status != "new":
            return
        row.error = reason[:500]
        row.next_try_at = now + timedelta(seconds=backoff.wait(job.attempts, chance=random.random()))
        if not again or job.attempts >= MAX_ATTEMPTS:
            row.status = "dead"
            media_jobs.refused(tx, row, now=now)
