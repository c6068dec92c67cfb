"""Proposals counted by theme and week, ready to be drawn."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.themes import KIND, OTHER, Count, counts
from routing.figures import midnight
from storage.clock import LOCAL
from storage.models import Report

WEEKS = 12


@dataclass(frozen=True)
class ThemeLine:
    """A theme: its count, its bar's share of the longest (percent), and its weeks, oldest first."""

    count: Count
    share: float
    weeks: tuple[int, ...]
    path: str  # points of an SVG polyline, 0..100 across and 0..24 down


@dataclass(frozen=True)
class ThemesPicture:
    """All themes, and all proposals week by week; `mondays` begin the weeks."""

    lines: list[ThemeLine]
    total: int
    weeks: tuple[int, ...]
    mondays: tuple[date, ...]


def since(now: datetime) -> datetime:
    """The Monday with which the first of WEEKS weeks began."""
    today = midnight(now)
    return today - timedelta(days=today.weekday(), weeks=WEEKS - 1)


def picture(session: Session, *, now: datetime) -> ThemesPicture:
    """The last WEEKS weeks; withdrawn proposals do not count. Two queries."""
    start = since(now)
    found = counts(session, since=start)
    rows = select(Report.theme, Report.created_at).where(
        Report.kind == KIND, Report.created_at >= start, Report.status != "ditarik"
    )
    by_week = Counter((theme or OTHER, _week(at, start)) for theme, at in session.execute(rows))
    longest = max((count.reports for count in found), default=1)
    tallest = max(by_week.values(), default=1)
    lines = [_line(count, by_week, longest, tallest) for count in found]
    weeks = tuple(sum(line.weeks[week] for line in lines) for week in range(WEEKS))
    mondays = tuple((start + timedelta(weeks=week)).date() for week in range(WEEKS))
    return ThemesPicture(lines, sum(count.reports for count in found), weeks, mondays)


def _week(at: datetime, start: datetime) -> int:
    return (at.astimezone(LOCAL).date() - start.date()).days // 7


def _line(count: Count, by_week: Counter[tuple[str, int]], longest: int, tallest: int) -> ThemeLine:
    weeks = tuple(by_week[count.theme, week] for week in range(WEEKS))
    step = 100 / (WEEKS - 1)
    path = " ".join(f"{week * step:.1f},{22 - n * 20 / tallest:.1f}" for week, n in enumerate(weeks))
    return ThemeLine(count, round(count.reports / longest * 100, 1), weeks, path)
