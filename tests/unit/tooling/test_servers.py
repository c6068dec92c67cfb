"""The servers the other tests stand on."""

import shutil
import signal
import subprocess
import sys
import textwrap
import urllib.request

import psycopg
import pytest
from playwright.sync_api import Browser
from pytest_socket import SocketConnectBlockedError
from sqlalchemy import text

from storage import db
from tests.servers import (
    Mosquitto,
    Postgres,
    Redis,
    ServerMissing,
    answers,
    listens,
    program,
    running,
    wait_until,
)


def test_each_test_gets_its_own_migrated_database(database: str) -> None:
    with db.reading() as session:
        assert session.execute(text("SELECT count(*) FROM report")).scalar_one() == 0
    with db.transaction() as tx:
        tx.execute(text("CREATE TABLE left_behind (id integer)"))


def test_a_table_made_by_another_test_is_not_there(database: str) -> None:
    # Its twin above makes the table in its own database; random order runs either first.
    with db.transaction() as tx:
        tx.execute(text("CREATE TABLE left_behind (id integer)"))


def test_what_postgresql_acknowledged_survives_its_kill(postgres: Postgres, postgres_url: str) -> None:
    address = postgres_url.replace("+psycopg", "")
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE kept (id integer)")
        connection.execute("INSERT INTO kept VALUES (7)")
    postgres.kill()
    assert not listens(postgres.port)
    postgres.start()
    with psycopg.connect(address) as connection:
        assert connection.execute("SELECT id FROM kept").fetchall() == [(7,)]


def test_redis_and_mosquitto_answer_and_are_gone_afterwards() -> None:
    for kind in (Redis, Mosquitto):
        with running(kind) as server:
            assert listens(server.port)
        assert not listens(server.port)
        assert not server.folder.exists()


def test_a_killed_test_run_leaves_no_server_behind() -> None:
    script = textwrap.dedent("""
        from tests.servers import Redis, running
        with running(Redis) as server:
            print(server.port, server.folder, flush=True)
            input()
    """)
    with subprocess.Popen([sys.executable, "-c", script], stdin=-1, stdout=-1, text=True) as run:
        assert run.stdout is not None
        number, folder = run.stdout.readline().split()
        port = int(number)
        assert listens(port)
        run.send_signal(signal.SIGKILL)
        run.wait()
        wait_until(lambda: not listens(port), seconds=5, what="Redis still listening")
        shutil.rmtree(folder)


def test_a_missing_program_names_the_package_that_holds_it() -> None:
    with pytest.raises(ServerMissing, match="Debian package: nonesuch-server"):
        program("nonesuch", package="nonesuch-server")


def test_a_page_of_another_machine_cannot_be_reached_from_a_test() -> None:
    with pytest.warns(UserWarning, match="allowed"), pytest.raises(SocketConnectBlockedError):
        urllib.request.urlopen("http://192.0.2.1/", timeout=1)
    assert not answers("http://127.0.0.1:9/")


def test_chromium_draws_a_local_page(chromium: Browser) -> None:
    page = chromium.new_context().new_page()
    page.set_content("<h1>Sorot</h1>")
    assert page.inner_text("h1") == "Sorot"
