"""What an officer has read: a report is unread once somebody else did something after it was last opened.

One look at the newest events of a page's reports; nothing is written when something happens.
"""

from collections.abc import Sequence

from sqlalchemy import and_, delete, func, select
from sqlalchemy.orm import Session

from storage import events
from storage.inserts import insert_for
from storage.models import Event, Officer, Report, ReportSeen

NOTHING = 0


def unread(session: Session, officer: Officer, reports: Sequence[Report]) -> set[int]:
    """Ids of those of these reports in which something happened that the officer has not seen; one query."""
    mine = and_(ReportSeen.report_id == Event.report_id, ReportSeen.officer_id == officer.id)
    newer = Event.seq > func.coalesce(ReportSeen.seq, officer.seen_seq)
    found = select(Event.report_id).outerjoin(ReportSeen, mine).where(
        Event.report_id.in_([report.id for report in reports]), newer, Event.actor != f"petugas:{officer.id}"
    )  # fmt: skip
    return {report_id for report_id in session.scalars(found.distinct()) if report_id is not None}


def opened(tx: Session, officer: Officer, report: Report, newest: int) -> None:
    """The officer has the report before them, with all that happened up to event `newest`."""
    _note(tx, officer, report, newest)


def unread_again(tx: Session, officer: Officer, report: Report) -> None:
    """To be looked at later: as if it had not been opened."""
    _note(tx, officer, report, NOTHING)


def read_all(tx: Session, officer: Officer) -> None:
    """All that has happened until now is read."""
    tx.execute(delete(ReportSeen).where(ReportSeen.officer_id == officer.id))
    tx.get_one(Officer, officer.id).seen_seq = events.last_seq(tx)


def _note(tx: Session, officer: Officer, report: Report, seq: int) -> None:
    new = insert_for(tx.get_bind().dialect.name, ReportSeen).values(
        officer_id=officer.id, report_id=report.id, seq=seq
    )
    tx.execute(new.on_conflict_do_update(index_elements=["officer_id", "report_id"], set_={"seq": seq}))
