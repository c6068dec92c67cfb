"""What is counted behind whoever asks: nobody waits for what is old, and one count answers all who ask."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from storage import db
from storage.behind import Behind
from tests.factories.city import NOW
from tests.servers import wait_until

FRESH, LONGEST = timedelta(seconds=30), timedelta(hours=1)


@dataclass
class Count:
    """Counts how often it was made; `go` lets it end, `broken` has the database refuse it."""

    made: int = 0
    broken: bool = False
    go: threading.Event = field(default_factory=threading.Event)
    kept: Behind[int] = field(default_factory=lambda: Behind(most=2, longest=LONGEST))

    def __post_init__(self) -> None:
        self.go.set()

    def make(self, session: Session) -> int:
        self.go.wait(30)
        self.made += 1
        number = session.scalar(text("SELECT keliru" if self.broken else f"SELECT {self.made}"))
        assert isinstance(number, int)
        return number

    def ask(self, age: timedelta = timedelta(), name: str = "kota") -> int:
        with db.reading() as session:
            return self.kept.get(session, name, self.make, fresh=FRESH, now=NOW + age)

    def rest(self) -> None:
        wait_until(lambda: not self.kept.counting(), seconds=10, what="counting ends")


@pytest.fixture
def count(database: str) -> Count:
    return Count()


def test_what_is_fresh_is_not_counted_again(count: Count) -> None:
    assert [count.ask(), count.ask(timedelta(seconds=29))] == [1, 1]
    assert not count.kept.counting()


def test_who_finds_it_old_is_answered_at_once_and_the_next_has_the_new_one(count: Count) -> None:
    count.ask()
    count.go.clear()
    assert [count.ask(FRESH) for _ in range(5)] == [1] * 5
    count.go.set()
    count.rest()
    assert (count.ask(FRESH), count.made) == (2, 2)


@pytest.mark.parametrize("age", [LONGEST, -timedelta(seconds=1)])
def test_who_finds_it_too_old_or_of_a_later_moment_waits_for_the_count(count: Count, age: timedelta) -> None:
    count.ask()
    assert count.ask(age) == 2


def test_of_many_who_ask_at_once_one_counts(count: Count) -> None:
    count.go.clear()
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(count.ask) for _ in range(8)]
        wait_until(count.kept.counting, seconds=10, what="one counts")
        count.go.set()
        assert {one.result(20) for one in asked} == {1}
    assert count.made == 1


def test_a_count_that_fails_behind_leaves_the_old_answer_and_is_tried_by_the_next_who_asks(
    count: Count,
) -> None:
    count.ask()
    count.broken = True
    assert count.ask(FRESH) == 1
    count.rest()
    count.broken = False
    assert count.ask(FRESH) == 1
    count.rest()
    assert count.ask(FRESH) == 3


def test_a_first_count_that_fails_keeps_nobody_waiting(count: Count) -> None:
    count.broken = True
    for _ in range(2):
        with pytest.raises(DBAPIError):
            count.ask()
    count.broken = False
    assert count.ask() == 3


def test_names_are_kept_apart_and_the_longest_unasked_goes(count: Count) -> None:
    assert [count.ask(name=name) for name in ("a", "b", "c")] == [1, 2, 3]
    assert [count.ask(name=name) for name in ("c", "b", "a")] == [3, 2, 4]
