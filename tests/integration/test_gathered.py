"""Lists asked together are what the same questions find one by one: order, types, what is not there."""

from typing import Any

from sqlalchemy import Date, bindparam, literal, select

from storage import db, events, people
from storage.event_kinds import EventKind
from storage.gathered import ListsTogether
from storage.models import Event, EventReason, Person
from tests.factories.city import NOW
from tests.factories.queries import counted

PEOPLE = select(Person).where(Person.channel == bindparam("channel")).order_by(Person.id.desc())
HAPPENED = (
    select(Event, EventReason.text, Person, literal(1.25), literal(NOW.date(), Date), literal(True))
    .outerjoin(EventReason, EventReason.event_seq == Event.seq).outerjoin(Person, Person.id == -1)
    .order_by(Event.seq)
)  # fmt: skip


def test_lists_asked_together_are_what_each_finds_by_itself(database: str) -> None:
    with db.transaction() as tx:
        for name in ("Budi", 'Siti "S" \\ é\n', "Tono"):
            people.person_for(tx, channel="web", address=name, name=name, now=NOW)
        for reason in ("", "Sebab"):
            data = {"a": [1, None, "x"], "b": True}
            events.record(
                tx, kind=EventKind.PROOF_FLAGGED, actor="sistem", now=NOW, reason=reason, data=data
            )  # fmt: skip
    both = ListsTogether(people=lambda: PEOPLE, happened=lambda: HAPPENED)
    with db.reading() as session, counted() as sent:
        found = both.ask(session, channel="web")
        assert len(sent) == 1
        assert both.ask(session, channel="telegram")["people"] == []
        alone = session.scalars(PEOPLE, {"channel": "web"}).all()
        assert [_values(row[0]) for row in found["people"]] == [_values(one) for one in alone]
        rows = session.execute(HAPPENED).all()
        assert [(_values(row[0]), *row[1:]) for row in found["happened"]] == [
            (_values(row[0]), *row[1:]) for row in rows
        ]  # fmt: skip
        assert {type(one) for (one,) in found["people"]} == {Person}
        assert all(one not in session for (one,) in found["people"])


def _values(row: Any) -> dict[str, Any]:
    return {attr.key: getattr(row, attr.key) for attr in row.__mapper__.column_attrs if attr.key != "trace"}
