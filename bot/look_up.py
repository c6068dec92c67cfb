"""Reading what the dialogue may know: the city's configuration, the person's reports, where a point lies."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from types import SimpleNamespace
from typing import Any

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import Session

from bot import edits, foreseen, gate
from bot.city import facts_of
from bot.dialogue.known import AskedBeside, Known, PointArea, ReportInfo
from bot.dialogue.reports import WAITING
from bot.dialogue.types import Incoming, Point
from bot.tongue import category_in
from nlu.abuse import rude
from nlu.numbers import find_report_number
from nlu.privacy import mask
from nlu.types import Understanding
from routing.city import catalogue as city_catalogue
from routing.city.areas import locate
from routing.city.catalogue import Catalogue
from routing.domain import tracking_keys
from routing.domain.lifecycle import Status
from routing.domain.numbers import parse
from routing.domain.publicity import is_public
from routing.people import calls, officer_chats
from routing.reports.public_door import public
from routing.reports.status import RATED_BEFORE
from storage import outbox, people
from storage.event_kinds import EventKind
from storage.models import Event, EventReason, Joined, NeighbourAsked, Person, Report, Support
from storage.models.base import table_of
from storage.statements import Statement, Together

RECENT = 20  # of the person's own reports and those they have joined
# Put together once: building it costs more than running it.
OWN = select(table_of(Report).c.id).where(table_of(Report).c.person_id == bindparam("person"))
JOINED = select(Support.report_id).where(Support.person_id == bindparam("person"))
_report = table_of(Report)
THEIRS = select(_report).where(_report.c.id.in_(OWN.union_all(JOINED)))
NEWEST = Statement(lambda _: THEIRS.order_by(_report.c.id.desc()).limit(RECENT))
BY_ID = select(_report.c.number).where(
    _report.c.id == bindparam("id"), _report.c.person_id == bindparam("person")
)
# Of a duplicate, what is told of the report it was joined to.
STANDING = (
    "status", "agency_code", "first_answer_due", "resolve_due", "resolved_at", "first_answered_at",
    "updated_at", "promised_at",
)  # fmt: skip
BESIDE = (
    select(Report.number, NeighbourAsked.asked_at)
    .join(NeighbourAsked, NeighbourAsked.through_id == Report.id)
    .where(NeighbourAsked.person_id == bindparam("person"), NeighbourAsked.waits, NeighbourAsked.answer == "")
)
# Why a report was refused or referred, in its officer's words, the newest last.
WHY = (
    select(Event.report_id, EventReason.text)
    .join(EventReason, EventReason.event_seq == Event.seq)
    .where(Event.kind == EventKind.REPORT_STATUS, Event.report_id.in_(bindparam("ids", expanding=True)))
    .order_by(Event.seq)
)
NUMBERED = select(_report).where(
    _report.c.number == bindparam("number"),
    or_(
        _report.c.person_id == bindparam("person"),
        and_(public(), _report.c.id.in_(JOINED)),
    ),
)


# Of every turn: whose chat it is, what is configured, whether the operator speaks, where the talk stands, and
# when the person wrote the message that is as far back as their limit.
_TURN = Together(officer_chats.IN_CHAT, city_catalogue.NEWEST, calls.ANSWERED, people.STATE, gate.PAST)


def ahead(tx: Session, person: Person, *, row_id: int, now: datetime) -> None:
    """Ask at once what every turn asks; `person` is locked, so that nothing of it can change meanwhile."""
    known = city_catalogue.last_known()
    _TURN.ask(
        tx, person_id=person.id, since=now - calls.SAME_CALL, channel=person.channel, sender=person.address,
        row_id=row_id, past=known.settings.misuse.messages if known else 0,
    )  # fmt: skip


def read(
    session: Session,
    *,
    person: Person,
    message: Incoming,
    understanding: Understanding | None,
    now: datetime,
    parts: tuple[Understanding, ...] = (),
    whole: Understanding | None = None,
) -> Known:
    """Everything one turn may look at; three small queries, four when a report's number is named.

    parts: what was understood of each matter, where the text tells of several.
    """
    city = city_catalogue.catalogue(session)
    reports, supported = _own(session, person, city)
    number = find_report_number(message.text, prefix=city.number_prefix) if message.text else None
    if number is None and message.button:
        named = message.button.partition(":")[2]  # a report's number, or what the button does
        number = named if parse(named, city.number_prefix) else None
    facts = facts_of(city, person.locale)
    return Known(
        now=now,
        catalogue=facts,
        owner=partial(foreseen.owner, city=city, facts=facts, channel=person.channel, now=now),
        understanding=understanding,
        masked=understanding.masked if understanding else mask(message.text),
        located=located(message.point) if message.point else None,
        reports=reports,
        supported=supported,
        called=person.called or "",
        consented=person.consented_at is not None,
        parts=parts,
        whole=whole,
        asked=_asked(session, number, person, (*reports, *supported), city) if number else None,
        locale=person.locale,
        rude=bool(message.text) and rude(message.text),
        most_a_day=city.settings.misuse.reports_per_day,
        operator_answers=calls.is_answered(session, person, now=now),
        beside=_beside(session, person, (*reports, *supported)),
        network=message.network,
        quoted=_quoted(session, message, person, reports, city),
        edited=edits.edited(session, message, person) if message.edits else None,
    )


def _beside(session: Session, person: Person, shown: Sequence[ReportInfo]) -> tuple[AskedBeside, ...]:
    """Questions to them as a neighbour, still open; no query where no report of theirs is being checked."""
    if not any(report.status == Status.DIPERIKSA for report in shown):
        return ()
    rows = session.execute(BESIDE, {"person": person.id})
    return tuple(AskedBeside(row.number, row.asked_at) for row in rows)


def located(point: Point) -> PointArea:
    """Where the point lies; outside the city it has no code."""
    found = locate(point.lat, point.lon)
    return PointArea(found.kelurahan_code, found.name, found.kecamatan) if found else PointArea(None)


def _own(
    session: Session, person: Person, city: Catalogue
) -> tuple[tuple[ReportInfo, ...], tuple[ReportInfo, ...]]:
    """The person's own reports and those they have joined, in one query."""
    rows = _as_worked_on(session, NEWEST.rows(session, person=person.id))
    mine = [row for row in rows if row.person_id == person.id]
    whys = _whys(session, [row.id for row in mine if row.status in (Status.DITOLAK, Status.DIRUJUK)])
    own = tuple(replace(_info(row, city, locale=person.locale), why=whys.get(row.id, "")) for row in mine)
    others = (row for row in rows if row.person_id != person.id)
    joined = (
        row for row in others
        if is_public(privacy=row.privacy, channel=row.channel, shielded=row.shielded)
    )  # fmt: skip
    return own, tuple(
        replace(_info(row, city, locale=person.locale, own=False), supported=True) for row in joined
    )


def _whys(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """Why each of these reports was refused or referred; no query where none was."""
    return {row.report_id: row.text for row in session.execute(WHY, {"ids": ids})} if ids else {}


def _quoted(
    session: Session, message: Incoming, person: Person, own: Sequence[ReportInfo], city: Catalogue
) -> str:  # fmt: skip
    """The person's own report that the message they reply to was about; "" when there is none.

    By the platform's id of our message, else by the number that stands in the words the platform repeats.
    """
    behind = (
        outbox.report_behind(session, person_id=person.id, external_id=message.quoted)
        if message.quoted
        else None
    )
    if behind is not None:
        number = session.execute(BY_ID, {"id": behind, "person": person.id}).scalar_one_or_none()
        return str(number) if number else ""
    named = find_report_number(message.quoted_text, prefix=city.number_prefix)
    return named if named and any(report.number == named for report in own) else ""


def _asked(
    session: Session, number: str, person: Person, known: Sequence[ReportInfo], city: Catalogue
) -> ReportInfo | None:
    """The person's own report of this number, or one they support: of others' a number opens nothing."""
    near = next((report for report in known if report.number == number), None)
    if near is not None:
        return near
    older = session.execute(NUMBERED, {"number": number, "person": person.id}).one_or_none()
    if older is None:
        return None
    own, older = older.person_id == person.id, _as_worked_on(session, [older])[0]
    info = _info(older, city, locale=person.locale, own=own)
    return info if own else replace(info, supported=True)


def _key(key: str | None, *, own: bool) -> str:
    if not key:
        return ""
    return key if own else tracking_keys.short_of(key)


def _as_worked_on(session: Session, rows: Sequence[Any]) -> Sequence[Any]:
    """The rows, each duplicate standing as what it was joined to; no query where there is none."""
    ids = [row.id for row in rows if row.status == Status.DUPLIKAT]
    if not ids:
        return rows
    heads = select(Joined.report_id, *(_report.c[name] for name in STANDING))
    found = heads.join(_report, _report.c.id == Joined.root_id).where(Joined.report_id.in_(ids))
    stands = {row.report_id: row._asdict() for row in session.execute(found)}
    return [SimpleNamespace(**{**row._asdict(), **stands.get(row.id, {})}) for row in rows]


def _info(report: Any, city: Catalogue, *, locale: str, own: bool = True) -> ReportInfo:
    category, agency = city.categories.get(report.category_code), city.agencies.get(report.agency_code)
    area = city.kelurahan.get(report.kelurahan_code or "")
    called = category_in(locale, report.category_code) or (category.name if category else "")
    return ReportInfo(
        number=report.number, status=report.status, own=own,
        category=called or report.category_code,
        category_code=report.category_code,
        agency=agency.name if agency else report.agency_code, kelurahan=area.name if area else "",
        created_at=report.created_at, first_answer_due=report.first_answer_due,
        resolve_due=report.resolve_due, resolved_at=report.resolved_at, promised_at=report.promised_at,
        answered=report.first_answered_at is not None,
        rating=report.rating, rating_final=RATED_BEFORE in report.facts,
        track_key=_key(report.track_key, own=own), privacy=report.privacy,
        asked_at=report.updated_at if report.status == WAITING else None,
    )  # fmt: skip
