"""Guessing is slowed down by where it comes from, so that the owner of a name is never shut out by others.

Ten failures from one address within a quarter of an hour: each further try from there waits, longer each
time, at most a minute. Ten failures on one name from many addresses: an address that has failed on it waits
half a minute between tries, while one that has not (the owner's) is let through.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from storage.models import LoginFailure

WINDOW = timedelta(minutes=15)
FREE_TRIES = 10
BETWEEN_TRIES = timedelta(seconds=30)
LONGEST_WAIT = timedelta(seconds=60)
KEPT = timedelta(days=1)


def _failures(
    session: Session, since: datetime, *conditions: ColumnElement[bool]
) -> tuple[int, datetime | None]:
    counted = select(func.count(LoginFailure.id), func.max(LoginFailure.at)).where(LoginFailure.at > since)
    count, last = session.execute(counted.where(*conditions)).one()
    return count, last


def wait(session: Session, *, username: str, source: str, now: datetime) -> float:
    """Seconds until this source may try this name again; 0 when it may now."""
    since = now - WINDOW
    here, last_here = _failures(session, since, LoginFailure.source == source)
    if here >= FREE_TRIES and last_here:
        doublings = min(here - FREE_TRIES, 10)  # by then the longest wait is reached
        pause = min(timedelta(seconds=5 * 2**doublings), LONGEST_WAIT)
        return max(0.0, (last_here + pause - now).total_seconds())
    on_name, _ = _failures(session, since, LoginFailure.username == username)
    mine = (LoginFailure.username == username, LoginFailure.source == source)
    own, last_own = _failures(session, since, *mine)
    if on_name >= FREE_TRIES and own and last_own:
        return max(0.0, (last_own + BETWEEN_TRIES - now).total_seconds())
    return 0.0


def note_failure(tx: Session, *, username: str, source: str, now: datetime) -> None:
    """Remember a failed try; forget those of days ago."""
    tx.execute(delete(LoginFailure).where(LoginFailure.at < now - KEPT))
    tx.add(LoginFailure(username=username, source=source, at=now))


def forget(tx: Session, *, username: str, source: str) -> None:
    """A right password from here clears what this source failed on this name."""
    tx.execute(delete(LoginFailure).where(LoginFailure.username == username, LoginFailure.source == source))
