"""C2 and C3: the broker loses everything, the database is killed; no acknowledged message is missing."""

import json
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from tests.crash.killing import settled, tally
from tests.crash.residents import Crowd
from tests.crash.stage import APP_SECRET, SECRET, Stage, spread
from tests.fakes.whatsapp_webhook import SIGNATURE_HEADER, batch, signature
from tests.servers import Postgres, Redis

pytestmark = [pytest.mark.crash_full, pytest.mark.timeout(900)]
Note = Callable[..., None]
RESIDENTS = 20  # come before each blow
DOORS = ("telegram", "whatsapp", "web")


@contextmanager
def talking(stage: Stage) -> Iterator[Crowd]:
    """Residents on all channels."""
    with Crowd(stage.doors) as crowd:
        yield crowd


def pause(dice: random.Random, least: float, most: float) -> None:
    """A moment, so that the next blow falls somewhere in the work."""
    threading.Event().wait(dice.uniform(least, most))


def test_a_broker_flushed_and_restarted_five_times_loses_and_doubles_nothing(
    tmp_path: Path, postgres_url: str, redis: Redis, note: Note
) -> None:
    redis.flush()
    dice, blows = random.Random(2), 5
    with spread(tmp_path, database=postgres_url, broker=redis.url) as stage:
        with talking(stage) as crowd:
            for _ in range(blows):
                crowd.invite(RESIDENTS)
                pause(dice, 0.5, 2)
                redis.flush()
                pause(dice, 0.1, 1)
                redis.kill()
                pause(dice, 0.5, 3)
                redis.start()
            settled(crowd, since=0, seconds=300)
        count = tally(stage.doors, RESIDENTS * blows)
    note(run="C2 broker", reports=RESIDENTS * blows, blows=blows, **vars(count))
    assert (crowd.wrong, count.faults(), count.extra_answers) == ([], {}, 0)


def test_a_database_killed_three_times_is_503_at_every_door_and_misses_no_acknowledged_message(
    tmp_path: Path, postgres_url: str, redis_url: str, postgres: Postgres, note: Note
) -> None:
    dice, blows, refused = random.Random(3), 3, []
    with spread(tmp_path, database=postgres_url, broker=redis_url) as stage:
        with talking(stage) as crowd:
            for _ in range(blows):
                crowd.invite(RESIDENTS)
                pause(dice, 1, 3)
                postgres.kill()
                try:
                    refused += [knock(stage.site, door) for door in DOORS for _ in range(3)]
                    pause(dice, 0.5, 3)
                finally:
                    postgres.start()
            settled(crowd, since=0, seconds=300)
        count = tally(stage.doors, RESIDENTS * blows)
        heard = {status for _, status in (*stage.telegram.world.delivered, *stage.whatsapp.world.delivered)}
    note(run="C3 database", reports=RESIDENTS * blows, blows=blows, **vars(count))
    assert set(refused) == {503}
    assert heard <= {200, 503}
    assert (crowd.wrong, count.faults()) == ([], {})
    assert count.extra_answers <= blows


def knock(site: str, door: str) -> int:
    """A message of a stranger at one door, with everything right about it; the status."""
    if door == "telegram":
        update = {"update_id": 990_000_001, "message": {"message_id": 1, "date": 1, "text": "halo"}}
        header = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        return httpx2.post(f"{site}/hook/telegram", json=update, headers=header, timeout=20).status_code
    if door == "whatsapp":
        said = {"from": "62811", "id": "wamid.knock", "timestamp": "1", "type": "text", "text": {"body": "h"}}
        body = batch([{"field": "messages", "value": {"messages": [said]}}])
        header = {SIGNATURE_HEADER: signature(body, APP_SECRET)}
        return httpx2.post(f"{site}/hook/whatsapp", content=body, headers=header, timeout=20).status_code
    headers = {"X-Sorot-Chat": "1", "Cookie": f"sorot_chat={'k' * 43}", "Content-Type": "application/json"}
    body = json.dumps({"id": "ketuk-0001", "text": "halo"}).encode()
    return httpx2.post(f"{site}/chat/messages", content=body, headers=headers, timeout=20).status_code
