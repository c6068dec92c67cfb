"""Words by which reports are found: a tsvector with its GIN index on PostgreSQL, FTS5 on SQLite.

Which words a report has is not decided here (`routing.reports.indexing`): they come as they are to be kept,
in lower case, letters and digits only.
"""

from collections.abc import Collection, Sequence
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Select, column, select, table, text
from sqlalchemy.orm import Session

from storage import db
from storage.models import Report
from storage.statements import Statement

_PUT = {
    True: "INSERT INTO report_words (report_id, words) VALUES (:report, :words)"
    " ON CONFLICT (report_id) DO UPDATE SET words = excluded.words",
    False: "INSERT INTO report_words (report_id, words)"
    " VALUES (:report, array_to_tsvector(string_to_array(:words, ' ')))"
    " ON CONFLICT (report_id) DO UPDATE SET words = excluded.words",
}
_ADD = {
    True: "UPDATE report_words SET words = words || ' ' || :words WHERE report_id = :report",
    False: "UPDATE report_words SET words = words || array_to_tsvector(string_to_array(:words, ' '))"
    " WHERE report_id = :report",
}
_MATCHES: dict[bool, Select[Any]] = {
    True: select(column("rowid"))
    .select_from(table("report_words_fts"))
    .where(text("report_words_fts MATCH :looked_for")),
    False: select(column("report_id"))
    .select_from(table("report_words"))
    .where(text("words @@ CAST(:looked_for AS tsquery)")),
}
_PUT_ONE = Statement(lambda dialect: text(_PUT[dialect == "sqlite"]))
_ADD_ONE = Statement(lambda dialect: text(_ADD[dialect == "sqlite"]))


class AskedWord(Protocol):
    """One word of a search: any of these forms, or what begins with `begun` ("" for nothing)."""

    @property
    def forms(self) -> Collection[str]: ...
    @property
    def begun(self) -> str: ...


def put(tx: Session, report_id: int, words: Collection[str]) -> None:
    """These are the words of this report from now on."""
    _PUT_ONE.run(tx, report=report_id, words=" ".join(sorted(words)))


def add(tx: Session, report_id: int, words: Collection[str]) -> bool:
    """It has these as well; False when nothing is kept of it yet."""
    return _ADD_ONE.run(tx, report=report_id, words=" ".join(sorted(words))) > 0


def holds(asked: Sequence[AskedWord]) -> ColumnElement[bool]:
    """SQL: the report has all of these words."""
    sqlite = db.is_sqlite()
    return Report.id.in_(_MATCHES[sqlite].params(looked_for=_sqlite(asked) if sqlite else _postgresql(asked)))


def _postgresql(asked: Sequence[AskedWord]) -> str:
    def one(word: AskedWord) -> str:
        either = [f"'{form}'" for form in sorted(word.forms)] + ([f"'{word.begun}':*"] if word.begun else [])
        return f"({' | '.join(either)})"

    return " & ".join(map(one, asked))


def _sqlite(asked: Sequence[AskedWord]) -> str:
    def one(word: AskedWord) -> str:
        either = [f'"{form}"' for form in sorted(word.forms)] + ([f'"{word.begun}"*'] if word.begun else [])
        return f"({' OR '.join(either)})"

    return " AND ".join(map(one, asked))
