"""An hour of conversations at an even pace, faults at set moments, and the product's memory all along."""

import json
import math
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.crash.ground import Ground, resident_memory
from tests.crash.residents import Crowd
from tests.servers import Role

TURNS_EACH = 5  # about so many has a conversation: what is behind is made up in conversations
MOST_TALKING = 150  # at once: who is answered late comes later, and while nobody is, nobody more comes
SAMPLED_EVERY = 5.0  # seconds
SET_BACK = 900  # seconds
# Parts of the run in which memory is compared: when all is warm, and at the end, both under load.
WARM, LAST = (0.08, 0.15), (0.93, 1.0)

Fault = tuple[float, str, Callable[[Ground, float], str]]


@dataclass(frozen=True)
class Sample:
    """So many seconds after the beginning: turns said so far, megabytes of each role."""

    at: float
    turns: int
    memory: dict[str, float]


@dataclass(repr=False)
class Pace:
    """Has residents come so that `rate` turns a second are said, and notes what the roles hold."""

    crowd: Crowd
    roles: Sequence[Role]
    rate: float
    log: Path
    samples: list[Sample] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)
    begun: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.thread = threading.Thread(target=self._run, name="pace", daemon=True)

    @property
    def elapsed(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self.begun

    @property
    def turns(self) -> int:
        """What residents have said so far: every one is a turn of the bot's."""
        return sum(len(door.said()) for door in self.crowd.doors)

    def stop(self) -> None:
        """Nobody more comes."""
        self.stopping.set()
        self.thread.join(10)

    def _run(self) -> None:
        sampled = 0.0
        while not self.stopping.wait(1):
            behind = self.rate * self.elapsed - self.turns
            room = MOST_TALKING - self.crowd.talking
            if behind > 0 and room > 0:
                self.crowd.invite(min(math.ceil(behind / TURNS_EACH), room, math.ceil(self.rate / 2)))
            if self.elapsed >= sampled:
                sampled = self.elapsed + SAMPLED_EVERY
                self._sample()

    def _sample(self) -> None:
        pids = {role.folder.name: role.process.pid for role in self.roles if role.process}
        memory = {name: round(resident_memory(pid), 1) for name, pid in pids.items()}
        self.samples.append(Sample(round(self.elapsed, 1), self.turns, memory))
        with self.log.open("a") as out:
            out.write(json.dumps(vars(self.samples[-1]) | {"talking": self.crowd.talking}) + "\n")


def grown(samples: Sequence[Sample], duration: float) -> dict[str, tuple[float, float]]:
    """Of each role: megabytes held when warm and at the end (medians)."""

    def held(name: str, part: tuple[float, float]) -> float:
        within = [s.memory[name] for s in samples if part[0] * duration <= s.at <= part[1] * duration]
        return round(statistics.median(within), 1)

    return {name: (held(name, WARM), held(name, LAST)) for name in samples[-1].memory}


# --- the faults: each returns what is worth noting, and leaves everything mended


def broker_restarted(ground: Ground, away: float) -> str:
    """It loses everything it holds and is away for a while."""
    ground.redis.flush()
    ground.redis.kill()
    pause(away)
    ground.redis.start()
    return f"away {away:.0f} s"


def database_restarted(ground: Ground, away: float) -> str:
    """In order, as after an upgrade."""
    ground.postgres.stop()
    pause(away)
    ground.postgres.start()
    return f"away {away:.0f} s"


def database_killed(ground: Ground, away: float) -> str:
    """As by the system when memory runs out."""
    ground.postgres.kill()
    pause(away)
    ground.postgres.start()
    return f"away {away:.0f} s"


def disk_filled(ground: Ground, away: float) -> str:
    """To the last megabyte, for database, pictures and signs of life; who died of it is started again."""
    before, begun = refused_space(ground), time.monotonic()
    ground.disk.fill()
    while refused_space(ground) == before and time.monotonic() - begun < 4 * away:
        pause(1)  # the last megabyte lasts a while
    pause(away)
    lasted, refused = time.monotonic() - begun, refused_space(ground) - before
    ground.disk.free()
    process = ground.postgres.process
    if died := process is not None and process.poll() is not None:
        (ground.postgres.data / "postmaster.pid").unlink(missing_ok=True)
        ground.postgres.start()
    fate = "died" if died else "stood"
    return f"full {lasted:.0f} s, PostgreSQL had no space {refused} times and {fate}"


def refused_space(ground: Ground) -> int:
    """How often the database has said that there is no space left."""
    return (ground.postgres.folder / "server.log").read_text(errors="replace").count("No space left")


def clock_set_back(ground: Ground, away: float) -> str:
    """For good: nobody sets it forward again."""
    ground.clock.set_back(SET_BACK)
    return f"{SET_BACK} s"


FAULTS: tuple[Fault, ...] = (
    (0.16, "broker restarted", broker_restarted),
    (0.24, "database restarted", database_restarted),
    (0.32, "disk full", disk_filled),
    (0.42, "clock set back", clock_set_back),
    (0.52, "database killed", database_killed),
    (0.60, "broker restarted", broker_restarted),
    (0.68, "disk full", disk_filled),
    (0.78, "clock set back", clock_set_back),
    (0.86, "database killed", database_killed),
)


def pause(seconds: float) -> None:
    """Let things go on as they are."""
    threading.Event().wait(seconds)


def weather(ground: Ground, pace: Pace, duration: float) -> list[str]:
    """Blocks for `duration` seconds; what happened. In the main thread: a server dies with its starter."""
    away, happened = min(40.0, max(5.0, duration / 60)), []
    for part, name, strike in FAULTS:
        pause(max(0.0, part * duration - pace.elapsed))
        at = pace.elapsed
        happened.append(f"{at / 60:.1f} min {name}: {strike(ground, away)}")
    pause(max(0.0, duration - pace.elapsed))
    return happened
