"""Under which names the service answers: its own, and those that are nobody's domain."""

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

import web
from web.hosts import KnownHosts


@pytest.fixture
def client() -> TestClient:
    app = FastAPI()
    app.add_middleware(KnownHosts, public_url="https://lapor.kota.example")
    web.install(app)
    app.get("/halo")(lambda: "halo")
    return TestClient(app, base_url="https://lapor.kota.example")


OURS = ("lapor.kota.example", "LAPOR.kota.example:443", "127.0.0.1:8000", "[::1]:8000", "web:80")
THEIRS = (
    "jahat.example", "lapor.kota.example.jahat.example", "127.0.0.1.jahat.example", "[::1",
    "lapor.kota.example@jahat.example", "localhost.jahat.example",
)  # fmt: skip


@pytest.mark.parametrize("host", OURS)
def test_its_own_names_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/halo", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", THEIRS)
def test_somebody_elses_name_is_refused(client: TestClient, host: str) -> None:
    answer = client.get("/halo", headers={"Host": host, "Accept": "text/html"})
    assert answer.status_code == 400
    assert "Content-Security-Policy" in answer.headers
