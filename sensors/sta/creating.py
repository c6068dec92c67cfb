"""Observations that clients make over MQTT (OGC 18-088, create-observations-via-mqtt).

Sent to the topic at which the set is heard, in the shape that POST takes. Who may send there is the broker's
to know, so whatever arrives may be stored. What this service publishes itself comes by the same topics and is
known by its link.
"""

import re
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sensors.domain import payload
from sensors.domain.payload import BadReading
from sensors.sta import clients
from sensors.sta.faults import missing
from sensors.sta.model import SETS
from sensors.sta.topics import OF_ALL, PREFIX, of_stream
from sensors.sta.write import StaWriter
from storage.models import Datastream, StaClient, Thing

SUBSCRIPTIONS = (OF_ALL, f"{PREFIX}+/Observations")
LARGEST = 65_536  # bytes of one
_PLACE = re.compile(r"v1\.1/(?:Datastreams\((\d{1,18})\)/)?Observations")
_OURS = b'"@iot.selfLink"'


def is_published(body: bytes) -> bool:
    """Whether the service has said this itself."""
    return _OURS in body


def create(tx: Session, topic: str, body: bytes, *, now: datetime) -> None:
    """Store one; StaFault or BadReading where it is none, and nothing of it is kept then."""
    place = _PLACE.fullmatch(topic)
    if place is None:
        raise missing(topic[:60])
    if len(body) > LARGEST:
        raise BadReading("bentuk")
    said = payload.load(body)
    writer = StaWriter(tx, StaClient(name="", may_write=True, things=None), now=now)
    with tx.begin_nested():
        stream = writer.found(SETS["Datastreams"], int(place[1])) if place[1] else None
        writer.create(SETS["Observations"], said, {"Datastream": stream} if stream else {})


def may_send(session: Session, name: str, key: str, topic: str) -> bool:
    """Whether somebody is a client that may make observations there."""
    place, client = _PLACE.fullmatch(topic), clients.named(session, name, key)
    if place is None or client is None or not client.may_write:
        return False
    return client.things is None or (place[1] is not None and topic in _theirs(session, client.things))


def topics_of(session: Session, client: StaClient) -> list[str]:
    """The topics (filters) to which a client may send."""
    if not client.may_write:
        return []
    return list(SUBSCRIPTIONS) if client.things is None else _theirs(session, client.things)


def _theirs(session: Session, things: Iterable[str]) -> list[str]:
    mine = select(Datastream.id).join(Thing).where(Thing.code.in_(list(things))).order_by(Datastream.id)
    return [of_stream(number) for number in session.scalars(mine)]
