"""Every thing that stands somewhere, and how it is: for a map of hundreds or thousands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from sensors import kinds, observations
from storage.models import Datastream, Thing

Condition = Literal["baik", "diragukan", "diam", "belum"]
WORST = ("diam", "diragukan", "belum", "baik")


@dataclass(frozen=True)
class MeasuredNow:
    """One datastream's last believed value; None: nothing believable ever came."""

    kind: str
    value: float | None
    unit: str
    at: datetime | None
    condition: Condition


@dataclass(frozen=True)
class ThingPlace:
    """A thing on the map."""

    code: str
    name: str
    lat: float
    lon: float
    measured: tuple[MeasuredNow, ...]

    @property
    def condition(self) -> str:
        """The worst of what it measures."""
        return min((one.condition for one in self.measured), key=WORST.index)


def places(session: Session, *, now: datetime) -> list[ThingPlace]:
    """Every thing with a point and a datastream, in one query."""
    columns = (
        Thing.code, Thing.name, Thing.lat, Thing.lon, Thing.gone_at, Datastream.kind, Datastream.unit,
        Datastream.last_value, Datastream.last_at, observations.newest_doubts(),
    )  # fmt: skip
    query = select(*columns).select_from(Datastream).join(Thing)
    query = query.where(Thing.lat.is_not(None), Thing.lon.is_not(None)).order_by(Thing.name, Datastream.id)
    found: dict[str, ThingPlace] = {}
    for code, name, lat, lon, gone_at, kind, unit, value, at, doubts in session.execute(query):
        one = MeasuredNow(kind, value, unit, at, condition(kind, at, gone_at, doubts or "", now))
        before = found[code].measured if code in found else ()
        found[code] = ThingPlace(code, name, lat or 0.0, lon or 0.0, (*before, one))
    return list(found.values())


def condition(
    kind: str, last_at: datetime | None, gone_at: datetime | None, doubts: str, now: datetime
) -> Condition:
    """How a datastream is."""
    if gone_at is not None:
        return "diam"
    if last_at is None:
        return "diragukan" if doubts else "belum"
    if now - last_at > kinds.kind_of(kind).limits.silent_after:
        return "diam"
    return "diragukan" if doubts else "baik"


def counted(places_: Iterable[ThingPlace]) -> dict[str, int]:
    """How many are in each condition."""
    found = dict.fromkeys(WORST, 0)
    for one in places_:
        found[one.condition] += 1
    return found
