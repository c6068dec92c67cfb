"""Doing what the dialogue decided, with routing's use cases, in the turn's transaction."""

import logging
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot import personal
from bot.dialogue.commands import (
    Accept,
    AddToReport,
    CallOperator,
    Calls,
    CancelCall,
    Command,
    CorrectReport,
    ExplainRating,
    FileReport,
    Flag,
    Identify,
    LookForSame,
    Personal,
    Rate,
    Reopen,
    StopSupport,
    SupportReport,
    TellNeighbour,
    TellOperator,
    Turn,
    Urge,
    Withdraw,
)
from bot.dialogue.known import Exported, Known, NeighbourTold, Polled, Receipt, Supported, Watched
from bot.dialogue.state import Draft, Similar
from bot.dialogue.turn import after, after_refused
from bot.foreseen import new_report
from bot.media_jobs import attach
from routing.city.catalogue import catalogue
from routing.domain import tracking_keys
from routing.domain.neighbours import Said
from routing.errors import NotFound, Refused
from routing.people import calls, misuse
from routing.reports import correcting, filing, neighbours, residents, same_matter, supporting
from storage import limits
from storage.db import attempt
from storage.models import Person, Report

log = logging.getLogger(__name__)
MOST_IN_A_ROW = 4  # a turn's commands, then those of what is said about them


class Done:
    """What came of a turn's commands, for the dialogue to speak of; and the report its replies are about."""

    result: Receipt | Supported | Similar | Watched | Exported | Polled | NeighbourTold | None = None
    report_id: int | None = None


def carry_out(
    tx: Session, decided: Turn, *, person: Person, known: Known, now: datetime
) -> tuple[Turn, int | None]:
    """The turn with its commands done and what is said about that, and the report it is about.

    A refused command leaves no trace, nor does one too many of its kind (storage.limits.TooMany). What is
    said may bring up a parked draft, for which something is looked up in its turn.
    """
    report_id = None
    for _ in range(MOST_IN_A_ROW):
        wanted, decided = decided.commands, replace(decided, commands=())
        if not wanted:
            break
        try:
            with nullcontext() if _only_looks(wanted) else attempt(tx):
                done = execute(tx, wanted, person=person, known=known, now=now)
        except Refused as refused:
            log.info("a turn's command was refused: %s", refused)
            number = next((n for command in wanted if (n := getattr(command, "number", ""))), "")
            return after_refused(decided, number, known), None
        report_id = report_id or done.report_id
        if done.result is not None:
            decided = after(decided, done.result, known)
    return decided, report_id


def _only_looks(commands: Sequence[Command]) -> bool:
    """Whether there is nothing that could be refused halfway."""
    return all(isinstance(command, LookForSame) for command in commands)


def execute(tx: Session, commands: Sequence[Command], *, person: Person, known: Known, now: datetime) -> Done:
    """Do the commands in order; routing.errors.Refused when a report changed meanwhile."""
    done = Done()
    for command in commands:
        if isinstance(command, FileReport):
            _file(tx, command.draft, done, person=person, known=known, now=now)
        elif isinstance(command, Flag):
            misuse.note_abuse(tx, person, now=now)
        elif isinstance(command, Calls):
            _call(tx, command, person=person, now=now)
        elif isinstance(command, Personal):
            done.result = personal.do(tx, command, person=person, now=now) or done.result
        elif isinstance(command, LookForSame):
            done.result = _look(tx, command.draft, person=person, now=now) or done.result
        elif isinstance(command, SupportReport):
            _count(tx, "support", person=person, known=known, now=now)
            _support(tx, command, done, person=person, now=now)
        elif isinstance(command, TellNeighbour):
            _tell_neighbour(tx, command, done, person=person, now=now)
        else:
            done.report_id = _change(tx, command, person=person, now=now).id
    return done


def _call(tx: Session, command: Calls, *, person: Person, now: datetime) -> None:
    match command:
        case CallOperator(kind, text, other):
            calls.place(tx, person, kind=kind, text=text, of_another=other, now=now)
        case TellOperator(text):
            calls.tell(tx, person, text=text, now=now)
        case CancelCall():
            calls.cancel(tx, person, now=now)


def _count(tx: Session, door: str, *, person: Person, known: Known, now: datetime) -> None:
    """limits.TooMany when this person, their network or everybody has made too many of late."""
    limits.take(tx, door, now=now, person=f"person:{person.id}", address=known.network or None)


def _file(tx: Session, draft: Draft, done: Done, *, person: Person, known: Known, now: datetime) -> None:
    if not draft.emergency:  # danger is never told to come back later
        _count(tx, "report", person=person, known=known, now=now)
    told = replace(new_report(draft, known.catalogue), track_key=tracking_keys.new())
    if draft.called:
        person.called = draft.called
    made = filing.file_report(tx, told, person=person, channel=person.channel, now=now)
    report = tx.get_one(Report, made.report_id)
    attach(tx, report, draft.files, person=person, now=now)
    category = known.catalogue.categories.get(report.category_code)
    done.report_id = made.report_id
    done.result = Receipt(
        number=made.number, category=category.name if category else "", agency=made.agency_name,
        kelurahan=made.kelurahan_name, first_answer_due=made.first_answer_due,
        resolve_due=made.resolve_due, referred=made.referred, contact=made.contact,
        link=f"/lacak/{made.number}#kunci={told.track_key}", others=made.others,
    )  # fmt: skip


def _look(tx: Session, draft: Draft, *, person: Person, now: datetime) -> Similar | None:
    point = (draft.point.lat, draft.point.lon) if draft.point and draft.exact else None
    spot = same_matter.Spot(draft.kelurahan or "", point, draft.place)
    found = same_matter.find(
        tx, draft.category or "", spot, person_id=person.id, now=now, apart=draft.apart, text=draft.text
    )  # fmt: skip
    if found is None:
        return None
    category = catalogue(tx).categories.get(found.category)
    return Similar(
        found.number, category.name if category else found.category, found.status, found.metres,
        found.created_at.timestamp(), found.own,
    )  # fmt: skip


def _support(tx: Session, command: SupportReport, done: Done, *, person: Person, now: datetime) -> None:
    report = supporting.support(tx, command.number, person=person, text=command.draft.text, now=now)
    attach(tx, report, command.draft.files, person=person, now=now)
    agency = catalogue(tx).agencies.get(report.agency_code)
    name = agency.name if agency else report.agency_code
    done.report_id = report.id
    short = tracking_keys.short_of(report.track_key) if report.track_key else ""
    done.result = Supported(report.number, name, report.status, report.supporters, short)


def _tell_neighbour(
    tx: Session, command: TellNeighbour, done: Done, *, person: Person, now: datetime
) -> None:  # fmt: skip
    """Only who was asked has anything to tell; nothing is refused aloud about a report of somebody else."""
    said, words = (Said.DONE if command.done else Said.NOT_DONE), bool(command.text or command.files)
    state = "kept"
    try:
        report = neighbours.answer(tx, command.number, person=person, said=said, text=command.text, now=now)
        attach(tx, report, command.files, person=person, now=now)
    except NotFound:
        state = "unknown"
    except Refused:
        state = "over"
    done.result = NeighbourTold(command.number, command.done, state, words)


def _change(tx: Session, command: Command, *, person: Person, now: datetime) -> Report:
    match command:
        case AddToReport(number, text, files):
            report = residents.add_to_report(tx, number, person=person, text=text, now=now)
            attach(tx, report, files, person=person, now=now)
        case StopSupport(number):
            report = supporting.stop(tx, number, person=person, now=now)
        case Withdraw(number):
            report = residents.withdraw(tx, number, person=person, now=now)
        case Accept(number):
            report = residents.accept(tx, number, person=person, now=now)
        case Identify(number, privacy, called):
            report = filing.set_privacy(tx, number, person=person, privacy=privacy, now=now)
            person.called = called or person.called
        case Rate(number, stars):
            report = residents.rate(tx, number, person=person, stars=stars, now=now)
        case CorrectReport():
            report = correcting.correct(
                tx, command.number, person=person, new=command.new, old=command.old, place=command.place,
                kelurahan=command.kelurahan, point=command.point, category=command.category, now=now,
            )  # fmt: skip
        case Urge(number):
            report = residents.urge(tx, number, person=person, now=now)
        case ExplainRating(number, text):
            report = residents.explain_rating(tx, number, person=person, text=text, now=now)
        case Reopen(number, reason):
            report = residents.reopen(tx, number, person=person, reason=reason, now=now)
        case _:
            raise TypeError(f"unknown command {command!r}")
    return report
