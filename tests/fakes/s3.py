"""A little of an S3-compatible store: objects put, got and deleted in memory, errors as S3 words them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

NO_SUCH_KEY = b"<?xml version='1.0'?><Error><Code>NoSuchKey</Code><Message>none</Message></Error>"


class S3(ThreadingHTTPServer):
    """Objects by path, `/bucket/key`; `signed` counts the requests that carried a signature."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Door)
        self.objects: dict[str, bytes] = {}
        self.kinds: dict[str, str] = {}  # content types, by path
        self.signed = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # with 1.0 each upload waits a second for "100 Continue"
    disable_nagle_algorithm = True
    server: S3

    def do_PUT(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        if "aws-chunked" in self.headers.get("Content-Encoding", ""):
            content = _unchunked(content)
        self.server.objects[self.path] = content
        self.server.kinds[self.path] = self.headers.get("Content-Type", "")
        self._answer(200, b"")

    def do_GET(self) -> None:
        found = self.server.objects.get(self.path)
        self._answer(200 if found is not None else 404, NO_SUCH_KEY if found is None else found)

    do_HEAD = do_GET

    def do_DELETE(self) -> None:
        self.server.objects.pop(self.path, None)
        self._answer(204, b"")

    def _answer(self, status: int, body: bytes) -> None:
        self.server.signed += "Signature=" in self.headers.get("Authorization", "")
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Quiet."""


def _unchunked(body: bytes) -> bytes:
    """The content of an `aws-chunked` body: size in hexadecimal, line end, that many bytes, line end."""
    content = b""
    while body:
        head, _, rest = body.partition(b"\r\n")
        size = int(head.split(b";")[0], 16)
        content, body = content + rest[:size], rest[size + 2 :] if size else b""
    return content


@contextmanager
def s3_server() -> Iterator[S3]:
    """The store, listening on a free port of this machine while the block runs."""
    with S3() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
