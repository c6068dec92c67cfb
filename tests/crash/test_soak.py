"""The soak: an hour at twenty turns a second while broker, database, disk and clock fail.

SOAK="minutes,turns a second" makes it another; every sample of memory goes to `soak.jsonl` in $SOAK_LOG.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from storage import db
from storage.models import MediaJob, ReportMedia
from tests.crash import soak
from tests.crash.ground import Ground, ground
from tests.crash.killing import settled, tally
from tests.crash.residents import Crowd
from tests.crash.stage import Stage, spread
from tests.servers import Role, run_role, wait_until

MINUTES, RATE = (float(part) for part in os.environ.get("SOAK", "60,20").split(","))
pytestmark = [pytest.mark.crash_full, pytest.mark.timeout(int(MINUTES * 60 + 1800))]
Note = Callable[..., None]
PHOTO_OF = 10  # one in so many residents begins with a picture
SETTLED_WITHIN = float(os.environ.get("SOAK_SETTLED", "900"))  # seconds after the last resident came
WITHIN = 1.10  # memory at the end, as a part of when all was warm
SHORT = 20  # minutes below which memory says nothing: nothing is warm
# Senders work under a lease: of one that cannot note what it has just sent, so many are at most under way.
UNDER_WAY = 20


def test_an_hour_of_conversations_and_faults_loses_doubles_and_keeps_nothing(
    tmp_path: Path, note: Note
) -> None:
    log = Path(os.environ.get("SOAK_LOG", tmp_path)) / "soak.jsonl"
    with ground(tmp_path) as under:
        under.postgres.run("CREATE DATABASE soak")
        # So many reports for so long are more than a city is granted; that limit is not what is tried here.
        generous = {"SOROT_LIMITS": '{"report.all": "1000000/0.01"}'}
        url, clock = under.postgres.url("soak"), under.clock.environment | generous
        with spread(under.home, database=url, broker=under.redis.url, extra=clock) as stage:
            home = under.home / "beat"
            home.mkdir()
            named = {name: value for name, value in stage.roles[0].env.items() if name.startswith("SOROT_")}
            settings = named | {"SOROT_HOME": str(home)} | clock
            with run_role("beat", folder=home, settings=settings) as beat:
                soaked(stage, under, [*stage.roles, beat], log, note)


def soaked(stage: Stage, under: Ground, roles: list[Role], log: Path, note: Note) -> None:
    """Run it, count, and say what was wrong."""
    duration = MINUTES * 60
    with Crowd(stage.doors, rate=RATE, patience=600, photo_of=PHOTO_OF) as crowd:
        pace = soak.Pace(crowd, stage.roles, RATE, log)
        pace.thread.start()
        happened = soak.weather(under, pace, duration)
        turns, lasted = pace.turns, pace.elapsed
        pace.stop()
        ended = time.monotonic()
        drained = settled(crowd, since=ended, seconds=SETTLED_WITHIN)
        wait_until(lambda: not open_jobs(), seconds=300, what="pictures still to fetch")
    count, pictures = tally(stage.doors, len(crowd.people)), attached()
    memory = soak.grown(pace.samples, duration)
    for line in happened:
        note(fault=line)
    for name, (warm, last) in memory.items():
        note(process=name, warm_mb=warm, end_mb=last, part=round(last / warm, 3))
    note(
        run="soak", minutes=round(lasted / 60, 1), turns=turns, a_second=round(turns / lasted, 1),
        reports=len(crowd.people), pictures=f"{pictures} of {crowd.photos}", **vars(count),
        drained_s=round(drained, 1),
        load=round(os.getloadavg()[0], 1),
    )  # fmt: skip
    logs = "\n".join(f"--- {role.folder.name}\n{role.log[-2000:]}" for role in roles)
    assert all(role.process and role.process.poll() is None for role in roles), logs
    assert (crowd.wrong, count.faults(), pictures) == ([], {}, crowd.photos), f"{count}\n{logs}"
    assert count.extra_answers <= UNDER_WAY * len(happened)
    if MINUTES >= SHORT:
        assert {name: held for name, held in memory.items() if held[1] > held[0] * WITHIN} == {}


def open_jobs() -> int:
    """Pictures not yet fetched."""
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(MediaJob).where(MediaJob.status == "new")) or 0


def attached() -> int:
    """Pictures that belong to a report, once each."""
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(ReportMedia)) or 0
