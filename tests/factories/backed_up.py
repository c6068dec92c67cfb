"""A small city to back up, and a backup put back."""

from pathlib import Path
from typing import Any

from routing.reports import officers_work
from storage import clock, db, media
from storage.backup import archive, reading
from storage.models import Media
from tests.factories import city, people, reports

PICTURE = b"\x89PNG\r\n\x1a\n" + b"bukan gambar sungguhan" * 40


def fill(store: media.MediaStore) -> None:
    """A city with a report, its joined twin, an answer and a picture."""
    with db.transaction() as tx:
        city.load(tx)
        person = people.person(tx)
        first, second = (reports.filed(tx, text=f"Lampu {n} padam 💡", by=person) for n in (1, 2))
        officer = people.officer(tx)
        officers_work.answer(tx, officer=officer, report=first, text="Kami cek besok pagi.", now=clock.now())
        tx.add(
            Media(
                sha256=store.put(PICTURE), content_type="image/png", size=len(PICTURE), width=4, height=3,
                created_at=clock.now(), public_sha256=store.put(PICTURE + b"2"),
            )
        )  # fmt: skip
        first.track_key, second.facts = "kunci", {"a": [1, 2.5, None], "b": {"c": "é"}}


def put_back(file: Path, keys: list[Any], target: str, folder: Path) -> archive.BackedUp:
    db.dispose()
    engine = db.configure(target)
    told = reading.restore(file, keys, engine, media.from_url(str(folder / "media")), folder)
    db.create_schema()
    return told
