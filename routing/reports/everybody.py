"""What everybody sees of a report: one function, and the same rule as SQL.

Page, map, list, programs, feeds, files, search and previews take a `PublicView` and never the report itself.
"""

from collections import namedtuple
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, and_, select
from sqlalchemy.orm import Session

from nlu.for_everybody import for_everybody as masked
from routing.city.catalogue import Catalogue, catalogue
from routing.domain import publicity
from routing.domain.lifecycle import OPEN, Status
from routing.domain.publicity import Publicity
from routing.reports.public_door import public
from storage.event_kinds import PUBLIC, EventKind
from storage.models import Event, Media, Message, Report, ReportMedia
from storage.models.base import table_of
from storage.statements import Statement, among

FINISHED = frozenset({"selesai", "ditutup"})


@dataclass(frozen=True)
class Answer:
    """An answer of the city that an officer ticked as fit for everybody, masked."""

    at: datetime
    text: str


@dataclass(frozen=True)
class PublicStep:
    """One event in words. status: what the report became by it, if anything."""

    at: datetime
    words: str
    status: str | None


class PublicView(NamedTuple):
    """A report as everybody sees it. Times in UTC. A tuple: the map near by makes 400 a look, and a frozen
    class of so many fields costs five times as much to make.

    point: (latitude, longitude), the middle of a square of 50 m; None where only the kelurahan is told.
    words: the resident's own, masked, once they may be shown. promised: by when it was to be done; done_at:
    when the work was; kept: None while that is open. moved: how often the date was put off. unit: code of the
    office within the agency is nobody's matter and not here.
    """

    id: int
    number: str
    kind: str
    category: str
    category_name: str
    group: str
    kelurahan: str | None
    kelurahan_name: str
    kecamatan_name: str
    agency: str
    agency_name: str
    status: str
    open: bool
    created_at: datetime
    updated_at: datetime
    promised: datetime
    done_at: datetime | None
    kept: bool | None
    moved: int
    supporters: int
    rating: int | None
    demo: bool
    point: tuple[float, float] | None
    words: str | None
    answers: tuple[Answer, ...] = ()

    @property
    def place(self) -> str:
        """The place as everybody may know it."""
        if not self.kelurahan_name:
            return ""
        return f"Kel. {self.kelurahan_name}, Kec. {self.kecamatan_name}"

    @property
    def title(self) -> str:
        """What it is about and where, without a word of the resident's."""
        return f"{self.category_name}, {self.place}" if self.place else self.category_name


# All that a view is made of: half of a report's columns, and none that has to be taken apart. Rows of them,
# where there are many: making objects of them costs as much as everything else.
SEEN = (
    Report.id, Report.number, Report.kind, Report.category_code, Report.kelurahan_code, Report.agency_code,
    Report.status, Report.created_at, Report.updated_at, Report.resolve_due, Report.delivered_at,
    Report.resolved_at, Report.moved, Report.supporters, Report.rating, Report.demo, Report.text,
    Report.words_shown, Report.lat, Report.lon, Report.privacy, Report.channel, Report.shielded,
    Report.needs_review, Report.emergency,
)  # fmt: skip
Seen = Report | Row[*tuple[Any, ...]]  # has at least the columns SEEN
# The same columns by name, at a tenth of what the driver's row takes to find one.
_Plain: Any = namedtuple("_Plain", [column.key for column in SEEN])  # type: ignore[misc]  # noqa: PYI024 - no types


def condition(city: Catalogue) -> ColumnElement[bool]:
    """SQL: the reports everybody may find."""
    return _condition(_others(city, (Publicity.FULL, Publicity.PLACELESS)))


@lru_cache(maxsize=32)
def _condition(hidden: tuple[str, ...]) -> ColumnElement[bool]:
    """Put together once for each such city: that costs more than asking."""
    return and_(public(), _but(hidden), Report.needs_review.is_(False))


@lru_cache(maxsize=32)
def _but(codes: tuple[str, ...]) -> ColumnElement[bool]:
    return Report.category_code.not_in(codes)


def _others(city: Catalogue, how: Sequence[Publicity]) -> tuple[str, ...]:
    """The categories that are shown in none of these ways."""
    return tuple(sorted(code for code in city.categories if city.settings.public.of(code) not in how))


def of_kinds(city: Catalogue, *how: Publicity) -> ColumnElement[bool]:
    """SQL: the reports of categories shown in one of these ways.

    Said by those that are not: asked for the long list of those that are, SQLite goes by the category's index
    and sorts everything, which takes twenty times as long as going by date.
    """
    return _but(_others(city, how))


def view(city: Catalogue, report: Seen) -> PublicView | None:
    """The report as everybody sees it, without answers; None for one that nobody but its people may see."""
    how = city.settings.public.of(report.category_code)
    seen = publicity.for_everybody(
        how, privacy=report.privacy, channel=report.channel, shielded=report.shielded,
        needs_review=report.needs_review,
    )  # fmt: skip
    return _view(city, report, how) if seen else None


def _view(city: Catalogue, report: Seen, how: Publicity) -> PublicView:
    category, agency = city.categories[report.category_code], city.agencies.get(report.agency_code)
    area = city.kelurahan.get(report.kelurahan_code or "")
    done = (report.delivered_at or report.resolved_at) if report.resolved_at else None
    return PublicView(
        id=report.id, number=report.number, kind=report.kind, category=category.code,
        category_name=category.name, group=category.group, kelurahan=area.code if area else None,
        kelurahan_name=area.name if area else "", kecamatan_name=area.kecamatan if area else "",
        agency=report.agency_code, agency_name=agency.name if agency else report.agency_code,
        status=report.status, open=report.status in OPEN, created_at=report.created_at,
        updated_at=report.updated_at, promised=report.resolve_due, done_at=done,
        kept=_kept(report, done), moved=report.moved, supporters=report.supporters, rating=report.rating,
        demo=report.demo, point=_point(report, how), words=_words(city, report),
    )  # fmt: skip


def _kept(report: Seen, done: datetime | None) -> bool | None:
    """Whether the promise was kept; what was put off is not, however early it was done by its new date."""
    return None if done is None else done <= report.resolve_due and not report.moved


def _point(report: Seen, how: Publicity) -> tuple[float, float] | None:
    told = publicity.with_point(
        how, shielded=report.shielded, emergency=bool(report.emergency), status=report.status
    )
    if not told or report.lat is None or report.lon is None:
        return None
    return publicity.on_grid(report.lat, report.lon)


def _words(city: Catalogue, report: Seen) -> str | None:
    when = city.settings.public.words
    fit = publicity.words_shown(when, report.text, report.words_shown, status=report.status)
    return masked(report.text) if fit else None


def _said(dialect: str) -> Select[Any]:
    said = table_of(Message).c
    asked = select(said.report_id, said.created_at, said.text).where(
        among(dialect, said.report_id, "reports")
    )
    return asked.where(said.direction == "keluar", said.shown.is_(True), said.text != "").order_by(said.id)


_SAID = Statement(_said)


def find(session: Session, number: str) -> PublicView | None:
    """The report with this number, with its answers; None for a hidden one as for one that is not there."""
    report = session.scalars(select(Report).where(Report.number == number)).one_or_none()
    found = view(catalogue(session), report) if report else None
    return next(iter(with_answers(session, [found])), None) if found else None


def with_answers(session: Session, views: Sequence[PublicView]) -> list[PublicView]:
    """The views with the city's answers that may be shown; one query."""
    ids = [one.id for one in views if one.status != publicity.WITHDRAWN]
    said: dict[int, list[Answer]] = {}
    for report_id, at, text in _SAID.rows(session, reports=ids) if ids else ():
        said.setdefault(report_id, []).append(Answer(at, masked(text)))
    return [one._replace(answers=tuple(said[one.id])) if one.id in said else one for one in views]


def views(city: Catalogue, rows: Iterable[Row[*tuple[Any, ...]]]) -> list[PublicView]:
    """Those of the reports that everybody may see, in their order. rows: begin with the columns SEEN."""
    plain: Iterable[Any] = (_Plain._make(row[: len(SEEN)]) for row in rows)
    return [one for report in plain if (one := view(city, report)) is not None]


def steps(session: Session, report_id: int) -> list[PublicStep]:
    """What happened to a report, in words everybody reads."""
    happened = select(Event).where(Event.report_id == report_id, Event.kind.in_(PUBLIC)).order_by(Event.seq)
    return in_words(session.scalars(happened))


def in_words(events: Iterable[Event]) -> list[PublicStep]:
    """Events of public kinds, as everybody reads them."""
    return [PublicStep(event.at, EventKind.of(event.kind).public, _status(event)) for event in events]


def _status(event: Event) -> str | None:
    to = event.data.get("to")
    return to if to in set(Status) else None  # a forwarded report's "to" names an agency


def results(session: Session, report_id: int, status: str) -> Sequence[Media]:
    """Blurred photos of the finished work; none before it is finished, and none without a blurred copy."""
    if status not in FINISHED:
        return ()
    blurred = select(Media).join(ReportMedia, ReportMedia.sha256 == Media.sha256)
    ours = (ReportMedia.report_id == report_id, ReportMedia.purpose == "hasil")
    found = blurred.where(*ours, Media.public_sha256.is_not(None)).order_by(ReportMedia.id)
    return session.scalars(found).all()
