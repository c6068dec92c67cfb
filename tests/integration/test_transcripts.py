"""Every conversation in tests/transcripts goes as it is written there."""

import os
from pathlib import Path

import pytest

from storage import db
from storage.db import transaction
from tests.factories import city
from tests.fakes import transcript
from tests.fakes.transcript import Stage

FOLDER = Path(__file__).parent.parent / "transcripts"
FILES = sorted(FOLDER.glob("*.md"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_conversation_goes_as_written(path: Path, sqlite_url: str) -> None:
    db.configure(sqlite_url)
    with transaction() as tx:
        city.load(tx)
    stage = Stage()
    head, entries = transcript.read(path)
    assert entries
    if os.environ.get("TRANSCRIPTS") == "write":
        for entry in entries:
            entry.said = stage.play(entry.act)
        transcript.write(path, head, entries)
    for entry in entries if not os.environ.get("TRANSCRIPTS") else ():
        assert stage.play(entry.act) == entry.said, f"after “{entry.act}”"


def test_there_are_at_least_fifteen_conversations() -> None:
    assert len(FILES) >= 15
