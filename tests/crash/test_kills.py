"""C1: while processes are killed, every report is filed exactly once and every answer is sent.

The short form runs with the ordinary tests; `./dev crash` runs the full one (500 reports, 100 kills, seeds).
"""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from storage import db
from tests.crash.killing import Killer, drained, tally
from tests.crash.residents import Resident, speak
from tests.fakes.telegram_api import TelegramApi
from tests.servers import Role, free_port, run_role, wait_until

SECRET = "rahasia-uji-webhook-0123456789"


@contextmanager
def embedded(api: TelegramApi, home: Path) -> Iterator[list[Role]]:
    """`sorot up` with the bot polling: web, worker and sender die together."""
    settings = {
        "SOROT_TELEGRAM_TOKEN": api.token,
        "SOROT_TELEGRAM_API_BASE": api.url,
        "SOROT_MQTT_PORT": str(free_port()),
    }
    db.configure(f"sqlite:///{home / 'sorot.db'}")
    with run_role("up", folder=home, settings=settings) as role:
        yield [role]
    db.dispose()


@contextmanager
def spread(api: TelegramApi, home: Path, *, database: str, broker: str) -> Iterator[list[Role]]:
    """Web (webhook) and two workers as processes of their own, each killed by itself."""
    settings = {
        "SOROT_DATABASE_URL": database,
        "SOROT_BROKER_URL": broker,
        "SOROT_SECRET_KEY": "k" * 40,
        "SOROT_MEDIA_URL": str(home / "media"),
        "SOROT_TELEGRAM_TOKEN": api.token,
        "SOROT_TELEGRAM_API_BASE": api.url,
        "SOROT_TELEGRAM_SECRET": SECRET,
    }
    with ExitStack() as stack:
        roles = []
        for name, role in (("web", "web"), ("worker-1", "worker"), ("worker-2", "worker")):
            folder = home / name
            folder.mkdir()
            roles.append(stack.enter_context(run_role(role, folder=folder, settings=settings)))
        api.perform("setWebhook", {"url": f"{roles[0].address}/hook/telegram", "secret_token": SECRET})
        yield roles


def storm(api: TelegramApi, roles: list[Role], *, residents: int, over: float, kills: int, seed: int) -> None:
    """Residents talk while processes are killed; then nothing may be missing or doubled."""
    people = [Resident(api.user(f"Warga{i}"), i) for i in range(residents)]
    wrong: list[str] = []
    talking = threading.Thread(target=lambda: wrong.extend(speak(people, over=over, seconds=90)), daemon=True)
    talking.start()
    # Here and not in a thread: a process dies with the thread that started it (setpriv --pdeathsig).
    killer = Killer(roles, kills, seed)
    killer.run()
    talking.join(600)
    wait_until(drained, seconds=30, what="inbox and outbox not drained")
    count = tally(api, residents)
    assert (wrong, count.lost, count.doubled, count.unhandled, count.unsent) == ([], 0, 0, 0, 0), (
        f"{count} {killer.done} {roles[-1].log[-2000:]}"
    )
    assert count.extra_answers <= kills
    assert len({person.number for person in people}) == residents


@pytest.mark.timeout(240)
def test_ten_kills_of_the_embedded_product_lose_and_double_nothing(tmp_path: Path) -> None:
    with TelegramApi() as api, embedded(api, tmp_path) as roles:
        storm(api, roles, residents=30, over=25, kills=10, seed=1)


@pytest.mark.crash_full
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_hundred_kills_over_web_and_workers_lose_and_double_nothing(
    tmp_path: Path, postgres_url: str, redis_url: str, seed: int
) -> None:
    db.configure(postgres_url)
    with TelegramApi() as api, spread(api, tmp_path, database=postgres_url, broker=redis_url) as roles:
        storm(api, roles, residents=500, over=20, kills=100, seed=seed)
