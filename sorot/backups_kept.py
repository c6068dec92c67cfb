"""Backups by timetable: one process makes each, the worker's others leave it alone; old ones go by a plan."""

import logging
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from sorot import backup
from sorot.settings import Settings
from storage import backups, db, erased
from storage.backup import archive, sealed
from storage.clock import LOCAL, Clock
from storage.media import MediaStore

log = logging.getLogger(__name__)

LOOK_EVERY = 60.0  # seconds
DAYS, WEEKS, MONTHS = 7, 4, 12  # of each the newest is kept


def look(settings: Settings, store: MediaStore, clock: Clock) -> bool:
    """Makes a backup when it is time; whether it did."""
    folder = settings.backup_folder
    if folder is None:
        return False
    now = clock()
    with db.transaction() as tx:
        if not backups.begin(tx, every=timedelta(hours=settings.backup_hours), now=now):
            return False
    begun = time.monotonic()
    try:
        made = _make(settings, folder, store, now)
        thin(folder, now=now)
    except (OSError, SQLAlchemyError) as error:
        log.error("the backup could not be made: %s", type(error).__name__)
        made = backups.BackupMade(error=type(error).__name__)
    seconds = round(time.monotonic() - begun, 1)
    with db.transaction() as tx:
        backups.note(tx, backups.BackupMade(**{**made.__dict__, "seconds": seconds}), now=clock())
    return not made.error


def _make(settings: Settings, folder: Path, store: MediaStore, now: datetime) -> backups.BackupMade:
    if not folder.is_dir():
        raise FileNotFoundError(folder)  # of a disk that is not there; a new folder would lie on another
    keys = sealed.recipients(settings.backup_recipient)
    erased.merge(folder / erased.FILE, [settings.home / erased.FILE])
    file, told = archive.make(db.engine(), store, backup.home_files(settings.home), folder, keys, now)
    return backups.BackupMade(now, file.name, file.stat().st_size, missing=len(told.missing))


def kept(moments: Iterable[datetime]) -> set[datetime]:
    """Which backups stay: the newest of each of the last days, weeks and months that have one."""
    newest_first = sorted(moments, reverse=True)
    stay: set[datetime] = set(newest_first[:1])
    for many, period in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
        seen: dict[tuple[int, ...], datetime] = {}
        for moment in newest_first:
            seen.setdefault(period(moment), moment)
        stay |= set(list(seen.values())[:many])
    return stay


def _day(moment: datetime) -> tuple[int, ...]:
    local = moment.astimezone(LOCAL)
    return local.year, local.month, local.day


def _week(moment: datetime) -> tuple[int, ...]:
    return tuple(moment.astimezone(LOCAL).isocalendar()[:2])


def _month(moment: datetime) -> tuple[int, ...]:
    return _day(moment)[:2]


def thin(folder: Path, *, now: datetime) -> int:
    """Old backups go, and the pictures that none of those left names; how many files.

    A picture's file is touched by every backup that names it (`archive.make`): one that was last named before
    the oldest backup that stays is named by none of them.
    """
    files = {at: file for file in folder.glob("sorot-*.age") if (at := archive.moment_of(file)) is not None}
    stay = kept(files)
    gone = [file for at, file in files.items() if at not in stay and at <= now]
    for file in gone:
        file.unlink()
    oldest = min(stay, default=now).timestamp()
    unnamed = [one for one in (folder / archive.PICTURES).rglob("*.age") if one.stat().st_mtime < oldest]
    for one in unnamed:
        one.unlink()
    return len(gone) + len(unnamed)
