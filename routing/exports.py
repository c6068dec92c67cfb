"""Tables that officers take along as files: asked for, written beside the doors, gone after a day.

What is in a table is decided while it is written, by the rights its officer has then. Who asked for which
table and who fetched the file stands in the event log, without the words that were looked for.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError
from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session

from routing import workload
from routing.city.catalogue import catalogue
from routing.errors import BadInput, NotFound
from routing.reports import listing
from routing.reports.door import visible_to
from routing.reports.filters import Filters
from routing.workload import Workload
from storage import deletions, events
from storage.event_kinds import EventKind
from storage.models import Event, Export, Officer

BY = "menurut"  # in the address of figures: by what they are told apart
FORMS = ("csv", "xlsx")
KEPT = timedelta(hours=24)
AT_ONCE = 3  # of one officer, not yet written
SILENT = timedelta(minutes=2)  # whoever writes and says nothing for so long is dead
TRIES = 3
WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"
FETCHING = timedelta(hours=1)  # by then whoever has begun to fetch an expired file has it

Reading = Callable[[], AbstractContextManager[Session]]


@dataclass(frozen=True)
class Kind:
    """A table there is. count: how many rows it has at most, now. rows: each as the columns say."""

    title: str
    columns: Sequence[str]
    check: Callable[[Mapping[str, str]], dict[str, Any]]
    count: Callable[[Session, Officer, Mapping[str, Any], datetime], int]
    rows: Callable[[Reading, int, Mapping[str, Any], datetime], Iterator[Sequence[Any]]]


def order(
    tx: Session, *, officer: Officer, kind: str, form: str, asked: Mapping[str, str], now: datetime
) -> Export:  # fmt: skip
    """Ask for a table. BadInput: no such table or form, unreadable filters, three asked for already."""
    if kind not in KINDS or form not in FORMS:
        raise BadInput("unduhan_tidak_dikenal", f"{kind}.{form}"[:40])
    mine = (Export.officer_id == officer.id, Export.status.in_((WAITING, RUNNING)))
    tx.get_one(Officer, officer.id, with_for_update=True)  # two clicks at once are counted one by one
    if (tx.scalar(select(func.count()).where(*mine)) or 0) >= AT_ONCE:
        raise BadInput("unduhan_penuh")
    wanted = KINDS[kind].check(asked)
    row = Export(
        officer_id=officer.id, kind=kind, form=form, asked=wanted, status=WAITING, total=0, written=0,
        attempts=0, created_at=now, expires_at=now + KEPT,
    )  # fmt: skip
    tx.add(row)
    tx.flush()
    told = {name: value for name, value in wanted.items() if name != "q"}
    _note(tx, EventKind.TABLE_ORDERED, row, officer, now, asked=told)
    return row


def _note(tx: Session, kind: EventKind, row: Export, officer: Officer, now: datetime, **more: Any) -> None:
    data = {"export": row.id, "what": row.kind, "form": row.form, **more}
    events.record(tx, kind=kind, actor=f"petugas:{officer.id}", now=now, data=data)


def of_officer(session: Session, officer: Officer, now: datetime) -> Sequence[Export]:
    """The officer's own that are still there, the newest first."""
    mine = select(Export).where(Export.officer_id == officer.id, Export.expires_at > now)
    return session.scalars(mine.order_by(Export.id.desc())).all()


def own(session: Session, officer: Officer, export_id: int, now: datetime) -> Export:
    """One of them; NotFound for anybody else's and for what is past its day."""
    row = session.get(Export, export_id)
    if row is None or row.officer_id != officer.id or row.expires_at <= now:
        raise NotFound("unduhan_tidak_ada", str(export_id))
    return row


def fetch(tx: Session, officer: Officer, export_id: int, now: datetime) -> Export:
    """The officer fetches the file, which is noted; NotFound while it is not written."""
    row = own(tx, officer, export_id, now)
    if row.status != DONE or row.sha256 is None:
        raise NotFound("unduhan_tidak_ada", str(export_id))
    _note(tx, EventKind.TABLE_TAKEN, row, officer, now, rows=row.written)
    return row


def lately(session: Session, limit: int = 100) -> list[tuple[Event, str]]:
    """Who asked for or fetched a table, the newest first, with the officer's name."""
    kinds = (EventKind.TABLE_ORDERED, EventKind.TABLE_TAKEN)
    found = session.scalars(
        select(Event).where(Event.kind.in_(kinds)).order_by(Event.seq.desc()).limit(limit)
    ).all()  # fmt: skip
    ids = {int(event.actor.partition(":")[2]) for event in found}
    rows = session.execute(select(Officer.id, Officer.name).where(Officer.id.in_(ids))).all()
    names = {row.id: row.name for row in rows}
    return [(event, names.get(int(event.actor.partition(":")[2]), "")) for event in found]


def _due(now: datetime) -> Any:
    silent = and_(Export.status == RUNNING, Export.beat_at < now - SILENT)
    return or_(Export.status == WAITING, silent)


def is_due(session: Session, now: datetime) -> bool:
    """Whether a table waits to be written, or its writer has died."""
    return bool(session.scalar(select(exists().where(_due(now)))))


def claim(tx: Session, now: datetime) -> Export | None:
    """The oldest that is due, for the caller to write; what was begun three times in vain fails."""
    due = select(Export).where(_due(now)).order_by(Export.id).limit(1).with_for_update(skip_locked=True)
    row = tx.scalars(due).first()
    if row is None:
        return None
    if row.attempts >= TRIES:
        row.status, row.ended_at = FAILED, now
        return None
    officer = tx.get_one(Officer, row.officer_id)
    row.status, row.beat_at, row.attempts, row.written = RUNNING, now, row.attempts + 1, 0
    row.total = KINDS[row.kind].count(tx, officer, row.asked, now)
    return row


def beat(tx: Session, export_id: int, attempt: int, written: int, now: datetime) -> bool:
    """The writer says how far it is; False: it is no longer its table, somebody else has begun."""
    row = tx.get(Export, export_id, with_for_update=True)
    if row is None or row.status != RUNNING or row.attempts != attempt:
        return False
    row.beat_at, row.written, row.total = now, written, max(row.total, written)
    return True


def finish(
    tx: Session, export_id: int, attempt: int, *, sha256: str, size: int, rows: int, now: datetime
) -> None:
    """The file is stored; one nobody waits for any more is deleted again."""
    if not beat(tx, export_id, attempt, rows, now):
        _let_go(tx, sha256, now)
        return
    row = tx.get_one(Export, export_id)
    row.status, row.ended_at, row.sha256, row.size, row.total = DONE, now, sha256, size, rows


def fail(tx: Session, export_id: int, attempt: int, now: datetime) -> None:
    """It cannot be written."""
    if beat(tx, export_id, attempt, 0, now):
        row = tx.get_one(Export, export_id)
        row.status, row.ended_at = FAILED, now


def forget(tx: Session, now: datetime) -> None:
    """What is past its day goes with its file."""
    for row in tx.scalars(select(Export).where(Export.expires_at <= now - FETCHING).limit(100)).all():
        tx.delete(row)
        tx.flush()
        if row.sha256:
            _let_go(tx, row.sha256, now)


def _let_go(tx: Session, sha256: str, now: datetime) -> None:
    """Delete a file, unless another table has the same content."""
    if not tx.scalar(select(exists().where(Export.sha256 == sha256))):
        deletions.soon(tx, [sha256], now=now)


def _filters(asked: Mapping[str, str]) -> dict[str, Any]:
    try:
        wanted = Filters.model_validate(dict(asked))
    except ValidationError:
        raise BadInput("pandangan_tidak_terbaca") from None
    if wanted.phone:
        raise BadInput("unduhan_dengan_nomor")
    return wanted.query()


def _count_reports(session: Session, officer: Officer, asked: Mapping[str, Any], now: datetime) -> int:
    filters = Filters.model_validate(dict(asked))
    return visible_to(session, officer).how_many(filters, now=now, most=10**9)


def _reports(
    reading: Reading, officer_id: int, asked: Mapping[str, Any], now: datetime
) -> Iterator[Sequence[Any]]:  # fmt: skip
    filters, below = Filters.model_validate(dict(asked)), None
    while True:
        with reading() as session:
            officer = session.get_one(Officer, officer_id)
            some = listing.stretch(session, catalogue(session), officer, filters, now=now, below=below)
        yield from some.rows
        if some.last is None:
            return
        below = some.last


def _figures(asked: Mapping[str, str]) -> dict[str, Any]:
    wanted = _filters(asked)
    if asked.get(BY) not in workload.BY:
        raise BadInput("angka_tidak_dikenal")
    return wanted | {BY: asked[BY]}


def _workload(session: Session, officer: Officer, asked: Mapping[str, Any], now: datetime) -> Workload:
    by = str(asked[BY])
    filters = workload.checked(officer, Filters.model_validate(dict(asked)), by)
    return workload.count(session, catalogue(session), officer, filters, by, now=now)


def _count_lines(session: Session, officer: Officer, asked: Mapping[str, Any], now: datetime) -> int:
    return len(_workload(session, officer, asked, now).lines) + 1


def _lines(
    reading: Reading, officer_id: int, asked: Mapping[str, Any], now: datetime
) -> Iterator[Sequence[Any]]:  # fmt: skip
    with reading() as session:
        found = _workload(session, session.get_one(Officer, officer_id), asked, now)
    yield from (workload.row(line) for line in (*found.lines, found.whole))


def _count_days(session: Session, officer: Officer, asked: Mapping[str, Any], now: datetime) -> int:
    return len(_workload(session, officer, asked, now).days)


def _days(
    reading: Reading, officer_id: int, asked: Mapping[str, Any], now: datetime
) -> Iterator[Sequence[Any]]:  # fmt: skip
    with reading() as session:
        found = _workload(session, session.get_one(Officer, officer_id), asked, now)
    yield from ((f"{day:%Y-%m-%d}", came, ended) for day, came, ended in found.days)


KINDS = {
    "laporan": Kind("Laporan", listing.COLUMNS, _filters, _count_reports, _reports),
    "harian": Kind("Laporan per hari", workload.DAY_COLUMNS, _figures, _count_days, _days),
    "angka": Kind("Laporan kerja", workload.COLUMNS, _figures, _count_lines, _lines),
}
