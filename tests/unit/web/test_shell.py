"""Headers, error pages and assets of every page."""

import json
from pathlib import Path

import pytest
from fastapi import FastAPI, Form
from fastapi.testclient import TestClient
from starlette.exceptions import HTTPException

import web
from web import assets


@pytest.fixture
def client() -> TestClient:
    app = FastAPI()
    web.install(app)

    @app.get("/refused")
    def refused() -> None:
        raise HTTPException(409, "Laporan ini sudah berakhir.")

    @app.get("/crash")
    def crash() -> None:
        raise RuntimeError("rahasia dapur")

    @app.post("/form")
    def form(amount: int = Form()) -> None:
        """Only to be refused."""

    return TestClient(app, base_url="https://testserver", raise_server_exceptions=False)


HTML = {"Accept": "text/html"}


def nonce_of(policy: str) -> str:
    return policy.split("'nonce-")[1].split("'")[0]


def test_every_page_has_a_policy_with_its_own_nonce(client: TestClient) -> None:
    first, second = client.get("/nowhere", headers=HTML), client.get("/nowhere", headers=HTML)
    policy = first.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert f'nonce="{nonce_of(policy)}"' in first.text
    assert nonce_of(policy) != nonce_of(second.headers["Content-Security-Policy"])


@pytest.mark.parametrize("path", ["/nowhere", "/crash", "/refused"])
def test_errors_carry_the_headers_too(client: TestClient, path: str) -> None:
    response = client.get(path, headers=HTML)
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Content-Security-Policy" in response.headers
    assert response.headers["Strict-Transport-Security"]


def test_a_person_gets_a_kind_page_and_a_program_problem_json(client: TestClient) -> None:
    page, problem = client.get("/refused", headers=HTML), client.get("/refused")
    assert page.status_code == problem.status_code == 409
    assert "Laporan ini sudah berakhir." in page.text
    assert problem.headers["Content-Type"] == "application/problem+json"
    assert problem.json() == {
        "type": "about:blank", "title": "Sudah berubah", "status": 409,
        "detail": "Laporan ini sudah berakhir.", "instance": "/refused",
    }  # fmt: skip


def test_an_unknown_address_is_answered_in_indonesian(client: TestClient) -> None:
    response = client.get("/nowhere", headers=HTML)
    assert response.status_code == 404
    assert "Halaman tidak ditemukan" in response.text
    assert "Not Found" not in response.text


def test_a_crash_tells_nothing_of_the_inside(client: TestClient) -> None:
    response = client.get("/crash", headers=HTML)
    assert response.status_code == 500
    assert "Sistem sedang bermasalah" in response.text
    assert "rahasia dapur" not in response.text


def test_a_malformed_form_is_422_with_a_sentence(client: TestClient) -> None:
    response = client.post("/form", data={"amount": "banyak"})
    assert response.status_code == 422
    assert response.json()["title"] == "Isian belum lengkap"


def test_htmx_gets_a_fragment_not_a_page(client: TestClient) -> None:
    response = client.get("/refused", headers={**HTML, "HX-Request": "true"})
    assert "Laporan ini sudah berakhir." in response.text
    assert "<html" not in response.text


def manifest(tmp_path: Path) -> Path:
    path = tmp_path / "manifest.json"
    entry = {"file": "assets/map-1.js", "imports": ["_shared.js"], "css": ["assets/map-1.css"]}
    entries = {
        "src/entries/map.js": entry,
        "_shared.js": {"file": "assets/shared-1.js", "css": ["assets/shared-1.css"]},
    }
    path.write_text(json.dumps(entries))
    return path


def test_an_entry_brings_its_sheets_its_chunks_and_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = manifest(tmp_path)
    monkeypatch.setattr(assets.manifest, "__defaults__", (path,))
    tags = assets.asset("map").split("\n")
    assert tags == [
        '<link rel="stylesheet" href="/static/assets/map-1.css">',
        '<link rel="stylesheet" href="/static/assets/shared-1.css">',
        '<link rel="modulepreload" href="/static/assets/shared-1.js">',
        '<script type="module" src="/static/assets/map-1.js"></script>',
    ]


def test_without_a_build_pages_still_come_and_the_log_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(assets.manifest, "__defaults__", (tmp_path / "missing.json",))
    assert assets.asset("base") == ""
    assert "./dev setup" in caplog.text


def test_an_icons_name_cannot_break_out_of_its_attribute() -> None:
    assert '"><script>' not in assets.icon('x"><script>')
