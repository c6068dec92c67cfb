"""The sender: order, pace and what becomes of refusals. The clock is the test's own."""

from collections import defaultdict
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import select

from bot.channels.outcomes import Blocked, Outcome, Rejected, RetryAfter, Sent
from bot.dialogue.types import Button, Reply
from bot.sending import Sender
from storage import backoff, db, outbox, people
from storage.models import Event, Outbox, Person
from storage.notice_kinds import Notice
from tests import weekly
from tests.fakes.outgoing import START, FakeChannel, pair, queue, rows, run_until_empty

WATER: dict[str, Any] = {
    "gauge": "P2C", "level": 1, "height": "7 m", "clock": "09.00 WIB", "areas": "Kranji", "hours": "",
}  # fmt: skip


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
    queue("5", key=Notice.GROUP)
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


def test_hundreds_of_notices_keep_thirty_a_second_overall_and_one_a_second_to_a_chat(sqlite_url: str) -> None:
    db.configure(sqlite_url)
    clock, channel, sender = pair()
    chats = weekly.examples(75, 250)
    for n in range(chats):
        queue(f"chat{n}", "satu", "dua", "tiga", "empat")
    run_until_empty(clock, sender)
    moments = sorted(at for at, _, _ in channel.calls)
    assert len(moments) == chats * 4
    thirty_later = zip(moments, moments[30:], strict=False)
    assert all(later - first >= timedelta(seconds=1) for first, later in thirty_later)
    by_chat = defaultdict(list)
    for at, address, text in channel.calls:
        by_chat[address].append((at, text))
    for calls in by_chat.values():
        assert [text for _, text in calls] == ["satu", "dua", "tiga", "empat"]
        assert all(b - a >= timedelta(seconds=1) for (a, _), (b, _) in pairwise(calls))
    needed = timedelta(seconds=chats * 4 / 30)
    assert clock.now - START < needed + timedelta(seconds=7), "the pace must not be wasted"


def test_warnings_go_out_though_more_is_written_than_can_be_answered(database: str) -> None:
    """A flood day: the queue of answers is never empty for hours, and the water does not wait."""
    clock, channel, sender = pair()
    for n in range(5):
        queue(f"warga{n}", key=Notice.WARNING, **WATER)
    for n in range(24):
        queue(f"a{n}", "jawaban")
        queue(f"b{n}", "jawaban")
        clock.go(1)
        assert sender.run_once() == 1
    to = [address for _, address, _ in channel.calls]
    assert sum(address.startswith("warga") for address in to) == 5
    assert to[0] == "a0"
    assert not any(one.startswith("warga") and other.startswith("warga") for one, other in pairwise(to))


def test_an_all_clear_that_waits_behind_others_holds_back_no_warning_and_no_answer(database: str) -> None:
    """A flood day: whoever had an all-clear queued read Siaga 1, and the answer to their cry, hours later."""
    clock, channel, sender = pair()
    for who in ("budi", "siti"):
        queue(who, key=Notice.WARNING_OVER, **WATER)
    queue("budi", key=Notice.WARNING, **WATER)
    queue("siti", "jawaban")
    for n in range(20):
        queue(f"a{n}", "jawaban")
    for _ in range(10):
        clock.go(1)
        sender.run_once()
    to = [address for _, address, _ in channel.calls]
    assert (to.count("budi"), to.count("siti")) == (2, 2)
    siti = [text for _, address, text in channel.calls if address == "siti"]
    assert siti[1] == "jawaban", "one person's messages keep their order"


def test_news_of_reports_goes_out_though_more_is_written_than_can_be_answered(database: str) -> None:
    """A flood day: an officer's answer, and that it is safe again, stood behind all who still wrote."""
    clock, channel, sender = pair()
    queue("budi", key=Notice.WARNING_OVER, **WATER)
    for n in range(10):
        queue(f"a{n}", "jawaban")
        queue(f"b{n}", key=Notice.WARNING, **WATER)
        clock.go(1)
        assert sender.run_once() == 1
    assert "budi" in {address for _, address, _ in channel.calls}


@pytest.mark.parametrize("names", [("telegram", "whatsapp"), ("whatsapp", "telegram")])
def test_two_quick_platforms_take_turns_though_the_queue_of_one_never_ends(
    database: str, names: tuple[str, str]
) -> None:
    """They share one call at a time; the first of them took it at every look."""
    clock, *_ = pair()
    channels = {name: FakeChannel(clock, name=name) for name in names}
    sender = Sender(channels, clock=clock)
    for n in range(20):
        queue(f"a{n}", "jawaban", channel=names[0])
    queue("budi", "jawaban", channel=names[1])
    for _ in range(3):
        clock.go(1)
        assert sender.run_once() == 1
    assert [address for _, address, _ in channels[names[1]].calls] == ["budi"]


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
    seconds = [backoff.wait(n) for n in (0, 1, 2, 3, 9, 10, 51, 5000)]
    assert seconds == [2, 2, 4, 8, 512, 900, 900, 900]
    assert backoff.wait(3, chance=0.999) == pytest.approx(4, abs=0.01)
    assert [backoff.wait(n, first=0.5, longest=3) for n in (1, 2, 3, 4)] == [0.5, 1, 2, 3]


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
    (row_id,) = queue("budi", key=Notice.UNBLOCKED)
    with db.transaction() as tx:  # as a newer version might have left it
        tx.get_one(Outbox, row_id).key = "no-such-message"
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
