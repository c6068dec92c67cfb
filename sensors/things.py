"""The register of things that measure: each by its code, whatever it measures."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sensors import kinds
from storage.models import Datastream, Location, ObservedProperty, Sensor, Thing, ThingLocation
from storage.statements import Statement, among

CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


class UnknownSensor(Exception):
    """Nothing has this code; register it first."""

    def __init__(self, code: str) -> None:
        super().__init__(f"unknown sensor {code!r}")
        self.code = code


def find(session: Session, code: str) -> Thing | None:
    """The thing with this code."""
    return session.scalar(select(Thing).where(Thing.code == code))


def stream_of(session: Session, code: str) -> Datastream | None:
    """The thing's first datastream: what is meant where only the thing is named."""
    mine = select(Datastream).join(Datastream.thing).where(Thing.code == code)
    return session.scalar(mine.order_by(Datastream.id).limit(1))


_STREAMS = Statement(
    lambda dialect: (
        select(Thing.code, Datastream.id, Datastream.kind, Datastream.unit)
        .join(Datastream.thing)
        .where(among(dialect, Thing.code, "codes"))
        .order_by(Datastream.id)
    )
)


def streams_of(session: Session, codes: Iterable[str]) -> dict[str, dict[str, tuple[int, str]]]:
    """(number, unit) of each known thing's datastreams by kind, the first of each; "" is its very first."""
    found: dict[str, dict[str, tuple[int, str]]] = {}
    for code, number, kind, unit in _STREAMS.rows(session, codes=list(codes)):
        mine = found.setdefault(code, {"": (number, unit)})
        mine.setdefault(kind, (number, unit))
    return found


def came_or_went(tx: Session, code: str, *, gone: bool, now: datetime) -> None:
    """The thing's connection says that it is there, or (its last will) gone: silent from now on."""
    thing = find(tx, code)
    if thing is not None and gone != (thing.gone_at is not None):
        thing.gone_at = now if gone else None


def register(
    tx: Session, *, code: str, name: str, kind: str, unit: str = "", levels: Mapping[str, Any] | None = None,
    **more: Any,
) -> Datastream:  # fmt: skip
    """A new thing that measures one property, at a place; `more`: other columns of Thing, as lat and lon."""
    known = kinds.kind_of(kind)
    thing = Thing(code=code, name=name, **more)
    stream = Datastream(
        thing=thing, name=name, description=known.name, kind=kind, unit=unit or known.unit,
        unit_name=known.unit_name, levels=dict(levels or {}), properties={}, remembered={},
        sensor=_shared(tx, Sensor, f"Alat {known.name.lower()}"),
        observed_property=_shared(tx, ObservedProperty, known.name, definition=known.definition),
    )  # fmt: skip
    tx.add(stream)
    tx.flush()
    if thing.lat is not None and thing.lon is not None:
        place(tx, thing)
    return stream


def place(tx: Session, thing: Thing) -> None:
    """The Location of a thing that is registered with a point."""
    point = {"type": "Point", "coordinates": [thing.lon, thing.lat]}
    here = Location(name=thing.name, location=point, properties={})
    tx.add(here)
    tx.flush()
    tx.add(ThingLocation(thing_id=thing.id, location_id=here.id))


def _shared(tx: Session, model: Any, name: str, **more: Any) -> Any:
    """The instrument or property of that name: things of one kind share it."""
    found = tx.scalar(select(model).where(model.name == name).order_by(model.id).limit(1))
    return found or model(name=name, properties={}, **more)
