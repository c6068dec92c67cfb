"""A Bot API server of our own, for tests without internet: polling and webhook, files, failures on demand.

    with TelegramApi() as api:
        budi = api.user("Budi")
        budi.text("jalan rusak di depan pasar")
        budi.wait_for("Baik")

Behaviour follows the Bot API's reference. `tests/integration/test_telegram_fake.py` drives it with
aiogram, which the product does not use, so that it is not shaped to our own code.
"""

import io
import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit

import python_multipart

from tests.fakes.quiet import QuietServer
from tests.fakes.telegram_methods import METHODS
from tests.fakes.telegram_shapes import Json
from tests.fakes.telegram_user import User
from tests.fakes.telegram_webhook import Pusher
from tests.fakes.telegram_world import ApiError, Call, Failure, World

TOKEN = "7001:AAFakeTokenForTestsOnly-0123456789abcde"
DESCRIPTIONS = {429: "Too Many Requests: retry after {}", 403: "Forbidden: bot was blocked by the user"}
NESTED = {"reply_markup", "allowed_updates", "commands", "entities", "link_preview_options", "scope"}


class TelegramApi:
    """The server in this process, on a free port. `url` is its base; `token` is the only bot's."""

    def __init__(self, *, token: str = TOKEN, again_after: float = 0.05, host: str = "127.0.0.1") -> None:
        self.token = token
        self.world = World()
        self.server = _Server((host, 0), _Handler)
        self.server.api = self
        self.url = f"http://{host}:{self.server.server_port}"
        self.pusher = Pusher(self.world, self.perform, again_after=again_after)

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        self.pusher.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.pusher.stop()
        self.server.shutdown()
        self.server.server_close()

    # --- people

    def user(self, name: str = "Budi", *, identity: int | None = None) -> User:
        """A person with a private chat; the chat's id is the person's."""
        identity = identity or 500_000_001 + len(self.world.chats)
        named = {"id": identity, "first_name": name, "username": f"{name.lower()}_{identity}"}
        self.world.chats[identity] = {**named, "type": "private"}
        return User(self.world, {**named, "is_bot": False, "language_code": "id"}, identity)

    def in_group(self, user: User, title: str = "Warga RT 04") -> User:
        """The same person writing in a group the bot is in."""
        identity = -1_001_000_000_001 - len(self.world.chats)
        self.world.chats[identity] = {"id": identity, "title": title, "type": "supergroup"}
        return User(self.world, user.profile, identity)

    def upgrade(self, group: User) -> int:
        """The group becomes a supergroup under another id, which is returned; the old one is refused."""
        new = group.chat - 1_000_000
        with self.world.changed:
            self.world.chats[new] = {**self.world.chats[group.chat], "id": new}
            self.world.migrated[group.chat] = new
        return new

    # --- misbehaviour and the log

    def fail(
        self, status: int | None = None, *, method: str | None = None, chat: int | None = None,
        retry_after: int | None = None, delay: float = 0, times: int = 1, description: str | None = None,
    ) -> None:  # fmt: skip
        """The next `times` matching calls wait `delay` seconds and, with a `status`, are refused with it."""
        words = description or DESCRIPTIONS.get(status or 0, "Internal Server Error").format(retry_after)
        parameters = {} if retry_after is None else {"retry_after": retry_after}
        error = None if status is None else ApiError(status, words, **parameters)
        with self.world.changed:
            name = method.lower() if method else None
            self.world.failures.append(Failure(name, chat, times, error, delay))

    def calls(self, method: str | None = None, *, chat: int | None = None) -> list[Call]:
        """The log of requests, oldest first; `status` tells which were accepted."""
        with self.world.changed:
            found = [c for c in self.world.calls if method is None or c.method == method.lower()]
            return [c for c in found if chat is None or str(c.params.get("chat_id")) == str(chat)]

    def pending(self) -> int:
        """Updates the bot has not yet confirmed."""
        with self.world.changed:
            return len(self.world.updates)

    # --- a call

    def perform(self, method: str, params: Json) -> tuple[int, Json]:
        """Carry out one method call and log it; returns (HTTP status, response)."""
        method, at = method.lower(), time.monotonic()
        failure = self._planned(method, params)
        if failure and failure.delay:
            time.sleep(failure.delay)
        with self.world.changed:
            try:
                if failure and failure.error:
                    raise failure.error
                if method not in METHODS:
                    raise ApiError(404, "Not Found")
                status, answer = 200, {"ok": True, "result": METHODS[method](self.world, params)}
            except ApiError as error:
                status, answer = error.code, _refusal(error)
            answer = json.loads(json.dumps(answer))  # a copy: messages change when they are edited
            self.world.calls.append(Call(method, params, at, status, answer))
            self.world.changed.notify_all()
            return status, answer

    def _planned(self, method: str, params: Json) -> Failure | None:
        chat = int(params["chat_id"]) if str(params.get("chat_id", "")).lstrip("-").isdigit() else None
        with self.world.changed:
            for failure in self.world.failures:
                if failure.matches(method, chat):
                    failure.times -= 1
                    return failure
        return None

    def file(self, path: str) -> bytes | None:
        """The bytes of a stored file by its file_path."""
        with self.world.changed:
            return next((data for name, data in self.world.files.values() if name == path), None)


def _refusal(error: ApiError) -> Json:
    answer: Json = {"ok": False, "error_code": error.code, "description": error.description}
    return answer | ({"parameters": error.parameters} if error.parameters else {})


class _Server(QuietServer):
    daemon_threads = True
    request_queue_size = 128
    api: TelegramApi


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or each answer waits 40 ms for the acknowledgement of its header
    server: _Server

    def do_GET(self) -> None:
        """Methods by GET, and file downloads."""
        api, target = self.server.api, urlsplit(self.path)
        path, files = unquote(target.path), f"/file/bot{api.token}/"
        if path.startswith(files):
            data = api.file(path.removeprefix(files))
            if data is not None:
                self._answer(200, data, "application/octet-stream")
                return
        self._method(dict(parse_qsl(target.query)))

    def do_POST(self) -> None:
        """Methods with JSON, form or multipart parameters."""
        body = self._body()
        params: Json = dict(parse_qsl(urlsplit(self.path).query))
        self._method(params | _parameters(self.headers.get("Content-Type", ""), body))

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        chunks = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            chunks.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(chunks)

    def _method(self, params: Json) -> None:
        match = re.fullmatch(r"/bot([^/]+)/(\w+)", unquote(urlsplit(self.path).path))
        if match is None:
            status, answer = 404, _refusal(ApiError(404, "Not Found"))
        elif match[1] != self.server.api.token:
            status, answer = 401, _refusal(ApiError(401, "Unauthorized"))
        else:
            status, answer = self.server.api.perform(match[2], params)
        self._answer(status, json.dumps(answer).encode(), "application/json")

    def _answer(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # the bot was killed while it waited

    def log_message(self, *args: Any) -> None:
        """Quiet: `TelegramApi.calls` is the log."""


def _parameters(kind: str, body: bytes) -> Json:
    if kind.startswith("application/json"):
        return dict(json.loads(body or b"{}"))
    form = multipart(kind, body) if kind.startswith("multipart/") else dict(parse_qsl(body.decode()))
    return {k: json.loads(v) if k in NESTED and isinstance(v, str) else v for k, v in form.items()}


def multipart(kind: str, body: bytes) -> Json:
    """Fields as text, files as bytes; a field `attach://NAME` becomes that file."""
    params: Json = {}

    def on_field(field: Any) -> None:
        params[field.field_name.decode()] = (field.value or b"").decode()

    def on_file(file: Any) -> None:
        file.file_object.seek(0)
        params[file.field_name.decode()] = file.file_object.read()

    python_multipart.parse_form({"Content-Type": kind.encode()}, io.BytesIO(body), on_field, on_file)
    attached = {
        k: params[v[9:]] for k, v in params.items() if isinstance(v, str) and v.startswith("attach://")
    }
    return params | attached
