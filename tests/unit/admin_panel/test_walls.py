"""A screen with a link of its own: shows the wall, lasts, can do nothing else, and ends when revoked."""

import re
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select

from admin_panel.access import COOKIE
from storage import clock, db
from storage.models import Event, OfficerSession
from tests.factories import reports
from tests.unit.admin_panel.conftest import SignIn, browser


@pytest.fixture
def made(signed_in: SignIn) -> Callable[[str], str]:
    """A new link's key, as the admin sees it."""

    def make(name: str) -> str:
        page = signed_in("admin").post("/admin/layar", data={"name": name})
        assert page.headers["Cache-Control"] == "no-store"
        (key,) = re.findall(r"/layar#([\w-]{40,})<", page.text)
        return str(key)

    return make


@pytest.fixture
def screen(app: FastAPI, made: Callable[[str], str]) -> TestClient:
    """A browser that has taken up a link."""
    client = browser(app)
    assert client.post("/layar", data={"key": f" {made('Ruang POC')} "}).headers["Location"] == "/poc/dinding"
    return client


def test_a_screen_shows_the_wall_without_anybody_signed_in(screen: TestClient, panel_db: None) -> None:
    with db.transaction() as tx:
        reports.filed(tx, text="Pohon miring di tepi jalan")
    page = screen.get("/poc")
    assert page.status_code == 200
    assert "Pohon miring" in page.text
    assert "/keluar" not in page.text
    assert 'class="navlink"' not in page.text
    assert screen.get("/poc/papan", headers={"HX-Request": "true"}).status_code == 200
    assert screen.get("/poc/peta.json").status_code == 200
    assert screen.get("/layar").headers["Location"] == "/poc/dinding"


def test_a_screen_lasts(screen: TestClient) -> None:
    (cookie,) = [one for one in screen.cookies.jar if one.name.endswith("layar")]
    assert cookie.expires is not None
    # the jar counts from the machine's own clock, whatever day it is for the product
    assert cookie.expires - time.time() > timedelta(days=399).total_seconds()
    assert cookie.secure


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/petugas"), ("GET", "/poc/aspirasi"), ("GET", "/admin"), ("GET", "/admin/layar"),
        ("POST", "/petugas/laporan/BKS-2611-00001/pesan"), ("POST", "/admin/layar"), ("POST", "/keluar"),
    ],
)  # fmt: skip
def test_a_screen_may_look_at_the_wall_and_nothing_else(screen: TestClient, method: str, path: str) -> None:
    answer = screen.request(method, path)
    assert answer.status_code in (303, 401)
    assert answer.headers.get("Location", "/masuk").startswith("/masuk")


def test_a_revoked_link_shows_nothing_at_once(screen: TestClient, signed_in: SignIn) -> None:
    admin = signed_in("admin")
    assert "Ruang POC" in admin.get("/admin/layar").text
    answer = admin.post("/admin/layar/1/cabut")
    assert "sudah dicabut" in admin.get(answer.headers["Location"]).text
    assert screen.get("/poc").headers["Location"].startswith("/masuk")
    assert "Pasang layar" in screen.get("/layar").text
    again = admin.post("/admin/layar/1/cabut").headers["Location"]
    assert "Tidak ada yang diubah" in admin.get(again).text
    with db.reading() as session:
        kinds = select(Event.kind).where(Event.kind.like("wall_link%")).order_by(Event.seq)
        assert list(session.scalars(kinds)) == ["wall_link_made", "wall_link_revoked"]


@pytest.mark.parametrize("key", ["", "salah", "x" * 100])
def test_a_key_nobody_made_is_refused_in_a_sentence(stranger: TestClient, key: str) -> None:
    answer = stranger.post("/layar", data={"key": key})
    assert answer.status_code in (403, 422)
    assert "set-cookie" not in answer.headers
    assert stranger.get("/poc").headers["Location"].startswith("/masuk")


def test_an_officer_on_a_screen_is_the_officer_and_after_the_shift_it_is_a_screen_again(
    screen: TestClient, signed_in: SignIn
) -> None:
    officer = signed_in("operator").cookies[COOKIE]
    screen.cookies.set(COOKIE, officer)
    assert "/keluar" in screen.get("/poc").text
    with db.transaction() as tx:
        for session in tx.scalars(select(OfficerSession)):
            session.expires_at = clock.now() - timedelta(minutes=1)
    page = screen.get("/poc")
    assert page.status_code == 200
    assert "/keluar" not in page.text


def test_a_part_of_the_wall_never_becomes_a_page_of_its_own(stranger: TestClient, signed_in: SignIn) -> None:
    part = {"HX-Request": "true", "HX-Current-URL": "https://testserver/poc?x=1"}
    assert stranger.get("/poc/papan", headers=part).headers["HX-Redirect"] == "/masuk?lanjut=/poc%3Fx%3D1"
    elsewhere = part | {"HX-Current-URL": "https://example.org/evil"}
    answer = stranger.get("/poc/papan", headers=elsewhere)
    assert answer.headers["HX-Redirect"] == "/masuk?lanjut=/poc/papan"
    assert 'id="papan"' in signed_in("operator").get("/poc/papan").text  # the whole wall, with its shell
