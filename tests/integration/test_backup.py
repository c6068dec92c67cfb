"""Backups: everything comes back, onto either database; what is not whole is refused and changes nothing."""

import gzip
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyrage
import pytest
from sqlalchemy import create_engine, func, insert, inspect, select
from typer.testing import CliRunner

from sorot.cli import cli
from storage import clock, db, media, tallies
from storage.backup import archive, reading, rows, sealed
from storage.backup.sealed import CannotRead
from storage.models import Area, Base, Camera, Counter, Event, Media, Person, Report
from tests.factories import cameras, people, reports
from tests.factories.backed_up import PICTURE, fill, put_back


@pytest.fixture
def key(tmp_path: Path) -> tuple[list[Any], list[Any]]:
    """(public, secret) halves."""
    public = sealed.new_key(tmp_path / "kunci")
    return sealed.recipients(public), sealed.identities(tmp_path / "kunci")


@pytest.fixture
def store(tmp_path: Path) -> media.MediaStore:
    return media.from_url(str(tmp_path / "media"))


@pytest.fixture
def home(tmp_path: Path) -> dict[str, Path]:
    (tmp_path / "rumah").mkdir()
    file = tmp_path / "rumah" / "secret_key"
    file.write_text("sangat rahasia")
    return {"secret_key": file}


def everything() -> dict[str, list[list[Any]]]:
    with db.engine().connect() as connection:
        return {table.name: list(rows.read(connection, table)) for table in rows.tables()}


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database, without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'baru' / 'sorot.db'}"
        return
    postgres = request.getfixturevalue("postgres")
    postgres.run("CREATE DATABASE sorot_kosong")
    yield postgres.url("sorot_kosong")
    db.dispose()
    postgres.run("DROP DATABASE sorot_kosong WITH (FORCE)")


def test_everything_comes_back_onto_either_database(
    database: str, target: str, key: Any, store: media.MediaStore, home: dict[str, Path], tmp_path: Path
) -> None:
    fill(store)
    before = everything()
    file, made = archive.make(db.engine(), store, home, tmp_path / "cadangan", key[0], clock.now())
    assert made.missing == []
    told = put_back(file, key[1], target, tmp_path / "pulih")
    after = everything()
    with db.transaction() as tx:
        assert tallies.repair(tx.connection()) == {}
    left = [row for row in after["counter"] if row[0] != "search"]
    assert left == [row for row in before["counter"] if row[0] != "search"]
    assert {name: found for name, found in after.items() if name != "counter"} == {
        name: found for name, found in before.items() if name != "counter"
    }
    assert (told.rows, told.pictures) == (made.rows, 2)
    new = media.from_url(str(tmp_path / "pulih" / "media"))
    with db.reading() as session:
        [picture] = session.scalars(select(Media))
        assert new.open(picture.sha256) == PICTURE
        assert new.open(str(picture.public_sha256)) == PICTURE + b"2"
    assert (tmp_path / "pulih" / "secret_key").read_text() == "sangat rahasia"
    assert (tmp_path / "pulih" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_new_rows_go_on_behind_the_old_ones(
    sqlite_url: str, target: str, key: Any, store: media.MediaStore, tmp_path: Path
) -> None:
    db.configure(sqlite_url)
    fill(store)
    file, _ = archive.make(db.engine(), store, {}, tmp_path / "cadangan", key[0], clock.now())
    put_back(file, key[1], target, tmp_path / "pulih")
    with db.transaction() as tx:
        reports.filed(tx, text="Lubang baru di jalan")
        people.person(tx)
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(Report)) == 3
        assert sum(tallies.by_status(session, without="").values()) == 3
        numbers = session.scalars(select(Event.seq).order_by(Event.seq)).all()
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def test_a_second_backup_writes_only_new_pictures(
    sqlite_url: str, key: Any, store: media.MediaStore, tmp_path: Path
) -> None:
    db.configure(sqlite_url)
    fill(store)
    folder = tmp_path / "cadangan"
    archive.make(db.engine(), store, {}, folder, key[0], clock.now())
    written = {file: file.stat().st_ino for file in (folder / "pictures").rglob("*.age")}
    archive.make(db.engine(), store, {}, folder, key[0], clock.now() + timedelta(seconds=1))
    assert {file: file.stat().st_ino for file in (folder / "pictures").rglob("*.age")} == written
    assert len(written) == 2
    assert len(list(folder.glob("sorot-*.age"))) == 2


def test_nothing_plain_lies_in_the_folder(
    sqlite_url: str, key: Any, store: media.MediaStore, home: dict[str, Path], tmp_path: Path
) -> None:
    db.configure(sqlite_url)
    fill(store)
    archive.make(db.engine(), store, home, tmp_path / "cadangan", key[0], clock.now())
    for file in (tmp_path / "cadangan").rglob("*.age"):
        content = file.read_bytes()
        assert content.startswith(b"age-encryption.org/v1")
        for word in (b"padam", b"rahasia", b"bukan gambar", b"Kami cek"):
            assert word not in content


@pytest.fixture
def made(
    sqlite_url: str, key: Any, store: media.MediaStore, home: dict[str, Path], tmp_path: Path
) -> Path:  # fmt: skip
    """A backup of a small city."""
    db.configure(sqlite_url)
    fill(store)
    return archive.make(db.engine(), store, home, tmp_path / "cadangan", key[0], clock.now())[0]


def test_another_key_does_not_open_it(made: Path, tmp_path: Path) -> None:
    sealed.new_key(tmp_path / "lain")
    with pytest.raises(CannotRead, match="cannot be opened"):
        reading.verify(made, sealed.identities(tmp_path / "lain"))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.999])
def test_one_that_is_cut_off_is_refused_and_restores_nothing(
    made: Path, key: Any, tmp_path: Path, share: float
) -> None:
    whole = made.read_bytes()
    made.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(CannotRead):
        reading.verify(made, key[1])
    target = f"sqlite:///{tmp_path / 'baru.db'}"
    with pytest.raises(CannotRead):
        put_back(made, key[1], target, tmp_path / "pulih")
    assert inspect(create_engine(target)).get_table_names() == []
    assert not (tmp_path / "pulih").exists()


def test_a_changed_byte_is_seen(made: Path, key: Any) -> None:
    content = bytearray(made.read_bytes())
    content[len(content) // 2] ^= 1
    made.write_bytes(content)
    with pytest.raises(CannotRead):
        reading.verify(made, key[1])


def test_a_row_taken_out_by_somebody_with_the_key_is_seen(made: Path, key: Any) -> None:
    told = [line for line, _ in reading._lines(made, key[1])]
    at = next(n for n, part in enumerate(told) if isinstance(part, dict) and part.get("table") == "report")
    del told[at + 1]
    plain = b"".join(json.dumps(part).encode() + b"\n" for part in told)
    made.write_bytes(pyrage.encrypt(gzip.compress(plain), key[0]))
    with pytest.raises(CannotRead, match="is not what was backed up"):
        reading.verify(made, key[1])


def test_a_picture_lost_from_the_folder_or_changed_in_it_is_named(made: Path, key: Any) -> None:
    first, second = sorted(made.parent.rglob("pictures/*/*.age"))
    first.write_bytes(second.read_bytes())
    with pytest.raises(CannotRead, match=r"picture \w+ is not what was backed up"):
        reading.verify(made, key[1])
    first.unlink()
    with pytest.raises(CannotRead, match=r"picture \w+ is not in the folder"):
        reading.verify(made, key[1])


def test_it_is_not_put_over_anything(made: Path, key: Any, sqlite_url: str, tmp_path: Path) -> None:
    with db.reading() as session:
        before = session.scalar(select(func.count()).select_from(Person))
    with pytest.raises(CannotRead, match="not empty"):
        put_back(made, key[1], sqlite_url, tmp_path / "pulih")
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == before
    (tmp_path / "pulih").mkdir()
    (tmp_path / "pulih" / "secret_key").write_text("yang lain")
    with pytest.raises(CannotRead, match="is there already"):
        put_back(made, key[1], f"sqlite:///{tmp_path / 'baru.db'}", tmp_path / "pulih")
    assert (tmp_path / "pulih" / "secret_key").read_text() == "yang lain"


def test_a_restore_that_was_killed_is_done_again(made: Path, key: Any, tmp_path: Path) -> None:
    """It leaves tables with nothing in them, and some of the files."""
    target = f"sqlite:///{tmp_path / 'baru.db'}"
    db.configure(target)
    db.create_schema()
    with db.engine().begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())
    (tmp_path / "pulih").mkdir()
    (tmp_path / "pulih" / "secret_key").write_text("sangat rahasia")
    assert put_back(made, key[1], target, tmp_path / "pulih").rows["report"] == 2


def test_words_not_written_yet_are_written_after_a_restore(
    sqlite_url: str, key: Any, store: media.MediaStore, tmp_path: Path
) -> None:
    db.configure(sqlite_url)
    fill(store)
    with db.transaction() as tx:
        tx.add(Counter(name="search", value=1))  # the worker has come down to the first report
    file, _ = archive.make(db.engine(), store, {}, tmp_path / "cadangan", key[0], clock.now())
    put_back(file, key[1], f"sqlite:///{tmp_path / 'baru.db'}", tmp_path / "pulih")
    with db.reading() as session:
        assert session.get_one(Counter, "search").value == session.scalar(select(func.max(Report.id)))


def test_a_backup_of_an_older_release_is_brought_to_todays_tables(
    made: Path, key: Any, tmp_path: Path
) -> None:
    """Of 0021, before there were words to search by."""
    parts = [part for part, _ in reading._lines(made, key[1])]
    start = next(n for n, part in enumerate(parts) if isinstance(part, dict) and part.get("table") == "area")
    end = next(n for n, part in enumerate(parts) if n > start and isinstance(part, dict))
    old = [parts[0] | {"schema": "0021"}, *parts[start : end + 1], {"end": True}]
    with sealed.writing(made, key[0]) as out:
        for part in old:
            archive._line(out, part)
    told = put_back(made, key[1], f"sqlite:///{tmp_path / 'baru.db'}", tmp_path / "pulih")
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(Area)) == told.rows["area"] > 56


def test_words_are_written_again_after_a_backup_from_before_the_cameras(tmp_path: Path) -> None:
    engine = db.configure(f"sqlite:///{tmp_path / 'lama.db'}")
    reading._make_tables(engine, "0053")
    counter = Base.metadata.tables["counter"]
    with engine.begin() as connection:
        connection.execute(insert(counter).values(name="search", value=1))  # written down to the first report
        rows.fill_again(connection)
        assert connection.scalar(select(func.count()).select_from(counter)) == 0


def test_no_camera_points_to_a_picture_after_a_restore(made: Path, key: Any, tmp_path: Path) -> None:
    with db.transaction() as tx:
        camera = cameras.camera(tx)
        camera.still_id = 7
    store = media.from_url(str(tmp_path / "media"))
    file, _ = archive.make(db.engine(), store, {}, tmp_path / "lagi", key[0], clock.now())
    put_back(file, key[1], f"sqlite:///{tmp_path / 'baru.db'}", tmp_path / "pulih")
    with db.reading() as session:
        assert session.scalars(select(Camera.still_id)).all() == [None]


def test_one_of_a_newer_release_is_refused(made: Path, key: Any, tmp_path: Path) -> None:
    head, *parts = [part for part, _ in reading._lines(made, key[1])]
    with sealed.writing(made, key[0]) as out:
        for part in [head | {"schema": "9999"}, *parts]:
            archive._line(out, part)
    with pytest.raises(CannotRead, match="newer release"):
        put_back(made, key[1], f"sqlite:///{tmp_path / 'baru.db'}", tmp_path / "pulih")


def test_a_backup_that_fails_leaves_no_file(
    sqlite_url: str, key: Any, store: media.MediaStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db.configure(sqlite_url)
    fill(store)
    monkeypatch.setattr(rows, "read", lambda connection, table: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        archive.make(db.engine(), store, {}, tmp_path / "cadangan", key[0], clock.now())
    assert [file for file in (tmp_path / "cadangan").rglob("*") if file.is_file()] == []


def test_by_the_command_a_backup_is_made_verified_and_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, old, new = CliRunner(), tmp_path / "lama", tmp_path / "baru"
    monkeypatch.setenv("SOROT_HOME", str(old))
    refused = run.invoke(cli, ["backup", str(tmp_path / "cadangan")])
    assert refused.exit_code == 1
    assert "SOROT_BACKUP_RECIPIENT is not set" in refused.output
    key = run.invoke(cli, ["backup", "key", str(tmp_path / "kunci")])
    monkeypatch.setenv("SOROT_BACKUP_RECIPIENT", key.stdout.strip().rpartition("=")[2])
    monkeypatch.setenv("SOROT_BACKUP_IDENTITY", str(tmp_path / "kunci"))
    made = run.invoke(cli, ["backup", str(tmp_path / "cadangan")])
    assert made.exit_code == 0, made.output
    with db.transaction() as tx:
        first = reports.filed(tx, now=clock.now(), text="Sesudah cadangan dibuat")
    verified = run.invoke(cli, ["backup", "verify", str(tmp_path / "cadangan")])
    assert "whole, " in verified.stdout
    monkeypatch.setenv("SOROT_HOME", str(new))
    restored = run.invoke(cli, ["restore", str(tmp_path / "cadangan")])
    assert restored.exit_code == 0, restored.output
    assert (new / "trace_key").read_bytes() == (old / "trace_key").read_bytes()
    with db.transaction() as tx:
        assert reports.filed(tx, now=clock.now(), text="Laporan sesudahnya").number != first.number
    again = run.invoke(cli, ["restore", str(tmp_path / "cadangan")])
    assert again.exit_code == 1
    assert "Nothing was restored" in again.output
