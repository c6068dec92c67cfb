"""News for residents: catalogue keys with plain values; the sender puts them into words (bot/messages)."""

from datetime import datetime

from sqlalchemy.orm import Session

from routing.reports.supporting import supporters
from storage import outbox
from storage.models import Media, Person, Report
from storage.notice_kinds import Notice


def put(tx: Session, report: Report, notice: Notice, *, now: datetime, **args: str) -> outbox.Queued | None:
    """Queue a notice to who filed the report, and its news to those who support it.

    The reporter's row, None when there is no reporter (a sensor's alert, a person who had themselves erased).
    """
    if notice.supporters:
        tell_supporters(tx, report, Notice.of(notice.supporters), now=now, **_for_others(tx, args))
    if report.person_id is None:
        return None
    person = tx.get_one(Person, report.person_id)
    return outbox.put(
        tx, person=person, now=now, key=notice, args={"number": report.number, **args}, report_id=report.id
    )


def _for_others(tx: Session, args: dict[str, str]) -> dict[str, str]:
    """The same, with the public copy of a picture: faces and number plates are for reporter and officers."""
    media = tx.get(Media, args["picture"]) if "picture" in args else None
    rest = {name: value for name, value in args.items() if name != "picture"}
    return {**rest, "picture": media.public_sha256} if media and media.public_sha256 else rest


def tell_supporters(tx: Session, report: Report, notice: Notice, *, now: datetime, **args: str) -> None:
    """Queue news to everybody who supports the report and can be reached."""
    for person in supporters(tx, report):
        outbox.put(
            tx,
            person=person,
            now=now,
            key=notice,
            args={"number": report.number, **args},
            report_id=report.id,
        )
