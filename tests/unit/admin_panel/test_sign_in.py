"""Signing in and out (D6)."""

import re
from datetime import datetime, timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import func, select

from accounts import passwords, throttle
from accounts.guessable import common_words, is_guessable
from admin_panel.access import COOKIE
from admin_panel.sign_in.entering import FORM_COOKIE
from storage import clock, db
from storage.models import Event, LoginFailure, Officer, OfficerSession, PasswordLink, Setting
from tests.factories.panel import PASSWORD, officer_named
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


def client_at(app: FastAPI, address: str) -> TestClient:
    return TestClient(
        app, base_url="https://testserver", client=(address, 1), follow_redirects=False,
        headers={"Accept": "text/html"},
    )  # fmt: skip


@pytest.fixture
def attacked(app: FastAPI, panel_db: None) -> TestClient:
    """Somebody has used up the free tries at Rina's account."""
    attacker = client_at(app, "203.0.113.9")
    for _ in range(throttle.ACCOUNT.free):
        assert sign_in(attacker, "rina", "tebakan saja").status_code == 401
    return attacker


def test_bad_logins_slow_the_next_down_wherever_it_comes_from(app: FastAPI, attacked: TestClient) -> None:
    for address in ("203.0.113.9", "198.51.100.7", "2001:db8::1"):
        response = sign_in(client_at(app, address), "rina")
        assert response.status_code == 429
        assert int(response.headers["Retry-After"]) > 0
        assert "Terlalu banyak percobaan" in response.text
    with db.reading() as session:
        held = session.scalars(select(Event).where(Event.kind == "sign_in_held")).all()
        assert [event.data for event in held] == [{}]  # told once, without the name that was typed


def test_a_browser_the_owner_has_used_before_is_let_in_meanwhile(app: FastAPI, stranger: TestClient) -> None:
    sign_in(stranger, "rina")
    attacker = client_at(app, "203.0.113.9")
    for _ in range(throttle.ACCOUNT.free + 1):
        sign_in(attacker, "rina", "tebakan saja")
    stranger.cookies.delete(COOKIE)
    assert sign_in(stranger, "rina").status_code == 303


def test_others_behind_the_same_address_are_let_in(app: FastAPI, attacked: TestClient) -> None:
    assert sign_in(client_at(app, "203.0.113.9"), "dimas").status_code == 303


def test_a_known_browser_is_known_for_its_own_account_only(app: FastAPI, attacked: TestClient) -> None:
    dimas = client_at(app, "203.0.113.10")
    assert sign_in(dimas, "dimas").status_code == 303
    dimas.cookies.delete(COOKIE)
    assert sign_in(dimas, "rina").status_code == 429


def tries(username: str, address: str, count: int, *, now: datetime, device: str = "") -> int:
    """How many of so many tries at one moment were let through to the password."""
    with db.transaction() as tx:
        entered = [
            throttle.enter(tx, username=username, address=address, device=device, now=now)
            for _ in range(count)
        ]
    return sum(attempt.wait == 0 for attempt in entered)


def test_many_addresses_buy_no_more_guesses(panel_db: None) -> None:
    now = clock.now()
    guesses = sum(tries("rina", f"198.51.{n}.7", 1, now=now) for n in range(60))
    assert guesses == throttle.ACCOUNT.free


def test_three_hours_of_guessing_from_everywhere_are_some_forty_guesses(panel_db: None) -> None:
    """And so a day is some three hundred: after the first quarter of an hour one in five minutes."""
    start = clock.now()
    moments = [start + timedelta(minutes=n) for n in range(3 * 60)]
    guesses = sum(tries("rina", f"10.{n % 250}.0.1", 1, now=at) for n, at in enumerate(moments))
    assert throttle.ACCOUNT.free < guesses <= 55


@pytest.mark.parametrize("back", [timedelta(minutes=10), timedelta(hours=5), timedelta(days=900)])
def test_what_was_tried_by_a_clock_that_was_ahead_shuts_nobody_out(panel_db: None, back: timedelta) -> None:
    now = clock.now()
    assert tries("rina", "203.0.113.4", 30, now=now + back) == throttle.ACCOUNT.free
    assert (
        tries("rina", "203.0.113.4", 30, now=now) == throttle.ACCOUNT.free
    )  # and guessing is slowed as ever


def test_one_block_of_addresses_tries_few_names_and_never_stops_for_long(panel_db: None) -> None:
    now = clock.now()
    through = sum(tries(f"nama{n}", f"203.0.113.{n % 250}", 1, now=now) for n in range(90))
    assert through == throttle.BLOCK.free
    assert tries("dimas", "203.0.113.4", 1, now=now + throttle.BLOCK.longest) == 1
    assert tries("rina", "198.51.100.4", 1, now=now) == 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.1", "203.0.113.254", True), ("203.0.113.1", "203.0.114.1", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::1", True), ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.1", "203.0.113.9", True), ("testclient", "testclient", True),
    ],
)  # fmt: skip
def test_addresses_are_counted_by_block(one: str, other: str, *, same: bool) -> None:
    assert (throttle.block_of(one) == throttle.block_of(other)) is same


def test_a_right_password_clears_ones_own_failures(stranger: TestClient) -> None:
    sign_in(stranger, "rina")
    stranger.cookies.delete(COOKIE)
    sign_in(stranger, "rina", "salah ketik")
    sign_in(stranger, "rina")
    with db.reading() as session:
        assert session.scalar(select(func.count(LoginFailure.id))) == 0


def test_signing_in_and_out_are_events(stranger: TestClient) -> None:
    sign_in(stranger, "rina")
    page = stranger.get("/petugas").text
    token = re.search(r'name="csrf" value="([^"]+)"', page)
    assert token
    stranger.post("/keluar", data={"csrf": token[1]})
    with db.reading() as session:
        kinds = session.scalars(select(Event.kind).order_by(Event.seq)).all()
    assert kinds == ["officer_signed_in", "officer_signed_out"]


# --- choosing a password


def link_for(signed_in: SignIn, username: str) -> str:
    """The key of a link the admin makes."""
    with db.reading() as session:
        officer_id = officer_named(session, username).id
    page = signed_in("admin").post(f"/admin/petugas/{officer_id}/tautan")
    found = re.search(r"/masuk/tautan#([\w-]+)", page.text)
    assert found
    return found[1]


def choose(client: TestClient, key: str, password: str) -> Response:
    token = re.search(r'name="csrf" value="([^"]+)"', client.get("/masuk/tautan").text)
    assert token
    return client.post("/masuk/tautan", data={"key": key, "password": password, "csrf": token[1]})


CHOSEN = "lampu kuda tangga biru"


def test_a_link_lets_its_officer_choose_a_password_once(signed_in: SignIn, stranger: TestClient) -> None:
    rina, key = signed_in("rina"), link_for(signed_in, "rina")
    refused = choose(stranger, key, "bekasi2026")
    assert (refused.status_code, key in refused.text) == (422, True)
    assert choose(stranger, key, CHOSEN).headers["Location"] == "/petugas"
    assert stranger.get("/petugas").status_code == 200
    assert rina.get("/petugas").status_code == 303  # signed out everywhere else
    again = choose(stranger, key, "tangga biru lampu kuda")
    assert (again.status_code, "sudah dipakai" in again.text) == (410, True)
    with db.reading() as session:
        kinds = set(session.scalars(select(Event.kind)))
        assert {"officer_link_made", "officer_link_used"} <= kinds
        assert key not in str([event.data for event in session.scalars(select(Event))])


def test_a_link_ends_after_two_hours_or_with_the_next_one(signed_in: SignIn, stranger: TestClient) -> None:
    first, second = link_for(signed_in, "rina"), link_for(signed_in, "rina")
    assert choose(stranger, first, CHOSEN).status_code == 410
    with db.transaction() as tx:
        tx.scalars(select(PasswordLink)).one().expires_at = clock.now()
    assert choose(stranger, second, CHOSEN).status_code == 410
    assert choose(stranger, "tebakan", CHOSEN).status_code == 410


def test_an_officer_changes_the_own_password_and_stays_signed_in(signed_in: SignIn, app: FastAPI) -> None:
    here, there = signed_in("rina"), signed_in("rina")
    wrong = here.post("/akun/sandi", data={"old": "bukan itu", "password": CHOSEN})
    assert (wrong.status_code, "Kata sandi Anda tidak cocok" in wrong.text) == (422, True)
    assert here.post("/akun/sandi", data={"old": PASSWORD, "password": "qwerty123"}).status_code == 422
    assert here.post("/akun/sandi", data={"old": PASSWORD, "password": CHOSEN}).status_code == 303
    assert here.get("/akun").status_code == 200
    assert there.get("/akun").status_code == 303
    assert sign_in(browser(app), "rina", CHOSEN).status_code == 303
    assert sign_in(browser(app), "rina", PASSWORD).status_code == 401


def test_guessing_the_old_password_at_an_open_desk_is_slowed(signed_in: SignIn) -> None:
    here = signed_in("rina")
    bad = {"old": "bukan itu", "password": CHOSEN}
    answers = [here.post("/akun/sandi", data=bad).status_code for _ in range(throttle.KNOWN.free + 1)]
    assert answers == [422] * throttle.KNOWN.free + [429]


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
        "P@ssw0rd!",
        "bekasi2026",
        "Kranji#12",
        "1qaz2wsx",
        "bismillah786",
        "08123456789",
        "17081945",
        "nimdanimda",
        "IndonesiaMerdeka45",
        "zxcvbnm,./",
        "sayang sayangku",
        "DBMSDA2026!",
    ],
)
def test_what_may_not_be_a_password_is_refused_with_a_reason(password: str) -> None:
    assert passwords.objection(password, "rina", ("Kota Bekasi", "Bekasi", "Kranji", "DBMSDA"))


def test_a_list_of_many_thousand_is_covered_by_the_rule() -> None:
    tails = ("", "1", "12", "123", "1234", "2025", "2026", "!", "123!", "99")
    spelled = [word.title() + tail for word in common_words() for tail in tails if len(word + tail) >= 8]
    assert len(spelled) > 4_000
    assert [password for password in spelled if not is_guessable(password)] == []


GOOD = [
    "empat kata tanpa kaitan", "Kuda,tangga;7", "x1y2" * 16, "k7#Qz9!p", "gR8vLw2tXq", "pelita tumpah sore",
    "rina cinta budi",
]  # fmt: skip


@pytest.mark.parametrize("password", GOOD)
def test_length_is_enough_no_signs_are_demanded(password: str) -> None:
    assert passwords.objection(password, "siti") is None
