"""A resident's report comes in: whose it is, by when, under which number."""

import math
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningInsert

from routing.city import offices, themes
from routing.city.areas import locate
from routing.city.catalogue import Catalogue, catalogue
from routing.city.rulebook import Told
from routing.domain.lifecycle import Status
from routing.domain.numbers import ReportNumber, month_of
from routing.domain.publicity import ANONYMOUS, SECRET, at_filing
from routing.domain.rules import Decision
from routing.reports import clocks, deciding, parting, urgency
from routing.reports.residents import own_report
from routing.texts import RESIDENT_MAX, clean, needed
from storage import events
from storage.event_kinds import EventKind
from storage.inserts import insert_for
from storage.models import Accusation, Counter, Person, Report
from storage.models.base import table_of
from storage.statements import Statement

KINDS = frozenset({"pengaduan", "aspirasi", "permintaan"})
UNSORTED = "lainnya"
PRIVACY = frozenset({"biasa", "anonim", "rahasia"})


@dataclass(frozen=True)
class NewReport:
    """What is known of a report before it is filed. `text` is already masked.

    category: a code, or None when nobody knows yet. kelurahan: a Kemendagri code; when None the point
    decides. emergency: the kind of cry for help, if any. lat, lon: degrees. facts: what else the
    resident told. privacy: biasa | anonim | rahasia; hidden: an anonymous one is not for
    the public either. agency: an outside body's code, where the matter is not
    the city's whatever its category says. accused: codes of offices complained of, beside those the text
    names. track_key: what opens its page, if anybody is to be told of one.
    """

    text: str
    category: str | None = None
    category_by: str = "warga"
    confidence: float | None = None
    needs_review: bool = False
    kind: str = "pengaduan"
    emergency: str | None = None
    lat: float | None = None
    lon: float | None = None
    kelurahan: str | None = None
    place: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    privacy: str = "biasa"
    hidden: bool = False
    agency: str = ""
    accused: frozenset[str] = frozenset()
    track_key: str | None = None


@dataclass(frozen=True)
class Filed:
    """A report as filed.

    Times in UTC. referred: not the city's; `contact` says how to reach who it belongs to. others: how
    many other residents proposed the like this month.
    """

    report_id: int
    number: str
    agency_code: str
    agency_name: str
    kelurahan_name: str
    first_answer_due: datetime
    resolve_due: datetime
    referred: bool
    contact: str
    others: int = 0


def file_report(
    tx: Session, draft: NewReport, *, person: Person | None, channel: str, now: datetime, demo: bool = False
) -> Filed:
    """Store a report in the queue of who answers for it.

    A category that is unknown or switched off becomes "lainnya" and is marked for review: an odd
    understanding never costs a report. Raises BadInput for an empty or overlong text.
    """
    text = needed(draft.text, limit=RESIDENT_MAX)
    city = catalogue(tx)
    category, kelurahan = _category(draft, city), _kelurahan(draft, city)
    accused = draft.accused | offices.accused(text, category, kelurahan, city)
    shielded = bool(accused) or category in city.guarded or draft.hidden
    privacy = at_filing(draft.privacy if draft.privacy in PRIVACY else "biasa", shielded=shielded)
    care = city.care(category, accused=accused, privacy=privacy, emergency=draft.emergency)
    report = _report(draft, category=category, now=now)
    report.number = next_number(tx, city.number_prefix, now)
    report.text, report.kelurahan_code, report.needs_review = (
        text,
        kelurahan,
        draft.needs_review or category != draft.category,
    )
    report.privacy, report.shielded = privacy, shielded
    report.person_id, report.channel, report.demo = person.id if person else None, channel, demo
    if report.kind == themes.KIND:
        report.theme = themes.theme_of(text, category)
    urgency.refresh(tx, report, now=now)
    decided = deciding.decide(city, deciding.told_of(report), care, outside=draft.agency)
    owner = decided.decision
    report.agency_code, report.unit_code = owner.agency.code, owner.unit or None
    report.track_key = draft.track_key
    report.status = Status.DIRUJUK if owner.referred else Status.MENUNGGU
    terms = clocks.promise(city, report, start=now, unit=owner.unit)
    clocks.set_dates(report, terms)
    store(tx, report, kind=EventKind.REPORT_FILED, actor="warga", now=now)
    clocks.begin(tx, report, terms, now=now)
    deciding.keep(tx, report, decided, city=city, now=now)
    tx.add_all(Accusation(report_id=report.id, agency_code=code) for code in sorted(accused))
    area = city.kelurahan.get(kelurahan or "")
    return Filed(
        report.id, report.number, owner.agency.code, owner.agency.name, area.name if area else "",
        report.first_answer_due, report.resolve_due, owner.referred,
        owner.agency.contact if owner.referred else "", themes.others(tx, report, now=now),
    )  # fmt: skip


def foreseen(city: Catalogue, draft: NewReport, *, channel: str, now: datetime) -> Decision:
    """Who would answer for the draft, were it filed now; rules on how urgent it is are still silent."""
    category, kelurahan = _category(draft, city), _kelurahan(draft, city)
    accused = draft.accused | offices.accused(draft.text, category, kelurahan, city)
    shielded = bool(accused) or category in city.guarded or draft.hidden
    privacy = at_filing(draft.privacy if draft.privacy in PRIVACY else "biasa", shielded=shielded)
    told = Told(
        category=category, kelurahan=kelurahan, at=now, text=draft.text, place=draft.place, lat=draft.lat,
        lon=draft.lon, channel=channel, emergency=draft.emergency,
    )  # fmt: skip
    care = city.care(category, accused=accused, privacy=privacy, emergency=draft.emergency)
    return deciding.decide(city, told, care, outside=draft.agency).decision


def _category(draft: NewReport, city: Catalogue) -> str:
    asked = city.categories.get(draft.category or "")
    return asked.code if asked and asked.active else UNSORTED


def set_privacy(tx: Session, number: str, *, person: Person, privacy: str, now: datetime) -> Report:
    """The reporter wants the report under another privacy: biasa, anonim or rahasia.

    Who wants no name on a secret one as well does not want it public: it stays hidden.
    """
    report = own_report(tx, number, person=person)
    if privacy in PRIVACY and privacy != report.privacy:
        report.shielded = report.shielded or (report.privacy == SECRET and privacy == ANONYMOUS)
        report.privacy, report.updated_at = privacy, now
        parting.keep_apart(tx, report, now=now)
        data = {"privacy": privacy}
        events.record(tx, kind=EventKind.REPORT_PRIVACY, actor="warga", now=now, report=report, data=data)
    return report


def next_number(tx: Session, prefix: str, now: datetime) -> str:
    """The month's next report number. The counter's row stays locked until the end: no gap, no double."""
    month = month_of(now)
    serial = _NEXT.value(tx, name=f"report-{prefix}-{month}")
    return str(ReportNumber(prefix, month, serial))


def _next(dialect: str) -> ReturningInsert[int]:
    """Counts one on."""
    counter = table_of(Counter)
    first: Any = insert_for(dialect, counter).values(name=bindparam("name"), value=1)
    taken = first.on_conflict_do_update(index_elements=["name"], set_={"value": counter.c.value + 1})
    counted: ReturningInsert[int] = taken.returning(counter.c.value)
    return counted


_NEXT = Statement(_next)


def store(tx: Session, report: Report, *, kind: EventKind, actor: str, now: datetime) -> None:
    """Insert a new report and record that it came."""
    tx.add(report)
    tx.flush()
    data = {
        "status": report.status, "category": report.category_code, "kelurahan": report.kelurahan_code,
        "priority": report.priority,
    }  # fmt: skip
    events.record(tx, kind=kind, actor=actor, now=now, report=report, data=data)


def _kelurahan(draft: NewReport, city: Catalogue) -> str | None:
    if draft.kelurahan in city.kelurahan:
        return draft.kelurahan
    if draft.lat is None or draft.lon is None:
        return None
    located = locate(draft.lat, draft.lon)
    return located.kelurahan_code if located and located.kelurahan_code in city.kelurahan else None


def _report(draft: NewReport, *, category: str, now: datetime) -> Report:
    lat, lon = _point(draft)
    return Report(
        kind=draft.kind if draft.kind in KINDS else "pengaduan",
        category_code=category, category_by=draft.category_by, confidence=draft.confidence,
        emergency=draft.emergency, lat=lat, lon=lon, place=clean(draft.place[:500], limit=500),
        facts=_facts(draft.facts), created_at=now, updated_at=now, supporters=0,
    )  # fmt: skip


def _facts(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts without control characters, which PostgreSQL's JSON refuses."""
    return {key: _fact(value) for key, value in facts.items()}


def _fact(value: Any) -> Any:
    if isinstance(value, dict):
        return _facts(value)
    return clean(value[:1000], limit=1000) if isinstance(value, str) else value


def _point(draft: NewReport) -> tuple[float | None, float | None]:
    """The point when it is one on earth: a map cannot show, and PostgreSQL's JSON cannot hold, NaN."""
    lat, lon = draft.lat, draft.lon
    if lat is None or lon is None or not (math.isfinite(lat) and math.isfinite(lon)):
        return None, None
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else (None, None)
