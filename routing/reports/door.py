"""The one door to reports: every query an officer's page makes carries the officer's permission inside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, exists, false, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session, defer

from routing.city.catalogue import catalogue
from routing.domain.lifecycle import Status
from routing.domain.permissions import IN_THE_AREA, WHOLE_CITY, Action, Matter, Role, may, relation, rights
from routing.domain.publicity import SECRET
from routing.errors import NotFound
from routing.reports import searching
from routing.reports.filters import (
    IS_OPEN,
    MINE,
    Condition,
    Filters,
    conditions,
    in_hands,
    is_due_today,
    is_overdue,
    mentioned,
)
from routing.reports.paging import beyond, cursor, order
from routing.reports.story import STORY, Beside, Detail, beside, told, with_beside
from routing.reports.trust import trusted
from storage.kept import Counted, kept
from storage.models import Accusation, Agency, Area, NamedOfficer, Officer, Person, Report

FRESH = timedelta(seconds=5)  # of what others changed, in the counts of a large city
KEPT = 512  # statements, by who asks: putting one together costs as much as the database's work for it
LOCKED = "locked"  # in Session.info: (officer, report) of what was locked through a door
UNREAD = tuple(defer(one, raiseload=True) for one in (Report.facts, Report.urgency_why))
COUNTED = 1_000  # of a list's length is told no more: "1.000+"


@dataclass(frozen=True)
class Page:
    """One page of a list. after: the cursor at which the next one begins, "" where nothing follows.

    many: how many were found of what was looked for, COUNTED + 1 for more; None where that was not asked.
    """

    reports: Sequence[Report]
    after: str
    many: int | None = None


def reach(session: Session, officer: Officer, action: Action = Action.READ) -> Condition:
    """SQL: the reports with which this officer may do this; `permissions.rights` as a query.

    A role without a rule, or without an agency, reaches none.
    """
    return _reached(_who(session, officer, action))


@dataclass(frozen=True)
class _Who:
    """All that decides what an officer reaches. guarded: what is delicate, for who also reaches an area."""

    id: int
    role: str
    agency: str | None
    named: frozenset[str]
    guarded: frozenset[str] | None


def _who(session: Session, officer: Officer, action: Action) -> _Who | None:
    """None for who reaches nothing."""
    if not officer.active or not may(officer.role, action):
        return None
    city = catalogue(session)
    around = city.guarded if officer.role == Role.LURAH and action in IN_THE_AREA else None
    return _Who(officer.id, officer.role, officer.agency_code, city.settings.guarded.named, around)


@lru_cache(maxsize=KEPT)
def _reached(who: _Who | None) -> Condition:
    if who is None:
        return false()
    found = and_(not_about(who.agency), trusted(who.id, who.named))
    if who.role in WHOLE_CITY:
        return found
    own = Report.agency_code == who.agency
    if who.guarded is not None:
        own = or_(own, and_(_inside(who.agency), _plain(who.guarded)))
    return and_(own, found)


def not_about(agency: str | None) -> Condition:
    """SQL: the report does not complain of the officer's own office, by its code or by its kind."""
    if agency is None:
        return true()
    kind = select(Agency.kind).where(Agency.code == agency).scalar_subquery()
    named = or_(Accusation.agency_code == agency, Accusation.agency_code == kind)
    return ~exists().where(Accusation.report_id == Report.id, named)


def _inside(agency: str | None) -> Condition:
    """SQL: the report is about the kelurahan, or one of the kecamatan, the officer's office serves."""
    area = select(Agency.area_code).where(Agency.code == agency).scalar_subquery()
    return Report.kelurahan_code.in_(
        select(Area.code).where(or_(Area.code == area, Area.parent_code == area))
    )


def _plain(guarded: frozenset[str]) -> Condition:
    """SQL: nothing about the report is delicate."""
    return and_(
        Report.privacy != SECRET,
        Report.category_code.not_in(sorted(guarded)),
        ~exists().where(Accusation.report_id == Report.id),
    )


@lru_cache(maxsize=KEPT)
def _one(who: _Who | None) -> Select[Report]:
    """SQL: the report `number`, a parameter, when it is within reach."""
    return select(Report).where(_reached(who), Report.number == bindparam("number"))


@lru_cache(maxsize=KEPT)
def _locked(who: _Who | None) -> Select[Report]:
    return _one(who).with_for_update(key_share=True).execution_options(populate_existing=True)


@lru_cache(maxsize=KEPT)
def _with_beside(who: _Who | None) -> Select[Report, Person, Officer, str, bool, int]:
    return with_beside(_one(who))


class Door:
    """Reports with which one officer may do one thing (by default: read them); made by `visible_to`."""

    def __init__(self, session: Session, officer: Officer, action: Action) -> None:
        self._session = session
        self._officer = officer
        self._who = _who(session, officer, action)
        self._reach = _reached(self._who)

    def select(self) -> Select[Report]:
        """All reports within reach, to be narrowed further."""
        return select(Report).where(self._reach)

    def get(self, number: str, *, lock: bool = False) -> Report:
        """One report by number; NotFound when there is none within reach.

        Lock: nobody else changes it meanwhile.
        """
        found = _locked(self._who) if lock else _one(self._who)
        report = self._session.scalars(found, {"number": number}).one_or_none()
        if report is None:
            raise NotFound("laporan_tidak_ada", number)
        if lock:
            self._session.info.setdefault(LOCKED, []).append((self._officer.id, report.id))
        return report

    def holds(self, report: Report) -> bool:
        """This transaction has the report locked, read through a door of this officer's."""
        locked = (self._officer.id, report.id) in self._session.info.get(LOCKED, ())
        return locked and report in self._session

    def reaches(self, number: InstrumentedAttribute[str]) -> ColumnElement[bool]:
        """SQL: the report of this number, a column of another table, is within reach."""
        return exists().where(self._reach, Report.number == number)

    def page(self, filters: Filters, *, now: datetime) -> Page:
        """One page of the list, in one query whatever stands before or after it; in two where words are.

        Without the columns a list does not show, unless words are looked for in them (UNREAD).
        """
        narrowed, many = self.narrowed(filters, now), None
        if filters.text:
            narrowed, many = self._found(narrowed)
        further = beyond(filters.after, filters.order)
        found = select(Report).where(*narrowed, *([] if further is None else [further]))
        if not filters.text:
            found = found.options(*UNREAD)
        rows = self._session.scalars(found.order_by(*order(filters.order)).limit(filters.rows + 1)).all()
        shown = rows[: filters.rows]
        return Page(shown, cursor(shown[-1], filters.order) if len(rows) > len(shown) else "", many)

    def _found(self, narrowed: list[Condition]) -> tuple[list[Condition], int]:
        """What narrows to the reports found, and how many they are (COUNTED + 1 for more).

        Few are named one by one: asked for the newest of them, PostgreSQL would go through all reports.
        """
        ids = self._session.scalars(select(Report.id).where(*narrowed).limit(COUNTED + 1)).all()
        return (narrowed if len(ids) > COUNTED else [Report.id.in_(ids)]), len(ids)

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
        """How many open reports stand in each status and in each of the officer's views; in two queries.

        What is the officer's own is counted anew, the rest of a large city kept for FRESH.
        """
        mine = self._mine()
        officer = self._officer
        whose = ("counts", officer.role, officer.agency_code, mine.named)
        common = kept(self._session, whose, lambda: self._common(now), fresh=FRESH, now=now, me=officer.id)
        return common | {"saya": mine.held, "disebut": mine.mentioned}

    def _mine(self) -> Row[int, int, str | None]:
        """What the officer holds and is spoken to about, and the guarded categories they are named for."""
        me = self._officer.id
        held, spoken_to = (
            select(func.count(Report.id)).where(self._reach, IS_OPEN, view).scalar_subquery()
            for view in (in_hands(MINE, me), mentioned(me))
        )
        named = select(func.aggregate_strings(NamedOfficer.category_code, ","))
        named = named.where(NamedOfficer.officer_id == me)
        columns = (held.label("held"), spoken_to.label("mentioned"), named.scalar_subquery().label("named"))
        return self._session.execute(select(*columns)).one()

    def _common(self, now: datetime) -> Counted[dict[str, int]]:
        views = _views(now)
        counted = [func.count().filter(view) for view in views.values()]
        asked = (
            select(Report.status, func.count(), *counted)
            .where(self._reach, IS_OPEN).group_by(Report.status)
        )  # fmt: skip
        rows = self._session.execute(asked).all()
        sums = {name: sum(int(row[2 + at]) for row in rows) for at, name in enumerate(views)}
        found = {str(row[0]): int(row[1]) for row in rows}
        return Counted(found | sums, sum(found.values()))

    def found(self, number: str) -> tuple[Report, Beside]:
        """One report and who stands beside it, in one query; NotFound as in `get`."""
        asked = {"number": number, "me": self._officer.id}
        row = self._session.execute(_with_beside(self._who), asked).one_or_none()
        if row is None:
            raise NotFound("laporan_tidak_ada", number)
        report, person, holder, accused, spoken_to, read = row
        return report, beside(person, holder, accused, spoken_to, read)

    def detail(self, number: str) -> Detail:
        """Everything about one report, in two queries however long its story is; NotFound as in `get`."""
        report, near = self.found(number)
        lists = STORY.ask(self._session, report_id=report.id)
        return told(report, near, lists, may=self.rights(report))

    def rights(self, report: Report) -> frozenset[Action]:
        """What the officer may do with a report this door let through.

        What is delicate about it was the query's to look at, so only where it lies is left to ask.
        """
        own = report.agency_code == self._officer.agency_code
        return rights(self._officer.role, relation(self._officer.role, own=own, inside=True), Matter())


def _views(now: datetime) -> dict[str, Condition]:
    """What officers look at first and is the same for all of an office, each as SQL."""
    return {
        "bebas": Report.holder_id.is_(None), "hari_ini": is_due_today(now), "terlambat": is_overdue(now),
        "perlu_ditinjau": Report.needs_review.is_(True), "diperiksa": Report.status == Status.DIPERIKSA,
    }  # fmt: skip


def visible_to(session: Session, officer: Officer, action: Action = Action.READ) -> Door:
    """The reports this officer may see, or do this with.

    Deny by default: no role, no agency, not active means none.
    """
    return Door(session, officer, action)
