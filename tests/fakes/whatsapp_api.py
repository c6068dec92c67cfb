"""A Graph API server of our own, for tests without internet: messages, media, statuses, failures on demand.

    with WhatsAppApi() as api:
        siti = api.user("Siti")
        api.webhook("http://127.0.0.1:8000/hook/whatsapp", secret=..., word=...)
        siti.text("lampu jalan mati")
        siti.wait_for("Baik")

Limits, windows and errors are the Cloud API's as its reference describes them; the clock may be a test's own.
"""

import json
import re
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from secrets import token_hex
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from tests.fakes.quiet import QuietServer
from tests.fakes.telegram_api import multipart
from tests.fakes.whatsapp_messages import receive
from tests.fakes.whatsapp_user import User
from tests.fakes.whatsapp_webhook import Pusher
from tests.fakes.whatsapp_world import PHONE_ID, Call, Failure, GraphError, Json, World

TOKEN = "EAAFakeTokenForTestsOnly0123456789"


class WhatsAppApi:
    """The server in this process, on a free port: `url`. `token` and `phone_id` are its only number's."""

    def __init__(self, *, clock: Callable[[], float] = time.time, host: str = "127.0.0.1") -> None:
        self.token, self.phone_id = TOKEN, PHONE_ID
        self.world = World(clock=clock)
        self.server = _Server((host, 0), _Handler)
        self.server.api = self
        self.url = f"http://{host}:{self.server.server_port}"
        self.media_host = self.url
        self.pushers: list[Pusher] = []

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        for pusher in self.pushers:
            pusher.stop()
        self.server.shutdown()
        self.server.server_close()

    def user(self, name: str = "Siti", *, address: str | None = None) -> User:
        """A person on WhatsApp; by a user id instead of a number if `address` is one."""
        address = address or f"62812000{len(self.world.people) + 10_000}"
        known = {"wa_id": address} if address.isdecimal() else {"user_id": address}
        self.world.people[address] = {"profile": {"name": name}, **known}
        return User(self.world, address, self.world.people[address])

    def webhook(
        self, url: str, *, secret: str, word: str, batch_size: int = 10, again_after: float = 0.05
    ) -> Pusher:
        """Set the webhook up (RuntimeError when it does not know the word) and deliver to it."""
        pusher = Pusher(self.world, url=url, secret=secret, batch_size=batch_size, again_after=again_after)
        if not pusher.verify(word):
            raise RuntimeError("the webhook did not answer the challenge")
        self.pushers.append(pusher)
        pusher.thread.start()
        return pusher

    def fail(
        self, code: int, *, to: str | None = None, kind: str | None = None, times: int = 1,
        status: int = 400, later: bool = False,
    ) -> None:  # fmt: skip
        """The next matching calls are refused with `code`; `later`: taken, and told as failed in a status.

        kind: text, interactive, template, read or media.
        """
        with self.world.changed:
            self.world.failures.append(Failure(GraphError(code, status=status), to, kind, times, later))

    def sent(self, to: str | None = None) -> list[Call]:
        """The log of messages sent (read marks left out), oldest first; `status` tells which were taken."""
        with self.world.changed:
            messages = [call for call in self.world.calls if "type" in call.body]
            return [c for c in messages if to in (None, c.body.get("to"), c.body.get("recipient"))]

    def pending(self) -> int:
        """Changes the webhook has not yet taken."""
        with self.world.changed:
            return len(self.world.changes)

    # --- calls

    def perform(self, method: str, path: str, body: Json, token: str) -> tuple[int, Json]:
        """Carry out one call and log it; returns (HTTP status, answer)."""
        with self.world.changed:
            try:
                if token != f"Bearer {self.token}":
                    raise GraphError(190, status=401)
                status, answer = 200, self._answer(method, path, body)
            except GraphError as error:
                status, answer = error.status, {"error": error.body()}
            self.world.calls.append(Call(path, body, self.world.clock(), status, answer))
            self.world.changed.notify_all()
            return status, answer

    def _answer(self, method: str, path: str, body: Json) -> Json:
        planned = next((f for f in self.world.failures if f.matches(body)), None)
        if planned:
            planned.times -= 1
            if not planned.later:
                raise planned.error
        match = re.fullmatch(r"/v\d+\.\d+/(\w+)(/messages)?", path)
        if match and method == "GET" and match[1] in self.world.files:
            return self._about(match[1])
        if method == "POST" and path.endswith(f"/{self.phone_id}/media"):
            return self._upload(body)
        if match is None or match[2] is None or match[1] != self.phone_id or method != "POST":
            raise GraphError(100, f"Unsupported request {path}")
        if body.get("status") == "read":
            self.world.marked_read.append(str(body["message_id"]))
            return {"success": True}
        return self._message(body, planned.error if planned else None)

    def _message(self, body: Json, error: GraphError | None) -> Json:
        wamid = receive(self.world, body)
        to = str(body.get("to") or body.get("recipient"))
        if error:
            self.world.inbox[to].pop()
            self.world.tell(wamid, to, "failed", error)
        else:
            for status in ("sent", "delivered"):
                self.world.tell(wamid, to, status)
        contacts = [{"input": to, "wa_id": to}]
        return {"messaging_product": "whatsapp", "contacts": contacts, "messages": [{"id": wamid}]}

    def _upload(self, body: Json) -> Json:
        """A file of the bot's: JPEG or PNG, 5 MB at most; its id."""
        content = body.get("file")
        if body.get("messaging_product") != "whatsapp" or not isinstance(content, bytes):
            raise GraphError(100, "file and messaging_product are required")
        if body.get("type") not in ("image/jpeg", "image/png") or len(content) > 5 * 1024 * 1024:
            raise GraphError(131053)
        media_id = f"9{next(self.world.numbers):014d}"
        self.world.files[media_id] = (str(body["type"]), content)
        return {"id": media_id}

    def _about(self, media_id: str) -> Json:
        """A file's data with an address that lives minutes."""
        mime, data = self.world.files[media_id]
        key = token_hex(8)
        self.world.tickets[key] = (media_id, self.world.clock() + self.world.ticket_life)
        url = f"{self.media_host}/whatsapp_business/attachments/?mid={media_id}&hash={key}"
        return {"url": url, "mime_type": mime, "sha256": "00", "file_size": len(data), "id": media_id}

    def file(self, query: str, token: str) -> bytes | None:
        """The bytes behind an address that has not yet run out, for who has the token."""
        key = parse_qs(query).get("hash", [""])[0]
        with self.world.changed:
            media_id, until = self.world.tickets.get(key, ("", 0.0))
            if token != f"Bearer {self.token}" or until < self.world.clock():
                return None
            return self.world.files[media_id][1]


class _Server(QuietServer):
    daemon_threads = True
    request_queue_size = 128
    api: WhatsAppApi


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or each answer waits 40 ms for the acknowledgement of its header
    server: _Server

    def do_GET(self) -> None:
        """What is known of a file, and the file."""
        target, token = urlsplit(self.path), self.headers.get("Authorization", "")
        if target.path.startswith("/whatsapp_business/attachments/"):
            data = self.server.api.file(target.query, token)
            self._send(200 if data is not None else 404, data or b"", "application/octet-stream")
            return
        self._perform("GET", target.path, {}, token)

    def do_POST(self) -> None:
        """Messages and read marks."""
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        kind = self.headers.get("Content-Type", "")
        body = multipart(kind, raw) if kind.startswith("multipart/") else json.loads(raw or b"{}")
        self._perform("POST", self.path, body, self.headers.get("Authorization", ""))

    def _perform(self, method: str, path: str, body: Json, token: str) -> None:
        status, answer = self.server.api.perform(method, path, body, token)
        self._send(status, json.dumps(answer).encode(), "application/json")

    def _send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # the product was killed while it waited

    def log_message(self, *args: Any) -> None:
        """Quiet: `WhatsAppApi.sent` is the log."""
