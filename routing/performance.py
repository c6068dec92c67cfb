"""Figures of the city's work for everybody: counted by a job, read as one row, of public reports alone.

Times are hours by the clock, as a resident waits. What was moved is not counted as kept (`figures.promises`).
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import Text, cast, func, select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.lifecycle import OPEN
from routing.domain.promises import PromiseState
from routing.figures import ENDED_AT, NOT_JOINED, mean_rating, promises, spread
from routing.reports.everybody import condition
from storage.clock import LOCAL
from storage.event_kinds import EventKind
from storage.models import Event, Promise, PublicFigures, Report

MONTHS = 12
YEAR, SERIES = "tahun", "bulan"
LEAST = 20  # cases below which no share and no rank is shown
ANEW = timedelta(hours=1)  # the running month and the year
KINDS = {"dinas": "agency_code", "kelurahan": "kelurahan_code", "kategori": "category_code"}


@dataclass(frozen=True)
class FiguresLine:
    """One agency, kelurahan or kind in a time.

    came: received. open: of those, still open; age: their median age. kept: promises kept of `ended` that
    ended. first, end: median and 90 % of hours to the first answer and to the end. again: reopened. promised:
    moments officers promised that are over, and of those the kept. stars: mean rating of `rated`. Hours and
    days have two decimals; None where there is nothing to measure.
    """

    came: int
    open: int
    ended: int
    kept: int
    first: tuple[float, float] | None
    end: tuple[float, float] | None
    again: int
    stars: float | None
    rated: int
    age: float | None
    promised: int = 0
    promises_kept: int = 0


def month_of(moment: datetime) -> str:
    """The month by the city's clock, "2026-11"."""
    return moment.astimezone(LOCAL).strftime("%Y-%m")


def months(now: datetime) -> list[str]:
    """The last MONTHS months, the running one included, the earliest first."""
    first = now.astimezone(LOCAL).replace(day=1)
    found = []
    for _ in range(MONTHS):
        found.append(month_of(first))
        first = (first - timedelta(days=1)).replace(day=1)
    return found[::-1]


def bounds(first: str, last: str) -> tuple[datetime, datetime]:
    """From when to (not including) when these months are, by the city's clock."""
    start, end = (datetime.strptime(month, "%Y-%m").replace(tzinfo=LOCAL) for month in (first, last))  # noqa: DTZ007
    return start, (end + timedelta(days=32)).replace(day=1)


def count(session: Session, *, now: datetime) -> dict[str, dict[str, Any]]:
    """What is due, counted, by period; to be kept by `keep` in a transaction that then waits for nothing."""
    known = {row.period: row for row in session.scalars(select(PublicFigures))}
    wanted = months(now)
    made: dict[str, dict[str, Any]] = {
        month: _lines(session, *bounds(month, month), now=now)
        for month in wanted if _is_due(month, known[month].made_at if month in known else None, now)
    }  # fmt: skip
    if YEAR not in known or now - known[YEAR].made_at >= ANEW:
        made[YEAR] = _lines(session, *bounds(wanted[0], wanted[-1]), now=now)
    if made:
        contents = {period: row.content for period, row in known.items()} | made
        made[SERIES] = {"bulan": [[month, _came(contents.get(month, {}))] for month in wanted]}
    return made


def keep(tx: Session, made: Mapping[str, Mapping[str, Any]], *, now: datetime) -> None:
    """Let everybody read what was counted."""
    for period, content in made.items():
        tx.merge(PublicFigures(period=period, made_at=now, content=dict(content)))


def _came(content: Mapping[str, Any]) -> int:
    return int(content.get("semua", {}).get("came", 0))


def _is_due(month: str, made_at: datetime | None, now: datetime) -> bool:
    """A month is counted every hour while it runs and for two months after it, then once a week."""
    if made_at is None:
        return True
    recent = month in months(now)[-3:]
    return now - made_at >= (ANEW if month == month_of(now) else ANEW * 24 if recent else timedelta(days=7))


def _lines(session: Session, start: datetime, end: datetime, *, now: datetime) -> dict[str, Any]:
    rows = _rows(session, start, end)
    again, told = _reopened(session, start, end), _promised(session, start, end)
    found: dict[str, Any] = {"semua": asdict(_line(rows, again, told, now))} if rows else {}
    for kind, column in KINDS.items():
        groups: dict[str, list[Any]] = defaultdict(list)
        for row in rows:
            if code := getattr(row, column):
                groups[code].append(row)
        found[kind] = {code: asdict(_line(group, again, told, now)) for code, group in sorted(groups.items())}
    return found


def _rows(session: Session, start: datetime, end: datetime) -> list[Any]:
    columns = (
        Report.id, Report.agency_code, Report.kelurahan_code, Report.category_code, Report.status,
        Report.created_at, Report.first_answered_at, ENDED_AT.label("ended_at"), Report.resolve_due,
        Report.moved, Report.rating,
    )  # fmt: skip
    asked = select(*columns).where(Report.created_at >= start, Report.created_at < end, NOT_JOINED)
    return list(session.execute(asked.where(condition(catalogue(session)))).all())


def _reopened(session: Session, start: datetime, end: datetime) -> frozenset[int]:
    """Ids of reports of this time that were taken up again."""
    asked = select(Event.report_id).join(Report, Report.id == Event.report_id)
    mine = (Report.created_at >= start, Report.created_at < end, Event.kind == EventKind.REPORT_REOPENED)
    return frozenset(session.scalars(asked.where(*mine).distinct()))


def _promised(session: Session, start: datetime, end: datetime) -> Mapping[int, tuple[int, int]]:
    """Of reports of this time: how many moments promised by officers are over, and how many were kept."""
    over = (PromiseState.KEPT.value, PromiseState.BROKEN.value)
    asked = (
        select(Promise.report_id, func.count(), func.count().filter(Promise.state == PromiseState.KEPT))
        .join(Report, Report.id == Promise.report_id)
        .where(Report.created_at >= start, Report.created_at < end, Promise.state.in_(over))
        .group_by(Promise.report_id)
    )  # fmt: skip
    return {row[0]: (row[1], row[2]) for row in session.execute(asked)}


def _line(
    rows: Iterable[Any], again: frozenset[int], told: Mapping[int, tuple[int, int]], now: datetime
) -> FiguresLine:
    rows = list(rows)
    said = [told[row.id] for row in rows if row.id in told]
    ends = promises((row.ended_at, row.resolve_due, row.moved) for row in rows)
    first = spread([(row.created_at, row.first_answered_at) for row in rows])
    end = spread([(row.created_at, row.ended_at) for row in rows])
    stars = mean_rating([row.rating for row in rows])
    running = [row for row in rows if row.status in OPEN]
    ages = [(now - row.created_at) / timedelta(days=1) for row in running]
    return FiguresLine(
        came=len(rows), open=len(running), ended=ends.kept + ends.moved + ends.late if ends else 0,
        kept=ends.kept if ends else 0, first=(first.median, first.p90) if first else None,
        end=(end.median, end.p90) if end else None, again=sum(row.id in again for row in rows),
        stars=stars.mean if stars else None, rated=stars.count if stars else 0,
        age=round(median(ages), 2) if ages else None, promised=sum(many for many, _ in said),
        promises_kept=sum(kept for _, kept in said),
    )  # fmt: skip


@dataclass(frozen=True)
class Figures:
    """The lines of a time by kind and code, when they were counted, and the months beside one another."""

    period: str
    made_at: datetime
    lines: Mapping[str, Mapping[str, FiguresLine]]
    whole: FiguresLine | None
    series: tuple[tuple[str, int], ...]


def line(session: Session, kind: str, code: str) -> FiguresLine | None:
    """One line of the year, read alone; None where nothing came."""
    asked = select(PublicFigures.content[(kind, code)]).where(PublicFigures.period == YEAR)
    told = session.scalar(asked)
    return FiguresLine(**told) if told else None


@dataclass(frozen=True)
class StoredFigures:
    """What was counted of a time as it is stored, JSON unread: whoever has shown just this need not again."""

    period: str
    made_at: datetime
    lines: str
    series: str


def kept(session: Session, period: str) -> StoredFigures | None:
    """None before the first count. Two rows by their keys."""
    columns = PublicFigures.period, PublicFigures.made_at, cast(PublicFigures.content, Text)
    asked = select(*columns).where(PublicFigures.period.in_((period, SERIES)))
    rows = {row[0]: row for row in session.execute(asked)}
    if period not in rows or SERIES not in rows:
        return None
    return StoredFigures(period, rows[period][1], rows[period][2], rows[SERIES][2])


def read(stored: StoredFigures) -> Figures:
    """The figures."""
    content: dict[str, Any] = json.loads(stored.lines)
    lines = {
        kind: {code: FiguresLine(**told) for code, told in content.get(kind, {}).items()} for kind in KINDS
    }
    whole, series = content.get("semua"), json.loads(stored.series)["bulan"]
    return Figures(
        stored.period, stored.made_at, lines, FiguresLine(**whole) if whole else None,
        tuple((month, count) for month, count in series),
    )  # fmt: skip
