"""The few figures on the front page, true ones or none."""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from routing.domain.lifecycle import OPEN
from routing.figures import midnight
from routing.reports.everybody import FINISHED
from routing.reports.public_door import public
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
    """Of what is public alone: a secret report is nowhere, not even in a count."""
    today = func.count().filter(Report.created_at >= midnight(now))
    asked = select(Report.status, func.count(), today).where(public()).group_by(Report.status)
    rows = session.execute(asked).all()
    by_status = {status: count for status, count, _ in rows}
    return Counts(
        total=sum(by_status.values()),
        running=sum(by_status.get(status, 0) for status in OPEN),
        done=sum(by_status.get(status, 0) for status in FINISHED),
        today=sum(row[2] for row in rows),
        demo=bool(session.scalar(select(exists().where(Report.demo)))),
    )
