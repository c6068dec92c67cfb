"""Whether an officer may give the end of a report this other date: how far, how often, on which days."""

from datetime import UTC, date, datetime, time, timedelta

from routing.domain.deadline_book import Limit
from routing.domain.deadlines import Calendar, Term, Unit, due
from storage.clock import LOCAL


def end_of(day: date, calendar: Calendar) -> datetime:
    """The office's closing on that day (UTC)."""
    midnight = datetime.combine(day, time(0), LOCAL)
    return (midnight + timedelta(minutes=calendar.hours.closes)).astimezone(UTC)


def furthest(limit: Limit, *, due_at: datetime, now: datetime, calendar: Calendar) -> datetime:
    """The last moment (UTC) to which the role may move what is due then; that day itself is day nought."""
    start = max(due_at, now) - timedelta(seconds=1)  # a closing belongs to its own day
    return due(Term(limit.days, Unit.HARI_KERJA), start, calendar)


def refusal(
    day: date, limit: Limit | None, *, moved: int, due_at: datetime, now: datetime, calendar: Calendar
) -> str:
    """The code of the reason why not; "" where it may be. moved: how often it was moved already."""
    if limit is None:
        return "tidak_boleh_mundur"
    if moved >= limit.times:
        return "sudah_terlalu_sering"
    if not calendar.is_working(day):
        return "tanggal_libur"
    to = end_of(day, calendar)
    if to <= max(due_at, now):
        return "tanggal_mundur_salah"
    if to > furthest(limit, due_at=due_at, now=now, calendar=calendar):
        return "tanggal_terlalu_jauh"
    return ""
