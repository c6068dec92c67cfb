"""What the Bot API answers, as the sender hears it; and files from Telegram's own address only."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest

from bot.channels.outcomes import Blocked, FetchFailed, Moved, Outcome, Rejected, RetryAfter, Sent
from bot.channels.telegram.api import BotApi, TelegramRefused
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


def test_a_chat_that_moved_is_an_outcome_that_names_where_it_is_now(
    api: TelegramApi, channel: TelegramChannel
) -> None:
    group = api.in_group(api.user("Budi"))
    assert isinstance(send(channel, group), Sent)
    new = api.upgrade(group)
    assert send(channel, group) == Moved(str(new))
    assert isinstance(channel.send(str(new), Reply("halo")), Sent)


PAGE = b"<html><h1>502 Bad Gateway</h1> " + b"nginx " * 100


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (502, PAGE, "HTTP 502 without an answer of the Bot API"),
        (200, PAGE, "HTTP 200 without an answer of the Bot API"),
        (200, b"[]", "HTTP 200 without an answer of the Bot API"),
        (200, b'{"ok": true}', "200 None"),
        (200, b'{"ok": true, "result": {"x": 1}}', "an answer that cannot be read (KeyError)"),
        (400, b'{"ok": false, "error_code": 400, "parameters": [1]}', "400 None"),
        (429, b'{"ok": false, "error_code": 429, "parameters": {"retry_after": "x"}}', None),
    ],
)
def test_an_answer_of_another_shape_is_tried_again_later_and_leaves_no_trace_in_the_log(
    api: TelegramApi, channel: TelegramChannel, caplog: pytest.LogCaptureFixture,
    status: int, body: bytes, reason: str | None,
) -> None:  # fmt: skip
    caplog.set_level("DEBUG")
    transport = httpx2.MockTransport(lambda asking: httpx2.Response(status, content=body))
    channel.api.bot.request.client = httpx2.AsyncClient(transport=transport)  # type: ignore[attr-defined]
    outcome = send(channel, api.user("Budi"))
    assert isinstance(outcome, RetryAfter)
    assert reason is None or outcome.reason == reason
    assert "Traceback" not in caplog.text
    assert "nginx" not in caplog.text
    assert api.token not in caplog.text


def test_threads_share_one_loop_and_all_messages_arrive(api: TelegramApi, channel: TelegramChannel) -> None:
    people = [api.user(f"Warga{n}") for n in range(20)]
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda user: send(channel, user), people))
    assert all(isinstance(outcome, Sent) for outcome in outcomes)
    assert all(user.sees() for user in people)
    assert len([thread for thread in threading.enumerate() if thread.name == "telegram-loop"]) == 1


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
    api.world.files["AgAC"] = (path, b"x")
    monkeypatch.setattr(bot, "_read", asked.append)
    with pytest.raises(TelegramRefused):
        bot.download("AgAC")
    assert asked == []


def test_a_redirect_is_not_followed_and_a_giant_is_not_read_to_its_end(
    api: TelegramApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[httpx2.URL] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.url)
        if len(asked) == 1:
            return httpx2.Response(302, headers={"Location": "http://169.254.169.254/"})
        return httpx2.Response(200, content=(b"x" * 1_000_000 for _ in range(1000)))

    bot = BotApi(api.token, api.url)
    api.world.files["AgAC"] = ("photos/file_1.jpg", b"x")
    configured = bot.http.follow_redirects
    bot.http = httpx2.Client(transport=httpx2.MockTransport(answer), follow_redirects=configured)
    with pytest.raises(TelegramRefused, match="302"):
        bot.download("AgAC")
    with pytest.raises(TelegramRefused, match="over 20 MB"):
        bot.download("AgAC")
    assert {url.host for url in asked} == {"127.0.0.1"}


def test_the_menu_is_set(api: TelegramApi, channel: TelegramChannel) -> None:
    announce_menu(channel.api)
    assert [entry["command"] for entry in api.world.commands] == [
        "laporan", "peringatan", "batal", "privasi", "bantuan"
    ]  # fmt: skip
