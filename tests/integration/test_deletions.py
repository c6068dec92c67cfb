"""Files that are to go do go: after a kill, after an outage of the store, and none that is wanted again."""

import os
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import media_jobs
from bot.dialogue.types import FileRef
from bot.media_fetcher import MediaFetcher
from routing.people import personal_data
from storage import db, deletions, media
from storage.media import FolderStore, from_url
from storage.models import Deletion, MediaJob, Person
from tests.factories import city, people
from tests.factories.city import NOW
from tests.servers import PYTHON, ROOT

VOICE = b"OggS rekaman"


class Away(FolderStore):
    """A store that does not answer while it is `away`."""

    away = True

    def delete(self, sha256: str) -> None:
        if self.away:
            raise media.StoreAway("EndpointConnectionError")
        super().delete(sha256)


def kept(store: FolderStore, content: bytes) -> str:
    """A voice note that belongs to nobody any more."""
    name = store.put(content)
    with db.transaction() as tx:
        media.note_voice(tx, name, "audio/ogg", len(content), now=NOW)
    return name


def forget(store: FolderStore, *names: str) -> None:
    with db.transaction() as tx:
        media_jobs.forget(tx, store, names, now=NOW)


def there(store: FolderStore, name: str) -> bool:
    try:
        return bool(store.open(name))
    except KeyError:
        return False


def waiting() -> list[str]:
    with db.reading() as session:
        return list(session.scalars(select(Deletion.sha256)))


def test_a_store_that_is_away_is_asked_again_until_the_file_is_gone(database: str, tmp_path: Path) -> None:
    store = Away(tmp_path)
    name = kept(store, VOICE)
    forget(store, name)
    assert there(store, name)
    assert waiting() == [name]
    assert deletions.sweep(store, now=NOW) == 0  # not due so soon
    store.away = False
    assert deletions.sweep(store, now=NOW + timedelta(minutes=1)) == 1
    assert not there(store, name)
    assert waiting() == []


KILLED = """
import os, sys
from datetime import datetime
from bot import media_jobs
from storage import db
from storage.media import FolderStore
class Killing(FolderStore):
    def delete(self, sha256): os.kill(os.getpid(), 9)
db.configure(sys.argv[1])
with db.transaction() as tx:
    media_jobs.forget(tx, Killing(sys.argv[2]), sys.argv[3:], now=datetime.fromisoformat(os.environ["AT"]))
"""


def test_a_kill_between_the_commit_and_the_deletion_leaves_no_file(sqlite_url: str, tmp_path: Path) -> None:
    db.configure(sqlite_url)
    store = FolderStore(tmp_path)
    name = kept(store, VOICE)
    command = [str(PYTHON), "-c", KILLED, sqlite_url, str(tmp_path), name]
    killed = subprocess.run(command, cwd=ROOT, env={**os.environ, "AT": NOW.isoformat()}, check=False)
    assert killed.returncode == -9
    assert there(store, name)
    fetcher = MediaFetcher({}, store, clock=lambda: NOW + timedelta(minutes=2))
    deletions.sweep(fetcher.store, now=fetcher.now())
    assert not there(store, name)


def test_a_file_that_somebody_sends_again_is_kept(database: str, tmp_path: Path) -> None:
    store = Away(tmp_path)
    name = kept(store, VOICE)
    forget(store, name)
    store.away = False
    assert kept(store, VOICE) == name
    deletions.sweep(store, now=NOW + timedelta(minutes=1))
    assert there(store, name)
    assert waiting() == []


def test_a_file_that_arrives_for_somebody_erased_meanwhile_does_not_stay(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = FolderStore(tmp_path)
    with db.transaction() as tx:
        city.load(tx)
        person = people.person(tx)
        media_jobs.fetch_soon(tx, [FileRef("suara-1", kind="suara")], person=person, now=NOW)

    class Slow:
        def fetch(self, file_ref: str) -> bytes:
            with db.transaction() as tx:
                personal_data.erase(tx, tx.get_one(Person, person.id), now=NOW)
            return VOICE

    fetcher = MediaFetcher({"telegram": Slow()}, store, clock=lambda: NOW)  # type: ignore[dict-item]
    assert fetcher.run_once()
    with db.reading() as session:
        assert session.scalars(select(MediaJob)).all() == []
    deletions.sweep(store, now=NOW)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_an_s3_store_that_does_not_answer_is_an_outage_as_a_full_disk_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in (("ACCESS_KEY_ID", "uji"), ("SECRET_ACCESS_KEY", "uji"), ("DEFAULT_REGION", "x"),
                        ("MAX_ATTEMPTS", "1")):  # fmt: skip
        monkeypatch.setenv(f"AWS_{name}", value)
    store = from_url("s3://sorot/foto?endpoint=http://127.0.0.1:9")
    for act in (lambda: store.put(VOICE), lambda: store.open("0" * 64), lambda: store.delete("0" * 64)):
        with pytest.raises(media.StoreAway, match="EndpointConnectionError"):
            act()


def test_a_call_after_the_commit_that_fails_does_not_stop_the_others(sqlite_url: str) -> None:
    db.configure(sqlite_url)
    done: list[str] = []

    def fails() -> None:
        raise RuntimeError("the store is away")

    with db.transaction() as tx:
        db.after_commit(tx, fails)
        db.after_commit(tx, lambda: done.append("rang"))
    assert done == ["rang"]


def test_one_file_that_makes_the_fetcher_fail_is_given_up_in_the_end_and_told(
    sqlite_url: str, tmp_path: Path
) -> None:
    db.configure(sqlite_url)

    class Faulty:
        def fetch(self, file_ref: str) -> bytes:
            raise ZeroDivisionError

    with db.transaction() as tx:
        city.load(tx)
        media_jobs.fetch_soon(tx, [FileRef("foto-1")], person=people.person(tx), now=NOW)
    fetcher = MediaFetcher({"telegram": Faulty()}, FolderStore(tmp_path), clock=lambda: NOW)  # type: ignore[dict-item]
    assert fetcher.run_once()
    with db.transaction() as tx:
        row = tx.scalars(select(MediaJob)).one()
        assert (row.status, row.error) == ("new", "our fault: ZeroDivisionError")
        row.attempts, row.next_try_at = 99, NOW
    assert fetcher.run_once()
    with db.reading() as session:
        assert session.scalars(select(MediaJob.status)).one() == "dead"
