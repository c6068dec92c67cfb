"""News for residents: catalogue keys with plain values; the sender puts them into words (bot/messages)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from routing.reports.around import Surroundings
from routing.reports.joined import under
from routing.reports.public_door import is_open
from routing.reports.supporting import supporters
from storage import outbox
from storage.models import Media, Person, Report
from storage.notice_kinds import Notice


@dataclass(frozen=True)
class Told:
    """A reporter who is told under the number of this report; None where another row tells them already."""

    report: Report
    outbox_id: int | None


def put(
    tx: Session, report: Report, notice: Notice, *,
    now: datetime, here: Surroundings | None = None, **args: str,
) -> list[Told]:  # fmt: skip
    """Queue a notice to who filed the report or one joined to it, its news to who supports any of them.

    Everybody once, whatever they filed and support. Empty when there is no reporter (a sensor's alert, a
    person who had themselves erased). here: what stands around the report, where that is known.
    """
    theirs = under(tx, report) if here is None else here.under
    return _put(tx, (report, *theirs), notice, now, args, here)[0]


def put_own(tx: Session, report: Report, notice: Notice, *, now: datetime, **args: str) -> list[Told]:
    """The same, not to those of joined reports."""
    return _put(tx, (report,), notice, now, args)[0]


def put_all(
    tx: Session, reports: Sequence[Report], notice: Notice, *, now: datetime, **args: str
) -> tuple[list[Told], int]:
    """One notice to all who filed or support any of these; and how many people that were."""
    return _put(tx, reports, notice, now, args)


def _put(
    tx: Session, reports: Sequence[Report], notice: Notice, now: datetime, args: dict[str, str],
    here: Surroundings | None = None,
) -> tuple[list[Told], int]:  # fmt: skip
    others = _for_others(tx, args) if len(reports) > 1 or notice.supporters else {}
    told: dict[int, int] = {}
    found = []
    for one in reports:
        if one.person_id is None:
            continue
        if one.person_id not in told:
            person = _person(tx, one.person_id, here)
            told[person.id] = _queue(tx, one, person, notice, now, args if one is reports[0] else others)
            found.append(Told(one, told[person.id]))
        else:
            found.append(Told(one, None))
    if notice.supporters:
        for one in reports:
            _tell(tx, one, Notice.of(notice.supporters), now, others, told, here)
    return found, len(told)


def tell_others(
    tx: Session, report: Report, notice: Notice, *,
    now: datetime, joined: Notice | None = None, but: int | None = None, **args: str,
) -> None:  # fmt: skip
    """Queue news to everybody but one person (by default the reporter).

    joined: to who filed this report and those joined to it; notice: to who supports them.
    """
    but = report.person_id if but is None else but
    told = {but: 0} if but is not None else {}
    theirs = under(tx, report)
    for one in (report, *theirs):
        if joined and one.person_id is not None and one.person_id not in told:
            told[one.person_id] = _queue(tx, one, tx.get_one(Person, one.person_id), joined, now, args)
    for one in (report, *theirs):
        _tell(tx, one, notice, now, args, told)


def _tell(
    tx: Session, report: Report, notice: Notice, now: datetime, args: dict[str, str], told: dict[int, int],
    here: Surroundings | None = None,
) -> None:  # fmt: skip
    """To who supports it; nobody does, for all they hear, once it is secret."""
    if not is_open(report):
        return
    mine = here if here is not None and here.report_id == report.id else None
    for person in _supporting(report, mine) if mine else supporters(tx, report):
        if person.id not in told:
            told[person.id] = _queue(tx, report, person, notice, now, args)


def _person(tx: Session, person_id: int, here: Surroundings | None) -> Person:
    known = here.people if here is not None else ()
    return next((one for one in known if one.id == person_id), None) or tx.get_one(Person, person_id)


def _supporting(report: Report, here: Surroundings) -> list[Person]:
    """As `supporters`."""
    if not report.supporters:
        return []
    reached = [one for one in here.people if one.unreachable_at is None and one.blocked_at is None]
    return [one for one in reached if one.id in here.supporting]


def _queue(
    tx: Session, report: Report, person: Person, notice: Notice, now: datetime, args: dict[str, str]
) -> int:  # fmt: skip
    named = {"number": report.number, **args}
    return outbox.put(tx, person=person, now=now, key=notice, args=named, report_id=report.id).id


def _for_others(tx: Session, args: dict[str, str]) -> dict[str, str]:
    """The same, with the public copy of a picture: faces and number plates are for reporter and officers."""
    rest = {name: value for name, value in args.items() if name != "picture"}
    if "picture" not in args:
        return rest
    named = or_(Media.sha256 == args["picture"], Media.public_sha256 == args["picture"])
    public = tx.scalar(select(Media.public_sha256).where(named).limit(1))
    return {**rest, "picture": public} if public else rest
