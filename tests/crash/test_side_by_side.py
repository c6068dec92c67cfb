"""The release before and today's side by side on one PostgreSQL under load, as an upgrade goes: nothing is
lost, refused or answered twice while the new one brings its tables and the old one still serves.

The release before is a commit: `SOROT_PREVIOUS`, else the one before the newest migration.
"""

import itertools
import os
import shutil
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import func, select

from storage import db
from storage.models import Inbox, Outbox
from tests.servers import PYTHON, ROOT, Postgres, Role, fit, wait_until

pytestmark = [pytest.mark.crash_full, pytest.mark.timeout(1500)]
RESIDENTS, PAUSE = 6, 0.8  # seconds between two messages of one resident
ALONE, TOGETHER = 8, 25  # seconds of load on one release, and on both
MATTERS = ("lampu jalan mati", "sampah menumpuk", "jalan berlubang", "saluran mampet")


def git(*arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def previous() -> str:
    """The commit of the release before."""
    if named := os.environ.get("SOROT_PREVIOUS"):
        return named
    added = git("log", "-1", "--diff-filter=A", "--format=%H", "--", "storage/migrations/versions")
    return git("rev-parse", f"{added}~1")


@pytest.fixture
def before(tmp_path: Path) -> Iterator[Path]:
    """The release before, checked out, with a model of its own; its packages are today's."""
    folder = tmp_path / "before"
    try:
        commit = previous()
        git("worktree", "add", "--detach", str(folder), commit)
    except subprocess.CalledProcessError as fault:
        pytest.skip(f"this checkout has no history: {fault.stderr.strip()}")
    try:
        shutil.copytree(ROOT / "web/static", folder / "web/static", dirs_exist_ok=True)
        home = folder / ".dev/model"
        home.mkdir(parents=True)
        own = {**os.environ, "PYTHONPATH": str(folder), "SOROT_HOME": str(home)}
        subprocess.run([PYTHON, "-m", "sorot", "nlu", "train"], cwd=folder, env=own, check=True)
        yield folder
    finally:
        git("worktree", "remove", "--force", str(folder))


@dataclass
class Load:
    """Residents who speak in turn to every web that serves, with one and the same session."""

    webs: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    sent: Counter[str] = field(default_factory=Counter)  # by the web that took it
    over: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def begin(self) -> None:
        for index in range(RESIDENTS):
            self.threads.append(threading.Thread(target=self._talk, args=(index,)))
            self.threads[-1].start()

    def end(self) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join()

    def _talk(self, index: int) -> None:
        with httpx2.Client(headers={"X-Sorot-Chat": "1"}, timeout=30) as http:
            http.post(f"{self.webs[0]}/chat/session", json={}).raise_for_status()
            for turn in itertools.count():
                if self.over.wait(PAUSE):
                    return
                self._say(http, self.webs[(index + turn) % len(self.webs)], index, turn)

    def _say(self, http: httpx2.Client, web: str, index: int, turn: int) -> None:
        text = f"{MATTERS[turn % len(MATTERS)]} di gang nomor {index}{turn}"
        try:
            answer = http.post(f"{web}/chat/messages", json={"id": f"pesan-{index}-{turn:04}", "text": text})
        except httpx2.HTTPError as fault:
            self.refused.append(f"{web}: {fault!r}")
            return
        if answer.status_code == 202:
            self.sent[web] += 1
        else:
            self.refused.append(f"{web}: {answer.status_code} {answer.text[:200]}")


def serving(ending: ExitStack, *, of: Path, folder: Path, settings: dict[str, str]) -> list[Role]:
    """Worker and web of one of the two checkouts, each in a home of its own, begun and fit."""
    roles = []
    for name in ("worker", "web"):
        (folder / name).mkdir(parents=True)
        roles.append(Role(name, folder=folder / name, settings=settings, tree=of))
        ending.callback(roles[-1].stop)
        roles[-1].begin()
        roles[-1].until(fit, seconds=180)
    return roles


def faults(roles: list[Role]) -> list[str]:
    """Lines of their logs that tell of one."""
    return [
        line for role in roles for line in role.log.splitlines() if "ERROR" in line or "Traceback" in line
    ]


def test_an_upgrade_beside_the_running_release_loses_refuses_and_doubles_nothing(
    before: Path, tmp_path: Path, postgres: Postgres, redis_url: str, note: Callable[..., None]
) -> None:
    postgres.run("CREATE DATABASE side_by_side")  # whose tables the release before makes
    url = postgres.url("side_by_side")
    settings = {
        "SOROT_DATABASE_URL": url.replace("+psycopg", ""), "SOROT_BROKER_URL": redis_url,
        "SOROT_MEDIA_URL": str(tmp_path / "media"), "SOROT_SECRET_KEY": "k" * 40,
    }  # fmt: skip
    load = Load()
    with ExitStack() as ending:
        old = serving(ending, of=before, folder=tmp_path / "old", settings=settings)
        load.webs = [old[1].address]
        load.begin()
        ending.callback(load.end)
        time.sleep(ALONE)  # the load's own time
        new = serving(ending, of=ROOT, folder=tmp_path / "new", settings=settings)
        load.webs = [old[1].address, new[1].address]
        time.sleep(TOGETHER)
        load.webs = [new[1].address]
        time.sleep(2)  # what was on its way to the old web has been answered
        for role in old:
            role.stop()
        assert [role.exit_code for role in old] == [0, 0]
        time.sleep(ALONE)
        load.end()
        db.configure(url)
        ending.callback(db.dispose)
        wait_until(lambda: set(states()) <= {"done"}, seconds=120, what="every message is answered")
        stored, (answered, doubled) = sum(states().values()), answers()
    by_old, taken = load.sent[old[1].address], sum(load.sent.values())
    assert load.refused == []
    assert 0 < by_old < taken == stored
    assert (answered, doubled) == (True, 0)
    assert faults(old + new) == []
    note(run="side by side", before=previous()[:8], messages=taken, by_old=by_old)


def states() -> Counter[str]:
    """How many messages of residents stand where."""
    with db.reading() as session:
        return Counter(dict(session.execute(select(Inbox.status, func.count()).group_by(Inbox.status)).all()))


def answers() -> tuple[bool, int]:
    """Whether every resident was answered, and how many turns answered a message again."""
    with db.reading() as session:
        rows = session.execute(select(Outbox.person_id, Outbox.extras)).all()
    turns = Counter((person, str(extras["answers"])) for person, extras in rows if extras.get("answers"))
    return len({person for person, _ in turns}) == RESIDENTS, sum(count - 1 for count in turns.values())
