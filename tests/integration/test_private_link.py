"""The private link to one's own data, through the product's own door."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx2 import Response
from pydantic import SecretStr
from starlette.testclient import TestClient

from bot import private_links
from sorot.asgi import create_app
from sorot.settings import Settings
from storage import clock, db, limits
from storage.db import transaction
from tests.factories import city, people, reports


@pytest.fixture
def visitor(sqlite_url: str, tmp_path: Path) -> Iterator[TestClient]:
    settings = Settings(home=tmp_path, database_url=sqlite_url, secret_key=SecretStr("x" * 40))
    db.configure(sqlite_url)
    with transaction() as tx:
        city.load(tx)
    with TestClient(create_app(settings)) as client:
        yield client


OURS = {"X-Sorot-Chat": "1"}


def a_link() -> str:
    """The link somebody was sent in their chat: the page's path, and the key behind the #."""
    with transaction() as tx:
        person = people.person(tx)
        person.name = "Sulastri"
        reports.filed(tx, by=person, text="Gorong-gorong ambles.")
        reports.filed(tx, text="Punya tetangga.")
        return private_links.issue(tx, person, now=clock.now())


def hand_in(visitor: TestClient, key: object, headers: dict[str, str] = OURS) -> Response:
    return visitor.post("/data", json={"kunci": key}, headers=headers)


def test_the_key_behind_the_link_downloads_ones_own_data_once_and_is_in_no_address(
    visitor: TestClient,
) -> None:
    path, _, key = a_link().partition("#kunci=")
    assert path == "/data"
    page = visitor.get(path)
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    answer = hand_in(visitor, key)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.json()["orang"]["name"] == "Sulastri"
    assert [report["text"] for report in answer.json()["laporan"]] == ["Gorong-gorong ambles."]
    again = hand_in(visitor, key)
    assert again.status_code == 404
    assert "data saya" in again.json()["detail"]


def test_a_new_link_ends_the_one_before(visitor: TestClient) -> None:
    with transaction() as tx:
        person = people.person(tx)
        keys = [private_links.issue(tx, person, now=clock.now()).partition("#kunci=")[2] for _ in range(2)]
    assert [hand_in(visitor, key).status_code for key in keys] == [404, 200]


@pytest.mark.parametrize("key", ["", "x", "a" * 43, "\x00é", None, 7, ["a" * 43], {"a": 1}, "9" * 5000])
def test_a_made_up_key_opens_nothing(visitor: TestClient, key: object) -> None:
    a_link()
    assert hand_in(visitor, key).status_code == 404


def test_another_site_hands_in_no_key_and_guessing_is_slowed_down(visitor: TestClient) -> None:
    key = a_link().partition("#kunci=")[2]
    assert hand_in(visitor, key, {**OURS, "Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert hand_in(visitor, key, {}).status_code == 403
    limits.configure({"key.address": "3/60"})
    assert [hand_in(visitor, f"{n}" * 43).status_code for n in range(5)] == [404] * 3 + [429] * 2
    limits.configure({})
    assert hand_in(visitor, key).status_code == 200


@pytest.mark.parametrize("token", ["1.9999999999.x", "12.1795970000.abcDEF-_0123456789", "apa-saja"])
def test_a_link_of_a_former_version_is_answered_with_what_to_do(visitor: TestClient, token: str) -> None:
    for accept in ("text/html", "application/json"):
        answer = visitor.get(f"/data/{token}", headers={"Accept": accept})
        assert answer.status_code == 410
        assert "data saya" in answer.text
