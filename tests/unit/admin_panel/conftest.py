"""A city with its officers, and browsers signed in as each of them."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select

import admin_panel
import web
from admin_panel.access import COOKIE
from admin_panel.sign_in import passwords, sessions
from storage import clock, db
from storage.media import FolderStore
from storage.models import Officer, OfficerSession
from tests.factories import city
from tests.servers import memory_folder

PASSWORD = "empat kata tanpa kaitan"
OFFICERS = {
    "rina": ("petugas", "dbmsda"),
    "dimas": ("petugas", "dlh"),
    "lurah": ("lurah", "kel-32.75.02.1002"),
    "operator": ("operator", "poc"),
    "walikota": ("pimpinan", None),
    "admin": ("admin", None),
}
SignIn = Callable[[str], TestClient]


@pytest.fixture(scope="session")
def city_template(sqlite_template: Path) -> Iterator[Path]:
    """A database with the shipped configuration and one officer of each kind, to copy."""
    folder = memory_folder("sorot-panel-")
    shutil.copytree(sqlite_template, folder, dirs_exist_ok=True)
    db.configure(f"sqlite:///{folder / 'sorot.db'}")
    hashed = passwords.hash_password(PASSWORD)
    with db.transaction() as tx:
        city.load(tx)
        tx.flush()
        for username, (role, agency) in OFFICERS.items():
            officer = Officer(
                username=username, name=f"Petugas {username.title()}", role=role, agency_code=agency,
                password_hash=hashed, created_at=city.NOW,
            )  # fmt: skip
            tx.add(officer)
    db.dispose()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def panel_db(city_template: Path) -> Iterator[None]:
    """A database of the test's own, with the city in it, configured for this process."""
    folder = memory_folder("sorot-panel-")
    shutil.copytree(city_template, folder, dirs_exist_ok=True)
    db.configure(f"sqlite:///{folder / 'sorot.db'}")
    yield
    db.dispose()
    shutil.rmtree(folder)


@pytest.fixture
def app(panel_db: None, tmp_path: Path) -> FastAPI:
    """The officers' faces alone."""
    made = FastAPI()
    made.state.media = FolderStore(tmp_path)
    web.install(made)
    made.include_router(admin_panel.router)
    return made


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
            officer = tx.scalars(select(Officer).where(Officer.username == username)).one()
            token = sessions.open_session(tx, officer, now=clock.now())
            tx.flush()
            csrf = tx.scalars(
                select(OfficerSession.csrf).where(OfficerSession.officer_id == officer.id)
            ).all()[-1]
        client = browser(app)
        client.cookies.set(COOKIE, token)
        client.headers["X-CSRF-Token"] = csrf
        return client

    return sign_in
