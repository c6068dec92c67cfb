"""Links that open what is held about one person: once, within the hour.

The key stands behind the `#`, where no server, proxy or log sees it; the page hands it in and gets the data
for it. Only its hash is kept.
"""

import hashlib
import re
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from storage.models import DataLink, Person

GOOD_FOR = timedelta(hours=1)
PAGE = "/data"
_KEY = re.compile(r"[A-Za-z0-9_-]{43}")


def issue(tx: Session, person: Person, *, now: datetime) -> str:
    """The address, on our own site, of a link to this person's data; earlier unused ones end."""
    tx.execute(delete(DataLink).where(or_(DataLink.person_id == person.id, DataLink.expires_at < now)))
    key = secrets.token_urlsafe(32)
    tx.add(DataLink(token_hash=_hashed(key), person_id=person.id, expires_at=now + GOOD_FOR))
    return f"{PAGE}#kunci={key}"


def redeem(tx: Session, key: object, *, now: datetime) -> Person | None:
    """Whose link this is, used up with that; None when it is none of ours, used or too old."""
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        return None
    mine = delete(DataLink).where(DataLink.token_hash == _hashed(key), DataLink.expires_at > now)
    person_id = tx.scalars(mine.returning(DataLink.person_id)).one_or_none()
    return tx.get(Person, person_id) if person_id is not None else None


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
