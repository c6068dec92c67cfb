"""The few figures on the front page, true ones or none."""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from routing.figures import summary
from storage.models import Report

FRESH = timedelta(seconds=30)  # the front page is opened often, the counts change slowly


@dataclass(frozen=True)
class Counts:
    """`demo`: example reports are among them, and the page must say so."""

    total: int
    running: int
    done: int
    today: int
    demo: bool


_lock = threading.Lock()
_kept: tuple[datetime, Counts] | None = None


def counts(session: Session, *, now: datetime) -> Counts | None:
    """The figures, at most FRESH old; None while there is no report at all."""
    global _kept
    with _lock:
        if _kept is None or not timedelta(0) <= now - _kept[0] < FRESH:
            _kept = now, _read(session, now)
        found = _kept[1]
    return found if found.total else None


def forget() -> None:
    """Count anew at the next look."""
    global _kept
    _kept = None


def _read(session: Session, now: datetime) -> Counts:
    city = summary(session, now=now)
    done = sum(city.by_status.get(status, 0) for status in ("selesai", "ditutup"))
    demo = bool(session.scalar(select(exists().where(Report.demo))))
    return Counts(total=city.total, running=city.open, done=done, today=city.today, demo=demo)
