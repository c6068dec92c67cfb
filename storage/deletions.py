"""Files that are to go for good: written down with the change that no longer wants them, deleted afterwards.

What stands in the table survives a kill and a store that is away; whoever has time sweeps it. A name leaves
the table only once the store has said that the file is gone, or when somebody has sent the same file again.
"""

import logging
import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import literal, or_, select
from sqlalchemy.orm import Session

from storage import backoff, db
from storage.inserts import insert_once
from storage.models import AgencyFeed, CameraProof, CameraStill, Deletion, FeedRun, Media

if TYPE_CHECKING:  # it imports this module
    from storage.media import MediaStore

TAKEN_FOR = timedelta(seconds=60)  # longer than a store may take to delete one file
AT_ONCE = 200
NAMED_BY = (
    Media.sha256, Media.thumb_sha256, Media.public_sha256, Media.public_thumb_sha256,
    AgencyFeed.sample_sha256, FeedRun.sha256, CameraStill.sha256, CameraStill.thumb_sha256,
    CameraStill.blurred_sha256, CameraStill.blurred_thumb_sha256, CameraProof.sha256,
    CameraProof.blurred_sha256,
)  # fmt: skip

log = logging.getLogger(__name__)


def soon(tx: Session, names: Iterable[str], *, now: datetime) -> None:
    """Have these files deleted once `tx` is committed."""
    for name in sorted(set(names)):
        insert_once(tx, Deletion, unique=["sha256"], sha256=name, attempts=0, next_try_at=now, created_at=now)


def sweep(store: "MediaStore", *, now: datetime) -> int:
    """Delete what is due, with no transaction open meanwhile; how many files went."""
    with db.glancing() as session:
        if session.scalar(select(Deletion.sha256).where(Deletion.next_try_at <= now).limit(1)) is None:
            return 0
    with db.transaction() as tx:
        names = _take(tx, now)
    return sum(_delete(store, name, now) for name in names)


def _take(tx: Session, now: datetime) -> list[str]:
    due = select(Deletion).where(Deletion.next_try_at <= now).order_by(Deletion.next_try_at).limit(AT_ONCE)
    taken = []
    for row in tx.scalars(due.with_for_update(skip_locked=True)).all():
        if _wanted(tx, row.sha256):
            tx.delete(row)
            continue
        row.attempts, row.next_try_at = row.attempts + 1, now + TAKEN_FOR
        taken.append(row.sha256)
    return taken


def _wanted(tx: Session, name: str) -> bool:
    """Whether a row still names the file: the same bytes may have come a second time."""
    asked = [select(literal(1)).where(column == name).exists() for column in NAMED_BY]
    return bool(tx.scalar(select(or_(*asked))))


def _delete(store: "MediaStore", name: str, now: datetime) -> bool:
    try:
        store.delete(name)
    except OSError as failure:
        log.warning("a file could not be deleted yet: %s", type(failure).__name__)
        with db.transaction() as tx:
            if (row := tx.get(Deletion, name, with_for_update=True)) is not None:
                row.next_try_at = now + timedelta(seconds=backoff.wait(row.attempts, chance=random.random()))
        return False
    with db.transaction() as tx:
        if (row := tx.get(Deletion, name, with_for_update=True)) is not None:
            tx.delete(row)
    return True
