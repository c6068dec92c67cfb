"""Tables as files: by the officer's own rights, written once whoever dies, gone after a day, and noted."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from routing import exports
from routing.errors import BadInput, NotFound
from sorot import export_work
from storage import db, deletions
from storage.media import FolderStore
from storage.models import Event, Export, Officer
from tests.factories import city, people, reports
from tests.factories.city import NOW


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "media")


def ordered(officer: Officer, **asked: str) -> int:
    with db.transaction() as tx:
        return exports.order(tx, officer=officer, kind="laporan", form="csv", asked=asked, now=NOW).id


def fetched(officer: Officer, export_id: int, store: FolderStore) -> list[list[str]]:
    with db.transaction() as tx:
        sha = exports.fetch(tx, officer, export_id, NOW).sha256
    assert sha
    content = b"".join(store.pieces(sha)).decode("utf-8-sig")
    return list(csv.reader(content.splitlines(keepends=True)))[1:]


def test_a_table_holds_just_what_its_officer_may_read_however_many_batches_it_takes(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports.listing.stretch, "__kwdefaults__", {"below": None, "size": 2})
    with db.transaction() as tx:
        officers = [
            people.officer(tx), people.officer(tx, "lurah", "kel-32.75.02.1002"),
            people.officer(tx, "operator", "poc"), people.officer(tx, agency="dlh"),
        ]  # fmt: skip
        mine = [reports.filed(tx).number for _ in range(5)]
        secret = reports.filed(tx, privacy="rahasia").number
        other = reports.filed(tx, category="sampah", kelurahan="32.75.02.1001").number
    orders = [ordered(one) for one in officers]
    assert export_work.run(store, lambda: NOW) == 4
    got = [
        [row[0] for row in fetched(one, key, store)] for one, key in zip(officers, orders, strict=True)
    ]  # fmt: skip
    everything = [*mine, secret, other]
    assert got == [[*mine, secret][::-1], mine[::-1], everything[::-1], [other]]
    with db.reading() as session:
        told = session.scalars(select(Event).where(Event.kind == "table_taken").order_by(Event.seq)).all()
        assert [(event.actor, event.data["rows"]) for event in told][:2] == [
            (f"petugas:{officers[0].id}", 6), (f"petugas:{officers[1].id}", 5),
        ]  # fmt: skip


def test_words_that_were_looked_for_are_not_in_the_log_and_an_ended_number_is_refused() -> None:
    with db.transaction() as tx:
        officer = people.officer(tx)
    ordered(officer, q="Bu Ratna", urut="terbaru")
    with db.reading() as session:
        event = session.scalars(select(Event).where(Event.kind == "table_ordered")).one()
        assert event.data["asked"] == {"urut": "terbaru"}
    for bad in ({"hp": "1234"}, {"banyak": "x"}):
        with pytest.raises(BadInput):
            ordered(officer, **bad)


def test_three_at_once_and_no_more() -> None:
    with db.transaction() as tx:
        officer = people.officer(tx)
    for _ in range(exports.AT_ONCE):
        ordered(officer)
    with pytest.raises(BadInput):
        ordered(officer)


def test_a_writer_that_died_is_taken_over_and_comes_too_late_with_its_file(store: FolderStore) -> None:
    with db.transaction() as tx:
        officer = people.officer(tx)
        reports.filed(tx)
    key = ordered(officer)
    with db.transaction() as tx:
        dead = exports.claim(tx, NOW)
        assert dead is not None
    assert export_work.run(store, lambda: NOW + exports.SILENT) == 0
    later = NOW + exports.SILENT + timedelta(seconds=1)
    assert export_work.run(store, lambda: later) == 1
    late = store.put(b"terlambat")
    with db.transaction() as tx:
        exports.finish(tx, key, dead.attempts, sha256=late, size=9, rows=1, now=later)
    assert len(fetched(officer, key, store)) == 1
    deletions.sweep(store, now=later)
    with pytest.raises(KeyError):
        store.open(late)


def test_what_kills_its_writer_three_times_fails() -> None:
    with db.transaction() as tx:
        key = exports.order(
            tx, officer=people.officer(tx), kind="laporan", form="xlsx", asked={}, now=NOW
        ).id  # fmt: skip
    for turn in range(exports.TRIES + 1):
        with db.transaction() as tx:
            exports.claim(tx, NOW + turn * (exports.SILENT + timedelta(seconds=1)))
    with db.reading() as session:
        assert session.get_one(Export, key).status == exports.FAILED


def test_after_a_day_the_file_is_gone_and_one_with_the_same_content_stays(store: FolderStore) -> None:
    with db.transaction() as tx:
        officer, other = people.officer(tx), people.officer(tx)
    key = ordered(officer)
    export_work.run(store, lambda: NOW)
    with db.transaction() as tx:
        later = NOW + timedelta(hours=12)
        same = exports.order(tx, officer=other, kind="laporan", form="csv", asked={}, now=later).id
    export_work.run(store, lambda: later)
    with db.reading() as session:
        sha = session.get_one(Export, key).sha256
        assert sha == session.get_one(Export, same).sha256
    assert sha
    with pytest.raises(NotFound), db.transaction() as tx:
        exports.fetch(tx, officer, key, NOW + exports.KEPT)
    for after, left in ((timedelta(0), True), (timedelta(hours=12), False)):
        now = NOW + exports.KEPT + exports.FETCHING + after
        with db.transaction() as tx:
            exports.forget(tx, now)
        deletions.sweep(store, now=now)
        assert (store.root / sha[:2] / sha).exists() is left


def test_who_may_not_read_any_more_gets_an_empty_table(store: FolderStore) -> None:
    with db.transaction() as tx:
        officer = people.officer(tx)
        reports.filed(tx)
    key = ordered(officer)
    with db.transaction() as tx:
        tx.get_one(Officer, officer.id).active = False
    export_work.run(store, lambda: NOW)
    assert fetched(officer, key, store) == []
