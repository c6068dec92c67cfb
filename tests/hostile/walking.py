"""Every route of the application, and a caller that speaks ASGI itself: any bytes, no client's manners."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.requests import ClientDisconnect
from starlette.types import Message

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True)
class Door:
    """One method of one address; the names of what it takes, by place."""

    method: str
    path: str
    query: tuple[str, ...]
    headers: tuple[str, ...]
    form: tuple[str, ...]
    places: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def doors(app: FastAPI) -> Iterator[Door]:
    """All routes, in the order in which they are asked."""
    for context in iter_route_contexts(app.router.routes):
        route = context.original_route
        if not isinstance(route, APIRoute):
            continue
        needs = route.dependant
        names = {kind: tuple(_names(needs, f"{kind}_params")) for kind in ("query", "header", "body", "path")}
        for method in sorted(context.methods or ()):
            yield Door(
                method, str(context.path), names["query"], names["header"], names["body"], names["path"]
            )


def _names(needs: Any, kind: str) -> Iterator[str]:
    """The names as they travel, of a route and of what it depends on."""
    yield from (field.alias for field in getattr(needs, kind))
    for other in needs.dependencies:
        yield from _names(other, kind)


class Hung(AssertionError):
    """The application never answered."""


class _Enough(OSError):
    """What a server raises into an open line when the browser has gone."""


async def knock(
    app: Any, method: str, path: str, *, query: bytes = b"", headers: Headers | None = None,
    body: bytes = b"", shown: list[bytes] | None = None,
) -> tuple[int, Mapping[bytes, bytes]]:  # fmt: skip
    """(status, headers) of one request; 500 also for an exception that came through to the server.

    shown: takes what the answer says.
    """
    started: dict[str, Any] = {}
    pending = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return pending.pop() if pending else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            started.update(message)
        elif started and b"text/event-stream" in dict(started["headers"]).get(b"content-type", b""):
            raise _Enough
        elif shown is not None:
            shown.append(message.get("body", b""))

    scope = {
        "type": "http", "asgi": {"version": "3.0", "spec_version": "2.4"}, "http_version": "1.1",
        "method": method, "scheme": "https", "path": path, "raw_path": path.encode("utf-8", "replace"),
        "query_string": query, "root_path": "", "headers": [(b"host", b"localhost"), *(headers or [])],
        "client": ("127.0.0.1", 1), "server": ("localhost", 443), "state": {},
    }  # fmt: skip
    try:
        await app(scope, receive, send)
    except (_Enough, ClientDisconnect):
        pass
    except Exception as fault:  # the server would answer 500
        return 500, {b"fault": repr(fault).encode()}
    if not started:
        raise Hung(f"{method} {path}")
    return int(started["status"]), dict(started["headers"])
