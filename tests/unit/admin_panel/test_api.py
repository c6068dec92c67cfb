"""/api/v1: a program may what its officer may, by token; refusals are problem JSON."""

import base64
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session

import web
from accounts import programs
from accounts.programs import Scope
from admin_panel.api import routes, token_routes
from routing.domain.permissions import Action, may
from routing.errors import NotFound
from routing.reports.door import visible_to
from storage import clock, db
from storage.models import Officer
from tests.factories import panel, reports
from tests.factories.panel import OFFICERS, PASSWORD, officer_named
from tests.unit.admin_panel.conftest import SignIn

BOTH = (Scope.READ, Scope.WRITE)
DEEDS: dict[str, tuple[Action, dict[str, str]]] = {
    "note": (Action.NOTE, {"text": "Sudah dilihat."}),
    "answer": (Action.ANSWER, {"text": "Segera kami cek."}),
    "status": (Action.STATUS, {"to": "diproses"}),
    "forward": (Action.FORWARD, {"agency": "poc", "reason": "Bukan kami."}),
}


@pytest.fixture
def api(panel_db: None, tmp_path: Path) -> Iterator[TestClient]:
    app = panel.application(tmp_path)
    web.doors(app, token_routes.router)
    web.doors(app, routes.router)
    with TestClient(app, base_url="https://testserver") as client:
        yield client


def token_for(name: str, scopes: tuple[Scope, ...] = BOTH, *, days: int = 30) -> dict[str, str]:
    with db.transaction() as tx:
        made = programs.make_token(
            tx, officer_named(tx, name), name="uji", scopes=scopes, days=days, now=clock.now()
        )
    return {"Authorization": f"Bearer {made}"}


def reads(session: Session, name: str, number: str, action: Action = Action.READ) -> bool:
    try:
        visible_to(session, officer_named(session, name), action).get(number)
    except NotFound:
        return False
    return True


def test_a_program_may_what_its_officer_may_and_no_more(api: TestClient) -> None:
    with db.transaction() as tx:
        numbers = [reports.filed(tx, privacy=privacy).number for privacy in ("biasa", "rahasia")]
    for name, (role, _) in OFFICERS.items():
        headers = token_for(name)
        for number in numbers:
            with db.reading() as session:
                seen = reads(session, name, number)
                can = {deed: reads(session, name, number, action) for deed, (action, _) in DEEDS.items()}
            for path in ("", "/steps"):
                status = api.get(f"/api/v1/reports/{number}{path}", headers=headers).status_code
                assert status == (200 if seen else 404), (name, number, path)
            listed = api.get("/api/v1/reports?banyak=200", headers=headers).json()["reports"]
            assert (number in [one["number"] for one in listed]) is seen
            told = api.get("/api/v1/events", headers=headers).json()["events"]
            assert (number in [one["data"]["report"]["number"] for one in told]) is seen
            for deed, (action, body) in DEEDS.items():
                answer = api.post(f"/api/v1/reports/{number}/{deed}", headers=headers, json=body)
                if not can[deed]:
                    assert answer.status_code == (403 if seen or not may(role, action) else 404), (name, deed)
                elif deed == "note":
                    assert answer.status_code == 200, answer.text


def test_a_token_is_good_for_its_scopes_alone_and_for_its_time(api: TestClient) -> None:
    with db.transaction() as tx:
        number = reports.filed(tx).number
    reader = token_for("rina", (Scope.READ,))
    assert api.get("/api/v1/me", headers=reader).json()["scopes"] == ["reports:read"]
    refused = api.post(f"/api/v1/reports/{number}/note", headers=reader, json={"text": "x"})
    assert (refused.status_code, refused.headers["content-type"]) == (403, "application/problem+json")
    for bad in (
        {},
        {"Authorization": "Bearer x"},
        {"Authorization": "Basic x"},
        {"Authorization": "Bearer "},
    ):
        answer = api.get("/api/v1/me", headers={**bad, "Accept": "text/html"})
        assert (answer.status_code, answer.json()["status"]) == (401, 401)
        assert "Bearer" in answer.headers["www-authenticate"]
    with db.transaction() as tx:
        for token in programs.tokens_of(tx, officer_named(tx, "rina").id, now=clock.now()):
            token.expires_at = clock.now() - timedelta(seconds=1)
    assert api.get("/api/v1/me", headers=reader).status_code == 401


def test_bad_input_is_told_field_by_field_and_changes_nothing(api: TestClient) -> None:
    headers = token_for("rina")
    with db.transaction() as tx:
        number = reports.filed(tx).number
    for path, body, status in (
        ("note", {"text": ""}, 422), ("status", {"to": "x" * 31}, 422), ("status", {"to": "apa"}, 422),
        ("status", {"to": "ditutup"}, 409), ("forward", {"agency": "tidak-ada"}, 422),
    ):  # fmt: skip
        answer = api.post(f"/api/v1/reports/{number}/{path}", headers=headers, json=body)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert (
        api.get("/api/v1/reports?banyak=100000", headers=headers).json()["fields"][0]["field"]
        == "query.banyak"
    )
    assert api.get("/api/v1/events?after=-1", headers=headers).status_code == 422
    assert api.get(f"/api/v1/reports/{number}", headers=headers).json()["status"] == "menunggu"


def test_lists_go_on_by_key_and_show_each_report_once(api: TestClient) -> None:
    with db.transaction() as tx:
        numbers = {reports.filed(tx).number for _ in range(5)}
    headers, seen, after = token_for("rina"), [], ""
    while True:
        page = api.get("/api/v1/reports", params={"banyak": 2, "sesudah": after}, headers=headers).json()
        seen += [one["number"] for one in page["reports"]]
        after = page["after"]
        if not after:
            break
    assert (sorted(seen), len(seen)) == (sorted(numbers), len(numbers))


def client_of(signed_in: SignIn, *, name: str = "Dasbor") -> tuple[str, str]:
    """client_id and key of a program made on the panel's page."""
    with db.reading() as session:
        rina = officer_named(session, "rina").id
    said = {"nama": name, "sebagai": str(rina), "cakupan": ["reports:read"]}
    page = signed_in("admin").post("/admin/program", data=said).text
    key = page.split('select-all">')[1].split("<")[0]
    return page.split("client_id ")[1].split('"')[0].split("<")[0], key


def granted(api: TestClient, name: str, key: str, **more: Any) -> Any:
    form = {"grant_type": "client_credentials", "client_id": name, "client_secret": key, **more}
    return api.post("/api/v1/token", data=form)


def test_a_program_exchanges_its_key_for_an_hour(api: TestClient, signed_in: SignIn) -> None:
    name, key = client_of(signed_in)
    made = granted(api, name, key)
    assert (made.json()["token_type"], made.json()["scope"]) == ("Bearer", "reports:read")
    assert made.headers["cache-control"] == "no-store"
    basic = base64.b64encode(f"{name}:{key}".encode()).decode()
    again = api.post(
        "/api/v1/token",
        data={"grant_type": "client_credentials"},
        headers={"Authorization": f"Basic {basic}"},
    )
    tokens = [{"Authorization": f"Bearer {one.json()['access_token']}"} for one in (made, again)]
    assert [api.get("/api/v1/me", headers=one).json()["username"] for one in tokens] == ["rina", "rina"]
    assert granted(api, name, "salah").json() == {"error": "invalid_client"}
    assert granted(api, "sorot-999", key).status_code == 401
    assert granted(api, name, key, scope="reports:write").json() == {"error": "invalid_scope"}
    assert granted(api, name, key, grant_type="password").json() == {"error": "unsupported_grant_type"}
    forged = tokens[0]["Authorization"].replace("reports-read", "reports-write")
    assert api.get("/api/v1/me", headers={"Authorization": forged}).status_code == 401
    with db.reading() as session:
        token, later = made.json()["access_token"], clock.now() + timedelta(hours=1, seconds=1)
        secret = "a key of at least thirty-two characters"
        assert programs.bearer(session, token, key=secret, now=clock.now())
        assert programs.bearer(session, token, key=secret, now=later) is None
    _, renewed = client_of(signed_in)
    assert api.get("/api/v1/me", headers=tokens[0]).status_code == 401  # a new key ends what was granted
    fresh = {"Authorization": f"Bearer {granted(api, name, renewed).json()['access_token']}"}
    assert api.get("/api/v1/me", headers=fresh).status_code == 200
    with db.transaction() as tx:
        tx.scalars(select(Officer).where(Officer.username == "rina")).one().active = False
    assert api.get("/api/v1/me", headers=fresh).status_code == 401


def test_a_personal_token_wants_the_password_is_shown_once_and_ends(
    api: TestClient, signed_in: SignIn
) -> None:
    rina = signed_in("rina")
    said = {"nama": "Skrip", "cakupan": ["reports:read"], "hari": "30", "old": "bukan itu"}
    assert "sorot_p_" not in rina.post("/akun/token", data=said).text
    said["old"] = PASSWORD
    token = "sorot_p_" + rina.post("/akun/token", data=said).text.split("sorot_p_")[1].split("<")[0]
    headers = {"Authorization": f"Bearer {token}"}
    assert api.get("/api/v1/me", headers=headers).json()["username"] == "rina"
    page = rina.get("/akun/token").text
    assert "sorot_p_" not in page
    assert "belum dipakai" not in page
    number = page.split("/akun/token/")[1].split("/")[0]
    signed_in("dimas").post(f"/akun/token/{number}/cabut")  # another's
    assert api.get("/api/v1/me", headers=headers).status_code == 200
    signed_in("rina").post(f"/akun/token/{number}/cabut")
    assert api.get("/api/v1/me", headers=headers).status_code == 401


def test_the_api_is_described_as_it_is(api: TestClient) -> None:
    told = api.get("/api/v1/openapi.json").json()
    paths = {route.path for route in [*routes.router.routes, *token_routes.router.routes]}  # type: ignore[attr-defined]
    assert set(told["paths"]) == paths - {"/api/v1", "/api/v1/openapi.json"}
    page = api.get("/api/v1", headers={"Accept": "text/html"}).text
    assert all(path in page for path in told["paths"])


BODIES: list[Any] = [
    b"", b"\xff", b"{", b"null", b"[]", b'{"text": 1, "to": 1, "agency": []}', b'{"text": "\\ud800"}',
    b"[" * 9_000,
    b"x" * 200_000, b'{"text": "' + b"x" * 20_000 + b'", "to": "\\u0000", "agency": "\\u0000"}',
]  # fmt: skip
QUERIES: list[Any] = [
    "",
    "after=x",
    "after=1e999",
    "banyak=-1&sesudah=%00&q=%ff",
    "status=\u0000&status=&urut=" + "x" * 300,
]
NUMBERS = ["BKS-2611-99999", "x" * 41, "%00", "%ff%fe", "{number}"]


def test_no_answer_is_undocumented_whatever_is_asked(api: TestClient) -> None:
    """Over a second: some hundred and forty requests."""
    with db.transaction() as tx:
        number = reports.filed(tx).number
    who = [token_for("rina"), token_for("rina", (Scope.READ,)), {}, {"Authorization": "Bearer %ff"}]
    for path, deeds in api.get("/api/v1/openapi.json").json()["paths"].items():
        for method, deed in deeds.items():
            for headers, given, asked in wild(path, method, number, who):
                answer = api.request(method, given, headers=headers, **asked)
                said = f"{method} {given[:80]} {str(asked)[:60]}: {answer.status_code}"
                assert str(answer.status_code) in deed["responses"], said
                kinds = deed["responses"][str(answer.status_code)].get("content", {})
                assert answer.headers["content-type"].partition(";")[0] in kinds, said


def wild(path: str, method: str, number: str, who: list[dict[str, str]]) -> Iterator[tuple[Any, str, Any]]:
    """Who asks, what, and with which body: every body at the real number, one at every other."""
    for given in NUMBERS if "{number}" in path else ["{number}"]:
        address = path.replace("{number}", given.replace("{number}", number))
        kind, asked = ("params", QUERIES) if method == "get" else ("content", BODIES)
        yield from ((who[0], address, {kind: one}) for one in (asked if "{" in given else asked[:1]))
    yield from ((one, path.replace("{number}", number), {}) for one in who[1:])
