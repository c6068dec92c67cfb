"""The Bot API over plain HTTPS. Why not aiogram: docs/decisions/0002."""

import logging
from typing import Any

import httpx

DEFAULT_BASE = "https://api.telegram.org"
DOWNLOAD_LIMIT = 20 * 1024 * 1024  # the Bot API's own limit for getFile
TIMEOUT = httpx.Timeout(10, connect=5)

# httpx tells every address it calls at INFO, and the bot's token is part of the address.
logging.getLogger("httpx").setLevel(logging.WARNING)


class Refused(Exception):
    """The API answered, and the answer is no."""

    def __init__(
        self, code: int, description: str, retry_after: float | None = None, moved_to: int | None = None
    ) -> None:
        super().__init__(f"{code} {description}")
        self.code, self.description, self.retry_after = code, description, retry_after
        self.moved_to = moved_to


class Unavailable(Exception):
    """No answer, or none the Bot API would give; the text holds no address, since that holds the token."""


def result_of(response: httpx.Response) -> Any:
    """The `result` of an answer; Refused or Unavailable when there is none."""
    try:
        answer = response.json()
    except ValueError:
        answer = None
    if not isinstance(answer, dict) or "ok" not in answer:
        raise Unavailable(f"HTTP {response.status_code} without an answer of the Bot API")
    if answer["ok"]:
        return answer.get("result")
    code, description = int(answer.get("error_code") or response.status_code), str(answer.get("description"))
    if code >= 500:
        raise Unavailable(f"{code} {description}")
    parameters = answer.get("parameters") or {}
    raise Refused(code, description, parameters.get("retry_after"), parameters.get("migrate_to_chat_id"))


class BotApi:
    """One bot on one Bot API server; safe to share between threads."""

    def __init__(self, token: str, base: str = DEFAULT_BASE) -> None:
        self.token, self.base = token, base.rstrip("/")
        # Redirects are not followed: the token goes to this server and to no other.
        self.http = httpx.Client(timeout=TIMEOUT, follow_redirects=False)

    def address(self, method: str) -> str:
        """Where a method is called. Holds the token: never log it."""
        return f"{self.base}/bot{self.token}/{method}"

    def call(self, method: str, **params: Any) -> Any:
        """Call a method and return its result; Refused or Unavailable."""
        try:
            return result_of(self.http.post(self.address(method), json=params))
        except (httpx.HTTPError, httpx.InvalidURL) as failure:
            raise Unavailable(type(failure).__name__) from None

    def upload(self, method: str, fields: dict[str, Any], *, name: str, content: bytes) -> Any:
        """Call a method with a file of ours as its parameter `name`; as `call`."""
        try:
            files = {name: (f"{name}.jpg", content, "image/jpeg")}
            return result_of(self.http.post(self.address(method), data=fields, files=files))
        except (httpx.HTTPError, httpx.InvalidURL) as failure:
            raise Unavailable(type(failure).__name__) from None

    def download(self, file_id: str) -> bytes:
        """The bytes of a file, at most 20 MB; Refused or Unavailable."""
        path = str((self.call("getFile", file_id=file_id) or {}).get("file_path", ""))
        if not path or "://" in path or path.startswith("/") or ".." in path.split("/"):
            raise Refused(400, "the API named no path below its own address")
        try:
            return self._read(f"{self.base}/file/bot{self.token}/{path}")
        except (httpx.HTTPError, httpx.InvalidURL) as failure:
            raise Unavailable(type(failure).__name__) from None

    def _read(self, address: str) -> bytes:
        content = bytearray()
        with self.http.stream("GET", address) as response:
            if response.status_code >= 500:
                raise Unavailable(f"HTTP {response.status_code} for a file")
            if response.status_code != 200:
                raise Refused(response.status_code, "file not given")
            for chunk in response.iter_bytes():
                content += chunk
                if len(content) > DOWNLOAD_LIMIT:
                    raise Refused(413, "file over 20 MB")
        return bytes(content)
