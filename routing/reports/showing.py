"""An officer says what of a report is fit for everybody: the resident's words, the city's answers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from nlu.for_everybody import for_everybody
from routing.city.catalogue import catalogue
from routing.domain.permissions import Action
from routing.domain.publicity import Publicity, WordsShown, words_seal
from routing.errors import Refused
from routing.reports.everybody import view
from routing.reports.officers_work import actor_of, take
from storage import events
from storage.event_kinds import EventKind
from storage.models import Message, Officer, Report


@dataclass(frozen=True)
class Sentence:
    """Something that may be shown: as everybody would read it, and whether they do. id: of the message."""

    id: int
    at: datetime
    text: str
    shown: bool


@dataclass(frozen=True)
class Showing:
    """What a report's page says of everybody. found: anybody can find the report; placed: with a point.

    seal: names the words as they are now. words: None where the city shows none yet.
    """

    found: bool
    placed: bool
    words: Sentence | None
    answers: tuple[Sentence, ...]
    seal: str


def showing(session: Session, report: Report, answers: Sequence[Message]) -> Showing:
    """How the report stands to everybody. answers: its messages to the resident."""
    city = catalogue(session)
    seen = view(city, report)
    seal = words_seal(report.text)
    words = Sentence(0, report.created_at, for_everybody(report.text), report.words_shown == seal)
    told = tuple(
        Sentence(one.id, one.created_at, for_everybody(one.text), one.shown) for one in answers if one.text
    )
    ticking = city.settings.public.words == WordsShown.TICKED and bool(report.text)
    return Showing(
        seen is not None, seen is not None and seen.point is not None, words if ticking else None, told, seal
    )


def set_shown(  # noqa: PLR0913 - the form's fields
    tx: Session, *, officer: Officer, report: Report, words: bool, answers: Collection[int], seal: str,
    now: datetime,
) -> Report:  # fmt: skip
    """Show exactly these: the words, if they are still those of `seal`, and the answers with these ids.

    Refused for words that changed while they were looked at, and for a report nobody may see at all.
    """
    report = take(tx, officer, report, Action.ANSWER)
    if words and seal != words_seal(report.text):
        raise Refused("kata_berubah", report.number)
    if (words or answers) and catalogue(tx).settings.public.of(report.category_code) == Publicity.NOT:
        raise Refused("tidak_untuk_umum", report.number)
    report.words_shown = seal if words else None
    told = select(Message).where(Message.report_id == report.id, Message.direction == "keluar")
    count = 0
    for message in tx.scalars(told.order_by(Message.id).with_for_update()):
        message.shown = message.id in answers
        count += message.shown
    report.updated_at = now
    data = {"words": words, "answers": count}
    events.record(tx, kind=EventKind.REPORT_SHOWN, actor=actor_of(officer), now=now, report=report, data=data)
    return report
