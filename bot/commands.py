"""Doing what the dialogue decided, with routing's use cases, in the turn's transaction."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.dialogue.commands import Accept, AddToReport, Command, FileReport, Reopen, Withdraw
from bot.dialogue.known import Filed, Known
from bot.dialogue.state import Draft
from bot.media_jobs import attach
from routing import filing, residents
from storage.models import Person, Report


class Done:
    """What came of a turn's commands: the report filed (if one was) and the report the replies are about."""

    filed: Filed | None = None
    report_id: int | None = None


def execute(tx: Session, commands: Sequence[Command], *, person: Person, known: Known, now: datetime) -> Done:
    """Do the commands in order; routing.errors.Refused when a report changed meanwhile."""
    done = Done()
    for command in commands:
        if isinstance(command, FileReport):
            _file(tx, command.draft, done, person=person, known=known, now=now)
        else:
            done.report_id = _change(tx, command, person=person, now=now).id
    return done


def _file(tx: Session, draft: Draft, done: Done, *, person: Person, known: Known, now: datetime) -> None:
    told = filing.Draft(
        text=draft.text, category=draft.category, category_by=draft.category_by or "sistem",
        confidence=draft.confidence, needs_review=draft.review, kind=draft.kind, emergency=draft.emergency,
        lat=draft.point.lat if draft.point else None, lon=draft.point.lon if draft.point else None,
        kelurahan=draft.kelurahan, place=draft.place, facts=draft.facts,
    )  # fmt: skip
    made = filing.file_report(tx, told, person=person, channel=person.channel, now=now)
    report = tx.get_one(Report, made.report_id)
    report.track_key = secrets.token_urlsafe(12)
    attach(tx, report, draft.files, person=person, now=now)
    category = known.catalogue.categories.get(report.category_code)
    done.report_id = made.report_id
    done.filed = Filed(
        number=made.number, category=category.name if category else "", agency=made.agency_name,
        kelurahan=made.kelurahan_name, first_answer_due=made.first_answer_due,
        resolve_due=made.resolve_due, referred=made.referred, contact=made.contact,
        link=f"/lacak/{made.number}?kunci={report.track_key}",
    )  # fmt: skip


def _change(tx: Session, command: Command, *, person: Person, now: datetime) -> Report:
    match command:
        case AddToReport(number, text, files):
            report = residents.add_to_report(tx, number, person=person, text=text, now=now)
            attach(tx, report, files, person=person, now=now)
        case Withdraw(number):
            report = residents.withdraw(tx, number, person=person, now=now)
        case Accept(number):
            report = residents.accept(tx, number, person=person, now=now)
        case Reopen(number, reason):
            report = residents.reopen(tx, number, person=person, reason=reason, now=now)
        case _:
            raise TypeError(f"unknown command {command!r}")
    return report
