"""The one door to reports: every query an officer's page makes carries the officer's permission inside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.lifecycle import OPEN
from routing.domain.permissions import IN_THE_AREA, WHOLE_CITY, Action, Matter, Role, may, relation, rights
from routing.domain.publicity import SECRET
from routing.errors import NotFound
from routing.reports.filters import Condition, Filters, conditions, is_overdue, order
from routing.reports.story import Detail, detail
from storage.models import Accusation, Agency, Area, Officer, Report

PAGE = 50


@dataclass(frozen=True)
class Page:
    """One page of a list; `number` counts from 1, `total` over all pages."""

    reports: Sequence[Report]
    number: int
    pages: int
    total: int


def reach(session: Session, officer: Officer, action: Action = Action.READ) -> Condition:
    """SQL: the reports with which this officer may do this; `permissions.rights` as a query.

    A role without a rule, or without an agency, reaches none.
    """
    if not officer.active or not may(officer.role, action):
        return false()
    if officer.role in WHOLE_CITY:
        return _not_about(officer)
    own = Report.agency_code == officer.agency_code
    if officer.role == Role.LURAH and action in IN_THE_AREA:
        own = or_(own, and_(_inside(officer), _plain(session)))
    return and_(own, _not_about(officer))


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

    def page(self, filters: Filters, *, now: datetime, size: int = PAGE) -> Page:
        """One page of the list, in two queries; a page beyond the last gives the last."""
        narrowed = [self._reach, *conditions(filters, now)]
        total = self._session.scalar(select(func.count()).select_from(Report).where(*narrowed)) or 0
        pages = max(1, -(-total // size))
        number = min(filters.page, pages)
        found = select(Report).where(*narrowed).order_by(*order(filters.sort))
        rows = self._session.scalars(found.offset((number - 1) * size).limit(size)).all()
        return Page(rows, number, pages, total)

    def counts(self, *, now: datetime) -> dict[str, int]:
        """How many reports stand in each status, and under "terlambat" and "perlu_ditinjau"; one query."""
        late, doubtful = is_overdue(now), and_(Report.needs_review, Report.status.in_(sorted(OPEN)))
        columns = (
            Report.status, func.count(), func.count().filter(late), func.count().filter(doubtful),
        )  # fmt: skip
        rows = self._session.execute(select(*columns).where(self._reach).group_by(Report.status)).all()
        found = {status: count for status, count, _, _ in rows}
        return found | {"terlambat": sum(r[2] for r in rows), "perlu_ditinjau": sum(r[3] for r in rows)}

    def detail(self, number: str) -> Detail:
        """Everything about one report, in six queries however long its story is; NotFound as in `get`."""
        report = self.get(number)
        return detail(self._session, report, may=self.rights(report))

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
