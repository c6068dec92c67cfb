"""Work done in rounds leaves SQLite's one pen to others in between, and looks for what there still is."""

import sqlite3
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import insert

from routing.people import retention
from sorot.keeping import Keeping
from storage import db
from storage.media import FolderStore
from storage.models import Outbox, Setting
from storage.models.base import table_of
from tests.factories import city, people
from tests.factories.city import NOW

OLD = NOW - timedelta(days=4000)


class OtherProcess:
    """Time as `storage.db` has it: a look at the clock is `step` later, and who waits lets another write."""

    def __init__(self, file: str, step: float) -> None:
        self.file, self.ticks = file, count(0.0, step)
        self.wrote = 0

    def monotonic(self) -> float:
        return next(self.ticks)

    def sleep(self, seconds: float) -> None:
        with sqlite3.connect(self.file, timeout=0) as other:  # "database is locked" unless the pen is free
            other.execute("INSERT INTO setting (key, value) VALUES (?, '{}')", (f"other {self.wrote}",))
        other.close()
        self.wrote += 1


@pytest.mark.parametrize(("held", "others"), [(1.0, 2), (0.01, 0)])
def test_who_held_the_pen_long_lets_other_processes_write_before_the_next_round(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, held: float, others: int
) -> None:
    db.configure(sqlite_url)
    with db.transaction():  # quick: what this thread did before counts no more
        pass
    other = OtherProcess(sqlite_url.removeprefix("sqlite:///"), held)
    monkeypatch.setattr(db, "time", other)
    for round_ in range(3):
        with db.transaction() as tx:
            tx.add(Setting(key=f"round {round_}", value={}))
    assert other.wrote == others


def test_a_round_looks_only_for_what_the_one_before_found_and_the_last_for_all(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.transaction() as tx:
        city.load(tx)
        person = people.person(tx)
        row = {"person_id": person.id, "channel": "web", "args": {}, "extras": {}, "text": "Lama."}
        row |= {"status": "sent", "attempts": 1, "created_at": OLD, "next_try_at": OLD}
        tx.execute(insert(table_of(Outbox)), [row] * 3)
    asked, run = [], retention.run

    def noted(tx: object, *, now: object, kinds: object = ()) -> retention.Went:
        asked.append(list(kinds))  # type: ignore[call-overload]
        return run(tx, now=now, kinds=kinds)  # type: ignore[arg-type]

    monkeypatch.setattr(retention, "run", noted)
    monkeypatch.setattr(retention, "BATCH", 2)
    gone = Keeping().run(FolderStore(tmp_path), now=NOW)
    assert gone["outgoing"] == 3
    assert asked == [[], ["outgoing"], ["outgoing"], []]
