"""Two officers at one row of the desk in the same moment, on PostgreSQL: SQLite lets one write at a time."""

from datetime import timedelta

from sqlalchemy import select

from routing.command import claims
from storage import db
from storage.models import DeskClaim
from tests.factories import city, people
from tests.factories.city import NOW

ROW = ("laporan", "BKS-2611-00001")


def test_what_was_taken_over_meanwhile_is_not_given_back_by_who_had_it(postgres_url: str) -> None:
    db.configure(postgres_url)
    with db.transaction() as tx:
        city.load(tx)
        had, takes = people.officer(tx, "operator", None), people.officer(tx, "operator", None)
        claims.take(tx, ROW, officer=had, now=NOW)
    with db.transaction() as slow:
        seen = slow.get_one(DeskClaim, ROW)
        with db.transaction() as tx:
            claims.take(tx, ROW, officer=takes, over=str(had.id), now=NOW + timedelta(minutes=1))
        assert seen.officer_id == had.id
        claims.give_back(slow, ROW, officer=had, now=NOW + timedelta(minutes=1))
    with db.reading() as session:
        assert session.scalars(select(DeskClaim.officer_id)).all() == [takes.id]
