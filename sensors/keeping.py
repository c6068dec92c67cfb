"""How long readings are kept, by kind (sensors/data/kinds.yml): what they came to by hour and day stays."""

from collections import defaultdict
from collections.abc import Collection
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from sensors import kinds
from sensors.domain.rollup import Span
from sensors.rollups import kept_since
from storage import db, packs, partitions
from storage.models import Counter, Datastream, Observation, ObservationPack, Rollup

BATCH = 5_000  # rows a round
PACKS = 200  # of days, a round
TOGETHER = 20  # datastreams that wait while a day of theirs is packed


def forget(tx: Session, *, now: datetime) -> int:
    """One round, at most BATCH readings of each kind; to be repeated until nothing goes."""
    gone = 0
    for kind, streams in _by_kind(tx).items():
        before = kept_since(kind, now)
        old = select(Observation.id).where(Observation.datastream_id.in_(streams), Observation.at < before)
        numbers = tx.scalars(old.limit(BATCH)).all()
        # The time as well: it says in which parts of the table to look.
        tx.execute(delete(Observation).where(Observation.id.in_(numbers), Observation.at < before))
        gone += len(numbers) + _packs(tx, streams, before)
        if kinds.kind_of(kind).by_minute:
            _minutes(tx, streams, Span.DAY.start_of(now - kinds.kind_of(kind).keep_minutes))
    return gone


def _packs(tx: Session, streams: Collection[int], before: datetime) -> int:
    """Days that are over by then; how many readings were in them."""
    old = select(ObservationPack.id, ObservationPack.count).where(
        ObservationPack.datastream_id.in_(streams), ObservationPack.day <= before - packs.DAY
    )
    found = tx.execute(old.limit(PACKS)).all()
    tx.execute(delete(ObservationPack).where(ObservationPack.id.in_([number for number, _ in found])))
    return sum(count for _, count in found)


def _by_kind(tx: Session) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, kind in tx.execute(select(Datastream.id, Datastream.kind)):
        found[kind].append(number)
    return found


def _minutes(tx: Session, streams: Collection[int], before: datetime) -> None:
    old = Rollup.datastream_id.in_(streams), Rollup.span == Span.MINUTE, Rollup.at < before
    tx.execute(delete(Rollup).where(*old))


def pack(*, now: datetime) -> int:
    """Days that are over go into packs, some datastreams a transaction; how many readings did.

    None before the day that the tables' upgrade named: the release before does not know of packs.
    """
    with db.transaction() as tx:
        begins = tx.scalar(select(Counter.value).where(Counter.name == "packing")) or 0
        found = packs.loose(tx.connection(), now) if now.astimezone(UTC).toordinal() >= begins else []
    packed = 0
    for day, streams in groupby(found, key=itemgetter(0)):
        left = [stream for _, stream in streams]
        for start in range(0, len(left), TOGETHER):
            with db.transaction() as tx:
                packed += packs.pack(tx.connection(), left[start : start + TOGETHER], day)
    return packed


def drop_months(tx: Session, *, now: datetime) -> list[str]:
    """The months of which no kind keeps a reading, and those all in packs, go in one piece; their names."""
    longest = max(kind.keep for kind in kinds.kinds().values())
    old = partitions.drop_before(tx.connection(), now - max(longest, kinds.KEEP))
    return old + partitions.drop_empty(tx.connection(), now - packs.AGE)
