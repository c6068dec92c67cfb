"""C4, C5 and C10: processes that die at named points, acknowledge too early, or cannot understand."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from storage import db
from storage.models import Report
from tests.crash.forked import QuickRole
from tests.crash.killing import Killer, settled, tally
from tests.crash.residents import Crowd
from tests.crash.stage import embedded, spread
from tests.servers import Role, fit, wait_until

pytestmark = [pytest.mark.crash_full, pytest.mark.timeout(900)]
Note = Callable[..., None]
DEATHS = 20
COME = 3  # residents before each death
CHANNELS = ("telegram", "whatsapp", "web")


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("point", ["after-inbox-commit", "before-outbox", "before-commit", "sent-unmarked"])
def test_dying_at_a_named_point_loses_and_doubles_nothing(
    point: str, channel: str, tmp_path: Path, note: Note
) -> None:
    dice = random.Random(f"{point} {channel}")
    with embedded(tmp_path, channels=[channel], kind=QuickRole) as stage:
        (role,) = stage.roles
        with Crowd(stage.doors, patience=300) as crowd:
            role.kill()
            for _ in range(DEATHS):
                crowd.invite(COME)
                die_at(role, f"{point}:{dice.randint(1, COME)}")
            arm(role, "")
            role.start(ready=fit)
            settled(crowd, since=0, seconds=300)
        count = tally(stage.doors, DEATHS * COME)
        assert (crowd.wrong, count.faults()) == ([], {}), role.log[-3000:]
    note(run=f"C4 {point}", channel=channel, deaths=DEATHS, reports=DEATHS * COME, **vars(count))
    assert count.extra_answers <= DEATHS


def arm(role: Role, point: str) -> None:
    """What the role does from its next start on."""
    assert isinstance(role, QuickRole)
    role.point = point


def die_at(role: Role, point: str) -> None:
    """Start the role and return when it has killed itself."""
    arm(role, point)
    role.begin()
    wait_until(lambda: not role.process or role.process.poll() is not None, seconds=90, what=f"no {point}")
    role.kill()


@pytest.mark.parametrize("channel", CHANNELS)
def test_acknowledging_before_storing_is_found_out(
    channel: str, tmp_path: Path, postgres_url: str, redis_url: str, note: Note
) -> None:
    """The mutation: were a door to acknowledge first, the counting of C1 would turn red."""
    residents = 40
    with spread(
        tmp_path, database=postgres_url, broker=redis_url, channels=[channel], kind=QuickRole
    ) as stage:
        door = stage.roles[0]
        door.kill()
        arm(door, "acknowledge-first")
        door.start(ready=fit)
        with Crowd(stage.doors, patience=20) as crowd:
            Killer([door], 5, seed=5, pause=(0.8, 2.5)).run(crowd, residents=residents)
            settled(crowd, since=0, seconds=120)
        count = tally(stage.doors, residents)
    note(run="C5 acknowledge first", channel=channel, kills=5, reports=residents, **vars(count))
    assert count.missing > 0
    assert 0 < count.lost < residents  # killing does it: without a kill in its second, a message is stored
    assert crowd.wrong


def test_reports_are_accepted_and_marked_for_a_person_while_understanding_hangs(
    tmp_path: Path, note: Note
) -> None:
    residents = 6
    with embedded(tmp_path, kind=QuickRole) as stage:
        (role,) = stage.roles
        role.kill()
        arm(role, "understanding-hangs")
        role.start(ready=fit)
        with Crowd(stage.doors) as crowd:
            crowd.invite(residents)
            settled(crowd, since=0, seconds=200)
        count = tally(stage.doors, residents)
        with db.reading() as session:
            marked = list(session.scalars(select(Report.needs_review)))
    note(run="C10 understanding hangs", reports=residents, **vars(count))
    assert (crowd.wrong, count.faults()) == ([], {})
    assert marked == [True] * residents
