"""Points residents write instead of a place's name: coordinates in every usual form, Plus Codes, map links.

A number that belongs to a point is never a telephone number or a NIK (`nlu.privacy` leaves it alone), and
a map link is kept even where it holds no coordinates: an officer can open it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from urllib.parse import unquote

from nlu import plus_codes
from nlu.plain import DATA, MAX_CHARS, load_yaml

# Hosts whose links are maps. Shortened ones hold no coordinates.
_HOSTS = (
    r"(?:www\.)?google\.[a-z.]{2,6}/maps|maps\.google\.[a-z.]{2,6}|maps\.app\.goo\.gl|goo\.gl/maps|g\.co/maps"
    r"|maps\.apple\.com|maps\.apple|(?:www\.)?openstreetmap\.org|osm\.org|osmand\.net|(?:www\.)?waze\.com"
    r"|(?:www\.)?bing\.com/maps|(?:wego\.)?here\.com|share\.here\.com|w3w\.co|what3words\.com|plus\.codes"
    r"|(?:www\.)?petalmaps\.com|yandex\.[a-z.]{2,6}/maps|ge0\.me|omaps\.app"
)
_LINK = re.compile(rf"(?:https?://)?(?:{_HOSTS})(?:[/?#]\S{{0,1500}})?", re.I)
_GEO = re.compile(r"\bgeo:(-?\d{1,2}(?:\.\d{1,12})?),(-?\d{1,3}(?:\.\d{1,12})?)(?:[;?,]\S{0,300})?", re.I)
_NUMBER = r"([+-]?\d{1,3}(?:\.\d{1,20})?)"
# Where links keep a point, the most exact first: the pin, the query, the map's own middle.
_IN_LINK = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"!3d{_NUMBER}!4d{_NUMBER}",
        rf"[?&#;](?:q|query|ll|sll|daddr|destination|center|coordinate|cp|marker|viewpoint|pin)="
        rf"(?:loc:|point:)?\s*{_NUMBER}[,~ +]{{1,3}}{_NUMBER}",
        r"[?&]m?lat=([+-]?\d{1,2}\.\d{1,20})&m?lon=([+-]?\d{1,3}\.\d{1,20})",
        rf"/(?:place|search|dir|l)/(?:[^/?#]{{0,200}}/){{0,2}}{_NUMBER}[,~ +]{{1,3}}{_NUMBER}",
        rf"@{_NUMBER},{_NUMBER}",
        rf"#map=\d{{1,2}}(?:\.\d{{1,3}})?/{_NUMBER}/{_NUMBER}",
    )
)
_WIDE = {0xFEE0 + sign: sign for sign in range(0x21, 0x7F)}  # "１０６．９９", each where it was
_SIGN = "[-+−–]"
_SIDE_LAT = r"(?:LS|LU|S|N|lintang\s+(?:selatan|utara)|south|north)"
_SIDE_LON = r"(?:BT|BB|E|W|T|bujur\s+(?:timur|barat)|east|west)"
_BETWEEN = (
    r"[\"']?\s{0,3}(?:[,;/|]|dan|&)?\s{0,3}"
    r"(?:[\"']?(?:lon(?:g|gitude|gitud)?|lng|lat(?:itude)?|bujur|lintang|[xy])[\"']?\s{0,2}[:=]?\s{0,2}[\"']?)?"
)
# Three decimals are about 100 m: fewer are a price, a date or a size. A comma may stand for the point.
_PAIR = re.compile(
    rf"(?:(?<![\w.,+\-−–/])|(?<=[.,/])(?<!\d.)|(?<=[,/])(?=[-−–]\d{{1,2}}[.,]\d{{4}}))(?P<s1>{_SIDE_LAT}\s{{0,2}})?(?P<a>{_SIGN}?\s?\d{{1,3}}[.,]\d{{3,20}})\s?°?\s?(?P<e1>{_SIDE_LAT}\b|{_SIDE_LON}\b)?"
    rf"{_BETWEEN}"
    rf"(?P<s2>{_SIDE_LON}\s{{0,2}})?(?P<b>{_SIGN}?\s?\d{{1,3}}[.,]\d{{3,20}})(?!\d)\s?°?\s?(?P<e2>{_SIDE_LON}\b|{_SIDE_LAT}\b)?",
    re.I,
)
_BARE = 6  # characters of a bare number that can only be a degree: "6.2349", not "6.234"
_DMS = (
    r"(\d{1,3})\s?[°ºo˚d*]\s?(?:(\d{1,2}(?:[.,]\d{1,9})?)\s?['’′‘´m]\s?)?"
    r"(?:(\d{1,2}(?:[.,]\d{1,9})?)\s?(?:[\"”″“s]|''|’’|′′)?\s?)?"
)
_DEGREES = re.compile(
    rf"(?<![\w.])(?:({_SIDE_LAT})\s?)?({_SIGN}?){_DMS}({_SIDE_LAT}\b)?{_BETWEEN}"
    rf"(?:({_SIDE_LON})\s?)?({_SIGN}?){_DMS}({_SIDE_LON}\b)?",
    re.I,
)
# Degrees, minutes and seconds apart by blanks only: the letters of the sides must say what they are.
_BLANKS = re.compile(
    r"(?<![\w.])(\d{1,2})[ :](\d{1,2})[ :](\d{1,2}(?:[.,]\d{1,9})?)\s?(LS|LU|S|N)\b[\s,;]{1,3}"
    r"(\d{2,3})[ :](\d{1,2})[ :](\d{1,2}(?:[.,]\d{1,9})?)\s?(BT|E|T)\b",
    re.I,
)
_PLUS = re.compile(rf"(?<!\w){plus_codes.PATTERN}(?!\w)", re.I)
_SOUTH_WEST = re.compile(r"^(?:s|ls|south|.*selatan|w|bb|west|.*barat)$", re.I)
_EAST_NORTH_LON = re.compile(r"^(?:bt|bb|e|w|t|east|west|bujur.*)$", re.I)


@dataclass(frozen=True)
class Written:
    """A point, or a map link without one, as it stands in a text: letters start..end-1."""

    start: int
    end: int
    point: tuple[float, float] | None


@cache
def _middle() -> tuple[float, float]:
    """The middle of the city: unsigned latitudes are read on its side of the equator."""
    city = load_yaml(DATA / "gazetteer" / "kota.yml")
    lat, lon = city.get("middle", (-2.5, 118.0))
    return float(lat), float(lon)


def _decimal(text: str) -> float:
    return float(re.sub(r"\s", "", text).replace(",", ".").replace("−", "-").replace("–", "-"))


def _sensible(lat: float, lon: float) -> bool:
    """Within the country's reach: everything else in that shape is a price or a size."""
    return -11.5 <= lat <= 6.5 and 94.0 <= lon <= 142.0


def _in_order(lat: float, lon: float, *, signed: bool) -> tuple[float, float] | None:
    """The point, also where the longitude was written first or the latitude's minus forgotten."""
    if 94.0 <= abs(lat) <= 142.0 and abs(lon) <= 12.0:
        lat, lon = lon, lat
    if not signed and lat > 0 and _middle()[0] < 0 and abs(-lat - _middle()[0]) < abs(lat - _middle()[0]):
        lat = -lat
    return (round(lat, 7), round(lon, 7)) if _sensible(lat, lon) else None


def _signed(number: str, side: str | None) -> tuple[float, bool]:
    """The number, negative for south and west; whether its sign was said at all."""
    value = _decimal(number)
    if side:
        return (-abs(value) if _SOUTH_WEST.match(side.strip()) else abs(value)), True
    return value, number.strip()[0] in "+-−–"


def _of_link(link: str) -> tuple[float, float] | None:
    readable = unquote(link)
    for pattern in _IN_LINK:
        match = pattern.search(readable)
        if match:
            point = _in_order(float(match.group(1)), float(match.group(2)), signed=True)
            if point:
                return point
    code = _PLUS.search(readable)
    return plus_codes.point_of(code.group(), _middle()) if code else None


def _links(text: str) -> Iterator[Written]:
    for match in _LINK.finditer(text):
        end = match.end() - len(match.group()) + len(match.group().rstrip(".,;:!?)]}>\"'"))
        yield Written(match.start(), end, _of_link(text[match.start() : end]))
    for match in _GEO.finditer(text):
        yield Written(
            match.start(),
            match.end(),
            _of_link(match.group()) or _in_order(float(match[1]), float(match[2]), signed=True),
        )


def _pairs(text: str) -> Iterator[Written]:
    for match in _PAIR.finditer(text):
        sides = [match["s1"] or match["e1"], match["s2"] or match["e2"]]
        (lat, lat_said), (lon, lon_said) = _signed(match["a"], sides[0]), _signed(match["b"], sides[1])
        swapped = 94.0 <= abs(lat) <= 142.0
        if not (lat_said or lon_said) and min(len(match["a"]), len(match["b"]) - 2) < _BARE:
            continue  # "6.234 dan 106.994": two prices
        point = _in_order(lat, lon, signed=lon_said if swapped else lat_said)
        if point:
            yield Written(match.start(), match.start() + len(match.group().rstrip()), point)


def _from_degrees(sign: str, degrees: str, minutes: str | None, seconds: str | None, side: str) -> float:
    value = int(degrees) + _decimal(minutes or "0") / 60 + _decimal(seconds or "0") / 3600
    south = bool(side and _SOUTH_WEST.match(side.strip())) or sign in ("-", "−", "–")
    return -value if south else value


def _blanks(text: str) -> Iterator[Written]:
    for match in _BLANKS.finditer(text):
        d, m, s, side, d2, m2, s2, side2 = match.groups()
        point = _in_order(_from_degrees("", d, m, s, side), _from_degrees("", d2, m2, s2, side2), signed=True)
        if point:
            yield Written(match.start(), match.end(), point)


def _degrees(text: str) -> Iterator[Written]:
    for match in _DEGREES.finditer(text):
        before, sign, d, m, s, after, before2, sign2, d2, m2, s2, after2 = match.groups()
        lat = _from_degrees(sign, d, m, s, before or after or "")
        lon = _from_degrees(sign2, d2, m2, s2, before2 or after2 or "")
        point = _in_order(lat, lon, signed=bool(sign or before or after))
        if point:
            yield Written(match.start(), match.start() + len(match.group().rstrip()), point)


def _plus(text: str) -> Iterator[Written]:
    for match in _PLUS.finditer(text):
        point = plus_codes.point_of(match.group(), _middle())
        yield Written(match.start(), match.end(), point if point and _sensible(*point) else None)


@lru_cache(maxsize=4)  # one message is read by several functions
def find_points(text: str) -> tuple[Written, ...]:
    """Every point and map link written in the text, in its order; none overlaps another. Never fails."""
    readable = text[:MAX_CHARS].translate(_WIDE)
    found: list[Written] = []
    for kind in (_links, _degrees, _blanks, _plus, _pairs):
        for written in kind(readable):
            if not any(written.start < other.end and other.start < written.end for other in found):
                found.append(written)
    return tuple(sorted(found, key=lambda written: written.start))
