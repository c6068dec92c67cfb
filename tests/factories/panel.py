"""The officers' application on a database of its own, with the city and one officer of each kind."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session

import admin_panel
import web
from accounts import passwords
from bot.channels.payloads import words_in
from bot.channels.whatsapp.templates import template_for
from bot.messages import render
from portal.outlines import router as outlines
from storage import db
from storage.media import FolderStore
from storage.models import Officer
from storage.outside import MayCall, networks_of
from tests.factories import city
from tests.servers import memory_folder
from watching.places import Places

PASSWORD = "empat kata tanpa kaitan"
OFFICERS = {
    "rina": ("petugas", "dbmsda"),
    "dimas": ("petugas", "dlh"),
    "kepala": ("kepala", "dlh"),
    "pemantau": ("pemantau", "dlh"),
    "lurah": ("lurah", "kel-32.75.02.1002"),
    "operator": ("operator", "poc"),
    "walikota": ("pimpinan", None),
    "admin": ("admin", None),
}


@contextmanager
def template(sqlite_template: Path) -> Iterator[Path]:
    """A folder with a configured database to copy: loading the city takes a second, copying it none."""
    folder = memory_folder("sorot-panel-")
    shutil.copytree(sqlite_template, folder, dirs_exist_ok=True)
    db.configure(f"sqlite:///{folder / 'sorot.db'}")
    hashed = passwords.hash_password(PASSWORD)
    with db.transaction() as tx:
        city.load(tx)
        for username, (role, agency) in OFFICERS.items():
            tx.add(
                Officer(
                    username=username, name=f"Petugas {username.title()}", role=role, agency_code=agency,
                    password_hash=hashed, created_at=city.NOW,
                )
            )  # fmt: skip
    db.dispose()
    yield folder
    shutil.rmtree(folder)


@contextmanager
def database(from_template: Path) -> Iterator[None]:
    """A copy of the template, configured for this process."""
    folder = memory_folder("sorot-panel-")
    shutil.copytree(from_template, folder, dirs_exist_ok=True)
    db.configure(f"sqlite:///{folder / 'sorot.db'}")
    yield
    db.dispose()
    shutil.rmtree(folder)


def application(media_folder: Path) -> FastAPI:
    """The officers' faces alone."""
    made = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    made.state.media, made.state.reach = FolderStore(media_folder), MayCall(networks_of("127.0.0.0/8"))
    made.state.words_in = words_in
    made.state.wording, made.state.template = render, template_for
    made.state.secret = "a key of at least thirty-two characters"
    made.state.sign_on = None
    made.state.mail, made.state.push_key = True, "BAAA"
    made.state.trusted_hosts = frozenset({"127.0.0.1"})
    made.state.signing = "a secret of at least thirty-two characters"
    made.state.trace = media_folder / "trace"
    made.state.places = Places(media_folder)
    made.state.public_url = "https://lapor.example"
    web.install(made)
    web.doors(made, admin_panel.router, outlines)
    return made


def officer_named(session: Session, username: str) -> Officer:
    """One of OFFICERS."""
    return session.scalars(select(Officer).where(Officer.username == username)).one()


def whole_report(client: TestClient, number: str) -> str:
    """The report's page with the parts that the browser asks for once it shows."""
    page = client.get(f"/petugas/laporan/{number}").text
    parts = re.findall(r'hx-get="([^"]+)" hx-trigger="load', page)
    return page + "".join(client.get(part).text for part in parts)
