"""The ledger of the erased, outside the database, so that a restore forgets them again.

A line a person: the row's number, when it was made, when it was erased; nothing that says who it was. It is
written before the erasure is committed: one too many asks for an erasure that was asked for anyway.
"""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

FILE = "erased.jsonl"
_folders: list[Path] = []


@dataclass(frozen=True, order=True)
class ErasedPerson:
    """born: when the row was made, which tells it from another with the same number after a restore."""

    at: datetime
    person: int
    born: datetime


def keep_in(folders: Iterable[Path | None]) -> None:
    """Where this process writes the ledger: the home, and the folder of backups where there is one."""
    _folders[:] = [folder for folder in folders if folder is not None]


def note(person: int, *, born: datetime, at: datetime) -> None:
    """Writes a line, on the disk when this returns; OSError where no folder takes it: nobody is erased."""
    failed: list[OSError] = []
    for folder in _folders:
        try:
            _append(folder / FILE, [ErasedPerson(at, person, born)])
        except OSError as error:
            failed.append(error)
    if failed and len(failed) == len(_folders):
        raise failed[0]


def read(files: Iterable[Path]) -> list[ErasedPerson]:
    """Everybody in these ledgers, once each, in order of time; a line cut off by a full disk is left out."""
    found = set()
    for file in files:
        lines = file.read_text("utf-8").splitlines() if file.is_file() else []
        found |= {one for line in lines if (one := _read(line)) is not None}
    return sorted(found)


def merge(into: Path, sources: Sequence[Path]) -> None:
    """Adds to the ledger `into` what is in `sources` alone."""
    missing = sorted(set(read(sources)) - set(read([into])))
    if missing:
        into.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _append(into, missing)


def _append(file: Path, lines: Sequence[ErasedPerson]) -> None:
    text = "".join(
        json.dumps({"at": one.at.isoformat(), "person": one.person, "born": one.born.isoformat()}) + "\n"
        for one in lines
    )
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())


def _read(line: str) -> ErasedPerson | None:
    try:
        given = json.loads(line)
        at, born = datetime.fromisoformat(given["at"]), datetime.fromisoformat(given["born"])
        return ErasedPerson(at, int(given["person"]), born)
    except (ValueError, KeyError, TypeError):
        return None
