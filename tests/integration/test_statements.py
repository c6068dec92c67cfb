"""Statements past SQLAlchemy's machinery do as it does: types, pending changes, errors, who counts."""

import pytest
from sqlalchemy import bindparam, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage import db, people
from storage.models import Person
from storage.models.base import table_of
from storage.statements import Statement, Together
from tests.factories.city import NOW
from tests.factories.queries import counted

PERSON = table_of(Person)
BY_ADDRESS = Statement(
    lambda _: select(PERSON.c.id, PERSON.c.name, PERSON.c.created_at).where(
        PERSON.c.address == bindparam("address")
    )
)
NAMED = Statement(lambda _: select(PERSON.c.name).where(PERSON.c.address == bindparam("address")))
BORN = Statement(lambda _: select(PERSON.c.created_at).where(PERSON.c.id == bindparam("person_id")))
RENAME = Statement(lambda _: update(PERSON).values(name=bindparam("new")).where(PERSON.c.name.is_not(None)))
RENAME_AT = Statement(
    lambda _: update(PERSON).values(name=bindparam("new")).where(PERSON.c.address == bindparam("at"))
)
TWICE = Statement(lambda _: insert(PERSON).from_select(list(PERSON.c), select(*PERSON.c)))


def test_rows_come_with_names_and_types_and_what_is_pending_is_written_first(database: str) -> None:
    with db.transaction() as tx:
        person = people.person_for(tx, channel="web", address="a", name="Budi", now=NOW)
        person.name = "Budi B."
        row = BY_ADDRESS.first(tx, address="a")
        assert (row.id, row.name, row.created_at) == (person.id, "Budi B.", NOW)
        assert BY_ADDRESS.rows(tx, address="b") == []
        assert BY_ADDRESS.value(tx, address="b") is None
        assert RENAME.run(tx, new="Siti") == 1
    with db.glancing() as session, counted() as sent:
        assert NAMED.value(session, address="a") == "Siti"
    assert len(sent) == 1


def test_what_the_database_refuses_is_told_as_by_sqlalchemy_and_nothing_of_it_stays(database: str) -> None:
    with db.transaction() as tx:
        people.person_for(tx, channel="web", address="a", name="Budi", now=NOW)
    with pytest.raises(IntegrityError) as told, db.transaction() as tx:
        RENAME.run(tx, new="Siti")
        TWICE.run(tx)
    assert isinstance(told.value, DBAPIError)
    assert not told.value.connection_invalidated
    with db.reading() as session:
        assert NAMED.value(session, address="a") == "Budi"


def test_questions_asked_ahead_are_answered_once_from_one_statement(database: str) -> None:
    with db.transaction() as tx:
        person = people.person_for(tx, channel="web", address="a", name="Budi", now=NOW)
    with db.transaction() as tx, counted() as sent:
        Together(NAMED, BORN).ask(tx, address="a", person_id=person.id)
        assert NAMED.value(tx, address="a") == "Budi"
        assert BORN.value(tx, person_id=person.id) == NOW
        assert len(sent) == 1
        assert RENAME.run(tx, new="Siti") == 1
        assert NAMED.value(tx, address="a") == "Siti", "the second time the database is asked"


def test_what_was_asked_ahead_of_one_is_never_the_answer_for_another(database: str) -> None:
    with db.transaction() as tx:
        budi = people.person_for(tx, channel="web", address="a", name="Budi", now=NOW)
        people.person_for(tx, channel="web", address="b", name="Siti", now=NOW)
    with db.transaction() as tx:
        Together(NAMED, BORN).ask(tx, address="a", person_id=budi.id)
        assert NAMED.value(tx, address="b") == "Siti"
        assert NAMED.value(tx, address="a") == "Budi"


def test_many_rows_are_written_by_one_statement(database: str) -> None:
    with db.transaction() as tx:
        for address in "abc":
            people.person_for(tx, channel="web", address=address, name="Budi", now=NOW)
    with db.transaction() as tx, counted() as sent:
        RENAME_AT.run_each(tx, [{"at": "a", "new": "Ani"}, {"at": "c", "new": "Cici"}])
    assert len(sent) == 1
    with db.reading() as session:
        assert [NAMED.value(session, address=address) for address in "abc"] == ["Ani", "Budi", "Cici"]


def test_a_list_for_in_is_refused_when_it_is_first_run(database: str) -> None:
    several = Statement(lambda _: select(PERSON.c.id).where(PERSON.c.id.in_([1, 2])))
    with db.reading() as session, pytest.raises(TypeError, match="among"):
        several.rows(session)


def test_what_runs_with_every_message_stays_prepared_whoever_reads_between(postgres_url: str) -> None:
    db.configure(postgres_url)
    for _ in range(db.PREPARED_AFTER + 2):
        with db.transaction() as tx:
            people.stored_conversation(tx, channel="web", address="a")
        with db.reading() as session:
            session.scalars(select(PERSON.c.name).where(PERSON.c.address == "a")).all()
        with db.reading() as session:  # and nobody's page, however often it is looked at
            session.scalars(select(PERSON.c.name).where(PERSON.c.address == "a")).all()
    with db.transaction() as tx:
        prepared = tx.scalars(text("SELECT statement FROM pg_prepared_statements")).all()
    assert any("conversation" in statement for statement in prepared)
    assert not any("person.name" in statement for statement in prepared)
