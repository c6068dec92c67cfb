"""Voice messages put into words, where the city has an engine for it; without one they are only kept.

The engine stands behind SOROT_TRANSCRIBE_URL and speaks the form OpenAI made common
(`POST /v1/audio/transcriptions`), as a whisper.cpp server on the city's own machine does: voices need not
leave the house. What was heard goes into the inbox beside the person's messages, so that the dialogue takes
it in order.
"""

import logging
import threading
from datetime import datetime, timedelta
from typing import Protocol

import httpx2
from sqlalchemy import String, cast, exists, literal, select
from sqlalchemy.orm import Session

from storage import db, inbox
from storage.clock import Clock
from storage.clock import now as now_utc
from storage.media import MediaStore
from storage.models import Inbox, MediaJob, Person

PATH = "/v1/audio/transcriptions"
SECONDS = 30.0  # for one voice; a longer wait helps nobody in a conversation
LOOK_EVERY = 1.0  # seconds
NOT_AFTER = timedelta(hours=1)  # what comes later would answer a conversation long gone on
LONGEST = 4000  # characters kept of one voice

log = logging.getLogger(__name__)


class NotHeard(Exception):
    """The engine gave no words. The text names neither address nor person."""


class Transcriber(Protocol):
    """Anything that hears."""

    def transcribe(self, voice: bytes) -> str:
        """The words of a voice message, "" when nothing is said in it; NotHeard within bounded time."""


class HttpTranscriber:
    """An engine behind the OpenAI-compatible form; `base` is its address without the path."""

    def __init__(self, base: str, *, model: str = "whisper-1", seconds: float = SECONDS) -> None:
        self.address, self.model = base.rstrip("/") + PATH, model
        self.http = httpx2.Client(timeout=httpx2.Timeout(seconds, connect=5), follow_redirects=False)

    def transcribe(self, voice: bytes) -> str:
        """The words, in Indonesian; NotHeard when the engine is away, slow, or answers something else."""
        files = {"file": ("suara.ogg", voice, "audio/ogg")}
        form = {"model": self.model, "language": "id", "response_format": "json"}
        try:
            response = self.http.post(self.address, data=form, files=files)
            text = response.raise_for_status().json()["text"]
        except (httpx2.HTTPError, ValueError, KeyError, TypeError) as failure:
            raise NotHeard(type(failure).__name__) from None
        if not isinstance(text, str):
            raise NotHeard("no text in the answer")
        return text.replace("\x00", "").strip()[:LONGEST]


class Listener:
    """Hears stored voice messages, one after another; each once, whatever comes of it."""

    def __init__(self, transcriber: Transcriber, store: MediaStore, *, clock: Clock = now_utc) -> None:
        self.transcriber, self.store, self.now = transcriber, store, clock

    def run(self, stop: threading.Event) -> None:
        """Listen until `stop` is set."""
        while not stop.is_set():
            if not self.run_once():
                stop.wait(LOOK_EVERY)

    def run_once(self) -> bool:
        """Hear the oldest voice not yet heard; False when there is none."""
        with db.reading() as session:
            job = _next(session, self.now())
        if job is None:
            return False
        job_id, sha256 = job
        try:
            text = self.transcriber.transcribe(self.store.open(sha256))
        except (NotHeard, KeyError, OSError) as failure:
            log.warning("voice %d was not heard: %s", job_id, type(failure).__name__)
            text = ""
        with db.transaction() as tx:
            _tell(tx, job_id, text, now=self.now())
        return True


def _named(job_id: int) -> str:
    return f"voice:{job_id}"


def _next(session: Session, now: datetime) -> tuple[int, str] | None:
    """A stored voice without its row in the inbox: (job, SHA-256)."""
    heard = exists().where(
        Inbox.channel == MediaJob.channel,
        Inbox.external_id == literal("voice:") + cast(MediaJob.id, String),
    )
    found = select(MediaJob.id, MediaJob.sha256).where(
        MediaJob.kind == "suara", MediaJob.status == "done", MediaJob.sha256.is_not(None),
        MediaJob.created_at > now - NOT_AFTER, ~heard,
    )  # fmt: skip
    row = session.execute(found.order_by(MediaJob.id).limit(1)).one_or_none()
    return (row.id, row.sha256) if row and row.sha256 else None


def _tell(tx: Session, job_id: int, text: str, *, now: datetime) -> None:
    job = tx.get(MediaJob, job_id)
    person = tx.get(Person, job.person_id) if job else None
    if job is None or person is None:
        return  # erased meanwhile
    inbox.add(
        tx, channel=job.channel, external_id=_named(job_id), sender=person.address,
        payload={"sorot": "transcript", "text": text}, now=now,
    )  # fmt: skip
