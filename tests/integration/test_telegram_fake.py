"""The fake Bot API speaks the protocol two independent client libraries expect."""

import asyncio
import io
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TypeVar

import httpx
import pytest
import telegram
from PIL import Image

from tests.fakes.telegram_api import TelegramApi
from tests.servers import wait_until

T = TypeVar("T")


@pytest.fixture
def api() -> Iterator[TelegramApi]:
    with TelegramApi() as running:
        yield running


def got(value: T | None) -> T:
    """The libraries declare nearly every field as possibly absent."""
    assert value is not None
    return value


def picture(width: int = 1600, height: int = 1200) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def test_python_telegram_bot_reads_every_kind_of_update_and_answers_it(api: TelegramApi) -> None:
    budi = api.user("Budi")

    async def bot_side() -> list[telegram.Update]:
        bot = telegram.Bot(api.token, base_url=f"{api.url}/bot", base_file_url=f"{api.url}/file/bot")
        async with bot:
            assert (await bot.get_me()).username == "sorot_uji_bot"
            button = telegram.InlineKeyboardButton("Ya", callback_data="ya")
            buttons = telegram.InlineKeyboardMarkup([[button]])
            asked = await bot.send_message(budi.chat, "Benar begitu?", reply_markup=buttons)
            first = budi.text("/start halo")
            budi.photo(picture(), caption="lubangnya")
            budi.location(-6.2349, 106.9896)
            budi.press("Ya")
            budi.edit(first["message"]["message_id"], "/start lagi")
            updates = list(await bot.get_updates())
            sizes = got(updates[1].message).photo
            stored = await (await bot.get_file(sizes[-1].file_id)).download_as_bytearray()
            assert Image.open(io.BytesIO(stored)).size == (1280, 960)
            await bot.answer_callback_query(got(updates[3].callback_query).id)
            await bot.edit_message_text("Tercatat", budi.chat, asked.message_id)
            await bot.send_photo(budi.chat, picture(64, 48), caption="hasil")
            await bot.send_location(budi.chat, -6.2, 107.0)
            assert await bot.set_my_commands([("bantuan", "Cara melapor")])
            return updates

    start, photo, place, press, edit = asyncio.run(bot_side())
    assert got(start.message).entities[0].type == "bot_command"
    assert [max(s.width, s.height) for s in got(photo.message).photo] == [90, 320, 800, 1280]
    assert got(got(place.message).location).latitude == -6.2349
    pressed = got(press.callback_query)
    assert isinstance(pressed.message, telegram.Message)
    assert (pressed.data, pressed.message.text) == ("ya", "Benar begitu?")
    assert got(edit.edited_message).text == "/start lagi"
    assert [m.get("text") or m.get("caption") for m in budi.sees()] == ["Tercatat", "hasil", None]


def test_python_telegram_bot_understands_the_refusals(
    api: TelegramApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    budi, siti = api.user("Budi"), api.user("Siti")
    siti.block()
    api.fail(429, chat=budi.chat, retry_after=7)

    async def bot_side() -> None:
        async with telegram.Bot(api.token, base_url=f"{api.url}/bot") as bot:
            with pytest.raises(telegram.error.RetryAfter) as slower:
                await bot.send_message(budi.chat, "halo")
            assert slower.value.retry_after == timedelta(seconds=7)
            await bot.send_message(budi.chat, "halo lagi")
            with pytest.raises(telegram.error.Forbidden):
                await bot.send_message(siti.chat, "halo")
            with pytest.raises(telegram.error.BadRequest, match="too long"):
                await bot.send_message(budi.chat, "a" * 4097)

    asyncio.run(bot_side())
    assert [call.status for call in api.calls("sendMessage")] == [429, 200, 403, 400]


def test_asking_for_an_offset_confirms_what_came_before_and_nothing_else(api: TelegramApi) -> None:
    budi = api.user("Budi")
    ids = [budi.text(f"pesan {n}")["update_id"] for n in range(3)]

    def ask(offset: int) -> list[int]:
        answer = httpx.get(f"{api.url}/bot{api.token}/getUpdates", params={"offset": offset}).json()
        return [update["update_id"] for update in answer["result"]]

    assert ask(0) == ids
    assert ask(ids[1]) == ids[1:]
    assert ask(0) == ids[1:]
    assert ask(-1) == ids[2:]
    assert ask(ids[2] + 1) == []


def test_a_wrong_token_is_refused(api: TelegramApi) -> None:
    assert httpx.get(f"{api.url}/bot1:wrong/getMe").status_code == 401
    assert httpx.get(f"{api.url}/bot{api.token}/getMe").status_code == 200


class _Bot(BaseHTTPRequestHandler):
    """A bot that fails the first delivery and answers the second with a method call."""

    seen: list[tuple[str | None, bytes]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.seen.append((self.headers["X-Telegram-Bot-Api-Secret-Token"], body))
        answer = b'{"method": "sendMessage", "chat_id": 500000001, "text": "siap"}'
        self.send_response(503 if len(self.seen) == 1 else 200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args: object) -> None: ...


def test_a_webhook_gets_its_secret_and_the_update_again_until_2xx(api: TelegramApi) -> None:
    _Bot.seen = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Bot)
    Thread(target=server.serve_forever, daemon=True).start()
    budi = api.user("Budi")
    hook = {"url": f"http://127.0.0.1:{server.server_port}/hook", "secret_token": "rahasia_1"}
    try:
        assert httpx.post(f"{api.url}/bot{api.token}/setWebhook", json=hook).json()["ok"]
        budi.text("halo")
        budi.wait_for("siap")
        wait_until(lambda: api.pending() == 0, seconds=5, what="delivered")
    finally:
        server.shutdown()
        server.server_close()
    assert [secret for secret, _ in _Bot.seen] == ["rahasia_1", "rahasia_1"]
    assert _Bot.seen[0][1] == _Bot.seen[1][1]
    assert [status for _, status in api.world.delivered] == [503, 200]
    assert httpx.get(f"{api.url}/bot{api.token}/getUpdates").status_code == 409
