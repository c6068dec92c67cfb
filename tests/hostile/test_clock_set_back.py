"""A machine whose clock was set back goes on working at once, not when the old moment comes round again."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.sending import Sender
from bot.under_way import UnderWay
from sorot.work import Work
from storage import db, inbox, media, outbox, set_back
from storage.models import Deletion, Inbox, MediaJob, NewsDelivery, OfficerNews, Webhook
from storage.outbox import LEASE, Leased
from tests.factories import people
from tests.factories.people import person
from tests.fakes.engines import RaisingEngine
from tests.fakes.outgoing import START, Clock, FakeChannel, pair, queue

BACK = 3600.0  # seconds


def told(external_id: str, clock: Clock) -> int:
    """A message of the same resident, stored at the clock's moment."""
    payload = {"id": external_id, "text": "halo", "at": clock.now.isoformat()}
    with db.transaction() as tx:
        return inbox.add(
            tx, channel="web", external_id=external_id, sender="a" * 64, payload=payload, now=clock.now
        )[0]


def worker(clock: Clock, tmp_path: Path) -> tuple[Work, list[int]]:
    """A worker's sweeper, with no sender or fetcher running, and the rows it brings to be handled."""
    work = Work(RaisingEngine(), media.from_url(str(tmp_path / "media")), {}, clock=clock)
    brought: list[int] = []
    work.handle = brought.append  # type: ignore[method-assign, assignment]
    return work, brought


@pytest.mark.parametrize("when", ["while it runs", "while it is off"])
def test_what_came_before_is_handled_at_once(database: str, tmp_path: Path, when: str) -> None:
    clock = Clock()
    work, brought = worker(clock, tmp_path)
    if when == "while it runs":
        work.sweep()
    row = told("satu", clock)
    clock.go(-BACK)
    work.sweep()
    assert brought == []  # its bell may still ring
    clock.go(2)
    work.sweep()
    assert brought == [row]


def test_what_is_committed_by_the_old_clock_after_the_step_is_handled_too(
    database: str, tmp_path: Path
) -> None:
    clock = Clock()
    work, brought = worker(clock, tmp_path)
    work.sweep()
    clock.go(-BACK)
    work.sweep()
    clock.go(BACK)
    row = told("satu", clock)  # its process had looked at the clock before
    clock.go(-BACK)
    for _ in range(5):
        clock.go(2)
        work.sweep()
    assert set(brought) == {row}


def test_without_a_step_back_a_put_off_row_keeps_its_time(database: str, tmp_path: Path) -> None:
    clock = Clock()
    work, brought = worker(clock, tmp_path)
    row = told("satu", clock)
    with db.transaction() as tx:
        inbox.put_off(tx, row, until=clock.now + timedelta(seconds=60))
    for _ in range(5):
        clock.go(2)
        work.sweep()
    assert brought == []


def test_messages_go_out_at_once_though_pace_lease_and_channel_are_taken_until_later(database: str) -> None:
    clock, channel, sender = pair()
    for n in range(30):  # all that may go in this second
        queue(f"chat{n}", "sebelum")
    while sender.run_once():
        pass
    queue("mati", "dipegang")
    with db.transaction() as tx:  # another sender took it up and died
        outbox.lease(tx, owner="mati", now=clock.now, channels=("telegram",))
    clock.go(-BACK)
    with db.transaction() as tx:
        set_back.mend(tx, now=clock.now)
    queue("chat1", "sesudah")
    again(sender, clock)
    assert channel.texts()[30:] == ["sesudah"]
    clock.go(LEASE.total_seconds() + 0.1)
    again(sender, clock)
    assert channel.texts()[30:] == ["sesudah", "dipegang"]


def again(sender: Sender, clock: Clock) -> None:
    """As the sweeper does first: `queue` writes with the fixed moment START, later than the clock now."""
    with db.transaction() as tx:
        set_back.mend(tx, now=clock.now)
    sender.run_once()


def test_a_channel_held_by_a_dead_sender_until_later_is_free_after_one_lease(database: str) -> None:
    clock, _, sender = pair()
    queue("budi", "satu")
    sender.run_once()  # and dies, holding the channel
    clock.go(-BACK)
    channel = FakeChannel(clock)
    other = Sender({"telegram": channel}, clock=clock)
    queue("siti", "dua")
    again(other, clock)
    assert channel.texts() == []
    clock.go(LEASE.total_seconds() + 0.1)
    other.run_once()
    assert channel.texts() == ["dua"]


def test_leases_of_calls_under_way_go_on_being_renewed(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    renewed: list[int] = []
    monkeypatch.setattr(outbox, "renew", lambda tx, row_id, **rest: renewed.append(row_id))
    under_way = UnderWay(1, owner="kami", clock=clock, ended=lambda: None)
    clock.go(-BACK)
    monkeypatch.setattr(under_way, "reap", lambda: None)
    under_way.begin(lambda row: None, Leased(7, 1, "telegram", "5", "id", None, {}, "halo", {}, 0, START))
    under_way.renew()
    under_way.pool.shutdown()
    assert renewed == [7]


def test_pictures_to_fetch_and_files_to_delete_become_due(database: str) -> None:
    clock = Clock()
    with db.transaction() as tx:
        late = {"attempts": 0, "next_try_at": START, "created_at": START}
        who = person(tx)
        tx.add(
            MediaJob(channel="telegram", file_ref="x", person_id=who.id, kind="foto", status="new", **late)
        )
        tx.add(Deletion(sha256="0" * 64, **late))
    clock.go(-BACK)
    with db.transaction() as tx:
        assert set_back.mend(tx, now=clock.now) == 2
    with db.reading() as session:
        for table in (MediaJob, Deletion):
            assert session.scalars(select(table.next_try_at)).all() == [clock.now]


def test_officers_and_programs_hear_of_things_at_once_and_nobody_is_woken_for_it(database: str) -> None:
    clock, morning = Clock(), START + timedelta(hours=8)
    with db.transaction() as tx:
        officer = people.officer(tx, agency=None)
        for key, at in (("event:1", START), ("event:2", morning)):
            told = OfficerNews(officer_id=officer.id, key=key, kind="given", words="…", path="/", at=START)
            tx.add(told)
            tx.flush()
            tx.add(NewsDelivery(news_id=told.id, way="chat", next_try_at=at, leased_until=morning))
        for failures in (0, 3):
            tx.add(
                Webhook(
                    name="x", url="https://x.example", salt="s", kinds=[], agencies=[], seq=0, since=START,
                    created_by=officer.id, created_at=START, failures=failures, next_try_at=START,
                )
            )  # fmt: skip
    clock.go(-BACK)
    with db.transaction() as tx:
        assert set_back.mend(tx, now=clock.now) == 3
        assert set_back.mend(tx, now=clock.now) == 0
    with db.reading() as session:
        news = session.execute(select(NewsDelivery.next_try_at, NewsDelivery.leased_until).order_by("id"))
        assert [tuple(row) for row in news] == [(clock.now, clock.now), (morning, clock.now)]
        assert session.scalars(select(Webhook.next_try_at)).all() == [clock.now, clock.now]


def test_a_clock_that_was_years_ahead_leaves_nothing_waiting_for_years(database: str) -> None:
    clock = Clock()
    row = told("satu", clock)
    with db.transaction() as tx:
        inbox.failed(tx, row, error="apa saja", now=clock.now + timedelta(days=4000))
    with db.transaction() as tx:
        assert set_back.mend(tx, now=clock.now) == 1
    with db.reading() as session:
        assert session.get_one(Inbox, row).next_try_at == clock.now


def test_small_differences_between_machines_are_no_step_back(database: str) -> None:
    clock = Clock()
    told("satu", clock)
    clock.go(-2)
    watch = set_back.ClockWatch(START)
    assert not watch.went_back(clock.now)
    with db.transaction() as tx:
        assert set_back.mend(tx, now=clock.now) == 0
