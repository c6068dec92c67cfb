"""Which cameras are near a place, and whether they look towards it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import atan2, cos, degrees, radians
from typing import Generic, Protocol, TypeVar

from routing.domain.distance import haversine

NEAR = 1_500.0  # metres
VIEW = 60.0  # degrees to either side that count as looking there
AT_HAND = 30.0  # metres within which direction says nothing
COMPASS = ("utara", "timur laut", "timur", "tenggara", "selatan", "barat daya", "barat", "barat laut")


class Placed(Protocol):
    """Something that stands somewhere and may look somewhere."""

    @property
    def lat(self) -> float: ...
    @property
    def lon(self) -> float: ...
    @property
    def direction(self) -> float | None: ...


C = TypeVar("C", bound=Placed)


@dataclass(frozen=True)
class NearCamera(Generic[C]):
    """A camera and how far (metres) it is; towards: it looks that way, None where nobody knows."""

    camera: C
    metres: int
    towards: bool | None


def nearest(cameras: Iterable[C], place: tuple[float, float], *, most: int = 3) -> Sequence[NearCamera[C]]:
    """The nearest within NEAR; of two about as far (within a fifth) the one that looks there comes first."""
    found = []
    for camera in cameras:
        metres = haversine((camera.lat, camera.lon), place)
        if metres <= NEAR:
            found.append(NearCamera(camera, round(metres), _towards(camera, place, metres)))
    return sorted(found, key=lambda one: (one.metres * (1.25 if one.towards is False else 1.0), one.metres))[
        :most
    ]


def _towards(camera: Placed, place: tuple[float, float], metres: float) -> bool | None:
    if camera.direction is None or metres <= AT_HAND:
        return None
    return abs((bearing((camera.lat, camera.lon), place) - camera.direction + 180) % 360 - 180) <= VIEW


def bearing(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Degrees clockwise from north; near enough over a few kilometres."""
    east = (end[1] - start[1]) * cos(radians((start[0] + end[0]) / 2))
    return degrees(atan2(east, end[0] - start[0])) % 360


def compass(direction: float | None) -> str:
    """The direction in words, "" for none."""
    return COMPASS[round(direction / 45) % 8] if direction is not None else ""


def direction_of(said: str) -> float | None:
    """Degrees of "135", "135,5" or "tenggara"; None for nothing said. ValueError for anything else."""
    word = " ".join(said.casefold().split())
    if not word:
        return None
    if (point := word.replace("-", " ")) in COMPASS:
        return COMPASS.index(point) * 45.0
    value = float(word.replace(",", "."))
    if not 0 <= value <= 360:
        raise ValueError(said)
    return value % 360
