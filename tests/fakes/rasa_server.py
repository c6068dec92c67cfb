"""A server with the shape of Rasa 3.6's HTTP API, answers and errors, on a free port of this machine."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

VERSION = "3.6.21"
Ranking = list[tuple[str, float]]


def failure(code: int, reason: str, message: str) -> dict[str, Any]:
    """Rasa's error body."""
    return {
        "version": VERSION,
        "status": "failure",
        "message": message,
        "reason": reason,
        "details": {},
        "help": None,
        "code": code,
    }


class FakeRasa(ThreadingHTTPServer):
    """Answers with `ranking`; `status`, `delay`, `raw`, `token` make it fail as the real one does."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.ranking: Ranking = [
            ("lapor_jalan_rusak", 0.91),
            ("lapor_trotoar_jembatan", 0.05),
            ("status", 0.02),
        ]
        self.status = 200
        self.delay = 0.0
        self.drip = 0.0
        self.raw: bytes | None = None
        self.token: str | None = None
        self.model_loaded = True
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def parse(self, body: bytes) -> tuple[int, dict[str, Any]]:
        """The status and body of one POST /model/parse."""
        if not self.model_loaded:
            return 409, failure(
                409, "Conflict", "No agent loaded. To continue processing, a model is needed."
            )
        if self.status != 200:
            return self.status, failure(self.status, "ParsingError", "An unexpected error occurred.")
        try:
            text = json.loads(body)["text"]
        except (ValueError, KeyError, TypeError):  # the real one answers 500 where 400 would be right
            return 500, failure(500, "ParsingError", "An unexpected error occurred. Error: 'text'")
        self.asked.append(text)
        return 200, self.answer(text)

    def answer(self, text: str) -> dict[str, Any]:
        """Rasa's answer to a text: at most ten intents are ranked."""
        name, confidence = self.ranking[0]
        return {
            "text": text,
            "intent": {"name": name, "confidence": confidence},
            "entities": [],
            "text_tokens": [[0, len(text)]],
            "intent_ranking": [{"name": n, "confidence": c} for n, c in self.ranking[:10]],
        }


class _Handler(BaseHTTPRequestHandler):
    server: FakeRasa

    def do_GET(self) -> None:
        self._send(
            200, {"model_file": "models/nlu.tar.gz", "model_id": "0a1b", "num_active_training_jobs": 0}
        )

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        time.sleep(self.server.delay)
        given = parse_qs(urlsplit(self.path).query).get("token", [None])[0]
        if self.server.token and given != self.server.token:
            self._send(401, failure(401, "NotAuthenticated", "User is not authenticated."))
            return
        self._send(*self.server.parse(body))

    def _send(self, status: int, answer: dict[str, Any]) -> None:
        body = json.dumps(answer).encode() if self.server.raw is None else self.server.raw
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            for i in range(len(body) if self.server.drip else 0):
                self.wfile.write(body[i : i + 1])
                time.sleep(self.server.drip)
            if not self.server.drip:
                self.wfile.write(body)
        except OSError:
            pass  # the client gave up, which is what some tests are about

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it
        """Keeps the tests' output clean."""


@contextmanager
def running_rasa() -> Iterator[FakeRasa]:
    """A fake Rasa that answers until the block ends."""
    server = FakeRasa()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
