"""One flood day from its first reading to its last message, and what it came to."""

import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import select

from drill import figures, levels
from drill.clock import DrillClock
from drill.crowd import DrillCrowd
from drill.day import DATA, Day, clock_of, read_day
from drill.desk import Desk
from drill.gauges import Gauges
from drill.levels import Level
from drill.load import Load
from drill.people import Neighbour, Place, Point, Town
from drill.screens import Listener, Photographer
from drill.world import Faults, World, quicken, settle_in, world
from routing.city import areas
from routing.city.catalogue import catalogue
from routing.delivered import CITY
from routing.warnings.follows import reach
from sensors.domain.water.levels import thresholds
from storage import db, yaml_files
from storage.models import Datastream
from tests.crash.killing import settled
from tests.servers import Role

MARKED = {"SOROT_DRILL": "true"}
LOOK = 0.25  # real seconds between two looks at what is due
SETTLES = 900.0  # real seconds the last messages may take after the day's end
SAID_EVERY = 60  # minutes of the day between two lines of progress
Echo = Callable[[str], None]


@dataclass(frozen=True)
class Asked:
    """How the day is to be played. speed: times faster than life; recording: the gauges' own file."""

    home: Path
    speed: float = 60
    residents: int = 2000
    seed: int = 1
    recording: Path | None = None
    one_process: bool = False
    pictures: Path | None = None
    begins: float | None = None
    ends: float | None = None


def play(asked: Asked, echo: Echo, *, kind: type[Role] = Role) -> dict[str, Any]:
    """Play it; all figures, by the part of the day they tell of. To be called in the main thread."""
    day = _day(asked)
    heights = levels.recorded(asked.recording, day) if asked.recording else levels.table()
    heights = [level for level in heights if day.begins <= level.minute <= day.ends]
    areas.use(CITY)
    with world(asked.home, one_process=asked.one_process, drill=MARKED, kind=kind) as made:
        settle_in(made, day)
        people = _town(day, heights, asked.seed).people(asked.residents)
        quicken(made, asked.speed)
        echo(f"{len(people)} warga, {len(heights)} pembacaan, {clock_of(day.begins)}–{clock_of(day.ends)}, "
             f"{asked.speed:g} kali lebih cepat")  # fmt: skip
        return _play(made, day, asked, people, heights, echo)


def _day(asked: Asked) -> Day:
    day = read_day()
    begins, ends = asked.begins or day.begins, asked.ends or day.ends
    faults = tuple(fault for fault in day.faults if begins <= fault.at <= ends)
    return replace(day, begins=begins, ends=ends, faults=faults)


def _town(day: Day, heights: Sequence[Level], seed: int) -> Town:
    words = yaml_files.read((DATA / "kata.yml").read_text())

    def inside(point: Point, code: str) -> bool:
        found = areas.locate(*point)
        return found is not None and found.kelurahan_code == code

    return Town(day, places(), levels.curves(heights), words, inside, random.Random(seed))


def places() -> list[Place]:
    """The city's kelurahan; those below a gauge with a known level get their water from the nearest one."""
    with db.reading() as session:
        city = catalogue(session)
        streams = session.scalars(select(Datastream).order_by(Datastream.id)).all()
        wet: dict[str, tuple[str, tuple[float, float], float]] = {}
        for stream in streams:
            known = thresholds(stream.levels)
            for code, span in reach(stream.thing).items() if known else ():
                lag = (float(span[0]), float(span[1])) if span else (0.0, 0.0)
                if code not in wet or lag < wet[code][1]:
                    wet[code] = (stream.thing.code, lag, min(known.values()))
        found = [(area.code, area.name, (area.lat, area.lon)) for area in city.kelurahan.values()]
    return [Place(code, name, middle, *wet.get(code, ())) for code, name, middle in found]


def _play(
    made: World, day: Day, asked: Asked, people: Sequence[Neighbour], heights: Sequence[Level], echo: Echo
) -> dict[str, Any]:
    clock = DrillClock(day.begins, asked.speed)
    crowd = DrillCrowd(made.stage.doors, people, clock, seed=asked.seed, patience=600)
    gauges, desk = Gauges(made, day, heights, clock), Desk(made, day, clock)
    load, listener = Load(made.stage.roles), Listener(made)
    camera = Photographer(made, day, clock, asked.pictures) if asked.pictures else None
    threads = [one for one in (gauges, desk, load, listener, camera) if one]
    faults = Faults(made, day, clock)
    begun = time.monotonic()
    clock.start()
    with crowd, _running(threads):
        _wait(day, clock, crowd, faults, echo)
        drained = settled(crowd, since=time.monotonic(), seconds=SETTLES)
        load.look()
    seconds = time.monotonic() - begun
    return {
        "played": figures.life_of(people) | {
            "speed": asked.speed, "seed": asked.seed, "one_process": asked.one_process,
            "seconds": round(seconds, 1), "settled_seconds": round(drained, 1),
            "gauges": "recording" if asked.recording else "table",
        },
        "finding": figures.finding(clock, crowd.told),
        "joining": figures.joining(crowd.told),
        "warning": figures.warning(clock, crowd),
        "delivering": figures.delivering(crowd),
        "waiting": figures.waiting(),
        "speed": figures.speed(crowd, listener.seen) | {
            "readings_sent": gauges.sent, "readings_unsaid": gauges.unsaid, "readings_late": gauges.late,
            "line_cut": listener.cut,
        },
        "load": {"processor_seconds": load.seconds(), "peak_mb": {n: round(v) for n, v in load.peak.items()}},
        "faults": faults.happened,
        "signatures": [vars(one) for one in desk.signed],
        "wrong": crowd.wrong,
        "pictures": {"taken": camera.taken, "faults": camera.faults} if camera else {},
    }  # fmt: skip


def _wait(day: Day, clock: DrillClock, crowd: DrillCrowd, faults: Faults, echo: Echo) -> None:
    """Until the day has ended; the faults are done here, in the main thread."""
    next_line, pause = day.begins + SAID_EVERY, threading.Event()
    while (minute := clock.minute()) < day.ends:
        faults.look()
        if minute >= next_line:
            echo(_line(minute, crowd))
            next_line = minute - minute % SAID_EVERY + SAID_EVERY
        pause.wait(LOOK)
    faults.end()


def _line(minute: float, crowd: DrillCrowd) -> str:
    done, talking, waited = len(crowd.told), len(crowd.open), len(crowd.unanswered)
    said = f"{clock_of(minute)}  {done} selesai, {talking} sedang bicara, {waited} berhenti menunggu"
    wrong = len(crowd.wrong) - waited
    return f"{said}, {wrong} salah" if wrong else said


@contextmanager
def _running(threads: Sequence[Any]) -> Iterator[None]:
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for thread in threads:
            thread.stopping.set()
        for thread in threads:
            thread.join(40)
