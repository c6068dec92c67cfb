"""The second step of signing in: codes of the phone and of paper, and nobody is shut out for good (D6)."""

import re
from datetime import datetime, timedelta
from typing import Any

import pyotp
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import select

from accounts import second_factor, sessions, throttle
from admin_panel.access import COOKIE
from sorot import officers as command
from storage import clock, db
from storage.models import Event, Officer, OfficerSession, RecoveryCode, SecondFactor, SignInNote
from tests.factories.panel import PASSWORD, officer_named
from tests.unit.admin_panel.conftest import SignIn, browser
from tests.unit.admin_panel.test_sign_in import choose, link_for, sign_in

NOON = datetime.fromisoformat("2026-11-29T12:00:00+00:00")


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`at(NOON)`: the hour it is for everybody."""

    def set_to(moment: datetime) -> datetime:
        monkeypatch.setattr(clock, "now", lambda: moment)
        return moment

    set_to(NOON)
    return set_to


def csrf_of(page: Response) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert found, page.text[:500]
    return found[1]


def secret_on(page: Response) -> str:
    found = re.search(r'num font-semibold break-all">([A-Z2-7 ]+)<', page.text)
    assert found
    return found[1].replace(" ", "")


def codes_on(page: Response) -> list[str]:
    return re.findall(r"<li>([a-z2-7]{4}(?:-[a-z2-7]{4}){3})</li>", page.text)


def code(secret: str, moment: datetime) -> str:
    return pyotp.TOTP(secret).at(moment)


def set_up(client: TestClient, username: str) -> tuple[str, list[str]]:
    """Signs in where a second step is demanded and sets it up."""
    first = sign_in(client, username)
    assert first.headers["Location"].startswith("/masuk/pasang")
    page = client.get(first.headers["Location"])
    secret = secret_on(page)
    done = client.post("/masuk/pasang", data={"code": code(secret, clock.now()), "csrf": csrf_of(page)})
    assert done.status_code == 200
    return secret, codes_on(done)


def give(client: TestClient, given: str) -> Response:
    page = client.get("/masuk/kode")
    return client.post("/masuk/kode", data={"code": given, "csrf": csrf_of(page), "lanjut": "/poc"})


@pytest.mark.parametrize(("username", "demanded"), [
    ("admin", True), ("operator", True), ("walikota", True), ("rina", False), ("lurah", False),
])  # fmt: skip
def test_the_second_step_is_demanded_of_the_roles_the_city_names(
    stranger: TestClient, username: str, demanded: bool
) -> None:
    assert ("/masuk/pasang" in sign_in(stranger, username).headers["Location"]) is demanded


def test_officers_of_the_demo_need_none(stranger: TestClient) -> None:
    with db.transaction() as tx:
        officer_named(tx, "admin").demo = True
    assert sign_in(stranger, "admin").headers["Location"] == "/admin"


def test_between_password_and_code_nothing_opens(stranger: TestClient) -> None:
    assert sign_in(stranger, "admin").status_code == 303
    assert COOKIE in stranger.cookies
    for path in ("/admin", "/petugas", "/akun", "/live"):
        assert stranger.get(path).headers["Location"].startswith("/masuk?"), path


def test_set_up_once_then_asked_every_time(stranger: TestClient, app: FastAPI, at: Any) -> None:
    secret, recovery = set_up(stranger, "admin")
    assert len(recovery) == second_factor.CODES
    assert stranger.get("/admin").status_code == 200
    with db.reading() as session:
        assert secret not in str([row.secret for row in session.scalars(select(SecondFactor))])
        assert not {row.code_hash for row in session.scalars(select(RecoveryCode))} & set(recovery)
    other, later = browser(app), at(NOON + timedelta(minutes=1))
    assert sign_in(other, "admin").headers["Location"].startswith("/masuk/kode")
    assert give(other, "000000").status_code == 401
    assert give(other, code(secret, later)).headers["Location"] == "/poc"
    assert other.get("/admin").status_code == 200


def test_a_code_opens_once(stranger: TestClient, app: FastAPI, at: Any) -> None:
    secret, _ = set_up(stranger, "admin")
    later = at(NOON + timedelta(minutes=1))
    answers = []
    for client in (browser(app), browser(app)):
        sign_in(client, "admin")
        answers.append(give(client, code(secret, later)).status_code)
    assert answers == [303, 401]
    third = browser(app)
    sign_in(third, "admin")
    assert give(third, code(secret, later - timedelta(seconds=30))).status_code == 401  # nor an earlier one


@pytest.mark.parametrize("back", [timedelta(minutes=3), timedelta(hours=7), timedelta(days=3650)])
def test_a_clock_set_back_shuts_nobody_out_and_a_code_still_opens_once(
    stranger: TestClient, app: FastAPI, at: Any, back: timedelta
) -> None:
    secret, _ = set_up(stranger, "admin")
    earlier, answers = at(NOON - back), []
    for client in (browser(app), browser(app)):
        sign_in(client, "admin")
        answers.append(give(client, code(secret, earlier)).status_code)
    assert answers == [303, 401]


def test_a_phone_half_a_minute_off_is_let_in_and_no_further(panel_db: None) -> None:
    secret = pyotp.random_base32()
    steps = [second_factor.step_of(secret, code(secret, NOON + timedelta(seconds=s)), NOON)
        for s in (-60, -30, 0, 30, 60)]  # fmt: skip
    assert [step is not None for step in steps] == [False, True, True, True, False]


@pytest.mark.parametrize("given", ["", "12345", "abcdef", "١٢٣٤٥٦", "0" * 90, "12 34\x00"])
def test_what_is_no_code_is_a_sentence(stranger: TestClient, at: Any, given: str) -> None:
    set_up(stranger, "admin")
    stranger.cookies.clear()
    sign_in(stranger, "admin")
    assert give(stranger, given).status_code in (401, 422)


def test_a_recovery_code_opens_once_however_it_is_typed(stranger: TestClient, app: FastAPI) -> None:
    _, recovery = set_up(stranger, "admin")
    answers = []
    for typed in (recovery[0].upper().replace("-", " "), recovery[0], recovery[1]):
        client = browser(app)
        sign_in(client, "admin")
        answers.append(give(client, typed).status_code)
    assert answers == [303, 401, 303]
    with db.reading() as session:
        kinds = list(session.scalars(select(Event.kind)))
        assert kinds.count("recovery_code_used") == 2


def test_guessing_codes_is_slowed_and_the_owner_is_let_in_meanwhile(
    stranger: TestClient, app: FastAPI, at: Any
) -> None:
    secret, _ = set_up(stranger, "admin")  # from now on this browser is known
    thief = browser(app)
    sign_in(thief, "admin")
    answers = [give(thief, f"{n:06}").status_code for n in range(throttle.ACCOUNT.free + 1)]
    assert answers == [401] * throttle.ACCOUNT.free + [429]
    later = at(NOON + timedelta(minutes=1))
    stranger.cookies.delete(COOKIE)
    sign_in(stranger, "admin")
    assert give(stranger, code(secret, later)).status_code == 303


def test_a_half_session_ends_by_itself(stranger: TestClient, at: Any) -> None:
    set_up(stranger, "admin")
    stranger.cookies.clear()
    sign_in(stranger, "admin")
    at(NOON + sessions.HALF_LIFETIME + timedelta(seconds=1))
    assert stranger.get("/masuk/kode").headers["Location"] == "/masuk"


def test_after_the_second_step_the_session_is_a_new_one(stranger: TestClient, at: Any) -> None:
    secret, _ = set_up(stranger, "admin")
    at(NOON + timedelta(minutes=1))
    stranger.cookies.delete(COOKIE)
    sign_in(stranger, "admin")
    half = stranger.cookies[COOKIE]
    give(stranger, code(secret, clock.now()))
    assert stranger.cookies[COOKIE] != half
    with db.reading() as session:
        assert "kode" not in set(session.scalars(select(OfficerSession.waits)))


def test_a_password_link_does_not_lead_around_the_second_step(
    signed_in: SignIn, stranger: TestClient, app: FastAPI, at: Any
) -> None:
    set_up(stranger, "operator")
    other = browser(app)
    leads_to = choose(other, link_for(signed_in, "operator"), "lampu kuda tangga biru")
    assert leads_to.headers["Location"].startswith("/masuk/kode")


def test_the_admin_takes_it_off_with_trace_and_the_owner_reads_so(
    signed_in: SignIn, stranger: TestClient, app: FastAPI
) -> None:
    set_up(stranger, "operator")
    with db.reading() as session:
        officer_id = officer_named(session, "operator").id
    assert signed_in("admin").post(f"/admin/petugas/{officer_id}/langkah-kedua/hapus").status_code == 303
    assert stranger.get("/petugas").status_code == 303  # signed out
    set_up(browser(app), "operator")
    with db.reading() as session:
        event = session.scalars(select(Event).where(Event.kind == "second_factor_reset")).one()
        assert event.actor == f"petugas:{officer_named(session, 'admin').id}"
        assert "langkah_dihapus_admin" in set(session.scalars(select(SignInNote.what)))


def test_the_command_line_takes_it_off(stranger: TestClient, app: FastAPI) -> None:
    set_up(stranger, "admin")
    assert command.reset_second_factor("Admin")
    assert not command.reset_second_factor("siapa")
    set_up(browser(app), "admin")


def test_without_the_old_key_recovery_codes_still_open(stranger: TestClient, app: FastAPI, at: Any) -> None:
    secret, recovery = set_up(stranger, "admin")
    app.state.secret = "another key of at least thirty-two characters"
    at(NOON + timedelta(minutes=1))
    client = browser(app)
    sign_in(client, "admin")
    assert give(client, code(secret, clock.now())).status_code == 401
    assert give(client, recovery[0]).status_code == 303


# --- the account's own page


def own_second_step(client: TestClient) -> str:
    """Set up by an officer whose role does not demand it."""
    assert client.post("/akun/langkah-kedua", data={"old": "bukan itu"}).status_code == 422
    assert (
        client.post("/akun/langkah-kedua", data={"old": PASSWORD}).headers["Location"]
        == "/akun/langkah-kedua"
    )
    secret = secret_on(client.get("/akun/langkah-kedua"))
    assert client.post("/akun/langkah-kedua/pastikan", data={"code": "000000"}).status_code == 422
    done = client.post("/akun/langkah-kedua/pastikan", data={"code": code(secret, clock.now())})
    assert len(codes_on(done)) == second_factor.CODES
    return secret


def test_anybody_may_set_one_up_and_take_it_off_with_a_code(signed_in: SignIn, app: FastAPI, at: Any) -> None:
    rina = signed_in("rina")
    secret = own_second_step(rina)
    assert "Terpasang" in rina.get("/akun").text
    client = browser(app)
    assert sign_in(client, "rina").headers["Location"].startswith("/masuk/kode")
    at(NOON + timedelta(minutes=1))
    bad = {"old": PASSWORD, "code": "000000", "then": "lepas"}
    assert rina.post("/akun/langkah-kedua/lepas", data=bad).status_code == 422
    good = bad | {"code": code(secret, clock.now())}
    assert rina.post("/akun/langkah-kedua/lepas", data=good).headers["Location"] == "/akun?kabar=lepas"
    assert sign_in(browser(app), "rina").headers["Location"] == "/petugas"


def test_whose_role_demands_it_can_only_change_the_phone(stranger: TestClient, at: Any) -> None:
    secret, _ = set_up(stranger, "admin")
    at(NOON + timedelta(minutes=1))
    stranger.headers["X-CSRF-Token"] = csrf_of(stranger.get("/akun"))
    data = {"old": PASSWORD, "code": code(secret, clock.now()), "then": "lepas"}
    assert stranger.post("/akun/langkah-kedua/lepas", data=data).headers["Location"] == "/akun/langkah-kedua"
    assert secret_on(stranger.get("/akun/langkah-kedua")) != secret


def test_whose_app_is_on_the_same_phone_opens_it_and_codes_can_be_taken_along(
    signed_in: SignIn, app: FastAPI, at: Any
) -> None:
    rina = signed_in("rina")
    page = rina.post("/akun/langkah-kedua", data={"old": PASSWORD}, follow_redirects=True)
    secret = secret_on(page)
    opens = re.search(r'href="(otpauth://totp/[^"]+)"', page.text)
    assert opens
    assert f"secret={secret}" in opens[1]
    done = rina.post("/akun/langkah-kedua/pastikan", data={"code": code(secret, NOON)})
    assert len(codes_on(done)) == 10
    assert 'data-copy="#kode-cadangan"' in done.text


def test_new_recovery_codes_end_the_old(signed_in: SignIn) -> None:
    rina = signed_in("rina")
    own_second_step(rina)
    with db.reading() as session:
        before = set(session.scalars(select(RecoveryCode.code_hash)))
    assert len(codes_on(rina.post("/akun/kode-cadangan", data={"old": PASSWORD}))) == second_factor.CODES
    with db.reading() as session:
        assert not before & set(session.scalars(select(RecoveryCode.code_hash)))


def test_sessions_are_listed_and_ended_by_their_owner_alone(signed_in: SignIn) -> None:
    here, there, dimas = signed_in("rina"), signed_in("rina"), signed_in("dimas")
    handle = sessions.handle_of(there.cookies[COOKIE])
    assert handle in here.get("/akun").text
    dimas.post(f"/akun/sesi/{handle}/akhiri")
    assert there.get("/akun").status_code == 200
    here.post(f"/akun/sesi/{handle[:3]}/akhiri")
    assert there.get("/akun").status_code == 200
    here.post(f"/akun/sesi/{handle}/akhiri")
    assert there.get("/akun").status_code == 303
    third = signed_in("rina")
    here.post("/akun/sesi/lain")
    assert (here.get("/akun").status_code, third.get("/akun").status_code) == (200, 303)
    assert dimas.get("/akun").status_code == 200


def test_what_happened_is_told_to_its_owner(stranger: TestClient) -> None:
    sign_in(stranger, "rina", "bukan sandinya")
    sign_in(stranger, "rina")
    page = stranger.get("/akun").text
    assert "Kata sandi keliru" in page
    assert "Masuk</span>" in page
    with db.transaction() as tx:
        dimas = tx.scalars(select(Officer.id).where(Officer.username == "dimas")).one()
        assert not tx.scalars(select(SignInNote).where(SignInNote.officer_id == dimas)).all()
