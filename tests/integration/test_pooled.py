"""Through PgBouncer in transaction mode, where every transaction may have another of its connections."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from sqlalchemy import func, make_url, select

from storage import clock, db, events, inbox
from storage.event_kinds import EventKind
from storage.models import Event, Inbox
from tests.conftest import skipping_when_missing
from tests.servers import PgBouncer, Postgres, running

THREADS, EACH = 8, 25


pytestmark = [pytest.mark.crash_full, pytest.mark.timeout(300)]


@pytest.fixture
def pooled(postgres: Postgres, postgres_url: str) -> Iterator[str]:
    """The test's own database, behind a pooler with two connections."""
    with ExitStack() as stack:
        with skipping_when_missing():
            before: type[PgBouncer] = type("Before", (PgBouncer,), {"behind": postgres})
            bouncer = stack.enter_context(running(before))
        yield bouncer.url(make_url(postgres_url).database or "")
        db.dispose()


def work(thread: int) -> None:
    """The statements of a turn, often enough that a driver would prepare them."""
    for number in range(EACH):
        with db.transaction() as tx:
            inbox.take_turns(tx, channel="web", senders=[str(thread)])
            name, now = f"{thread}-{number}", clock.now()
            row, _ = inbox.add(tx, channel="web", external_id=name, sender=str(thread), payload={}, now=now)
            events.record(tx, kind=EventKind.READER_HEARS, actor="sistem", now=clock.now())
        with db.glancing() as session:
            assert session.get(Inbox, row) is not None
            inbox.following(session, row, now=clock.now())
        with db.reading() as session:
            assert inbox.waiting(session)[0] > 0


def together() -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work, range(THREADS)))


def test_nothing_is_lost_or_refused_behind_a_pooler(pooled: str) -> None:
    db.configure(pooled)
    together()
    with db.reading() as session:
        assert session.scalar(select(func.count(Inbox.id))) == THREADS * EACH
        numbers = list(session.scalars(select(Event.seq).order_by(Event.seq)))
    assert len(numbers) == THREADS * EACH
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def handed_on() -> None:
    """A statement often enough to be prepared, and again on the server's other connection."""
    asked = select(func.count(Inbox.id)).where(Inbox.sender == "x")
    with db.engine().connect() as first, db.engine().connect() as second:
        for _ in range(8):
            first.execute(asked)
        first.rollback()
        second.execute(select(func.count(Event.seq)))  # takes the one that was just given back, and keeps it
        first.execute(asked)


def test_a_statement_goes_on_when_the_connection_behind_it_changes(pooled: str) -> None:
    db.configure(pooled)
    handed_on()
