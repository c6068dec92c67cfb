"""Telling everybody who follows a kelurahan when a gauge's alert changes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.catalogue import Catalogue, catalogue
from routing.warnings.follows import FLOOD, HERE, NORMAL, reach
from storage import drill, outbox, written
from storage.clock import LOCAL, ZONE
from storage.models import Alert, Datastream, Person, WarningFollow
from storage.notice_kinds import Notice

MANY = 2_000  # people named in one statement


def tell(tx: Session, alert: Alert, *, level: int, value: float, at: datetime, now: datetime) -> int:
    """Tell everybody who follows a kelurahan the gauge's water comes to, each once; how many.

    level: 3, 2 or 1, or 4 when the water is back to normal. To be called once for each level an alert
    reaches, in the transaction that records it.
    """
    stream = tx.get_one(Datastream, alert.datastream_id)
    comes_to, city = reach(stream.thing), catalogue(tx)
    followed = (
        select(WarningFollow.person_id, WarningFollow.area_code)
        .join(Person, Person.id == WarningFollow.person_id)
        .where(WarningFollow.kind == FLOOD, WarningFollow.area_code.in_(comes_to))
        .where(Person.unreachable_at.is_(None))
        .order_by(WarningFollow.person_id, WarningFollow.id)
    )
    areas: dict[int, list[str]] = defaultdict(list)
    for person_id, area in tx.execute(followed):
        areas[person_id].append(area)
    same: dict[tuple[str, ...], list[int]] = defaultdict(list)  # thousands follow the same few kelurahan
    for person_id, mine in areas.items():
        same[tuple(mine)].append(person_id)
    facts = {
        "gauge": stream.thing.name, "level": level, "height": _height(stream, value), "clock": _clock(at),
        "alert": alert.id,
    } | ({"drill": 1} if drill.on() else {})  # fmt: skip
    key = Notice.WARNING if level < NORMAL else Notice.WARNING_OVER
    told = 0
    for codes, people in same.items():
        said = {**facts, **_where(codes, comes_to, city)}
        for start in range(0, len(people), MANY):
            who = select(Person.id, Person.channel).where(Person.id.in_(people[start : start + MANY]))
            told += outbox.put_to(tx, who, said, key=key, now=now)
    return told


def _where(
    codes: Sequence[str], comes_to: Mapping[str, tuple[int, int] | None], city: Catalogue
) -> dict[str, str]:
    names = [city.kelurahan[code].name for code in codes if code in city.kelurahan]
    return {"areas": ", ".join(names), "hours": _hours([comes_to[code] for code in codes])}


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
    return f"{at.astimezone(LOCAL):%H.%M} {ZONE}"
