"""A backup read again: is it whole, and back into an empty database, picture store and home."""

import base64
import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, select
from sqlalchemy.engine import Engine

from storage import schema
from storage.backup import rows, sealed
from storage.backup.archive import FORM, BackedUp, place_of
from storage.backup.sealed import CannotRead
from storage.media import MediaStore
from storage.models import Base


def newest(folder: Path) -> Path:
    """The newest backup in the folder, or the file itself; CannotRead when there is none."""
    if folder.is_file():
        return folder
    found = sorted(folder.glob("sorot-*.age"))
    if not found:
        raise CannotRead(f"there is no backup in {folder}")
    return found[-1]


def verify(file: Path, keys: list[Any]) -> BackedUp:
    """Reads all of a backup, every row and every picture; CannotRead names the first thing that is wrong."""
    return _read(file, keys, _Looking())


def restore(file: Path, keys: list[Any], engine: Engine, media: MediaStore, home: Path) -> BackedUp:
    """Puts a backup back, as the tables were in its release: an empty database, the pictures, the home.

    CannotRead where it is not whole, of a newer release, or something is there already: it is read to its end
    first, so nothing has been touched then.
    """
    looked_at = _read(file, keys, _LookingHome(home))
    _can_take(looked_at, engine)
    _make_tables(engine, looked_at.schema)
    with engine.begin() as connection:
        told = _read(file, keys, _PuttingBack(connection, media, home))
        rows.fill_again(connection)
        rows.count_on(connection)
    return told


def _can_take(told: BackedUp, engine: Engine) -> None:
    known = {revision.revision for revision in ScriptDirectory.from_config(schema.config()).walk_revisions()}
    if told.schema not in known:
        raise CannotRead(f"the backup is of a newer release (tables {told.schema}): upgrade first")
    there = set(inspect(engine).get_table_names())
    with engine.connect() as connection:  # a restore that was killed leaves tables, and nothing in them
        for table in Base.metadata.sorted_tables:
            if table.name in there and connection.scalar(select(1).select_from(table).limit(1)):
                raise CannotRead("the database is not empty: restore into a new one")


def _make_tables(engine: Engine, revision: str) -> None:
    """As they were; what the migrations wrote themselves comes with the backup."""
    schema.upgrade(revision)
    there = set(inspect(engine).get_table_names())
    with engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            if table.name in there:
                connection.execute(table.delete())


class _Looking:
    """What is done with each part of a backup that is only read."""

    def table(self, name: str, columns: list[tuple[str, str]], found: Iterator[list[Any]]) -> int:
        """Its rows; how many."""
        return sum(1 for _ in found)

    def file(self, name: str, content: bytes) -> None:
        """A file of the home."""

    def picture(self, content: bytes) -> None:
        """A picture, whole."""


class _LookingHome(_Looking):
    """… that could be put back into this home."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def file(self, name: str, content: bytes) -> None:
        path = self._within(name)
        if path.exists() and path.read_bytes() != content:
            raise CannotRead(f"{path} is there already, and another: restore into an empty home")

    def _within(self, name: str) -> Path:
        path = self.home / name
        if not path.resolve().is_relative_to(self.home.resolve()):
            raise CannotRead(f"a file of the backup wants to lie outside the home: {name}")
        return path


class _PuttingBack(_LookingHome):
    """… that is put back."""

    def __init__(self, connection: Connection, media: MediaStore, home: Path) -> None:
        super().__init__(home)
        self.connection, self.media = connection, media

    def table(self, name: str, columns: list[tuple[str, str]], found: Iterator[list[Any]]) -> int:
        return rows.write(self.connection, name, columns, found)

    def file(self, name: str, content: bytes) -> None:
        path = self._within(name)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_bytes(content)
        path.chmod(0o600)

    def picture(self, content: bytes) -> None:
        self.media.put(content)


def _lines(file: Path, keys: list[Any]) -> Iterator[tuple[Any, bytes]]:
    """Each line as a value, and as it stands there."""
    for line in sealed.lines(file, keys):
        try:
            yield json.loads(line), line
        except ValueError:
            raise CannotRead(f"{file.name} is no backup of Sorot") from None


def _read(file: Path, keys: list[Any], does: _Looking) -> BackedUp:
    parts = _lines(file, keys)
    told = _head(file, parts)
    for part, _ in parts:
        if part.get("end"):
            return told
        if "table" in part:
            told.rows[part["table"]] = _one_table(part, parts, does)
        elif "file" in part:
            does.file(part["file"], base64.b64decode(part["content"]))
            told.files.append(part["file"])
        else:
            for sha in part["pictures"]:
                _one_picture(file.parent, sha, keys, does)
                told.pictures += 1
    raise CannotRead(f"{file.name} ends in the middle")


def _head(file: Path, parts: Iterator[tuple[Any, bytes]]) -> BackedUp:
    head, _ = next(parts, (None, b""))
    if not isinstance(head, dict) or head.get("sorot") != FORM:
        raise CannotRead(f"{file.name} is no backup of Sorot")
    return BackedUp(datetime.fromisoformat(head["at"]), str(head["schema"]))


def _one_table(head: dict[str, Any], parts: Iterator[tuple[Any, bytes]], does: _Looking) -> int:
    seen, foot = hashlib.sha256(), {}

    def found() -> Iterator[list[Any]]:
        for row, line in parts:
            if isinstance(row, dict):
                foot.update(row)
                return
            seen.update(line)
            yield row

    many = does.table(head["table"], [(name, kind) for name, kind in head["columns"]], found())
    if foot.get("rows") != many or foot.get("sha256") != seen.hexdigest():
        raise CannotRead(f"table {head['table']} is not what was backed up")
    return many


def _one_picture(folder: Path, sha: str, keys: list[Any], does: _Looking) -> None:
    try:
        content = sealed.unseal(place_of(folder, sha).read_bytes(), keys)
    except FileNotFoundError:
        raise CannotRead(f"picture {sha} is not in the folder of the backup") from None
    if hashlib.sha256(content).hexdigest() != sha:
        raise CannotRead(f"picture {sha} is not what was backed up")
    does.picture(content)
