"""The private link to one's own data, through the product's own door."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from bot import private_links
from sorot.asgi import create_app
from sorot.settings import Settings
from storage import clock, db
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


def test_the_link_downloads_ones_own_data_and_is_kept_nowhere(visitor: TestClient) -> None:
    with transaction() as tx:
        person = people.person(tx)
        person.name = "Sulastri"
        reports.filed(tx, by=person, text="Gorong-gorong ambles.")
        reports.filed(tx, text="Punya tetangga.")
        path = private_links.issue(tx, person, now=clock.now())
    answer = visitor.get(path)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.json()["orang"]["name"] == "Sulastri"
    assert [report["text"] for report in answer.json()["laporan"]] == ["Gorong-gorong ambles."]


@pytest.mark.parametrize("token", ["1.9999999999.x", "1", "a.b.c", "9" * 30 + ".1.x", "-1.9999999999.x"])
def test_a_made_up_link_opens_nothing(visitor: TestClient, token: str) -> None:
    with transaction() as tx:
        private_links.issue(tx, people.person(tx), now=clock.now())
    assert visitor.get(private_links.PATH + token).status_code == 404
