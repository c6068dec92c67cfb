"""Messages sent in one breath are answered as one, without a thing kept in memory."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot import gather
from bot import handle as handling
from bot.dialogue.types import Incoming
from bot.handle import handle
from routing.city import catalogue
from routing.city.settings import Gather
from storage import db, inbox, outbox
from storage.db import reading, transaction
from storage.models import Inbox, Outbox, Person, Setting
from tests.factories import city
from tests.factories.city import KRANJI_POINT, NOW
from tests.fakes.resident import Resident

COMPLAINT = "Jalan berlubang besar di depan rumah saya, sudah sebulan"
SECOND = timedelta(seconds=1)


@pytest.fixture
def bekasi(sqlite_url: str) -> None:
    db.configure(sqlite_url)
    with transaction() as tx:
        city.load(tx)


def run(resident: Resident, row: int) -> bool:
    return handle(row, engine=resident.engine, clock=lambda: resident.now)


def statuses() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(Inbox.status).order_by(Inbox.id)))


def test_what_is_written_in_one_breath_is_answered_as_one(bekasi: None) -> None:
    resident = Resident()
    more = ({"text": "airnya juga menggenang"}, {"text": "di Kranji ya pak"})
    said = resident.burst({"text": COMPLAINT}, *more)
    assert len(said) == 2  # the first at once, the other two together
    assert "Di mana lokasinya?" in said[0].text
    assert "Ada fotonya?" in said[1].text
    assert statuses() == ["done"] * 3


def test_a_single_message_never_waits(bekasi: None) -> None:
    resident = Resident()
    assert run(resident, resident.store(text=COMPLAINT))
    assert run(resident, resident.store(point={"lat": KRANJI_POINT[0], "lon": KRANJI_POINT[1]}))


def test_a_place_shared_right_after_the_words_is_taken_at_once_and_with_them(bekasi: None) -> None:
    resident = Resident()
    run(resident, resident.store(text=COMPLAINT))
    resident.read()
    resident.gap = SECOND
    assert not run(resident, resident.store(text="depan warung bu Tini"))  # more may come
    place = resident.store(point={"lat": KRANJI_POINT[0], "lon": KRANJI_POINT[1]})
    assert not run(resident, place)  # behind what still waits
    resident.now += 2 * SECOND
    resident.work()
    (answer,) = resident.read()[-1:]
    assert "fotonya" in answer.text  # the place is known: the next question
    assert statuses() == ["done"] * 3


def test_a_button_ends_the_waiting_of_what_came_before_it(bekasi: None) -> None:
    resident = Resident()
    resident.say(COMPLAINT)
    resident.share(*KRANJI_POINT)
    resident.gap = SECOND
    first = resident.store(text="lubangnya dalam sekali pak")
    assert run(resident, first)  # the message before it was a place: nothing is being gathered
    resident.read()
    skip = next(button for button in resident.buttons() if button.title == "Lewati")
    assert not run(resident, resident.store(text="sekitar setengah meter dalamnya"))
    pressed = resident.store(button=skip.id)
    assert run(resident, pressed)
    assert set(statuses()) == {"done"}
    with reading() as session:
        assert len(session.scalars(select(Inbox.done_at).distinct()).all()) == 4


def test_nobody_is_kept_waiting_for_longer_than_the_rule_says(bekasi: None) -> None:
    resident = Resident()
    run(resident, resident.store(text=COMPLAINT))
    resident.gap = SECOND
    rows = [resident.store(text=f"terus lubang yang nomer {n} juga dalam") for n in range(9)]
    resident.now = resident.now - 2 * SECOND  # six seconds after the first of these
    assert run(resident, rows[0])
    assert statuses() == ["done"] * 10


def test_quick_words_commands_numbers_and_report_numbers_stand_alone() -> None:
    def said(text: str) -> Any:
        return handling.PARSERS["web"](
            {"id": "abcdefgh", "sender": "s", "at": "2026-11-23T02:00:00+00:00", "text": text}
        )

    alone = ("ya", "Batal.", "/start", "3", "tolong cek BKS-2611-00012", "tidak")
    assert [gather.joins(said(text)) for text in alone] == [False] * len(alone)
    assert gather.joins(said("lampunya mati 3 hari"))


def test_messages_minutes_apart_are_answered_one_by_one_though_they_waited_together(bekasi: None) -> None:
    resident = Resident()
    rows = [resident.store(text=COMPLAINT), resident.store(text="di Kranji, dekat stasiun")]
    assert run(resident, rows[0])
    assert statuses() == ["done", "new"]


def test_a_poisoned_message_of_a_burst_is_found_and_the_others_are_handled(
    bekasi: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = handling.turn

    def broken(conversation: Any, message: Any, known: Any) -> Any:
        if "racun" in message.text:
            raise ZeroDivisionError("poison")
        return real(conversation, message, known)

    monkeypatch.setattr(handling, "turn", broken)
    resident = Resident()
    resident.say(COMPLAINT)
    resident.gap = SECOND
    resident.store(text="racun di tengah kata")
    resident.store(text="di Kranji ya pak")
    for _ in range(8):
        resident.now += timedelta(minutes=1)
        resident.work()
    assert statuses() == ["done", "dead", "done"]


def test_a_quiet_time_of_nothing_switches_gathering_off(bekasi: None) -> None:
    with transaction() as tx:
        tx.merge(Setting(key="gather", value={"quiet_seconds": 0}))
        catalogue.changed(tx)
    resident = Resident()
    run(resident, resident.store(text=COMPLAINT))
    resident.gap = SECOND
    assert run(resident, resident.store(text="di Kranji ya pak"))


def test_a_row_put_off_is_brought_by_the_sweeper_alone(bekasi: None) -> None:
    resident = Resident()
    run(resident, resident.store(text=COMPLAINT))
    resident.gap = SECOND
    row = resident.store(text="di Kranji ya pak")
    assert not run(resident, row)
    with reading() as session:
        assert not inbox.pending(session, now=resident.now)
        assert [r.id for r in inbox.pending(session, now=resident.now + 1.5 * SECOND)] == [row]


def test_an_answer_to_another_message_is_not_drawn_into_what_was_just_said() -> None:
    def row(n: int) -> inbox.OpenRow:
        at = NOW + n * SECOND
        return inbox.OpenRow(n, "telegram", str(n), "5", {"n": n}, at, 0)

    def read(row: inbox.OpenRow) -> Incoming:
        quoted = {2: "77", 3: "77"}.get(row.id)
        return Incoming(
            "telegram", str(row.id), "5", row.received_at, text=f"kalimat {row.id}", quoted=quoted
        )

    rule = gather.rule_of(Gather())
    assert rule is not None
    rows = [row(n) for n in (1, 2, 3, 4)]
    alone = gather._gathered(rows[0], read(rows[0]), None, rows[1:], read=read, rule=rule, now=NOW)
    assert alone.rows == (1,)
    late = NOW + 60 * SECOND
    answer = gather._gathered(rows[1], read(rows[1]), rows[0], rows[2:], read=read, rule=rule, now=late)
    assert answer.message is not None
    assert answer.rows == (2, 3, 4)
    assert answer.message.quoted == "77"


def test_an_answer_to_a_question_that_was_seen_does_not_wait(bekasi: None) -> None:
    resident = Resident()
    run(resident, resident.store(text=COMPLAINT))
    resident.gap = SECOND
    with transaction() as tx:  # the browser shows our question
        person = tx.scalars(select(Person).where(Person.address == resident.address)).one()
        outbox.delivered(tx, person_id=person.id, up_to=10**9, now=resident.now)
    assert run(resident, resident.store(text="di kelurahan Kranji, dekat masjid"))


def telling(resident: Resident, *, ago: timedelta) -> None:
    """Our question went out on a platform that never tells what was seen."""
    with transaction() as tx:
        tx.execute(update(Outbox).values(sent_at=resident.now + resident.gap - ago, status="sent"))


@pytest.mark.parametrize(
    ("text", "ago", "at_once"),
    [("di kranji", 1.2, True), ("di kranji", 0.4, False), ("ga tau", 0.1, True),
     ("di kelurahan Kranji, dekat masjid, seberang pos ronda RT 3", 1.2, False),
     ("di kelurahan Kranji, dekat masjid, seberang pos ronda RT 3", 2.1, True)],
)  # fmt: skip
def test_an_answer_does_not_wait_where_nobody_tells_what_was_seen(
    bekasi: None, text: str, ago: float, at_once: bool
) -> None:
    resident = Resident()
    run(resident, resident.store(text=COMPLAINT))
    resident.gap = 2.5 * SECOND
    telling(resident, ago=ago * SECOND)
    assert run(resident, resident.store(text=text)) is at_once


def test_a_burst_before_our_question_was_seen_still_waits(bekasi: None) -> None:
    resident = Resident()
    run(resident, resident.store(text=COMPLAINT))
    resident.gap = SECOND
    assert not run(resident, resident.store(text="di kelurahan Kranji, dekat masjid"))
