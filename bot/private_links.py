"""Links that open what is held about one person, for 24 hours.

The link says whose it is and until when, under a seal; the sealing key stands in the database, which worker
and web server share, and gives nothing to who does not have the database already.
"""

import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from storage import seals
from storage.inserts import insert_once
from storage.models import Person, Setting

KEY = "private_link_key"
GOOD_FOR = timedelta(hours=24)
PATH = "/data/"


def issue(tx: Session, person: Person, *, now: datetime) -> str:
    """The path of a link to this person's data, good for GOOD_FOR."""
    until = int((now + GOOD_FOR).timestamp())
    return f"{PATH}{person.id}.{until}.{seals.seal(_key(tx), _said(person.id, until))}"


def holder(session: Session, token: str, *, now: datetime) -> Person | None:
    """Whose link this is; None when it is none of ours or too old."""
    kept = session.get(Setting, KEY)
    parts = token.split(".")
    if kept is None or len(parts) != 3 or not all(part.isascii() and part.isdecimal() for part in parts[:2]):
        return None
    if len(parts[0]) > 18 or len(parts[1]) > 12:
        return None
    person_id, until = int(parts[0]), int(parts[1])
    if not seals.fits(str(kept.value["value"]), _said(person_id, until), parts[2]):
        return None
    return session.get(Person, person_id) if now < datetime.fromtimestamp(until, UTC) else None


def _key(tx: Session) -> str:
    insert_once(tx, Setting, unique=["key"], key=KEY, value={"value": secrets.token_urlsafe(32)})
    return str(tx.get_one(Setting, KEY, populate_existing=True).value["value"])


def _said(person_id: int, until: int) -> str:
    return f"data:{person_id}:{until}"
