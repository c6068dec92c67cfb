"""How many lines are open, over all web processes: each row lives as long as its process renews it.

A killed process renews nothing, so that its lines stop counting within a minute.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from storage import clock
from storage.db import transaction
from storage.models import ChatLine

LIVES = timedelta(seconds=60)
RENEWED_EVERY = 15.0  # seconds
MOST_EACH = 8  # of one conversation: a few devices with a few tabs
MOST_OF_A_NETWORK = 500  # of residents: a school, an office, a part of a mobile network
MOST = 10_000  # of residents
MOST_OF_AN_OFFICER = 30  # tabs on the desk and the telephone; of a wall's link, screens
_OFFICERS = ""  # the network of their lines: they are known, and no crowd of residents shuts them out


class TooManyLines(Exception):
    """No more lines for this conversation, this officer, this network address, or anybody."""


def opened(tx: Session, address: str, network: str, *, now: datetime) -> int:
    """The id of one more line of a resident's; TooManyLines.

    Called behind `limits.take`, whose rows make others wait.
    """
    _refuse_more(tx, now, ChatLine.address == address, MOST_EACH)
    _refuse_more(tx, now, ChatLine.network == network, MOST_OF_A_NETWORK)
    _refuse_more(tx, now, ChatLine.network != _OFFICERS, MOST)
    return _added(tx, address, network, now)


def opened_by_officer(tx: Session, who: str, *, now: datetime) -> int:
    """The id of one more line of an officer's or a wall's; TooManyLines. Called behind `limits.take`."""
    _refuse_more(tx, now, ChatLine.address == who, MOST_OF_AN_OFFICER)
    return _added(tx, who, _OFFICERS, now)


def _refuse_more(tx: Session, now: datetime, which: ColumnElement[bool], most: int) -> None:
    alive = ChatLine.until.between(now, now + 2 * LIVES)  # later: the clock was set back
    if (tx.scalar(select(func.count(ChatLine.id)).where(alive, which)) or 0) >= most:
        raise TooManyLines


def _added(tx: Session, address: str, network: str, now: datetime) -> int:
    line = ChatLine(address=address, network=network, until=now + LIVES)
    tx.add(line)
    tx.flush()
    return line.id


def renew(lines: Sequence[int]) -> None:
    """These are still open."""
    with transaction() as tx:
        mine = update(ChatLine).where(ChatLine.id.in_(lines))
        tx.execute(mine.values(until=clock.now() + LIVES))


def closed(line: int) -> None:
    """One line less."""
    with transaction() as tx:
        tx.execute(delete(ChatLine).where(ChatLine.id == line))


def give_back(line: int) -> None:
    """One line less; where the database is away it stops counting by itself."""
    with suppress(SQLAlchemyError):
        closed(line)


def forget_old(tx: Session, *, now: datetime) -> None:
    """Drop what killed processes left; housekeeping does this."""
    tx.execute(delete(ChatLine).where(~ChatLine.until.between(now, now + 2 * LIVES)))
