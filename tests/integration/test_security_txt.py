"""/.well-known/security.txt as RFC 9116 wants it."""

from datetime import datetime, timedelta
from pathlib import Path

from starlette.testclient import TestClient

from sorot.asgi import create_app
from sorot.settings import Settings
from storage import clock, db
from storage.db import transaction
from tests.factories import city


def test_whoever_finds_a_hole_finds_whom_to_tell(sqlite_url: str, tmp_path: Path) -> None:
    db.configure(sqlite_url)
    with transaction() as tx:
        city.load(tx)
    client = TestClient(create_app(Settings(home=tmp_path, database_url=sqlite_url)))
    answer = client.get("/.well-known/security.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert fields["Contact"].startswith(("mailto:", "https:", "http://localhost", "tel:"))
    expires = datetime.fromisoformat(fields["Expires"])
    assert clock.now() + timedelta(days=30) < expires < clock.now() + timedelta(days=365)
