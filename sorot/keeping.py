"""Once a day: what has been kept long enough goes, round by round, with the files nobody needs any more."""

import logging
from collections import Counter
from datetime import date, datetime

from bot import media_jobs
from routing.people import retention
from storage import db
from storage.clock import WIB
from storage.media import MediaStore

MOST_ROUNDS = 500  # of a day; a first day with a very long past goes on tomorrow

log = logging.getLogger(__name__)


class Keeping:
    """Remembers which day is done; after a restart the day is gone through again, to no effect."""

    def __init__(self) -> None:
        self.day: date | None = None

    def run(self, store: MediaStore, *, now: datetime) -> dict[str, int]:
        """What went, by kind; nothing when today's was done."""
        today = now.astimezone(WIB).date()
        gone: Counter[str] = Counter()
        if self.day == today:
            return gone
        for _ in range(MOST_ROUNDS):
            with db.transaction() as tx:
                went = retention.run(tx, now=now)
                media_jobs.forget(tx, store, went.files, now=now)
            gone.update(went.rows)
            if not went.rows:
                break
        self.day = today
        if gone:
            log.info("kept long enough: %s", dict(gone))
        return gone
