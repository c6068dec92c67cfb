"""The pace of sending, counted with a clock of the test's own."""

from datetime import UTC, datetime, timedelta

from bot.rates import Limits, Pace

START = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def test_thirty_in_one_second_and_the_next_only_when_the_first_is_a_second_old() -> None:
    pace = Pace(Limits(overall=30, gap=1.0))
    for n in range(30):
        assert pace.room(at(n / 100)) == 30 - n
        pace.take(f"chat{n}", at(n / 100))
    assert pace.room(at(0.99)) == 0
    assert pace.next_room(at(0.99)) == at(1)
    assert pace.room(at(1)) == 1
    assert pace.next_room(at(1)) == at(1)


def test_one_chat_waits_its_gap_and_others_do_not() -> None:
    pace = Pace(Limits(overall=30, gap=1.0))
    pace.take("budi", at(0))
    assert pace.open_at("budi", at(0.4)) == at(1)
    assert pace.open_at("budi", at(1)) == at(1)
    assert pace.open_at("siti", at(0.4)) == at(0.4)


def test_a_named_wait_is_kept_and_a_shorter_one_does_not_end_it() -> None:
    pace = Pace(Limits(overall=30, gap=1.0))
    pace.close("budi", at(7))
    pace.close("budi", at(2))
    assert pace.open_at("budi", at(6.9)) == at(7)
    assert pace.open_at("budi", at(7.5)) == at(7.5)


def test_chats_that_may_speak_again_are_forgotten() -> None:
    pace = Pace(Limits(overall=30, gap=1.0))
    for n in range(10_002):
        pace.take(f"chat{n}", at(n))
    assert len(pace.closed_until) < 10
