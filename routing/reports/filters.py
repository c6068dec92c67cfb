"""What a list of reports is narrowed to: one model, read from an address, asked for in SQL."""

import re
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, String, and_, cast, or_, select
from sqlalchemy.orm import aliased

from routing.domain.lifecycle import OPEN, WITH_THE_CITY
from routing.domain.numbers import DASHES
from storage.models import Area, Category, Message, Report

Condition = ColumnElement[bool]
ALL = "semua"
ALERT = "peringatan"  # the kind of report a gauge files
# What addresses call the fields; the others are called there as here.
IN_ADDRESSES = {
    "category": "kategori", "agency": "dinas", "overdue": "terlambat", "needs_review": "tinjau",
    "privacy": "privasi", "residents": "warga",
    "theme": "tema", "kind": "jenis", "text": "q", "sort": "urut", "page": "hal",
}  # fmt: skip


class Filters(BaseModel):
    """What is listed.

    status: a status | "" (still to be worked on; all where words are looked for) | "semua".
    overdue: late by either deadline. privacy: "anonim" | "rahasia".
    text: words that must all stand in the report's number, words, place, area, category, answers, messages or
    notes. sort: "mendesak" (the most urgent, then due first) | "terbaru" | "dukungan" (most residents first).
    page: counted from 1.
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
    needs_review: bool = False
    privacy: str = Field(default="", max_length=20)
    kind: str = Field(default="", max_length=20)
    theme: str = Field(default="", max_length=60)
    residents: bool = False  # filed by somebody, not by a gauge
    text: str = Field(default="", max_length=200)
    sort: str = Field(default="mendesak", max_length=20)
    page: int = Field(default=1, ge=1, le=100_000)

    @property
    def shown(self) -> str:
        """The status that is listed, "" for what is still to be worked on."""
        return ALL if self.text and not self.status else self.status

    def query(self, **changes: Any) -> dict[str, Any]:
        """As addresses ask for it: some of this changed, page 1, what goes without saying left out."""
        changed = self.model_copy(update={"page": 1, **changes})
        return changed.model_dump(by_alias=True, exclude_defaults=True)


def is_overdue(now: datetime) -> Condition:
    """SQL: the city is late with this report, with its first answer or with its end."""
    unanswered = and_(Report.first_answered_at.is_(None), Report.first_answer_due < now)
    return and_(Report.status.in_(sorted(WITH_THE_CITY)), or_(unanswered, Report.resolve_due < now))


def conditions(filters: Filters, now: datetime) -> list[Condition]:
    """The filters as SQL."""
    exact = {
        Report.category_code: filters.category, Report.kind: filters.kind, Report.agency_code: filters.agency,
        Report.kelurahan_code: filters.kelurahan, Report.privacy: filters.privacy,
        Report.theme: filters.theme, Report.status: filters.shown if filters.shown != ALL else "",
    }  # fmt: skip
    found: list[Condition] = [column == value for column, value in exact.items() if value]
    if not filters.shown:
        found.append(Report.status.in_(sorted(OPEN)))
    if filters.kecamatan:
        inside = select(Area.code).where(Area.parent_code == filters.kecamatan)
        found.append(Report.kelurahan_code.in_(inside))
    if filters.residents:
        found.append(Report.kind != ALERT)
    if filters.overdue:
        found.append(is_overdue(now))
    if filters.needs_review:
        found.append(Report.needs_review.is_(True))
    found.extend(_says(word) for word in filters.text.replace("\x00", "").split())
    return found


def _says(word: str) -> Condition:
    """SQL: a report's row or story holds this word, as `Filters.text` says."""

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


def order(sort: str) -> tuple[ColumnElement[Any], ...]:
    """SQL: the order of a list; an unknown one is the usual one."""
    if sort == "terbaru":
        return (Report.created_at.desc(), Report.id.desc())
    if sort == "dukungan":
        return (Report.supporters.desc(), Report.urgency.desc(), Report.resolve_due.asc(), Report.id.asc())
    return (Report.urgency.desc(), Report.resolve_due.asc(), Report.id.asc())
