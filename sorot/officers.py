"""What the command line does with an officer's account."""

from sqlalchemy import select

from accounts import notes, second_factor
from storage import clock, db
from storage.models import Officer


def reset_second_factor(username: str) -> bool:
    """Takes the second step off; False when there is nobody of that name."""
    with db.transaction() as tx:
        officer = tx.scalars(
            select(Officer).where(Officer.username == username.strip().casefold())
        ).one_or_none()
        if officer is None:
            return False
        second_factor.take_off(tx, officer, by=None, now=clock.now())
        notes.write(tx, officer.id, notes.AtAccount.SECOND_RESET, notes.Whence(), now=clock.now())
    return True
