"""The city's configuration as read from the database: categories, agencies, areas, terms, days off.

Read once and kept; every change of the configuration gives it a new version, so each process notices with one
small query.
"""

import time
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city import config_versions, rulebook
from routing.city.deadline_city import CityDeadlines, Terms
from routing.city.rulebook import CityRules
from routing.city.settings import CitySettings
from routing.city.settings_read import of_rows
from routing.domain import deadline_book
from routing.domain.deadline_table import Circumstances, DeadlineKind
from routing.domain.deadlines import Calendar, Term, Unit
from routing.domain.jurisdiction import PLAIN, AgencyFacts, Care, Jurisdiction, responsible
from routing.domain.neighbours import Asking
from routing.domain.proof import Checking, Wanted
from routing.domain.publicity import SECRET
from routing.domain.questions import Question, readable
from routing.domain.rules import World
from storage.models import CONFIG_VERSION, Agency, Area, Category, Holiday, Setting
from storage.models.base import table_of
from storage.statements import Statement

VERSION = CONFIG_VERSION
TRUSTED = 1.0  # seconds
DEADLINES = "tenggat"  # section of `config_versions`
NEWEST = Statement(lambda _: select(table_of(Setting).c.value).where(table_of(Setting).c.key == VERSION))
NO_DEADLINES = CityDeadlines(0, deadline_book.DeadlineBook(), Calendar())
_kept: dict[str, "Catalogue"] = {}
_told: ContextVar[tuple[str, float]] = ContextVar("city_told", default=("", 0.0))
_listeners: dict[str, Callable[["Catalogue"], None]] = {}


@dataclass(frozen=True)
class CategoryInfo:
    """A kind of matter. `agency`: code of who answers, "kelurahan" for the local one."""

    code: str
    name: str
    group: str
    agency: str
    first_answer: Term
    resolve: Term
    emergency: bool
    active: bool
    proof: Wanted = Wanted.ON_SITE  # a photo of the result to finish
    checking: Checking = Checking.SAMPLE  # somebody else looks at the result
    neighbours: Asking = Asking.NEVER  # asked whether finished work is done, before its reporter is told
    questions: tuple[Question, ...] = ()  # what the bot asks beside what, where and a picture


@dataclass(frozen=True)
class AreaInfo:
    """A kelurahan with the kecamatan it belongs to."""

    code: str
    name: str
    kecamatan_code: str
    kecamatan: str
    postal_code: str
    lat: float
    lon: float


@dataclass(frozen=True)
class Catalogue:
    """Everything configured, by code. Categories stand in the panel's order; inactive ones are included."""

    version: str
    categories: Mapping[str, CategoryInfo]
    agencies: Mapping[str, AgencyFacts]
    kelurahan: Mapping[str, AreaInfo]
    calendar: Calendar
    settings: CitySettings
    rules: CityRules
    deadlines: CityDeadlines = NO_DEADLINES

    @property
    def city_name(self) -> str:
        """The city's full name, "Kota Bekasi"."""
        return self.settings.city.name

    @property
    def number_prefix(self) -> str:
        """What report numbers begin with, "BKS"."""
        return self.settings.number_prefix

    def status_name(self, status: str) -> str:
        """The status as people read it."""
        return self.settings.statuses.get(status, status)

    @property
    def guarded(self) -> frozenset[str]:
        """Codes of the categories about integrity or victims."""
        return self.settings.guarded.integrity | self.victims

    @property
    def victims(self) -> frozenset[str]:
        """Codes of the categories about victims."""
        return self.settings.guarded.victims

    @property
    def overseers(self) -> tuple[str, ...]:
        """Codes of the agencies that look into complaints about offices, in order."""
        return self.settings.guarded.overseers

    def jurisdiction(self, category: str, kelurahan: str | None, care: Care = PLAIN) -> Jurisdiction:
        """Who answers for a matter of this category in this kelurahan."""
        return responsible(self.categories[category].agency, kelurahan, self.agencies, care)

    def care(self, category: str, *, accused: frozenset[str], privacy: str, emergency: str | None) -> Care:
        """What is delicate about a matter, for `jurisdiction`."""
        return Care(
            accused=accused, secret=privacy == SECRET, guarded=category in self.guarded,
            keeps=bool(emergency) or category in self.victims, overseers=self.overseers,
        )  # fmt: skip

    def agency_of(self, category: str, kelurahan: str | None = None) -> AgencyFacts:
        """The agency a resident is told.

        Without a known kelurahan the general entry ("Kelurahan setempat").
        """
        owner = self.categories[category].agency
        if kelurahan is None and owner in self.agencies:
            return self.agencies[owner]
        return self.jurisdiction(category, kelurahan).agency

    def terms(
        self, category: str, *, emergency: str | None, start: datetime,
        agency: str = "", unit: str = "", urgency: int = 0,
    ) -> Terms:  # fmt: skip
        """By when a report is due that counts from `start`. A cry for help has the city's emergency hours.

        agency, unit: who works on it; urgency: 0 to 100.
        """
        info, hours = self.categories[category], self.settings.emergency
        own = {DeadlineKind.FIRST: info.first_answer, DeadlineKind.END: info.resolve}
        if emergency:
            own = {
                DeadlineKind.FIRST: Term(hours.first_answer, Unit.JAM),
                DeadlineKind.END: Term(hours.resolve, Unit.JAM),
            }
        asked = Circumstances(category, agency, unit, urgency)
        return self.deadlines.terms(asked, own, start, fixed=bool(emergency))


def catalogue(session: Session) -> Catalogue:
    """The present configuration; one small query when it has not changed since it was last read."""
    if "catalogue" in session.info:  # one transaction sees one configuration
        kept: Catalogue = session.info["catalogue"]
        return kept
    version = _version(session)
    found = _kept.get(version)
    if found is None:
        found = _read(session, version)
        for listener in _listeners.values():
            listener(found)
        _kept.clear()  # only the newest is ever asked for again
        _kept[version] = found
    session.info["catalogue"] = found
    return found


def last_known() -> Catalogue | None:
    """The configuration as this process last read it: it may have been changed since."""
    known = list(_kept.values())
    return known[0] if known else None


def _version(session: Session) -> str:
    version, since = _told.get()
    if version and time.monotonic() - since < TRUSTED:
        return version
    row = NEWEST.value(session)
    return row["value"] if row else ""


def told(version: str) -> None:
    """What is asked in this request from now on need not look which configuration holds: it is this one.

    "" where nobody knows. It is believed for a second: a request may be a line that stays open for hours.
    """
    _told.set((version, time.monotonic()))


def on_new(name: str, listener: Callable[["Catalogue"], None]) -> None:
    """Call this with every configuration the process reads anew; once a name."""
    _listeners[name] = listener


def changed(tx: Session) -> None:
    """Give the configuration a new version.

    Call it with every change of agencies, categories, days or settings.
    """
    tx.merge(Setting(key=VERSION, value={"value": uuid4().hex}))
    tx.info.pop("catalogue", None)
    told("")


def _read(session: Session, version: str) -> Catalogue:
    rows = session.scalars(select(Category).order_by(Category.position, Category.code))
    areas = {area.code: area for area in session.scalars(select(Area).order_by(Area.code))}
    categories = {row.code: _category(row) for row in rows}
    agencies = {row.code: _agency(row) for row in session.scalars(select(Agency).order_by(Agency.code))}
    kelurahan = {code: _area(area, areas) for code, area in areas.items() if area.kind == "kelurahan"}
    deadlines = _deadlines(session)
    calendar = deadlines.calendar
    number, book = rulebook.newest(session)
    world = World(
        agencies=agencies, categories={code: info.agency for code, info in categories.items()},
        kelurahan={code: area.kecamatan_code for code, area in kelurahan.items()},
    )  # fmt: skip
    return Catalogue(
        version=version, categories=categories, agencies=agencies, kelurahan=kelurahan, calendar=calendar,
        settings=of_rows({row.key: row.value for row in session.scalars(select(Setting))}),
        rules=CityRules(number, book, world, calendar), deadlines=deadlines,
    )  # fmt: skip


def _deadlines(session: Session) -> CityDeadlines:
    version, document = config_versions.newest(session, DEADLINES)
    book = deadline_book.read(document)
    days = frozenset(session.scalars(select(Holiday.day))) | frozenset(book.days)
    return CityDeadlines(version, book, Calendar(days))


def _category(row: Category) -> CategoryInfo:
    unit = Unit(row.unit)
    first, resolve = Term(row.first_answer_amount, unit), Term(row.resolve_amount, unit)
    return CategoryInfo(
        row.code, row.name, row.group, row.agency_code, first, resolve, row.emergency, row.active,
        Wanted(row.proof), Checking(row.checking), Asking(row.neighbours), readable(row.questions),
    )  # fmt: skip


def _agency(row: Agency) -> AgencyFacts:
    return AgencyFacts(row.code, row.name, row.kind, row.short_name, row.contact, row.active)


def _area(row: Area, areas: Mapping[str, Area]) -> AreaInfo:
    parent = areas[row.parent_code or row.code]
    return AreaInfo(
        row.code, row.name, parent.code, parent.name, row.postal_code or "", row.lat, row.lon
    )  # fmt: skip
