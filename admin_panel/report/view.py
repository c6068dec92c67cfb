"""What the report page shows, gathered once for the page, the pane beside the queue and the live renewal."""

from dataclasses import dataclass
from datetime import datetime

from admin_panel.clocks import Clock, first_answer, resolution
from admin_panel.masks import mask_address, mask_name
from admin_panel.report import queries
from admin_panel.report.history import Step, step
from routing.catalogue import AreaInfo, Catalogue, catalogue
from routing.domain.lifecycle import OPEN, Status, needs_reason, next_statuses
from routing.domain.permissions import Action, may, may_move_as
from routing.reports import Detail, visible_to
from storage import clock
from storage.db import reading
from storage.models import Officer, Outbox


@dataclass(frozen=True)
class Move:
    """A status the officer may choose. `reasoned`: a reason must be given."""

    to: str
    reasoned: bool


@dataclass(frozen=True)
class Reporter:
    """Who wrote the report, as far as this officer sees it."""

    name: str
    address: str
    unreachable_at: datetime | None
    masked: bool


@dataclass(frozen=True)
class View:
    """A report's page."""

    detail: Detail
    city: Catalogue
    kelurahan: AreaInfo | None
    clocks: tuple[Clock, Clock]
    steps: list[Step]
    moves: list[Move]
    may_work: bool
    may_category: bool
    reporter: Reporter | None
    stuck: list[Outbox]
    alert_level: int | None


def report_view(officer: Officer, number: str, *, unmasked: bool = False) -> View:
    """The page of one report; routing's NotFound when it is not within the officer's reach."""
    now = clock.now()
    with reading() as session:
        city = catalogue(session)
        detail = visible_to(session, officer).detail(number)
        stuck = queries.stuck_notices(session, detail.report)
        level = queries.alert_level(session, detail.report)
    report = detail.report
    working = may(officer.role, Action.ANSWER)
    return View(
        detail=detail, city=city, kelurahan=city.kelurahan.get(report.kelurahan_code or ""),
        clocks=(first_answer(report, now), resolution(report, now)),
        steps=[step(happened, city) for happened in reversed(detail.history)],
        moves=_moves(officer, Status(report.status)), may_work=working,
        may_category=working and report.status in OPEN | {Status.DIRUJUK},
        reporter=_reporter(detail, unmasked), stuck=stuck, alert_level=level,
    )  # fmt: skip


def _moves(officer: Officer, at: Status) -> list[Move]:
    allowed = [to for to in next_statuses(at) if may_move_as(officer.role, at, to)]
    return [Move(to.value, needs_reason(at, to)) for to in allowed]


def _reporter(detail: Detail, unmasked: bool) -> Reporter | None:
    person = detail.person
    if person is None:
        return None
    name = (person.name or "Tanpa nama") if unmasked else mask_name(person.name)
    address = person.address if unmasked else mask_address(person.address)
    return Reporter(name, address, person.unreachable_at, not unmasked)
