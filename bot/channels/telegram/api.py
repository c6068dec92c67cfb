"""The Bot API through python-telegram-bot: its `Bot`, its types, its reading of refusals. See decision 0019.

Imported only where Telegram is spoken: the library costs 15 MB and a quarter of a second.
"""

import json
import logging
import os
import ssl
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from functools import cache
from typing import Any, TypeVar

import httpx2
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.request import BaseRequest, RequestData

from bot.channels.telegram import loop

DEFAULT_BASE = "https://api.telegram.org"
DOWNLOAD_LIMIT = 20 * 1024 * 1024  # the Bot API's own limit for getFile
CONNECT, ANSWER = 5, 10  # seconds
TIMEOUT = httpx2.Timeout(ANSWER, connect=CONNECT)
KNOWN = frozenset({400, 401, 403, 404, 409, 429})  # codes that the library has an error of its own for

os.environ.setdefault("PTB_TIMEDELTA", "1")  # waits as the library will give them from its next release on
# The address of every call holds the bot's token, and these tell addresses and parameters.
for chatty in ("telegram", "httpx", "httpx2", "httpcore", "httpcore2"):
    logging.getLogger(chatty).setLevel(logging.WARNING)

T = TypeVar("T")


class TelegramRefused(Exception):
    """The API answered, and the answer is no. moved_to: the id that the chat has now."""

    def __init__(
        self, code: int, description: str, retry_after: float | None = None, moved_to: int | None = None
    ) -> None:
        super().__init__(f"{code} {description}")
        self.code, self.description, self.retry_after = code, description, retry_after
        self.moved_to = moved_to


class TelegramUnavailable(Exception):
    """No answer, or none the Bot API would give; the text holds no address, since that holds the token."""


def told(error: TelegramError) -> TelegramRefused | TelegramUnavailable:
    """The library's error in our words."""
    match error:
        case ChatMigrated():
            return TelegramRefused(400, error.message, moved_to=error.new_chat_id)
        case RetryAfter():
            wait = error.retry_after
            seconds = float(wait) if isinstance(wait, int) else wait.total_seconds()
            return TelegramRefused(429, f"Too Many Requests: retry after {seconds:g}", seconds)
        case Forbidden():
            return TelegramRefused(403, error.message)
        case InvalidToken():
            return TelegramRefused(401, "Unauthorized")
        case Conflict():
            return TelegramRefused(409, error.message)
        case BadRequest():
            return TelegramRefused(400, error.message)
    return TelegramUnavailable(error.message)


@cache
def _tls() -> ssl.SSLContext:
    """One for all connections: to read the certificates takes longer than anything else about a bot."""
    return httpx2.create_ssl_context()


class _Request(BaseRequest):
    """The library's door to HTTP, by the client of all our own calls: httpx, its usual one, takes half again.

    What the library must not be given to read is kept from it. No redirect is followed: the token goes to
    nobody else.
    """

    def __init__(self, connections: int) -> None:
        limits = httpx2.Limits(max_connections=connections)
        self.client = httpx2.AsyncClient(
            timeout=TIMEOUT, limits=limits, verify=_tls(), follow_redirects=False
        )

    @property
    def read_timeout(self) -> float:
        return ANSWER

    async def initialize(self) -> None:
        """Nothing: the client connects with the first call."""

    async def shutdown(self) -> None:
        await self.client.aclose()

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None,
        read_timeout: Any = None, *args: Any, **kwargs: Any,
    ) -> tuple[int, bytes]:  # fmt: skip
        data = request_data.json_parameters if request_data else None
        files: Any = request_data.multipart_data if request_data else None
        patience = read_timeout if isinstance(read_timeout, int | float) else ANSWER
        timeout = httpx2.Timeout(ANSWER, connect=CONNECT, read=patience)
        try:
            response = await self.client.request(method, url, timeout=timeout, data=data, files=files or None)
        except (httpx2.HTTPError, httpx2.InvalidURL) as failure:  # its text may hold the address
            raise NetworkError(type(failure).__name__) from None
        return _code(response.status_code, response.content), response.content


def _code(code: int, payload: bytes) -> int:
    """The answer's code; NetworkError for what the Bot API would not answer.

    The library would log a traceback with the whole body of a proxy's error page, and fail on other shapes.
    """
    try:
        answer = json.loads(payload)
    except ValueError:
        answer = None
    if not isinstance(answer, dict) or "ok" not in answer:
        raise NetworkError(f"HTTP {code} without an answer of the Bot API")
    if answer["ok"] and code < 300 and "result" in answer:
        return code
    named, parameters = answer.get("error_code"), answer.get("parameters") or {}
    code = named if isinstance(named, int) else code
    description = str(answer.get("description"))
    wait = parameters.get("retry_after") if isinstance(parameters, dict) else None
    if code == 429:
        raise RetryAfter(wait if isinstance(wait, int) else 1)
    if code < 400 or code >= 500 or not isinstance(parameters, dict):
        raise NetworkError(f"{code} {description}")
    if code not in KNOWN:
        raise BadRequest(f"{code} {description}")
    return code


class SorotBot(Bot):
    """The library's bot, speaking to one server."""

    def __init__(self, token: str, base: str) -> None:
        super().__init__(
            token, base_url=f"{base}/bot", base_file_url=f"{base}/file/bot",
            request=_Request(32), get_updates_request=_Request(1),
        )  # fmt: skip

    async def raw_updates(self, question: dict[str, Any], *, patience: float) -> list[Any]:
        """`getUpdates` as it came: read by the library, one update of a wrong shape would hold up all."""
        found = await self._post("getUpdates", question, read_timeout=patience)
        if not isinstance(found, list):
            raise NetworkError("the answer holds no list of updates")
        return found

    async def say(self, question: dict[str, Any]) -> int:
        """`sendMessage`: the message's number. To read all of the answer takes longer than to ask."""
        sent: Any = await self._post("sendMessage", question)
        return int(sent["message_id"])

    async def close_connections(self) -> None:
        """`shutdown` of the library does nothing for a bot that never asked who it is."""
        for request in self._request:
            await request.shutdown()


class BotApi:
    """One bot on one Bot API server; safe to share between threads."""

    def __init__(self, token: str, base: str = DEFAULT_BASE) -> None:
        self.token, self.base = token, base.rstrip("/")
        self.bot = SorotBot(token, self.base)
        self.http = httpx2.Client(timeout=TIMEOUT, follow_redirects=False, verify=_tls())  # for files

    def do(self, call: Coroutine[Any, Any, T]) -> T:
        """The result of one of `bot`'s methods; TelegramRefused or TelegramUnavailable."""
        try:
            return loop.run(call)
        except TelegramError as error:
            raise told(error) from None
        except (KeyError, TypeError, AttributeError, ValueError) as wrong:  # an answer of another shape
            raise TelegramUnavailable(f"an answer that cannot be read ({type(wrong).__name__})") from None

    @asynccontextmanager
    async def in_this_loop(self) -> AsyncIterator[SorotBot]:
        """A bot of its own for a loop of its own: connections belong to the loop that opened them."""
        bot = SorotBot(self.token, self.base)
        try:
            yield bot
        finally:
            await bot.close_connections()

    def address_of(self, file_id: str) -> str:
        """A file's address, below our own server's; TelegramRefused or TelegramUnavailable."""
        found = self.do(self.bot.get_file(file_id)).file_path or ""
        files = f"{self.base}/file/bot{self.token}/"
        path = found.removeprefix(files)
        if path == found or not path or "://" in path or path[0] == "/" or ".." in path.split("/"):
            raise TelegramRefused(400, "the API named no path below its own address")
        return found

    def download(self, file_id: str) -> bytes:
        """The bytes of a file, at most 20 MB; TelegramRefused or TelegramUnavailable."""
        address = self.address_of(file_id)
        try:
            return self._read(address)
        except (httpx2.HTTPError, httpx2.InvalidURL) as failure:
            raise TelegramUnavailable(type(failure).__name__) from None

    def _read(self, address: str) -> bytes:
        content = bytearray()
        with self.http.stream("GET", address) as response:
            if response.status_code >= 500:
                raise TelegramUnavailable(f"HTTP {response.status_code} for a file")
            if response.status_code != 200:
                raise TelegramRefused(response.status_code, "file not given")
            for chunk in response.iter_bytes():
                content += chunk
                if len(content) > DOWNLOAD_LIMIT:
                    raise TelegramRefused(413, "file over 20 MB")
        return bytes(content)
