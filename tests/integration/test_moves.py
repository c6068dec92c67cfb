"""A changed number, a group that became large: the platform says who it is, and nothing of theirs is lost."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.channels.outcomes import Moved, Outcome, Sent
from bot.channels.telegram.receive import store as store_telegram
from bot.channels.whatsapp.receive import store
from bot.dialogue.types import Reply
from bot.handle import handle
from storage import db, inbox, moves, outbox
from storage.db import reading, transaction
from storage.models import Inbox, KeptConversation, Outbox, Person, Report, Support, WarningFollow
from tests.factories import city, reports
from tests.factories.city import KRANJI, NOW
from tests.fakes.engines import KeywordEngine
from tests.fakes.outgoing import pair, queue, rows

PAYLOADS = Path(__file__).parents[1] / "payloads"
OLD, NEW = "6281234567890", "6281299990000"


@pytest.fixture
def sqlite(sqlite_url: str) -> None:
    db.configure(sqlite_url)


def known(tx: Any, address: str, *, heard: timedelta = timedelta(), channel: str = "whatsapp") -> Person:
    person = Person(
        channel=channel, address=address, created_at=NOW - timedelta(days=90), heard_at=NOW - heard
    )
    tx.add(person)
    tx.flush()
    return person


def work() -> None:
    with reading() as session:
        waiting = [row.id for row in inbox.pending(session, now=NOW)]
    for row in waiting:
        assert handle(row, engine=KeywordEngine(), clock=lambda: NOW)


def move(now: Any = NOW) -> Person | None:
    with transaction() as tx:
        return moves.move(tx, channel="whatsapp", old=OLD, new=NEW, now=now)


def test_whatsapp_tells_of_a_new_number_and_the_person_keeps_their_report(database: str) -> None:
    with transaction() as tx:
        city.load(tx)
        person = known(tx, OLD)
        report = reports.filed(tx, by=person)
        told = json.loads((PAYLOADS / "whatsapp" / "number_changed.json").read_text())
        store(tx, told, now=NOW)
    work()
    with reading() as session:
        (row,) = session.scalars(select(Person))
        assert (row.id, row.address) == (person.id, NEW)
        assert session.get_one(Report, report.id).person_id == row.id


@pytest.mark.parametrize(
    ("system", "sender", "new"),
    [
        ({"type": "customer_changed_number", "new_wa_id": NEW}, {"from": OLD}, NEW),
        ({"type": "user_changed_number", "user_id": "ID.9"}, {"from_user_id": "ID.1"}, "ID.9"),
        (
            {"type": "user_changed_user_id", "user_id": "ID.9", "previous_user_id": "ID.1", "wa_id": NEW},
            {"from_user_id": "ID.9"},
            "ID.9",
        ),
    ],
)
def test_every_way_whatsapp_has_of_saying_it_is_understood(
    sqlite: None, system: dict[str, str], sender: dict[str, str], new: str
) -> None:
    old = sender.get("from", "ID.1")
    message = {"id": "wamid.1", "timestamp": "1763776899", "type": "system", "system": system, **sender}
    change = {"field": "messages", "value": {"messages": [message]}}
    with transaction() as tx:
        person = known(tx, old)
        store(tx, {"entry": [{"changes": [change]}]}, now=NOW)
    work()
    with reading() as session:
        assert session.get_one(Person, person.id).address == new


def test_who_wrote_from_the_new_number_first_is_one_person_with_everything(database: str) -> None:
    with transaction() as tx:
        city.load(tx)
        person, again = known(tx, OLD, heard=timedelta(hours=2)), known(tx, NEW, heard=timedelta(minutes=1))
        own, other = reports.filed(tx, by=person), reports.filed(tx, by=again)
        joined = reports.filed(tx)
        joined.supporters = 2
        for one in (person, again):
            tx.add(Support(report_id=joined.id, person_id=one.id, created_at=NOW))
            tx.add(WarningFollow(person_id=one.id, area_code=KRANJI, created_at=NOW))
        tx.add(KeptConversation(person_id=person.id, state={"old": 1}, updated_at=NOW - timedelta(hours=2)))
        tx.add(KeptConversation(person_id=again.id, state={"new": 1}, updated_at=NOW))
        inbox.add(tx, channel="whatsapp", external_id="1", sender=OLD, payload={}, now=NOW)
        inbox.done(tx, [1], now=NOW)
    assert move() is not None
    with reading() as session:
        (row,) = session.scalars(select(Person).where(Person.address.in_((OLD, NEW))))
        assert (row.id, row.address, row.heard_at) == (person.id, NEW, NOW - timedelta(minutes=1))
        mine = session.scalars(select(Report.id).where(Report.person_id == row.id)).all()
        assert set(mine) == {own.id, other.id}
        assert session.get_one(Report, joined.id).supporters == 1
        assert len(session.scalars(select(Support).where(Support.report_id == joined.id)).all()) == 1
        assert len(session.scalars(select(WarningFollow)).all()) == 1
        assert session.scalars(select(KeptConversation.state)).all() == [{"new": 1}]
        assert session.scalars(select(Inbox.sender)).all() == [NEW]
    assert move() is None


def test_a_number_long_silent_may_be_a_strangers_and_its_reports_are_not_handed_over(database: str) -> None:
    with transaction() as tx:
        city.load(tx)
        person, stranger = known(tx, OLD), known(tx, NEW, heard=timedelta(days=60))
        theirs = reports.filed(tx, by=stranger)
    assert move() is not None
    with reading() as session:
        assert session.get_one(Person, person.id).address == NEW
        assert session.get_one(Report, theirs.id).person_id == stranger.id
        assert session.get_one(Person, stranger.id).unreachable_at == NOW


def test_news_that_failed_lately_at_the_old_number_goes_to_the_new_one(sqlite: None) -> None:
    with transaction() as tx:
        person = known(tx, OLD)
        for text, age in (("lama", 48), ("baru", 2)):
            row = outbox.put(tx, person=person, now=NOW - timedelta(hours=age), text=text)
            tx.get_one(Outbox, row.id).status = "failed"
    move()
    assert [(row.text, row.status) for row in rows()] == [("lama", "failed"), ("baru", "queued")]


def test_every_column_that_names_a_person_is_known() -> None:
    named = {f"{table.name}.{column.name}" for table, column in moves.names_of_people()}
    assert {"report.person_id", "outbox.person_id", "support.person_id", "look.person_id"} <= named


def test_a_group_that_becomes_large_is_followed_by_its_own_word(sqlite: None) -> None:
    with transaction() as tx:
        group = known(tx, "-500", channel="telegram")
        chat = {"id": -500, "type": "group", "title": "RT 04"}
        message = {"message_id": 9, "date": 1763776801, "chat": chat, "migrate_to_chat_id": -1001234567890}
        store_telegram(tx, {"update_id": 1, "message": message}, now=NOW)
    work()
    with reading() as session:
        assert session.get_one(Person, group.id).address == "-1001234567890"


def test_a_message_to_a_chat_that_moved_goes_to_where_it_is_now(sqlite: None) -> None:
    def answer(address: str, part: Reply) -> Outcome:
        return Moved("-1001") if address == "-500" else Sent("7")

    clock, channel, sender = pair(answer)
    queue("-500", "satu", "dua")
    while any(row.status == "queued" for row in rows()):
        sender.run_once()
        clock.go(1.1)
    assert [(address, text) for _, address, text in channel.calls] == [
        ("-500", "satu"), ("-1001", "satu"), ("-1001", "dua"),
    ]  # fmt: skip
