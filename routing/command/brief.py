"""The mayor's weekly brief: figures of one week as they were on the Monday after, and who was late by name.

What is kept holds figures and numbers of reports; residents' words are read when it is shown, so that what
was forgotten since is forgotten here too.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from nlu.for_everybody import for_everybody as masked
from routing import figures
from routing.city.catalogue import catalogue
from routing.command import keeping
from routing.domain.permissions import MAY, Action
from routing.figures import FROM_RESIDENTS, mean_rating
from routing.reports.everybody import condition
from routing.reports.filters import IS_OPEN, is_overdue
from storage.clock import LOCAL
from storage.models import Alert, Attention, Officer, Report, WeeklyBrief

WEEKS = 8  # of the chart
VOICES, VOICE_MAX, VOICE_LEAST = 5, 220, 30  # how many, and characters of one
LATE_SHOWN, KINDS_SHOWN = 9, 8


def week_before(now: datetime) -> date:
    """The Monday of the last whole week (by the city's clock)."""
    today = now.astimezone(LOCAL).date()
    return today - timedelta(days=today.weekday() + 7)


def bounds(week: date) -> tuple[datetime, datetime]:
    """From its Monday's midnight to the next (by the city's clock)."""
    start = datetime.combine(week, time(0), LOCAL)
    return start, start + keeping.WEEK


def make(session: Session, week: date, *, now: datetime) -> dict[str, Any]:
    """What is kept of the week: JSON."""
    start, end = bounds(week)
    spans = [(start - keeping.WEEK * back, end - keeping.WEEK * back) for back in reversed(range(WEEKS))]
    promises = keeping.promises_between(session, spans)
    filed = _filed(session, spans)
    rated = select(Report.rating).where(*keeping.COUNTED, Report.rated_at >= start, Report.rated_at < end)
    ratings = mean_rating(session.scalars(rated))
    return {
        "filed": filed, "kept": [one.kept for one in promises], "moved": [one.moved for one in promises],
        "late": [one.late for one in promises],
        "overdue": figures.overdue(session, now=now),
        "rating": [ratings.mean, ratings.count] if ratings else None,
        "who_was_late": list(_who_was_late(session, start, end, now)),
        "answers": [
            [one.short_name, one.in_time, one.due]
            for one in keeping.answering(session, since=start, until=end) if one.seldom
        ],
        "kinds": _kinds(session, start, end), "attention": _attention(session, start, end),
        "alerts": session.scalar(
            select(func.count(Alert.id)).where(Alert.opened_at >= start, Alert.opened_at < end)
        ) or 0,
        "voices": _voices(session, start, end),
    }  # fmt: skip


def keep(tx: Session, week: date, content: dict[str, Any], *, now: datetime) -> None:
    """Once a week; what is kept is never made anew."""
    if tx.get(WeeklyBrief, week) is None:
        tx.add(WeeklyBrief(week=week, made_at=now, content=content))


def listed(session: Session, *, most: int = 12) -> Sequence[WeeklyBrief]:
    """The newest first."""
    return session.scalars(select(WeeklyBrief).order_by(WeeklyBrief.week.desc()).limit(most)).all()


def words_of(session: Session, numbers: Sequence[str]) -> list[tuple[str, str]]:
    """(what residents wrote without names, kind and place) of those reports that everybody may see."""
    city = catalogue(session)
    seen = select(Report).where(Report.number.in_(numbers), condition(city))
    found = {report.number: report for report in session.scalars(seen)}
    said = []
    for report in (found[number] for number in numbers if number in found):
        area = city.kelurahan.get(report.kelurahan_code or "")
        kind = city.categories[report.category_code].name
        said.append((_cut(masked(report.text)), f"{kind}, {area.name}" if area else kind))
    return said


def _cut(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= VOICE_MAX else f"{one_line[:VOICE_MAX].rsplit(' ', 1)[0]}…"


def _filed(session: Session, spans: Sequence[tuple[datetime, datetime]]) -> list[int]:
    columns = [
        func.count().filter(Report.created_at >= start, Report.created_at < end) for start, end in spans
    ]
    first = min(start for start, _ in spans)
    return list(session.execute(select(*columns).where(FROM_RESIDENTS, Report.created_at >= first)).one())


def _who_was_late(session: Session, start: datetime, end: datetime, now: datetime) -> Iterator[list[Any]]:
    """[office, its head, ended late, open and overdue, days the longest is overdue], the worst first."""
    broken = func.count().filter(
        Report.resolved_at >= start, Report.resolved_at < end, Report.resolved_at > Report.resolve_due
    )
    open_ = func.count().filter(is_overdue(now))
    oldest = func.min(Report.resolve_due).filter(is_overdue(now))
    mine = or_(IS_OPEN, Report.resolved_at >= start)
    asked = select(Report.agency_code, broken, open_, oldest).where(*keeping.COUNTED, mine)
    rows = [row for row in session.execute(asked.group_by(Report.agency_code)) if row[1] or row[2]]
    heads, known = _heads(session), catalogue(session).agencies
    for code, late, overdue, since in sorted(rows, key=lambda row: (-row[1] - row[2], row[0]))[:LATE_SHOWN]:
        days = (now - since).days if since else 0
        office = known[code].short_name or known[code].name
        yield [office, ", ".join(heads.get(code, [])), late, overdue, max(0, days)]


def _heads(session: Session) -> dict[str, list[str]]:
    roles = [role for role, actions in MAY.items() if Action.HEED in actions]
    asked = select(Officer.agency_code, Officer.name).where(Officer.active, Officer.role.in_(roles))
    found: dict[str, list[str]] = {}
    for code, name in session.execute(asked.order_by(Officer.name)):
        found.setdefault(code or "", []).append(name)
    return found


def _kinds(session: Session, start: datetime, end: datetime) -> list[list[Any]]:
    """[kind, this week, weekly mean of the four weeks before], the most frequent first."""
    this = func.count().filter(Report.created_at >= start)
    before = func.count().filter(Report.created_at < start)
    inside = (Report.created_at >= start - keeping.WEEK * 4, Report.created_at < end)
    asked = select(Report.category_code, this, before).where(FROM_RESIDENTS, *inside)
    names = catalogue(session).categories
    rows = sorted(session.execute(asked.group_by(Report.category_code)), key=lambda row: (-row[1], row[0]))
    return [[names[code].name, many, round(past / 4, 1)] for code, many, past in rows[:KINDS_SHOWN] if many]


def _attention(session: Session, start: datetime, end: datetime) -> list[int]:
    """Atensi of the week: asked, answered, answered late or not yet though it was due."""
    mine = (Attention.asked_at >= start, Attention.asked_at < end)
    late = func.coalesce(Attention.answered_at, end) > Attention.due_at
    columns = (func.count(), func.count(Attention.answered_at), func.count().filter(late))
    return list(session.execute(select(*columns).where(*mine)).one())


def _voices(session: Session, start: datetime, end: datetime) -> list[str]:
    """Numbers of five reports: the most supported, the worst and the best rated, then who waits longest."""
    asked = select(Report.number).where(
        condition(catalogue(session)), FROM_RESIDENTS, func.length(Report.text) >= VOICE_LEAST
    )
    came = asked.where(Report.created_at >= start, Report.created_at < end)
    rated = asked.where(Report.rated_at >= start, Report.rated_at < end)
    orders = (
        came.order_by(Report.supporters.desc(), Report.id).limit(2),
        rated.order_by(Report.rating, Report.id).limit(1),
        rated.order_by(Report.rating.desc(), Report.id).limit(1),
        came.order_by(Report.urgency.desc(), Report.id).limit(VOICES),
    )
    numbers = [number for order in orders for number in session.scalars(order)]
    return list(dict.fromkeys(numbers))[:VOICES]
