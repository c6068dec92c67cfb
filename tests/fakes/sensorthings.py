"""The SensorThings door on a free port of its own, and a client with a key."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient

import web
from sensors.sta import clients
from sensors.sta.routes import router
from storage import clock
from storage.db import transaction
from tests.servers import free_port, wait_until

ROOT = "/sta/v1.1"
OM = "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement"


def make_app() -> FastAPI:
    """The door alone."""
    app = FastAPI()
    app.state.secret = "a secret only this test knows, long enough"
    app.state.public_url = "http://sorot.test"
    web.install(app)
    web.doors(app, router)
    return app


@contextmanager
def served() -> Iterator[str]:
    """The service's address while it runs."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(make_app(), port=port, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        wait_until(lambda: server.started, seconds=20, what="the door does not open")
        yield f"http://127.0.0.1:{port}/sta/v1.1"
    finally:
        server.should_exit = True
        thread.join()


def key_for(name: str = "pabrik", *, write: bool = True, things: list[str] | None = None) -> tuple[str, str]:
    """A client's name and key."""
    with transaction() as tx:
        return name, clients.make(tx, name, write=write, things=things, now=clock.now())


class Door:
    """The door as its client sees it."""

    def __init__(self, http: TestClient, auth: tuple[str, str]) -> None:
        self.http, self.auth = http, auth

    def get(self, path: str, status: int = 200) -> Any:
        answer = self.http.get(path if path.startswith("http") else f"{ROOT}/{path}", auth=self.auth)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content and "json" in answer.headers["content-type"] else answer.text

    def send(self, how: str, path: str, body: Any = None, status: int = 201, **more: Any) -> Any:
        answer = self.http.request(how, f"{ROOT}/{path}", json=body, auth=self.auth, **more)
        assert answer.status_code == status, answer.text
        if how == "POST" and status == 201 and path != "CreateObservations":
            assert answer.headers["location"] == answer.json()["@iot.selfLink"]
        return answer.json() if answer.content else None

    def values(self, path: str, field: str = "result") -> list[Any]:
        return [one[field] for one in self.get(path)["value"]]


HOUR = clock.now().replace(minute=0, second=0, microsecond=0) - timedelta(hours=5)


def at(minutes: float) -> str:
    return (HOUR + timedelta(minutes=minutes)).isoformat()


def station(name: str = "Stasiun 1", **more: Any) -> dict[str, Any]:
    """A thing with everything inside it."""
    return {
        "name": name, "description": "di atap", "properties": {"pemilik": "DLH", "lantai": 3},
        "Locations": [{
            "name": "Kranji", "description": "halaman", "encodingType": "application/geo+json",
            "location": {"type": "Point", "coordinates": [106.975, -6.228]},
        }],
        "Datastreams": [{
            "name": "Suhu", "description": "suhu udara", "observationType": OM,
            "unitOfMeasurement": {"name": "Celsius", "symbol": "°C", "definition": "http://x/c"},
            "Sensor": {"name": "DHT22", "description": "", "encodingType": "text/html", "metadata": "http://x"},
            "ObservedProperty": {"name": "Suhu", "definition": "http://x/suhu", "description": ""},
            "Observations": [
                {"phenomenonTime": at(0), "result": 20},
                {"phenomenonTime": at(10), "result": 25.5, "parameters": {"kipas": "100%"}},
                {"phenomenonTime": at(20), "result": 31, "resultTime": at(21)},
            ],
        }],
    } | more  # fmt: skip


@contextmanager
def opened() -> Iterator[Door]:
    """The door with one thing behind it, as its maker sees it."""
    with TestClient(make_app()) as http:
        made = Door(http, key_for())
        made.send("POST", "Things", station())
        yield made
