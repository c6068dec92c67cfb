"""Tells who asks heads of offices that a letter is ready; what it says is read on its page."""

from datetime import datetime, time

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from routing.command import morning
from routing.domain.deadlines import WIB
from routing.domain.news import NewsKind
from routing.domain.permissions import MAY, Action
from routing.news.gathering import tell
from storage.models import Officer, OfficerNews

MORNING = time(6, 30)  # WIB


def announce(tx: Session, *, now: datetime) -> None:
    """The morning's letter, once a day to each reader, from half past six on."""
    here = now.astimezone(WIB)
    if here.time() < MORNING:
        return
    key = f"surat:{here.date()}"
    told = select(OfficerNews.officer_id).where(OfficerNews.key == key)
    for officer in tx.scalars(readers().where(Officer.id.not_in(told))).all():
        waiting = len(morning.letter(tx, officer, now=now).cards)
        words = f"Surat pagi: {waiting} hal perlu Anda hari ini." if waiting else "Surat pagi Anda siap."
        tell(tx, officer.id, NewsKind.LETTER, key, words, "/petugas/surat", now)


def readers() -> Select[Officer]:
    """Who has the letters."""
    roles = [role for role, actions in MAY.items() if Action.ATTEND in actions]
    return select(Officer).where(Officer.active, Officer.role.in_(roles))
