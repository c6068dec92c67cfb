"""`sorot backup` and `sorot restore`: everything into encrypted files, and back onto an empty machine."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sorot.settings import Settings

if TYPE_CHECKING:
    from storage.backup.archive import BackedUp

KEPT = ("secret_key", "mqtt_secret", "trace_key")  # and what lies in:
FOLDERS = ("trace", "nlu")
# Numbers given out after the backup are known to their residents: so many a day are left out after a restore.
NUMBERS_A_DAY = 1_000
# A line of the ledger is older than the commit it is about; machines' clocks differ a little.
WRITTEN_BEFORE = timedelta(minutes=1)
RECIPIENT, IDENTITY = "SOROT_BACKUP_RECIPIENT", "SOROT_BACKUP_IDENTITY"
NO_RECIPIENT = (
    f"{RECIPIENT} is not set: nobody could open the backup, or everybody. Make a key on another machine with"
    " `sorot backup key FILE`, keep FILE there, and set the line it prints here."
)
NO_IDENTITY = f"{IDENTITY} is not set: the file of the key that opens the backup (`sorot backup key FILE`)."


Where = Annotated[str, typer.Argument(help="A folder; or `verify`, or `key`.", metavar="DEST | verify | key")]
What = Annotated[Path | None, typer.Argument(help="verify: a folder or a backup. key: a new file.")]
Ledgers = Annotated[
    list[Path] | None,
    typer.Option("--erased", exists=True, help="A ledger of the erased from elsewhere; may be repeated."),
]
Moment = Annotated[str, typer.Argument(help="What the database was put back to: 2026-11-30 10:14:00+07.")]
Source = Annotated[
    Path, typer.Argument(exists=True, help="A folder of backups (its newest), or one of them.")
]


def add_to(cli: typer.Typer) -> None:
    """The commands, in the command line they belong to."""
    cli.command()(backup)
    cli.command()(restore)
    cli.command()(restored)


def backup(where: Where, what: What = None) -> None:
    """Back up all rows, pictures, keys and the model into the folder DEST, encrypted, as the service runs."""
    if where in ("verify", "key"):
        if what is None:
            raise typer.BadParameter(f"`sorot backup {where}` needs a file or folder")
        verify(what) if where == "verify" else key(what)
        return
    keys = _recipients()
    from sorot import prepare
    from storage import backups, clock, db, erased, media
    from storage.backup import archive

    settings = Settings()
    prepare.open_database(settings)
    folder, now = Path(where), clock.now()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    store = media.from_url(settings.media)
    erased.merge(folder / erased.FILE, [settings.home / erased.FILE])
    file, told = archive.make(db.engine(), store, home_files(settings.home), folder, keys, now)
    with db.transaction() as tx:
        made = backups.BackupMade(now, file.name, file.stat().st_size, missing=len(told.missing))
        backups.note(tx, made, now=now)
    typer.echo(f"{file}: {_told(told)}")
    if told.missing:
        typer.echo(f"pictures that rows name and the store has not: {len(told.missing)}")


def verify(source: Path) -> None:
    """Reads all of the newest backup, and says what is in it or what is wrong."""
    from storage.backup import reading
    from storage.backup.sealed import CannotRead

    try:
        keys = _identities()
        file = reading.newest(source)
        typer.echo(f"{file.name}: whole, {_told(reading.verify(file, keys))}")
    except CannotRead as why:
        raise typer.Exit(_say(str(why))) from None


def key(file: Path) -> None:
    """A new key: its secret half into FILE, its public half to the screen."""
    from storage.backup import sealed

    try:
        public = sealed.new_key(file)
    except FileExistsError:
        raise typer.Exit(_say(f"{file} is there already; a key is never written over.")) from None
    typer.echo(f"The secret half lies in {file}: keep it apart from this machine, twice.")
    typer.echo(f"{RECIPIENT}={public}")


def restore(source: Source, ledgers: Ledgers = None) -> None:
    """Put a backup back into an empty home and an empty database, embedded or PostgreSQL."""
    from storage import db, erased, media
    from storage.backup import reading
    from storage.backup.sealed import CannotRead

    settings = Settings()
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        keys = _identities()
        file = reading.newest(source)
        store, engine = media.from_url(settings.media), db.configure(settings.database)
        told = reading.restore(file, keys, engine, store, settings.home)
        db.create_schema()
    except CannotRead as why:
        raise typer.Exit(_say(f"Nothing was restored: {why}")) from None
    typer.echo(f"{file.name}: put back, {_told(told)}")
    folder = source if source.is_dir() else source.parent
    _keep_promises(told.at, [folder / erased.FILE, *(ledgers or ())], settings)


def restored(moment: Moment, ledgers: Ledgers = None) -> None:
    """After the database was put back to MOMENT by its own means: numbers leave a gap, the erased go."""
    from storage import clock, db, erased

    try:
        at = datetime.fromisoformat(moment)
    except ValueError as wrong:
        raise typer.BadParameter(f"MOMENT is no moment: {wrong}") from None
    if at.tzinfo is None or at > clock.now():
        raise typer.BadParameter("MOMENT needs its offset (+07) and lies in the past")
    settings = Settings()
    db.configure(settings.database)
    db.create_schema()
    folders = [settings.home, *filter(None, [settings.backup_folder])]
    _keep_promises(at, [*(folder / erased.FILE for folder in folders), *(ledgers or ())], settings)


def _keep_promises(at: datetime, ledgers: list[Path], settings: Settings) -> None:
    """What the database has forgotten since `at` and residents have not: their numbers, and their erasure."""
    from sorot import erase_again
    from storage import clock, erased, media

    now, store = clock.now(), media.from_url(settings.media)
    skipped = _skip_numbers(at, now)
    typer.echo(f"report numbers go on after a gap of {skipped}, so that none is given twice")
    many = erase_again.run(erased.read(ledgers), since=at - WRITTEN_BEFORE, store=store, now=now)
    erased.merge(settings.home / erased.FILE, ledgers)
    typer.echo(f"erased again, because they were erased since: {many}")


def _skip_numbers(since: datetime, now: datetime) -> int:
    """Leaves out the report numbers that may have been given since the backup; how many a month."""
    from routing.city.catalogue import catalogue
    from routing.domain.numbers import month_of
    from storage.db import transaction
    from storage.models import Counter

    days = max(0, (now - since).days) + 1
    months = {month_of(since + timedelta(days=day)) for day in range(days)} | {month_of(now)}
    with transaction() as tx:
        prefix = catalogue(tx).number_prefix
        for name in (f"report-{prefix}-{month}" for month in months):
            counter = tx.get(Counter, name) or Counter(name=name, value=0)
            counter.value += days * NUMBERS_A_DAY
            tx.add(counter)
    return days * NUMBERS_A_DAY


def home_files(home: Path) -> dict[str, Path]:
    """What lies beside the database and must come back."""
    found = {name: home / name for name in KEPT if (home / name).is_file()}
    for folder in FOLDERS:
        for path in sorted((home / folder).rglob("*")):
            if path.is_file():
                found[str(path.relative_to(home))] = path
    return found


def _recipients() -> list[Any]:
    given = Settings().backup_recipient
    if not given:
        raise typer.Exit(_say(NO_RECIPIENT))
    from storage.backup import sealed

    try:
        return sealed.recipients(given)
    except ValueError as error:
        raise typer.Exit(_say(f"{RECIPIENT} is no public key of age (age1…): {error}")) from None


def _identities() -> list[Any]:
    given = Settings().backup_identity
    if given is None:
        raise typer.Exit(_say(NO_IDENTITY))
    from storage.backup import sealed

    return sealed.identities(given)


def _told(told: "BackedUp") -> str:
    many, files = sum(told.rows.values()), len(told.files)
    return (
        f"{many} rows in {len(told.rows)} tables, {told.pictures} pictures, {files} files"
        f" of {told.at:%Y-%m-%d %H:%M} UTC"
    )


def _say(message: str) -> int:
    typer.echo(message, err=True)
    return 1
