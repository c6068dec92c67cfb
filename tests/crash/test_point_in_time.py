"""PostgreSQL back to a moment by the blocks of docs/operate.md, killed in the middle of its work: what was
before the moment is there, what came after is not, and Sorot's promises outlive it."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from routing.people import personal_data
from storage import clock, db, erased
from storage.models import Person, Report
from tests.crash.killing import settled
from tests.crash.residents import Crowd
from tests.crash.stage import spread
from tests.integration.test_docs import recipe
from tests.servers import ROOT, Postgres, ServerMissing, memory_folder, program

pytestmark = [pytest.mark.crash_full, pytest.mark.timeout(1200)]
HEADING = "Back to a minute ago (PostgreSQL)"
RESIDENTS = 6  # before the moment, after it, and after the way back


@pytest.fixture
def disk() -> Iterator[Path]:
    folder = memory_folder("sorot-moment-")
    folder.chmod(0o755)  # PostgreSQL has an account of its own
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def own(disk: Path) -> Iterator[Postgres]:
    """A PostgreSQL of the test's own: its log is archived, its data folder goes."""
    (disk / "postgres").mkdir()
    try:
        server = Postgres(folder=disk / "postgres")
    except ServerMissing as missing:
        pytest.skip(str(missing))
    try:
        yield server.start()
    finally:
        server.stop()


class Operator:
    """Runs the blocks of the recipe: PostgreSQL's as its account, Sorot's as ours."""

    def __init__(self, server: Postgres, disk: Path, home: Path) -> None:
        self.account: list[str] = []
        if user := server.user():
            shutil.chown(disk, user, user)
            self.account = ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups", "--"]
        command = home / "sorot"
        command.write_text(f'#!/bin/sh\nexec {sys.executable} -m sorot "$@"\n')
        command.chmod(0o755)
        tools = Path(program("pg_verifybackup", package="postgresql")).parent
        self.env = {
            **os.environ, "PATH": f"{home}:{tools}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT),
            "PGHOST": "127.0.0.1", "PGPORT": str(server.port), "PGUSER": "sorot",
            "PGDATA": str(server.data), "WAL": str(disk / "log"), "BASE": str(disk / "bases"),
            "SOROT_HOME": str(home), "SOROT_MEDIA_URL": str(home / "media"),
            "SOROT_DATABASE_URL": server.url("sorot").replace("+psycopg", ""),
        }  # fmt: skip

    def does(self, block: str) -> str:
        """Its output; AssertionError with what it said when it fails."""
        own = [] if "sorot " in block else self.account
        done = subprocess.run(
            [*own, "bash", "-c", block], env=self.env, cwd="/", capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def talk(home: Path, server: Postgres, redis_url: str, *, shared: Path) -> list[str]:
    """So many residents report over the web chat; their numbers. The product runs meanwhile."""
    home.mkdir()
    places = {"SOROT_MEDIA_URL": str(shared / "media")}
    with spread(
        home, database=server.url("sorot"), broker=redis_url, channels=("web",), extra=places
    ) as stage:
        with Crowd(stage.doors) as crowd:
            crowd.invite(RESIDENTS)
            settled(crowd, since=0, seconds=300)
        assert crowd.wrong == []
        return sorted(str(person.number) for person in crowd.people)


def erase_first(home: Path) -> int:
    """A resident of those before the moment asks to be forgotten after it."""
    erased.keep_in([home])
    try:
        with db.transaction() as tx:
            person = tx.scalars(select(Person).join(Report).order_by(Person.id)).first()
            assert person is not None
            personal_data.erase(tx, person, now=clock.now())
            return person.id
    finally:
        erased.keep_in([])


def test_the_recipe_brings_the_database_back_to_a_moment_and_gives_no_number_twice(
    tmp_path: Path, disk: Path, own: Postgres, redis_url: str, note: Callable[..., None]
) -> None:
    operator = Operator(own, disk, tmp_path)
    switch_on, base, thin, go_back, wait, promises = recipe("operate.md", HEADING)
    own.run("CREATE DATABASE sorot")
    operator.does(switch_on)
    own.stop()
    own.start()
    for _ in range(3):
        operator.does(base)
        time.sleep(1.1)  # they are named by the second
    operator.does(thin)
    assert len(list((disk / "bases").iterdir())) == 2
    first = talk(tmp_path / "first", own, redis_url, shared=tmp_path)
    time.sleep(1)
    moment = clock.now()
    time.sleep(1)
    second = talk(tmp_path / "second", own, redis_url, shared=tmp_path)
    db.configure(own.url("sorot"))
    gone = erase_first(tmp_path)
    assert numbers() == first + second
    own.run("DROP DATABASE sorot WITH (FORCE)")  # the accident
    db.dispose()
    own.kill()
    operator.env["MOMENT"] = moment.isoformat(" ")
    operator.does(go_back)
    own.start()
    operator.does(wait)
    db.configure(own.url("sorot"))
    assert numbers() == first
    told = operator.does(promises)
    assert told.splitlines()[-1] == "erased again, because they were erased since: 1"
    with db.reading() as session:
        assert session.scalars(select(Report.number).where(Report.person_id == gone)).all() == []
    third = talk(tmp_path / "third", own, redis_url, shared=tmp_path)
    db.configure(own.url("sorot"))
    assert numbers() == first + third
    assert set(third) & set(second) == set()
    db.dispose()
    note(run="point in time", before=len(first), after=len(second), again=len(third), log=wal(disk))


def numbers() -> list[str]:
    with db.reading() as session:
        return list(session.scalars(select(Report.number).order_by(Report.number)))


def wal(disk: Path) -> str:
    """How much of the log was archived."""
    return f"{sum(file.stat().st_size for file in (disk / 'log').iterdir()) / 2**20:.0f} MB"
