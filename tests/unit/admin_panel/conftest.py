"""A city with its officers, and browsers signed in as each of them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select

from accounts import sessions
from admin_panel.access import COOKIE
from storage import clock, db
from storage.models import OfficerSession
from tests.factories import panel

SignIn = Callable[[str], TestClient]
PIECE = {"HX-Request": "true"}  # how htmx asks for a piece of a page


@pytest.fixture(scope="session")
def city_template(sqlite_template: Path) -> Iterator[Path]:
    """See `panel.template`."""
    with panel.template(sqlite_template) as folder:
        yield folder


@pytest.fixture
def panel_db(city_template: Path) -> Iterator[None]:
    """A database of the test's own, with the city in it, configured for this process."""
    with panel.database(city_template):
        yield


@pytest.fixture
def app(panel_db: None, tmp_path: Path) -> FastAPI:
    """The officers' faces alone."""
    return panel.application(tmp_path)


@pytest.fixture
def stranger(app: FastAPI) -> TestClient:
    """A browser nobody has signed in with."""
    return browser(app)


def browser(app: FastAPI) -> TestClient:
    return TestClient(
        app, base_url="https://testserver", follow_redirects=False, headers={"Accept": "text/html"}
    )


@pytest.fixture
def signed_in(app: FastAPI) -> SignIn:
    """`signed_in("rina")`: a browser with that officer's session that sends the CSRF token along."""

    def sign_in(username: str) -> TestClient:
        with db.transaction() as tx:
            officer = panel.officer_named(tx, username)
            token = sessions.open_session(tx, officer, now=clock.now())
            tx.flush()
            mine = select(OfficerSession.csrf).where(OfficerSession.officer_id == officer.id)
            csrf = tx.scalars(mine.order_by(OfficerSession.created_at)).all()[-1]
        client = browser(app)
        client.cookies.set(COOKIE, token)
        client.headers["X-CSRF-Token"] = csrf
        return client

    return sign_in
