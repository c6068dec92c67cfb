"""A category's follow-up questions, as an admin edits them."""

from typing import Any

import pytest
from sqlalchemy import select

from admin_panel.settings.questions import QuestionRow, compose, moved, rows_of
from routing.city.catalogue import changed
from routing.domain.questions import parse
from storage import db
from storage.models import Category, Event
from tests.unit.admin_panel.conftest import SignIn

PAGE = "/admin/pertanyaan/jalan_rusak"
WIDTH = {"key": "lebar", "ask": "Seberapa lebar?", "kind": "choice", "choices": ["Sejengkal", "Semeter"],
         "find": {"Semeter": "satu meter"}}  # fmt: skip
DEPTH = {"key": "dalam", "ask": "Berapa senti dalamnya?", "kind": "number", "when": {"lebar": ["Semeter"]}}
KEY = {"key": "patokan", "ask": "Apa patokannya?", "kind": "text", "fits": "[a-z]"}


@pytest.fixture
def asked(panel_db: None) -> None:
    with db.transaction() as tx:
        tx.get_one(Category, "jalan_rusak").questions = [WIDTH, DEPTH, KEY]
        changed(tx)


def stored() -> list[Any]:
    with db.reading() as session:
        return session.get_one(Category, "jalan_rusak").questions


def form(*rows: QuestionRow, aksi: str = "simpan") -> dict[str, Any]:
    """What the browser sends for these rows."""
    names = ("key", "ask", "kind", "choices", "hint")
    columns = {name: [getattr(row, name) for row in rows] for name in names}
    ticked = [f"{place}|{key}|{answer}" for place, row in enumerate(rows) for key, answer in row.when]
    return {**columns, "when": ticked, "aksi": aksi}


def test_saving_what_is_shown_changes_nothing(signed_in: SignIn, asked: None) -> None:
    page = signed_in("admin").get(PAGE).text
    assert page.count('name="ask"') == 4  # three, and an empty one for a new question
    signed_in("admin").post(PAGE, data=form(*rows_of([WIDTH, DEPTH, KEY]), QuestionRow()))
    assert stored() == [WIDTH, DEPTH, KEY]


def test_a_question_is_added_with_a_key_of_its_own(signed_in: SignIn, asked: None) -> None:
    new = QuestionRow(
        ask="Apa patokannya?", kind="choice", choices="Warung\n\n Masjid \n", hint="Pilih satu."
    )
    answer = signed_in("admin").post(PAGE, data=form(*rows_of([KEY]), new))
    assert answer.headers["Location"] == f"{PAGE}?kabar=simpan"
    assert stored()[1] == {
        "key": "apa_patokannya", "ask": "Apa patokannya?", "kind": "choice", "choices": ["Warung", "Masjid"],
        "hint": "Pilih satu.",
    }  # fmt: skip
    with db.reading() as session:
        event = session.scalars(select(Event).where(Event.kind == "category_questions_set")).one()
    assert event.data == {"category": "jalan_rusak", "questions": ["patokan", "apa_patokannya"]}


def test_questions_are_moved_and_removed_by_buttons(signed_in: SignIn, asked: None) -> None:
    rows = rows_of([WIDTH, DEPTH, KEY])
    admin = signed_in("admin")
    admin.post(PAGE, data=form(*rows, QuestionRow(), aksi="naik-2"))
    assert [question["key"] for question in stored()] == ["lebar", "patokan", "dalam"]
    admin.post(PAGE, data=form(*rows_of(stored()), QuestionRow(), aksi="hapus-1"))
    assert [question["key"] for question in stored()] == ["lebar", "dalam"]
    assert "Pertanyaan dihapus" in admin.get(f"{PAGE}?kabar=hapus").text


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (
            [QuestionRow(ask="Warna apa?", kind="choice", choices="Merah")],
            "Pertanyaan 1: perlu dua sampai sembilan",
        ),
        ([QuestionRow(key="lebar", ask=" ")], "Pertanyaan 1: kalimat pertanyaannya belum ada"),
        ([*rows_of([DEPTH, WIDTH])], "Pertanyaan 1: syarat"),
        ([QuestionRow(ask="Apa?", kind="gambar")], "Pertanyaan 1: jenis jawaban"),
        ([QuestionRow(ask="x" * 300)], "Pertanyaan 1: “ask” harus"),
        ([QuestionRow(ask=f"Apa {n}?") for n in range(6)], "Paling banyak 5 pertanyaan"),
    ],
    ids=["one choice", "no words", "asked before its condition", "kind", "too long", "too many"],
)
def test_what_cannot_be_asked_is_told_and_nothing_typed_is_lost(
    signed_in: SignIn, asked: None, rows: list[QuestionRow], words: str
) -> None:
    answer = signed_in("admin").post(PAGE, data=form(*rows))
    assert answer.status_code == 422
    assert words in answer.text
    assert stored() == [WIDTH, DEPTH, KEY]
    assert all(f'value="{row.ask}"' in answer.text for row in rows)


def test_columns_of_different_lengths_are_refused(signed_in: SignIn, asked: None) -> None:
    assert (
        signed_in("admin").post(PAGE, data=form(QuestionRow(ask="Apa?")) | {"key": ["", ""]}).status_code
        == 422
    )
    assert signed_in("admin").get("/admin/pertanyaan/tidak_ada").status_code == 404
    assert signed_in("admin").post("/admin/pertanyaan/tidak_ada", data=form(QuestionRow())).status_code == 404


def test_a_choice_taken_away_takes_its_pattern_along() -> None:
    (row,) = rows_of([WIDTH])
    fewer = QuestionRow(row.key, row.ask, row.kind, "Sejengkal\nDua jengkal", row.hint, row.when)
    assert parse(compose([fewer], [WIDTH]))[0].choices == ("Sejengkal", "Dua jengkal")


@pytest.mark.parametrize("action", ["naik-0", "turun-2", "hapus-9", "naik-x", "", "terbang-1"])
def test_a_button_that_means_nothing_moves_nothing(action: str) -> None:
    rows = rows_of([WIDTH, DEPTH, KEY])
    assert moved(rows, action) == rows


@pytest.mark.parametrize(
    ("ask", "key"),
    [("Berapa nomor tiangnya?", "berapa_nomor_tiangnya"), ("24 jam?", "tanya_24_jam"), ("??", "tanya")],
)
def test_a_new_key_is_made_of_the_questions_words(ask: str, key: str) -> None:
    assert compose([QuestionRow(ask=ask)], [])[0]["key"] == key
    assert compose([QuestionRow(ask=ask), QuestionRow(ask=ask)], [])[1]["key"] == f"{key}_2"
