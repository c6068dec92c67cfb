"""News for the resident: catalogue keys with plain values; the sender puts them into words (bot/messages)."""

from datetime import datetime

from sqlalchemy.orm import Session

from storage import outbox
from storage.models import Outbox, Person, Report


def put(tx: Session, report: Report, key: str, *, now: datetime, **args: str) -> Outbox | None:
    """Queue a notice to who filed the report; None when nobody did (a sensor's alert)."""
    if report.person_id is None:
        return None
    person = tx.get_one(Person, report.person_id)
    return outbox.put(
        tx, person=person, now=now, key=key, args={"number": report.number, **args}, report_id=report.id
    )
