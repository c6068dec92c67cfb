"""One backup: a file of lines with all rows of one moment and the home's own files, and a folder of pictures.

    {"sorot": 1, "schema": "0031", "at": "…"}
    {"table": "area", "columns": [["code", "plain"], …]}, its rows as lists, {"rows": 68, "sha256": "…"}, …
    {"file": "secret_key", "content": "…"}, …      {"pictures": ["…", …]}, …      {"end": true}

Pictures lie beside it under their own hash, encrypted each, written once for all backups of the folder.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any

import msgspec
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, String, inspect, select, text
from sqlalchemy.engine import Engine

from storage import schema
from storage.backup import rows, sealed
from storage.backup.sealed import CannotRead
from storage.media import MediaStore
from storage.models import Base

FORM = 1
NAME, PICTURES = "sorot-%Y%m%dT%H%M%SZ.age", "pictures"
TOGETHER = 500  # pictures a line


@dataclass
class BackedUp:
    """What a backup holds, or what was put back. missing: pictures a row names that the store had not."""

    at: datetime
    schema: str
    rows: dict[str, int] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    pictures: int = 0
    missing: list[str] = field(default_factory=list)


def make(
    engine: Engine, media: MediaStore, home: Mapping[str, Path], folder: Path, keys: list[Any], now: datetime
) -> tuple[Path, BackedUp]:
    """Back everything up into the folder. home: files beside the database, by the name they are kept by."""
    (folder / PICTURES).mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / now.strftime(NAME)
    with _one_moment(engine) as connection, sealed.writing(file, keys) as out:
        told = BackedUp(now, _schema(connection))
        _line(out, {"sorot": FORM, "schema": told.schema, "at": now.isoformat()})
        for table in rows.tables():
            told.rows[str(table.name)] = _table(out, connection, table)
        for name, path in home.items():
            _line(out, {"file": name, "content": base64.b64encode(path.read_bytes()).decode()})
            told.files.append(name)
        for some in _in_parts(pictures(connection)):
            kept = [sha for sha in some if _picture(media, folder, sha, keys)]
            told.missing += sorted(set(some) - set(kept))
            told.pictures += len(kept)
            _line(out, {"pictures": kept})
        _line(out, {"end": True})
    return file, told


def _one_moment(engine: Engine) -> Connection:
    """A connection whose every statement sees the database as it is now."""
    options: dict[str, Any] = {"sorot_read_only": True}
    if engine.dialect.name == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return engine.connect().execution_options(**options)


def _schema(connection: Connection) -> str:
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


def _table(out: IO[bytes], connection: Connection, table: Any) -> int:
    _line(out, {"table": str(table.name), "columns": [[str(c.name), rows.kind_of(c)] for c in table.columns]})
    counted, seen = 0, hashlib.sha256()
    for row in rows.read(connection, table):
        seen.update(_line(out, row))
        counted += 1
    _line(out, {"rows": counted, "sha256": seen.hexdigest()})
    return counted


def _line(out: IO[bytes], value: Any) -> bytes:
    line = msgspec.json.encode(value) + b"\n"
    out.write(line)
    return line


def pictures(connection: Connection) -> Iterator[str]:
    """The hashes of everything in the picture store that a row names, each once."""
    seen: set[str] = set()
    for table in rows.tables():
        for column in table.columns:
            if column.name.endswith("sha256") and isinstance(column.type, String):
                for sha in connection.scalars(select(column).where(column.is_not(None)).distinct()):
                    if sha not in seen:
                        seen.add(sha)
                        yield sha


def _in_parts(names: Iterable[str]) -> Iterator[list[str]]:
    left = iter(names)
    while some := list(islice(left, TOGETHER)):
        yield some


def _picture(media: MediaStore, folder: Path, sha: str, keys: list[Any]) -> bool:
    """Keeps a picture that is not kept yet; False when the store has none of that name."""
    kept = folder / PICTURES / sha[:2] / f"{sha}.age"
    if kept.exists():
        return True
    try:
        content = media.open(sha)
    except KeyError:  # erased since, or a preparation that never came about
        return False
    kept.parent.mkdir(exist_ok=True, mode=0o700)
    part = kept.with_name(f".{sha}.part")
    part.write_bytes(sealed.seal(content, keys))
    part.replace(kept)
    return True


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
    return _read(file, keys, _Checks())


def restore(file: Path, keys: list[Any], engine: Engine, media: MediaStore, home: Path) -> BackedUp:
    """Puts a backup back: an empty database, the pictures, the home's files.

    CannotRead for a backup that is not whole: then the database is as empty as before.
    """
    with engine.begin() as connection:
        told = _read(file, keys, _PuttingBack(connection, media, home))
        connection.execute(text(rows.REFILLED))
        rows.count_on(connection)
    return told


def prepare(file: Path, keys: list[Any], engine: Engine) -> None:
    """Makes the tables as they were in the backup's release; CannotRead where this release knows none such,
    or where something is there already."""
    told = _head(file, _lines(file, keys))
    known = {revision.revision for revision in ScriptDirectory.from_config(schema.config()).walk_revisions()}
    if told.schema not in known:
        raise CannotRead(f"the backup is of a newer release (tables {told.schema}): upgrade first")
    if inspect(engine).has_table("report"):
        raise CannotRead("the database is not empty: restore into a new one")
    schema.upgrade(told.schema)
    there = set(inspect(engine).get_table_names())
    with engine.begin() as connection:  # what a migration wrote itself comes with the backup
        for table in reversed(Base.metadata.sorted_tables):
            if table.name in there:
                connection.execute(table.delete())


class _Checks:
    """What is done with each part of a backup that is only read."""

    def table(self, name: str, columns: list[tuple[str, str]], found: Iterator[list[Any]]) -> int:
        return sum(1 for _ in found)

    def file(self, name: str, content: bytes) -> None:
        pass

    def picture(self, sha: str, content: bytes) -> None:
        pass


class _PuttingBack(_Checks):
    """… that is put back."""

    def __init__(self, connection: Connection, media: MediaStore, home: Path) -> None:
        self.connection, self.media, self.home = connection, media, home

    def table(self, name: str, columns: list[tuple[str, str]], found: Iterator[list[Any]]) -> int:
        return rows.write(self.connection, name, columns, found)

    def file(self, name: str, content: bytes) -> None:
        path = self.home / name
        if ".." in path.parts or not path.resolve().is_relative_to(self.home.resolve()):
            raise CannotRead(f"a file of the backup wants to lie outside the home: {name}")
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_bytes(content)
        path.chmod(0o600)

    def picture(self, sha: str, content: bytes) -> None:
        self.media.put(content)


def _lines(file: Path, keys: list[Any]) -> Iterator[tuple[Any, bytes]]:
    """Each line as a value, and as it stands there."""
    for line in sealed.lines(file, keys):
        try:
            yield json.loads(line), line
        except ValueError:
            raise CannotRead(f"{file.name} is no backup of Sorot") from None


def _read(file: Path, keys: list[Any], does: _Checks) -> BackedUp:
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


def _one_table(head: dict[str, Any], parts: Iterator[tuple[Any, bytes]], does: _Checks) -> int:
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


def _one_picture(folder: Path, sha: str, keys: list[Any], does: _Checks) -> None:
    try:
        content = sealed.unseal((folder / PICTURES / sha[:2] / f"{sha}.age").read_bytes(), keys)
    except FileNotFoundError:
        raise CannotRead(f"picture {sha} is not in the folder of the backup") from None
    if hashlib.sha256(content).hexdigest() != sha:
        raise CannotRead(f"picture {sha} is not what was backed up")
    does.picture(sha, content)
