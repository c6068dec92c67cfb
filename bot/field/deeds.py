"""Doing what an officer wants in their chat: the panel's own use cases, with the panel's own refusals."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.field import look, photos, talk
from bot.field.known import Do, FieldDeed, FieldKnown, FieldTurn, HandIn, Unlink
from routing.domain.lifecycle import Status
from routing.errors import Refused
from routing.people import officer_chats
from routing.reports import accepting, officers_work, stale
from routing.reports.door import visible_to
from storage.db import attempt
from storage.models import Officer, Person, Report


def carry_out(
    tx: Session, turned: FieldTurn, *, officer: Officer, person: Person, known: FieldKnown, now: datetime
) -> FieldTurn:
    """The turn with its command done, and what is said of that; a refused one leaves no trace."""
    command = turned.command
    try:
        with attempt(tx):
            if isinstance(command, HandIn):
                photos.hand_in(tx, command, officer=officer, person=person, now=now)
            elif isinstance(command, Do):
                _do(tx, command, officer, now)
    except stale.Changed:
        assert isinstance(command, Do)
        return talk.changed(turned, command, look.task_of(tx, command.number, officer))
    except Refused as no:
        number = command.number if isinstance(command, Do | HandIn) else ""
        return talk.refused(turned, no.sentence, number)
    if isinstance(command, Do):
        return talk.done(turned, command, look.task_of(tx, command.number, officer), known)
    if isinstance(command, Unlink):
        officer_chats.end(tx, officer, by=officer, now=now)
    return turned


def _do(tx: Session, do: Do, officer: Officer, now: datetime) -> Report:
    report = visible_to(tx, officer).get(do.number, lock=True)
    stale.guard(tx, officer, report, do.version, now=now)
    match do.deed:
        case FieldDeed.ACCEPT:
            return accepting.accept(tx, officer=officer, report=report, now=now)
        case FieldDeed.DROP:
            return accepting.let_go(tx, officer=officer, report=report, reason=do.text, now=now)
        case FieldDeed.ANSWER:
            return officers_work.answer(
                tx, officer=officer, report=report, text=do.text, now=now, sure=do.sure,
                promises=do.promises,
            )  # fmt: skip
        case FieldDeed.ASK:
            return officers_work.ask(tx, officer=officer, report=report, text=do.text, now=now, sure=do.sure)
        case FieldDeed.FINISH | FieldDeed.REFUSE:
            to = Status.SELESAI if do.deed is FieldDeed.FINISH else Status.DITOLAK
            return officers_work.change_status(
                tx, officer=officer, report=report, to=to, reason=do.text, now=now, sure=do.sure,
                refusal=do.refusal,
            )  # fmt: skip
