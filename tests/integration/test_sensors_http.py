"""The HTTP door of gauges: with the gauge's own token in, everything else refused kindly."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select

import web
from sensors.credentials import issue_token
from sensors.routes import LARGEST_BODY, MOST_READINGS, router
from storage import clock
from storage.db import reading, transaction
from storage.models import Observation
from tests.factories import city
from tests.factories.gauges import gauge

URL = "/api/sensors/p2c/readings"


@pytest.fixture
def client(database: str) -> Iterator[TestClient]:
    with transaction() as tx:
        city.load(tx)
        gauge(tx)
        gauge(tx, "tanpa-token")
    app = FastAPI()
    web.doors(app, router)
    with TestClient(app) as made:
        yield made


@pytest.fixture
def token(client: TestClient) -> str:
    with transaction() as tx:
        return issue_token(tx, "p2c", now=clock.now()) or ""


def seconds_ago(seconds: float) -> float:
    return clock.now().timestamp() - seconds


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def stored() -> list[float]:
    with reading() as session:
        return list(session.scalars(select(Observation.value).order_by(Observation.at)))


def refused(answer: Any, status: int, code: str) -> bool:
    """Whether it is this refusal, as problem JSON with an Indonesian sentence, and nothing is stored."""
    problem = answer.json()
    shape = answer.headers["content-type"] == "application/problem+json" and len(problem["detail"]) > 10
    return shape and (answer.status_code, problem["code"], stored()) == (status, code, [])


def test_one_reading_is_accepted(client: TestClient, token: str) -> None:
    body = {"at": seconds_ago(60), "value": 1840, "unit": "mm"}
    answer = client.post(URL, json=body, headers=bearer(token))
    assert answer.status_code == 202
    assert answer.json() == {"stored": 1, "late": 0, "repeated": 0, "refused": 0, "errors": []}
    assert stored() == [184.0]


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_batch_is_taken_in_order_of_time_whatever_its_own_order(
    client: TestClient, token: str, wrapped: bool
) -> None:
    items = [{"at": seconds_ago(age), "value": 100 + age} for age in (30, 90, 60)]
    body = {"readings": items} if wrapped else items
    answer = client.post(URL, json=body, headers=bearer(token))
    assert answer.json()["stored"] == 3
    assert stored() == [190, 160, 130]


def test_a_batch_sent_again_stores_nothing_new(client: TestClient, token: str) -> None:
    items = [{"at": seconds_ago(age), "value": 100} for age in (30, 60)]
    assert client.post(URL, json=items, headers=bearer(token)).json()["stored"] == 2
    again = client.post(URL, json=items, headers=bearer(token)).json()
    assert (again["stored"], again["late"] + again["repeated"]) == (0, 2)
    assert len(stored()) == 2


def test_the_good_readings_of_a_batch_are_kept_and_the_bad_ones_named(client: TestClient, token: str) -> None:
    items = [{"at": seconds_ago(60), "value": 100}, {"value": 3}, {"at": seconds_ago(30), "value": 99_999}]
    answer = client.post(URL, json=items, headers=bearer(token))
    assert answer.status_code == 202
    assert (answer.json()["stored"], answer.json()["refused"]) == (1, 2)
    assert [error["index"] for error in answer.json()["errors"]] == [1, 2]


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Bearer "}, {"Authorization": "Bearer salah"}, {"Authorization": "Basic cDJj"},
     {"Authorization": "Bearer k\xfcnci".encode("latin-1")}],
)  # fmt: skip
def test_without_its_token_a_gauge_is_not_heard(client: TestClient, token: str, headers: Any) -> None:
    answer = client.post(URL, json={"at": seconds_ago(9), "value": 1}, headers=headers)
    assert refused(answer, 401, "token_salah")


def test_a_gauge_without_a_token_accepts_none(client: TestClient, token: str) -> None:
    answer = client.post(
        "/api/sensors/tanpa-token/readings", json={"at": seconds_ago(9), "value": 1}, headers=bearer(token)
    )
    assert refused(answer, 401, "token_salah")


def test_a_new_token_ends_the_old_one(client: TestClient, token: str) -> None:
    with transaction() as tx:
        new = issue_token(tx, "p2c", now=clock.now())
        assert issue_token(tx, "entah", now=clock.now()) is None
    body = {"at": seconds_ago(9), "value": 100}
    assert refused(client.post(URL, json=body, headers=bearer(token)), 401, "token_salah")
    assert client.post(URL, json=body, headers=bearer(new or "")).status_code == 202


def test_a_foreign_gauge_is_not_found(client: TestClient, token: str) -> None:
    answer = client.post("/api/sensors/entah/readings", json={}, headers=bearer(token))
    assert refused(answer, 404, "sensor_tidak_ada")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "bukan_json"),
        (b"\xff{", "bukan_json"),
        (b"[]", "jumlah"),
        (b"17", "bentuk"),
        (b'{"readings": 17}', "bentuk"),
        (b'{"at": 1, "value": "tinggi"}', "nilai"),
        (b'{"at": "2026-11-23T09:00:00", "value": 1}', "waktu"),
        (b'{"at": 32503680000, "value": 1}', "ditolak"),
        (b'{"at": 1, "value": null}', "ditolak"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(
    client: TestClient, token: str, body: bytes, code: str
) -> None:
    assert refused(client.post(URL, content=body, headers=bearer(token)), 422, code)


def test_too_many_readings_at_once_are_refused(client: TestClient, token: str) -> None:
    items = [{"at": seconds_ago(60 + number), "value": 100} for number in range(MOST_READINGS + 1)]
    assert refused(client.post(URL, json=items, headers=bearer(token)), 422, "jumlah")


def test_a_body_too_large_is_refused_also_when_it_hides_its_length(client: TestClient, token: str) -> None:
    large = b" " * (LARGEST_BODY + 1)
    assert refused(client.post(URL, content=large, headers=bearer(token)), 413, "terlalu_besar")
    chunks = (large[start : start + 8192] for start in range(0, len(large), 8192))
    assert refused(client.post(URL, content=chunks, headers=bearer(token)), 413, "terlalu_besar")


def test_levels_are_public_and_tokens_are_not(client: TestClient, token: str) -> None:
    client.post(URL, json={"at": seconds_ago(60), "value": 184}, headers=bearer(token))
    answer = client.get("/api/sensors")
    by_code = {row["code"]: row for row in answer.json()["sensors"]}
    assert (by_code["p2c"]["value"], by_code["p2c"]["level"]) == (184, 4)
    assert by_code["tanpa-token"]["value"] is None
    assert "token" not in json.dumps(by_code["p2c"])


def test_the_series_is_public_and_of_the_asked_hours(client: TestClient, token: str) -> None:
    items = [{"at": seconds_ago(3600 * hours), "value": 100 + hours} for hours in (0.5, 3, 30)]
    client.post(URL, json=items, headers=bearer(token))
    answer = client.get("/api/sensors/p2c/series", params={"hours": 24}).json()
    assert [point["value"] for point in answer["points"]] == [103, 100.5]
    assert answer["levels"]["siaga_1"] == 700
    assert client.get("/api/sensors/entah/series").status_code == 404
    assert client.get("/api/sensors/p2c/series", params={"hours": 0}).status_code == 422
