"""What became of the news about a report: to its reporter one by one, to its supporters in numbers."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import BigInteger, Select, bindparam, select
from sqlalchemy.orm import Session

from routing.reports.story import REPORT_ID
from storage.models import Message, Outbox, Report
from storage.notice_kinds import Notice
from storage.outbox_states import ARRIVED


@dataclass(frozen=True)
class News:
    """A notice to the reporter and how far it came."""

    outbox: Outbox
    about: str


@dataclass(frozen=True)
class Reach:
    """Messages to many people: how many were put into the outbox, and how many stand where.

    left: given to the platform, no word back yet. arrived: shown on the other side.
    """

    people: int
    queued: int
    waiting: int
    left: int
    arrived: int
    failed: int


def question() -> Select[Outbox]:
    """SQL: notices about the report `report_id` to its reporter `reporter`, oldest first; officers' own
    messages stand in the chat."""
    said = select(Message.outbox_id).where(Message.report_id == REPORT_ID, Message.outbox_id.is_not(None))
    reporter = bindparam("reporter", type_=BigInteger)
    mine = select(Outbox).where(Outbox.report_id == REPORT_ID, Outbox.person_id == reporter)
    return mine.where(Outbox.key.is_not(None), Outbox.id.not_in(said)).order_by(Outbox.id)


def news(rows: Iterable[Outbox]) -> list[News]:
    """What `question` found, as it is shown."""
    return [News(row, Notice.of(row.key or "").about) for row in rows]


def to_others(session: Session, report: Report) -> Reach | None:
    """The news about this report to everyone but its reporter; None when there was none.

    What neighbours are asked is none: what they said of it stands beside the result. Nor is what an officer
    is told in their own chat.
    """
    none = (Notice.NEIGHBOUR, Notice.OFFICER)
    others = [Outbox.report_id == report.id, Outbox.key.is_not(None), Outbox.key.not_in(none)]
    if report.person_id is not None:
        others.append(Outbox.person_id != report.person_id)
    rows = session.execute(select(Outbox.person_id, Outbox.status).where(*others))
    return reach((person, status) for person, status in rows)


def reach(messages: Iterable[tuple[int, str]]) -> Reach | None:
    """(person, status) of each message, counted; None of none."""
    found = list(messages)
    if not found:
        return None
    by = Counter(status for _, status in found)
    return Reach(
        people=len({person for person, _ in found}), queued=by["queued"], waiting=by["waiting"],
        left=by["sent"], arrived=sum(by[status] for status in ARRIVED), failed=by["failed"],
    )  # fmt: skip
