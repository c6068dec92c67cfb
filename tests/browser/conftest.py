"""The officers' pages on a free port, and browsers of a desk's and a phone's size."""

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
import uvicorn

from accounts import sessions
from admin_panel.access import COOKIE
from storage import clock, db
from tests.factories import panel
from tests.servers import wait_until

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

DESK, PHONE = (1440, 900), (390, 844)
# (user name, viewport size, colour scheme) -> a page of a browser signed in as that officer
OpenPage = Callable[..., "Page"]
Scheme = Literal["light", "dark"]


@pytest.fixture(scope="session")
def city_template(sqlite_template: Path) -> Iterator[Path]:
    """See `panel.template`."""
    with panel.template(sqlite_template) as folder:
        yield folder


@pytest.fixture
def panel_site(city_template: Path, tmp_path: Path) -> Iterator[str]:
    """The address of the officers' pages, with a database of the test's own."""
    with panel.database(city_template), socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(
            panel.application(tmp_path), log_level="warning", timeout_graceful_shutdown=1
        )  # fmt: skip
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        wait_until(lambda: server.started, seconds=20, what="the panel's server has not started")
        yield f"http://localhost:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


@pytest.fixture
def open_page(chromium: "Browser", panel_site: str) -> Iterator[OpenPage]:
    """`open_page("rina", PHONE)`: a page of a browser signed in as rina; what its console complains of
    fails the test."""
    complaints: list[str] = []
    contexts = []

    def open_as(username: str, size: tuple[int, int] = DESK, scheme: Scheme = "light") -> "Page":
        with db.transaction() as tx:
            token = sessions.open_session(tx, panel.officer_named(tx, username), now=clock.now())
        context = chromium.new_context(
            base_url=panel_site, viewport={"width": size[0], "height": size[1]}, color_scheme=scheme,
            locale="id-ID", timezone_id="Asia/Jakarta",
        )  # fmt: skip
        context.set_default_timeout(30_000)
        context.add_cookies(
            [{"name": COOKIE, "value": token, "url": panel_site.replace("http", "https"), "secure": True}]
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", complain)
        return page

    def complain(said: "ConsoleMessage") -> None:
        # Chromium also notes every refusal; a refused form or an absent server is no fault here.
        refused = any(status in said.text for status in ("401", "409", "422", "503"))
        if said.type == "error" and not refused:
            complaints.append(f"{said.text} {said.location['url']}")

    yield open_as
    for context in contexts:
        context.close()
    assert complaints == []
