"""TestClients share one event loop: each request of theirs would start threads and a loop of its own, which
costs more than what most requests ask for. A client entered with `with` keeps its own, for its lifespan."""

from collections.abc import Coroutine, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import Any, TypeVar

from anyio.from_thread import BlockingPortal, start_blocking_portal
from starlette.testclient import TestClient

T = TypeVar("T")
_open = ExitStack()


@cache
def portal() -> BlockingPortal:
    """The way into the loop that all share; `close` ends it."""
    return _open.enter_context(start_blocking_portal(name="tests-one-loop"))


def ran(work: Coroutine[Any, Any, T]) -> T:
    """The result of `work`, done in that loop: what `asyncio.run` does, without a loop of its own."""
    return portal().call(lambda: work)


def close() -> None:
    """Ends the loop, if there is one."""
    _open.close()
    portal.cache_clear()


@contextmanager
def _shared(self: TestClient) -> Iterator[BlockingPortal]:
    yield self.portal or portal()


TestClient._portal_factory = _shared  # type: ignore[method-assign]
