"""Photos of finished work from an officer's chat: fetched as residents' are, then the panel's own rules.

The officer hears when each is kept, and why where it is not; only then is the work told as done.
"""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.field.known import HandIn
from bot.field.saying import tell
from bot.field.whose import RESULT
from routing.domain.permissions import Action
from routing.errors import Refused
from routing.reports import handing_in
from routing.reports.door import visible_to
from routing.reports.officers_work import take
from storage import bells, inbox
from storage.db import attempt
from storage.media import Taken
from storage.models import MediaJob, Officer, Person, Report


def hand_in(tx: Session, command: HandIn, *, officer: Officer, person: Person, now: datetime) -> None:
    """Have them fetched; Refused when this officer cannot hand in any (more) of this report."""
    report = take(tx, officer, visible_to(tx, officer).get(command.number), Action.STATUS)
    coming = select(func.count(MediaJob.id)).where(
        MediaJob.report_id == report.id, MediaJob.officer_id.is_not(None), MediaJob.status == "new"
    )
    files = [file for file in command.files if file.kind == "foto"]
    if len(files) + (tx.scalar(coming) or 0) > handing_in.left(tx, report):
        raise Refused("foto_hasil_penuh", report.number)
    for file in files:
        job = MediaJob(
            channel=person.channel, file_ref=file.id, person_id=person.id, kind="foto", status="new",
            report_id=report.id, officer_id=officer.id, attempts=0, next_try_at=now, created_at=now,
        )  # fmt: skip
        tx.add(job)
        tx.flush()
        bells.ring(tx, "media", job.id)


def arrived(tx: Session, job: MediaJob, taken: Taken, *, now: datetime) -> None:
    """One is stored: it becomes the report's by the rules that hold now."""
    report, why = tx.get_one(Report, job.report_id), ""
    officer = tx.get(Officer, job.officer_id)
    try:
        with attempt(tx):
            if officer is None or job.sha256 is None:
                raise Refused("tidak_berwenang")
            handing_in.add_result(tx, officer=officer, report=report, sha256=job.sha256, now=now, taken=taken)
    except Refused as no:
        why = no.sentence
    _say(tx, job, report.number, why, now)
    tx.delete(job)  # the photo is the report's now, and nobody else's


def refused(tx: Session, job: MediaJob, *, now: datetime) -> None:
    """One will never be had."""
    _say(tx, job, tx.get_one(Report, job.report_id).number, tell("photo-broken"), now)
    tx.delete(job)


def _say(tx: Session, job: MediaJob, number: str, why: str, now: datetime) -> None:
    """The talk hears of it as of a message."""
    address = tx.get_one(Person, job.person_id).address
    inbox.add(
        tx, channel=job.channel, external_id=f"hasil:{job.id}", sender=address,
        payload={"sorot": RESULT, "number": number, "why": why}, now=now,
    )  # fmt: skip
