"""Which tables the lake has, what stands in them, and by which time a row belongs to its month.

Nothing of a person: no words, no names, no ids of people or officers; places are the middle of the square of
50 m that everybody may know. `public` marks what everybody may find: analyses read nothing else.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from routing.city.catalogue import catalogue
from routing.domain.lifecycle import Status
from routing.domain.publicity import Publicity, on_grid, with_point
from routing.figures import FROM_RESIDENTS
from routing.reports.everybody import condition, of_kinds
from storage import packs
from storage.clock import LOCAL
from storage.event_kinds import EventKind
from storage.models import AnyObservation, Datastream, Event, Figure, Message, Report, Thing

TOGETHER = 20_000  # rows
CELL = 9  # of H3: hexagons of about 0.1 km²
_CODE = re.compile(r"[A-Za-z0-9_.-]{1,40}")
_HOUR = 3600
MOVES = frozenset({EventKind.REPORT_FORWARDED.value, EventKind.REPORT_STATUS.value})


@dataclass(frozen=True)
class LakeTable:
    """at: the time by which a row belongs to a month (local). mark: SQL of a value that changes when rows do.

    outlives: rows go from the database when they were kept long enough, and stay in the lake.
    packed: they lie in packs too (storage/packs.py).
    """

    name: str
    columns: Mapping[str, str]
    at: InstrumentedAttribute[datetime]
    mark: ColumnElement[Any]
    asked: Callable[[Session], Any]
    row: Callable[[Any], tuple[Any, ...]]
    kept: tuple[ColumnElement[bool], ...] = ()
    outlives: bool = False
    packed: bool = False

    def within(self, since: datetime, until: datetime) -> ColumnElement[bool]:
        """SQL: the rows of this time."""
        times = (
            packs.within(AnyObservation, since, until) if self.packed else [self.at >= since, self.at < until]
        )
        return and_(*times, *self.kept)

    def rows(self, session: Session, since: datetime, until: datetime) -> Iterator[tuple[Any, ...]]:
        """The rows of [since, until) as `columns` say."""
        asked = self.asked(session).where(self.within(since, until))
        found = session.execute(asked, execution_options={"stream_results": True, "yield_per": TOGETHER})
        for part in found.partitions(TOGETHER):
            yield from map(self.row, part)


def _code(value: object) -> str | None:
    """A code of an office or a status, and nothing else."""
    return value if isinstance(value, str) and _CODE.fullmatch(value) else None


def _hours(start: datetime, end: datetime | None) -> float | None:
    return round((end - start).total_seconds() / _HOUR, 2) if end else None


REPORT_COLUMNS = {
    "id": "integer", "number": "string", "kind": "string", "channel": "string", "category": "string",
    "agency": "string", "kelurahan": "string", "lat": "number", "lon": "number", "cell": "string",
    "status": "string", "priority": "integer", "urgency": "integer", "emergency": "boolean",
    "public": "boolean", "joined": "boolean", "supporters": "integer", "rating": "integer",
    "moved": "integer", "created_at": "time", "day": "date", "hour": "integer", "answer_hours": "number",
    "end_hours": "number", "end_day": "date", "in_time": "boolean", "demo": "boolean",
}  # fmt: skip


def _asked_reports(session: Session) -> Any:
    city = catalogue(session)
    placed = of_kinds(city, Publicity.FULL).label("placed")
    return select(Report, condition(city).label("public"), placed).order_by(Report.id)


def _report(found: Any) -> tuple[Any, ...]:
    """number and point: only where everybody may know them."""
    from h3 import latlng_to_cell

    row, public, placed = found
    how = Publicity.FULL if public and placed else Publicity.NOT
    told = with_point(how, shielded=row.shielded, emergency=row.emergency is not None, status=row.status)
    known = told and row.lat is not None and row.lon is not None
    point = on_grid(row.lat, row.lon) if known else (None, None)
    came, ended = row.created_at.astimezone(LOCAL), row.resolved_at and (row.delivered_at or row.resolved_at)
    return (
        row.id, row.number if public else None, row.kind, row.channel, row.category_code, row.agency_code,
        row.kelurahan_code, *point, latlng_to_cell(*point, CELL) if point[0] is not None else None,
        row.status, row.priority, row.urgency, row.emergency is not None,
        bool(public), row.status == Status.DUPLIKAT, row.supporters, row.rating,
        row.moved, row.created_at, came.date(), came.hour, _hours(row.created_at, row.first_answered_at),
        _hours(row.created_at, ended), ended.astimezone(LOCAL).date() if ended else None,
        None if ended is None else ended <= row.resolve_due and row.moved == 0, row.demo,
    )  # fmt: skip


EVENT_COLUMNS = {
    "seq": "integer", "at": "time", "day": "date", "kind": "string", "report_id": "integer",
    "agency": "string", "actor": "string", "from_code": "string", "to_code": "string",
}  # fmt: skip


def _event(row: Any) -> tuple[Any, ...]:
    data = (row.data or {}) if row.kind in MOVES else {}
    return (
        row.seq, row.at, row.at.astimezone(LOCAL).date(), row.kind, row.report_id, row.agency_code,
        row.actor.partition(":")[0], _code(data.get("from_agency", data.get("from"))),
        _code(data.get("to_agency", data.get("to"))),
    )  # fmt: skip


MESSAGE_COLUMNS = {
    "id": "integer", "report_id": "integer", "at": "time", "day": "date", "direction": "string",
    "letters": "integer", "shown": "boolean",
}  # fmt: skip


def _message(row: Any) -> tuple[Any, ...]:
    day = row.created_at.astimezone(LOCAL).date()
    return row.id, row.report_id, row.created_at, day, row.direction, row.letters, row.shown


OBSERVATION_COLUMNS = {
    "id": "integer", "datastream_id": "integer", "thing": "string", "kind": "string", "unit": "string",
    "at": "time", "day": "date", "value": "number", "quality": "string", "doubts": "string",
}  # fmt: skip


def _asked_observations(_: Session) -> Any:
    columns = (
        AnyObservation.id, AnyObservation.datastream_id, Thing.code, Datastream.kind, Datastream.unit,
        AnyObservation.at, AnyObservation.value, AnyObservation.quality, AnyObservation.doubts,
    )  # fmt: skip
    joined = select(*columns).join(Datastream, Datastream.id == AnyObservation.datastream_id)
    joined = joined.join(Thing, Thing.id == Datastream.thing_id)
    return joined.order_by(AnyObservation.datastream_id, AnyObservation.at)


def _observation(row: Any) -> tuple[Any, ...]:
    return *row[:6], row.at.astimezone(LOCAL).date(), *row[6:]


INDICATOR_COLUMNS = {
    "indicator": "string", "place": "string", "at": "time", "day": "date", "span": "string",
    "value": "number", "received_at": "time",
}  # fmt: skip


def _indicator(row: Any) -> tuple[Any, ...]:
    day = row.at.astimezone(LOCAL).date()
    return row.indicator, row.place, row.at, day, row.span, row.value, row.received_at


def _plain(statement: Any, _: Session) -> Any:
    return statement


_EVENTS = select(
    Event.seq, Event.at, Event.kind, Event.report_id, Event.agency_code, Event.actor, Event.data
)  # fmt: skip
_MESSAGES = select(
    Message.id, Message.report_id, Message.created_at, Message.direction,
    func.length(Message.text).label("letters"), Message.shown,
)  # fmt: skip
_FIGURES = select(
    Figure.indicator, Figure.place, Figure.at, Figure.span, Figure.value, Figure.received_at
)  # fmt: skip

TABLES = (
    LakeTable("reports", REPORT_COLUMNS, Report.created_at, func.max(Report.updated_at), _asked_reports,
              _report, (FROM_RESIDENTS,)),
    LakeTable("events", EVENT_COLUMNS, Event.at, func.max(Event.seq),
              partial(_plain, _EVENTS.order_by(Event.seq)), _event),
    LakeTable("messages", MESSAGE_COLUMNS, Message.created_at, func.max(Message.id),
              partial(_plain, _MESSAGES.order_by(Message.id)), _message),
    LakeTable("observations", OBSERVATION_COLUMNS, AnyObservation.at, func.max(AnyObservation.received_at),
              _asked_observations, _observation, outlives=True, packed=True),
    LakeTable("indicators", INDICATOR_COLUMNS, Figure.at, func.max(Figure.received_at),
              partial(_plain, _FIGURES.order_by(Figure.indicator, Figure.place)), _indicator),
)  # fmt: skip
