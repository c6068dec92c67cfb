"""What the Bot API answers, as the sender hears it; and files from Telegram's own address only."""

from collections.abc import Iterator

import httpx
import pytest

from bot.channels.outcomes import Blocked, FetchFailed, Outcome, Rejected, RetryAfter, Sent
from bot.channels.telegram.api import BotApi, Refused
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.setup import announce_menu
from bot.dialogue.types import Button, Reply
from tests.fakes.telegram_api import TelegramApi
from tests.fakes.telegram_user import User


@pytest.fixture
def api() -> Iterator[TelegramApi]:
    with TelegramApi() as running:
        yield running


@pytest.fixture
def channel(api: TelegramApi) -> TelegramChannel:
    return TelegramChannel(api.token, base=api.url)


def send(channel: TelegramChannel, user: User, text: str = "halo") -> Outcome:
    return channel.send(str(user.chat), Reply(text))


def test_a_message_arrives_with_its_buttons(api: TelegramApi, channel: TelegramChannel) -> None:
    budi = api.user("Budi")
    outcome = channel.send(str(budi.chat), Reply("Sudah benar?", (Button("1:ya", "Ya"),)))
    (seen,) = budi.sees()
    assert outcome == Sent(str(seen["message_id"]))
    assert (seen["text"], seen["reply_markup"]["inline_keyboard"][0][0]["text"]) == ("Sudah benar?", "Ya")


def test_everything_split_makes_is_accepted(api: TelegramApi, channel: TelegramChannel) -> None:
    budi = api.user("Budi")
    reply = Reply("Di mana? " * 1000, (Button("x" * 64, "Pilih"),), ask_location=True, dial="112")
    outcomes = [channel.send(str(budi.chat), part) for part in channel.split(reply)]
    assert [type(outcome) for outcome in outcomes] == [Sent] * 4


def test_refusals_become_outcomes(api: TelegramApi, channel: TelegramChannel) -> None:
    budi, siti = api.user("Budi"), api.user("Siti")
    siti.block()
    api.fail(429, chat=budi.chat, retry_after=7)
    assert send(channel, budi) == RetryAfter(7, "429 Too Many Requests: retry after 7")
    assert isinstance(send(channel, budi), Sent)
    assert send(channel, siti) == Blocked("Forbidden: bot was blocked by the user")
    assert isinstance(send(channel, budi, "a" * 5000), Rejected)
    assert isinstance(channel.send("404", Reply("halo")), Rejected)


def test_failures_of_the_platform_or_of_our_token_are_tried_again_later(
    api: TelegramApi, channel: TelegramChannel
) -> None:
    budi = api.user("Budi")
    api.fail(502)
    assert send(channel, budi) == RetryAfter(None, "502 Internal Server Error")
    withdrawn = TelegramChannel("7001:other", base=api.url)
    assert send(withdrawn, budi) == RetryAfter(None, "401: the bot's token is refused")
    nobody = TelegramChannel(api.token, base="http://127.0.0.1:9")
    assert send(nobody, budi) == RetryAfter(None, "ConnectError")
    assert budi.sees() == []


def test_a_photo_is_fetched_whole(api: TelegramApi, channel: TelegramChannel) -> None:
    update = api.user("Budi").document(b"\xff\xd8 isi foto")
    assert channel.fetch(update["message"]["document"]["file_id"]) == b"\xff\xd8 isi foto"


def test_a_file_that_is_not_there_is_not_asked_for_again(api: TelegramApi, channel: TelegramChannel) -> None:
    with pytest.raises(FetchFailed) as gone:
        channel.fetch("AgACxxxx")
    assert not gone.value.again
    api.fail(500, method="getFile")
    with pytest.raises(FetchFailed) as later:
        channel.fetch("AgACxxxx")
    assert later.value.again


@pytest.mark.parametrize(
    "path",
    ["http://169.254.169.254/x", "//evil.example/x", "/etc/passwd", "../../x", "photos/../../bot/getMe", ""],
)
def test_a_file_path_that_leaves_the_bots_own_address_is_never_followed(
    api: TelegramApi, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    bot = BotApi(api.token, api.url)
    asked: list[str] = []
    monkeypatch.setattr(bot, "call", lambda method, **params: {"file_path": path})
    monkeypatch.setattr(bot, "_read", asked.append)
    with pytest.raises(Refused):
        bot.download("AgAC")
    assert asked == []


def test_a_redirect_is_not_followed_and_a_giant_is_not_read_to_its_end(
    api: TelegramApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[httpx.URL] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url)
        if request.url.path.endswith("getFile"):
            return httpx.Response(200, json={"ok": True, "result": {"file_path": "photos/file_1.jpg"}})
        if len(asked) == 2:
            return httpx.Response(302, headers={"Location": "http://169.254.169.254/"})
        return httpx.Response(200, content=(b"x" * 1_000_000 for _ in range(1000)))

    bot = BotApi(api.token, api.url)
    configured = bot.http.follow_redirects
    bot.http = httpx.Client(transport=httpx.MockTransport(answer), follow_redirects=configured)
    with pytest.raises(Refused, match="302"):
        bot.download("AgAC")
    with pytest.raises(Refused, match="over 20 MB"):
        bot.download("AgAC")
    assert {url.host for url in asked} == {"127.0.0.1"}


def test_the_menu_is_set(api: TelegramApi, channel: TelegramChannel) -> None:
    announce_menu(channel.api)
    assert [entry["command"] for entry in api.world.commands] == [
        "laporan", "peringatan", "batal", "privasi", "bantuan"
    ]  # fmt: skip
