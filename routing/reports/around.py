"""What an officer's deed looks at beside the report itself, asked in one statement.

Asked once the report is locked: what somebody else wrote while one waited for the lock is seen. What was
asked for the same report and officer before the deed began (`ahead`) is not asked again by it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Select, String, bindparam, func, literal, select, union_all
from sqlalchemy.orm import Session

from routing.reports.joined import under
from routing.reports.story import REPORT_ID
from storage.event_kinds import EventKind
from storage.gathered import ListsTogether
from storage.models import (
    Accusation,
    Event,
    Joined,
    Message,
    Officer,
    Person,
    Report,
    ReportMedia,
    Support,
)
from storage.models.base import UtcDateTime

AHEAD = "around"  # in Session.info
RESULT = "hasil"
K = EventKind
# What changes neither where a report stands nor what its resident knows.
QUIET = (
    K.REPORT_NOTED, K.REPORT_GIVEN, K.REPORT_LET_OUT, K.REPORT_SUPPORTED, K.REPORT_UNSUPPORTED,
    K.REPORT_REMINDED, K.REPORT_ROUTED, K.REPORT_SHOWN, K.REPORT_BUNDLED, K.REPORT_UNBUNDLED,
    K.PERSON_LOOKED_UP, K.PROMISE_NEAR, K.PROMISE_BROKEN,
)  # fmt: skip


@dataclass(frozen=True)
class Surroundings:
    """What stands around a report.

    newest: the newest event that counts and somebody but this officer made, 0 for none. under: what is joined
    to it. people: who filed it or supports it, as objects no session holds; supporting: ids of the latter.
    sent: what the officer sent lately to other reporters, each with a number of whom. photos: of the result.
    """

    report_id: int
    officer_id: int
    newest: int
    accused: Sequence[str]
    under: Sequence[Report]
    people: Sequence[Person]
    supporting: frozenset[int]
    sent: Sequence[tuple[str, int]]
    photos: Sequence[ReportMedia]


def ahead(
    tx: Session, officer: Officer, report: Report, *, now: datetime, sent_since: datetime | None = None
) -> Surroundings:
    """As `around`, for the deed that comes next too. sent_since: from when on what was sent is wanted."""
    kept = tx.info.get(AHEAD)
    if isinstance(kept, Surroundings) and (kept.report_id, kept.officer_id) == (report.id, officer.id):
        return kept
    found: Surroundings = _ask(tx, officer, report, sent_since or now)
    tx.info[AHEAD] = found
    return found


def around(tx: Session, officer: Officer, report: Report, *, now: datetime) -> Surroundings:
    """What stands around the report now: nothing was done yet since it was asked `ahead`."""
    found = ahead(tx, officer, report, now=now)
    del tx.info[AHEAD]
    return found


def accused_ahead(tx: Session, report: Report) -> bool:
    """What was asked ahead of this report tells that it complains of an office."""
    kept = tx.info.get(AHEAD)
    return isinstance(kept, Surroundings) and kept.report_id == report.id and bool(kept.accused)


def _ask(tx: Session, officer: Officer, report: Report, since: datetime) -> Surroundings:
    found = _AROUND.ask(
        tx, report_id=report.id, reporter=report.person_id, officer=officer.id,
        actor=f"petugas:{officer.id}", since=since,
    )  # fmt: skip
    return Surroundings(
        report.id, officer.id, found["newest"][0][0] or 0,
        accused=[row[0] for row in found["accused"]],
        under=under(tx, report) if found["under"] else (),
        people=list({row[0].id: row[0] for row in found["people"]}.values()),
        supporting=frozenset(row[0].id for row in found["people"] if row[1]),
        sent=[(row[0], row[1]) for row in found["sent"]],
        photos=[row[0] for row in found["photos"]],
    )  # fmt: skip


def _newest() -> Select[int]:
    theirs = (Event.actor != bindparam("actor", type_=String), *(Event.kind != kind for kind in QUIET))
    return select(func.max(Event.seq)).where(Event.report_id == REPORT_ID, *theirs)


def _accused() -> Select[str]:
    found = select(Accusation.agency_code).where(Accusation.report_id == REPORT_ID)
    return found.order_by(Accusation.agency_code)


def _under() -> Select[int]:
    return select(Joined.report_id).where(Joined.root_id == REPORT_ID).limit(1)


def _people() -> Select[Person, int]:
    reporter = bindparam("reporter", type_=BigInteger)
    supporting = select(Support.person_id, literal(1)).where(Support.report_id == REPORT_ID)
    known = union_all(
        select(reporter.label("person_id"), literal(0).label("supports")), supporting
    ).subquery()
    found = select(Person, known.c.supports).join(known, known.c.person_id == Person.id)
    return found.order_by(Person.id)


def _sent() -> Select[str, int]:
    """Who joined no report is told apart by the report."""
    mine = (Message.officer_id == bindparam("officer", type_=BigInteger), Message.direction == "keluar")
    others = Report.person_id.is_distinct_from(bindparam("reporter", type_=BigInteger))
    return (
        select(Message.text, func.coalesce(Report.person_id, -Report.id))
        .join(Report, Report.id == Message.report_id)
        .where(*mine, Message.created_at > bindparam("since", type_=UtcDateTime), others)
    )


def _photos() -> Select[ReportMedia]:
    return select(ReportMedia).where(ReportMedia.report_id == REPORT_ID, ReportMedia.purpose == RESULT)


_AROUND = ListsTogether(
    newest=_newest, accused=_accused, under=_under, people=_people, sent=_sent, photos=_photos
)  # fmt: skip
