"""What is published of a change, and where (OGC 18-088, receive-updates-via-mqtt).

A new entity, or one that was changed, to its set and to that set by way of what it belongs to; one that was
changed also to its own topic, and each property that is another below that. Bodies are those of HTTP.
"""

import json
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased, raiseload

from sensors.announcing import EntityChange
from sensors.observations import MORE
from sensors.sta.model import SETS, EntityType
from sensors.sta.options import Options
from sensors.sta.read import StaReader
from sensors.sta.topics import OF_ALL, PREFIX, of_stream
from storage import clock

MOST_OWNERS = 100  # places a thing stands at, things at a place
Message = tuple[str, bytes]
_WITHOUT = dict.fromkeys(MORE)
_NOBODY: Session = Session()  # an observation by itself asks the database nothing


def of_observation(
    base: str, number: int, row: Mapping[str, Any], *, thing: int | None, now: clock.Clock
) -> Iterator[Message]:
    """A new observation, from the row that was stored. thing: whose it is, where that is known."""
    body = _json(written(base, number, row, now=now))
    stream, feature = row["datastream_id"], row.get("feature_id")
    yield OF_ALL, body
    yield of_stream(stream), body
    if thing is not None:
        yield of_stream(stream, thing=thing), body
    if feature is not None:
        yield f"{PREFIX}FeaturesOfInterest({feature})/Observations", body


def written(base: str, number: int, row: Mapping[str, Any], *, now: clock.Clock) -> dict[str, Any]:
    """An observation as HTTP answers it."""
    reader = StaReader(_NOBODY, base=base, now=now())
    return reader.entity(SETS["Observations"], SimpleNamespace(id=number, **{**_WITHOUT, **row}), Options())


def of_change(session: Session, base: str, change: EntityChange, *, now: clock.Clock) -> Iterator[Message]:
    """An entity that is new or another; nothing where it has gone meanwhile."""
    of = SETS[change.plural]
    row = session.get(of.table, change.number, options=[raiseload("*")])
    if row is None:
        return
    reader = StaReader(session, base=base, now=now())
    whole = reader.entity(of, row, Options())
    body = _json(whole)
    yield PREFIX + of.plural, body
    for owner in _owners(session, of, row):
        yield f"{PREFIX}{owner}/{of.plural}", body
    if change.names is None:
        return
    own = f"{PREFIX}{of.plural}({change.number})"
    yield own, body
    for name in change.names:
        yield f"{own}/{name}", _json({name: whole[name]})


def _owners(session: Session, of: EntityType, row: Any) -> Iterator[str]:
    """What it belongs to: Things(1)."""
    for nav in of.navs.values():
        to = aliased(SETS[nav.target].model)
        if not any(back.target == of.plural and back.many for back in SETS[nav.target].navs.values()):
            continue
        number: Any = to.id  # type: ignore[attr-defined]
        found = select(number).where(nav.link(row, to)).order_by(number).limit(MOST_OWNERS)
        for one in session.scalars(found):
            yield f"{nav.target}({one})"


def _json(body: dict[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()
