"""After a restore: whoever was erased since the backup is erased once more, files and address with them."""

from collections.abc import Iterable
from datetime import datetime

from bot import media_jobs
from routing.people import personal_data
from storage import db
from storage.erased import ErasedPerson
from storage.media import MediaStore
from storage.models import Person


def run(ledger: Iterable[ErasedPerson], *, since: datetime, store: MediaStore, now: datetime) -> int:
    """Erases everybody the ledger names after `since` who is in the database again; how many."""
    return sum(_again(one, store, now) for one in ledger if one.at >= since)


def _again(one: ErasedPerson, store: MediaStore, now: datetime) -> bool:
    with db.transaction() as tx:
        person = tx.get(Person, one.person, with_for_update=True)
        if person is None or person.created_at != one.born:
            return False
        files = personal_data.erase(tx, person, now=now)
        personal_data.empty(tx, person, now=now)
        media_jobs.forget(tx, store, files, now=now)
    return True
