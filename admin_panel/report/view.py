"""What the report page shows, gathered once for the page, the pane beside the queue and the live renewal."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from admin_panel.clocks import Clock, first_answer, resolution
from admin_panel.masks import mask_address, mask_name
from admin_panel.report import camera, deliveries, queries
from admin_panel.report.checking import Check, check_of
from admin_panel.report.curve import WarnedCurve, curve_of
from admin_panel.report.history import steps
from admin_panel.report.talk import Spoken, talk
from admin_panel.report.urgent import reasons
from routing.city.catalogue import AreaInfo, Catalogue, catalogue
from routing.city.themes import themes
from routing.domain.jurisdiction import AgencyFacts
from routing.domain.lifecycle import OPEN, Status, needs_reason, next_statuses
from routing.domain.permissions import Action, may_move_as
from routing.reports import (
    deciding,
    handing_in,
    holding,
    moving,
    neighbours,
    proving,
    ready_answers,
    scheduled,
    showing,
    stale,
    story,
)
from routing.reports.door import visible_to
from routing.reports.stale import Version
from routing.reports.story import Detail
from storage import clock
from storage.db import reading
from storage.event_kinds import EventKind
from storage.gathered import ListsTogether
from storage.models import Media, Message, Officer, Person, Report, ReportMedia

PAGE = ListsTogether(
    **story.QUESTIONS, news=deliveries.question, ready=ready_answers.question, colleagues=holding.question
)
MAY_MOVE = (OPEN | {Status.DIRUJUK}) - {Status.DIPERIKSA}  # to another category or office
MOST_RESULTS = handing_in.MOST


@dataclass(frozen=True)
class Move:
    """A status the officer may choose. `reasoned`: a reason must be given."""

    to: str
    reasoned: bool


@dataclass(frozen=True)
class ShownReporter:
    """Who wrote the report, as far as this officer sees it. anonymous: nobody sees more, whatever the role.

    account: what the platform calls them, where it is another name than the one they gave.
    """

    name: str
    address: str
    account: str
    unreachable_at: datetime | None
    masked: bool
    anonymous: bool


@dataclass(frozen=True)
class File:
    """A picture or voice note of the report. hint: what the camera says of it; far: it may be elsewhere."""

    media: Media
    hint: str
    far: bool
    id: int  # of its link to the report
    odd: Sequence[str] = ()  # what is odd about a photo of the work, for who checks it

    @property
    def is_voice(self) -> bool:
        """Something to be heard, not seen."""
        return self.media.content_type.startswith("audio/")

    @property
    def thumb(self) -> str:
        """What a list shows; the whole picture where no small copy was made."""
        return self.media.thumb_sha256 or self.media.sha256


@dataclass(frozen=True)
class View:
    """A report's page."""

    detail: Detail
    city: Catalogue
    kelurahan: AreaInfo | None
    clocks: tuple[Clock, Clock]
    talk: list[Spoken]
    moves: list[Move]
    may: frozenset[Action]
    may_category: bool
    accused: list[str]  # names of the offices it complains of
    reporter: ShownReporter | None
    theme: str
    told: list[tuple[str, str]]
    files: list[File]
    results: list[File]
    may_withdraw: bool  # a photo of the work that nobody else was shown yet
    may_add_results: int  # photos of the finished work: how many more
    photo_missing: bool  # without one of the result it cannot be finished
    check: Check | None  # None for who may not check
    neighbours: neighbours.Standing | None  # what who was asked "sudah beres?" said of the newest delivery
    news: list[deliveries.News]
    alert_level: int | None
    why_urgent: list[str]
    room: moving.Room | None  # how the officer may move the end
    ready: list[ready_answers.Ready]  # answers of the officer's office, filled in for this report
    opens: datetime  # when the officer's office next opens
    away: Collection[int]  # of these colleagues, those somebody stands in for today
    colleagues: Sequence[Officer]  # who may be given the report; none where the officer may not give it
    holder: Officer | None
    public: showing.Showing  # what everybody sees of it
    curve: WarnedCurve | None  # of what a thing that measures warned of
    read: int | None  # the newest event the officer had before them when they last opened it

    @property
    def version(self) -> Version:
        """Which version of the report its forms are made from."""
        newest = max((happened.event.seq for happened in self.detail.history), default=0)
        return stale.version(self.detail.report, newest)

    def owners(self) -> Mapping[str, AgencyFacts]:
        """Who would answer, by category, were the report of it; of those that may be chosen."""
        return deciding.owners(self.city, self.detail.report, accused=frozenset(self.detail.accused))


def report_view(officer: Officer, number: str, *, unmasked: bool = False) -> View:
    """The page of one report; routing's NotFound when it is not within the officer's reach."""
    now = clock.now()
    with reading() as session:
        city = catalogue(session)
        door = visible_to(session, officer)
        report, near = door.found(number)
        can = door.rights(report)
        lists = PAGE.ask(session, **_asked_with(session, officer, report, now=now))
        detail = story.told(report, near, lists, may=can)
        told = queries.told(city, report)
        level = queries.alert_level(session, detail.report)
        room = moving.room(session, officer, report, now=now) if Action.POSTPONE in can else None
        checked = check_of(session, officer, detail)
        photos = [photo for photo, _ in detail.pictures]
        missing = report.status in OPEN and proving.photo_is_missing(session, report, photos)
        giving = Action.HOLD in can and report.status in OPEN
        opens = scheduled.opens_next(session, officer.agency_code or detail.report.agency_code, now=now)
        curve = curve_of(session, detail.report, now=now)
        beside = neighbours.standing(session, detail.report) if _asked_beside(detail) else None
        public = showing.showing(session, detail.report, _answers(detail))
    told_steps = steps(detail.history, city, {})
    ready = ready_answers.offered((row[0] for row in lists["ready"]), report, city)
    odd = checked.odd if checked else {}
    files: dict[str, list[File]] = {"laporan": [], "hasil": []}
    for link, media in detail.pictures:
        files[link.purpose].append(_file(link, media, report, odd.get(link.id, ())))
    return View(
        detail=detail, city=city, kelurahan=city.kelurahan.get(report.kelurahan_code or ""),
        clocks=(first_answer(report, now), resolution(report, now)),
        talk=talk(detail.messages, told_steps),
        moves=_moves(officer, Status(report.status)) if Action.STATUS in can else [], may=can,
        may_category=Action.CATEGORY in can and report.status in MAY_MOVE,
        reporter=_reporter(detail, unmasked),
        theme=_theme(report), told=told, files=files["laporan"], results=files["hasil"],
        accused=[_office(code, city) for code in detail.accused],
        may_withdraw=Action.STATUS in can and report.status in OPEN - {Status.DIPERIKSA},
        may_add_results=results_left(can, report, len(files["hasil"])),
        photo_missing=missing, check=checked, neighbours=beside,
        news=deliveries.news(row[0] for row in lists["news"]), alert_level=level, why_urgent=reasons(report),
        room=room, colleagues=[one for one, _ in lists["colleagues"]] if giving else [],
        away={one.id for one, away in lists["colleagues"] if away}, opens=opens,
        ready=ready if Action.ANSWER in can else [], holder=detail.holder,
        public=public, curve=curve, read=near.read,
    )  # fmt: skip


def _asked_beside(detail: Detail) -> bool:
    return any(one.event.kind == EventKind.NEIGHBOURS_ASKED for one in detail.history)


def _asked_with(session: Session, officer: Officer, report: Report, *, now: datetime) -> dict[str, Any]:
    return {
        "report_id": report.id, "reporter": report.person_id, **ready_answers.asked_with(officer),
        **holding.asked_with(session, report, officer, now=now),
    }  # fmt: skip


def _answers(detail: Detail) -> list[Message]:
    return [said.message for said in detail.messages if said.message.direction == "keluar"]


def _office(code: str, city: Catalogue) -> str:
    """An accused office's name; its kind where nobody knows which one."""
    agency = city.agencies.get(code)
    if agency is not None and agency.active:
        return agency.name
    return f"{code.capitalize()} (belum jelas yang mana)"


def _file(link: ReportMedia, media: Media, report: Report, odd: Sequence[str]) -> File:
    return File(media, camera.hint(link, report), camera.is_far(link, report), link.id, odd)


def _moves(officer: Officer, at: Status) -> list[Move]:
    allowed = [to for to in next_statuses(at) if may_move_as(officer.role, at, to)]
    return [Move(to.value, needs_reason(at, to)) for to in allowed]


def results_left(can: Collection[Action], report: Report, have: int) -> int:
    """How many more photos of the finished work an officer who may do this may add now."""
    working = Action.STATUS in can and report.status in (OPEN | {Status.SELESAI}) - {Status.DIPERIKSA}
    return max(0, MOST_RESULTS - have) if working else 0


def _reporter(detail: Detail, unmasked: bool) -> ShownReporter | None:
    person = detail.person
    if person is None:
        return None
    if is_anonymous(detail.report):
        return ShownReporter("Anonim", "", "", person.unreachable_at, True, True)
    name, account = _names(person)
    if unmasked:
        return ShownReporter(
            name or "Tanpa nama", person.address, account, person.unreachable_at, False, False
        )
    hidden = mask_name(name), mask_address(person.address), mask_name(account) if account else ""
    return ShownReporter(*hidden, person.unreachable_at, True, False)


def _theme(report: Report) -> str:
    """What a proposal is about, in words; "" for everything else."""
    known = themes().get(report.theme or "")
    return known.name if known else ""


def is_anonymous(report: Report) -> bool:
    """Nobody may see who wrote this report."""
    return report.privacy == "anonim"


def _names(person: Person) -> tuple[str, str]:
    """What to call them, and the platform's name for them when that is another."""
    called, account = person.called or "", person.name or ""
    return (called or account, account if called and account != called else "")
