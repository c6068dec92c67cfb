"""What a list of reports is narrowed to: one model, read from an address, asked for in SQL."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, case, exists, false, func, or_, select

from routing.domain.lifecycle import OPEN, WITH_THE_CITY, Status
from storage.clock import LOCAL
from storage.event_kinds import EventKind
from storage.models import Area, Event, Mention, Report

Condition = ColumnElement[bool]
ALL = "semua"
PAGE, MOST_ROWS = 50, 200
MINE, NOBODYS = "saya", "bebas"
FOUND = "ditemukan"  # the order of what was looked for
ALERT = "peringatan"  # the kind of report a gauge files
# What addresses call the fields; the others are called there as here.
IN_ADDRESSES = {
    "category": "kategori", "agency": "dinas", "overdue": "terlambat", "needs_review": "tinjau",
    "privacy": "privasi", "residents": "warga", "holder": "pegang", "mentioned": "disebut",
    "today": "hari_ini",
    "theme": "tema", "kind": "jenis", "text": "q", "phone": "hp", "sort": "urut", "after": "sesudah",
    "rows": "banyak", "since": "dari", "until": "sampai", "channel": "saluran", "apart": "tanpa_gabungan",
    "outcome": "hasil",
}  # fmt: skip
# The end is where the doer delivered, once it is accepted.
ENDED_AT = case((Report.resolved_at.is_not(None), func.coalesce(Report.delivered_at, Report.resolved_at)))
# What became of a report: kept and moved as `figures.promises` tells them.
OUTCOMES: dict[str, Condition] = {
    "tepat": and_(Report.resolve_due >= ENDED_AT, Report.moved == 0),
    "diundur": and_(Report.resolve_due >= ENDED_AT, Report.moved > 0),
    "lewat": Report.resolve_due < ENDED_AT,
    "dibuka_lagi": exists().where(Event.report_id == Report.id, Event.kind == EventKind.REPORT_REOPENED),
    "belum_dijawab": Report.first_answered_at.is_(None),
}
Day = Annotated[date | None, BeforeValidator(lambda given: given or None)]


class Filters(BaseModel):
    """What is listed.

    status: a status | "" (still to be worked on; all where words are looked for) | "semua".
    overdue: late by either deadline. today: not late yet, but before the day is over.
    holder: "saya" (in the hands of whoever asks) | "bebas" (in nobody's) | an officer's id.
    privacy: "anonim" | "rahasia". since, until: days by the city's clock on which it came, both included.
    apart: not joined to another one. outcome: of OUTCOMES.
    text: words that must all stand in the report's number, words, place, area, category, answers, messages or
    notes, inflected or not. phone: the last four digits of a reporter's WhatsApp number, for who may see it.
    sort: "mendesak" (the most urgent, then due first) | "terbaru" | "dukungan" (most residents first).
    after: a cursor of `paging`, "" for the top. rows: how many at most.
    """

    model_config = ConfigDict(
        frozen=True, populate_by_name=True, alias_generator=lambda name: IN_ADDRESSES.get(name, name)
    )

    status: str = Field(default="", max_length=20)
    category: str = Field(default="", max_length=60)
    kelurahan: str = Field(default="", max_length=20)
    kecamatan: str = Field(default="", max_length=20)
    agency: str = Field(default="", max_length=60)
    overdue: bool = False
    today: bool = False
    holder: str = Field(default="", max_length=10)
    needs_review: bool = False
    mentioned: bool = False  # a note speaks to whoever asks, who has not opened it since
    privacy: str = Field(default="", max_length=20)
    kind: str = Field(default="", max_length=20)
    theme: str = Field(default="", max_length=60)
    residents: bool = False  # filed by somebody, not by a gauge
    text: str = Field(default="", max_length=200)
    phone: str = Field(default="", max_length=10)
    channel: str = Field(default="", max_length=20)
    unit: str = Field(default="", max_length=60)
    since: Day = None
    until: Day = None
    apart: bool = False
    outcome: str = Field(default="", max_length=20)
    sort: str = Field(default="mendesak", max_length=20)
    after: str = Field(default="", max_length=100)
    rows: int = Field(default=PAGE, ge=1, le=MOST_ROWS)

    @property
    def looks_for(self) -> bool:
        """Whether something is looked for: then in all statuses, and the newest comes first."""
        return bool(self.text.replace("\x00", "").strip() or self.phone)

    @property
    def shown(self) -> str:
        """The status that is listed, "" for what is still to be worked on."""
        return ALL if (self.looks_for or self.mentioned) and not self.status else self.status

    @property
    def order(self) -> str:
        """The name of the order in `paging`."""
        return FOUND if self.looks_for else self.sort

    def query(self, **changes: Any) -> dict[str, Any]:
        """As addresses ask for it: some of this changed, from the top, what goes without saying left out."""
        changed = self.model_copy(update={"after": "", "rows": PAGE, **changes})
        return changed.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _spelled_out(name: str, statuses: Collection[Status]) -> Condition:
    """SQL: the status is one of these, as words of the statement: so indexes of open reports are found."""
    told: BindParameter[str] = bindparam(name, sorted(statuses), expanding=True, literal_execute=True)
    return Report.status.in_(told)


IS_OPEN = _spelled_out("open_statuses", OPEN)
WITH_CITY = _spelled_out("city_statuses", WITH_THE_CITY)
# The same of reports that are open: said so, PostgreSQL does not take them for few.
BY_THE_CITY = Report.status.not_in(sorted(OPEN - WITH_THE_CITY))


def start_of(day: date) -> datetime:
    """The first moment of the day by the city's clock."""
    return datetime.combine(day, time(), LOCAL)


def is_late(now: datetime) -> Condition:
    """SQL: its first answer or its end was due before, of a report the city still works on."""
    unanswered = and_(Report.first_answered_at.is_(None), Report.first_answer_due < now)
    return or_(unanswered, Report.resolve_due < now)


def is_overdue(now: datetime) -> Condition:
    """SQL: the city is late with this report, with its first answer or with its end."""
    return and_(WITH_CITY, is_late(now))


def is_due_today(now: datetime) -> Condition:
    """SQL: the next deadline of this report passes before the day is over."""
    return and_(WITH_CITY, ~is_late(now), is_late(_day_over(now)))


def _day_over(now: datetime) -> datetime:
    """Just behind the end of the day by the city's clock."""
    end = (now.astimezone(LOCAL) + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return end + timedelta.resolution


def in_hands(holder: str, me: int) -> Condition:
    """SQL: whose hands it is in, as `Filters.holder` says; me: the id of the officer who asks."""
    if holder.isascii() and holder.isdigit():
        return Report.holder_id == int(holder)
    return Report.holder_id == me if holder == MINE else Report.holder_id.is_(None)


def mentioned(me: int) -> Condition:
    """SQL: a note about the report speaks to this officer, who has not opened it since."""
    unseen = (Mention.report_id == Report.id, Mention.officer_id == me, Mention.seen_at.is_(None))
    return exists().where(*unseen)


def conditions(filters: Filters, now: datetime, *, me: int) -> list[Condition]:
    """The filters as SQL; me: the id of the officer who asks."""
    exact = {
        Report.category_code: filters.category, Report.kind: filters.kind, Report.agency_code: filters.agency,
        Report.kelurahan_code: filters.kelurahan, Report.privacy: filters.privacy,
        Report.theme: filters.theme, Report.channel: filters.channel, Report.unit_code: filters.unit,
        Report.status: filters.shown if filters.shown != ALL else "",
    }  # fmt: skip
    found: list[Condition] = [column == value for column, value in exact.items() if value]
    if not filters.shown or filters.overdue or filters.today:
        found.append(IS_OPEN)
    if filters.kecamatan:
        inside = select(Area.code).where(Area.parent_code == filters.kecamatan)
        found.append(Report.kelurahan_code.in_(inside))
    if filters.residents:
        found.append(Report.kind != ALERT)
    if filters.overdue:
        found += [BY_THE_CITY, is_late(now)]
    if filters.today:
        found += [BY_THE_CITY, ~is_late(now), is_late(_day_over(now))]
    if filters.holder:
        found.append(in_hands(filters.holder, me))
    if filters.mentioned:
        found.append(mentioned(me))
    if filters.needs_review:
        found.append(Report.needs_review.is_(True))
    if filters.apart:
        found.append(Report.status != Status.DUPLIKAT)
    if filters.outcome:
        found.append(OUTCOMES.get(filters.outcome, false()))
    return [*found, *came(filters)]


def came(filters: Filters) -> list[Condition]:
    """SQL: on which days it came."""
    found: list[Condition] = []
    if filters.since:
        found.append(Report.created_at >= start_of(filters.since))
    if filters.until:
        found.append(Report.created_at < start_of(filters.until) + timedelta(days=1))
    return found
