"""A database that goes from test to test comes as it was migrated, or not at all."""

import psycopg
import pytest

from tests.servers import Postgres
from tests.spare_databases import SpareDatabases


@pytest.fixture(scope="module")
def spare(postgres: Postgres, postgres_template: str) -> SpareDatabases:
    return SpareDatabases(postgres, postgres_template, name="handed_on")


def done(postgres: Postgres, name: str, *statements: bytes) -> list[tuple[object, ...]]:
    """What the last of these statements finds in this database."""
    with psycopg.connect(postgres.url(name).replace("+psycopg", ""), autocommit=True) as connection:
        for statement in statements:
            found = connection.execute(statement)
        return found.fetchall() if found.description else []


SEEDED = b"SELECT name, value FROM counter ORDER BY name"
ADDED = b"""
INSERT INTO person (channel, address, locale, created_at, demo)
VALUES ('web', 'x', 'id', now(), false) RETURNING id
"""


def test_rows_and_numbers_of_one_test_are_not_met_by_the_next(
    postgres: Postgres, spare: SpareDatabases
) -> None:
    name = spare.take()
    seeded, numbered = done(postgres, name, SEEDED), done(postgres, name, ADDED)
    done(postgres, name, b"UPDATE counter SET value = 99")
    held = psycopg.connect(postgres.url(name).replace("+psycopg", ""))
    held.execute("LOCK TABLE person")  # somebody who was not told that the test is over
    spare.give_back(name)
    assert spare.take() == name
    assert done(postgres, name, b"SELECT * FROM person") == []
    assert (done(postgres, name, SEEDED), done(postgres, name, ADDED)) == (seeded, numbered)
    held.close()
    spare.give_back(name)


CHANGES = [
    b"CREATE TABLE other (id integer)", b"ALTER TABLE agency ADD other text",
    b"ALTER TABLE agency DISABLE TRIGGER ALL", b"DROP INDEX ix_report_newest", b"ANALYZE person",
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_one_that_was_changed_is_not_handed_on(
    change: bytes, postgres: Postgres, spare: SpareDatabases
) -> None:
    name = spare.take()
    done(postgres, name, ADDED, change)
    spare.give_back(name)
    other = spare.take()
    assert other != name
    spare.give_back(other)
