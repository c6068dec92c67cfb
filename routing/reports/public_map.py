"""Public reports on a map, put together by squares of the grid, for any zoom."""

import math
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.publicity import GRID, Box, square
from routing.reports.everybody import PublicView
from routing.reports.public_list import Search, conditions, page, running
from storage.db import engine
from storage.models import Report

SINGLY = 15  # from this zoom on each report stands for itself
MOST_SINGLE, MOST_CLUSTERS = 400, 2000
APART = 56  # pixels between clusters
_METRES_A_PIXEL = 78_271.5  # at zoom 0 on the equator, tiles of 512 pixels
FRESH = timedelta(seconds=30)
KEPT = 256


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


_lock = threading.Lock()
_drawn: OrderedDict[tuple[int, Search, int], tuple[datetime, Drawn]] = OrderedDict()


def drawn(session: Session, search: Search, *, zoom: int, now: datetime) -> Drawn:
    """What the search's box shows at this zoom, at most FRESH old; at most two queries."""
    key = (id(engine()), search, zoom)
    with _lock:
        kept = _drawn.get(key)
    if kept is not None and timedelta(0) <= now - kept[0] < FRESH:
        return kept[1]
    made = (
        Drawn([], page(session, search, limit=MOST_SINGLE))
        if zoom >= SINGLY
        else _clusters(session, search, zoom)
    )
    with _lock:
        _drawn[key] = now, made
        _drawn.move_to_end(key)
        while len(_drawn) > KEPT:
            _drawn.popitem(last=False)
    return made


def _clusters(session: Session, search: Search, zoom: int) -> Drawn:
    box = search.box or Box(-90, -180, 90, 180)
    middle = (box.south + box.north) / 2
    high, wide = square(middle)
    metres = APART * _METRES_A_PIXEL * math.cos(math.radians(middle)) / 2**zoom
    many = max(1, round(metres / GRID))
    row, column = func.floor(Report.lat / high), func.floor(Report.lon / wide)
    asked = (
        select(func.avg(row), func.avg(column), func.count(), func.count().filter(running()))
        .where(*conditions(catalogue(session), search))
        .group_by(func.floor(row / many), func.floor(column / many))
        .limit(MOST_CLUSTERS)
    )
    found = [
        Cluster(round((lat + 0.5) * high, 5), round((lon + 0.5) * wide, 5), count, running)
        for lat, lon, count, running in session.execute(asked)
    ]
    return Drawn(found, [])


def by_area(session: Session, search: Search) -> dict[str, int]:
    """How many there are in each kelurahan."""
    asked = select(Report.kelurahan_code, func.count()).where(*conditions(catalogue(session), search))
    rows = session.execute(asked.where(Report.kelurahan_code.is_not(None)).group_by(Report.kelurahan_code))
    return {code: count for code, count in rows if code}
