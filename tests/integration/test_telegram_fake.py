"""The fake Bot API speaks the protocol that a client library expects which the product does not use."""

import asyncio
import io
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

import httpx2
import pytest
from PIL import Image

from tests.fakes.telegram_api import TelegramApi
from tests.servers import wait_until

if TYPE_CHECKING:  # six seconds to import: only when a test needs it, not while collecting
    import aiogram
    from aiogram import types

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


@asynccontextmanager
async def client(api: TelegramApi) -> AsyncIterator["aiogram.Bot"]:
    import aiogram
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer

    server = TelegramAPIServer.from_base(api.url)
    async with aiogram.Bot(api.token, session=AiohttpSession(api=server)) as bot:
        yield bot


def test_aiogram_reads_every_kind_of_update_and_answers_it(api: TelegramApi) -> None:
    from aiogram import types

    budi = api.user("Budi")

    async def bot_side() -> "list[types.Update]":
        async with client(api) as bot:
            assert (await bot.get_me()).username == "sorot_uji_bot"
            button = types.InlineKeyboardButton(text="Ya", callback_data="ya")
            buttons = types.InlineKeyboardMarkup(inline_keyboard=[[button]])
            asked = await bot.send_message(budi.chat, "Benar begitu?", reply_markup=buttons)
            first = budi.text("/start halo")
            budi.photo(picture(), caption="lubangnya")
            budi.location(-6.2349, 106.9896)
            budi.press("Ya")
            budi.edit(first["message"]["message_id"], "/start lagi")
            budi.block()
            updates = await bot.get_updates()
            sizes = got(got(updates[1].message).photo)
            stored = got(await bot.download(sizes[-1].file_id))
            assert Image.open(stored).size == (1280, 960)
            await bot.answer_callback_query(got(updates[3].callback_query).id)
            budi.unblock()
            await bot.edit_message_text("Tercatat", chat_id=budi.chat, message_id=asked.message_id)
            file = types.BufferedInputFile(picture(64, 48), "hasil.jpg")
            await bot.send_photo(budi.chat, file, caption="hasil")
            await bot.send_location(budi.chat, -6.2, 107.0)
            menu = [types.BotCommand(command="bantuan", description="Cara melapor")]
            assert await bot.set_my_commands(menu)
            return updates

    start, photo, place, press, edit, left = asyncio.run(bot_side())
    assert got(got(start.message).entities)[0].type == "bot_command"
    assert [max(s.width, s.height) for s in got(got(photo.message).photo)] == [90, 320, 800, 1280]
    assert got(got(place.message).location).latitude == -6.2349
    pressed = got(press.callback_query)
    assert isinstance(pressed.message, types.Message)
    assert (pressed.data, pressed.message.text) == ("ya", "Benar begitu?")
    assert got(edit.edited_message).text == "/start lagi"
    assert got(left.my_chat_member).new_chat_member.status == "kicked"
    assert [m.get("text") or m.get("caption") for m in budi.sees()] == ["Tercatat", "hasil", None]


def test_aiogram_understands_the_refusals(api: TelegramApi) -> None:
    from aiogram import exceptions as refusals

    budi, siti = api.user("Budi"), api.user("Siti")
    group = api.in_group(budi)
    api.upgrade(group)
    siti.block()
    api.fail(429, chat=budi.chat, retry_after=7)

    async def bot_side() -> None:
        async with client(api) as bot:
            with pytest.raises(refusals.TelegramRetryAfter) as slower:
                await bot.send_message(budi.chat, "halo")
            assert slower.value.retry_after == 7
            await bot.send_message(budi.chat, "halo lagi")
            with pytest.raises(refusals.TelegramForbiddenError):
                await bot.send_message(siti.chat, "halo")
            with pytest.raises(refusals.TelegramBadRequest, match="too long"):
                await bot.send_message(budi.chat, "a" * 4097)
            with pytest.raises(refusals.TelegramMigrateToChat) as moved:
                await bot.send_message(group.chat, "halo warga")
            await bot.send_message(moved.value.migrate_to_chat_id, "halo warga")

    asyncio.run(bot_side())
    assert [call.status for call in api.calls("sendMessage")] == [429, 200, 403, 400, 400, 200]


def test_asking_for_an_offset_confirms_what_came_before_and_nothing_else(api: TelegramApi) -> None:
    budi = api.user("Budi")
    ids = [budi.text(f"pesan {n}")["update_id"] for n in range(3)]

    def ask(offset: int) -> list[int]:
        answer = httpx2.get(f"{api.url}/bot{api.token}/getUpdates", params={"offset": offset}).json()
        return [update["update_id"] for update in answer["result"]]

    assert ask(0) == ids
    assert ask(ids[1]) == ids[1:]
    assert ask(0) == ids[1:]
    assert ask(-1) == ids[2:]
    assert ask(ids[2] + 1) == []


def test_a_wrong_token_is_refused(api: TelegramApi) -> None:
    assert httpx2.get(f"{api.url}/bot1:wrong/getMe").status_code == 401
    assert httpx2.get(f"{api.url}/bot{api.token}/getMe").status_code == 200


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
        assert httpx2.post(f"{api.url}/bot{api.token}/setWebhook", json=hook).json()["ok"]
        budi.text("halo")
        budi.wait_for("siap")
        wait_until(lambda: api.pending() == 0, seconds=5, what="delivered")
    finally:
        server.shutdown()
        server.server_close()
    assert [secret for secret, _ in _Bot.seen] == ["rahasia_1", "rahasia_1"]
    assert _Bot.seen[0][1] == _Bot.seen[1][1]
    assert [status for _, status in api.world.delivered] == [503, 200]
    assert httpx2.get(f"{api.url}/bot{api.token}/getUpdates").status_code == 409
