"""The pace of sending, counted with a clock of the test's own."""

from datetime import UTC, datetime, timedelta

from bot.rates import Limits, SendingPace

START = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def test_thirty_in_one_second_and_the_next_only_when_the_first_is_a_second_old() -> None:
    pace = SendingPace(Limits(overall=30, gap=1.0))
    for n in range(30):
        assert pace.room(at(n / 100)) == 30 - n
        pace.take(f"chat{n}", at(n / 100))
    assert pace.room(at(0.99)) == 0
    assert pace.next_room(at(0.99)) == at(1)
    assert pace.room(at(1)) == 1
    assert pace.next_room(at(1)) == at(1)


def test_one_chat_waits_its_gap_and_others_do_not() -> None:
    pace = SendingPace(Limits(overall=30, gap=1.0))
    pace.take("budi", at(0))
    assert pace.open_at("budi", at(0.4)) == at(1)
    assert pace.open_at("budi", at(1)) == at(1)
    assert pace.open_at("siti", at(0.4)) == at(0.4)


def test_a_named_wait_is_kept_and_a_shorter_one_does_not_end_it() -> None:
    pace = SendingPace(Limits(overall=30, gap=1.0))
    pace.close("budi", at(7))
    pace.close("budi", at(2))
    assert pace.open_at("budi", at(6.9)) == at(7)
    assert pace.open_at("budi", at(7.5)) == at(7.5)


def test_chats_that_may_speak_again_are_forgotten() -> None:
    pace = SendingPace(Limits(overall=30, gap=1.0))
    for n in range(10_002):
        pace.take(f"chat{n}", at(n))
        pace.close(f"chat{n}", at(n + 1))
    assert len(pace.spent_until) < 10
    assert len(pace.closed_until) < 10


def test_forty_five_may_go_at_once_and_are_then_waited_for() -> None:
    pace = SendingPace(Limits(overall=80, gap=6.0, burst=45))
    for _ in range(45):
        assert pace.open_at("budi", at(0)) == at(0)
        pace.take("budi", at(0))
    assert pace.open_at("budi", at(1)) == at(6)
    pace.take("budi", at(6))
    assert pace.open_at("budi", at(7)) == at(12)
    assert pace.open_at("siti", at(7)) == at(7)
    assert pace.open_at("budi", at(400)) == at(400)


def test_over_any_time_no_more_go_out_than_the_burst_and_one_every_gap() -> None:
    pace, now, sent = SendingPace(Limits(overall=80, gap=6.0, burst=45)), at(0), []
    for _ in range(200):
        now = pace.open_at("budi", now)
        pace.take("budi", now)
        sent.append(now)
    for first, start in enumerate(sent):
        for last in range(first, len(sent)):
            assert last - first + 1 <= 45 + (sent[last] - start).total_seconds() / 6


def test_the_window_closes_to_the_second_and_is_closed_to_who_never_wrote() -> None:
    limits = Limits(overall=80, gap=6.0, window=timedelta(hours=24))
    assert limits.open_to(START, START + timedelta(hours=23, minutes=59, seconds=59))
    assert not limits.open_to(START, START + timedelta(hours=24, seconds=1))
    assert not limits.open_to(None, START)
    assert Limits(overall=30, gap=1.0).open_to(None, START)
