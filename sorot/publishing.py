"""What the timetable works out for everybody: figures of the city's work, files of open data."""

from datetime import datetime, timedelta

from routing import open_data, performance
from storage import db, deletions
from storage.media import MediaStore

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
        names = [store.put(one.content) for one in made]
        with db.transaction() as tx:
            replaced = [open_data.keep(tx, one, name, now=now) for one, name in zip(made, names, strict=True)]
            deletions.soon(tx, {name for name in replaced if name}, now=now + DOWNLOADED)
    with db.transaction() as tx:
        open_data.seen(tx, now=now)
    return len(due)
