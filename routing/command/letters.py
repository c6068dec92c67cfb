"""Tells who asks heads of offices that a letter is ready; what it says is read on its page."""

from datetime import datetime, time, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from routing.command import brief, morning
from routing.domain.news import NewsKind
from routing.domain.permissions import MAY, Action
from routing.news.gathering import tell
from storage.clock import LOCAL
from storage.models import Officer, OfficerNews, WeeklyBrief

MORNING = time(6, 30)  # by the city's clock
WEEKLY = timedelta(hours=6)  # after the Monday has begun


def announce(tx: Session, *, now: datetime) -> None:
    """The morning's letter, once a day to each reader, from half past six on."""
    here = now.astimezone(LOCAL)
    if here.time() < MORNING:
        return
    key = f"surat:{here.date()}"
    told = select(OfficerNews.officer_id).where(OfficerNews.key == key)
    for officer in tx.scalars(readers().where(Officer.id.not_in(told))).all():
        waiting = len(morning.letter(tx, officer, now=now).cards)
        words = f"Surat pagi: {waiting} hal perlu Anda hari ini." if waiting else "Surat pagi Anda siap."
        tell(tx, officer.id, NewsKind.LETTER, key, words, "/petugas/surat", now)


def weekly(tx: Session, *, now: datetime) -> None:
    """The brief of the last whole week: made on Monday from six on (or later, after a silence), told once."""
    week = brief.week_before(now)
    if now < brief.bounds(week)[1] + WEEKLY or tx.get(WeeklyBrief, week) is not None:
        return
    brief.keep(tx, week, brief.make(tx, week, now=now), now=now)
    for officer in tx.scalars(readers()).all():
        path = f"/petugas/surat/ringkasan/{week}.pdf"
        words = f"Ringkasan minggu {week.day}/{week.month}/{week.year} siap dibaca."
        tell(tx, officer.id, NewsKind.LETTER, f"ringkasan:{week}", words, path, now)


def readers() -> Select[Officer]:
    """Who has the letters."""
    roles = [role for role, actions in MAY.items() if Action.ATTEND in actions]
    return select(Officer).where(Officer.active, Officer.role.in_(roles))
