"""The SensorThings door on a free port of its own, and a client with a key."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

import web
from sensors.sta import clients
from sensors.sta.routes import router
from storage import clock
from storage.db import transaction
from tests.servers import free_port, wait_until


def make_app() -> FastAPI:
    """The door alone."""
    app = FastAPI()
    app.state.secret = "a secret only this test knows, long enough"
    app.state.public_url = "http://sorot.test"
    web.install(app)
    app.include_router(router)
    return app


@contextmanager
def served() -> Iterator[str]:
    """The service's address while it runs."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(make_app(), port=port, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        wait_until(lambda: server.started, seconds=20, what="the door does not open")
        yield f"http://127.0.0.1:{port}/sta/v1.1"
    finally:
        server.should_exit = True
        thread.join()


def key_for(name: str = "pabrik", *, write: bool = True, things: list[str] | None = None) -> tuple[str, str]:
    """A client's name and key."""
    with transaction() as tx:
        return name, clients.make(tx, name, write=write, things=things, now=clock.now())
