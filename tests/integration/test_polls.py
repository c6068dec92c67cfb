"""Jajak pendapat: asked in every chat, one person one vote, counted when it is over."""

import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from routing.errors import BadInput
from routing.people import personal_data, polls
from storage import clock, db
from storage.models import Officer, Person, Poll, PollVote
from tests.factories import city
from tests.fakes.resident import Resident
from tests.fakes.site import make_app
from tests.fakes.telegram_resident import TelegramResident
from tests.fakes.whatsapp_product import Product

QUESTION = "Taman mana yang dibenahi lebih dulu?"
CHOICES = ["Taman Alun-alun", "Taman Kota di dekat stasiun timur"]


@pytest.fixture
def poll(database: str) -> int:
    with db.transaction() as tx:
        city.load(tx)
        by = Officer(username="op", name="Op", role="operator", agency_code="poc", created_at=city.NOW)
        tx.add(by)
        tx.flush()
        now = clock.now()
        return polls.make(
            tx, question=QUESTION, choices=CHOICES, closes_at=now + timedelta(days=1), by=by, now=now
        ).id


def votes() -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(PollVote)) or 0


def close(poll: int) -> list[int]:
    with db.transaction() as tx:
        polls.count_due(tx, now=clock.now() + timedelta(days=2))
        return list(tx.get_one(Poll, poll).counts or ())


def test_it_is_answered_by_button_and_by_words_once_by_each_and_counted_when_it_is_over(
    poll: int, tmp_path: Path
) -> None:
    now = clock.now()
    ana, budi, cici = Resident(now=now), TelegramResident(now=now), Resident(now=now)
    (asked,) = ana.say("jajak pendapat")
    assert QUESTION in asked.text
    assert [len(button.title) <= 20 for button in asked.buttons] == [True, True]
    (taken,) = ana.press(asked.buttons[1].title)
    assert CHOICES[1] in taken.text
    assert CHOICES[1] in budi.say(f"Jajak {poll}: {CHOICES[1]}")[-1].text
    cici.say(f"jajak {poll} 2")
    assert CHOICES[0] in cici.say(f"jajak {poll} 1")[0].text  # thought better of it
    assert QUESTION in cici.say(f"jajak {poll} entah")[0].text
    assert votes() == 3
    with TestClient(make_app(tmp_path)) as visitor:
        open_page = visitor.get("/aspirasi").text
        assert QUESTION in open_page
        assert "suara. Ditutup" not in open_page
        assert visitor.get("/aspirasi/jajak.csv").text.count("\n") == 1  # nothing before it is over
        assert close(poll) == [1, 2]
        assert votes() == 0
        assert "3 suara" in visitor.get("/aspirasi").text
        table = list(csv.reader(io.StringIO(visitor.get("/aspirasi/jajak.csv").text)))
    assert [row[4:] for row in table[1:]] == [[CHOICES[0], "1"], [CHOICES[1], "2"]]
    assert "sudah ditutup" in ana.say(f"jajak {poll} 1")[0].text
    assert "tidak ada jajak pendapat" in ana.say("jajak pendapat")[0].text


def test_who_is_forgotten_takes_their_answer_along_and_gets_it_handed_out(poll: int) -> None:
    ana = Resident(now=clock.now())
    ana.say(f"jajak {poll} 2")
    with db.transaction() as tx:
        person = tx.scalars(select(Person)).one()
        assert personal_data.export(tx, person)["jajak_pendapat"][0]["choice"] == 1
        personal_data.erase(tx, person, now=clock.now())
    assert close(poll) == [0, 0]


def test_what_cannot_be_asked_is_refused(poll: int) -> None:
    now = clock.now()
    good = {"question": QUESTION, "choices": CHOICES, "closes_at": now + timedelta(days=1)}
    for bad in (
        {"question": "Apa"}, {"question": "x" * 301}, {"choices": ["Ya"]}, {"choices": ["Ya", " ya "]},
        {"choices": ["Ya", "y" * 61]}, {"choices": [str(n) for n in range(9)]}, {"closes_at": now},
        {"closes_at": now + timedelta(days=100)},
    ):  # fmt: skip
        with db.transaction() as tx, pytest.raises(BadInput):
            polls.make(tx, **{**good, **bad}, by=tx.scalars(select(Officer)).one(), now=now)  # type: ignore[arg-type]


def test_whatsapp_votes_by_a_row_of_its_list_and_by_words_and_counts_once(
    poll: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    product = Product(tmp_path, monkeypatch)
    product.now = clock.now()
    with product.api:
        user = product.api.user("Siti")
        user.text("jajak pendapat")
        assert QUESTION in product.answers(user)[-1]
        user.press("1. Taman Alun-alun")
        assert CHOICES[0] in product.answers(user)[-1]
        user.text(f"Jajak {poll}: {CHOICES[1]}")
        assert CHOICES[1] in product.answers(user)[-1]
    product.close()
    assert close(poll) == [0, 1]
