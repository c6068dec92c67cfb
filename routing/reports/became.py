"""What became of a joined report's matter: the state, steps and answers of the report it was joined to.

Only what the city did is told, and only of a report that everybody may see; nothing of its reporter, not even
its number.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.reports.everybody import Answer, PublicStep, in_words, view, with_answers
from routing.reports.joined import head_of
from routing.reports.public_door import is_open
from storage.event_kinds import PUBLIC, EventKind
from storage.models import Event, Joined, Report


@dataclass(frozen=True)
class Became:
    """report: whose state and dates hold. steps: the city's since then. answers: ticked for everybody."""

    report: Report
    steps: Sequence[PublicStep]
    answers: Sequence[Answer]


def became(session: Session, report: Report) -> Became | None:
    """None where the report is not joined, or joined to one that nobody else may see."""
    joined = session.get(Joined, report.id)
    head = head_of(session, report)
    if joined is None or not is_open(head):
        return None
    since = select(Event).where(Event.report_id == head.id, *_of_the_city(joined)).order_by(Event.seq)
    seen = view(catalogue(session), head)
    answers = with_answers(session, [seen])[0].answers if seen else ()
    return Became(
        head, in_words(session.scalars(since)), [one for one in answers if one.at >= joined.created_at]
    )


def _of_the_city(joined: Joined) -> tuple[ColumnElement[bool], ...]:
    by_the_city = or_(Event.actor == "sistem", Event.actor.startswith("petugas:"))
    told = [kind for kind in PUBLIC if kind != EventKind.REPORT_GAINED]
    return (Event.at >= joined.created_at, by_the_city, Event.kind.in_(told))
