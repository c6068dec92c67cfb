"""Figures of a large city are kept for seconds; not for who just changed something, nor a small one's."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from storage import db, events, kept
from storage.event_kinds import EventKind
from storage.kept import Counted
from tests.factories.city import NOW

FRESH = timedelta(seconds=5)
ME, OTHER = 7, 8


class City:
    """Something that is counted, and how often it was."""

    def __init__(self, rows: int) -> None:
        self.rows, self.counted = rows, 0

    def looked_at(self, after: float, me: int | None = None) -> int:
        """What an officer (or a wall) is told so many seconds after NOW."""
        now = NOW + timedelta(seconds=after)
        with db.reading() as session:
            return kept.kept(session, "reports", self._count, fresh=FRESH, now=now, me=me)

    def _count(self) -> Counted[int]:
        self.counted += 1
        return Counted(self.rows, self.rows)

    def change(self, by: int) -> None:
        """One more, by this officer."""
        self.rows += 1
        with db.transaction() as tx:
            events.record(tx, kind=EventKind.REPORT_NOTED, actor=f"petugas:{by}", now=NOW)


@pytest.fixture(autouse=True)
def _empty(sqlite_url: str) -> Iterator[None]:
    db.configure(sqlite_url)
    kept.forget()
    yield
    kept.forget()


def test_a_small_city_is_counted_at_every_look() -> None:
    city = City(kept.MANY - 1)
    assert [city.looked_at(0), city.looked_at(0), city.looked_at(1)] == [kept.MANY - 1] * 3
    assert city.counted == 3


def test_a_large_one_is_told_as_it_was_for_seconds_and_anew_to_who_changed_it() -> None:
    city = City(kept.MANY)
    city.looked_at(0)
    assert city.looked_at(1, ME) == city.looked_at(2, OTHER) == city.looked_at(3) == kept.MANY
    assert city.counted == 2  # from the second look on it is kept
    city.change(by=OTHER)
    assert city.looked_at(4, ME) == city.looked_at(4) == kept.MANY
    assert city.looked_at(4, OTHER) == kept.MANY + 1
    assert city.looked_at(5, ME) == kept.MANY + 1
    city.change(by=OTHER)
    assert city.looked_at(10, ME) == kept.MANY + 2


def test_where_nothing_happens_it_is_kept_for_a_minute_since_deadlines_pass() -> None:
    city = City(kept.MANY)
    city.looked_at(0)
    city.looked_at(0)
    assert city.looked_at(59, ME) == city.looked_at(59) == kept.MANY
    assert city.counted == 2
    city.looked_at(61)
    assert city.counted == 3
    city.looked_at(1)  # the clock was set back
    assert city.counted == 4
