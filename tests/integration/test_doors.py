"""D1: at the doors of the whole application, who cannot show who they are is refused, never with a 5xx."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from sorot.asgi import create_app
from sorot.settings import Settings
from storage import db
from storage.models import Inbox, Outbox
from tests.fakes.whatsapp_webhook import batch, signature
from tests.servers import Role, listens

SECRET = "rahasia-uji-webhook-0123456789"
APP_SECRET, WORD = "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "kata-rahasia-kota"
WHATSAPP = {
    "whatsapp_token": "EAAFake",
    "whatsapp_phone_id": "106540352242922",
    "whatsapp_app_secret": APP_SECRET,
    "whatsapp_verify_token": WORD,
}
TOLD = b"x-telegram-bot-api-secret-token"
SIGNED = b"x-hub-signature-256"
NON_ASCII = ("kata–sandi".encode(), b"\xff\xfe\x00"[:2])
SAID = {"from": "62811", "id": "wamid.1", "timestamp": "1", "type": "text", "text": {"body": "halo"}}
BODIES = {
    "/hook/telegram": json.dumps({"update_id": 1, "message": {"text": "halo"}}).encode(),
    "/hook/whatsapp": batch([{"field": "messages", "value": {"messages": [SAID]}}]),
    "/chat/messages": json.dumps({"id": "pesan-0001", "text": "halo"}).encode(),
}
OURS = (b"x-sorot-chat", b"1")
FOREIGN = signature(b"another body", APP_SECRET).encode()
CASES: list[tuple[str, str, list[tuple[bytes, bytes]]]] = [
    ("/hook/telegram", "missing", []),
    ("/hook/telegram", "wrong", [(TOLD, b"salah-salah-salah-salah")]),
    ("/hook/telegram", "shorter", [(TOLD, SECRET[:-1].encode())]),
    ("/hook/telegram", "longer", [(TOLD, SECRET.encode() + b"x")]),
    ("/hook/telegram", "empty", [(TOLD, b"")]),
    *(("/hook/telegram", f"not ASCII {n}", [(TOLD, given)]) for n, given in enumerate(NON_ASCII)),
    ("/hook/whatsapp", "missing", []),
    ("/hook/whatsapp", "wrong", [(SIGNED, b"sha256=" + b"0" * 64)]),
    ("/hook/whatsapp", "of another body", [(SIGNED, FOREIGN)]),
    ("/hook/whatsapp", "without its algorithm", [(SIGNED, FOREIGN.removeprefix(b"sha256="))]),
    ("/hook/whatsapp", "of an empty secret", [(SIGNED, signature(BODIES["/hook/whatsapp"], "").encode())]),
    ("/hook/whatsapp", "empty", [(SIGNED, b"")]),
    *(("/hook/whatsapp", f"not ASCII {n}", [(SIGNED, given)]) for n, given in enumerate(NON_ASCII)),
    ("/chat/messages", "missing", [OURS]),
    ("/chat/messages", "wrong", [OURS, (b"cookie", b"sorot_chat=tebak")]),
    ("/chat/messages", "empty", [OURS, (b"cookie", b"sorot_chat=")]),
    ("/chat/messages", "from another site", [(b"cookie", b"sorot_chat=" + b"k" * 43)]),
    *(
        ("/chat/messages", f"not ASCII {n}", [OURS, (b"cookie", b"sorot_chat=" + given)])
        for n, given in enumerate(NON_ASCII)
    ),
]


@pytest.fixture
def stranger(sqlite_url: str, tmp_path: Path) -> TestClient:
    db.configure(sqlite_url)
    given = {"home": tmp_path, "database_url": sqlite_url, "telegram_secret": SECRET, **WHATSAPP}
    return TestClient(create_app(Settings.model_validate(given)), raise_server_exceptions=False)


@pytest.mark.parametrize(("path", "what", "headers"), CASES, ids=[f"{c[0]} {c[1]}" for c in CASES])
def test_who_cannot_show_who_they_are_is_refused_and_nothing_is_stored(
    stranger: TestClient, path: str, what: str, headers: list[tuple[bytes, bytes]]
) -> None:
    answer = stranger.post(path, content=BODIES[path], headers=headers)
    assert answer.status_code in (401, 403), what
    with db.reading() as session:
        for table in (Inbox, Outbox):
            assert session.scalar(select(func.count(table.id))) == 0


def test_one_message_of_a_browser_delivered_fifty_times_at_once_is_one_row(
    database: str, tmp_path: Path
) -> None:
    """C6 at the web chat's door (the webhooks' are in their own tests); its pace may refuse some repeats."""
    given = {"home": tmp_path, "database_url": database, "secret_key": "k" * 40}
    client = TestClient(create_app(Settings.model_validate(given)))
    client.post("/chat/session", headers=[OURS])
    headers = [OURS]
    with ThreadPoolExecutor(16) as pool:
        path = "/chat/messages"
        answers = pool.map(lambda _: client.post(path, content=BODIES[path], headers=headers), range(50))
    statuses = [answer.status_code for answer in answers]
    assert set(statuses) <= {202, 429}
    assert statuses.count(202) >= 40
    with db.reading() as session:
        assert session.scalar(select(func.count(Inbox.id))) == 1


@pytest.mark.parametrize("path", ["/hook/telegram", "/hook/whatsapp"])
def test_a_door_without_its_secret_is_closed_even_to_an_empty_one(
    sqlite_url: str, tmp_path: Path, path: str
) -> None:
    db.configure(sqlite_url)
    client = TestClient(create_app(Settings(home=tmp_path, database_url=sqlite_url)))
    body = BODIES[path]
    for headers in ([], [(TOLD, b""), (SIGNED, b"")], [(SIGNED, signature(body, "").encode())]):
        assert client.post(path, content=body, headers=headers).status_code in (401, 403, 404)
    with db.reading() as session:
        assert session.scalar(select(func.count(Inbox.id))) == 0


def test_a_process_that_lacks_secrets_refuses_to_start_and_names_each(tmp_path: Path) -> None:
    lacking = {
        "SOROT_TELEGRAM_TOKEN": "1:a",
        "SOROT_PUBLIC_URL": "https://sorot.example",
        "SOROT_WHATSAPP_TOKEN": "EAAFake",
        "SOROT_DATABASE_URL": "postgresql://sorot@127.0.0.1:1/sorot",
    }
    role = Role("web", folder=tmp_path, settings=lacking)
    with pytest.raises(RuntimeError, match="ended at once"):
        role.start()
    for missing in ("TELEGRAM_SECRET", "WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN", "SECRET_KEY"):
        assert f"SOROT_{missing}" in role.log
    assert not listens(role.port)
