"""What this office answered in reports most like one: for an officer to take up, never sent by itself.

Reports of the same kind that are finished, compared by their words; better rated ones come first among like
ones. Names, numbers and places of the other residents are masked as for everybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nlu.for_everybody import for_everybody
from routing.city.likeness import likeness_rules
from routing.domain.lifecycle import Status
from routing.domain.likeness import Gist
from routing.domain.likeness import read as gist
from routing.domain.promises import found as promised
from routing.reports.door import visible_to
from storage.models import Message, Officer, Report

COMPARED = 60  # of the newest finished ones
SHOWN = 3
LEAST = 0.12  # likeness below which a report says nothing about this one
SHORTEST = 20  # letters of an answer worth proposing
A_STAR, MIDDLE = 0.03, 3  # what one star is worth beside likeness; as many has a report nobody rated


@dataclass(frozen=True)
class Suggestion:
    """An answer of this office. percent: how like the report is. dated: it names a moment then ahead."""

    number: str
    percent: int
    rating: int | None
    text: str
    dated: bool


def suggested(session: Session, officer: Officer, report: Report) -> list[Suggestion]:
    """The answers given to the most alike finished reports, at most SHOWN; two queries.

    For a report that nobody has answered yet, what was said there first; else what was said last.
    """
    like = _alike(session, officer, report)
    said = _said(session, [other.id for other, _ in like], first=report.first_answered_at is None)
    found = [
        Suggestion(
            other.number, round(score * 100), other.rating, for_everybody(said[other.id].text),
            bool(promised(said[other.id].text, said[other.id].created_at)),
        )
        for other, score in like if other.id in said
    ]  # fmt: skip
    return found[:SHOWN]


def _alike(session: Session, officer: Officer, report: Report) -> list[tuple[Report, float]]:
    done = (
        visible_to(session, officer).select()
        .where(
            Report.agency_code == report.agency_code, Report.category_code == report.category_code,
            Report.status.in_((Status.SELESAI, Status.DITUTUP)), Report.id != report.id,
        )
        .order_by(Report.id.desc()).limit(COMPARED)
    )  # fmt: skip
    known = likeness_rules().known
    mine = gist(report.text, report.place, report.category_code, known)
    scored = [
        (other, _likeness(mine, gist(other.text, other.place, other.category_code, known)))
        for other in session.scalars(done)
    ]
    near = [(other, score) for other, score in scored if score >= LEAST]
    return sorted(near, key=lambda one: -(one[1] + A_STAR * (one[0].rating or MIDDLE)))


def _likeness(one: Gist, other: Gist) -> float:
    """The cosine of their words' n-grams, 0 to 1."""
    return sum(weight * other.grams.get(gram, 0.0) for gram, weight in one.grams.items())


def _said(session: Session, ids: Sequence[int], *, first: bool) -> dict[int, Message]:
    """Of each report the first or last answer long enough to be worth reading."""
    asked = select(Message).where(
        Message.report_id.in_(ids), Message.direction == "keluar", func.length(Message.text) >= SHORTEST
    )
    order = Message.id.desc() if first else Message.id  # the last one read stays
    return {one.report_id: one for one in session.scalars(asked.order_by(order))} if ids else {}
