"""An answer goes straight to the sender of its process where nothing waits, and is nobody's but its own."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.channels.outcomes import RetryAfter, Sent
from bot.sending import Sender
from storage import db, outbox, outbox_handing, people
from storage.notice_kinds import Notice
from tests.factories.queries import counted
from tests.fakes.outgoing import START, Clock, FakeChannel, pair, queue, rows

Running = tuple[Clock, FakeChannel, Sender]


@pytest.fixture
def running(database: str) -> Iterator[Running]:
    """A sender that has the channel, found nothing that waits, and takes what is handed to it."""
    clock, channel, sender = pair()
    outbox_handing.begin(sender.handed)
    queue("first", "halo")
    assert [sender.run_once(), sender.run_once()] == [1, 0]
    yield clock, channel, sender
    outbox_handing.end(sender.handed)


def test_an_answer_is_leased_as_it_is_written_and_sent_without_being_looked_for(running: Running) -> None:
    _clock, channel, sender = running
    with counted() as asked:
        queue("budi", "b1")
    assert [one for one in asked if "outbox" in one] == [asked[-1]]
    row = rows()[-1]
    assert (row.lease_owner, row.leased_until) == (sender.owner, START + outbox.LEASE)
    with counted() as asked:
        sender.run_once()
    assert sum("FOR UPDATE" in one or "lease_owner" in one for one in asked) == 1, "it is only marked as sent"
    row = rows()[-1]
    assert (row.status, row.text, row.lease_owner, channel.texts()[-1]) == ("sent", "b1", None, "b1")


def test_what_follows_to_the_same_person_waits_for_the_first(running: Running) -> None:
    clock, channel, sender = running
    queue("budi", "b1", "b2")
    queue("budi", "b3")
    assert [row.lease_owner for row in rows()[1:]] == [sender.owner, None, None]
    while any(row.status == "queued" for row in rows()):
        sender.run_once()
        clock.go(0.5)
    assert channel.texts()[1:] == ["b1", "b2", "b3"]


@pytest.mark.parametrize("why", ["somebody waits", "the right ends", "the pace is used up", "the chat rests"])
def test_nothing_is_handed_over_where_it_would_not_go_at_once(running: Running, why: str) -> None:
    clock, _channel, sender = running
    if why == "somebody waits":
        queue("siti", key=Notice.GROUP)
        sender.wake()
    elif why == "the right ends":
        clock.go(3)
    elif why == "the pace is used up":
        for n in range(29):
            sender.pacing.take("telegram", f"chat{n}", START)
    else:
        sender.pacing.close("telegram", "budi", START + timedelta(seconds=5))
    with db.transaction() as tx:
        person = people.person_for(tx, channel="telegram", address="budi", name=None, now=clock.now)
        outbox.put(tx, person=person, now=clock.now, text="b1")
    assert rows()[-1].lease_owner is None


def test_after_a_look_that_found_all_sent_it_is_handed_again(running: Running) -> None:
    clock, channel, sender = running
    clock.go(3)
    queue("budi", "b1")
    assert [sender.run_once(), sender.run_once()] == [1, 0]
    queue("siti", "s1")
    assert sender.handed.rows
    sender.run_once()
    assert channel.texts()[1:] == ["b1", "s1"]


def test_what_a_killed_process_had_in_hand_is_sent_by_the_next_after_its_lease(running: Running) -> None:
    clock, channel, killed = running
    queue("budi", "b1")
    killed.handed.rows.clear()
    following = Sender({"telegram": channel}, clock=clock)
    clock.go(outbox.LEASE.total_seconds() - 0.1)
    assert following.run_once() == 0
    clock.go(0.2)
    assert following.run_once() == 1
    assert channel.texts()[-1] == "b1"


def test_a_row_that_lay_too_long_is_not_begun_by_who_may_lose_it(running: Running) -> None:
    clock, channel, sender = running
    queue("budi", "b1")
    clock.go(5)
    assert sender.run_once() == 0
    assert not sender.handed.rows
    clock.go(4)
    assert sender.run_once() == 1
    assert channel.texts()[-1] == "b1"


def test_what_is_rolled_back_is_handed_to_nobody(running: Running) -> None:
    _clock, channel, sender = running
    with pytest.raises(ZeroDivisionError), db.transaction() as tx:
        person = people.person_for(tx, channel="telegram", address="budi", name=None, now=START)
        outbox.put(tx, person=person, now=START, text="b1")
        _ = 1 / 0
    assert sender.run_once() == 0
    assert channel.texts() == ["halo"]


def test_one_that_is_to_be_tried_again_is_looked_for(running: Running) -> None:
    clock, channel, sender = running
    channel.answer = lambda address, part: RetryAfter(2, "busy") if len(channel.calls) == 2 else Sent("1")
    queue("budi", "b1")
    sender.run_once()
    assert (rows()[-1].status, rows()[-1].lease_owner) == ("queued", None)
    clock.go(2.5)
    sender.run_once()
    assert rows()[-1].status == "sent"
