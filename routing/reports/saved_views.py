"""Lists with their filters, kept by name: an officer's own, or the office's."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from pydantic import ValidationError
from sqlalchemy import BigInteger, Select, String, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from routing.domain.permissions import Action, may
from routing.errors import BadInput, NotFound
from routing.reports.filters import Condition, Filters
from routing.texts import needed
from storage.models import Officer, SavedView

NAME_MAX, MOST = 40, 20  # characters of a name; views one officer keeps


def of_officer(session: Session, officer: Officer) -> Sequence[SavedView]:
    """The officer's own and those of the office, by name."""
    return session.scalars(question(), {"me": officer.id, "office": officer.agency_code}).all()


def question() -> Select[SavedView]:
    """The same as a question of `storage.gathered`: of officer `me` in `office` (NULL: none)."""
    office = bindparam("office", type_=String())
    theirs = or_(SavedView.officer_id == bindparam("me", type_=BigInteger()), SavedView.agency_code == office)
    return select(SavedView).where(theirs).order_by(SavedView.name, SavedView.id)


def keep(
    tx: Session, *, officer: Officer, name: str, query: str, shared: bool, now: datetime
) -> SavedView:  # fmt: skip
    """Keep what the address asks for under a name; one that the officer has already gets the new filters."""
    name, wanted = needed(name, limit=NAME_MAX), read(query)
    mine = tx.scalars(select(SavedView).where(SavedView.officer_id == officer.id)).all()
    view = next((view for view in mine if view.name == name), None)
    if view is None and len(mine) >= MOST:
        raise BadInput("pandangan_penuh")
    view = view or SavedView(officer_id=officer.id, name=name, created_at=now)
    view.query, view.agency_code = urlencode(wanted.query()), officer.agency_code if shared else None
    tx.add(view)
    return view


def remove(tx: Session, *, officer: Officer, view_id: int) -> None:
    """Take a view away: one's own, or as head of the office one of the office's."""
    theirs = SavedView.officer_id == officer.id
    if may(officer.role, Action.VOUCH):
        theirs = or_(theirs, _shared(officer))
    view = tx.scalars(select(SavedView).where(SavedView.id == view_id, theirs)).one_or_none()
    if view is None:
        raise NotFound("pandangan_tidak_ada", str(view_id))
    tx.delete(view)


def read(query: str) -> Filters:
    """The filters of an address. BadInput where it asks for nothing, or for what nobody can list."""
    try:
        wanted = Filters.model_validate(dict(parse_qsl(query)))
    except ValidationError:
        raise BadInput("pandangan_tidak_terbaca", query[:40]) from None
    if wanted.phone or not wanted.query():  # the end of somebody's number is nothing to keep
        raise BadInput("pandangan_kosong")
    return wanted


def _shared(officer: Officer) -> Condition:
    """SQL: a view of the officer's office."""
    return and_(SavedView.agency_code == officer.agency_code, SavedView.agency_code.is_not(None))
