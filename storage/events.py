"""The event log: every change of a report, written once. Timeline, live screens and figures read it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import Insert, ReturningUpdate, Update

from storage.event_kinds import EventKind
from storage.models import Counter, Event, EventReason, Report
from storage.models.base import table_of
from storage.statements import Statement
from storage.trace import chain

_event = table_of(Event)
_WRITE_REASON = insert(table_of(EventReason))


@dataclass(frozen=True)
class _Pending:
    kind: EventKind
    actor: str
    at: datetime
    report: Report | None
    sensor_id: int | None
    agency_code: str | None
    reason: str
    data: dict[str, Any] = field(default_factory=dict)


def record(  # noqa: PLR0913 - the columns of an event
    tx: Session,
    *,
    kind: EventKind,
    actor: str,
    now: datetime,
    report: Report | None = None,
    sensor_id: int | None = None,
    agency_code: str | None = None,
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    """Note that something happened; it is written when the transaction ends.

    actor: warga | sistem | sensor | petugas:<id>. `data` holds no personal data; an event is never changed.
    reason: an officer's words, kept beside the event so that a name in them can go.
    """
    tx.info.setdefault("events", []).append(
        _Pending(EventKind.of(kind), actor, now, report, sensor_id, agency_code, reason, data or {})
    )


def write_pending(tx: Session) -> None:
    """Give the gathered events their numbers and insert them. Called by `transaction()` alone.

    Taking the counter's row lock last keeps numbers gapless and in the order of commits (a live screen that
    has seen N has seen everything before N), and cannot deadlock, since nothing else is locked after it.
    The same moment links them into the tree (`storage.trace`): nobody else can come in between.
    """
    pending: list[_Pending] = tx.info.pop("events", [])
    if not pending:
        return
    last, peaks = _NUMBERS.first(tx, many=len(pending))
    first = last - len(pending) + 1
    rows = [_row(seq, event) for seq, event in enumerate(pending, start=first)]
    words = chain.words_of((row["seq"], event.reason) for row, event in zip(rows, pending, strict=True))
    after = chain.link(rows, words, size=first - 1, peaks=peaks)
    if after is not None and len(rows) == 1 and tx.get_bind().dialect.name == "postgresql":
        said = {f"reason_{name}": value for row in words for name, value in row.items()}
        (_WRITE_ALL if words else _WRITE_AND_KEEP).run(tx, **rows[0], **said, after=after)
        return
    _WRITE.run_each(tx, rows)
    if after is not None:
        _PEAKS.run(tx, after=after)
    if words:
        tx.execute(_WRITE_REASON, words)


def _numbers(_: str) -> ReturningUpdate[int, bytes | None]:
    """Takes so many numbers; returns the last, and the peaks of the tree before them."""
    counter = table_of(Counter)
    taken = update(counter).where(counter.c.name == "event")
    return taken.values(value=counter.c.value + bindparam("many")).returning(counter.c.value, counter.c.peaks)


def _peaks(_: str) -> Update:
    """Keeps the peaks of the tree after them; the row is locked still."""
    counter = table_of(Counter)
    return update(counter).where(counter.c.name == "event").values(peaks=bindparam("after"))


def _write(_: str) -> Insert:
    return insert(_event).values({column.key: bindparam(column.key) for column in _event.c})


def _write_and_keep(dialect: str) -> Insert:
    """Both at once, for one event where statements travel: most changes make one."""
    return _write(dialect).add_cte(_peaks(dialect).cte("kept"))


def _write_all(dialect: str) -> Insert:
    """With its reason too."""
    reason = table_of(EventReason)
    values: dict[str, Any] = {column.key: bindparam(f"reason_{column.key}") for column in reason.c}
    return _write_and_keep(dialect).add_cte(insert(reason).values(values).cte("said"))


_NUMBERS, _PEAKS = Statement(_numbers), Statement(_peaks)
_WRITE, _WRITE_AND_KEEP, _WRITE_ALL = Statement(_write), Statement(_write_and_keep), Statement(_write_all)


def _row(seq: int, event: _Pending) -> dict[str, Any]:
    report = event.report
    return {
        "seq": seq,
        "at": event.at,
        "kind": event.kind.value,
        "report_id": report.id if report else None,
        "sensor_id": event.sensor_id,
        "agency_code": event.agency_code or (report.agency_code if report else None),
        "actor": event.actor,
        "data": event.data,
        "trace": None,
    }


def after(session: Session, seq: int, *, limit: int = 500) -> list[Event]:
    """Events later than `seq`, oldest first."""
    return list(session.scalars(select(Event).where(Event.seq > seq).order_by(Event.seq).limit(limit)))


def last_seq(session: Session) -> int:
    """The number of the newest event, 0 when there is none."""
    return session.scalar(select(func.max(Event.seq))) or 0


def reason_of(session: Session, seq: int) -> str:
    """Why it happened, "" where nobody said."""
    return session.scalar(select(EventReason.text).where(EventReason.event_seq == seq)) or ""


def of_report(session: Session, report_id: int) -> list[Event]:
    """The history of one report, oldest first."""
    return list(session.scalars(select(Event).where(Event.report_id == report_id).order_by(Event.seq)))
