"""The 24 hours, and what Meta tells afterwards: nothing is shown as sent that was not."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from storage import db, outbox, people
from storage.models import Event, Outbox, Person
from storage.notice_kinds import Notice
from tests.fakes.whatsapp_product import Product, outbox_rows
from tests.fakes.whatsapp_user import User

ANSWER = {"number": "BKS-2611-00042", "agency": "Dinas Bina Marga", "text": "Besok kami turun."}


@pytest.fixture
def product(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Product]:
    made = Product(tmp_path, monkeypatch)
    with made.api:
        yield made
    made.close()


@pytest.fixture
def siti(product: Product) -> User:
    """Somebody whose message of this moment is known; what it was is not answered here."""
    user = product.api.user("Siti")
    user.text("halo")
    product.api.world.changes.clear()
    with db.transaction() as tx:
        person = people.person_for(tx, channel="whatsapp", address=user.address, name="Siti", now=product.now)
        people.heard(person, at=product.now, now=product.now)
    return user


def queue(product: Product, said: str | None = None, /, **args: Any) -> int:
    """An outbox row to the only person: a text, or the notice of an officer's answer."""
    with db.transaction() as tx:
        person = tx.scalars(select(Person)).one()
        key = None if said else Notice.ANSWER
        return outbox.put(tx, person=person, now=product.now, text=said, key=key, args=args).id


def write(product: Product, user: User) -> None:
    """They write again; only what waited is of interest."""
    with db.transaction() as tx:
        person = people.person_for(tx, channel="whatsapp", address=user.address, name=None, now=product.now)
        user.text("apa kabar?")
        product.api.world.changes.pop()
        people.heard(person, at=product.now, now=product.now)
        outbox.reopen(tx, person_id=person.id, now=product.now)


def states() -> list[str]:
    return [row.status for row in outbox_rows()]


@pytest.mark.parametrize(
    ("after", "kind"),
    [(timedelta(hours=23, minutes=59, seconds=59), "text"), (timedelta(hours=24, seconds=1), "template")],
)
def test_free_text_to_the_last_second_of_24_hours_and_a_template_from_then_on(
    product: Product, siti: User, after: timedelta, kind: str
) -> None:
    product.now += after
    queue(product, **ANSWER)
    product.sender.run_once()
    (call,) = product.api.sent()
    assert (call.body["type"], call.status) == (kind, 200)
    assert outbox_rows()[0].text == (
        "Dinas Bina Marga menjawab laporan Anda BKS-2611-00042: Besok kami turun. — Balas pesan ini bila ada "
        "yang ingin disampaikan."
        if kind == "template"
        else "Jawaban dari Dinas Bina Marga untuk laporan BKS-2611-00042:\n\n“Besok kami turun.”"
    )


def test_the_window_is_counted_from_the_messages_own_time_and_never_from_the_future(
    product: Product, siti: User
) -> None:
    with db.transaction() as tx:
        person = tx.scalars(select(Person)).one()
        first = product.now
        people.heard(person, at=first - timedelta(hours=3), now=product.now)
        assert person.heard_at == first
        people.heard(person, at=first + timedelta(days=9), now=first + timedelta(minutes=5))
        assert person.heard_at == first + timedelta(minutes=5)


@pytest.mark.parametrize("later", [False, True], ids=["at once", "told afterwards"])
def test_a_window_error_is_never_answered_by_the_same_free_text(
    product: Product, siti: User, later: bool
) -> None:
    product.api.fail(131047, kind="text", times=99, later=later)
    queue(product, "Baik, kami catat.")
    queue(product, **ANSWER)
    product.settle()
    product.go(minutes=30)
    product.settle()
    assert [call.body["type"] for call in product.api.sent()] == ["text", "template"]
    assert states() == ["waiting", "delivered"]
    product.api.world.failures.clear()
    write(product, siti)
    product.settle()
    assert states() == ["delivered", "delivered"]
    assert siti.reads()[-1] == "Baik, kami catat."


def test_someone_who_writes_while_their_row_is_put_to_wait_does_not_wait_for_a_second_message(
    product: Product, siti: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    product.go(hours=25)
    queue(product, "Baik, kami catat.")
    real = product.sender.recorder.record

    def after_they_wrote(*args: Any) -> None:
        monkeypatch.setattr(product.sender.recorder, "record", real)
        write(product, siti)
        real(*args)

    monkeypatch.setattr(product.sender.recorder, "record", after_they_wrote)
    product.settle()
    assert states() == ["delivered"]


def test_rows_that_waited_leave_in_their_old_order(product: Product, siti: User) -> None:
    product.go(hours=25)
    for text in ("satu", "dua", "tiga"):
        queue(product, text)
        product.settle()
    assert states() == ["waiting"] * 3
    write(product, siti)
    product.settle()
    assert siti.reads() == ["satu", "dua", "tiga"]


def status(product: Product, external_id: str, kind: str, to: User) -> None:
    """Meta tells something of one of our messages."""
    product.api.world.tell(external_id, to.address, kind)
    product.deliver()


def only_sent(product: Product, text: str = "Baik.") -> str:
    """A row that is sent and of which nothing was told yet; its id at Meta."""
    product.api.world.telling = False
    queue(product, text)
    while product.sender.run_once():
        product.go(seconds=1)
    product.api.world.telling = True
    return outbox_rows()[-1].external_id or ""


def test_delivered_and_read_are_shown_in_whatever_order_they_come(product: Product, siti: User) -> None:
    identity = only_sent(product)
    told_at = product.now.replace(microsecond=0)
    for kind, expected in (
        ("delivered", "delivered"),
        ("sent", "delivered"),
        ("read", "read"),
        ("delivered", "read"),
    ):
        status(product, identity, kind, siti)
        assert states() == [expected]
        product.go(seconds=60)
    assert outbox_rows()[0].delivered_at == told_at


def test_read_alone_also_counts_as_delivered(product: Product, siti: User) -> None:
    status(product, only_sent(product), "read", siti)
    row = outbox_rows()[0]
    assert (row.status, row.delivered_at is not None) == ("read", True)


def test_a_status_of_a_message_nobody_here_sent_is_taken_and_changes_nothing(
    product: Product, siti: User
) -> None:
    only_sent(product)
    status(product, "wamid.of.another.app", "read", siti)
    status(product, "", "read", siti)
    assert states() == ["sent"]
    assert {code for _, code in product.api.world.delivered} == {200}


def test_a_status_that_overtakes_its_own_record_is_sent_again_by_meta(product: Product, siti: User) -> None:
    row_id = queue(product, "Baik.")
    with db.transaction() as tx:
        outbox.lease(tx, owner="other", now=product.now, channels=("whatsapp",))
    status(product, "wamid.early", "delivered", siti)
    assert product.api.world.delivered[-1][1] == 503
    with db.transaction() as tx:
        outbox.sent(tx, row_id, owner="other", now=product.now, external_id="wamid.early", text="Baik.")
    product.deliver()
    assert product.api.world.delivered[-1][1] == 200
    assert states() == ["delivered"]


def test_a_message_taken_and_then_refused_for_good_is_a_dead_letter_with_its_reason(
    product: Product, siti: User
) -> None:
    product.api.fail(131009, later=True)
    queue(product, "Baik.")
    product.settle()
    (row,) = outbox_rows()
    assert (row.status, row.error) == ("failed", "131009 Parameter value is not valid")
    with db.reading() as session:
        assert list(session.scalars(select(Event.kind))) == ["outbox_dead"]


def test_a_message_taken_and_then_lost_to_an_outage_is_sent_again(product: Product, siti: User) -> None:
    product.api.fail(131000, later=True, times=2)
    queue(product, "Baik.")
    for _ in range(6):
        product.settle()
        product.go(seconds=20)
    assert states() == ["delivered"]
    assert siti.reads() == ["Baik."]


def test_of_a_long_message_the_part_that_failed_goes_again_and_not_those_before_it(
    product: Product, siti: User
) -> None:
    long = "\n\n".join(f"bagian {n} " + "kata " * 790 for n in range(3))
    identity = only_sent(product, long)
    row = outbox_rows()[0]
    first, second = row.extras["part_ids"]
    assert len(siti.sees()) == 3
    product.api.fail(131000)
    error = product.api.world.failures.pop().error
    product.api.world.tell(second, siti.address, "failed", error)
    product.deliver()
    assert states() == ["queued"]
    product.go(seconds=30)
    product.settle()
    assert len(siti.sees()) == 5, "the second and the third, not the first"
    assert identity != outbox_rows()[0].external_id
    assert states() == ["delivered"]
    assert first != second


def test_the_pair_limit_is_waited_out_and_nothing_is_lost(product: Product, siti: User) -> None:
    product.api.world.pair_paid[siti.address] = product.now.timestamp() + 45 * 6
    for n in range(5):
        queue(product, f"pesan {n}")
    for _ in range(20):
        product.settle()
        product.go(seconds=6)
    assert siti.reads() == [f"pesan {n}" for n in range(5)]
    assert set(states()) == {"delivered"}


def test_an_outage_ends_in_a_dead_letter_after_24_hours_and_not_before(product: Product, siti: User) -> None:
    product.api.fail(131000, times=10_000, status=500)
    queue(product, "Baik.")
    started = product.now
    with db.transaction() as tx:  # so that the window does not close meanwhile
        tx.scalars(select(Person)).one().heard_at = started + timedelta(hours=23)
    for _ in range(400):
        if states() == ["failed"]:
            break
        product.sender.run_once()
        with db.reading() as session:
            product.now = max(
                session.scalars(select(Outbox.next_try_at)).one(), product.now + timedelta(seconds=1)
            )
    assert states() == ["failed"]
    assert timedelta(hours=23.7) < product.now - started < timedelta(hours=24.3)
