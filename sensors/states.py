"""How every thing stands: its last value, whether it is silent, whether its newest reading is believed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from sensors import kinds, observations, rollups
from sensors.domain.reading import DOUBTFUL, GOOD
from sensors.kinds import MeasuredKind
from storage import events, packs
from storage.event_kinds import EventKind
from storage.models import AnyObservation, Datastream, Observation, Thing

BY_HAND = "ditandai petugas"  # the doubt of a person
MOST_POINTS = 2000


@dataclass(frozen=True)
class StreamState:
    """One datastream now. `silent_since`: nothing believable for longer than its kind may be silent."""

    thing: Thing
    stream: Datastream
    kind: MeasuredKind
    silent_since: datetime | None
    doubts: str  # of its newest reading; "": believed, or there is none


@dataclass(frozen=True)
class ShownReading:
    """A reading as it is shown."""

    id: int
    at: datetime
    value: float
    good: bool
    doubts: str


def all_states(session: Session, *, now: datetime, code: str = "") -> list[StreamState]:
    """Every datastream by kind and name, in one query; `code`: of this thing alone."""
    query = select(Datastream, observations.newest_doubts()).join(Datastream.thing)
    query = query.options(contains_eager(Datastream.thing)).order_by(Datastream.kind.desc(), Thing.river)
    if code:
        query = query.where(Thing.code == code)
    found = session.execute(query.order_by(Thing.name, Datastream.id))
    return [_state(stream, doubts or "", now) for stream, doubts in found]


def _state(stream: Datastream, doubts: str, now: datetime) -> StreamState:
    kind = kinds.kind_of(stream.kind)
    return StreamState(stream.thing, stream, kind, silent_since(stream, now=now), doubts)


def silent_since(stream: Datastream, *, now: datetime) -> datetime | None:
    """Since when it is silent: it said that it goes, or has said nothing believable for too long."""
    if stream.thing.gone_at is not None:
        return stream.thing.gone_at
    silent = (
        stream.last_at is not None and now - stream.last_at > kinds.kind_of(stream.kind).limits.silent_after
    )
    return stream.last_at if silent else None


def readings(
    session: Session, stream: Datastream, *, days: float, now: datetime, most: int = MOST_POINTS
) -> Sequence[ShownReading]:
    """The readings of the last days, oldest first; the newest `most` of them."""
    its, since = AnyObservation, now - timedelta(days=days)
    mine = select(its.id, its.at, its.value, its.quality, its.doubts).where(its.datastream_id == stream.id)
    mine = mine.where(its.value.is_not(None), *packs.within(its, since, None)).order_by(its.at.desc())
    rows = session.execute(mine.limit(most)).all()
    return [ShownReading(number, at, value or 0.0, quality == GOOD, doubts)
            for number, at, value, quality, doubts in reversed(rows)]  # fmt: skip


def flag(tx: Session, code: str, number: int, *, doubtful: bool, by: str, now: datetime) -> bool:
    """A person doubts a reading of the thing, or believes it after all; False when there is none.

    What the datastream shows follows; alerts do not: they tell what was known when it was measured.
    """
    packs.open_number(tx.connection(), number)
    mine = select(Observation).join(Datastream, Datastream.id == Observation.datastream_id).join(Thing)
    row = tx.scalar(mine.where(Thing.code == code, Observation.id == number))
    if row is None:
        return False
    row.quality, row.doubts = (DOUBTFUL, BY_HAND) if doubtful else (GOOD, "")
    tx.flush()
    observations.look_again(tx, row.datastream_id)
    rollups.mark(tx, [(row.datastream_id, row.at)])
    data = {"code": code, "at": row.at.isoformat(), "value": row.value, "doubtful": doubtful}
    events.record(tx, kind=EventKind.SENSOR_FLAGGED, actor=by, now=now, data=data)
    return True
