"""Long polling against the fake Bot API: nothing is confirmed before it is stored."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.channels.telegram import polling
from bot.channels.telegram.api import BotApi, TelegramUnavailable
from bot.channels.telegram.polling import Poller
from storage import db
from storage.models import ChannelState, Inbox
from tests.fakes.telegram_api import TelegramApi
from tests.servers import wait_until

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture
def api() -> Iterator[TelegramApi]:
    with TelegramApi() as running:
        yield running


def poller(api: TelegramApi, *, now: Callable[[], datetime] = lambda: NOW) -> Poller:
    return Poller(BotApi(api.token, api.url), now=now, long_poll=0)


def poll(api: TelegramApi, *, now: Callable[[], datetime] = lambda: NOW) -> int:
    """One question of a fresh poller, as after a restart."""

    async def once() -> int:
        asking = poller(api, now=now)
        async with asking.api.in_this_loop() as bot:
            return await asking.poll_once(bot)

    return asyncio.run(once())


def stored() -> list[str]:
    with db.reading() as session:
        return list(session.scalars(select(Inbox.external_id).order_by(Inbox.id)))


@contextmanager
def running(api: TelegramApi, *, long_poll: int = 25) -> Iterator[threading.Thread]:
    """A poller in a thread, stopped at the end."""
    stop = threading.Event()
    work = Poller(BotApi(api.token, api.url), long_poll=long_poll)
    thread = threading.Thread(target=work.run, args=(stop,), daemon=True)
    thread.start()
    yield thread
    stop.set()
    thread.join(5)
    assert not thread.is_alive(), "the poller did not leave"


def test_updates_are_stored_in_order_and_confirmed_by_the_next_question(
    database: str, api: TelegramApi
) -> None:
    budi = api.user("Budi")
    ids = [str(budi.text(f"pesan {n}")["update_id"]) for n in range(3)]
    assert poll(api) == 3
    assert stored() == ids
    assert api.pending() == 3, "reading alone must confirm nothing"
    assert poll(api) == 0
    assert api.pending() == 0


def test_a_kill_between_receiving_and_the_commit_loses_nothing(
    database: str, api: TelegramApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    update = api.user("Budi").text("jalan berlubang")
    with monkeypatch.context() as killed, pytest.raises(KeyboardInterrupt):
        killed.setattr(polling, "take", _die)
        poll(api)
    assert stored() == []
    assert api.pending() == 1
    assert poll(api) == 1
    assert stored() == [str(update["update_id"])]


def _die(*args: Any, **kwargs: Any) -> None:
    raise KeyboardInterrupt


def test_a_kill_after_the_commit_makes_no_second_row(database: str, api: TelegramApi) -> None:
    update = api.user("Budi").text("jalan berlubang")
    poll(api)
    with db.transaction() as tx:  # the bookmark is lost, as if Telegram had never heard the next question
        tx.delete(tx.get_one(ChannelState, "telegram"))
    assert poll(api) == 1, "the unconfirmed update comes again"
    assert stored() == [str(update["update_id"])]


def test_rows_and_bookmark_are_one_transaction(
    database: str, api: TelegramApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    budi = api.user("Budi")
    budi.text("satu")
    budi.text("dua")
    real, calls = polling.store, []

    def fails_on_the_second(*args: Any, **kwargs: Any) -> bool:
        calls.append(args)
        if len(calls) == 2:
            raise OperationalError("insert", {}, Exception("disk full"))
        return real(*args, **kwargs)

    with monkeypatch.context() as broken, pytest.raises(OperationalError):
        broken.setattr(polling, "store", fails_on_the_second)
        poll(api)
    assert stored() == []
    with db.reading() as session:
        assert session.get(ChannelState, "telegram") is None
    assert poll(api) == 2


def test_an_old_bookmark_is_not_used_since_telegram_may_have_numbered_anew(
    database: str, api: TelegramApi
) -> None:
    budi = api.user("Budi")
    budi.text("halo")
    poll(api)
    with db.reading() as session:
        assert polling.bookmark(session, now=NOW + timedelta(days=4)) == 810_000_002
        assert polling.bookmark(session, now=NOW + timedelta(days=6)) is None


def test_a_running_poller_stores_answers_presses_and_leaves_when_told(
    sqlite_url: str, api: TelegramApi
) -> None:
    db.configure(sqlite_url)
    budi = api.user("Budi")
    button = {"inline_keyboard": [[{"text": "Ya", "callback_data": "ya"}]]}
    api.perform("sendMessage", {"chat_id": budi.chat, "text": "Benar?", "reply_markup": button})
    with running(api):
        budi.text("halo")
        wait_until(lambda: len(stored()) == 1, seconds=10, what="the text was stored")
        budi.press("Ya")
        wait_until(lambda: bool(api.calls("answerCallbackQuery")), seconds=10, what="the press was answered")
        assert len(stored()) == 2
    assert api.calls("answerCallbackQuery")[0].status == 200


def test_a_running_poller_survives_refusals_outages_and_a_forgotten_webhook(
    sqlite_url: str, api: TelegramApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    db.configure(sqlite_url)
    monkeypatch.setattr(polling, "LONGEST_PAUSE", 0.1)
    api.perform("setWebhook", {"url": "http://127.0.0.1:9/hook"})
    api.fail(502, method="getUpdates", times=2)
    api.fail(401, method="getUpdates")
    update = api.user("Budi").text("halo")
    with running(api):
        wait_until(lambda: stored() == [str(update["update_id"])], seconds=20, what="stored after all")
    assert [call.status for call in api.calls("getUpdates")][:5] == [502, 502, 401, 409, 200]
    assert api.world.webhook.url == ""


def test_neither_calls_nor_failures_put_the_token_into_a_log(
    sqlite_url: str, api: TelegramApi, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    db.configure(sqlite_url)
    monkeypatch.setattr(polling, "LONGEST_PAUSE", 0.1)
    caplog.set_level("DEBUG")
    known = BotApi(api.token, api.url)
    assert known.do(known.bot.get_me()).is_bot
    nowhere = Poller(BotApi(api.token, "http://127.0.0.1:9"), long_poll=0)
    stop = threading.Event()
    thread = threading.Thread(target=nowhere.run, args=(stop,))
    thread.start()
    wait_until(lambda: nowhere.failures >= 2, seconds=10, what="two failures")
    stop.set()
    thread.join(5)
    with pytest.raises(TelegramUnavailable) as unavailable:
        nowhere.api.do(nowhere.api.bot.get_me())
    assert "ConnectError" in caplog.text
    assert api.token not in caplog.text + str(unavailable.value)
