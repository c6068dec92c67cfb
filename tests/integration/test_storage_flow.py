"""Inbox, outbox and event log keep their promises on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from storage import db, events, inbox, outbox, people
from storage.event_kinds import EventKind
from storage.models import Event, Inbox, Outbox, Person

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("database")


def receive(external_id: str, *, sender: str = "77", now: datetime = NOW) -> tuple[int, bool]:
    with db.transaction() as tx:
        return inbox.add(
            tx,
            channel="telegram",
            external_id=external_id,
            sender=sender,
            payload={"n": external_id},
            now=now,
        )


def notify(person_id: int, text: str) -> int:
    with db.transaction() as tx:
        person = tx.get_one(Person, person_id)
        return outbox.put(tx, person=person, now=NOW, text=text).id


def new_person(address: str, channel: str = "telegram") -> int:
    with db.transaction() as tx:
        return people.person_for(tx, channel=channel, address=address, name=None, now=NOW).id


def test_one_update_delivered_fifty_times_at_once_is_one_row() -> None:
    with ThreadPoolExecutor(16) as pool:
        results = list(pool.map(lambda _: receive("900"), range(50)))
    assert sum(created for _, created in results) == 1
    assert len({row_id for row_id, _ in results}) == 1


def test_eight_writers_of_500_never_find_the_database_locked() -> None:
    each = 500 if db.is_sqlite() else 100  # R1 is SQLite's trouble; the order of numbers is both's

    def write(worker: int) -> int:
        for i in range(each):
            with db.transaction() as tx:
                events.record(
                    tx, kind=EventKind.REPORT_NOTED, actor="sistem", now=NOW, data={"worker": worker, "i": i}
                )
        return each

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(write, range(8))) == 8 * each
    with db.reading() as session:
        first, last, count = session.execute(
            select(func.min(Event.seq), func.max(Event.seq), func.count(Event.seq))
        ).one()
    assert (first, last, count) == (1, 8 * each, 8 * each)


def test_a_rolled_back_change_leaves_no_event_and_rings_no_bell() -> None:
    rung: list[str] = []
    with pytest.raises(RuntimeError, match="mid-way"), db.transaction() as tx:
        events.record(tx, kind=EventKind.REPORT_NOTED, actor="sistem", now=NOW)
        db.after_commit(tx, lambda: rung.append("bell"))
        raise RuntimeError("mid-way")
    with db.reading() as session:
        assert events.last_seq(session) == 0
    assert rung == []


def test_messages_of_one_sender_open_one_after_the_other() -> None:
    first, _ = receive("1")
    second, _ = receive("2")
    other, _ = receive("3", sender="88")
    with db.reading() as session:
        assert [row.id for row in inbox.pending(session, now=NOW)] == [first, other]
    with db.transaction() as tx:
        assert inbox.claim(tx, second, now=NOW) is None
        row = inbox.claim(tx, first, now=NOW)
        assert row is not None
        inbox.done(tx, [row], now=NOW)
    with db.transaction() as tx:
        assert inbox.claim(tx, second, now=NOW) is not None
        assert inbox.claim(tx, first, now=NOW) is None


def test_what_a_sender_said_next_is_found_and_nobody_elses() -> None:
    first, _ = receive("1")
    receive("2", sender="88")
    third, _ = receive("3")
    with db.reading() as session:
        assert inbox.following(session, first, now=NOW) == third
        assert inbox.following(session, third, now=NOW) is None


def test_poison_is_a_dead_letter_with_an_alarm_after_five_tries_and_then_frees_the_queue() -> None:
    poison, _ = receive("1")
    after, _ = receive("2")
    moment = NOW
    for _ in range(5):
        with db.reading() as session:
            assert [row.id for row in inbox.pending(session, now=moment)] == [poison]
        with db.transaction() as tx:
            inbox.failed(tx, poison, error="boom", now=moment)
        moment += timedelta(seconds=20)
    with db.reading() as session:
        assert session.get_one(Inbox, poison).status == "dead"
        assert [event.kind for event in events.after(session, 0)] == ["inbox_dead"]
        assert [row.id for row in inbox.pending(session, now=moment)] == [after]


def test_a_failed_row_waits_its_back_off_and_keeps_later_ones_waiting() -> None:
    row, _ = receive("1")
    receive("2")
    with db.transaction() as tx:
        inbox.failed(tx, row, error="boom", now=NOW)
    with db.reading() as session:
        assert not inbox.pending(session, now=NOW)
        assert [r.id for r in inbox.pending(session, now=NOW + timedelta(seconds=1))] == [row]


def test_only_the_oldest_row_of_a_person_is_leased_and_only_once() -> None:
    ani, budi = new_person("1"), new_person("2")
    first, _second, third = notify(ani, "satu"), notify(ani, "dua"), notify(budi, "tiga")
    with db.transaction() as tx:
        leased = outbox.lease(tx, owner="a", now=NOW, channels=("telegram",))
        assert [row.id for row in leased] == [first, third]
    with db.transaction() as tx:
        assert outbox.lease(tx, owner="b", now=NOW, channels=("telegram",)) == []


def test_a_killed_senders_lease_is_taken_over_and_its_late_word_ignored() -> None:
    row = notify(new_person("1"), "satu")
    with db.transaction() as tx:
        outbox.lease(tx, owner="killed", now=NOW, channels=("telegram",))
    later = NOW + timedelta(seconds=9)
    with db.transaction() as tx:
        assert [r.id for r in outbox.lease(tx, owner="b", now=later, channels=("telegram",))] == [row]
        assert not outbox.sent(tx, row, owner="killed", now=later, external_id="x", text="satu")
        assert outbox.sent(tx, row, owner="b", now=later, external_id="y", text="satu")


def test_a_renewed_lease_is_not_taken_over() -> None:
    row = notify(new_person("1"), "satu")
    with db.transaction() as tx:
        outbox.lease(tx, owner="a", now=NOW, channels=("telegram",))
    with db.transaction() as tx:
        assert outbox.renew(tx, row, owner="a", now=NOW + timedelta(seconds=5))
    with db.transaction() as tx:
        assert not outbox.lease(tx, owner="b", now=NOW + timedelta(seconds=9), channels=("telegram",))


def test_a_closed_chat_fails_all_its_queued_rows_until_the_person_writes_again() -> None:
    ani = new_person("1")
    first, second = notify(ani, "satu"), notify(ani, "dua")
    with db.transaction() as tx:
        outbox.lease(tx, owner="a", now=NOW, channels=("telegram",))
        assert outbox.unreachable(tx, first, owner="a", now=NOW, error="bot diblokir")
    with db.reading() as session:
        assert session.get_one(Outbox, second).status == "failed"
        assert session.get_one(Person, ani).unreachable_at == NOW
    new_person("1")
    with db.reading() as session:
        assert session.get_one(Person, ani).unreachable_at is None


def test_web_rows_are_queued_until_the_browser_has_them() -> None:
    ani = new_person("kunci", channel="web")
    first, second = notify(ani, "satu"), notify(ani, "dua")
    with db.transaction() as tx:
        assert outbox.lease(tx, owner="a", now=NOW, channels=("telegram", "whatsapp")) == []
        outbox.delivered(tx, person_id=ani, up_to=first, now=NOW)
    with db.reading() as session:
        assert session.get_one(Outbox, first).status == "delivered"
        assert session.get_one(Outbox, second).status == "queued"


def test_a_message_is_either_text_or_a_catalogue_key() -> None:
    ani = new_person("1")
    with pytest.raises(ValueError, match="either"), db.transaction() as tx:
        outbox.put(tx, person=tx.get_one(Person, ani), now=NOW)
    with db.reading() as session:
        assert session.scalars(select(Outbox)).all() == []
