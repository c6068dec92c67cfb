"""How many lines are open, over all web processes: each row lives as long as its process renews it.

A killed process renews nothing, so that its lines stop counting within a minute.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from storage import clock
from storage.db import transaction
from storage.models import ChatLine

LIVES = timedelta(seconds=60)
RENEWED_EVERY = 15.0  # seconds
MOST_EACH = 8  # of one conversation: a few devices with a few tabs
MOST_OF_A_NETWORK = 500  # a school, an office, a part of a mobile network
MOST = 10_000


class TooManyLines(Exception):
    """No more lines for this conversation, this network address, or anybody."""


def opened(tx: Session, address: str, network: str, *, now: datetime) -> int:
    """The id of one more line; TooManyLines. Called behind `limits.take`, whose rows make others wait."""
    alive = ChatLine.until.between(now, now + 2 * LIVES)  # later: the clock was set back
    for mine, most in (
        (ChatLine.address == address, MOST_EACH),
        (ChatLine.network == network, MOST_OF_A_NETWORK),
        (None, MOST),
    ):
        if _count(tx, alive, mine) >= most:
            raise TooManyLines
    line = ChatLine(address=address, network=network, until=now + LIVES)
    tx.add(line)
    tx.flush()
    return line.id


def _count(tx: Session, *which: ColumnElement[bool] | None) -> int:
    wanted = [condition for condition in which if condition is not None]
    return tx.scalar(select(func.count(ChatLine.id)).where(*wanted)) or 0


def renew(lines: Sequence[int]) -> None:
    """These are still open."""
    with transaction() as tx:
        mine = update(ChatLine).where(ChatLine.id.in_(lines))
        tx.execute(mine.values(until=clock.now() + LIVES))


def closed(line: int) -> None:
    """One line less."""
    with transaction() as tx:
        tx.execute(delete(ChatLine).where(ChatLine.id == line))


def forget_old(tx: Session, *, now: datetime) -> None:
    """Drop what killed processes left; housekeeping does this."""
    tx.execute(delete(ChatLine).where(~ChatLine.until.between(now, now + 2 * LIVES)))
