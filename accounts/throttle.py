"""Guessing is slowed down: by account, by address block and over all, counted before a password is looked at.

Every try by a browser nobody knows is entered first and struck out when it was right, under one lock, so that
tries sent at once cannot slip through together. Many addresses buy no more guesses: the account's own count
knows no addresses. While a crowd tries, behind one address or everywhere, an account that has free tries left
is still looked at, or the crowd would shut out everybody; who is wrong then is answered as who waits. Whoever
has signed in from this browser before has a count of their own and is shut out by nobody's failures, least of
all by those of others behind the same office address.
"""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from storage.inserts import insert_once
from storage.models import Counter, LoginFailure, Officer

KEPT = timedelta(days=1)
AHEAD = timedelta(minutes=1)  # by which the clocks of several machines may differ
LOCK = "sign_in"
DEVICE = "device:"  # before a known browser, where else an address block stands


@dataclass(frozen=True)
class Gate:
    """So many tries are free within a time; then each waits for the one before, twice as long, at most
    `longest`.

    With the account's figures nobody gets more than some 300 guesses at one account a day.
    """

    free: int
    within: timedelta
    first: timedelta
    longest: timedelta

    def pause(self, tries: int) -> timedelta:
        """How long after the last of so many tries the next may come."""
        over = tries - self.free
        return min(self.first * 2 ** min(over, 20), self.longest) if over >= 0 else timedelta(0)


ACCOUNT = Gate(10, KEPT, first=timedelta(seconds=5), longest=timedelta(minutes=5))
KNOWN = Gate(10, timedelta(minutes=15), first=timedelta(seconds=5), longest=timedelta(minutes=1))
BLOCK = Gate(60, timedelta(hours=1), first=timedelta(seconds=2), longest=timedelta(seconds=10))
TOGETHER = Gate(600, timedelta(hours=1), first=timedelta(seconds=1), longest=timedelta(seconds=2))


@dataclass(frozen=True)
class Try:
    """A try as entered.

    wait: seconds until there may be one, 0 where this one counts. last_free: from now on the account's tries
    wait. crowd: seconds that everybody is told to wait while a crowd tries, also whose password was looked at
    and wrong, so that nobody learns which names there are; 0 otherwise.
    """

    id: int | None
    wait: float = 0.0
    crowd: float = 0.0
    last_free: bool = False


def block_of(address: str) -> str:
    """The addresses that belong together: IPv6 by /64, IPv4 by /24; anything else stands for itself."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:60]
    mapped = getattr(found, "ipv4_mapped", None) or found
    return str(ipaddress.ip_network((mapped, 24 if mapped.version == 4 else 64), strict=False))


def enter(tx: Session, *, username: str, address: str, device: str = "", now: datetime) -> Try:
    """Enter a try at an account before its password is looked at.

    device: the hash of a browser this very account has signed in from; "" for any other.
    """
    _lock(tx)
    tx.execute(delete(LoginFailure).where(LoginFailure.at <= now - KEPT))
    source = f"{DEVICE}{device}" if device else block_of(address)
    own, crowd = _waits(tx, username, source, now)
    if own > 0 or (crowd > 0 and not _is_an_account(tx, username)):
        return Try(None, crowd or own, crowd)
    row = LoginFailure(username=username, source=source, at=now)
    tx.add(row)
    tx.flush()
    last = not device and _tries(tx, username, now) == ACCOUNT.free
    return Try(row.id, crowd=crowd, last_free=last)


def _waits(tx: Session, username: str, source: str, now: datetime) -> tuple[float, float]:
    """Seconds to wait for the account's own tries, and for those of a crowd."""
    if source.startswith(DEVICE):
        known = (LoginFailure.username == username, LoginFailure.source == source)
        return _left(tx, KNOWN, known, now), 0.0
    strange = LoginFailure.source.not_like(f"{DEVICE}%")
    own = _left(tx, ACCOUNT, (LoginFailure.username == username, strange), now)
    block = _left(tx, BLOCK, (LoginFailure.source == source,), now)
    return own, max(block, _left(tx, TOGETHER, (strange,), now))


def _is_an_account(tx: Session, username: str) -> bool:
    found = select(Officer.id).where(Officer.username == username, Officer.active)
    return tx.scalar(found) is not None


def _left(tx: Session, gate: Gate, where: tuple[ColumnElement[bool], ...], now: datetime) -> float:
    counted = select(func.count(LoginFailure.id), func.max(LoginFailure.at))
    tries, last = tx.execute(counted.where(*_lately(gate.within, now), *where)).one()
    pause = gate.pause(tries)
    return max(0.0, (last + pause - now).total_seconds()) if last and pause else 0.0


def _lately(within: timedelta, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """What was tried by a clock that has been set back since shuts nobody out until it is that late again."""
    return LoginFailure.at > now - within, LoginFailure.at <= now + AHEAD


def _tries(tx: Session, username: str, now: datetime) -> int:
    """How many tries by browsers nobody knows this account has had."""
    mine = (LoginFailure.username == username, LoginFailure.source.not_like(f"{DEVICE}%"))
    since = _lately(ACCOUNT.within, now)
    return tx.scalars(select(func.count(LoginFailure.id)).where(*mine, *since)).one()


def _lock(tx: Session) -> None:
    """One try after the other, across processes; held for the few milliseconds of counting."""
    insert_once(tx, Counter, unique=["name"], name=LOCK, value=0)
    tx.execute(select(Counter.value).where(Counter.name == LOCK).with_for_update())


def right(tx: Session, entered: Try, *, username: str, device: str) -> None:
    """The password was right: the try is struck out, and so is what this browser failed before."""
    if entered.id is not None:
        tx.execute(delete(LoginFailure).where(LoginFailure.id == entered.id))
    if device:
        mine = (LoginFailure.username == username, LoginFailure.source == f"{DEVICE}{device}")
        tx.execute(delete(LoginFailure).where(*mine))
