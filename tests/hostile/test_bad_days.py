"""Bad days: what is damaged, full, locked or silent is said in a sentence, at the start and on /health."""

import errno
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError

import web
from routing.delivered import CITY
from sensors import hearing
from sorot import alive, health, prepare, starting
from sorot.kept_secret import UnsafeSettings
from sorot.settings import Settings
from storage import clock, db, events, outbox
from storage.models import ChannelState
from tests.factories import city, people
from tests.servers import PYTHON, ROOT, free_port


@pytest.fixture
def home(tmp_path: Path, sqlite_template: Path) -> Iterator[Path]:
    """A home with a database that works."""
    shutil.copytree(sqlite_template, tmp_path, dirs_exist_ok=True)
    yield tmp_path
    db.dispose()


def sentence(settings: Settings) -> str:
    """What a start with these settings says instead of starting."""
    with pytest.raises(starting.CannotStart) as refusal:
        prepare.open_database(settings)
    said = str(refusal.value)
    assert said.startswith("Sorot does not start: ")
    assert "\n  " in said  # and what to do
    return said


def overwritten(content: bytes, at: int, what: bytes) -> bytes:
    return content[:at] + what + content[at + len(what) :]


DAMAGE = {
    "no database": lambda whole: b"Dear admin, your files are encrypted." * 200,
    "head gone": lambda whole: overwritten(whole, 0, b"\0" * 100),
    "half of it": lambda whole: whole[: len(whole) // 2 // 4096 * 4096],
    "cut within a page": lambda whole: whole[: len(whole) // 3],
    "pages of noise": lambda whole: overwritten(whole, 4096, b"\xa5" * 4096 * 8),
}


@pytest.mark.parametrize("damage", sorted(DAMAGE))
def test_a_damaged_database_is_said_so_and_left_as_it_is(home: Path, damage: str) -> None:
    file = home / "sorot.db"
    for side in ("sorot.db-wal", "sorot.db-shm"):
        (home / side).unlink(missing_ok=True)
    broken = DAMAGE[damage](file.read_bytes())
    file.write_bytes(broken)
    said = sentence(Settings(home=home))
    assert "is damaged" in said
    assert "newest backup" in said
    db.dispose()
    assert file.read_bytes() == broken


def test_a_home_that_is_no_folder_or_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for place in (tmp_path / "file" / "home", Path("/proc/sorot"), Path("/proc")):
        said = sentence(Settings(home=place))
        assert f"its home {place} cannot be written to" in said
        assert "SOROT_HOME" in said


def test_a_database_that_may_only_be_read_is_named(home: Path) -> None:
    url = f"sqlite:///file:{home}/sorot.db?mode=ro&uri=true"
    assert "cannot be written to" in sentence(Settings(home=home, database_url=url))


@pytest.mark.parametrize("left", [None, b""], ids=["gone", "emptied"])
def test_a_city_whose_database_is_gone_is_not_begun_anew(home: Path, left: bytes | None) -> None:
    (home / "trace").mkdir(exist_ok=True)
    (home / "trace" / "head-2026-11-30.json").write_text("{}")
    for file in home.glob("sorot.db*"):
        file.unlink()
    if left is not None:
        (home / "sorot.db").write_bytes(left)
    said = sentence(Settings(home=home))
    assert "is gone or empty" in said
    assert "newest backup" in said
    assert not (home / "sorot.db").exists() or (home / "sorot.db").stat().st_size == 0


@pytest.mark.parametrize("name", ["media", "trace", "lake"])
def test_a_place_for_files_that_is_none_is_named(home: Path, name: str) -> None:
    (home / name).write_text("x")
    assert f"no files can be put into {home / name}" in sentence(Settings(home=home))
    (home / name).unlink()
    (home / name).symlink_to(home / "nowhere")
    assert f"no files can be put into {home / name}" in sentence(Settings(home=home))


@pytest.mark.parametrize("kind", ["folder", "noise", "link to nowhere", "emptied"])
def test_a_key_that_cannot_be_read_is_said_so(home: Path, kind: str) -> None:
    file = home / "secret_key"
    file.unlink(missing_ok=True)
    if kind == "folder":
        file.mkdir()
    elif kind == "link to nowhere":
        file.symlink_to(home / "nowhere" / "key")
    else:
        file.write_bytes(b"\xff\xfe\x00" * 30 if kind == "noise" else b"")
    with pytest.raises(UnsafeSettings, match="holds no secret that can be read"):
        _ = Settings(home=home).secret


def test_missing_space_is_said_before_anything_is_written(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(home)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=5 * 2**20))
    assert "only 5 MB are free" in sentence(Settings(home=home))


def test_space_that_runs_out_in_the_midst_of_the_start_is_said(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> None:
        connection = sqlite3.connect(":memory:")
        connection.execute("PRAGMA max_page_count = 1")
        connection.execute("CREATE TABLE a (b)")
        connection.execute("CREATE TABLE c (d)")

    monkeypatch.setattr(db, "create_schema", full)
    assert "no space left for the database" in sentence(Settings(home=home))


def test_a_database_server_that_is_away_is_named_without_its_password(tmp_path: Path) -> None:
    url = f"postgresql://sorot:rahasia@127.0.0.1:{free_port()}/sorot"
    said = sentence(Settings(home=tmp_path, database_url=url))
    assert "does not answer" in said
    assert "SOROT_DATABASE_URL" in said
    assert "rahasia" not in said


def test_a_wrong_line_of_the_citys_files_is_named(home: Path) -> None:
    shutil.copytree(CITY, home / "kota")
    (home / "kota" / "categories.csv").write_text("code,name\nx,y\n")
    assert "categories.csv, line 1" in sentence(Settings(home=home, city=home / "kota"))


def test_the_command_says_it_without_a_traceback(home: Path) -> None:
    (home / "sorot.db").write_bytes(b"rusak" * 4000)
    done = subprocess.run(
        [str(PYTHON), "-m", "sorot", "beat"], cwd=ROOT, capture_output=True, text=True, check=False,
        env={"SOROT_HOME": str(home), "SOROT_BROKER_URL": "redis://127.0.0.1:1/0", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "is damaged" in done.stderr


@pytest.fixture
def client(home: Path) -> TestClient:
    db.configure(f"sqlite:///{home}/sorot.db")
    app = FastAPI()
    app.state.settings = Settings(home=home)
    web.doors(app, health.router)
    return TestClient(app)


def asked(client: TestClient, path: str = "/health") -> tuple[int, list[str]]:
    answer = client.get(path)
    body = answer.json()
    assert body["status"] == (body["problems"][0] if body["problems"] else "ok")
    return answer.status_code, body["problems"]


def test_a_service_on_which_nothing_ran_yet_is_fit(client: TestClient) -> None:
    assert asked(client) == (200, [])
    assert asked(client, "/health/web") == (200, [])
    assert client.get("/health").json()["free_mb"] > 0


ROLES = {"worker silent": ("alive:worker", "at", 90), "gauges are not heard": (hearing.ROW, "heard_at", 180)}


@pytest.mark.parametrize("problem", sorted(ROLES))
def test_a_role_that_fell_silent_is_named_and_the_web_stays_fit(client: TestClient, problem: str) -> None:
    row, key, seconds = ROLES[problem]
    for age, expected in ((seconds - 10, (200, [])), (seconds + 10, (503, [problem]))):
        with db.transaction() as tx:
            at = (clock.now() - timedelta(seconds=age)).isoformat()
            tx.merge(ChannelState(channel=row, value={key: at}))
        assert asked(client) == expected
    assert asked(client, "/health/web") == (200, [])


def test_signs_of_life_are_what_health_looks_at(client: TestClient) -> None:
    alive.beat("worker")
    hearing.note(clock.now())
    body = client.get("/health").json()
    assert (body["status"], bool(body["worker_seen_at"]), bool(body["gauges_heard_at"])) == ("ok", True, True)


def test_messages_that_nobody_sends_are_named_and_a_slow_broadcast_is_not(client: TestClient) -> None:
    old = clock.now() - timedelta(minutes=10)
    with db.transaction() as tx:
        city.load(tx)
        person = people.person(tx, channel="telegram")
        rows = [outbox.put(tx, person=person, text="Halo", now=old) for _ in range(2)]
    assert asked(client) == (200, [])  # no sender of Telegram ever ran here
    with db.transaction() as tx:
        tx.merge(ChannelState(channel="sender:telegram", value={}))
    assert asked(client) == (503, ["outbox grows old"])
    with db.transaction() as tx:
        row = tx.get_one(outbox.Outbox, rows[0].id)
        row.status, row.sent_at = "sent", clock.now()
    assert asked(client) == (200, [])


def test_a_disk_that_is_nearly_full_is_named(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=150 * 2**20))
    assert asked(client, "/health/web") == (503, ["disk nearly full"])


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full")), "disk full"),
        (OSError(errno.ENOSPC, "No space left on device"), "disk full"),
        (
            OperationalError("INSERT", {}, sqlite3.OperationalError("attempt to write a readonly database")),
            "database takes no writes",
        ),
    ],
)
def test_a_database_that_is_read_but_not_written_is_not_fit(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, error: Exception, problem: str
) -> None:
    def refuse(now: Any) -> None:
        raise error

    monkeypatch.setattr(health, "_write", refuse)
    assert asked(client) == (503, [problem])


def test_a_database_that_hangs_holds_nobody_up(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "WRITE_WITHIN", 0.05)
    with db.transaction():  # somebody holds the one writer's place
        assert asked(client) == (503, ["database takes no writes"])


def test_a_database_that_is_away_is_said_so(client: TestClient, home: Path) -> None:
    db.configure(f"sqlite:///{home}/nothing-here/sorot.db")
    shutil.rmtree(home / "nothing-here")
    assert asked(client) == (503, ["database away"])


def test_a_reader_that_stopped_raises_the_alarm_once_and_ends_it(client: TestClient) -> None:
    began = clock.now()
    assert not hearing.watch(began)  # no reader ever ran
    hearing.note(began)
    assert not hearing.watch(began + timedelta(minutes=2))
    assert hearing.watch(began + timedelta(minutes=4))
    assert hearing.watch(began + timedelta(minutes=14))
    hearing.note(began + timedelta(minutes=20))
    assert not hearing.watch(began + timedelta(minutes=21))
    with db.reading() as session:
        kinds = [event.kind for event in events.after(session, 0, limit=10)]
    assert kinds == ["reader_deaf", "reader_hears"]
