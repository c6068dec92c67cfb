"""The public site on a free port: web chat, portal, and a worker thread that answers as bells ring."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from queue import Empty, Queue

import uvicorn
from fastapi import FastAPI

import web
from bot.channels.web.routes import router as chat
from bot.handle import handle
from nlu.types import Engine
from portal import streets
from portal.app_routes import router as phone_app
from portal.cap.routes import router as cap
from portal.city import pages as city_pages
from portal.open311.routes import router as open311
from portal.open_data.routes import router as open_data
from portal.outlines import router as outlines
from portal.routes import router as portal
from storage import bells, clock, inbox, media
from storage.bells import Bell
from storage.db import reading
from tests.fakes.engines import KeywordEngine

SECRET = "a secret only this test knows, long enough"


def make_app(folder: Path, street_map: Path | None = None) -> FastAPI:
    """The chat and the public pages, pictures kept in `folder`."""
    app = FastAPI()
    app.state.secret = SECRET
    app.state.signing, app.state.trace = SECRET, folder / "trace"
    app.state.public_url = "http://sorot.test"
    app.state.media = media.from_url(str(folder))
    app.state.street_map, app.state.streets = street_map, partial(streets.address, street_map)
    web.install(app)
    web.doors(
        app, streets.router, open_data, chat, portal, outlines, phone_app, cap, city_pages, open311,
    )  # fmt: skip
    return app


@contextmanager
def worker(engine: Engine | None = None) -> Iterator[None]:
    """Handles inbox rows as they come, on a thread of its own."""
    rows: Queue[int | None] = Queue()

    def ring(bell: Bell, row_id: int) -> None:
        if bell == "inbox":
            rows.put(row_id)

    def work() -> None:
        held = False  # something was put off to be gathered: no bell brings it
        while True:
            try:
                row_id = rows.get(timeout=0.2 if held else None)
            except Empty:
                held = sweep()
                continue
            if row_id is None:
                return
            held = not handle(row_id, engine=engine or KeywordEngine()) or held

    def sweep() -> bool:
        """Handle what is due; whether more waits."""
        with reading() as session:
            due = [row.id for row in inbox.pending(session, now=clock.now())]
        for row_id in due:
            handle(row_id, engine=engine or KeywordEngine())
        with reading() as session:
            return inbox.waiting(session)[0] > 0

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    bells.on_ring(ring)
    try:
        yield
    finally:
        bells.on_ring(None)
        rows.put(None)
        thread.join(10)


class Site:
    """The server on a port of its own; `stop()` and `start()` make it go away and come back."""

    def __init__(self, folder: Path, street_map: Path | None = None) -> None:
        self.app = make_app(folder, street_map)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        config = uvicorn.Config(
            self.app, host="127.0.0.1", port=self.port, log_level="error", timeout_graceful_shutdown=1
        )
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        while not self.server.started:
            time.sleep(0.02)

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(10)


@contextmanager
def running_site(
    folder: Path, engine: Engine | None = None, street_map: Path | None = None
) -> Iterator[Site]:
    """The site with its worker, until the end of the block."""
    site = Site(folder, street_map)
    with worker(engine):
        site.start()
        try:
            yield site
        finally:
            site.stop()
