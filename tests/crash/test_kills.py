"""C1: while processes are killed, every report is filed exactly once and every answer is sent.

The short form runs with the ordinary tests; `./dev crash` runs the full one: 500 reports, 100 kills each.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.crash.forked import QuickRole
from tests.crash.killing import UNDER_WAY, Killer, settled, tally
from tests.crash.residents import Crowd
from tests.crash.stage import Stage, embedded, spread

# Smaller runs while working on the suite: CRASH_SIZE="residents,kills".
RESIDENTS, KILLS = (int(part) for part in os.environ.get("CRASH_SIZE", "500,100").split(","))
DRAINED_WITHIN = 30  # seconds after the last kill; design/reliability.md
CHANNELS = ("telegram", "polling", "whatsapp", "web")
Note = Callable[..., None]


def storm(
    stage: Stage, note: Note, *, run: str, residents: int, kills: int, seed: int,
    pause: tuple[float, float] = (0.3, 2.0), alone: int = 0, patience: float = 120, within: float = 300,
) -> float:  # fmt: skip
    """Residents talk while processes are killed; then nothing may be missing or doubled.

    Returns the seconds from the last victim's return until all was done.
    """
    killer, begun = Killer(stage.roles, kills, seed, pause), time.monotonic()
    with Crowd(stage.doors, patience=patience) as crowd:
        killer.run(crowd, residents=residents, alone=alone)
        seconds = settled(crowd, since=killer.ended_at, seconds=within)
    count = tally(stage.doors, residents)
    killed = "+".join(f"{killer.done.count(name)} {name}" for name in dict.fromkeys(killer.done))
    note(
        run=run, seed=seed, reports=residents, kills=killed, **vars(count),
        drained_s=round(seconds, 1), minutes=round((time.monotonic() - begun) / 60, 1),
        load=round(os.getloadavg()[0], 1),
    )  # fmt: skip
    logs = "\n".join(role.log[-1500:] for role in stage.roles)
    assert (crowd.wrong, count.faults()) == ([], {}), f"{count} {killer.done}\n{logs}"
    assert count.extra_answers <= killer.sender_kills * UNDER_WAY
    assert len({person.number for person in crowd.people}) == residents
    return seconds


@pytest.mark.timeout(400)
def test_kills_over_all_channels_lose_and_double_nothing(tmp_path: Path, note: Note) -> None:
    with embedded(tmp_path, kind=QuickRole) as stage:
        storm(
            stage, note, run="C1 short", residents=20, kills=4, seed=1, pause=(0.1, 0.9), alone=2,
            patience=90,
        )  # fmt: skip


@pytest.mark.crash_full
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("channel", CHANNELS)
def test_a_hundred_kills_over_web_and_workers_lose_and_double_nothing(
    channel: str, tmp_path: Path, postgres_url: str, redis_url: str, seed: int, note: Note
) -> None:
    with spread(
        tmp_path, database=postgres_url, broker=redis_url, channels=[channel], kind=QuickRole
    ) as stage:
        seconds = storm(stage, note, run=f"C1 {channel}", residents=RESIDENTS, kills=KILLS, seed=seed)
    assert seconds <= DRAINED_WITHIN
