"""The one door to reports: every query an officer's page makes carries the officer's permission inside it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, false, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from routing.city.catalogue import catalogue
from routing.domain.lifecycle import OPEN, WITH_THE_CITY
from routing.domain.numbers import DASHES
from routing.domain.permissions import IN_THE_AREA, WHOLE_CITY, Action, Matter, Role, may, relation, rights
from routing.domain.publicity import SECRET
from routing.errors import NotFound
from storage.models import (
    Accusation,
    Agency,
    Area,
    Category,
    Event,
    EventReason,
    Media,
    Message,
    Officer,
    Outbox,
    Person,
    Report,
    ReportMedia,
)

PAGE = 50
Condition = ColumnElement[bool]


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to. open_only: still to be worked on; overdue: late by either deadline.

    text: words that must all stand in the report's number, words, place, area, category, answers, messages or
    notes. privacy: "anonim" | "rahasia". sort: "mendesak"
    (the most urgent, then due first) | "terbaru" | "dukungan" (most residents first).
    """

    status: str | None = None
    category: str | None = None
    agency: str | None = None
    kelurahan: str | None = None
    kecamatan: str | None = None
    kind: str | None = None
    open_only: bool = False
    overdue: bool = False
    needs_review: bool = False
    privacy: str | None = None
    theme: str | None = None
    text: str = ""
    sort: str = "mendesak"


@dataclass(frozen=True)
class Page:
    """One page of a list; `number` counts from 1, `total` over all pages."""

    reports: Sequence[Report]
    number: int
    pages: int
    total: int


@dataclass(frozen=True)
class Said:
    """A message of a report. officer: the name of who wrote it. outbox: its delivery, when it went out."""

    message: Message
    officer: str | None
    outbox: Outbox | None


@dataclass(frozen=True)
class Happened:
    """An event of a report, the officer's name where one did it, and why."""

    event: Event
    officer: str | None
    reason: str = ""


@dataclass(frozen=True)
class Detail:
    """Everything a report's page shows. The report's own text is not repeated among the messages.

    accused: codes of the offices it complains of. may: what the officer may do with it.
    """

    report: Report
    person: Person | None
    messages: Sequence[Said]
    history: Sequence[Happened]
    pictures: Sequence[tuple[ReportMedia, Media]]
    accused: Sequence[str]
    may: frozenset[Action]


def is_overdue(now: datetime) -> Condition:
    """SQL: the city is late with this report, with its first answer or with its end."""
    unanswered = and_(Report.first_answered_at.is_(None), Report.first_answer_due < now)
    return and_(Report.status.in_(sorted(WITH_THE_CITY)), or_(unanswered, Report.resolve_due < now))


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
    """SQL: the report is about the kelurahan, or a kelurahan of the kecamatan, the officer's office serves.
    """
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

    def page(self, filters: Filters, *, now: datetime, number: int = 1, size: int = PAGE) -> Page:
        """One page of the list, in two queries; a page beyond the last gives the last."""
        narrowed = [self._reach, *conditions(filters, now)]
        total = self._session.scalar(select(func.count()).select_from(Report).where(*narrowed)) or 0
        pages = max(1, -(-total // size))
        number = min(max(1, number), pages)
        found = select(Report).where(*narrowed).order_by(*_order(filters.sort))
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
        said = (
            select(Message, Officer.name, Outbox)
            .outerjoin(Officer, Officer.id == Message.officer_id)
            .outerjoin(Outbox, Outbox.id == Message.outbox_id)
            .where(Message.report_id == report.id)
            .order_by(Message.id)
        )
        pictures = (
            select(ReportMedia, Media)
            .join(Media, Media.sha256 == ReportMedia.sha256)
            .where(ReportMedia.report_id == report.id)
            .order_by(ReportMedia.id)
        )
        return Detail(
            report=report,
            person=self._session.get(Person, report.person_id) if report.person_id else None,
            messages=[Said(*row) for row in self._session.execute(said)],
            history=self._history(report),
            pictures=[(row[0], row[1]) for row in self._session.execute(pictures)],
            accused=accused_in(self._session, report),
            may=self.rights(report),
        )

    def rights(self, report: Report) -> frozenset[Action]:
        """What the officer may do with a report this door let through.

        What is delicate about it was the query's to look at, so only where it lies is left to ask.
        """
        own = report.agency_code == self._officer.agency_code
        return rights(self._officer.role, relation(self._officer.role, own=own, inside=True), Matter())

    def _history(self, report: Report) -> list[Happened]:
        named = "petugas:" + func.cast(Officer.id, Event.actor.type)
        found = (
            select(Event, Officer.name, func.coalesce(EventReason.text, ""))
            .outerjoin(Officer, Event.actor == named)
            .outerjoin(EventReason, EventReason.event_seq == Event.seq)
            .where(Event.report_id == report.id)
            .order_by(Event.seq)
        )
        return [Happened(*row) for row in self._session.execute(found)]


def visible_to(session: Session, officer: Officer, action: Action = Action.READ) -> Door:
    """The reports this officer may see, or do this with.

    Deny by default: no role, no agency, not active means none.
    """
    return Door(session, officer, action)


def accused_in(session: Session, report: Report) -> Sequence[str]:
    """Codes of the offices a report complains of."""
    found = select(Accusation.agency_code).where(Accusation.report_id == report.id)
    return session.scalars(found.order_by(Accusation.agency_code)).all()


def conditions(filters: Filters, now: datetime) -> list[Condition]:
    """The filters as SQL."""
    exact = {
        Report.status: filters.status, Report.category_code: filters.category, Report.kind: filters.kind,
        Report.agency_code: filters.agency, Report.kelurahan_code: filters.kelurahan,
        Report.privacy: filters.privacy, Report.theme: filters.theme,
    }  # fmt: skip
    found: list[Condition] = [column == value for column, value in exact.items() if value]
    if filters.kecamatan:
        inside = select(Area.code).where(Area.parent_code == filters.kecamatan)
        found.append(Report.kelurahan_code.in_(inside))
    if filters.open_only:
        found.append(Report.status.in_(sorted(OPEN)))
    if filters.overdue:
        found.append(is_overdue(now))
    if filters.needs_review:
        found.append(Report.needs_review.is_(True))
    found.extend(_says(word) for word in filters.text.replace("\x00", "").split())
    return found


def _says(word: str) -> Condition:
    """SQL: a report's row or story holds this word: its own words, place, area, answers, messages or notes.
    """

    def holds(column: Any) -> Condition:
        return column.icontains(word, autoescape=True)

    number = re.sub(DASHES, "-", word)
    area, above = aliased(Area), aliased(Area)
    areas = select(area.code).outerjoin(above, above.code == area.parent_code)
    named = areas.where(or_(holds(area.name), holds(above.name)))
    told = select(Message.report_id).where(holds(Message.text))
    return or_(
        Report.number.icontains(number, autoescape=True), holds(Report.text), holds(Report.place),
        Report.kelurahan_code.in_(named), holds(cast(Report.facts["jawaban"], String)),
        Report.category_code.in_(select(Category.code).where(holds(Category.name))), Report.id.in_(told),
    )  # fmt: skip


def _order(sort: str) -> tuple[ColumnElement[Any], ...]:
    if sort == "terbaru":
        return (Report.created_at.desc(), Report.id.desc())
    if sort == "dukungan":
        return (Report.supporters.desc(), Report.urgency.desc(), Report.resolve_due.asc(), Report.id.asc())
    return (Report.urgency.desc(), Report.resolve_due.asc(), Report.id.asc())
