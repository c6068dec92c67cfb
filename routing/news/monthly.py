"""Once a month: the heads of the offices are told that their month is counted, with the way to its paper."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.domain.news import NewsKind
from routing.domain.permissions import MAY, Action
from routing.news.gathering import tell
from storage import written
from storage.clock import LOCAL
from storage.models import Officer

LAST_DAY, FROM_HOUR = (
    3,
    7,
)  # of the month, by the city's clock: told from its first day at seven, and no later than its third


def tell_heads(tx: Session, *, now: datetime) -> int:
    """Tell each head of an office of the month that is over, once; how many were told."""
    here = now.astimezone(LOCAL)
    if here.day > LAST_DAY or (here.day == 1 and here.hour < FROM_HOUR):
        return 0
    month = here.date().replace(day=1) - timedelta(days=1)
    heads = [role for role, actions in MAY.items() if Action.VOUCH in actions]
    asked = select(Officer).where(Officer.active, Officer.role.in_(heads), Officer.agency_code.is_not(None))
    key, path = f"bulan:{month:%Y-%m}", f"/petugas/angka/bulanan.pdf?bulan={month:%Y-%m}"
    words = f"Laporan bulanan kantor Anda untuk {_named(here)} sudah jadi."
    told = [tell(tx, one.id, NewsKind.MONTH, key, words, path, now) for one in tx.scalars(asked)]
    return sum(told)


def _named(here: datetime) -> str:
    """The month before this moment's, "November 2026"."""
    return written.moment(here.replace(day=1) - timedelta(days=1), "MMMM y")
