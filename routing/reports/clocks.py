"""The clocks of a report: what was promised, by which row, how far it has run, when the ladder looks next.

The two dates stand in the report itself; whatever changes one goes through here, so that the ladder follows.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from routing.city.catalogue import Catalogue, catalogue
from routing.city.deadline_city import Terms
from routing.domain import ladder
from routing.domain.deadline_table import DeadlineKind, Promised
from routing.domain.deadlines import Calendar, Unit, advanced, due, resumed
from routing.domain.ladder import Run
from routing.domain.lifecycle import OPEN, WITH_THE_CITY, Status
from routing.domain.rule_fields import wait_text
from storage import events
from storage.clock import LOCAL
from storage.event_kinds import EventKind
from storage.models import Deadline, Report


def promise(
    city: Catalogue, report: Report, *, start: datetime, agency: str = "", unit: str = ""
) -> Terms:  # fmt: skip
    """The terms of a report that counts from `start`, were it with this agency (by default with its own)."""
    return city.terms(
        report.category_code, emergency=report.emergency, start=start, agency=agency or report.agency_code,
        unit=unit or report.unit_code or "", urgency=report.urgency,
    )  # fmt: skip


def set_dates(report: Report, terms: Terms) -> None:
    """A new report's dates, before it is stored."""
    report.first_answer_due, report.resolve_due = terms.first_answer_due, terms.resolve_due


def begin(tx: Session, report: Report, terms: Terms, *, now: datetime) -> None:
    """Start both clocks of a report that has just been stored with these dates."""
    city = catalogue(tx)
    for clock, promised in ((DeadlineKind.FIRST, terms.first), (DeadlineKind.END, terms.end)):
        row = Deadline(report_id=report.id, clock=clock.value, round=1)
        _put(row, _started(city, report, promised, start=now), _why(city, report, promised, start=now))
        row.office = report.agency_code
        tx.add(row)
        _arm(city, report, row)


def begin_check(tx: Session, report: Report, *, now: datetime) -> None:
    """The result waits for somebody to look at it: their time counts from now, each time it is delivered."""
    city = catalogue(tx)
    row = tx.get(Deadline, (report.id, DeadlineKind.CHECK.value))
    if row is None:
        row = Deadline(report_id=report.id, clock=DeadlineKind.CHECK.value, round=0, stood=0, why={})
        tx.add(row)
    row.office, row.round = report.agency_code, row.round + 1
    term, calendar = city.deadlines.book.check_of(row.office), _hours(city, row)
    _put(row, ladder.begin(now, due(term, now, calendar), term.unit, calendar), {})


def restart_end(tx: Session, report: Report, *, start: datetime, now: datetime) -> None:
    """The end is promised anew, counted from `start`: another category, or work taken up again."""
    city = catalogue(tx)
    promised = promise(city, report, start=start).end
    report.resolve_due = promised.due
    row = _row(tx, city, report, DeadlineKind.END)
    run = _started(city, report, promised, start=start, told=row.told)
    row.office, row.round, row.stood = report.agency_code, row.round + 1, 0
    _put(row, ladder.still_told(run, now, _hours(city, row)), _why(city, report, promised, start=start))
    _arm(city, report, row)


def pause_over(tx: Session, report: Report, *, now: datetime) -> None:
    """The resident has answered: as much time is left as was left when they were asked."""
    city, paused_at = catalogue(tx), report.paused_at
    if paused_at is None:
        return
    row = _row(tx, city, report, DeadlineKind.END)
    calendar, unit = _hours(city, row), Unit(row.unit)
    before = _run(report, row, calendar)
    report.resolve_due = resumed(
        report.resolve_due, paused_at=paused_at, now=now, unit=unit, calendar=calendar
    )
    after = ladder.resume(before, paused_at=paused_at, now=now, due=report.resolve_due, calendar=calendar)
    row.stood += max(0, int((now - paused_at).total_seconds()))
    _put(row, after, row.why)


def hasten(tx: Session, report: Report, *, before: int, now: datetime) -> None:
    """Urgency has risen from `before`: where a stricter band is reached, the dates may come nearer.

    The stricter term counts from now (nobody is late for what they could not know), and never gives a later
    date than was promised.
    """
    city = catalogue(tx)
    if len(city.deadlines.bands(report.urgency)) <= len(city.deadlines.bands(before)):
        return
    if report.status not in OPEN:
        return
    terms = promise(city, report, start=report.paused_at or now)
    if report.first_answered_at is None and terms.first_answer_due < report.first_answer_due:
        _nearer(tx, city, report, DeadlineKind.FIRST, terms.first, now=now)
    if terms.resolve_due < report.resolve_due:
        _nearer(tx, city, report, DeadlineKind.END, terms.end, now=now)


def _nearer(
    tx: Session, city: Catalogue, report: Report, clock: DeadlineKind, promised: Promised, *, now: datetime
) -> None:  # fmt: skip
    old = due_of(report, clock)
    _row(tx, city, report, clock).office = report.agency_code
    set_end(tx, report, promised.due, clock=clock, unit=promised.unit, now=now)
    row = _row(tx, city, report, clock)
    row.why = {**_why(city, report, promised, start=report.paused_at or now), "was": old.isoformat()}
    data = {
        "clock": clock.value, "due_from": old.isoformat(), "due_to": promised.due.isoformat(),
        "band": row.why["band"],
    }  # fmt: skip
    events.record(
        tx, kind=EventKind.DEADLINE_NEARER, actor="sistem", now=now, report=report, data=data
    )  # fmt: skip


def set_end(
    tx: Session, report: Report, due: datetime, *, now: datetime,
    clock: DeadlineKind = DeadlineKind.END, unit: Unit | None = None,
) -> None:  # fmt: skip
    """Another date for the same work: the time used up stays used up, and the ladder goes by the new date."""
    city = catalogue(tx)
    row = _row(tx, city, report, clock)
    calendar, at = _hours(city, row), report.paused_at or now
    run = ladder.promise_again(
        _run(report, row, calendar), due=due, unit=unit or Unit(row.unit), now=at, calendar=calendar
    )
    if clock is DeadlineKind.FIRST:
        report.first_answer_due = due
    else:
        report.resolve_due = due
    row.round += 1
    _put(row, run, row.why)
    _arm(city, report, row)


def rearm(tx: Session, report: Report) -> None:
    """The report is the city's to work on again, or no longer: the ladder follows it, or leaves it."""
    mine = Deadline.report_id == report.id
    if not any(runs(report, clock) for clock in DeadlineKind):
        tx.execute(update(Deadline).where(mine, Deadline.next_at.is_not(None)).values(next_at=None))
        return
    city = catalogue(tx)
    for row in tx.scalars(select(Deadline).where(mine)):
        _arm(city, report, row)


def day_of(closing: datetime) -> date:
    """The day (by the city's clock) a closing belongs to; one at midnight ends the day before."""
    return (closing - timedelta(seconds=1)).astimezone(LOCAL).date()


def due_of(report: Report, clock: str) -> datetime:
    """The date of this clock (UTC)."""
    return report.first_answer_due if clock == DeadlineKind.FIRST else report.resolve_due


def check_due(city: Catalogue, row: Deadline) -> datetime:
    """By when (UTC) somebody is to have looked at the result; it is kept as how long that may take."""
    whole = timedelta(seconds=row.whole)
    return advanced(row.since, whole, unit=Unit(row.unit), calendar=_hours(city, row))


def runs(report: Report, clock: str) -> bool:
    """Whether the city is expected to act by this clock now."""
    if clock == DeadlineKind.CHECK:
        return report.status == Status.DIPERIKSA
    if report.status not in WITH_THE_CITY:
        return False
    return clock == DeadlineKind.END or report.first_answered_at is None


def rows_of(session: Session, report: Report) -> Sequence[Deadline]:
    """What is kept about both promises, the first answer's first; none of a report older than clocks are."""
    promises = (DeadlineKind.FIRST.value, DeadlineKind.END.value)
    found = select(Deadline).where(Deadline.report_id == report.id, Deadline.clock.in_(promises))
    return session.scalars(found.order_by(Deadline.clock.desc())).all()


def look(city: Catalogue, report: Report, row: Deadline, now: datetime) -> ladder.RungsDue:
    """Which steps of the ladder have come for this clock; none, and never again, for one that stands."""
    if not runs(report, row.clock):
        return ladder.RungsDue((), None)
    calendar = _hours(city, row)
    return ladder.look(_run_of(city, report, row, calendar), city.deadlines.book.ladder, now, calendar)


def run_of(city: Catalogue, report: Report, row: Deadline) -> tuple[Run, Calendar]:
    """How far it has run, and by whose hours."""
    calendar = _hours(city, row)
    return _run_of(city, report, row, calendar), calendar


def _hours(city: Catalogue, row: Deadline) -> Calendar:
    return city.deadlines.calendar_of(row.office)


def _row(tx: Session, city: Catalogue, report: Report, clock: DeadlineKind) -> Deadline:
    """The clock's row; made for a report that has none: it counts from the filing."""
    row = tx.get(Deadline, (report.id, clock.value))
    if row is None:
        promised = promise(city, report, start=report.created_at)
        chosen = promised.first if clock is DeadlineKind.FIRST else promised.end
        row = Deadline(
            report_id=report.id, clock=clock.value, round=1, told=0, stood=0, office=report.agency_code
        )
        run = ladder.begin(
            report.created_at, due_of(report, clock), chosen.unit,
            city.deadlines.calendar_of(report.agency_code),
        )  # fmt: skip
        _put(row, run, {})
        tx.add(row)
    return row


def _started(
    city: Catalogue, report: Report, promised: Promised, *, start: datetime, told: int = 0
) -> Run:  # fmt: skip
    calendar = city.deadlines.calendar_of(report.agency_code)
    return ladder.begin(start, promised.due, promised.unit, calendar, told=told)


def _run_of(city: Catalogue, report: Report, row: Deadline, calendar: Calendar) -> Run:
    if row.clock != DeadlineKind.CHECK:
        return _run(report, row, calendar)
    until, whole = check_due(city, row), timedelta(seconds=row.whole)
    return Run(until, Unit(row.unit), row.since, whole, told=row.told)


def _run(report: Report, row: Deadline, calendar: Calendar) -> Run:
    """The run as it is kept; of one that came with the migration, its whole is counted now."""
    due, unit, whole = due_of(report, row.clock), Unit(row.unit), timedelta(seconds=row.whole)
    if not row.whole:
        return ladder.begin(row.since, due, unit, calendar, told=row.told)
    return Run(due, unit, row.since, whole, timedelta(seconds=row.spent), row.told)


def _put(row: Deadline, run: Run, why: dict[str, Any]) -> None:
    row.unit, row.since, row.told, row.why = run.unit.value, run.since, run.told, why
    row.spent, row.whole = int(run.spent.total_seconds()), int(run.whole.total_seconds())


def _arm(city: Catalogue, report: Report, row: Deadline) -> None:
    """Set when the ladder has to look at this clock."""
    steps, calendar = city.deadlines.book.ladder, _hours(city, row)
    if not runs(report, row.clock):
        row.next_at = None
        return
    ahead = [step.at for step in steps if step.at > row.told]
    run = _run_of(city, report, row, calendar)
    row.next_at = run.moment(min(ahead), calendar) if ahead else None


def _why(city: Catalogue, report: Report, promised: Promised, *, start: datetime) -> dict[str, Any]:
    """What gave a date, as it is kept: it can be told years later, whatever the table says then."""
    row = promised.chosen.row
    return {
        "version": city.deadlines.version, "row": row.code if row else "", "band": row.band if row else "",
        "office": row.office if row else "", "categories": list(row.categories) if row else [],
        "term": wait_text(promised.chosen.term), "start": start.isoformat(),
        "fixed": bool(report.emergency) and row is None, "others": len(promised.others),
    }  # fmt: skip
