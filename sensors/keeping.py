"""How long readings are kept, by kind (sensors/data/kinds.yml): what they came to by hour and day stays."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from sensors import kinds
from sensors.domain.rollup import Span
from sensors.rollups import kept_since
from storage import partitions
from storage.models import Datastream, Observation, Rollup

BATCH = 5_000  # rows a round


def forget(tx: Session, *, now: datetime) -> int:
    """One round, at most BATCH readings of each kind; to be repeated until nothing goes."""
    gone = 0
    for kind, streams in _by_kind(tx).items():
        before = kept_since(kind, now)
        old = select(Observation.id).where(Observation.datastream_id.in_(streams), Observation.at < before)
        numbers = tx.scalars(old.limit(BATCH)).all()
        # The time as well: it says in which parts of the table to look.
        tx.execute(delete(Observation).where(Observation.id.in_(numbers), Observation.at < before))
        gone += len(numbers)
        if kinds.kind_of(kind).by_minute:
            _minutes(tx, streams, Span.DAY.start_of(now - kinds.kind_of(kind).keep_minutes))
    return gone


def _by_kind(tx: Session) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, kind in tx.execute(select(Datastream.id, Datastream.kind)):
        found[kind].append(number)
    return found


def _minutes(tx: Session, streams: Collection[int], before: datetime) -> None:
    old = Rollup.datastream_id.in_(streams), Rollup.span == Span.MINUTE, Rollup.at < before
    tx.execute(delete(Rollup).where(*old))


def drop_months(tx: Session, *, now: datetime) -> list[str]:
    """The months of which no kind keeps a reading go in one piece; their names."""
    longest = max(kind.keep for kind in kinds.kinds().values())
    return partitions.drop_before(tx.connection(), now - max(longest, kinds.KEEP))
