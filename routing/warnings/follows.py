"""Warnings of high water: who follows which kelurahan, and which gauge warns of it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.errors import BadInput
from storage.inserts import insert_once
from storage.models import Datastream, Person, Thing, WarningFollow
from storage.models.sensors import WATER_LEVEL

FLOOD = "banjir"
NORMAL = 4  # Siaga 4
HERE = (0, 0)  # minutes: the gauge stands in the kelurahan itself


def follow(tx: Session, person: Person, kelurahan: str, *, now: datetime) -> bool:
    """Warn this person of floods in the kelurahan from now on; False when they were already.

    BadInput for a code that is no kelurahan's.
    """
    if kelurahan not in catalogue(tx).kelurahan:
        raise BadInput("kelurahan_tidak_ada", kelurahan)
    new = {"person_id": person.id, "area_code": kelurahan, "kind": FLOOD, "created_at": now}
    return insert_once(tx, WarningFollow, unique=["person_id", "area_code", "kind"], **new)


def unfollow(tx: Session, person: Person, kelurahan: str | None = None) -> int:
    """Stop warning of this kelurahan, or of all; how many there were."""
    gone = delete(WarningFollow).where(WarningFollow.person_id == person.id)
    if kelurahan is not None:
        gone = gone.where(WarningFollow.area_code == kelurahan)
    return len(tx.execute(gone.returning(WarningFollow.id)).all())


def following(session: Session, person: Person) -> tuple[str, ...]:
    """The kelurahan this person is warned of, in the order they were chosen."""
    mine = select(WarningFollow.area_code).where(WarningFollow.person_id == person.id)
    return tuple(session.scalars(mine.order_by(WarningFollow.id)))


def gauges_of(session: Session, areas: Collection[str]) -> list[Datastream]:
    """The gauges that can warn of one of these kelurahan."""
    streams = session.scalars(
        select(Datastream).where(Datastream.kind == WATER_LEVEL).order_by(Datastream.id)
    )
    return [stream for stream in streams if not reach(stream.thing).keys().isdisjoint(areas)]


def reach(thing: Thing) -> dict[str, tuple[int, int] | None]:
    """The kelurahan the gauge's water comes to, with the earliest and the latest minutes where known."""
    found: dict[str, tuple[int, int] | None] = {}
    for entry in thing.downstream:
        first = entry.get("minutes")
        found[entry["kelurahan"]] = (first, entry.get("minutes_latest", first)) if first is not None else None
    if thing.kelurahan_code:
        found[thing.kelurahan_code] = HERE
    return found
