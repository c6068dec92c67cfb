"""An officer gives the end of a report another date: with a reason, within the role's limits, and told."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.deadline_book import Cause
from routing.domain.lifecycle import WITH_THE_CITY
from routing.domain.moving import end_of, furthest, refusal
from routing.domain.permissions import Action
from routing.errors import BadInput, NotAllowed, Refused
from routing.reports import clocks, doubts, notices
from routing.reports.around import around
from routing.reports.officers_work import actor_of, take
from routing.texts import OFFICER_MAX, clean
from storage import events
from storage.event_kinds import EventKind
from storage.models import Officer, Report
from storage.notice_kinds import Notice

NOT_ALLOWED = frozenset({"tidak_boleh_mundur", "sudah_terlalu_sering", "tanggal_terlalu_jauh"})


@dataclass(frozen=True)
class Room:
    """What an officer may still do: the first and the last day (local), how often, and the reasons."""

    first: date
    last: date
    times: int
    causes: tuple[Cause, ...]


def move_end(  # noqa: PLR0913 - the fields of its form
    tx: Session, *,
    officer: Officer, report: Report, day: date | None, cause: str, words: str, now: datetime, sure: str = "",
) -> Report:  # fmt: skip
    """Promise the end for another day, at the office's closing. Reporter and supporters hear of it.

    cause: code of one of the city's reasons; words: what the officer adds. The report counts as moved from
    then on, never as kept. Refused, NotAllowed and BadInput leave everything as it was.
    """
    report = take(tx, officer, report, Action.POSTPONE)
    if report.status not in WITH_THE_CITY:
        raise Refused("jam_tidak_berjalan", report.number)
    city = catalogue(tx)
    chosen = next((one for one in city.deadlines.book.causes if one.code == cause), None)
    if chosen is None:
        raise BadInput("alasan_mundur_tidak_ada", cause)
    if day is None:
        raise BadInput("tanggal_mundur_salah", report.number)
    words = clean(words, limit=OFFICER_MAX)
    calendar = city.deadlines.calendar_of(report.agency_code)
    code = refusal(
        day, city.deadlines.book.limits.get(officer.role), moved=report.moved, due_at=report.resolve_due,
        now=now, calendar=calendar,
    )  # fmt: skip
    if code:
        raise (NotAllowed if code in NOT_ALLOWED else BadInput)(code, report.number)
    here = around(tx, officer, report, now=now)
    doubts.guard(tx, officer, report, words, here=here, sure=sure)
    before = report.resolve_due
    clocks.set_end(tx, report, end_of(day, calendar), now=now)
    report.moved += 1
    report.updated_at = now
    data = {
        "cause": chosen.code, "due_from": before.isoformat(), "due_to": report.resolve_due.isoformat(),
        "times": report.moved,
    }  # fmt: skip
    events.record(
        tx, kind=EventKind.DEADLINE_MOVED, actor=actor_of(officer), now=now, report=report, reason=words,
        data=data,
    )  # fmt: skip
    notices.put(
        tx, report, Notice.MOVED, now=now, here=here, agency=city.agencies[report.agency_code].name,
        date=report.resolve_due.isoformat(), reason=f"{chosen.sentence} {words}".strip(),
    )  # fmt: skip
    return report


def room(tx: Session, officer: Officer, report: Report, *, now: datetime) -> Room | None:
    """How this officer may still move the report's end; None where they may not, or it does not run."""
    city = catalogue(tx)
    book, limit = city.deadlines.book, city.deadlines.book.limits.get(officer.role)
    if report.status not in WITH_THE_CITY or limit is None or not book.causes or report.moved >= limit.times:
        return None
    calendar = city.deadlines.calendar_of(report.agency_code)
    least = max(report.resolve_due, now)
    days = (clocks.day_of(closes) for _, closes in calendar.shifts(least))
    last = furthest(limit, due_at=report.resolve_due, now=now, calendar=calendar)
    return Room(next(days), clocks.day_of(last), limit.times - report.moved, book.causes)
