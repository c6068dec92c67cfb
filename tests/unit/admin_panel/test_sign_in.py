"""Signing in and out (D6)."""

import re
from datetime import timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import func, select

from accounts import passwords, throttle
from admin_panel.access import COOKIE
from admin_panel.sign_in.routes import FORM_COOKIE
from storage import clock, db
from storage.models import LoginFailure, Officer, OfficerSession, Setting
from tests.factories.panel import PASSWORD
from tests.unit.admin_panel.conftest import SignIn, browser


def form_token(client: TestClient) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/masuk").text)
    assert found
    return found[1]


def sign_in(client: TestClient, username: str, password: str = PASSWORD, **more: str) -> Response:
    data = {"username": username, "password": password, "csrf": form_token(client), **more}
    return client.post("/masuk", data=data)


def test_the_right_password_opens_a_session_and_leads_to_the_queue(stranger: TestClient) -> None:
    response = sign_in(stranger, " Rina ")
    assert (response.status_code, response.headers["Location"]) == (303, "/petugas")
    assert stranger.get("/petugas").status_code == 200


def test_the_cookie_is_bound_to_this_host_and_out_of_scripts_reach(stranger: TestClient) -> None:
    header = sign_in(stranger, "rina").headers["Set-Cookie"]
    assert header.startswith("__Host-sorot=")
    assert "Secure" in header
    assert "HttpOnly" in header
    assert "SameSite=lax" in header
    assert "Path=/" in header
    assert "Domain" not in header


def test_a_session_is_new_at_every_sign_in_and_the_old_one_ends(stranger: TestClient, app: FastAPI) -> None:
    page_token = form_token(stranger)
    data = {"username": "rina", "password": PASSWORD, "csrf": page_token}
    stranger.post("/masuk", data=data)
    first = stranger.cookies[COOKIE]
    stranger.cookies.set(FORM_COOKIE, page_token)
    stranger.post("/masuk", data=data)
    assert stranger.cookies[COOKIE] != first
    replay = browser(app)
    replay.cookies.set(COOKIE, first)
    assert replay.get("/petugas").headers["Location"].startswith("/masuk")


def test_only_the_tokens_hash_is_stored(stranger: TestClient) -> None:
    sign_in(stranger, "rina")
    with db.reading() as session:
        stored = session.scalars(select(OfficerSession.token_hash)).all()
    assert stranger.cookies[COOKIE] not in stored


@pytest.mark.parametrize(("username", "password"), [("rina", "bukan sandinya"), ("siapa", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_are_told_alike(
    stranger: TestClient, username: str, password: str
) -> None:
    response = sign_in(stranger, username, password)
    assert response.status_code == 401
    assert "Nama pengguna atau kata sandi tidak cocok." in response.text
    assert COOKIE not in stranger.cookies


def test_one_who_was_let_go_cannot_sign_in_and_is_signed_out(stranger: TestClient) -> None:
    sign_in(stranger, "rina")
    with db.transaction() as tx:
        tx.scalars(select(Officer).where(Officer.username == "rina")).one().active = False
    assert stranger.get("/petugas").status_code == 303
    assert sign_in(stranger, "rina").status_code == 401


def test_signing_out_ends_the_session_on_the_server(signed_in: SignIn, app: FastAPI) -> None:
    client = signed_in("rina")
    token = client.cookies[COOKIE]
    assert client.post("/keluar").headers["Location"] == "/masuk"
    replay = browser(app)
    replay.cookies.set(COOKIE, token)
    assert replay.get("/petugas").headers["Location"] == "/masuk?lanjut=/petugas"


def test_an_old_session_is_worth_nothing(signed_in: SignIn) -> None:
    client = signed_in("rina")
    with db.transaction() as tx:
        tx.scalars(select(OfficerSession)).one().expires_at = clock.now() - timedelta(seconds=1)
    assert client.get("/petugas").status_code == 303


def test_the_sign_in_form_needs_its_own_token(stranger: TestClient) -> None:
    form_token(stranger)
    data = {"username": "rina", "password": PASSWORD, "csrf": "tebakan"}
    assert stranger.post("/masuk", data=data).status_code == 403
    assert COOKIE not in stranger.cookies


def test_without_the_forms_cookie_no_token_fits(stranger: TestClient) -> None:
    for token in ("", "-"):
        data = {"username": "rina", "password": PASSWORD, "csrf": token}
        response = stranger.post("/masuk", data=data)
        stranger.cookies.clear()
        assert response.status_code == 403


def test_after_signing_in_one_goes_on_where_one_wanted_to(stranger: TestClient) -> None:
    location = stranger.get("/petugas/laporan/BKS-2611-00001").headers["Location"]
    assert location == "/masuk?lanjut=/petugas/laporan/BKS-2611-00001"
    assert sign_in(stranger, "rina", lanjut="/petugas/laporan/BKS-2611-00001").headers["Location"] == (
        "/petugas/laporan/BKS-2611-00001"
    )


@pytest.mark.parametrize("elsewhere", ["//jahat.example", "https://jahat.example", "/\\jahat.example", "x"])
def test_nobody_is_led_to_another_site(stranger: TestClient, elsewhere: str) -> None:
    assert sign_in(stranger, "rina", lanjut=elsewhere).headers["Location"] == "/petugas"


def test_demo_logins_show_only_where_demo_data_is(stranger: TestClient) -> None:
    assert "Akun contoh" not in stranger.get("/masuk").text
    login = {"username": "rina", "password": "sorot-contoh", "role": "petugas", "name": "Rina"}
    with db.transaction() as tx:
        tx.add(Setting(key="demo", value={"logins": [login]}))
    page = stranger.get("/masuk").text
    assert "Akun contoh" in page
    assert "rina / sorot-contoh" in page


def test_plain_http_beyond_this_machine_is_explained(app: FastAPI) -> None:
    words = "belum memakai https"
    for address, warned in (("http://192.0.2.7:8000", True), ("http://localhost:8000", False)):
        client = TestClient(app, base_url=address, headers={"Accept": "text/html"})
        assert (words in client.get("/masuk").text) is warned


# --- guessing


@pytest.fixture
def ten_failures(app: FastAPI) -> TestClient:
    attacker = TestClient(
        app, base_url="https://testserver", client=("203.0.113.9", 1), follow_redirects=False
    )
    for _ in range(throttle.FREE_TRIES):
        assert sign_in(attacker, "rina", "tebakan saja").status_code == 401
    return attacker


def test_ten_bad_logins_slow_their_source_down(ten_failures: TestClient) -> None:
    response = sign_in(ten_failures, "rina")
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    assert "Terlalu banyak percobaan" in response.text


def test_the_owner_is_let_in_from_elsewhere_meanwhile(ten_failures: TestClient, stranger: TestClient) -> None:
    assert sign_in(stranger, "rina").status_code == 303


def failures(username: str, source: str, count: int, ago: timedelta = timedelta(seconds=1)) -> None:
    with db.transaction() as tx:
        for _ in range(count):
            tx.add(LoginFailure(username=username, source=source, at=clock.now() - ago))


def waiting(username: str, source: str) -> float:
    with db.reading() as session:
        return throttle.wait(session, username=username, source=source, now=clock.now())


def test_a_source_trying_many_names_is_slowed_for_all_of_them(panel_db: None) -> None:
    for number in range(throttle.FREE_TRIES):
        failures(f"nama{number}", "a", 1)
    assert waiting("nama_lain", "a") > 0


def test_a_name_tried_from_many_sources_slows_only_those_that_failed_on_it(panel_db: None) -> None:
    for number in range(throttle.FREE_TRIES):
        failures("rina", f"source{number}", 1)
    assert waiting("rina", "source3") > 0
    assert waiting("rina", "pemilik") == 0


def test_the_wait_is_at_most_a_minute_and_ends(panel_db: None) -> None:
    failures("rina", "a", 60)
    assert 0 < waiting("rina", "a") <= 60
    failures("dimas", "b", 60, ago=timedelta(seconds=61))
    assert waiting("dimas", "b") == 0


def test_a_right_password_clears_ones_own_failures(stranger: TestClient) -> None:
    sign_in(stranger, "rina", "salah ketik")
    sign_in(stranger, "rina")
    with db.reading() as session:
        assert session.scalar(select(func.count(LoginFailure.id))) == 0


# --- passwords


def test_hashes_are_argon2id_at_the_advised_cost() -> None:
    assert "$argon2id$v=19$m=19456,t=2,p=1$" in passwords.hash_password(PASSWORD)


def test_a_password_written_with_composed_or_decomposed_letters_is_the_same() -> None:
    assert passwords.matches(passwords.hash_password("café di bekasi"), "cafe\u0301 di bekasi")


@pytest.mark.parametrize("stored", [None, "bukan hash"])
def test_without_a_usable_hash_nothing_matches(stored: str | None) -> None:
    assert not passwords.matches(stored, "kata sandi orang yang tidak ada")


@pytest.mark.parametrize(
    "password",
    [
        "pendek",
        "password123",
        "11111111",
        "abababab",
        "rina-rina-1",
        "x" * 201,
    ],
)
def test_what_may_not_be_a_password_is_refused_with_a_reason(password: str) -> None:
    assert passwords.objection(password, "rina")


@pytest.mark.parametrize("password", ["empat kata tanpa kaitan", "Kuda,tangga;7", "x1y2" * 16])
def test_length_is_enough_no_signs_are_demanded(password: str) -> None:
    assert passwords.objection(password, "rina") is None
