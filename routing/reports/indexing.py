"""Keeps the words by which reports are found in step with what is written, in the same transaction.

Whoever writes a report or something said about it need not think of it: each flush is looked at for what
changed, and the words are written once, at the transaction's end. Erasing is a change like any other.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import bindparam, event, inspect, select
from sqlalchemy.orm import InstanceState, Session

from routing.domain import search_terms
from routing.domain.search_terms import AGENCY, AREA, CATEGORY
from storage import db, search
from storage.models import Counter, Message, Report
from storage.models.base import table_of
from storage.statements import Statement

MESSAGES = 500  # of one report, the newest: nobody looks for the five hundred and first
READ = ("number", "text", "place", "facts", "category_code", "kelurahan_code", "agency_code")
FILL = "search"  # the counter of reports that were there before their words were kept
BATCH = 500
_message = table_of(Message).c
_SAID = Statement(
    lambda _: (
        select(_message.text)
        .where(_message.report_id == bindparam("report_id"))
        .order_by(_message.id.desc())
        .limit(MESSAGES)
    )
)
Touched = dict[int, list[str] | None]  # report id -> what was added to it; None: to be read anew


@event.listens_for(Session, "after_flush")
def _look(session: Session, _: Any) -> None:
    touched: Touched = session.info.get("to_index", {})
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, Report) and row not in session.deleted and _changed(session, row, READ):
            touched[row.id] = None
        elif isinstance(row, Message) and _changed(session, row, ("text", "report_id")):
            _said(touched, row, new=row in session.new)
    if touched and "to_index" not in session.info:
        session.info["to_index"] = touched
        db.at_end(session, _write)


def _changed(session: Session, row: Report | Message, names: tuple[str, ...]) -> bool:
    if row in session.new or row in session.deleted:
        return True
    state: InstanceState[Any] = inspect(row)
    return any(state.attrs[name].history.has_changes() for name in names)


def _said(touched: Touched, message: Message, *, new: bool) -> None:
    so_far = touched.get(message.report_id, [])
    touched[message.report_id] = [*so_far, message.text] if new and so_far is not None else None


def _write(tx: Session) -> None:
    touched: Touched = tx.info.pop("to_index")
    for report_id, added in sorted(touched.items()):
        if added is None or not search.add(tx, report_id, search_terms.written(added)):
            write(tx, report_id)


def write(tx: Session, report_id: int) -> None:
    """Write down the words of one report anew; nothing where it is gone."""
    report = tx.get(Report, report_id)
    if report is not None:
        texts = [*_row(report), *(said.text for said in _SAID.rows(tx, report_id=report_id))]
        search.put(tx, report_id, search_terms.written(texts) | set(_codes(report)))


def _row(report: Report) -> Iterator[str]:
    yield from (report.number, report.text, report.place)
    answers = report.facts.get("jawaban", {})
    yield from map(str, answers.values() if isinstance(answers, dict) else ())


def _codes(report: Report) -> Iterator[str]:
    yield search_terms.code(CATEGORY, report.category_code)
    yield search_terms.code(AGENCY, report.agency_code)
    if report.kelurahan_code:
        yield search_terms.code(AREA, report.kelurahan_code)


def fill(tx: Session) -> int:
    """Write down a batch of the reports that were there before, newest first; how many (0: all are)."""
    rest = tx.scalar(select(Counter).where(Counter.name == FILL).with_for_update())
    if rest is None:
        return 0
    ids = tx.scalars(
        select(Report.id).where(Report.id <= rest.value).order_by(Report.id.desc()).limit(BATCH)
    ).all()
    for report_id in ids:
        write(tx, report_id)
    if len(ids) < BATCH:
        tx.delete(rest)
    else:
        rest.value = ids[-1] - 1
    return len(ids)
