"""The Graph API over plain HTTPS, as much of it as we need. Why not pywa: docs/decisions/0007."""

import logging
from typing import Any
from urllib.parse import urlsplit

import httpx2

from bot.channels.whatsapp.hosts import may_have_token
from storage.outside import keep_outside

DEFAULT_BASE = "https://graph.facebook.com"
VERSION = "v24.0"
DOWNLOAD_LIMIT = 20 * 1024 * 1024
TIMEOUT = httpx2.Timeout(10, connect=5)
UNNAMED = -1  # the code of an error that names none
AGAIN = frozenset({401, 403, 404, 408, 410, 429})  # a file's address lives minutes: a new one is asked for

# httpx2 tells every address it calls at INFO, and a file's address carries its own key.
logging.getLogger("httpx2").setLevel(logging.WARNING)


class GraphRefused(Exception):
    """The API answered, and the answer is no. `code`: Meta's error code."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(f"{code} {description}")
        self.code, self.description = code, description


class WhatsAppUnavailable(Exception):
    """No answer, or none the Graph API would give. The text holds no address."""


class FileRefused(Exception):
    """A file is not to be had from the address named; `again`: a newer address may have it."""

    def __init__(self, reason: str, *, again: bool = False) -> None:
        super().__init__(reason)
        self.again = again


def result_of(response: httpx2.Response) -> dict[str, Any]:
    """The object answered; GraphRefused or WhatsAppUnavailable when there is none."""
    try:
        answer = response.json()
    except ValueError:
        answer = None
    if isinstance(answer, dict) and isinstance(answer.get("error"), dict):
        raise refusal(answer["error"])
    if not isinstance(answer, dict) or response.status_code != 200:
        raise WhatsAppUnavailable(f"HTTP {response.status_code} without an answer of the Graph API")
    return answer


def refusal(error: dict[str, Any]) -> GraphRefused:
    """An `error` object of an answer, or one of a status's `errors`, as an exception."""
    code = error.get("code")
    details = error.get("error_data")
    told = details.get("details") if isinstance(details, dict) else None
    text = str(told or error.get("message") or error.get("title") or "no reason given")
    return GraphRefused(code if isinstance(code, int) else UNNAMED, text[:300])


class GraphApi:
    """One business number on one Graph server; safe to share between threads."""

    def __init__(self, token: str, phone_id: str, base: str = DEFAULT_BASE) -> None:
        self.base = base.rstrip("/")
        self.messages = f"{self.base}/{VERSION}/{phone_id}/messages"
        self.media = f"{self.base}/{VERSION}/{phone_id}/media"
        self.headers = {"Authorization": f"Bearer {token}"}
        # Redirects are not followed: the token goes to Meta and to nobody else.
        http = httpx2.Client(timeout=TIMEOUT, follow_redirects=False)
        ours = [] if self.base == DEFAULT_BASE else [urlsplit(self.base).hostname or ""]
        self.http = keep_outside(http, trusted=ours)

    def send(self, message: dict[str, Any]) -> str:
        """Send a message; its id at WhatsApp. GraphRefused or WhatsAppUnavailable."""
        answer = self._post({"messaging_product": "whatsapp", **message})
        try:
            return str(answer["messages"][0]["id"])
        except (KeyError, IndexError, TypeError):
            raise WhatsAppUnavailable("the answer names no message") from None

    def upload(self, content: bytes) -> str:
        """Give WhatsApp a JPEG of ours; the id to send it by. GraphRefused or WhatsAppUnavailable."""
        files = {"file": ("foto.jpg", content, "image/jpeg")}
        fields = {"messaging_product": "whatsapp", "type": "image/jpeg"}
        try:
            response = self.http.post(self.media, data=fields, files=files, headers=self.headers)
        except (httpx2.HTTPError, httpx2.InvalidURL) as failure:
            raise WhatsAppUnavailable(type(failure).__name__) from None
        identity = result_of(response).get("id")
        if not isinstance(identity, str) or not identity:
            raise WhatsAppUnavailable("the answer names no file")
        return identity

    def mark_read(self, message_id: str) -> None:
        """Show a person that their message was read; GraphRefused or WhatsAppUnavailable."""
        self._post({"messaging_product": "whatsapp", "status": "read", "message_id": message_id})

    def _post(self, body: dict[str, Any]) -> dict[str, Any]:
        try:
            return result_of(self.http.post(self.messages, json=body, headers=self.headers))
        except (httpx2.HTTPError, httpx2.InvalidURL) as failure:
            raise WhatsAppUnavailable(type(failure).__name__) from None

    def download(self, media_id: str) -> bytes:
        """The bytes of a file, at most 20 MB; GraphRefused, WhatsAppUnavailable or FileRefused."""
        try:
            about = result_of(self.http.get(f"{self.base}/{VERSION}/{media_id}", headers=self.headers))
            address = str(about.get("url", ""))
            if not may_have_token(address, graph=self.base):
                raise FileRefused("the file lies on a host that is not Meta's")
            return self._read(address)
        except (httpx2.HTTPError, httpx2.InvalidURL) as failure:
            raise WhatsAppUnavailable(type(failure).__name__) from None

    def _read(self, address: str) -> bytes:
        content = bytearray()
        with self.http.stream("GET", address, headers=self.headers) as response:
            status = response.status_code
            if status != 200:
                raise FileRefused(f"HTTP {status} for a file", again=status in AGAIN or status >= 500)
            for chunk in response.iter_bytes():
                content += chunk
                if len(content) > DOWNLOAD_LIMIT:
                    raise FileRefused("file over 20 MB")
        return bytes(content)
