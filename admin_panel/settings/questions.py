"""A category's follow-up questions as a form and back: one row a question; what it hides is kept."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from routing.city.catalogue import changed
from routing.city.sections import categories
from routing.domain.questions import BadQuestions, parse
from routing.reports import configuring
from storage import events
from storage.event_kinds import EventKind
from storage.models import Category, Officer

KINDS = {"text": "Tulisan bebas", "number": "Angka", "choice": "Pilihan"}


@dataclass(frozen=True)
class QuestionRow:
    """A question as typed. key: "" for a new one; choices: one a line; when: (other question, its answer)."""

    key: str = ""
    ask: str = ""
    kind: str = "text"
    choices: str = ""
    hint: str = ""
    when: frozenset[tuple[str, str]] = frozenset()


class QuestionsRefused(ValueError):
    """These questions cannot be asked; the text is the sentence for the person asking."""


def rows_of(questions: Sequence[dict[str, Any]]) -> list[QuestionRow]:
    """Stored questions as rows of the form."""
    return [
        QuestionRow(
            key=question["key"], ask=question.get("ask", ""), kind=question.get("kind", "text"),
            choices="\n".join(question.get("choices", ())), hint=question.get("hint", ""),
            when=frozenset((k, answer) for k, answers in _conditions(question).items() for answer in answers),
        )
        for question in questions
    ]  # fmt: skip


def _conditions(question: dict[str, Any]) -> dict[str, list[str]]:
    given = question.get("when", {})
    return {key: list(map(str, v)) if isinstance(v, list) else [str(v)] for key, v in given.items()}


def moved(rows: Sequence[QuestionRow], action: str) -> list[QuestionRow]:
    """The rows after a button: "naik-2" (row 2 one up), "turun-0", "hapus-1"; all else changes nothing."""
    found, (what, _, place) = list(rows), action.partition("-")
    at = int(place) if place.isdecimal() and int(place) < len(found) else -1
    to = at + {"naik": -1, "turun": 1}.get(what, 0)
    if what == "hapus" and at >= 0:
        del found[at]
    elif at >= 0 and 0 <= to < len(found):
        found[at], found[to] = found[to], found[at]
    return found


def compose(rows: Sequence[QuestionRow], stored: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows in the form of routing/domain/questions.py; an empty new row is no question.

    What the form does not show (patterns that recognise an answer in the text) stays with its question.
    """
    before = {question["key"]: question for question in stored}
    made: list[dict[str, Any]] = []
    for row in rows:
        if row.key or row.ask.strip():
            taken = {question["key"] for question in made} | before.keys()
            key = row.key or _new_key(row.ask, taken)
            made.append(_question(row, key, before.get(key, {})))
    return made


def _question(row: QuestionRow, key: str, before: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"key": key, "ask": row.ask.strip(), "kind": row.kind}
    if row.kind == "choice":
        found["choices"] = [line.strip() for line in row.choices.splitlines() if line.strip()]
    if row.hint.strip():
        found["hint"] = row.hint.strip()
    conditions: dict[str, list[str]] = {}
    for other, answer in sorted(row.when):
        conditions.setdefault(other, []).append(answer)
    if conditions:
        found["when"] = conditions
    if before.get("kind", "text") == row.kind:
        found |= {name: before[name] for name in ("find", "fits", "moot") if name in before}
        if isinstance(found.get("find"), dict):
            found["find"] = {k: v for k, v in found["find"].items() if k in found.get("choices", ())}
    return found


def _new_key(ask: str, taken: set[str]) -> str:
    """A key made of the question's own words: "Berapa nomor tiangnya?" → berapa_nomor_tiangnya."""
    plain = unicodedata.normalize("NFKD", ask.lower()).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    base = (words if words[:1].isalpha() else f"tanya_{words}".rstrip("_"))[:36].rstrip("_")
    return next(key for key in (base, *(f"{base}_{n}" for n in range(2, 99))) if key not in taken)


def set_questions(
    tx: Session, category: Category, rows: Sequence[QuestionRow], *, by: Officer, now: datetime
) -> None:
    """The bot asks these from the next report on; raises QuestionsRefused with the reason."""
    made = compose(rows, category.questions)
    try:
        parse(made)
    except BadQuestions as bad:
        raise QuestionsRefused(_said(str(bad), made)) from bad
    with configuring.remembered(
        tx, categories.SECTION, why=f"Pertanyaan {category.name}", officer=by, now=now
    ):
        category.questions = made
    changed(tx)
    data = {"category": category.code, "questions": [question["key"] for question in made]}
    events.record(tx, kind=EventKind.CATEGORY_QUESTIONS_SET, actor=f"petugas:{by.id}", now=now, data=data)


def _said(sentence: str, made: Sequence[dict[str, Any]]) -> str:
    """The reason with the question's place in the form instead of its key, which the form does not show."""
    for place, question in enumerate(made, start=1):
        if sentence.startswith(f"{question['key']}:"):
            return f"Pertanyaan {place}{sentence[len(question['key']) :]}"
    return sentence
