"""The web chat's door: stored before acknowledged, repeated ids, bad input, foreign sites, pictures, pace."""

import io
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient

from bot.channels.web import bodies, routes
from bot.dialogue.types import Reply
from storage import clock, db, limits, outbox, people
from storage.db import reading, transaction
from storage.models import Inbox, Media, MediaJob, Outbox, Person, Report
from tests.factories import city
from tests.factories.queries import counted
from tests.fakes.drawings import located
from tests.fakes.resident import picture
from tests.fakes.site import make_app, worker

OURS = {"X-Sorot-Chat": "1"}


@pytest.fixture
def app(sqlite_url: str, tmp_path: Path) -> Iterator[Any]:
    db.configure(sqlite_url)
    with transaction() as tx:
        city.load(tx)
    limits.configure({"photo.person": "1000/0.001", "message.person": "1000/0.001"})
    yield make_app(tmp_path / "media")
    limits.configure({})


@pytest.fixture
def browser(app: Any) -> Iterator[TestClient]:
    """A browser whose chat has begun."""
    with TestClient(app, headers=OURS) as client:
        assert client.post("/chat/session", json={}).status_code == 200
        yield client


@pytest.fixture
def stranger(app: Any) -> Iterator[TestClient]:
    """Somebody else's browser."""
    with TestClient(app, headers=OURS) as client:
        client.post("/chat/session", json={})
        yield client


def count(what: Any) -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(what)) or 0


def send(client: TestClient, identity: str = "pesan-0001", **said: Any) -> Any:
    return client.post("/chat/messages", json={"id": identity, **said})


def test_an_accepted_message_is_already_stored(browser: TestClient) -> None:
    assert send(browser, text="halo").status_code == 202
    with reading() as session:
        row = session.scalars(select(Inbox)).one()
    assert (row.channel, row.payload["text"], row.status) == ("web", "halo", "new")


def test_a_message_is_one_transaction_of_three_statements(browser: TestClient) -> None:
    send(browser, "pesan-0001", text="halo")
    with counted() as sent:
        assert send(browser, "pesan-0002", text="halo").status_code == 202
    for statement, table in zip(sent, ("FROM chat_session", "INTO pace", "INTO inbox"), strict=False):
        assert table in statement
    assert len(sent) == 3


def test_the_same_message_sent_again_is_one_message(browser: TestClient) -> None:
    first, again = send(browser, text="halo"), send(browser, text="halo")
    assert (first.json()["new"], again.json()["new"]) == (True, False)
    assert count(Inbox) == 1


OTHER: list[dict[str, Any]] = [
    {"text": "tolong, kebakaran"}, {"text": "halo "}, {"text": "halo", "point": {"lat": -6.2, "lon": 107}},
    {"point": {"lat": -6.2, "lon": 107}}, {"button": "1:send", "title": "Kirim"}, {"text": "Halo"},
]  # fmt: skip


@pytest.mark.parametrize("other", OTHER, ids=str)
def test_another_message_under_the_same_id_does_not_vanish(
    browser: TestClient, other: dict[str, Any]
) -> None:
    send(browser, text="halo")
    answer = send(browser, **other)
    same = other == {"text": "halo "}  # edge blanks are no words
    assert answer.status_code == (202 if same else 409)
    assert same or "sekali lagi" in answer.json()["detail"]
    assert send(browser, "pesan-0002", **other).json()["new"]


def test_a_message_that_was_erased_meanwhile_is_the_same_when_it_comes_again(browser: TestClient) -> None:
    send(browser, text="halo")
    with transaction() as tx:
        tx.scalars(select(Inbox)).one().payload = {}
    assert not send(browser, text="halo").json()["new"]


def test_two_people_may_use_the_same_message_id(browser: TestClient, stranger: TestClient) -> None:
    assert send(browser, text="halo").json()["new"]
    assert send(stranger, text="halo").json()["new"]
    assert count(Inbox) == 2


def test_only_the_hash_of_the_private_key_is_stored(browser: TestClient) -> None:
    with worker():
        send(browser, text="halo")
        routes_wait(browser)
    key = browser.cookies["sorot_chat"]
    with reading() as session:
        stored = str([(p.address, p.name) for p in session.scalars(select(Person))])
        stored += str([(r.sender, r.payload, r.external_id) for r in session.scalars(select(Inbox))])
    assert "sorot_chat" not in stored
    assert key not in stored


def routes_wait(client: TestClient) -> list[dict[str, Any]]:
    """Until the bot has answered what was sent."""
    for _ in range(500):
        time.sleep(0.01)
        said: list[dict[str, Any]] = client.get("/chat/messages").json()["messages"]
        if said and said[-1]["from"] == "bot":
            return said
    raise AssertionError("nobody answered")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"id": "pesan-0001"}, 400),
        ({"id": "pesan-0001", "text": "   "}, 400),
        ({"id": "x", "text": "halo"}, 400),
        ({"id": 7, "text": "halo"}, 400),
        ({"text": "halo"}, 400),
        ([], 400),
        ("halo", 400),
        ({"id": "pesan-0001", "text": {"a": 1}}, 400),
        ({"id": "pesan-0001", "text": "a" * 4001}, 413),
        ({"id": "pesan-0001", "point": {"lat": 91, "lon": 0}}, 400),
        ({"id": "pesan-0001", "point": {"lat": "6", "lon": "1"}}, 400),
        ({"id": "pesan-0001", "point": [1, 2]}, 400),
        ({"id": "pesan-0001", "photos": ["a" * 64]}, 400),
        ({"id": "pesan-0001", "photos": "a"}, 400),
    ],
)
def test_a_malformed_message_is_refused_kindly_and_not_stored(
    browser: TestClient, body: Any, status: int
) -> None:
    answer = browser.post("/chat/messages", json=body)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"].endswith((".", "ya."))
    assert count(Inbox) == 0


@pytest.mark.parametrize("raw", [b"{", b"\xff\xfe", b"[" * 5000, b'{"id": "pesan-0001", "point": NaN}'])
def test_what_is_no_json_is_refused(browser: TestClient, raw: bytes) -> None:
    assert browser.post("/chat/messages", content=raw).status_code == 400
    assert count(Inbox) == 0


def test_a_body_over_the_limit_is_413_whatever_its_length_says(browser: TestClient) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(100):
            yield b"a" * 1024

    assert browser.post("/chat/messages", content=chunks()).status_code == 413
    assert browser.post("/chat/messages", content=b"a" * (bodies.MAX_JSON + 1)).status_code == 413


def test_text_that_postgresql_refuses_is_cleaned(browser: TestClient) -> None:
    body = b'{"id": "pesan-0001", "text": "ja\\u0000lan \\ud800 rusak"}'
    assert browser.post("/chat/messages", content=body).status_code == 202
    with reading() as session:
        assert session.scalars(select(Inbox)).one().payload["text"] == "jalan ? rusak"


@pytest.mark.parametrize("headers", [{"X-Sorot-Chat": ""}, {"Sec-Fetch-Site": "cross-site"}])
@pytest.mark.parametrize("path", ["session", "messages", "photos", "ack", "link"])
def test_other_sites_cannot_speak_for_a_resident(
    browser: TestClient, path: str, headers: dict[str, str]
) -> None:
    answer = browser.post(f"/chat/{path}", json={"id": "pesan-0001", "text": "halo"}, headers=headers)
    assert answer.status_code == 403
    assert count(Inbox) == 0


@pytest.mark.parametrize("path", ["messages", "photos", "ack", "link"])
def test_without_a_session_nothing_is_accepted(app: Any, path: str) -> None:
    with TestClient(app, headers=OURS) as nobody:
        answer = nobody.post(f"/chat/{path}", json={"id": "pesan-0001", "text": "halo", "up_to": 1})
        assert answer.status_code == 401
        assert nobody.get("/chat/live").status_code == 401
        assert nobody.get("/chat/messages").json() == {"messages": []}


def test_the_cookie_is_private_and_a_made_up_key_is_none(app: Any) -> None:
    with TestClient(app, headers=OURS) as client:
        cookie = client.post("/chat/session", json={}).headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        client.cookies.clear()
        client.cookies.set("sorot_chat", "guessed")
        assert send(client, text="halo").status_code == 401


def test_a_private_link_opens_the_same_chat_and_a_wrong_one_none(
    browser: TestClient, stranger: TestClient
) -> None:
    send(browser, text="pohon tumbang")
    key = browser.post("/chat/link").json()["url"].partition("#lanjut=")[2]
    assert stranger.post("/chat/session", json={"key": "A" * 43}).status_code == 404
    assert stranger.get("/chat/messages").json() == {"messages": []}
    assert stranger.post("/chat/session", json={"key": key}).status_code == 200
    assert [m["text"] for m in stranger.get("/chat/messages").json()["messages"]] == ["pohon tumbang"]


def test_a_picture_is_stored_clean_and_sent_by_its_own_ticket_only(
    browser: TestClient, stranger: TestClient
) -> None:
    out = io.BytesIO()
    image = Image.new("RGB", (60, 40), "green")
    image.save(out, "PNG", exif=image.getexif().tobytes())
    kept = browser.post("/chat/photos", content=out.getvalue()).json()
    assert count(Media) == 1
    assert send(stranger, photos=[kept["photo"]]).status_code == 400  # another's ticket
    assert send(stranger, photos=[kept["sha256"] + "." + "0" * 32]).status_code == 400
    assert send(browser, photos=[kept["photo"]]).status_code == 202
    shown = browser.get(f"/chat/photos/{kept['sha256']}")
    assert shown.headers["content-type"] == "image/jpeg"
    assert Image.open(io.BytesIO(shown.content)).size == (60, 40)
    assert stranger.get(f"/chat/photos/{kept['sha256']}").status_code == 404


def test_where_an_uploaded_picture_was_taken_follows_its_message_once(browser: TestClient) -> None:
    kept = browser.post("/chat/photos", content=located()).json()
    assert count(Inbox) == 0  # it may never be sent
    for _ in range(2):
        assert send(browser, photos=[kept["photo"]]).status_code == 202
    with reading() as session:
        message, place = session.scalars(select(Inbox).order_by(Inbox.id))
        job = session.scalars(select(MediaJob)).one()
    assert place.external_id == f"exif:{job.id}"
    assert (place.sender, place.payload["sorot"]) == (message.sender, "photo_point")
    assert (place.payload["lat"], place.payload["lon"]) == (-6.2349, 106.9896)
    shown = browser.get(f"/chat/photos/{kept['sha256']}").content
    assert b"KameraRahasia" not in shown
    assert b"Exif" not in shown


def test_a_picture_in_an_answer_is_shown_in_that_persons_chat_only(
    app: Any, browser: TestClient, stranger: TestClient
) -> None:
    send(browser, text="halo")
    sha256 = app.state.media.put(picture())
    with transaction() as tx:
        address, now = tx.scalars(select(Inbox.sender)).one(), clock.now()
        siti = people.person_for(tx, channel="web", address=address, name=None, now=now)
        extras = Reply("Sudah selesai.", picture=sha256).extras()
        outbox.put(tx, person=siti, now=now, text="Sudah selesai.", extras=extras)
    said = browser.get("/chat/messages").json()["messages"][-1]
    assert (said["text"], said["picture"]) == ("Sudah selesai.", sha256)
    assert browser.get(f"/chat/photos/{sha256}").content == picture()
    assert stranger.get(f"/chat/photos/{sha256}").status_code == 404


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"", 400), (b"<svg onload='x'/>", 400), (picture()[:100], 400), (b"x" * (10 * 1024 * 1024 + 1), 413)],
    ids=["empty", "svg", "truncated", "too large"],
)
def test_what_is_no_good_picture_is_refused_with_a_sentence(
    browser: TestClient, content: bytes, status: int
) -> None:
    answer = browser.post("/chat/photos", content=content)
    assert answer.status_code == status
    assert "oto" in answer.json()["detail"]
    assert count(Media) == 0


def test_a_message_that_cannot_be_stored_is_never_acknowledged(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: Any) -> Any:
        raise OperationalError("INSERT", {}, Exception("the database is away"))

    monkeypatch.setattr(routes, "store", away)
    answer = send(browser, text="halo")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    monkeypatch.undo()
    assert send(browser, text="halo").json()["new"]  # the same message, tried again


def test_behind_https_the_cookie_travels_encrypted_only(app: Any) -> None:
    app.state.public_url = "https://sorot.test"
    with TestClient(app, headers=OURS) as client:
        assert "; secure" in client.post("/chat/session", json={}).headers["set-cookie"].lower()


def test_too_many_messages_are_asked_to_wait_and_none_is_half_taken(
    browser: TestClient, stranger: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits.configure({"message.person": "3/2"})
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment)
    answers = [send(browser, f"pesan-{n:04}", text="halo") for n in range(5)]
    assert [a.status_code for a in answers] == [202, 202, 202, 429, 429]
    assert answers[-1].headers["retry-after"] == "2"
    assert count(Inbox) == 3
    assert send(stranger, text="halo").status_code == 202  # others are unaffected


def test_a_whole_report_through_the_door(browser: TestClient) -> None:
    with worker():
        send(browser, "pesan-0001", text="jalan berlubang di depan stasiun kranji")
        buttons = routes_wait(browser)[-1]["buttons"]
        send(browser, "pesan-0002", button=buttons[0][0], title=buttons[0][1])
        said = wait_for(browser, "Sudah benar?")
        send(browser, "pesan-0003", button=said[-1]["buttons"][0][0], title="Kirim")
        said = wait_for(browser, "sudah masuk")
    assert [m["from"] for m in said] == ["me", "bot"] * 3
    assert [m["text"] for m in said if m["from"] == "me"][1:] == ["Lewati", "Kirim"]
    assert count(Report) == 1


def wait_for(client: TestClient, words: str) -> list[dict[str, Any]]:
    for _ in range(300):
        said = routes_wait(client)
        if words in said[-1]["text"]:
            return said
    raise AssertionError(f"nobody said {words!r}")


def test_acknowledged_messages_are_delivered_and_not_offered_again(browser: TestClient) -> None:
    with worker():
        send(browser, text="bantuan")
        said = routes_wait(browser)
    last = said[-1]["n"]
    assert [m["n"] for m in browser.get(f"/chat/messages?after={last}").json()["messages"]] == [last]
    assert browser.post("/chat/ack", json={"up_to": last}).status_code == 204
    assert browser.get(f"/chat/messages?after={last}").json()["messages"] == []
    with reading() as session:
        row = session.scalars(select(Outbox)).one()
    assert row.status == "delivered"
    assert row.delivered_at is not None


@pytest.mark.parametrize("last", ["9" * 5000, "9" * 16, "-1", "1.5", "empat"])
def test_a_live_line_from_an_id_that_is_none_is_refused_not_left_hanging(
    browser: TestClient, last: str
) -> None:
    answer = browser.get("/chat/live", headers={"Last-Event-ID": last})
    assert answer.status_code == 400
    assert answer.json()["detail"]


def test_one_cannot_acknowledge_for_another(browser: TestClient, stranger: TestClient) -> None:
    with worker():
        send(browser, text="bantuan")
        last = routes_wait(browser)[-1]["n"]
    assert stranger.post("/chat/ack", json={"up_to": last}).status_code == 204
    with reading() as session:
        assert session.scalars(select(Outbox.status)).one() == "queued"


@pytest.mark.parametrize("up_to", [0, -1, "3", None, True, 2**63])
def test_a_senseless_acknowledgement_is_refused(browser: TestClient, up_to: Any) -> None:
    assert browser.post("/chat/ack", json={"up_to": up_to}).status_code == 400
