"""The files of a city that began empty: kept in the database, so that every process finds the same."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from routing.city import config_versions
from storage import db

SECTION = "berkas_kota"


def put_back(folder: Path) -> bool:
    """Write the kept files into the folder where they differ; False where there is no city yet."""
    with db.reading() as session:
        _, document = config_versions.newest(session, SECTION)
    if document:
        write(folder, document["files"])
    return bool(document)


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Make the files those of the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        path = folder / name
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")


def keep(tx: Session, files: Mapping[str, str], *, why: str, now: datetime) -> None:
    """Keep the files of a new city."""
    config_versions.add_first(tx, SECTION, {"files": dict(files)}, why=why, now=now)
