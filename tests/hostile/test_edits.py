"""Edited messages: what an edit says for the first time is heard, what it leaves as it was is passed over."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from storage import db
from storage.models import KeptConversation, Report
from tests.factories import panel
from tests.fakes.engines import KeywordEngine
from tests.hostile.field_chat import Writer, buried, size

FIRE = "tolong kebakaran di Kelurahan Kranji, ada orang terjebak"


@pytest.fixture
def resident(sqlite_template: Path) -> Iterator[Writer]:
    with panel.template(sqlite_template) as folder, panel.database(folder):
        yield Writer("8801", KeywordEngine())
        with db.reading() as session:
            assert buried(session) == []


def story() -> str:
    """What the draft tells so far."""
    with db.reading() as session:
        state = session.scalars(select(KeptConversation.state)).one()
        draft = state.get("draft") or {}
        return str(draft.get("text", ""))


@pytest.mark.parametrize("before", ["halo", "lampu mati di Kranji", "Terima kasih ya", "👍", "data saya"])
def test_a_danger_that_an_edit_tells_of_is_met_at_once(resident: Writer, before: str) -> None:
    resident.send(text=before)
    assert "112" in "\n".join(resident.edit(FIRE))


def test_a_danger_in_an_edit_of_what_is_not_known_any_more_is_met_too(resident: Writer) -> None:
    resident.send(sticker={"file_id": "s", "file_unique_id": "s", "type": "regular"})
    assert "112" in "\n".join(resident.edit(FIRE))


def test_an_edit_that_changes_no_word_is_passed_over(resident: Writer) -> None:
    resident.send(text="lampu jalan mati di Kranji")
    assert resident.edit("lampu jalan mati di Kranji") == []
    said = "tolong kebakaran rumah di Kranji"
    resident.send(text=said)
    assert resident.edit(said) == []
    with db.reading() as session:
        assert len(session.scalars(select(Report)).all()) <= 1


def test_words_put_under_a_picture_afterwards_are_the_story(resident: Writer) -> None:
    resident.album(["a", "b"])
    resident.edit_caption("b", "Sampah menumpuk di Kelurahan Kranji")
    assert story() == "Sampah menumpuk di Kelurahan Kranji"


def test_words_put_under_a_picture_while_something_else_is_asked_are_added(resident: Writer) -> None:
    resident.send(photo=[size("c")])
    first = resident.number
    resident.send(text="Sampah menumpuk di Kelurahan Kranji")
    resident.edit_caption("c", "bau sekali dan banyak lalat", number=first)
    assert "Sampah menumpuk" in story()
    assert "bau sekali dan banyak lalat" in story()


def test_words_changed_under_a_picture_are_corrected(resident: Writer) -> None:
    resident.send(photo=[size("d")], caption="Lampu mati di Kelurahan Kranji")
    resident.edit_caption("d", "Lampu mati tiga batang di Kelurahan Kranji")
    assert story() == "Lampu mati tiga batang di Kelurahan Kranji"
