"""Several senders, slow calls and kills: every message goes out once."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.channels.outcomes import Outcome, Sent
from bot.dialogue.types import Reply
from bot.rates import Limits
from bot.sending import Sender
from sorot.work import Work
from storage import db, outbox
from storage.media import FolderStore
from tests.fakes.engines import KeywordEngine
from tests.fakes.outgoing import START, FakeChannel, pair, queue, rows
from tests.servers import wait_until


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


def test_who_speaks_wakes_itself_and_everybody_else_rings_for_who_does(
    database: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A bell of the outbox goes beyond the process only where its own sender does not have the channel."""
    clock, channel, first = pair()
    second, rung = Sender({"telegram": channel}, clock=clock), list[str]()
    works = {}
    for name, sender in (("first", first), ("second", second)):
        work = Work(KeywordEngine(), FolderStore(tmp_path), {}, clock=clock)
        monkeypatch.setattr(work, "sender", sender)
        works[name] = work.ringer(lambda bell, _, name=name: rung.append(f"{name} {bell}"))  # type: ignore[misc]
    queue("budi", "b1", "b2")
    assert first.run_once() == 1
    clock.go(1.5)
    assert second.run_once() == 0
    for ring in works.values():
        ring("outbox", 1)
        ring("inbox", 1)
    assert rung == ["first inbox", "second outbox", "second inbox"]
    clock.go(8.5)
    works["first"]("outbox", 2)
    assert rung[-1] == "first outbox", "it may be followed by another meanwhile"


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


@pytest.mark.parametrize(("call_seconds", "at_once"), [(0.1, 8), (0.02, 2)])
def test_a_platform_that_is_slow_to_answer_does_not_keep_another_from_being_called(
    sqlite_url: str, call_seconds: float, at_once: int
) -> None:
    """As many calls at once as WhatsApp may have, or needs; Telegram needs but one where they are short."""
    db.configure(sqlite_url)
    let_go = threading.Event()

    def slow(address: str, part: Reply) -> Outcome:
        let_go.wait(30)
        return Sent("1")

    clock, telegram, _ = pair()
    whatsapp = FakeChannel(clock, slow, Limits(overall=80, gap=1.0), name="whatsapp")
    sender = Sender({"whatsapp": whatsapp, "telegram": telegram}, clock=clock)
    sender.call_seconds = call_seconds
    for n in range(20):
        queue(f"62{n}", "halo", channel="whatsapp")
    queue("budi", "halo")
    stop = threading.Event()
    thread = threading.Thread(target=sender.run, args=(stop,), daemon=True)
    thread.start()
    wait_until(lambda: bool(telegram.calls), seconds=10, what="Telegram was called")
    assert len(whatsapp.calls) == at_once
    stop.set()
    let_go.set()
    sender.wake()
    thread.join(10)
    assert not thread.is_alive()


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
