"""The day as it is written down in data/banjir.yml."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from storage import yaml_files
from storage.clock import LOCAL

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class GaugePlay:
    """code: the city's gauge; station: the recorded one that plays it. door: mqtt | sensorthings."""

    code: str
    station: str
    knots: tuple[tuple[float, float], ...]
    door: str


@dataclass(frozen=True)
class Fault:
    """at: minute of the day. kind: broker | silent | kill | bells | refuse; what: its gauge or channel."""

    at: float
    kind: str
    minutes: float = 0
    what: str = ""
    times: int = 0


@dataclass(frozen=True)
class Shares:
    """Of a hundred residents."""

    followers: int
    known: int
    new: int
    elsewhere: int


@dataclass(frozen=True)
class Day:
    """Minutes are those of the day, counted from `midnight`."""

    midnight: datetime
    begins: float
    ends: float
    gauges: tuple[GaugePlay, ...]
    every: int
    shares: Shares
    before: tuple[float, float]
    streets: int
    street_metres: float
    first_writes: float
    dry: float
    answers: float
    reads: float
    second: float
    faults: tuple[Fault, ...]


def minute_of(moment: datetime, day: "Day") -> float:
    """The minute of the day."""
    return (moment - day.midnight).total_seconds() / 60


def clock_of(minute: float) -> str:
    """As people write it, 06.10."""
    return f"{int(minute) // 60:02}.{int(minute) % 60:02}"


def read_day(file: Path = DATA / "banjir.yml") -> Day:
    """The day of the file."""
    given = yaml_files.read(file.read_text())
    begins, ends = (
        datetime.fromisoformat(given["day"][end]).replace(tzinfo=LOCAL) for end in ("begins", "ends")
    )
    midnight = begins.replace(hour=0, minute=0)
    return Day(
        midnight=midnight,
        begins=(begins - midnight).total_seconds() / 60, ends=(ends - midnight).total_seconds() / 60,
        gauges=tuple(_gauge(code, one) for code, one in given["gauges"].items()),
        every=given["every"], shares=Shares(**given["residents"]), before=tuple(given["before"]),
        streets=given["streets"], street_metres=given["street_metres"], first_writes=given["first_writes"],
        dry=given["dry"], answers=given["answers"], reads=given["officers"]["reads"],
        second=given["officers"]["second"], faults=tuple(_fault(one) for one in given["faults"]),
    )  # fmt: skip


def _gauge(code: str, given: Mapping[str, Any]) -> GaugePlay:
    knots = tuple((float(x), float(y)) for x, y in given["knots"])
    return GaugePlay(code, given["station"], knots, given["door"])


def _fault(given: Mapping[str, Any]) -> Fault:
    hours, minutes = str(given["at"]).split(":")
    what = given.get("gauge") or given.get("channel") or ""
    return Fault(
        int(hours) * 60 + int(minutes), given["fault"], given.get("minutes", 0), what, given.get("times", 0)
    )
