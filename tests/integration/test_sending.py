"""The sender: order, pace, leases and what becomes of refusals. The clock is the test's own."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from bot.channels.outcomes import Blocked, Outcome, Rejected, RetryAfter, Sent
from bot.dialogue.types import Button, Incoming, Reply
from bot.rates import Limits
from bot.sending import Sender, back_off
from storage import db, outbox, people
from storage.models import Event, Outbox, Person
from storage.models.base import UtcDateTime
from tests.servers import wait_until

START = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
Answer = Callable[[str, Reply], Outcome]


@dataclass
class Clock:
    """Stands still until it is told otherwise."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def go(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class FakeChannel:
    """Notes every call with its moment; `answer` decides its outcome."""

    clock: Callable[[], datetime]
    answer: Answer = lambda address, part: Sent("1")
    limits: Limits = field(default_factory=lambda: Limits(overall=30, gap=1.0))
    name: str = "telegram"
    calls: list[tuple[datetime, str, str]] = field(default_factory=list)

    def parse(self, payload: dict[str, Any]) -> Incoming | None:
        return None

    def split(self, reply: Reply) -> Sequence[Reply]:
        return [Reply(text) for text in reply.text.split("|")]

    def template(self, key: str | None, args: Mapping[str, Any], reply: Reply) -> Reply | None:
        return Reply(f"[{key}]") if key else None

    def send(self, address: str, part: Reply) -> Outcome:
        self.calls.append((self.clock(), address, part.text))
        return self.answer(address, part)

    def fetch(self, file_ref: str) -> bytes:
        return b""

    def texts(self) -> list[str]:
        return [text for _, _, text in self.calls]


def queue(address: str, *texts: str, key: str | None = None, **args: Any) -> list[int]:
    """Outbox rows to one person: texts, or one catalogue key."""
    with db.transaction() as tx:
        person = people.person_for(tx, channel="telegram", address=address, name=None, now=START)
        if key:
            return [outbox.put(tx, person=person, now=START, key=key, args=args).id]
        return [outbox.put(tx, person=person, now=START, text=text).id for text in texts]


def rows() -> list[Outbox]:
    with db.reading() as session:
        return list(session.scalars(select(Outbox).order_by(Outbox.id)))


def pair(answer: Answer | None = None) -> tuple[Clock, FakeChannel, Sender]:
    clock = Clock()
    channel = FakeChannel(clock)
    channel.answer = answer or channel.answer
    return clock, channel, Sender({"telegram": channel}, clock=clock, chance=lambda: 0.5)


def run_until_empty(clock: Clock, sender: Sender, *, days: float = 1) -> None:
    """Let the sender work, and time pass to the next row's turn whenever it has nothing to do."""
    queued = select(func.count(Outbox.id)).where(Outbox.status == "queued")
    soonest = select(func.min(Outbox.next_try_at, type_=UtcDateTime())).where(Outbox.status == "queued")
    while True:
        busy = sender.run_once()
        with db.reading() as session:
            if not session.scalar(queued):
                return
            if not busy:
                due = session.scalar(soonest.where(Outbox.next_try_at > clock.now))
                turns = [at for at in (due, sender.wake_at) if at and at > clock.now]
                clock.now = min(turns, default=clock.now + timedelta(seconds=0.05))
        assert clock.now < START + timedelta(days=days), "not sent in time"


def test_a_sent_row_says_when_what_and_under_which_id(database: str) -> None:
    _clock, channel, sender = pair(lambda address, part: Sent("77"))
    queue("5", "halo")
    assert sender.run_once() == 1
    (row,) = rows()
    assert (row.status, row.sent_at, row.external_id, row.text) == ("sent", START, "77", "halo")
    assert (row.attempts, row.lease_owner, row.leased_until) == (1, None, None)
    assert sender.run_once() == 0
    assert channel.texts() == ["halo"]


def test_a_notice_is_rendered_when_it_is_sent_and_kept_as_it_was_said(database: str) -> None:
    _clock, channel, sender = pair()
    queue("5", key="telegram-group")
    sender.run_once()
    (row,) = rows()
    assert "obrolan pribadi" in channel.texts()[0]
    assert row.text == channel.texts()[0]


def test_messages_of_one_person_leave_in_order_a_second_apart_and_others_do_not_wait(database: str) -> None:
    clock, channel, sender = pair()
    queue("budi", "b1", "b2", "b3")
    queue("siti", "s1")
    run_until_empty(clock, sender)
    budi = [(at, text) for at, address, text in channel.calls if address == "budi"]
    assert [text for _, text in budi] == ["b1", "b2", "b3"]
    assert [b - a for (a, _), (b, _) in pairwise(budi)] == [timedelta(seconds=1)] * 2
    assert next(at for at, address, _ in channel.calls if address == "siti") == START


def test_a_thousand_notices_keep_thirty_a_second_overall_and_one_a_second_to_a_chat(sqlite_url: str) -> None:
    db.configure(sqlite_url)
    clock, channel, sender = pair()
    for n in range(250):
        queue(f"chat{n}", "satu", "dua", "tiga", "empat")
    run_until_empty(clock, sender)
    moments = sorted(at for at, _, _ in channel.calls)
    assert len(moments) == 1000
    thirty_later = zip(moments, moments[30:], strict=False)
    assert all(later - first >= timedelta(seconds=1) for first, later in thirty_later)
    by_chat = defaultdict(list)
    for at, address, text in channel.calls:
        by_chat[address].append((at, text))
    for calls in by_chat.values():
        assert [text for _, text in calls] == ["satu", "dua", "tiga", "empat"]
        assert all(b - a >= timedelta(seconds=1) for (a, _), (b, _) in pairwise(calls))
    assert clock.now - START < timedelta(seconds=40), "33 s are needed; the pace must not be wasted"


def test_a_named_wait_means_no_call_to_that_chat_until_it_is_over(database: str) -> None:
    refusals = iter([RetryAfter(7, "429")])
    clock, channel, sender = pair(lambda address, part: next(refusals, Sent("1")))
    queue("budi", "b1", "b2")
    run_until_empty(clock, sender)
    moments = [(at - START).total_seconds() for at, _, _ in channel.calls]
    assert moments[0] == 0
    assert moments[1] == pytest.approx(7, abs=0.2)
    assert moments[1] >= 7
    assert channel.texts() == ["b1", "b1", "b2"]


def test_a_named_wait_is_kept_even_when_the_message_that_met_it_is_given_up(database: str) -> None:
    refusals = iter([RetryAfter(7, "429")])
    clock, channel, sender = pair(lambda address, part: next(refusals, Sent("1")))
    queue("budi", "b1", "b2")
    clock.go(86_399)
    run_until_empty(clock, sender, days=2)
    assert [row.status for row in rows()] == ["failed", "sent"]
    assert channel.calls[1][0] - channel.calls[0][0] == timedelta(seconds=7)


def test_a_closed_chat_is_marked_and_nothing_more_is_tried_there(database: str) -> None:
    clock, channel, sender = pair(lambda address, part: Blocked("bot was blocked by the user"))
    queue("budi", "b1", "b2")
    sender.run_once()
    clock.go(3600)
    assert sender.run_once() == 0
    assert [row.status for row in rows()] == ["failed", "failed"]
    with db.reading() as session:
        assert session.scalars(select(Person)).one().unreachable_at == START
        assert [event.kind for event in session.scalars(select(Event))] == ["outbox_dead"]
    assert channel.texts() == ["b1"]


def test_hearing_from_the_person_again_opens_the_chat(database: str) -> None:
    outcomes = iter([Blocked("blocked")])
    clock, _channel, sender = pair(lambda address, part: next(outcomes, Sent("1")))
    queue("budi", "b1")
    sender.run_once()
    clock.go(60)
    queue("budi", "b2")
    assert sender.run_once() == 1
    assert [row.status for row in rows()] == ["failed", "sent"]
    with db.reading() as session:
        assert session.scalars(select(Person)).one().unreachable_at is None


def test_an_outage_is_waited_out_with_growing_pauses_and_given_up_after_a_day(database: str) -> None:
    clock, channel, sender = pair(lambda address, part: RetryAfter(None, "502 Bad Gateway"))
    queue("budi", "b1")
    run_until_empty(clock, sender, days=2)
    first = [at for at, _, _ in channel.calls]
    gaps = [(b - a).total_seconds() for a, b in pairwise(first)]
    assert first[0] == START
    assert first[-1] - START <= timedelta(hours=24)
    assert first[-1] - START > timedelta(hours=23, minutes=30)
    assert gaps[5] > gaps[0]
    assert max(gaps) <= 900
    assert all(row.status == "failed" for row in rows())
    assert "24 hours: 502" in (rows()[0].error or "")


def test_back_off_doubles_up_to_a_quarter_of_an_hour_and_is_spread() -> None:
    seconds = [back_off(n, 0).total_seconds() for n in (0, 1, 2, 8, 9, 50, 5000)]
    assert seconds == [2, 4, 8, 512, 900, 900, 900]
    assert back_off(2, 0.999).total_seconds() == pytest.approx(4, abs=0.01)


def test_a_rejected_message_is_buried_with_its_reason_and_an_alarm_and_the_next_one_goes(
    database: str,
) -> None:
    clock, _channel, sender = pair(lambda a, part: Rejected("400 no") if part.text == "b1" else Sent("1"))
    queue("budi", "b1", "b2")
    run_until_empty(clock, sender)
    assert [(row.status, row.error) for row in rows()] == [("failed", "400 no"), ("sent", None)]
    with db.reading() as session:
        (event,) = session.scalars(select(Event))
    assert (event.kind, event.data["outbox_id"]) == ("outbox_dead", rows()[0].id)


def test_a_row_that_cannot_be_rendered_does_not_stop_the_sender(database: str) -> None:
    _clock, _channel, sender = pair()
    queue("budi", key="no-such-message")
    queue("siti", "s1")
    assert [sender.run_once(), sender.run_once()] == [1, 1]
    assert [row.status for row in rows()] == ["failed", "sent"]
    assert "no-such-message" in (rows()[0].error or "")


def test_a_long_row_leaves_in_parts_and_a_refused_part_does_not_repeat_those_before_it(database: str) -> None:
    refusals = iter([RetryAfter(3, "429")])

    def answer(address: str, part: Reply) -> Outcome:
        return next(refusals, Sent("9")) if part.text == "dua" else Sent("1")

    clock, channel, sender = pair(answer)
    queue("budi", "satu|dua|tiga", "sesudahnya")
    run_until_empty(clock, sender)
    assert channel.texts() == ["satu", "dua", "dua", "tiga", "sesudahnya"]
    assert rows()[0].text == "satu|dua|tiga"
    moments = [at for at, _, _ in channel.calls]
    assert all(b - a >= timedelta(seconds=1) for a, b in pairwise(moments))


def test_the_lease_of_a_killed_sender_is_taken_over_within_ten_seconds(database: str) -> None:
    clock, _channel, sender = pair()
    queue("budi", "b1")
    with db.transaction() as tx:
        outbox.lease(tx, owner="killed", now=clock.now, channels=("telegram",))
    clock.go(7.9)
    assert sender.run_once() == 0
    clock.go(2)
    assert sender.run_once() == 1
    assert rows()[0].status == "sent"


def test_two_processes_together_keep_the_pace_of_one(database: str) -> None:
    clock, channel, first = pair()
    second = Sender({"telegram": channel}, clock=clock)
    for n in range(40):
        queue(f"chat{n}", "satu", "dua")
    while any(row.status == "queued" for row in rows()):
        while first.run_once() or second.run_once():
            pass
        clock.go(0.25)
    moments = sorted(at for at, _, _ in channel.calls)
    thirty_later = zip(moments, moments[30:], strict=False)
    assert all(later - first >= timedelta(seconds=1) for first, later in thirty_later)
    assert len(moments) == 80


def test_a_killed_sender_is_followed_within_ten_seconds_and_not_before_its_pace_is_over(
    database: str,
) -> None:
    clock, channel, first = pair()
    second = Sender({"telegram": channel}, clock=clock)
    queue("budi", "b1", "b2")
    first.run_once()
    clock.go(1.5)
    assert second.run_once() == 0, "the first one may still be speaking"
    clock.go(8)
    assert second.run_once() == 1
    assert channel.texts() == ["b1", "b2"]


def test_two_senders_at_once_send_every_row_once(database: str) -> None:
    clock, channel, first = pair()
    second = Sender({"telegram": channel}, clock=clock)
    for n in range(20):
        queue(f"chat{n}", "halo")
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda sender: [sender.run_once() for _ in range(20)], [first, second]))
    assert sorted(address for _, address, _ in channel.calls) == sorted(f"chat{n}" for n in range(20))


def test_a_quick_platform_is_called_one_message_at_a_time_and_a_slow_one_as_often_as_the_pace_needs(
    sqlite_url: str,
) -> None:
    """Every call under way is a message that goes out twice when the sender is killed."""
    db.configure(sqlite_url)
    for n in range(8):
        queue(f"chat{n}", "halo")
    _clock, _channel, sender = pair()
    assert sender.run_once() == 1
    sender.call_seconds = 0.1  # thirty a second over calls of a tenth of a second: three at a time
    assert sender.run_once() == 3


def test_a_slow_live_send_is_renewed_and_never_runs_twice(sqlite_url: str) -> None:
    db.configure(sqlite_url)
    let_go = threading.Event()

    def slow(address: str, part: Reply) -> Outcome:
        let_go.wait(30)
        return Sent("1")

    clock, channel, sender = pair(slow)
    queue("budi", "b1")
    stop = threading.Event()
    thread = threading.Thread(target=sender.run, args=(stop,), daemon=True)
    thread.start()
    wait_until(lambda: bool(channel.calls), seconds=5, what="the call began")
    rival = Sender({"telegram": channel}, clock=clock)
    for _ in range(6):  # 18 seconds pass on the clock, more than two leases
        clock.go(3)
        until = clock.now + timedelta(seconds=5)
        sender.wake()
        wait_until(lambda: (rows()[0].leased_until or START) > until, seconds=5, what="renewed")  # noqa: B023
        assert rival.run_once() == 0
    let_go.set()
    wait_until(lambda: rows()[0].status == "sent", seconds=5, what="marked as sent")
    stop.set()
    sender.wake()
    thread.join(5)
    assert not thread.is_alive()
    assert channel.texts() == ["b1"]


def test_stopping_waits_for_the_call_under_way_and_marks_it(sqlite_url: str) -> None:
    db.configure(sqlite_url)
    let_go = threading.Event()

    def slow(address: str, part: Reply) -> Outcome:
        let_go.wait(30)
        return Sent("1")

    _clock, channel, sender = pair(slow)
    queue("budi", "b1")
    stop = threading.Event()
    thread = threading.Thread(target=sender.run, args=(stop,), daemon=True)
    thread.start()
    wait_until(lambda: bool(channel.calls), seconds=5, what="the call began")
    stop.set()
    sender.wake()
    let_go.set()
    thread.join(5)
    assert not thread.is_alive()
    assert rows()[0].status == "sent"


def test_a_database_that_is_away_while_marking_is_outlasted_so_nothing_goes_twice(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    db.configure(sqlite_url)
    _clock, channel, sender = pair()
    real, failures = outbox.sent, iter([True, True])

    def away_twice(*args: Any, **kwargs: Any) -> bool:
        if next(failures, False):
            raise OperationalError("update", {}, Exception("connection lost"))
        return real(*args, **kwargs)

    monkeypatch.setattr(outbox, "sent", away_twice)
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    queue("budi", "b1")
    sender.run_once()
    assert (rows()[0].status, channel.texts()) == ("sent", ["b1"])


def test_buttons_travel_with_the_row(database: str) -> None:
    _clock, channel, sender = pair()
    channel.split = lambda reply: [reply]  # type: ignore[method-assign]
    seen: list[Reply] = []
    channel.answer = lambda address, part: seen.append(part) or Sent("1")  # type: ignore[func-returns-value]
    reply = Reply("Benar?", (Button("1:ya", "Ya"),), ask_location=True)
    with db.transaction() as tx:
        person = people.person_for(tx, channel="telegram", address="5", name=None, now=START)
        outbox.put(tx, person=person, now=START, text=reply.text, extras=reply.extras())
    sender.run_once()
    assert seen == [reply]
