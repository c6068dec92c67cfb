"""What a program asks for, read strictly: whatever cannot be meant is refused with a sentence."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.open311.tree import Declined
from routing.city.catalogue import Catalogue
from routing.domain.publicity import Box
from routing.reports.public_list import Search

USUAL, MOST = 50, 200  # reports a page
DEEPEST = 10_000  # reports behind the first; further on a program goes by updated_after
SPAN = timedelta(days=90)  # the standard's usual range, where no dates are given
MOST_IDS = 200
METRES_A_DEGREE = 111_320.0
WIDEST = 50_000.0  # metres around a point


@dataclass(frozen=True)
class Wanted311:
    """A page of service requests."""

    search: Search
    limit: int
    offset: int
    by_update: bool


def moment(value: str, name: str) -> datetime | None:
    """A date and time with its zone; None where nothing is given. Declined for anything else."""
    if not value:
        return None
    try:
        found = datetime.fromisoformat(value.replace(" ", "+"))  # "+" of an address not written as %2B
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or not 2000 <= found.year <= 2200:
        raise Declined(400, f"{name} must be a date and time with its zone, as 2026-11-05T08:15:30Z.")
    return found


def whole(value: str, name: str, *, usual: int, most: int) -> int:
    """A number from 1 to `most`."""
    if not value:
        return usual
    found = int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0
    if not 1 <= found <= most:
        raise Declined(400, f"{name} must be a whole number from 1 to {most}.")
    return found


def real(value: str, name: str, *, least: float, most: float) -> float | None:
    """A number between the two; None where nothing is given."""
    if not value:
        return None
    try:
        found = float(value) if len(value) < 30 else math.nan
    except ValueError:
        found = math.nan
    if not least <= found <= most:
        raise Declined(400, f"{name} must be a number from {least:g} to {most:g}.")
    return found


def _listed(value: str, name: str, *, most: int = MOST_IDS) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(part.strip() for part in value.split(",") if part.strip()))
    if len(found) > most:
        raise Declined(400, f"{name} takes at most {most} values.")
    return found


def statuses(value: str) -> bool | None:
    """True: open ones, False: closed ones, None: both."""
    found = set(_listed(value.lower(), "status"))
    if found - {"open", "closed"}:
        raise Declined(400, "status must be open, closed, or both separated by a comma.")
    return None if len(found) != 1 else found == {"open"}


def box_of(bbox: str, lat: str, long: str, radius: str) -> Box | None:
    """bbox=west,south,east,north in degrees, or lat and long with a radius in metres (the square around)."""
    if bbox:
        parts = bbox.split(",")
        if len(parts) != 4:
            raise Declined(400, "bbox must be west,south,east,north in degrees.")
        west, south, east, north = (
            _degree(part, "bbox", limit) for part, limit in zip(parts, (180, 90, 180, 90), strict=True)
        )
        if west > east or south > north:
            raise Declined(400, "bbox must be west,south,east,north: its corners are the wrong way round.")
        return Box(south, west, north, east)
    if not (lat or long):
        return None
    middle = _degree(lat, "lat", 90), _degree(long, "long", 180)
    reach = real(radius, "radius", least=1, most=WIDEST) or 1000.0
    high = reach / METRES_A_DEGREE
    wide = high / max(0.01, math.cos(math.radians(middle[0])))
    return Box(middle[0] - high, middle[1] - wide, middle[0] + high, middle[1] + wide)


def _degree(value: str, name: str, limit: float) -> float:
    found = real(value.strip(), name, least=-limit, most=limit)
    if found is None:
        raise Declined(400, f"{name} is incomplete.")
    return found


def requests_wanted(city: Catalogue, given: dict[str, str], *, now: datetime) -> Wanted311:
    """The page these parameters ask for; an empty one is as good as none."""
    said = {name: value.strip() for name, value in given.items()}
    if ids := _listed(said["service_request_id"], "service_request_id"):
        return Wanted311(Search(numbers=ids), MOST_IDS, 0, by_update=False)
    limit = whole(said["page_size"], "page_size", usual=USUAL, most=MOST)
    page = whole(said["page"], "page", usual=1, most=DEEPEST // limit)
    dates = {
        name: moment(said[name], name)
        for name in ("start_date", "end_date", "updated_after", "updated_before")
    }
    for first, last in (("start_date", "end_date"), ("updated_after", "updated_before")):
        one, other = dates[first], dates[last]
        if one and other and one > other:
            raise Declined(400, f"{first} is after {last}.")
    by_update = dates["updated_after"] is not None
    since = dates["start_date"]
    if not any(dates.values()):
        since = now - SPAN
    codes = _listed(said["service_code"], "service_code")
    if unknown := [code for code in codes if code not in city.categories]:
        raise Declined(404, f"service_code {unknown[0][:60]!r} was not found.")
    search = Search(
        categories=codes, open=statuses(said["status"]), since=since, until=dates["end_date"],
        updated_since=dates["updated_after"], updated_until=dates["updated_before"], folded=True,
        box=box_of(said["bbox"], said["lat"], said["long"], said["radius"]),
    )  # fmt: skip
    return Wanted311(search, limit, (page - 1) * limit, by_update)
