"""Once a day: what has been kept long enough goes, round by round, with the files nobody needs any more."""

import logging
from collections import Counter
from collections.abc import Collection
from datetime import date, datetime

from bot import media_jobs
from routing.people import retention
from sensors import keeping
from storage import db, partitions, tallies
from storage.clock import LOCAL
from storage.media import MediaStore

MOST_ROUNDS = 500  # of a day; a first day with a very long past goes on tomorrow

log = logging.getLogger(__name__)


class Keeping:
    """Remembers which day is done; after a restart the day is gone through again, to no effect."""

    def __init__(self) -> None:
        self.day: date | None = None

    def run(self, store: MediaStore, *, now: datetime) -> dict[str, int]:
        """What went, by kind; nothing when today's was done."""
        today = now.astimezone(LOCAL).date()
        gone: Counter[str] = Counter()
        if self.day == today:
            return gone
        self._old(store, gone, now)
        self._readings(gone, now)
        self._tallies()
        self.day = today
        gone = +gone
        if gone:
            log.info("kept long enough: %s", dict(gone))
        return gone

    def _old(self, store: MediaStore, gone: Counter[str], now: datetime) -> None:
        """Personal data. A round looks only for what the one before found; the last for all once more.

        A person may go when all that hung on them has.
        """
        kinds: Collection[str] = ()
        for _ in range(MOST_ROUNDS):
            with db.transaction() as tx:
                went = retention.run(tx, now=now, kinds=kinds)
                media_jobs.forget(tx, store, went.files, now=now)
            gone.update(went.rows)
            if not went.rows and not kinds:
                return
            kinds = went.rows

    def _tallies(self) -> None:
        """What is kept of how many reports there are, held against them."""
        with db.transaction() as tx:
            wrong = tallies.repair(tx.connection())
            tallies.fold(tx.connection())
        if wrong:
            log.warning("tallies of reports were wrong and are righted: %s", wrong)

    def _readings(self, gone: Counter[str], now: datetime) -> None:
        """What was measured, and the months it lies in."""
        if packed := keeping.pack(now=now):
            log.info("readings packed: %s", packed)
        with db.transaction() as tx:
            partitions.keep(tx.connection(), now)
            gone["months of readings"] = len(keeping.drop_months(tx, now=now))
        for _ in range(MOST_ROUNDS):
            with db.transaction() as tx:
                went = keeping.forget(tx, now=now)
            gone["readings"] += went
            if not went:
                return
