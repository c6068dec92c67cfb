"""Public reports on a map, put together by squares of the grid, for any zoom."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.publicity import GRID, Box, square
from routing.reports.everybody import PublicView
from routing.reports.public_list import Search, conditions, page, placed, running
from storage.behind import Behind
from storage.models import Report

SINGLY = 15  # from this zoom on each report stands for itself
MOST_SINGLE, MOST_CLUSTERS = 400, 2000
APART = 56  # pixels between clusters
_METRES_A_PIXEL = 78_271.5  # at zoom 0 on the equator, tiles of 512 pixels
FRESH = timedelta(seconds=30)
MONTH = timedelta(days=31)
FRESH_OF_LONG = timedelta(minutes=2)  # what looks back further than a month is looked at less closely
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Cluster:
    """Reports close to one another: the middle of their public points, how many, how many still run."""

    lat: float
    lon: float
    count: int
    open: int


@dataclass(frozen=True)
class Drawn:
    """What a part of the map shows: clusters, or single reports."""

    clusters: list[Cluster]
    single: list[PublicView]


@dataclass(frozen=True)
class _Heap:
    """Reports of one square of the finest grid: how many, how many still run, sums of rows and columns."""

    count: int
    open: int
    rows: float
    columns: float


_heaps = Behind[list[_Heap]](most=64, longest=HOUR)  # searches: of a large city some 200 KB each


def drawn(session: Session, search: Search, *, zoom: int, now: datetime) -> Drawn:
    """What the search's box shows at this zoom; at most two queries.

    Clusters come of the whole city's, which are kept: every box and every zoom is answered from one count,
    and who finds it old sees it still, while it is made anew for the next. A cluster is in the box when its
    middle is.
    """
    if zoom >= SINGLY:
        return Drawn([], page(session, search, limit=MOST_SINGLE))
    middle = _middle(session)
    heaps = _kept(session, replace(search, box=None), middle, now)
    merged = _merged(heaps, _squares_across(middle, zoom))
    high, wide = square(middle)
    places = ((one, one.rows / one.count + 0.5, one.columns / one.count + 0.5) for one in merged)
    found = [
        Cluster(round(row * high, 5), round(column * wide, 5), one.count, one.open)
        for one, row, column in places
    ]
    return Drawn([one for one in found if _holds(search.box, one)][:MOST_CLUSTERS], [])


def forget() -> None:
    """Count anew at the next look; for tests and measurements."""
    _heaps.forget()


def _holds(box: Box | None, one: Cluster) -> bool:
    return box is None or (box.south <= one.lat <= box.north and box.west <= one.lon <= box.east)


def _middle(session: Session) -> float:
    """The city's own latitude, of which the width of a square comes."""
    (south, _), (north, _) = catalogue(session).settings.map.bounds
    return (south + north) / 2


def _squares_across(latitude: float, zoom: int) -> int:
    """How many squares of the grid a cluster is wide at a zoom."""
    metres = APART * _METRES_A_PIXEL * math.cos(math.radians(latitude)) / 2**zoom
    return max(1, round(metres / GRID))


def _kept(session: Session, search: Search, middle: float, now: datetime) -> list[_Heap]:
    """The finest grid's heaps of the whole city. The search of the hour before is the same one."""
    back = None if search.since is None else (now - search.since) // HOUR
    long = search.since is None or now - search.since >= MONTH
    return _heaps.get(
        session, (replace(search, since=None), back), lambda reader: _counted(reader, search, middle),
        fresh=FRESH_OF_LONG if long else FRESH, now=now,
    )  # fmt: skip


def _counted(session: Session, search: Search, middle: float) -> list[_Heap]:
    high, wide = square(middle)
    many = _squares_across(middle, SINGLY - 1)
    city = catalogue(session)
    row, column = func.floor(Report.lat / high), func.floor(Report.lon / wide)
    asked = (
        select(func.count(), func.count().filter(running()), func.sum(row), func.sum(column))
        .where(*conditions(city, search), placed(city))
        .group_by(func.floor(Report.lat / (high * many)), func.floor(Report.lon / (wide * many)))
    )
    return [_Heap(*found) for found in session.execute(asked)]


def _merged(heaps: Iterable[_Heap], many: int) -> list[_Heap]:
    """The heaps put together by squares `many` of the grid's wide."""
    found: dict[tuple[float, float], list[float]] = {}
    for heap in heaps:
        place = heap.rows // (heap.count * many), heap.columns // (heap.count * many)
        sums = found.setdefault(place, [0, 0, 0.0, 0.0])
        sums[0] += heap.count
        sums[1] += heap.open
        sums[2] += heap.rows
        sums[3] += heap.columns
    return [_Heap(int(count), int(open_), rows, columns) for count, open_, rows, columns in found.values()]


def by_area(session: Session, search: Search) -> dict[str, int]:
    """How many there are in each kelurahan."""
    asked = select(Report.kelurahan_code, func.count()).where(*conditions(catalogue(session), search))
    rows = session.execute(asked.where(Report.kelurahan_code.is_not(None)).group_by(Report.kelurahan_code))
    return {code: count for code, count in rows if code}
