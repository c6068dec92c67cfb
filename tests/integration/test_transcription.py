"""Voices on their way from Telegram to the report, with and without an engine that writes them down."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.handle import handle
from bot.media_fetcher import MediaFetcher
from bot.transcription import HttpTranscriber, Listener, NotHeard
from storage import db, inbox
from storage.db import reading, transaction
from storage.media import FolderStore
from storage.models import Inbox, KeptConversation, MediaJob, Outbox
from tests.factories import city
from tests.factories.city import NOW
from tests.fakes import held
from tests.fakes.engines import KeywordEngine
from tests.fakes.telegram_shapes import Json

VOICE = b"OggS" + bytes(24) + b"OpusHead" + bytes(64)
WORDS = "Jalan berlubang besar di dekat Stasiun Kranji"


class Engine(BaseHTTPRequestHandler):
    """A transcription server: answers `answer`, remembers what it was sent."""

    answer: bytes = json.dumps({"text": f" {WORDS}\n"}).encode()
    status = 200
    heard: list[bytes] = []  # noqa: RUF012 - emptied by the fixture

    def do_POST(self) -> None:
        """One voice."""
        self.heard.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(self.status if self.path == "/v1/audio/transcriptions" else 404)
        self.send_header("Content-Length", str(len(self.answer)))
        self.end_headers()
        self.wfile.write(self.answer)

    def log_message(self, *args: Any) -> None:
        """Quiet."""


@pytest.fixture
def engine() -> Iterator[type[Engine]]:
    handler = type("Handler", (Engine,), {"heard": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    handler.address = f"http://127.0.0.1:{server.server_port}"  # type: ignore[attr-defined]
    yield handler
    server.shutdown()
    server.server_close()


class OneVoice:
    """A channel whose every file is the same voice."""

    def fetch(self, file_ref: str) -> bytes:
        return VOICE


@pytest.fixture
def store(sqlite_url: str, tmp_path: Path) -> FolderStore:
    db.configure(sqlite_url)
    with transaction() as tx:
        city.load(tx)
    return FolderStore(tmp_path)


def speak() -> None:
    """A voice message arrives, is answered, and its file is fetched."""
    voice: Json = {"file_id": "suara1", "file_unique_id": "u", "duration": 3, "mime_type": "audio/ogg"}
    message = {
        "message_id": 1, "date": int(NOW.timestamp()), "voice": voice,
        "chat": {"id": 5, "type": "private"}, "from": {"id": 5, "first_name": "Siti", "is_bot": False},
    }  # fmt: skip
    payload = {"update_id": 1, "message": message}
    with transaction() as tx:
        row, _ = inbox.add(tx, channel="telegram", external_id="1", sender="5", payload=payload, now=NOW)
    assert handle(row, engine=KeywordEngine(), clock=lambda: NOW)


def work() -> None:
    now = held.due_at(NOW) or NOW
    with reading() as session:
        rows = [row.id for row in inbox.pending(session, now=now)]
    for row in rows:
        assert handle(row, engine=KeywordEngine(), clock=lambda: now)


def said() -> list[str]:
    with reading() as session:
        return [row.text or "" for row in session.scalars(select(Outbox).order_by(Outbox.id))]


def draft() -> dict[str, Any]:
    with reading() as session:
        found: dict[str, Any] = session.scalars(select(KeptConversation.state)).one().get("draft", {})
    return found


def listener(store: FolderStore, engine: type[Engine]) -> Listener:
    return Listener(HttpTranscriber(engine.address), store, clock=lambda: NOW)  # type: ignore[attr-defined]


def fetched(store: FolderStore) -> None:
    fetcher = MediaFetcher({"telegram": OneVoice()}, store, clock=lambda: NOW)  # type: ignore[dict-item]
    while fetcher.run_once():
        pass
    with reading() as session:
        assert session.scalars(select(MediaJob)).one().status == "done"


def test_a_voice_is_kept_and_without_an_engine_its_words_are_asked_for(store: FolderStore) -> None:
    speak()
    fetched(store)
    assert "Tolong tulis singkat" in said()[-1]
    assert [file["kind"] for file in draft()["files"]] == ["suara"]


def test_with_an_engine_the_words_heard_are_the_report(store: FolderStore, engine: type[Engine]) -> None:
    speak()
    fetched(store)
    assert listener(store, engine).run_once()
    work()
    assert VOICE in engine.heard[0]
    assert f"Saya dengar: “{WORDS}”" in said()[-2]
    assert draft()["text"] == WORDS
    assert not listener(store, engine).run_once()  # heard once


@pytest.mark.parametrize(
    ("status", "answer"), [(500, b"{}"), (200, b"<html>"), (200, b'{"words": 1}'), (200, b'{"text": ""}')]
)
def test_what_the_engine_cannot_do_costs_nothing_and_is_not_asked_again(
    store: FolderStore, engine: type[Engine], status: int, answer: bytes
) -> None:
    engine.status, engine.answer = status, answer
    speak()
    fetched(store)
    before = said()
    assert listener(store, engine).run_once()
    work()
    assert said() == before
    assert len(engine.heard) == 1
    assert not listener(store, engine).run_once()
    with reading() as session:
        assert set(session.scalars(select(Inbox.status))) == {"done"}


def test_an_engine_that_is_away_is_an_answer_in_words_without_an_address() -> None:
    with pytest.raises(NotHeard) as failure:
        HttpTranscriber("http://127.0.0.1:9").transcribe(VOICE)
    assert "127.0.0.1" not in str(failure.value)
