"""What the timetable works out for everybody: figures of the city's work, files of open data."""

import logging
import subprocess
from collections.abc import Sequence
from datetime import datetime, timedelta

from routing import open_data, performance
from routing.open_data import Made
from storage import db, deletions, parquet
from storage.media import MediaStore

log = logging.getLogger(__name__)
DOWNLOADED = timedelta(hours=1)  # by then whoever has begun with the replaced file has it


def figures(now: datetime) -> None:
    """Counted while nobody waits for it, written down at once."""
    with db.reading() as session:
        made = performance.count(session, now=now)
    with db.transaction() as tx:
        performance.keep(tx, made, now=now)


def files(store: MediaStore, now: datetime) -> int:
    """Make the months that changed; how many. Each is stored before it is named, with no transaction open."""
    with db.reading() as session:
        due = open_data.due(session, now=now)
    for month in due:
        with db.reading() as session:
            made = open_data.make(session, month)
        _keep(store, made, now)
    if due:
        _press(store, due, now)
    with db.transaction() as tx:
        open_data.seen(tx, now=now)
    return len(due)


def _keep(store: MediaStore, made: Sequence[Made], now: datetime) -> None:
    names = [store.put(one.content) for one in made]
    with db.transaction() as tx:
        replaced = [open_data.keep(tx, one, name, now=now) for one, name in zip(made, names, strict=True)]
        deletions.soon(tx, {name for name in replaced if name}, now=now + DOWNLOADED)


def _press(store: MediaStore, due: Sequence[str], now: datetime) -> None:
    """Those months, and all in one file, as Parquet; what fails is made the next time."""
    with db.reading() as session:
        all_of = {file.month: file for file in open_data.files(session) if file.form == open_data.CSV}
    tables = [(month, [all_of[month]]) for month in due]
    tables.append((open_data.ALL, [all_of[month] for month in sorted(all_of)]))
    parts = [(store.open(file.sha256) for file in files) for _, files in tables]
    columns = {one.name: one.kind for one in open_data.COLUMNS}
    try:
        pressed = parquet.of_csv(parts, columns=columns, head=open_data.HEAD)
        for (month, files), content in zip(tables, pressed, strict=True):
            rows = sum(file.rows for file in files)
            _keep(store, [Made(month, open_data.PARQUET, content, rows)], now)
    except (OSError, subprocess.TimeoutExpired) as failure:
        log.error("open data was not made as Parquet: %s", failure)
