"""Lists of what everybody sees: narrowed, in order, gone through by key; none counts the whole table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from routing.city.catalogue import Catalogue, catalogue
from routing.domain.lifecycle import Status
from routing.domain.neighbourhood import rw_of
from routing.domain.publicity import WITHDRAWN, Box, Publicity, squares_in
from routing.reports.everybody import SEEN, PublicView, condition, of_kinds, views
from routing.reports.filters import IS_OPEN
from storage.models import Report

Condition = ColumnElement[bool]
FOLDED = (Status.DUPLIKAT.value, WITHDRAWN)  # seen where they were joined to, or taken back


@dataclass(frozen=True)
class Search:
    """What is looked for. Times in UTC, both ends included.

    open: running ones, ended ones, or (None) both. folded: joined and withdrawn ones as well. box: by the
    public point; who has none is not in any. numbers: exactly these, whatever else is asked.
    """

    categories: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    open: bool | None = None
    kelurahan: str = ""
    agency: str = ""
    kind: str = ""
    since: datetime | None = None
    until: datetime | None = None
    updated_since: datetime | None = None
    updated_until: datetime | None = None
    box: Box | None = None
    folded: bool = False
    numbers: tuple[str, ...] = ()


def placed(city: Catalogue) -> Condition:
    """SQL: the public reports that have a point on the map."""
    return and_(
        of_kinds(city, Publicity.FULL), Report.shielded.is_(False), Report.emergency.is_(None),
        Report.status != WITHDRAWN, Report.lat.is_not(None), Report.lon.is_not(None),
    )  # fmt: skip


def inside(box: Box) -> Condition:
    """SQL: the reports whose public point lies in the box."""
    parts = [
        and_(Report.lat >= one.south, Report.lat < one.north, Report.lon >= one.west, Report.lon < one.east)
        for one in squares_in(box)
    ]
    return or_(*parts) if parts else Report.id < 0


def running() -> Condition:
    """SQL: the reports somebody still works on."""
    return IS_OPEN


def conditions(city: Catalogue, search: Search) -> list[Condition]:
    """SQL of the search, of what everybody may find."""
    found = [condition(city)]
    if search.numbers:
        return [*found, Report.number.in_(search.numbers)]
    if not search.folded:
        found.append(Report.status.not_in(FOLDED))
    if search.open is not None:
        found.append(running() if search.open else ~running())
    if search.categories:
        found.append(Report.category_code.in_(search.categories))
    if search.groups:
        codes = [code for code, info in city.categories.items() if info.group in search.groups]
        found.append(Report.category_code.in_(codes))
    found += [
        column == value
        for column, value in (
            (Report.kelurahan_code, search.kelurahan),
            (Report.agency_code, search.agency),
            (Report.kind, search.kind),
        )
        if value
    ]
    return [*found, *_times(search), *([placed(city), inside(search.box)] if search.box else [])]


def _times(search: Search) -> list[Condition]:
    bounds = (
        (search.since, lambda at: Report.created_at >= at),
        (search.until, lambda at: Report.created_at <= at),
        (search.updated_since, lambda at: Report.updated_at >= at),
        (search.updated_until, lambda at: Report.updated_at <= at),
    )
    return [made(at) for at, made in bounds if at is not None]


def page(
    session: Session, search: Search, *, limit: int, offset: int = 0, by_update: bool = False
) -> list[PublicView]:
    """The newest first; by_update: the one that has not changed for longest first, so that a copy elsewhere
    stays in step by going on from the last one's date. Two queries at most, and no answers."""
    city = catalogue(session)
    asked = select(*SEEN).where(*conditions(city, search)).limit(limit).offset(offset)
    order = (Report.updated_at, Report.id) if by_update else (Report.created_at.desc(), Report.id.desc())
    return views(city, session.execute(asked.order_by(*order)))


def after(
    session: Session, search: Search, *, limit: int, last: tuple[datetime, int] | None = None
) -> tuple[list[PublicView], tuple[datetime, int] | None]:
    """The newest first, from behind `last` (date and id of the last one seen); where the next page begins."""
    city = catalogue(session)
    asked = select(*SEEN).where(*conditions(city, search))
    if last is not None:
        at, row = last
        asked = asked.where(or_(Report.created_at < at, and_(Report.created_at == at, Report.id < row)))
    rows = session.execute(asked.order_by(Report.created_at.desc(), Report.id.desc()).limit(limit + 1)).all()
    more = (rows[limit - 1].created_at, rows[limit - 1].id) if len(rows) > limit else None
    return views(city, rows[:limit]), more


def counted(
    session: Session, search: Search, *, limit: int, most: int
) -> tuple[list[PublicView], int]:  # fmt: skip
    """The newest, and how many there are, counted no further than `most`; one query."""
    city = catalogue(session)
    narrowed, newest = conditions(city, search), (Report.created_at.desc(), Report.id.desc())
    # in the list's order, so that both go along the same index
    some = select(Report.id).where(*narrowed).order_by(*newest).limit(most).subquery()
    many = select(func.count()).select_from(some).scalar_subquery()
    asked = select(*SEEN, many.label("many")).where(*narrowed).order_by(*newest).limit(limit)
    rows = session.execute(asked).all()
    return views(city, rows), int(rows[0].many) if rows else 0


def whole(session: Session, search: Search, *, batch: int = 500) -> "Sequence[PublicView]":
    """Everything found, in steps of `batch`; for files, never for a page."""
    found: list[PublicView] = []
    last: tuple[datetime, int] | None = None
    while True:
        rows, last = after(session, search, limit=batch, last=last)
        found += rows
        if last is None:
            return found


def in_rw(session: Session, search: Search, rw: int) -> Sequence[PublicView]:
    """Those whose reporters named this RW. Only kinds that are shown with their point: of another kind
    (somebody's house or school) the RW would tell more of the place than everybody may know."""
    city = catalogue(session)
    asked = select(*SEEN, Report.place).where(*conditions(city, search), placed_kind(city))
    rows = session.execute(asked.order_by(Report.created_at.desc(), Report.id.desc()))
    return views(city, [row for row in rows if rw_of(row.place, row.text) == rw])


def placed_kind(city: Catalogue) -> Condition:
    """SQL: reports of kinds that everybody sees with a point, and that do not hide anything."""
    return and_(of_kinds(city, Publicity.FULL), Report.shielded.is_(False), Report.emergency.is_(None))
