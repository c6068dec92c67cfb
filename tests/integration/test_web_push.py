"""A resident's closed browser is told that an answer lies ready and nothing else; judged by decrypting."""

import base64
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import http_ece
import httpx2
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02
from sqlalchemy import select
from starlette.testclient import TestClient

from bot.channels.web import keys
from bot.channels.web.push import TAKEN_FOR, UNTAKEN, Pusher
from storage import clock, db, outbox, web_push
from storage.models import ChatPush, Outbox, Person
from tests.factories import city
from tests.fakes.site import SECRET, make_app

MINE, AUTH = ec.generate_private_key(ec.SECP256R1()), b"0123456789abcdef"
WORDS = "Lampu di depan rumah Ibu Siti sudah diperbaiki."


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


POINT = MINE.public_key().public_bytes(
    serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
)
SUBSCRIPTION: dict[str, Any] = {
    "endpoint": "https://fcm.googleapis.com/fcm/send/ada", "keys": {"p256dh": b64(POINT), "auth": b64(AUTH)},
}  # fmt: skip


@dataclass
class Vendor:
    """A push service: answers what it is set to, keeps what it was given."""

    status: int = 201
    asked: list[httpx2.Request] = field(default_factory=list)

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request)
        return httpx2.Response(self.status)

    def said(self) -> dict[str, Any]:
        body = self.asked[-1].content
        told = http_ece.decrypt(body, private_key=MINE, auth_secret=AUTH, version="aes128gcm")
        found: dict[str, Any] = json.loads(told)
        return found


@dataclass
class Chat:
    """A browser with a chat that was begun, and the resident behind it."""

    browser: TestClient
    person: int
    vendor: Vendor
    now: datetime

    def answer(self) -> int:
        with db.transaction() as tx:
            return outbox.put(tx, person=tx.get_one(Person, self.person), text=WORDS, now=self.now).id

    def round(self, later: timedelta = timedelta()) -> None:
        self.now += later
        Pusher(SECRET, "https://lapor.example", lambda: self.now)()

    def status(self) -> list[str]:
        with db.reading() as session:
            return list(session.scalars(select(Outbox.status).order_by(Outbox.id)))

    def unreachable(self) -> bool:
        with db.reading() as session:
            return session.get_one(Person, self.person).unreachable_at is not None


@pytest.fixture
def chat(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Chat:
    vendor = Vendor()
    monkeypatch.setattr(web_push, "client", lambda: httpx2.Client(transport=httpx2.MockTransport(vendor)))
    with db.transaction() as tx:
        city.load(tx)
    browser = TestClient(make_app(tmp_path), base_url="http://localhost", headers={"X-Sorot-Chat": "1"})
    browser.post("/chat/session", json={})
    key = browser.cookies["sorot_chat"]
    with db.transaction() as tx:
        person = Person(channel="web", address=keys.hashed(key), created_at=clock.now())
        tx.add(person)
        tx.flush()
        return Chat(browser, person.id, vendor, clock.now())


def test_a_closed_browser_is_told_once_and_takes_the_answer_when_it_is_opened(chat: Chat) -> None:
    assert chat.browser.post("/chat/push", json=SUBSCRIPTION).status_code == 204
    assert chat.browser.get("/chat/push").json() == {"key": web_push.public_key(SECRET), "on": True}
    number = chat.answer()
    chat.round()
    assert chat.vendor.asked == []  # an open browser would have shown it by itself
    chat.round(UNTAKEN)
    chat.round(TAKEN_FOR)
    assert len(chat.vendor.asked) == 1
    assert chat.vendor.said()["n"] == number
    assert "Siti" not in str(chat.vendor.said())
    assert Vapid02.verify(chat.vendor.asked[0].headers["Authorization"])
    assert chat.status() == ["sent"]
    assert chat.browser.get(f"/chat/messages?after={number}").json()["messages"][0]["text"] == WORDS
    chat.browser.post("/chat/ack", json={"up_to": number})
    assert chat.status() == ["delivered"]


def test_what_was_shown_is_not_told(chat: Chat) -> None:
    chat.browser.post("/chat/push", json=SUBSCRIPTION)
    chat.browser.post("/chat/ack", json={"up_to": chat.answer()})
    chat.round(UNTAKEN)
    chat.browser.post("/chat/push", json={})  # no more
    chat.answer()
    chat.round(UNTAKEN)
    assert (chat.vendor.asked, chat.status()) == ([], ["delivered", "queued"])


def test_a_browser_that_is_gone_makes_its_resident_unreachable_until_they_come_back(chat: Chat) -> None:
    chat.browser.post("/chat/push", json=SUBSCRIPTION)
    number = chat.answer()
    chat.vendor.status = 503
    chat.round(UNTAKEN)
    assert (chat.status(), chat.unreachable()) == (["queued"], False)
    chat.vendor.status = 410
    chat.round(timedelta(minutes=2))
    assert (len(chat.vendor.asked), chat.status(), chat.unreachable()) == (2, ["queued"], True)
    with db.reading() as session:
        assert session.scalars(select(ChatPush)).all() == []
    chat.browser.post("/chat/ack", json={"up_to": number})
    assert (chat.status(), chat.unreachable()) == (["delivered"], False)


def test_only_vendors_are_called_and_only_a_chat_that_lives_is_told(chat: Chat) -> None:
    for bad in (
        SUBSCRIPTION | {"endpoint": "https://169.254.169.254/x"}, SUBSCRIPTION | {"keys": {}},
        {"endpoint": 5, "keys": {}}, SUBSCRIPTION | {"keys": {"p256dh": "x" * 300, "auth": "y"}},
    ):  # fmt: skip
        assert chat.browser.post("/chat/push", json=bad).status_code == 422
    assert chat.browser.post("/chat/push", json=[]).status_code == 400
    chat.browser.post("/chat/push", json=SUBSCRIPTION)
    chat.answer()
    chat.browser.post("/chat/end", json={})
    chat.round(UNTAKEN)
    assert chat.vendor.asked == []
    assert chat.browser.post("/chat/push", json=SUBSCRIPTION).status_code == 401
