"""The one door to reports: every query an officer's page makes carries the officer's permission inside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from routing.city.catalogue import catalogue
from routing.domain.lifecycle import Status
from routing.domain.permissions import IN_THE_AREA, WHOLE_CITY, Action, Matter, Role, may, relation, rights
from routing.domain.publicity import SECRET
from routing.errors import NotFound
from routing.reports import searching
from routing.reports.filters import (
    IS_OPEN,
    MINE,
    NOBODYS,
    Condition,
    Filters,
    conditions,
    in_hands,
    is_due_today,
    is_overdue,
    mentioned,
)
from routing.reports.paging import beyond, cursor, order
from routing.reports.story import Detail, beside, detail, with_beside
from routing.reports.trust import trusted
from storage.models import Accusation, Agency, Area, Officer, Report

COUNTED = 1_000  # of a list's length is told no more: "1.000+"


@dataclass(frozen=True)
class Page:
    """One page of a list. after: the cursor at which the next one begins, "" where nothing follows."""

    reports: Sequence[Report]
    after: str


def reach(session: Session, officer: Officer, action: Action = Action.READ) -> Condition:
    """SQL: the reports with which this officer may do this; `permissions.rights` as a query.

    A role without a rule, or without an agency, reaches none.
    """
    if not officer.active or not may(officer.role, action):
        return false()
    if officer.role in WHOLE_CITY:
        return and_(_not_about(officer), trusted(session, officer))
    own = Report.agency_code == officer.agency_code
    if officer.role == Role.LURAH and action in IN_THE_AREA:
        own = or_(own, and_(_inside(officer), _plain(session)))
    return and_(own, _not_about(officer), trusted(session, officer))


def _not_about(officer: Officer) -> Condition:
    """SQL: the report does not complain of the officer's own office, by its code or by its kind."""
    if officer.agency_code is None:
        return true()
    kind = select(Agency.kind).where(Agency.code == officer.agency_code).scalar_subquery()
    named = or_(Accusation.agency_code == officer.agency_code, Accusation.agency_code == kind)
    return ~exists().where(Accusation.report_id == Report.id, named)


def _inside(officer: Officer) -> Condition:
    """SQL: the report is about the kelurahan, or one of the kecamatan, the officer's office serves."""
    area = select(Agency.area_code).where(Agency.code == officer.agency_code).scalar_subquery()
    return Report.kelurahan_code.in_(
        select(Area.code).where(or_(Area.code == area, Area.parent_code == area))
    )


def _plain(session: Session) -> Condition:
    """SQL: nothing about the report is delicate."""
    return and_(
        Report.privacy != SECRET,
        Report.category_code.not_in(sorted(catalogue(session).guarded)),
        ~exists().where(Accusation.report_id == Report.id),
    )


class Door:
    """Reports with which one officer may do one thing (by default: read them); made by `visible_to`."""

    def __init__(self, session: Session, officer: Officer, action: Action) -> None:
        self._session = session
        self._officer = officer
        self._reach = reach(session, officer, action)

    def select(self) -> Select[Report]:
        """All reports within reach, to be narrowed further."""
        return select(Report).where(self._reach)

    def get(self, number: str, *, lock: bool = False) -> Report:
        """One report by number; NotFound when there is none within reach.

        Lock: nobody else changes it meanwhile.
        """
        found = self.select().where(Report.number == number)
        if lock:
            found = found.with_for_update(key_share=True).execution_options(populate_existing=True)
        report = self._session.scalars(found).one_or_none()
        if report is None:
            raise NotFound("laporan_tidak_ada", number)
        return report

    def reaches(self, number: InstrumentedAttribute[str]) -> ColumnElement[bool]:
        """SQL: the report of this number, a column of another table, is within reach."""
        return exists().where(self._reach, Report.number == number)

    def page(self, filters: Filters, *, now: datetime) -> Page:
        """One page of the list, in one query whatever stands before or after it."""
        further = beyond(filters.after, filters.order)
        found = select(Report).where(*self.narrowed(filters, now), *([] if further is None else [further]))
        rows = self._session.scalars(found.order_by(*order(filters.order)).limit(filters.rows + 1)).all()
        shown = rows[: filters.rows]
        return Page(shown, cursor(shown[-1], filters.order) if len(rows) > len(shown) else "")

    def placed(self, filters: Filters, *, now: datetime, most: int) -> Sequence[Report]:
        """The list's reports that have a point, from its top, at most so many."""
        found = select(Report).where(*self.narrowed(filters, now), Report.lat.is_not(None))
        return self._session.scalars(found.order_by(*order(filters.order)).limit(most)).all()

    def numbers(self, filters: Filters, *, now: datetime, most: int) -> Sequence[str]:
        """The numbers of the list's reports from its top, at most so many."""
        found = select(Report.number).where(*self.narrowed(filters, now))
        return self._session.scalars(found.order_by(*order(filters.order)).limit(most)).all()

    def how_many(self, filters: Filters, *, now: datetime, most: int = COUNTED) -> int:
        """How many the list holds, counted no further than one more than `most`."""
        some = select(Report.id).where(*self.narrowed(filters, now)).limit(most + 1).subquery()
        return self._session.scalar(select(func.count()).select_from(some)) or 0

    def narrowed(self, filters: Filters, now: datetime) -> list[Condition]:
        """SQL: the reports of this list, all of them within reach."""
        found = [self._reach, *conditions(filters, now, me=self._officer.id)]
        if filters.text:
            found += searching.holds(catalogue(self._session), filters.text, agency=self._only_agency())
        if filters.phone:
            may_ask = reach(self._session, self._officer, Action.UNMASK)
            found += [may_ask, searching.has_phone(filters.phone)]
        return found

    def _only_agency(self) -> str:
        """The one office whose reports these are, "" where others' are among them."""
        of_many = self._officer.role in WHOLE_CITY or self._officer.role == Role.LURAH
        return "" if of_many else self._officer.agency_code or ""

    def counts(self, *, now: datetime) -> dict[str, int]:
        """How many open reports stand in each status and in each of the officer's views; one query."""
        views = self._views(now)
        counted = [func.count().filter(view) for view in views.values()]
        is_open = IS_OPEN
        asked = (
            select(Report.status, func.count(), *counted)
            .where(self._reach, is_open).group_by(Report.status)
        )  # fmt: skip
        rows = self._session.execute(asked).all()
        sums = {name: sum(int(row[2 + at]) for row in rows) for at, name in enumerate(views)}
        return {str(row[0]): int(row[1]) for row in rows} | sums

    def _views(self, now: datetime) -> dict[str, Condition]:
        """What the officer looks at first, each as SQL."""
        me = self._officer.id
        return {
            "saya": in_hands(MINE, me), "bebas": in_hands(NOBODYS, me), "hari_ini": is_due_today(now),
            "terlambat": is_overdue(now), "perlu_ditinjau": Report.needs_review.is_(True),
            "diperiksa": Report.status == Status.DIPERIKSA, "disebut": mentioned(me),
        }  # fmt: skip

    def detail(self, number: str) -> Detail:
        """Everything about one report, in four queries however long its story is; NotFound as in `get`."""
        found = with_beside(self.select().where(Report.number == number), self._officer)
        row = self._session.execute(found).one_or_none()
        if row is None:
            raise NotFound("laporan_tidak_ada", number)
        report, person, holder, accused, spoken_to = row
        near = beside(person, holder, accused, spoken_to)
        return detail(self._session, report, near, may=self.rights(report))

    def rights(self, report: Report) -> frozenset[Action]:
        """What the officer may do with a report this door let through.

        What is delicate about it was the query's to look at, so only where it lies is left to ask.
        """
        own = report.agency_code == self._officer.agency_code
        return rights(self._officer.role, relation(self._officer.role, own=own, inside=True), Matter())


def visible_to(session: Session, officer: Officer, action: Action = Action.READ) -> Door:
    """The reports this officer may see, or do this with.

    Deny by default: no role, no agency, not active means none.
    """
    return Door(session, officer, action)
