"""A server that answers as it is told, for what is fetched in tests."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class _Source(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        server: Any = self.server
        server.asked.append(dict(self.headers))
        code, headers, body = server.answer(self)
        self.send_response(code)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Quiet."""


@contextmanager
def source(answer: Any) -> Iterator[Any]:
    """`answer(request)` gives (status, headers, body); `.url`, and `.asked`: the headers of each request."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Source) as server:
        told: Any = server
        told.answer, told.asked, told.url = answer, [], f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield told
        server.shutdown()
        thread.join()
