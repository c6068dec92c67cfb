"""The one door to reports: every query an officer's page makes carries the officer's permission inside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import Session

from routing.domain.lifecycle import OPEN, WITH_THE_CITY
from routing.domain.permissions import WHOLE_CITY, Action, Role, may
from routing.errors import NotFound
from storage.models import (
    Agency,
    Area,
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

    text looks into the report's number, words and place. privacy: "anonim" | "rahasia". sort: "mendesak"
    (priority, then due first) | "terbaru" | "dukungan" (most residents first).
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
    """Everything a report's page shows. The report's own text is not repeated among the messages."""

    report: Report
    person: Person | None
    messages: Sequence[Said]
    history: Sequence[Happened]
    pictures: Sequence[tuple[ReportMedia, Media]]


def is_overdue(now: datetime) -> Condition:
    """SQL: the city is late with this report, with its first answer or with its end."""
    unanswered = and_(Report.first_answered_at.is_(None), Report.first_answer_due < now)
    return and_(Report.status.in_(sorted(WITH_THE_CITY)), or_(unanswered, Report.resolve_due < now))


def reach(officer: Officer) -> Condition:
    """SQL: the reports this officer may see. A role without a rule, or without an agency, sees none."""
    if not officer.active or not may(officer.role, Action.READ):
        return false()
    if officer.role in WHOLE_CITY:
        return true()
    own = Report.agency_code == officer.agency_code
    if officer.role == Role.LURAH:
        area = select(Agency.area_code).where(Agency.code == officer.agency_code).scalar_subquery()
        inside = select(Area.code).where(or_(Area.code == area, Area.parent_code == area))
        return or_(own, Report.kelurahan_code.in_(inside))
    return own


class Door:
    """Reports as one officer may see them; made by `visible_to`."""

    def __init__(self, session: Session, officer: Officer) -> None:
        self._session = session
        self._reach = reach(officer)

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
        """Everything about one report, in five queries however long its story is; NotFound as in `get`."""
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
        )

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


def visible_to(session: Session, officer: Officer) -> Door:
    """The reports this officer may see. Deny by default: no role, no agency, not active means none."""
    return Door(session, officer)


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
    if words := filters.text.replace("\x00", "").strip():
        columns = (Report.number, Report.text, Report.place)
        found.append(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    return found


def _order(sort: str) -> tuple[ColumnElement[Any], ...]:
    if sort == "terbaru":
        return (Report.created_at.desc(), Report.id.desc())
    if sort == "dukungan":
        return (Report.supporters.desc(), Report.priority.desc(), Report.resolve_due.asc(), Report.id.asc())
    return (Report.priority.desc(), Report.resolve_due.asc(), Report.id.asc())
