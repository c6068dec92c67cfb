"""What the city asks its residents: made, answered once by each, counted when it is over.

Until then nobody sees how it stands, and who chose what is told to nobody but the resident; afterwards only
the counts are left.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from routing.errors import BadInput, NotFound
from storage import events
from storage.event_kinds import EventKind
from storage.inserts import insert_once
from storage.models import Officer, Person, Poll, PollVote

LONGEST_QUESTION, LONGEST_CHOICE = 300, 60
FEWEST, MOST = 2, 8  # choices
LONGEST = timedelta(days=92)
SHOWN = 50


def make(
    tx: Session, *, question: str, choices: Sequence[str], closes_at: datetime, by: Officer, now: datetime
) -> Poll:
    """A poll that is open at once. BadInput for what cannot be asked."""
    asked, given = " ".join(question.split()), [" ".join(one.split()) for one in choices if one.strip()]
    if not 5 <= len(asked) <= LONGEST_QUESTION or not asked.isprintable():
        raise BadInput("jajak_pertanyaan")
    distinct = {one.casefold() for one in given}
    fits = all(len(one) <= LONGEST_CHOICE and one.isprintable() for one in given)
    if not (FEWEST <= len(given) <= MOST and len(distinct) == len(given) and fits):
        raise BadInput("jajak_pilihan")
    if not now < closes_at <= now + LONGEST:
        raise BadInput("jajak_tutup")
    made = Poll(question=asked, choices=given, created_by=by.id, created_at=now, closes_at=closes_at)
    tx.add(made)
    tx.flush()
    actor = f"petugas:{by.id}"
    events.record(tx, kind=EventKind.POLL_MADE, actor=actor, now=now, data={"poll": made.id})
    return made


def is_open(poll: Poll, now: datetime) -> bool:
    """Whether residents may still answer."""
    return poll.counts is None and now < poll.closes_at


def still_open(session: Session, *, now: datetime) -> list[Poll]:
    """Those that may be answered, the one that ends first before the others."""
    found = select(Poll).where(Poll.counts.is_(None), Poll.closes_at > now).order_by(Poll.closes_at, Poll.id)
    return list(session.scalars(found))


def over(session: Session) -> list[Poll]:
    """Those that are counted, the newest first."""
    found = select(Poll).where(Poll.counts.is_not(None)).order_by(Poll.closes_at.desc(), Poll.id.desc())
    return list(session.scalars(found.limit(SHOWN)))


def answered(session: Session, polls: Sequence[Poll]) -> dict[int, int]:
    """How many have answered each so far, for officers; how they answered is told when it is over."""
    ids = [poll.id for poll in polls]
    counted = select(PollVote.poll_id, func.count()).where(PollVote.poll_id.in_(ids))
    return {int(row[0]): int(row[1]) for row in session.execute(counted.group_by(PollVote.poll_id))}


def vote(tx: Session, poll_id: int, *, person: Person, choice: int, now: datetime) -> bool:
    """The person's one answer; a later one takes its place. False where it cannot be answered (any more)."""
    poll = tx.get(Poll, poll_id, with_for_update={"read": True})
    if poll is None or not is_open(poll, now) or not 0 <= choice < len(poll.choices):
        return False
    said = {"choice": choice, "at": now}
    if not insert_once(
        tx, PollVote, unique=["poll_id", "person_id"], poll_id=poll_id, person_id=person.id, **said
    ):  # fmt: skip
        mine = (PollVote.poll_id == poll_id, PollVote.person_id == person.id)
        tx.execute(update(PollVote).where(*mine).values(**said))
    return True


def close(tx: Session, poll_id: int, *, by: Officer, now: datetime) -> None:
    """Ends it before its time. NotFound where there is none that is open."""
    poll = tx.get(Poll, poll_id, with_for_update=True)
    if poll is None or poll.counts is not None:
        raise NotFound("jajak_tidak_ada")
    poll.closes_at = min(poll.closes_at, now)
    _count(tx, poll)
    actor = f"petugas:{by.id}"
    events.record(tx, kind=EventKind.POLL_CLOSED, actor=actor, now=now, data={"poll": poll.id})


def count_due(tx: Session, *, now: datetime) -> int:
    """Counts those that are over, and forgets who answered; how many."""
    due = select(Poll).where(Poll.counts.is_(None), Poll.closes_at <= now).order_by(Poll.id)
    found = tx.scalars(due.with_for_update(skip_locked=True)).all()
    for poll in found:
        _count(tx, poll)
        data = {"poll": poll.id}
        events.record(tx, kind=EventKind.POLL_CLOSED, actor="sistem", now=now, data=data)
    return len(found)


def _count(tx: Session, poll: Poll) -> None:
    counted = select(PollVote.choice, func.count()).where(PollVote.poll_id == poll.id)
    rows = {int(row[0]): int(row[1]) for row in tx.execute(counted.group_by(PollVote.choice))}
    poll.counts = [rows.get(place, 0) for place in range(len(poll.choices))]
    tx.execute(delete(PollVote).where(PollVote.poll_id == poll.id))


def rows(session: Session) -> list[list[str]]:
    """The results as a table, its first row the names of the columns."""
    table = [["nomor", "pertanyaan", "dibuka", "ditutup", "pilihan", "suara"]]
    for poll in over(session):
        when = [poll.created_at.isoformat(timespec="seconds"), poll.closes_at.isoformat(timespec="seconds")]
        for choice, many in zip(poll.choices, poll.counts or (), strict=True):
            table.append([str(poll.id), poll.question, *when, choice, str(many)])
    return table
