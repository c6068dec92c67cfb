"""Single sign-on, judged by a provider that is not ours (oidc-provider-mock): code, PKCE, state, nonce."""

import base64
import dataclasses
import hashlib
import io
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import select

from accounts import single_sign_on
from accounts.single_sign_on import Claims, Provider
from admin_panel.access import COOKIE
from storage import clock, db
from storage.models import Event, Officer, SignInTicket, SingleSignOn
from tests.factories.panel import officer_named
from tests.unit.admin_panel.conftest import browser

RINA = "rina@kota.example"


class Judge:
    """The provider, holding the client to PKCE as well (RFC 7636), which this one leaves out.

    Below /lain it answers as it always does: then its name is not the one asked for.
    """

    def __init__(self, provider: Any) -> None:
        self.provider, self.challenge = provider, ""

    def __call__(self, environ: dict[str, Any], start: Any) -> Any:
        environ["PATH_INFO"] = environ["PATH_INFO"].removeprefix("/lain")
        if environ["PATH_INFO"] == "/oauth2/authorize":
            self.challenge = parse_qs(environ["QUERY_STRING"])["code_challenge"][0]
        if environ["PATH_INFO"] == "/oauth2/token":
            body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
            environ["wsgi.input"] = io.BytesIO(body)
            verifier = parse_qs(body.decode()).get("code_verifier", [""])[0]
            hashed = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest())
            if hashed.decode().rstrip("=") != self.challenge:
                start("400 Bad Request", [("Content-Type", "application/json")])
                return [b'{"error": "invalid_grant"}']
        return self.provider(environ, start)


@pytest.fixture(scope="module")
def provider_url() -> Iterator[str]:
    import oidc_provider_mock
    from werkzeug.serving import make_server

    users = [
        oidc_provider_mock.User(sub=sub, claims={"email": email, "email_verified": verified})
        for sub, email, verified in (
            ("u-rina", RINA.upper(), True), ("u-liar", RINA, False), ("u-nobody", "siapa@kota.example", True),
            ("u-again", RINA, True),
        )
    ]  # fmt: skip
    judge = Judge(oidc_provider_mock.app(require_nonce=True, user_claims=users))
    server = make_server("localhost", 0, judge, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join(10)


@pytest.fixture
def sso(app: FastAPI, provider_url: str) -> FastAPI:
    app.state.sign_on = Provider(provider_url, "sorot", "rahasia", "akun kota")
    with db.transaction() as tx:
        officer_named(tx, "rina").email = RINA
    return app


def at_the_provider(address: str, sub: str) -> str:
    """Chooses a user there; the address the browser is sent back to."""
    answer = httpx2.post(address, data={"sub": sub}, follow_redirects=False)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def back_from(client: TestClient, sub: str, lanjut: str = "/petugas/peringatan") -> Response:
    begun = client.get("/masuk/sso", params={"lanjut": lanjut})
    assert begun.status_code == 303, begun.text
    back = urlsplit(at_the_provider(begun.headers["Location"], sub))
    return client.get(f"{back.path}?{back.query}")


def test_an_officer_comes_in_by_a_verified_address_and_then_by_the_providers_name(sso: FastAPI) -> None:
    client = browser(sso)
    assert "Masuk lewat akun kota" in client.get("/masuk").text
    begun = client.get("/masuk/sso").headers["Location"]
    asked = {name: values[0] for name, values in parse_qs(urlsplit(begun).query).items()}
    assert (asked["code_challenge_method"], asked["response_type"]) == ("S256", "code")
    assert {"state", "nonce", "code_challenge"} <= set(asked)
    assert back_from(client, "u-rina").headers["Location"] == "/petugas/peringatan"
    assert client.get("/petugas").status_code == 200
    with db.transaction() as tx:
        officer_named(tx, "rina").email = None  # from now on the subject is enough
        assert "sign_on_linked" in set(tx.scalars(select(Event.kind)))
    assert back_from(browser(sso), "u-rina").status_code == 303
    with db.reading() as session:
        assert len(session.scalars(select(SingleSignOn)).all()) == 1
        assert session.scalars(select(SignInTicket)).all() != []  # the one begun and never ended
        assert session.scalars(select(Officer).where(Officer.email == "siapa@kota.example")).all() == []


@pytest.mark.parametrize("sub", ["u-liar", "u-nobody"])
def test_no_account_is_made_and_an_unverified_address_is_nobodys(sso: FastAPI, sub: str) -> None:
    client = browser(sso)
    answer = back_from(client, sub)
    assert (answer.status_code, "Belum ada akun petugas" in answer.text) == (401, True)
    assert COOKIE not in client.cookies


def test_an_account_that_is_linked_is_not_taken_over_by_another_subject(sso: FastAPI) -> None:
    back_from(browser(sso), "u-rina")
    assert back_from(browser(sso), "u-again").status_code == 401


def test_one_who_was_let_go_is_not_let_in(sso: FastAPI) -> None:
    with db.transaction() as tx:
        officer_named(tx, "rina").active = False
    assert back_from(browser(sso), "u-rina").status_code == 401


def test_the_second_step_is_still_asked_for(sso: FastAPI) -> None:
    with db.transaction() as tx:
        officer_named(tx, "rina").email = None
        officer_named(tx, "operator").email = RINA
    assert back_from(browser(sso), "u-rina").headers["Location"].startswith("/masuk/pasang")


def test_a_forged_a_foreign_and_a_used_state_are_refused(sso: FastAPI) -> None:
    client, other = browser(sso), browser(sso)
    begun = client.get("/masuk/sso").headers["Location"]
    back = urlsplit(at_the_provider(begun, "u-rina"))
    path, query = back.path, parse_qs(back.query)
    assert other.get(f"{path}?{back.query}").status_code == 401  # another browser's
    forged = client.get(path, params={"code": query["code"][0], "state": "tebakan"})
    assert (forged.status_code, "bukan dari peramban ini" in forged.text) == (401, True)
    again = client.get("/masuk/sso").headers["Location"]
    back = urlsplit(at_the_provider(again, "u-rina"))
    assert client.get(f"{back.path}?{back.query}").status_code == 303
    assert client.get(f"{back.path}?{back.query}").status_code == 401


@pytest.mark.parametrize("what", ["verifier", "nonce"])
def test_a_code_without_our_verifier_and_a_token_without_our_nonce_open_nothing(
    sso: FastAPI, what: str
) -> None:
    client = browser(sso)
    begun = client.get("/masuk/sso").headers["Location"]
    with db.transaction() as tx:
        ticket = tx.scalars(select(SignInTicket)).one()
        ticket.data = ticket.data | {what: "x" * 50}
    back = urlsplit(at_the_provider(begun, "u-rina"))
    answer = client.get(f"{back.path}?{back.query}")
    assert (answer.status_code, "tidak menjawab dengan benar" in answer.text) == (401, True)
    assert COOKIE not in client.cookies


@pytest.mark.parametrize("query", ["", "?error=access_denied&state=x", "?code=%00&state=%F0%9F%98%80"])
def test_coming_back_with_anything_else_is_a_sentence(sso: FastAPI, query: str) -> None:
    assert browser(sso).get(f"/masuk/sso/kembali{query}").status_code == 401


def test_a_token_for_another_client_or_of_another_issuer_is_refused(provider_url: str, sso: FastAPI) -> None:
    client = browser(sso)
    back = urlsplit(at_the_provider(client.get("/masuk/sso").headers["Location"], "u-rina"))
    sso.state.sign_on = dataclasses.replace(sso.state.sign_on, client_id="lain")
    assert client.get(f"{back.path}?{back.query}").status_code == 401
    sso.state.sign_on = Provider(f"{provider_url}/lain", "sorot", "rahasia", "kota")
    assert client.get("/masuk/sso").status_code == 503  # it calls itself by another name


def test_a_provider_that_is_away_leaves_the_password(sso: FastAPI) -> None:
    sso.state.sign_on = Provider("http://127.0.0.1:9", "sorot", "", "kota")
    answer = browser(sso).get("/masuk/sso")
    assert (answer.status_code, "masuk dengan kata sandi" in answer.text) == (503, True)


def test_without_a_provider_there_is_no_such_page(stranger: TestClient) -> None:
    assert (stranger.get("/masuk/sso").status_code, stranger.get("/masuk/sso/kembali").status_code) == (
        404,
        404,
    )
    assert "Masuk lewat" not in stranger.get("/masuk").text


@pytest.mark.parametrize("email", ["", "rina@kota.example'--"])
def test_an_empty_address_fits_nobody(sso: FastAPI, email: str) -> None:
    with db.transaction() as tx, pytest.raises(single_sign_on.SignOnRefused):
        single_sign_on.officer_of(tx, Claims("iss", "s", email, verified=True), now=clock.now())
