"""What an officer had before them when they began to write, and whether it still holds when they save.

The form brings the version back. It is compared with the report's own events under its lock, so of two
officers who save at once the second is told what the first did, and nothing of theirs is lost or sent.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from routing.errors import Refused
from routing.reports import around
from storage.models import Event, Officer, Report

BETWEEN = "~"


@dataclass(frozen=True)
class Version:
    """A report as a page showed it: its newest event, and where it stood."""

    seq: int
    status: str
    category: str
    agency: str

    def __str__(self) -> str:
        return BETWEEN.join((str(self.seq), self.status, self.category, self.agency))


class Changed(Refused):
    """Somebody else did something meanwhile. since: what the officer had before them."""

    def __init__(self, since: Version) -> None:
        super().__init__("berubah_sementara", str(since))
        self.since = since


def version(report: Report, newest: int) -> Version:
    """Of a report as it now is, with the number of its newest event."""
    return Version(newest, report.status, report.category_code, report.agency_code)


def read(given: str) -> Version | None:
    """A version from a form; None where a program that knows of none sent the form."""
    parts = given.split(BETWEEN)
    if len(parts) != 4 or not (parts[0].isascii() and parts[0].isdigit() and len(parts[0]) < 16):
        return None
    return Version(int(parts[0]), *parts[1:])


def guard(tx: Session, officer: Officer, report: Report, given: str, *, now: datetime) -> None:
    """Changed when somebody else did something that counts since the version the form was made from."""
    since = read(given)
    if since is not None and around.ahead(tx, officer, report, now=now).newest > since.seq:
        raise Changed(since)


def others_acted(tx: Session, report: Report, since: ColumnElement[bool], *, but: int | None) -> bool:
    """Somebody but this officer did something that counts. since: of an event, that it came later."""
    theirs = (Event.kind.not_in(around.QUIET), Event.actor != f"petugas:{but}")
    found = select(Event.seq).where(Event.report_id == report.id, since, *theirs).limit(1)
    return tx.scalar(found) is not None
