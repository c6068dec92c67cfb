"""Officers from a spreadsheet: all or none, and every wrong line is named."""

from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from accounts import links
from sorot.cli import cli
from storage import clock, db
from storage.models import Officer
from tests.factories import city

HEAD = "username;name;role;agency;email\n"


@pytest.fixture
def here(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    db.configure(sqlite_url)
    with db.transaction() as tx:
        city.load(tx)
    monkeypatch.setenv("SOROT_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("SOROT_HOME", str(tmp_path))
    return tmp_path / "petugas.csv"


def names() -> set[str]:
    with db.reading() as session:
        return set(session.scalars(select(Officer.username)))


def test_everybody_in_the_file_gets_a_link(here: Path) -> None:
    here.write_text(f"{HEAD}sri;Sri Rahayu;Petugas;dlh;sri@kota.example\nbudi;Budi;operator;;\n", "cp1252")
    done = CliRunner().invoke(cli, ["officer", "import", str(here)])
    assert (done.exit_code, names()) == (0, {"sri", "budi"}), done.output
    said = dict(line.split(",") for line in done.output.splitlines())
    with db.reading() as session:
        found = links.officer_of(session, said["sri"].partition("#")[2], now=clock.now())
        assert found is not None
        assert (found.username, found.email, found.password_hash) == ("sri", "sri@kota.example", None)


def test_one_wrong_line_and_nobody_is_imported(here: Path) -> None:
    here.write_text(
        f"{HEAD}sri;Sri;petugas;dlh;\nx;Pendek;petugas;dlh;\nani;Ani;raja;dlh;\nsri;Lagi;petugas;dlh;\n"
        "eko;Eko;petugas;entah;\ntini;Tini;petugas;dlh;bukan-alamat\n"
    )  # fmt: skip
    done = CliRunner().invoke(cli, ["officer", "import", str(here)])
    assert (done.exit_code, names()) == (2, set())
    assert [f"line {n}:" in done.output for n in range(2, 8)] == [False, True, True, True, True, True]


@pytest.mark.parametrize("content", ["", "nama\nSri\n", HEAD])
def test_a_file_that_is_no_such_table_is_a_sentence(here: Path, content: str) -> None:
    here.write_text(content)
    done = CliRunner().invoke(cli, ["officer", "import", str(here)])
    assert (done.exit_code, "Nobody was imported" in done.output) == (2, True)


def test_a_file_of_more_than_a_city_has_is_refused_before_any_is_made(here: Path) -> None:
    here.write_text(HEAD + "".join(f"orang{number};Orang;petugas;dlh;\n" for number in range(2_001)))
    done = CliRunner().invoke(cli, ["officer", "import", str(here)])
    assert (done.exit_code, names()) == (2, set())
    assert "line 2002: Paling banyak 2.000 petugas" in done.output
