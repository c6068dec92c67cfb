"""One backup: a file of lines with all rows of one moment and the home's own files, and a folder of pictures.

    {"sorot": 1, "schema": "0031", "at": "…"}
    {"table": "area", "columns": [["code", "plain"], …]}, its rows as lists, {"rows": 68, "sha256": "…"}, …
    {"file": "secret_key", "content": "…"}, …      {"pictures": ["…", …]}, …      {"end": true}

Pictures lie beside it under their own hash, encrypted each, written once for all backups of the folder.
"""

import base64
import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any

import msgspec
from sqlalchemy import Connection, String, select, text
from sqlalchemy.engine import Engine

from storage.backup import rows, sealed
from storage.media import MediaStore

FORM = 1
NAME, PICTURES = "sorot-%Y%m%dT%H%M%SZ.age", "pictures"
TOGETHER = 500  # pictures a line


def moment_of(file: Path) -> datetime | None:
    """The moment a backup is of, by its name; None for any other file."""
    try:
        return datetime.strptime(file.name, NAME).replace(tzinfo=UTC)
    except ValueError:
        return None


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
            kept = [sha for sha in some if _picture(media, folder, sha, keys, now)]
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


def place_of(folder: Path, sha: str) -> Path:
    """Where a folder of backups keeps a picture."""
    return folder / PICTURES / sha[:2] / f"{sha}.age"


def _picture(media: MediaStore, folder: Path, sha: str, keys: list[Any], now: datetime) -> bool:
    """Keeps a picture that is not kept yet; False when the store has none of that name.

    The file's time is that of the last backup that names it, for whoever takes away what none names.
    """
    kept = place_of(folder, sha)
    if not kept.exists() and not _keep_picture(media, kept, sha, keys):
        return False
    os.utime(kept, (now.timestamp(), now.timestamp()))
    return True


def _keep_picture(media: MediaStore, kept: Path, sha: str, keys: list[Any]) -> bool:
    try:
        content = media.open(sha)
    except KeyError:  # erased since, or a preparation that never came about
        return False
    kept.parent.mkdir(exist_ok=True, mode=0o700)
    sealed.keep(kept, content, keys)
    return True
