"""The table of an outgoing message's states, and what platforms tell late and in any order."""

from datetime import timedelta

import pytest

from storage import db, outbox, outbox_late
from storage.db import transaction
from storage.models import Outbox
from storage.outbox_states import ALLOWED, ARRIVED, State, before, may
from tests.factories import people
from tests.factories.city import NOW


def test_every_state_is_reached_and_nothing_takes_back_what_arrived() -> None:
    assert set(ALLOWED) == set(State)
    assert all(before(state) for state in State)
    for state in ARRIVED:
        assert ALLOWED[state] <= ARRIVED
    assert not may("read", State.DELIVERED)


@pytest.fixture
def sqlite(sqlite_url: str) -> None:
    db.configure(sqlite_url)


def late(status: str, told: State, *, parts: int = 1, resend: int | None = None, leased: bool = False) -> str:
    """What becomes of a row of so many parts when the platform tells this of the last."""
    ids = [str(n) for n in range(1, parts + 1)]
    with transaction() as tx:
        row = tx.get_one(Outbox, outbox.put(tx, person=people.person(tx), now=NOW, text="…").id)
        row.status, row.external_id = status, ids[-1]
        row.extras = {outbox.PART_IDS: ids[:-1], outbox.PARTS_SENT: parts - 1 if resend is None else resend}
        row.leased_until = NOW + timedelta(seconds=5) if leased else None
        outbox_late.arrived(row, ids[-1], told, at=NOW, now=NOW)
        return str(row.status)


@pytest.mark.parametrize(
    ("status", "told", "then"),
    [
        ("sent", State.DELIVERED, "delivered"),
        ("sent", State.READ, "read"),
        ("delivered", State.READ, "read"),
        ("read", State.DELIVERED, "read"),
        ("failed", State.DELIVERED, "delivered"),  # it was called failed, and came all the same
        ("queued", State.READ, "read"),  # so it need not be sent again
        ("sent", State.SENT, "sent"),
    ],
)
def test_what_reached_the_person_counts_whatever_was_believed(
    sqlite: None, status: str, told: State, then: str
) -> None:
    assert late(status, told) == then


def test_a_long_message_of_which_a_part_is_missing_has_not_arrived(sqlite: None) -> None:
    assert late("queued", State.DELIVERED, parts=3, resend=1) == "queued"
    assert late("failed", State.DELIVERED, parts=3) == "failed"
    assert late("sent", State.DELIVERED, parts=3) == "delivered"


def test_a_message_that_is_being_sent_again_at_this_moment_is_left_to_its_sender(sqlite: None) -> None:
    assert late("queued", State.DELIVERED, leased=True) == "queued"
