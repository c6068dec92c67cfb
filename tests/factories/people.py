"""Officers and residents."""

import itertools
from datetime import datetime

from sqlalchemy.orm import Session

from storage.models import Officer, Person
from tests.factories.city import NOW

_number = itertools.count(1)


def officer(
    tx: Session, role: str = "petugas", agency: str | None = "dbmsda", *, active: bool = True
) -> Officer:
    """An officer with a name and user name of their own."""
    number = next(_number)
    row = Officer(
        username=f"{role}{number}", name=f"Petugas {number}", role=role, agency_code=agency,
        password_hash=None, active=active, created_at=NOW,
    )  # fmt: skip
    tx.add(row)
    tx.flush()
    return row


def person(tx: Session, *, channel: str = "telegram", now: datetime = NOW) -> Person:
    """A resident on a channel, with an address of their own."""
    row = Person(channel=channel, address=str(7000 + next(_number)), name="Bu Ratna", created_at=now)
    tx.add(row)
    tx.flush()
    return row
