"""A message of somebody whose chat is an officer's: who answers it, and the whole turn where it is work."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.dialogue.types import Incoming, Reply
from bot.field import deeds, look, talk
from bot.field.known import FieldTalk, FieldTurn, Unlink
from bot.field.saying import button, reply
from bot.field.whose import RESULT, for_work
from routing.errors import Refused
from routing.people import officer_chats
from storage import limits, outbox
from storage.db import attempt
from storage.models import Officer, OfficerChat, Person, Report


class HeardAs(StrEnum):
    """Whose message it was. turned: a resident's from now on, because they are in danger; told so last."""

    WORK = "petugas"
    RESIDENTS = "warga"
    TURNED = "berganti"


def answer(tx: Session, message: Incoming, *, person: Person, danger: bool, now: datetime) -> HeardAs:
    """Answers it as officers are answered, where it is not a resident's. danger: the words tell of some."""
    if person.blocked_at is not None:
        return HeardAs.RESIDENTS
    if message.text and (code := officer_chats.code_in(message.text)):
        _put(tx, FieldTurn(FieldTalk(), (_link(tx, code, person, now),)), message, person, now)
        return HeardAs.WORK
    found = officer_chats.of_person(tx, person)
    if found is None:  # a photo fetched for whose chat it no longer is is told to nobody
        return HeardAs.WORK if message.kind == RESULT else HeardAs.RESIDENTS
    row, officer = found
    stood = FieldTalk.from_json(row.state)
    if not for_work(message, stood, as_resident=row.as_resident, danger=danger):
        if row.as_resident or not danger or message.button is not None:
            return HeardAs.RESIDENTS
        row.as_resident = True
        return HeardAs.TURNED
    turned = _turn(tx, stood, message, row, officer, person, now)
    _put(tx, turned, message, person, now)
    return HeardAs.WORK


def tell_turned(tx: Session, *, person: Person, now: datetime) -> None:
    """HeardAs words are a resident's now learns how to go back to work."""
    said = reply("as-resident", button("petugas"))
    outbox.put(tx, person=person, now=now, text=said.text, extras=said.extras())


def _turn(  # noqa: PLR0913 - what a turn is made of
    tx: Session, stood: FieldTalk, message: Incoming, row: OfficerChat, officer: Officer, person: Person,
    now: datetime,
) -> FieldTurn:  # fmt: skip
    known = look.read(tx, message, talk=stood, officer=officer, person=person, now=now)
    turned = talk.turn(stood, message, known)
    if turned.command is not None:
        turned = deeds.carry_out(tx, turned, officer=officer, person=person, known=known, now=now)
    if isinstance(turned.command, Unlink):
        return replace(turned, said=(reply("unlinked"),))
    back = row.as_resident and turned.as_resident is False
    if turned.as_resident is not None:
        row.as_resident = turned.as_resident
    row.state = turned.talk.to_json()
    return replace(turned, said=(reply("as-officer"), *turned.said)) if back else turned


def _link(tx: Session, code: str, person: Person, now: datetime) -> Reply:
    try:
        officer_chats.guess(tx, person, now=now)  # stays counted whatever comes of it
        with attempt(tx):
            officer = officer_chats.link(tx, code, person=person, now=now)
    except limits.TooMany:
        return reply("link-wait")
    except Refused as no:
        return Reply(no.sentence)
    return reply("linked", officer=officer.name)


def _put(tx: Session, turned: FieldTurn, message: Incoming, person: Person, now: datetime) -> None:
    number = turned.talk.number
    about = tx.scalar(select(Report.id).where(Report.number == number)) if number else None
    for index, said in enumerate(turned.said):
        if index == 0 and message.kind != RESULT:
            said = replace(said, answers=message.external_id)
        outbox.put(tx, person=person, now=now, text=said.text, extras=said.extras(), report_id=about)
