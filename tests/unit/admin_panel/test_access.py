"""Every officer route × every role, from the route table itself (D5), and CSRF on every unsafe one (D6)."""

import re
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from fastapi.testclient import TestClient
from sqlalchemy import func, select

import admin_panel
import web
from admin_panel import menu
from admin_panel.access import SAFE, Require
from routing.domain.permissions import MAY, Action, Role, may
from storage import db, open_lines
from storage.models import Event, Report
from storage.models.base import table_of
from tests.factories import reports
from tests.factories.cameras import camera
from tests.factories.feeds import feed
from tests.factories.gauges import gauge
from tests.factories.panel import OFFICERS, officer_named
from tests.servers import ROOT
from tests.unit.admin_panel.conftest import SignIn
from tests.unit.admin_panel.every_route import NEEDS, OPEN_TO_ALL

A = Action

# Which roles hold each action, written down once more by hand: a slip in the product's table fails here.
WORKING = {"petugas", "kepala", "lurah", "operator"}
HEADS = WORKING - {"petugas"}
CITY = {"operator", "pimpinan", "admin"}
HOLD = {
    A.ENTER: set(Role), A.READ: set(Role), A.ANSWER: WORKING, A.STATUS: WORKING, A.CATEGORY: WORKING,
    A.FORWARD: WORKING, A.NOTE: WORKING, A.HOLD: WORKING, A.SHARE: HEADS, A.JOIN: WORKING, A.UNMASK: WORKING,
    A.VOUCH: HEADS,
    A.CHECK: HEADS, A.POSTPONE: WORKING, A.ACQUIT: {"operator"}, A.ATTEND: {"pimpinan"}, A.HEED: HEADS,
    A.MEET: HEADS | {"pimpinan"}, A.RESCUE: {"operator", "admin"}, A.WARN: {"operator", "pimpinan"},
    A.SUPPLY: WORKING | {"admin"}, A.VIEW: WORKING | {"pimpinan", "admin"},
    A.WATCH: CITY, A.CONFIGURE: {"admin"}, A.BLOCK: {"admin", "operator"}, A.REPAIR: {"admin", "operator"},
}  # fmt: skip


def routes() -> Iterator[tuple[str, str, Dependant]]:
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    web.doors(app, admin_panel.router)
    for route in iter_route_contexts(app.router.routes):
        for method in sorted(route.methods or ()):
            assert isinstance(route.original_route, APIRoute)
            yield method, str(route.path), route.original_route.dependant


TABLE = [(method, path, needs) for method, path, needs in routes() if path not in OPEN_TO_ALL]
UNSAFE = [(method, path) for method, path, _ in TABLE if method not in SAFE]


def filled(path: str) -> str:
    """The path with something plausible in its places."""
    places = {
        "{number}": "BKS-2611-00001", "{sha256}": "0" * 64, "{officer_id}": "1", "{code}": "pju",
        "{row_id}": "1", "{link_id}": "1", "{person_id}": "1", "{call_id}": "1", "{message_id}": "1",
        "{rule}": "jalan_tol", "{table}": "jalan", "{version}": "1", "{bundle_id}": "1", "{case_id}": "1",
        "{bagian}": "jam",
        "{part}": "kategori", "{order}": "latih", "{handle}": "0" * 16, "{passkey_id}": "1",
        "{incident_id}": "1", "{poll_id}": "1",
        "{act_id}": "1", "{view_id}": "1", "{promise_id}": "1", "{photo}": "1",
        "{webhook_id}": "1", "{token_id}": "1", "{langkah}": "pastikan",
        "{agency}": "dlh", "{agreement_id}": "1",
        "{export_id}": "1", "{attention_id}": "1", "{week}": "2026-11-23", "{warning_id}": "1",
        "{indicator}": "penduduk",
        "{kelurahan}": "32.75.02.1002",
        "{sensor_rule}": "baru",
        "/atensi/baru": "/atensi/baru?dinas=dlh",
    }  # fmt: skip
    for place, value in places.items():
        path = path.replace(place, value)
    return path


@pytest.fixture
def one_report(panel_db: None) -> str:
    with db.transaction() as tx:
        return reports.filed(tx).number


def test_the_table_of_this_test_names_every_route() -> None:
    assert {f"{method} {path}" for method, path, _ in TABLE} == set(NEEDS)


def test_every_route_depends_on_require() -> None:
    for method, path, needs in TABLE:
        guards = [d.call for d in needs.dependencies if isinstance(d.call, Require)]
        assert [guard.action for guard in guards] == [NEEDS[f"{method} {path}"]], f"{method} {path}"


def test_each_action_is_held_by_the_roles_meant_to() -> None:
    assert {action: {role for role in MAY if may(role, action)} for action in Action} == HOLD


def test_a_stranger_is_sent_to_sign_in_or_refused(stranger: TestClient) -> None:
    for method, path, _ in TABLE:
        response = stranger.request(method, filled(path))
        if method == "GET":
            assert response.headers["Location"].startswith("/masuk?lanjut=/"), path
        else:
            assert response.status_code == 401, path


@pytest.mark.parametrize("username", OFFICERS)
def test_a_role_without_the_right_is_refused_everywhere_else(
    signed_in: SignIn, username: str, one_report: str
) -> None:
    client, role = signed_in(username), OFFICERS[username][0]
    denied = [(method, path) for method, path, _ in TABLE if not may(role, NEEDS[f"{method} {path}"])]
    for method, path in denied:
        assert client.request(method, filled(path)).status_code == 403, f"{role}: {method} {path}"


@pytest.mark.parametrize("username", OFFICERS)
def test_a_role_with_the_right_is_let_through(signed_in: SignIn, username: str, one_report: str) -> None:
    client, role = signed_in(username), OFFICERS[username][0]
    with db.transaction() as tx:
        gauge(tx, "pju")  # named as a category: one name fills all places
        camera(tx, "pju", rights="petugas")
        feed(tx, "pju", agency=officer_named(tx, username).agency_code or "dlh")
    pages = [p for m, p, _ in TABLE if m == "GET" and may(role, NEEDS[f"GET {p}"])]
    for path in pages:
        if path in ("/live", "/akun/langkah-kedua") or any(
            name in path
            for name in (
                "{number}",
                "{sha256}",
                "{bundle_id}",
                "{act_id}",
                "{export_id}",
                "{webhook_id}",
                "{incident_id}",
                "{warning_id}",
                "{attention_id}",
                "{agency}",
                "{week}",
                "/petugas/kamera/petak",
                "{proof_id}",
                "{ticket}",
                "{still_id}",
                "/langsung",
            )
        ):
            continue  # endless, or it depends on the report: tested where they belong
        # as a program asks: a browser is led from a piece of a page to its page (test_whole_pages.py)
        answer = client.get(filled(path), headers={"Accept": "*/*"})
        assert answer.status_code == 200, f"{role}: {path}"


# Words of forms that are not any text.
WORDS = {"jenis": "jawab", "kata": "ya", "to": "diproses", "status": "", "putusan": "terima",
    "tanggal": "2026-12-01", "category": "pju", "agency": "dlh", "bundle": "1"}  # fmt: skip


def plausible(needs: Dependant) -> dict[str, Any]:
    """A body no route refuses for its shape: each field of the form by its type."""
    data: dict[str, Any] = {}
    files: dict[str, Any] = {}
    for field in needs.body_params:
        kind = field.field_info.annotation
        choices = get_args(kind) if get_origin(kind) is Literal else ()
        if field.alias in WORDS:
            data[field.alias] = WORDS[field.alias]
        elif "UploadFile" in str(kind):
            files[field.alias] = ("foto.jpg", b"x", "image/jpeg")
        elif choices:
            data[field.alias] = choices[0]
        elif kind is bool:
            data[field.alias] = "true"
        elif "int" in str(kind) or "float" in str(kind):
            data[field.alias] = "1"
        elif "date" in str(kind):
            data[field.alias] = "2026-12-01"
        else:
            data[field.alias] = "BKS-2611-00001"
    return {"data": data, **({"files": files} if files else {})}


# Of a report of dbmsda in Kranji: another dinas, its head, its reader, a lurah elsewhere.
REPORT = tuple(table_of(Report).c.keys())
# A page that is left says so and hears nothing: the same for a report of others and for a number nobody has.
# So do the parts that come after a page, when its report was handed on meanwhile.
UNHEARD = {
    "POST /petugas/laporan/{number}/hadir",
    "GET /petugas/laporan/{number}/bersama",
    "GET /petugas/laporan/{number}/riwayat",
}
FOREIGN = {"dimas": "dlh", "kepala": "dlh", "pemantau": "dlh", "lurah": "kel-32.75.06.1001"}


def test_no_route_lets_another_agency_touch_or_see_a_report(
    signed_in: SignIn, one_report: str, panel_db: None
) -> None:
    """D5: every route about a report x every role x a foreign agency, the list from the route table."""
    about = [row for row in TABLE if "{number}" in row[1]]
    assert len(about) > 20
    with db.transaction() as tx:
        officer_named(tx, "lurah").agency_code = FOREIGN["lurah"]
        before = {column: getattr(tx.scalars(select(Report)).one(), column) for column in REPORT}
        written = tx.scalar(select(func.count(Event.seq)))
    found = {}
    for username in FOREIGN:
        client, role = signed_in(username), OFFICERS[username][0]
        for method, path, needs in about:
            answer = client.request(method, filled(path), **plausible(needs))
            if (route := f"{method} {path}") in UNHEARD:
                nobodys = path.replace("{number}", "BKS-2611-99999")
                alike = client.request(method, nobodys, **plausible(needs))
                assert answer.text == alike.text == ""
                expected = alike.status_code
            else:
                expected = 404 if may(role, NEEDS[route]) else 403
            if answer.status_code != expected:
                found[f"{username}: {method} {path}"] = (answer.status_code, answer.text[:300])
    assert found == {}
    with db.reading() as session:
        now = session.scalars(select(Report)).one()
        assert {column: getattr(now, column) for column in before} == before
        assert session.scalar(select(func.count(Event.seq))) == written


@pytest.mark.parametrize("token", [None, "", "tebakan"])
def test_no_unsafe_route_works_without_the_csrf_token(signed_in: SignIn, token: str | None) -> None:
    starts = {
        "/admin": "admin",
        "/petugas": "operator",
        "/poc": "operator",
        "/keluar": "rina",
        "/akun": "rina",
    }
    clients = {start: signed_in(username) for start, username in starts.items()}
    data = {} if token is None else {"csrf": token}
    for method, path in UNSAFE:
        client = next(client for start, client in clients.items() if path.startswith(start))
        client.headers.pop("X-CSRF-Token", None)
        assert client.request(method, filled(path), data=data).status_code == 403, path


def test_the_token_may_come_as_a_form_field(signed_in: SignIn) -> None:
    client = signed_in("rina")
    token = client.headers.pop("X-CSRF-Token")
    assert client.post("/keluar", data={"csrf": token}).status_code == 303


def test_another_officers_token_does_not_fit(signed_in: SignIn) -> None:
    client, other = signed_in("rina"), signed_in("dimas")
    client.headers["X-CSRF-Token"] = other.headers["X-CSRF-Token"]
    assert client.post("/keluar").status_code == 403


@pytest.mark.parametrize("username", OFFICERS)
def test_every_entry_of_the_menu_opens(signed_in: SignIn, username: str) -> None:
    client, role = signed_in(username), OFFICERS[username][0]
    for entry in (*menu.bar(role), *menu.settings(role)):
        assert client.get(entry.path).status_code == 200, f"{role}: {entry.path}"


def test_a_role_nobody_knows_may_nothing() -> None:
    assert not any(may(role, action) for role in ("", "entah", "PETUGAS") for action in Action)


def test_no_page_or_template_asks_for_a_role_by_name() -> None:
    named = re.compile(r"""role\s*(?:[!=]=|in|not in)\s*[("'\[{]""")
    sources = [*(ROOT / "admin_panel").rglob("*.py"), *(ROOT / "admin_panel").rglob("*.html")]
    assert [str(path) for path in sources if named.search(path.read_text())] == []


def test_one_line_too_many_is_refused_in_a_sentence(
    signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_lines, "MOST_OF_AN_OFFICER", 0)
    refused = signed_in("rina").get("/live", headers={"Accept": "text/html"})
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "30")
    assert "Terlalu banyak layar terbuka dengan akun ini" in refused.text


def test_a_page_that_is_refused_leads_back_to_the_queue(signed_in: SignIn) -> None:
    rina = signed_in("rina")
    for path, status in (("/admin", 403), ("/petugas/laporan/BKS-2611-09999", 404)):
        page = rina.get(path)
        assert (page.status_code, 'href="/petugas"' in page.text) == (status, True)
