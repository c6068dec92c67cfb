"""RabbitMQ instead of Redis: bells come over it unacknowledged, and its dying loses and doubles nothing."""

import random
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.crash.killing import settled, tally
from tests.crash.residents import Crowd
from tests.crash.stage import spread
from tests.rabbitmq import RabbitMQ, rabbitmq
from tests.servers import ServerMissing, wait_until

pytestmark = [pytest.mark.crash_full, pytest.mark.timeout(1200)]
Note = Callable[..., None]
RESIDENTS, BLOWS = 20, 3  # come before each blow
SILENT = "the broker does not answer"


@pytest.fixture
def rabbit() -> Iterator[RabbitMQ]:
    try:
        with rabbitmq() as node:
            yield node
    except ServerMissing as missing:
        pytest.skip(str(missing))


def test_messages_are_answered_over_rabbitmq_and_every_bell_is_heard_unacknowledged(
    tmp_path: Path, postgres_url: str, rabbit: RabbitMQ, note: Note
) -> None:
    with spread(tmp_path, database=postgres_url, broker=rabbit.url) as stage:
        with Crowd(stage.doors) as crowd:
            crowd.invite(RESIDENTS)
            settled(crowd, since=0, seconds=300)
        count = tally(stage.doors, RESIDENTS)
        wait_until(lambda: heard(rabbit) == rung(rabbit), seconds=60, what="bells that nobody hears")
        bells, logs = rung(rabbit), "".join(role.log for role in stage.roles)
    note(run="RabbitMQ", reports=RESIDENTS, bells=bells, **vars(count))
    assert (crowd.wrong, count.faults(), count.extra_answers) == ([], {}, 0)
    assert bells > RESIDENTS
    assert rabbit.counted("messages_delivered_consume_manual_ack_total") == 0
    assert SILENT not in logs


def rung(rabbit: RabbitMQ) -> int:
    """Bells that came to the node."""
    return rabbit.counted("messages_received_total")


def heard(rabbit: RabbitMQ) -> int:
    """Bells that it gave to a worker and forgot."""
    return rabbit.counted("messages_delivered_consume_auto_ack_total")


def test_a_rabbitmq_killed_and_started_three_times_loses_and_doubles_nothing(
    tmp_path: Path, postgres_url: str, rabbit: RabbitMQ, note: Note
) -> None:
    dice = random.Random(4)
    with spread(tmp_path, database=postgres_url, broker=rabbit.url) as stage:
        with Crowd(stage.doors, patience=240) as crowd:
            for _ in range(BLOWS):
                crowd.invite(RESIDENTS)
                threading.Event().wait(dice.uniform(0.5, 2))
                rabbit.kill()
                threading.Event().wait(dice.uniform(0.5, 3))
                rabbit.start()
                # Everybody finds it again: who comes now is rung for.
                crowd.invite(RESIDENTS)
                wait_until(lambda: heard(rabbit) > 0, seconds=120, what="nobody found the broker again")
            settled(crowd, since=0, seconds=400)
        residents = 2 * RESIDENTS * BLOWS
        count = tally(stage.doors, residents)
    note(run="RabbitMQ killed", reports=residents, blows=BLOWS, **vars(count))
    assert (crowd.wrong, count.faults(), count.extra_answers) == ([], {}, 0)
