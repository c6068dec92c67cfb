"""Warnings of high water: who follows which kelurahan, and telling them when a gauge's alert changes."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from routing.catalogue import Catalogue, catalogue
from routing.domain.deadlines import WIB
from routing.errors import BadInput
from routing.inserts import insert_into
from storage import outbox
from storage.models import Person, Sensor, WarningFollow
from storage.outbox import Note

FLOOD = "banjir"
NORMAL = 4  # Siaga 4
HERE = (0, 0)  # minutes: the gauge stands in the kelurahan itself


def follow(tx: Session, person: Person, kelurahan: str, *, now: datetime) -> bool:
    """Warn this person of floods in the kelurahan from now on; False when they were already.

    BadInput for a code that is no kelurahan's.
    """
    if kelurahan not in catalogue(tx).kelurahan:
        raise BadInput("kelurahan_tidak_ada", kelurahan)
    new = insert_into(tx, WarningFollow).values(
        person_id=person.id, area_code=kelurahan, kind=FLOOD, created_at=now
    )
    once = new.on_conflict_do_nothing(index_elements=["person_id", "area_code", "kind"])
    return tx.execute(once.returning(WarningFollow.id)).scalar_one_or_none() is not None


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


def gauges_of(session: Session, areas: Collection[str]) -> list[Sensor]:
    """The gauges that can warn of one of these kelurahan."""
    sensors = session.scalars(select(Sensor).order_by(Sensor.id))
    return [sensor for sensor in sensors if not reach(sensor).keys().isdisjoint(areas)]


def reach(sensor: Sensor) -> dict[str, tuple[int, int] | None]:
    """The kelurahan the gauge's water comes to, with the earliest and the latest minutes where known."""
    found: dict[str, tuple[int, int] | None] = {}
    for entry in sensor.downstream:
        first = entry.get("minutes")
        found[entry["kelurahan"]] = (first, entry.get("minutes_latest", first)) if first is not None else None
    if sensor.kelurahan_code:
        found[sensor.kelurahan_code] = HERE
    return found


def tell(tx: Session, *, sensor: Sensor, level: int, value: float, at: datetime, now: datetime) -> int:
    """Tell everybody who follows a kelurahan the gauge's water comes to, each once; how many.

    level: 3, 2 or 1, or 4 when the water is back to normal. To be called once for each level an alert
    reaches, in the transaction that records it.
    """
    comes_to, city = reach(sensor), catalogue(tx)
    followed = (
        select(WarningFollow.person_id, Person.channel, WarningFollow.area_code)
        .join(Person, Person.id == WarningFollow.person_id)
        .where(WarningFollow.kind == FLOOD, WarningFollow.area_code.in_(comes_to))
        .where(Person.unreachable_at.is_(None))
        .order_by(WarningFollow.person_id, WarningFollow.id)
    )
    people: dict[tuple[int, str], list[str]] = defaultdict(list)
    for person_id, channel, area in tx.execute(followed):
        people[person_id, channel].append(area)
    facts = {"gauge": sensor.name, "level": level, "height": _height(sensor, value), "clock": _clock(at)}
    notes = _notes(people, facts, comes_to, city)
    key = "notice-warning" if level < NORMAL else "notice-warning-over"
    return outbox.put_many(tx, notes, key=key, now=now)


def _notes(
    people: Mapping[tuple[int, str], list[str]],
    facts: dict[str, Any],
    comes_to: Mapping[str, tuple[int, int] | None],
    city: Catalogue,
) -> Iterator[Note]:
    for (person_id, channel), areas in people.items():
        names = [city.kelurahan[code].name for code in areas if code in city.kelurahan]
        hours = _hours([comes_to[code] for code in areas])
        yield Note(person_id, channel, {**facts, "areas": ", ".join(names), "hours": hours})


def _hours(minutes: list[tuple[int, int] | None]) -> str:
    """ "2–3": when the water is there at the earliest place; "" where unknown or where it is already."""
    known = [span for span in minutes if span is not None]
    if not known or min(known) == HERE:
        return ""
    first, latest = (_number(part / 60) for part in min(known))
    return first if first == latest else f"{first}–{latest}"


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0").replace(".", ",")


def _height(sensor: Sensor, value: float) -> str:
    return f"{_number(value)} {sensor.unit}"


def _clock(at: datetime) -> str:
    return f"{at.astimezone(WIB):%H.%M} WIB"
