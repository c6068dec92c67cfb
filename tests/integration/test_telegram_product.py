"""The product's own processes with Telegram: as a city runs them, killed and started again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories.city import KRANJI_POINT
from tests.fakes.telegram_api import TelegramApi
from tests.servers import Role, run_role, wait_until

pytestmark = pytest.mark.timeout(400)


@pytest.fixture
def api() -> Iterator[TelegramApi]:
    with TelegramApi() as running:
        yield running


def test_sorot_up_polls_and_a_half_finished_conversation_survives_a_kill(
    api: TelegramApi, tmp_path: Path
) -> None:
    settings = {"SOROT_TELEGRAM_TOKEN": api.token, "SOROT_TELEGRAM_API_BASE": api.url}
    budi = api.user("Budi")
    with run_role("up", folder=tmp_path, settings=settings, seconds=150) as product:
        budi.text("Jalan berlubang di Kranji, sudah dua minggu")
        question = budi.wait_for(lambda message: "reply_markup" in message, seconds=60)
        product.kill()
        budi.location(*KRANJI_POINT)
        product.start(seconds=150)
        budi.wait_for("Kranji", after=question["message_id"], seconds=60)
        assert api.token not in product.log
        wait_until(lambda: api.pending() == 0, seconds=5, what="confirmed")
    assert product.exit_code == 0


@pytest.mark.crash_full
@pytest.mark.timeout(300)
def test_web_and_worker_serve_the_webhook_and_redelivery_bridges_a_restart(
    api: TelegramApi, tmp_path: Path, postgres_url: str, redis_url: str
) -> None:
    settings = {
        "SOROT_DATABASE_URL": postgres_url.replace("+psycopg", ""),
        "SOROT_BROKER_URL": redis_url,
        "SOROT_SECRET_KEY": "k" * 40,
        "SOROT_TELEGRAM_TOKEN": api.token,
        "SOROT_TELEGRAM_API_BASE": api.url,
        "SOROT_TELEGRAM_SECRET": "rahasia-webhook_0123456789",
    }
    web = Role("web", folder=folder(tmp_path / "web"), settings=settings)
    worker = Role("worker", folder=folder(tmp_path / "worker"), settings=settings)
    for role in (web, worker):
        role.env["SOROT_PUBLIC_URL"] = web.address
    budi = api.user("Budi")
    try:
        web.start(seconds=90)
        worker.start(ready=lambda role: (role.folder / "alive-worker").exists(), seconds=150)
        wait_until(lambda: bool(api.world.commands), seconds=20, what="the webhook was announced")
        budi.text("halo")
        greeting = budi.wait_for("Sorot", seconds=60)
        web.kill()
        budi.text("bantuan")
        wait_until(lambda: api.world.delivered[-1][1] == 0, seconds=10, what="a failed delivery")
        web.start(seconds=90)
        budi.wait_for("112", after=greeting["message_id"], seconds=60)
    finally:
        web.stop()
        worker.stop()
    assert {status for _, status in api.world.delivered} == {0, 200}
    assert api.token not in web.log + worker.log


def folder(path: Path) -> Path:
    """The path, made."""
    path.mkdir()
    return path
