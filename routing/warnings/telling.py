"""Telling everybody who follows a kelurahan when a gauge's alert changes."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.catalogue import Catalogue, catalogue
from routing.domain.deadlines import WIB
from routing.warnings.follows import FLOOD, HERE, NORMAL, reach
from storage import drill, outbox, written
from storage.models import Datastream, Person, WarningFollow
from storage.notice_kinds import Notice
from storage.outbox import Note


def tell(tx: Session, *, stream: Datastream, level: int, value: float, at: datetime, now: datetime) -> int:
    """Tell everybody who follows a kelurahan the gauge's water comes to, each once; how many.

    level: 3, 2 or 1, or 4 when the water is back to normal. To be called once for each level an alert
    reaches, in the transaction that records it.
    """
    comes_to, city = reach(stream.thing), catalogue(tx)
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
    facts = {
        "gauge": stream.thing.name,
        "level": level,
        "height": _height(stream, value),
        "clock": _clock(at),
    } | ({"drill": 1} if drill.on() else {})
    notes = _notes(people, facts, comes_to, city)
    key = Notice.WARNING if level < NORMAL else Notice.WARNING_OVER
    return outbox.put_many(tx, notes, key=key, now=now)


def _notes(
    people: Mapping[tuple[int, str], list[str]],
    facts: dict[str, Any],
    comes_to: Mapping[str, tuple[int, int] | None],
    city: Catalogue,
) -> Iterator[Note]:
    said: dict[tuple[str, ...], dict[str, Any]] = {}  # thousands of people follow the same few kelurahan
    for (person_id, channel), areas in people.items():
        if (of := tuple(areas)) not in said:
            names = [city.kelurahan[code].name for code in areas if code in city.kelurahan]
            hours = _hours([comes_to[code] for code in areas])
            said[of] = {**facts, "areas": ", ".join(names), "hours": hours}
        yield Note(person_id, channel, said[of])


def _hours(minutes: list[tuple[int, int] | None]) -> str:
    """ "2–3": when the water is there at the earliest place; "" where unknown or where it is already."""
    known = [span for span in minutes if span is not None]
    if not known or min(known) == HERE:
        return ""
    first, latest = (written.number(part / 60) for part in min(known))
    return first if first == latest else f"{first}–{latest}"


def _height(stream: Datastream, value: float) -> str:
    return f"{written.number(value)} {stream.unit}"


def _clock(at: datetime) -> str:
    return f"{at.astimezone(WIB):%H.%M} WIB"
