"""Observations that come in at this door: judged and stored like those of every other door."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sensors import observations, rollups
from sensors.domain.reading import GOOD, Measurement
from sensors.ingest import AHEAD, EARLIEST, Arrival, Ingested, ingest_all
from sensors.sta import bodies
from sensors.sta.faults import StaFault, bad
from sensors.sta.model import SETS
from storage.models import Datastream, Observation

FeatureOf = Callable[[Datastream, dict[str, Any]], int | None]


@dataclass(frozen=True)
class Observed:
    """What became of one observation: its row, or why there is none."""

    row: Observation | None = None
    fault: StaFault | None = None

    def sure(self) -> Observation:
        """The row; raises the fault."""
        if self.row is None:
            raise self.fault or bad("refused")
        return self.row


@dataclass(frozen=True)
class _Item:
    stream: Datastream
    at: datetime
    value: float | None
    result: Any
    more: dict[str, Any]


def observe(
    tx: Session, items: Sequence[tuple[Datastream, Any]], *, feature_of: FeatureOf, now: datetime
) -> list[Observed]:
    """Take observations, each for itself: numbers are judged by their kind, other results kept."""
    done: list[Observed | _Item] = [_read(stream, body, feature_of, now) for stream, body in items]
    numbers = [item for item in done if isinstance(item, _Item) and item.value is not None]
    arrivals = [Arrival(item.stream.id, Measurement(item.at, item.value), item.more) for item in numbers]
    outcomes = iter(ingest_all(tx, arrivals, now=now) if arrivals else [])
    found = []
    for item in done:
        if isinstance(item, Observed):
            found.append(item)
        elif item.value is not None:
            found.append(_told(tx, item, next(outcomes)))
        else:
            found.append(_kept(tx, item, now))
    return found


def _read(stream: Datastream, body: Any, feature_of: FeatureOf, now: datetime) -> Observed | _Item:
    try:
        if not isinstance(body, dict):
            raise bad("An observation is a JSON object")
        value, result = bodies.result(body)
        values = bodies.columns(SETS["Observations"], body, partial=True)
        at = values.pop("at", now)
        _in_time(at, now)
        more = values | {"feature_id": feature_of(stream, body)}
        return _Item(stream, at, value, result, more)
    except StaFault as fault:
        return Observed(fault=fault)


def _in_time(at: datetime, now: datetime) -> None:
    if at > now + AHEAD:
        raise bad("phenomenonTime lies in the future")
    if at < EARLIEST:
        raise bad("phenomenonTime lies before 1990: the clock of the thing is not set")


def _told(tx: Session, item: _Item, done: Ingested) -> Observed:
    if done.number is not None:
        return Observed(tx.get_one(Observation, done.number))
    if done.outcome == "repeated":
        return _again(tx, item)
    reason = done.reason or "not believable"
    return Observed(fault=bad(f"The result was refused: {reason}"))


def _again(tx: Session, item: _Item) -> Observed:
    """The same observation sent twice is one; another result at the same time contradicts it."""
    same = select(Observation).where(Observation.datastream_id == item.stream.id, Observation.at == item.at)
    row = tx.scalar(same)
    if row is not None and bodies.same(row.value if row.value is not None else row.result,
                                       item.value if item.value is not None else item.result):  # fmt: skip
        return Observed(row)
    return Observed(fault=StaFault(409, "The datastream has another observation at that time"))


def _kept(tx: Session, item: _Item, now: datetime) -> Observed:
    """A result that is no number."""
    row = {**item.more, "datastream_id": item.stream.id, "at": item.at, "value": None,
           "result": item.result, "quality": GOOD, "doubts": "", "received_at": now}  # fmt: skip
    made = observations.store(tx, [row])
    if not made:
        return _again(tx, item)
    stream = item.stream
    stream.newest_at = max(filter(None, (stream.newest_at, item.at)))
    stream.heard_at = now
    rollups.mark(tx, [(stream.id, item.at)])  # a number may follow within the hour, and takes it for marked
    return Observed(tx.get_one(Observation, next(iter(made.values()))))
