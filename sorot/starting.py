"""A start that cannot succeed ends with a sentence that says what to do, not with a traceback."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Engine, make_url, text
from sqlalchemy.exc import DBAPIError

from sorot.health import is_full
from sorot.settings import Settings
from storage.csv_files import CsvFault
from watching.places import space

NEEDED = 20 * 2**20  # bytes: less is gone with the first pictures
TRACE = "trace"  # in the home: the heads of the event log
NO_SPACE = "Make room there (old backups, logs, other programs' files) and start again; nothing is lost."


class CannotStart(SystemExit):
    """Sorot does not start; the message says why and what to do."""

    def __init__(self, why: str, do: str) -> None:
        super().__init__(f"Sorot does not start: {why}\n  {do}")


def check_home(settings: Settings) -> None:
    """The home can be written to and has space; CannotStart otherwise."""
    home = settings.home.absolute()
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        _close(home)
        with tempfile.TemporaryFile(dir=home) as trial:
            trial.write(b"\0" * 4096)
            trial.flush()
    except OSError as error:
        if is_full(error):
            raise CannotStart(f"there is no space left where {home} lies.", NO_SPACE) from error
        do = "Make that folder writable for the user who runs Sorot, or name another one in SOROT_HOME."
        raise CannotStart(f"its home {home} cannot be written to ({error.strerror}).", do) from error
    free = space(home)
    if free is not None and free[0] < NEEDED:
        raise CannotStart(f"only {free[0] // 2**20} MB are free where {home} lies.", NO_SPACE)


def check_places(settings: Settings) -> None:
    """Where files are put is a folder that can be written to; CannotStart otherwise."""
    given = [] if settings.media.startswith("s3:") else [Path(settings.media)]
    for place in (*given, settings.home.absolute() / TRACE, settings.home.absolute() / "lake"):
        try:
            if place.is_symlink() or place.exists():
                with tempfile.TemporaryFile(dir=place):
                    pass
        except OSError as error:
            do = "Move what lies there aside, or make it a folder that the user who runs Sorot may write to."
            raise CannotStart(f"no files can be put into {place} ({error.strerror}).", do) from error


def check_not_lost(settings: Settings) -> None:
    """A city whose database is gone is not begun anew beside what is left of it; CannotStart."""
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite" or not url.database or url.database.startswith("file:"):
        return
    file = Path(url.database)
    begun = next((settings.home.absolute() / TRACE).glob("head-*.json"), None)
    if begun is not None and not (file.exists() and file.stat().st_size):
        do = (
            'Put the newest backup in its place: docs/operate.md, "Restore". To begin a new city, name an '
            "empty SOROT_HOME."
        )
        raise CannotStart(f"the database {file} is gone or empty, but {begun} tells of an earlier one.", do)


def _close(home: Path) -> None:
    """Shut everybody else out, also of what earlier versions left open; where the folder is not ours, its
    owner decides."""
    with suppress(PermissionError):
        home.chmod(home.stat().st_mode & 0o700)


def check_integrity(engine: Engine) -> None:
    """SQLite's own look at its file: damage is found now, not by a resident. PostgreSQL looks by itself."""
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as connection:
        found = connection.execute(text("PRAGMA quick_check(1)")).scalar_one()
    if found != "ok":
        raise sqlite3.DatabaseError(str(found))


@contextmanager
def said_plainly(settings: Settings) -> Iterator[None]:
    """What goes wrong with the database or the city's files within, as CannotStart."""
    place = make_url(settings.database).render_as_string(hide_password=True)
    try:
        yield
    except CsvFault as fault:
        do = "Correct that line of the city's files (SOROT_CITY, SOROT_GAUGES)."
        raise CannotStart(str(fault), do) from fault
    except (DBAPIError, sqlite3.DatabaseError, OSError) as error:
        raise CannotStart(*_explained(place, getattr(error, "orig", None) or error)) from error


def _explained(place: str, error: BaseException) -> tuple[str, str]:
    said = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    if is_full(error):
        return f"there is no space left for the database {place}.", NO_SPACE
    if "readonly" in said or "read-only" in said or isinstance(error, PermissionError):
        do = "Give the user who runs Sorot the right to write to the file and to its folder."
        return f"the database {place} cannot be written to ({said}).", do
    if isinstance(error, sqlite3.OperationalError):
        do = "See that its folder exists, that Sorot's user may open it, and that no other program locks it."
        return f"the database {place} cannot be opened ({said}).", do
    if isinstance(error, sqlite3.DatabaseError):
        do = (
            "Nothing was changed. Keep the damaged file and its -wal aside, and put the newest backup in its "
            'place: docs/operate.md, "Restore".'
        )
        return f"the database {place} is damaged ({said}).", do
    do = "See that the server runs and that SOROT_DATABASE_URL is right; then start again."
    return f"the database {place} does not answer ({said}).", do
