"""Who is named for the categories only named officers see, such as violence against women and children.

As long as nobody who signs in is named for such a category, it is seen as any guarded one is: a report that
nobody sees helps nobody. `sorot config check` tells of it.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, delete, exists, or_, select, true
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from storage import events
from storage.event_kinds import EventKind
from storage.models import NamedOfficer, Officer, Report


def trusted(officer_id: int, named: Collection[str]) -> ColumnElement[bool]:
    """SQL: nothing about the report's category keeps it from this officer. named: what only such see."""
    if not named:
        return true()
    mine = exists().where(
        NamedOfficer.category_code == Report.category_code, NamedOfficer.officer_id == officer_id
    )
    return or_(Report.category_code.not_in(sorted(named)), mine, ~_anybody(Report.category_code))


def kept(session: Session, report: Report) -> str | None:
    """The report's category, when only who is named for it sees such reports."""
    code = report.category_code
    return code if code in catalogue(session).settings.guarded.named else None


def may_see(category: str | BindParameter[str | None] | None) -> ColumnElement[bool]:
    """SQL over officers: this category, `kept` of a report, is not kept from them."""
    named_here = select(NamedOfficer.officer_id).where(NamedOfficer.category_code == category)
    return or_(Officer.id.in_(named_here), ~_anybody(category))


def _anybody(category: Any) -> ColumnElement[bool]:
    """SQL: somebody who signs in is named for the category."""
    theirs = exists().where(NamedOfficer.category_code == category)
    return theirs.where(NamedOfficer.officer_id.in_(select(Officer.id).where(Officer.active)))


def named(session: Session) -> Mapping[int, frozenset[str]]:
    """The categories each officer is named for."""
    found: dict[int, set[str]] = {}
    for row in session.scalars(select(NamedOfficer)):
        found.setdefault(row.officer_id, set()).add(row.category_code)
    return {officer_id: frozenset(codes) for officer_id, codes in found.items()}


def unattended(session: Session) -> frozenset[str]:
    """The categories nobody who signs in is named for."""
    active = select(NamedOfficer.category_code).join(Officer, Officer.id == NamedOfficer.officer_id)
    return catalogue(session).settings.guarded.named - set(session.scalars(active.where(Officer.active)))


def name(tx: Session, officer: Officer, codes: Collection[str], *, by: Officer, now: datetime) -> None:
    """Names the officer for just these categories; others than the city keeps so are left out."""
    wanted = set(codes) & catalogue(tx).settings.guarded.named
    before = set(named(tx).get(officer.id, frozenset()))
    gone = and_(NamedOfficer.officer_id == officer.id, NamedOfficer.category_code.in_(before - wanted))
    tx.execute(delete(NamedOfficer).where(gone))
    tx.add_all(
        NamedOfficer(officer_id=officer.id, category_code=code, named_at=now) for code in wanted - before
    )
    for kind, changed in (
        (EventKind.OFFICER_NAMED, wanted - before),
        (EventKind.OFFICER_UNNAMED, before - wanted),
    ):
        if changed:
            data = {"officer_id": officer.id, "categories": sorted(changed)}
            events.record(tx, kind=kind, actor=f"petugas:{by.id}", now=now, data=data)
