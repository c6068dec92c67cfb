"""How many statements a message costs from its row to its queued answer: each travels, and each counts."""

import pytest

from storage import db
from tests.factories import city
from tests.factories.city import KRANJI_POINT
from tests.factories.queries import counted
from tests.fakes.resident import Resident

PRESSED = 11  # the row in and out, its claim, the person, all a turn asks at once, reports, what is written
SAID = 15  # what was said before and behind it, the configuration, where the talk stands
FILED = 21


@pytest.fixture
def resident(database: str) -> Resident:
    """Somebody who has told all but whether to send it, so that everything is warm."""
    with db.transaction() as tx:
        city.load(tx)
    someone = Resident()
    someone.say("Jalan berlubang dekat Stasiun Kranji, sudah dua minggu")
    someone.share(*KRANJI_POINT)
    return someone


def test_a_pressed_button_asks_no_more_than_it_did(resident: Resident) -> None:
    with counted() as asked:
        resident.press("Lewati")
    assert len(asked) <= PRESSED, len(asked)


def test_words_ask_no_more_than_they_did(resident: Resident) -> None:
    with counted() as asked:
        resident.say("dekat warung bakso sebelah kiri")
    assert len(asked) <= SAID, len(asked)


def test_filing_asks_no_more_than_it_did(resident: Resident) -> None:
    resident.press("Lewati")
    with counted() as asked:
        resident.press("Kirim")
    assert resident.reports()
    assert len(asked) <= FILED, len(asked)


def test_how_far_back_their_limit_lies_is_asked_together_with_the_rest(resident: Resident) -> None:
    with counted() as asked:
        resident.press("Lewati")
    assert ["answer_0" in one for one in asked if "inbox.id <= " in one] == [True]


def test_the_person_is_locked_and_loaded_by_one_statement(resident: Resident) -> None:
    with counted() as asked:
        resident.press("Lewati")
    assert sum("abuse_count" in one for one in asked) == 1
