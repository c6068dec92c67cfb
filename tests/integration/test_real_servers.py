"""The roles as production runs them: processes of their own on PostgreSQL, Redis and Mosquitto."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime

import httpx2
import paho.mqtt.publish as mqtt
import pytest
from sqlalchemy import select

from storage import db
from storage.models import Inbox, Observation
from tests.servers import Mosquitto, Postgres, Redis, Role, fit, wait_until

ROLES = ("web", "worker", "beat", "sensors")
SAID = "lampu jalan di depan gang kami padam sejak tiga malam lalu, mohon diperbaiki"


@pytest.fixture(scope="module")
def database_of_roles(postgres: Postgres, postgres_template: str) -> Iterator[str]:
    postgres.run(f"CREATE DATABASE sorot_roles TEMPLATE {postgres_template}")
    yield postgres.url("sorot_roles")
    postgres.run("DROP DATABASE sorot_roles WITH (FORCE)")


@pytest.fixture(scope="module")
def running_roles(
    database_of_roles: str, redis: Redis, mosquitto: Mosquitto, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Role]]:
    """web, worker, beat and sensors, each a process with a home of its own, all up."""
    top = tmp_path_factory.mktemp("roles")
    settings = {
        "SOROT_DATABASE_URL": database_of_roles.replace("+psycopg", ""),
        "SOROT_BROKER_URL": redis.url,
        "SOROT_MQTT_URL": mosquitto.url,
        "SOROT_MEDIA_URL": str(top / "media"),
        "SOROT_SECRET_KEY": "k" * 40,
    }
    with ExitStack() as stack:
        started = {}
        for name in ROLES:
            (top / name).mkdir()
            started[name] = Role(name, folder=top / name, settings=settings)
            stack.callback(started[name].stop)
        start_all(started)
        yield started


@pytest.fixture
def roles(running_roles: dict[str, Role], database_of_roles: str) -> Iterator[dict[str, Role]]:
    db.configure(database_of_roles)
    yield running_roles
    db.dispose()


def start_all(roles: dict[str, Role]) -> None:
    """Start them side by side and return when all are fit."""
    for role in roles.values():
        role.begin()
    for role in roles.values():
        role.until(fit, seconds=90)


class Chat:
    """A resident's browser."""

    def __init__(self, address: str) -> None:
        self.http = httpx2.Client(base_url=address, headers={"X-Sorot-Chat": "1"})
        self.http.post("/chat/session", json={}).raise_for_status()

    def say(self, identity: str, text: str) -> None:
        answer = self.http.post("/chat/messages", json={"id": identity, "text": text})
        assert answer.status_code == 202, answer.text

    def answers(self) -> list[str]:
        """What the bot has said so far."""
        said = self.http.get("/chat/messages").raise_for_status().json()["messages"]
        return [message["text"] for message in said if message["from"] == "bot"]


def test_a_message_is_understood_and_answered_across_the_processes(roles: dict[str, Role]) -> None:
    chat = Chat(roles["web"].address)
    chat.say("pesan-0001", SAID)
    wait_until(lambda: bool(chat.answers()), seconds=20, what="no answer in the chat")
    with db.reading() as session:
        assert set(session.scalars(select(Inbox.status))) == {"done"}


def test_a_message_is_answered_while_redis_is_dead(roles: dict[str, Role], redis: Redis) -> None:
    redis.kill()
    try:
        chat = Chat(roles["web"].address)
        chat.say("pesan-0002", SAID)
        wait_until(lambda: bool(chat.answers()), seconds=30, what="no answer without the broker")
    finally:
        redis.start()


def test_a_gauges_reading_comes_in_by_mosquitto(roles: dict[str, Role], mosquitto: Mosquitto) -> None:
    reading = json.dumps({"at": datetime.now(UTC).isoformat(), "value": 243, "unit": "cm"})
    mqtt.single("sorot/sensor/p2c/reading", reading, qos=1, hostname="127.0.0.1", port=mosquitto.port)

    def levels() -> list[float]:
        with db.reading() as session:
            return list(session.scalars(select(Observation.value)))

    wait_until(lambda: bool(levels()), seconds=20, what="no reading stored")
    assert levels() == [243]


@pytest.mark.crash_full
@pytest.mark.timeout(300)
def test_every_role_ends_in_order_when_told_to_and_comes_back(roles: dict[str, Role]) -> None:
    for role in roles.values():
        role.stop()
    assert {name: role.exit_code for name, role in roles.items()} == dict.fromkeys(roles, 0)
    start_all(roles)
