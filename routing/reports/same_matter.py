"""Whether a trouble has been reported already: an open report of the same kind at the same spot.

Exact points are compared by distance; where either side only named its place, the kelurahan and the words
for the street or landmark must agree. Radius and days are the city's settings (`same_matter`).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Integer, Select, bindparam, select
from sqlalchemy.orm import Session

from nlu.plain import keys
from routing.city.areas import METRES_PER_DEGREE, locate
from routing.city.catalogue import Catalogue, catalogue
from routing.city.likeness import likeness_rules
from routing.domain.distance import haversine
from routing.domain.lifecycle import OPEN
from routing.domain.same_matter import Told, at_most, judge
from routing.reports.public_door import public_or_own
from storage.models import Report

MOST = 200  # rows compared; the newest are the likeliest
EXACT = "titik"  # key of Report.facts: the point is where it is, not the middle of a street that was named
# Words that stand before a name and are not one.
_BEFORE = frozenset(
    keys(
        "depan belakang samping sebelah seberang dekat pinggir sekitar arah ujung di jalan gang raya besar "
        "utama kelurahan desa kampung"
    )
)
# Kinds of places: alone they name none, unless both sides say just that.
_KINDS = frozenset(
    keys(
        "rumah masjid musala mushola gereja sekolah pasar warung ruko toko kantor perumahan komplek jembatan "
        "stasiun taman pertigaan perempatan gerbang gapura pos lapangan kali sungai pom halte terminal"
    )
)
_COUNTED = frozenset(keys("rt rw blok nomor km"))  # "rt 5": the number belongs to the word before it


@dataclass(frozen=True)
class Spot:
    """Where something is. point: (latitude, longitude), only when exact; place: as the resident named it."""

    kelurahan: str
    point: tuple[float, float] | None = None
    place: str = ""


@dataclass(frozen=True)
class Same:
    """A report probably about the same trouble. metres: None where only the names agree.

    score: how likely, 0 to 1; None where the resident has said nothing yet that could be compared.
    """

    number: str
    category: str
    status: str
    metres: int | None
    created_at: datetime
    own: bool
    score: float | None = None


def find(
    session: Session, category: str, spot: Spot, *, person_id: int | None, now: datetime,
    apart: Collection[str] = (), text: str = "",
) -> Same | None:  # fmt: skip
    """The open report likest to this, the person's own first; None when there is none.

    apart: numbers that were said to be something else. text: what the resident tells; without it the nearest
    is taken. What somebody asked to keep secret is never shown to others, nor a matter without a spot. One
    query.
    """
    city = catalogue(session)
    settings = city.settings.same_matter
    if category in office_matters(city):
        return None
    radius = settings.radius_of(category)
    where = {
        "near": sorted(around(spot, radius)), "kin": sorted(settings.kin(category)),
        "after": now - timedelta(days=settings.days_of(category)),
    }  # fmt: skip
    whose = {} if person_id is None else {"person": person_id}
    agency = city.jurisdiction(category, spot.kelurahan).agency.code
    near_by: list[tuple[tuple[bool, int], int, Any]] = []
    for row in session.execute(_near(own=person_id is not None), {**where, **whose}):
        if row.number in apart or (row.category_code != category and row.agency_code != agency):
            continue
        away = _distance(spot, row, radius, city)
        if away is not None:
            own = person_id is not None and row.person_id == person_id
            near_by.append(((not own, max(away, 0)), away, row))
    near_by.sort(key=lambda found: found[0])
    told = Told(text, category, now, spot.kelurahan, spot.place, spot.point)
    best: tuple[tuple[bool, float], Same] | None = None
    for (other, _), away, row in near_by[: likeness_rules().most]:
        score = likely(told, row, settings.kin(category)) if text else None
        if score is not None and score < likeness_rules().ask and other:
            continue
        metres = None if away < 0 else away
        same = Same(row.number, row.category_code, row.status, metres, row.created_at, not other, score)
        rank = (other, float(max(away, 0)) if score is None else -score)
        if best is None or rank < best[0]:
            best = (rank, same)
    return best[1] if best else None


@cache
def _near(*, own: bool) -> Select[Any]:
    """Open reports of the kinds in the kelurahan, newest first; put together once, which costs more than
    running it."""
    shown = public_or_own(bindparam("person", type_=Integer) if own else None)
    return (
        select(
            Report.number, Report.category_code, Report.agency_code, Report.status, Report.lat, Report.lon,
            Report.place, Report.facts, Report.person_id, Report.created_at, Report.kelurahan_code,
            Report.text,
        )
        .where(
            Report.kelurahan_code.in_(bindparam("near", expanding=True)),
            Report.category_code.in_(bindparam("kin", expanding=True)),
            Report.created_at >= bindparam("after"),
            Report.status.in_(sorted(OPEN)),
            Report.kind == "pengaduan",
            shown,
        )
        .order_by(Report.id.desc())
        .limit(MOST)
    )  # fmt: skip


def likely(told: Told, row: Any, kin: Collection[str]) -> float:
    """How likely a report's row tells of the same, 0 to 1; below `ask` no more than about so likely."""
    rules, other = likeness_rules(), told_of(row)
    scale = rules.scale(told.category, frozenset(kin))
    most = at_most(told, other, scale, rules.known, rules.weights)
    if most < rules.ask:
        return most
    return judge(told, other, scale, rules.known, rules.weights).score


def told_of(row: Any, pictures: tuple[str, ...] = ()) -> Told:
    """A report, or a row of its columns, as it is compared."""
    exact = row.lat is not None and row.lon is not None and (row.facts or {}).get(EXACT) == "tepat"
    return Told(
        row.text, row.category_code, row.created_at, row.kelurahan_code or "", row.place,
        (row.lat, row.lon) if exact else None, pictures,
    )  # fmt: skip


def office_matters(city: Catalogue) -> frozenset[str]:
    """Codes of the categories without a spot to find (settings: `office_matters`)."""
    return city.settings.office_matters


def around(spot: Spot, radius: int) -> set[str]:
    """The kelurahan the radius reaches into: troubles do not end at their borders."""
    if spot.point is None:
        return {spot.kelurahan}
    lat, lon = spot.point
    step = radius / METRES_PER_DEGREE
    corners = ((lat + i * step, lon + j * step) for i in (-1, 0, 1) for j in (-1, 0, 1))
    found = (locate(*corner) for corner in corners)
    return {spot.kelurahan} | {area.kelurahan_code for area in found if area is not None}


def _distance(spot: Spot, row: Any, radius: int, city: Catalogue) -> int | None:
    """Metres between exact points, -1 where the names agree; None when it is not there."""
    exact = row.lat is not None and (row.facts or {}).get(EXACT) == "tepat"
    if spot.point is not None and exact:
        metres = haversine(spot.point, (row.lat, row.lon))
        return round(metres) if metres <= radius else None
    if row.kelurahan_code != spot.kelurahan:
        return None
    area = city.kelurahan.get(spot.kelurahan)
    names = (area.name, area.kecamatan) if area else ()
    return -1 if same_place(spot.place, row.place, names) else None


def same_place(one: str, other: str, areas: Collection[str] = ()) -> bool:
    """Whether two places in residents' words name the same street, landmark or RT/RW.

    A place may name several, parted by commas. Names of the area around them (`areas`) say nothing.
    """
    around = frozenset(keys(name) for name in areas)
    ours, theirs = _names(one, around), _names(other, around)
    return any(a == b or _names_it(a, b) or _names_it(b, a) for a in ours for b in theirs)


def _names_it(less: frozenset[str], more: frozenset[str]) -> bool:
    return less <= more and not less <= _KINDS


@lru_cache(maxsize=2 * MOST)  # the place at hand is held against every open report's near it
def _names(place: str, around: frozenset[tuple[str, ...]]) -> tuple[frozenset[str], ...]:
    parts = (keys(part) for part in place.split(","))
    bare = (tuple(word for word in part if word not in _BEFORE) for part in parts)
    return tuple(frozenset(_counted(words)) for words in bare if words and words not in around)


def _counted(words: tuple[str, ...]) -> Iterator[str]:
    before = ""
    for word in words:
        if word in _COUNTED:
            before = word
        else:
            yield before + (word.lstrip("0") if word.isdecimal() else word)
            before = ""
