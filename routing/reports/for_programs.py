"""A report and an event as programs read them: JSON of what everybody sees, or of what an officer does."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.catalogue import Catalogue, catalogue
from routing.reports import everybody
from routing.reports.door import visible_to
from routing.reports.everybody import PublicView
from storage.clock import LOCAL
from storage.event_kinds import PUBLIC, EventKind
from storage.models import Event, Officer, Report


def local(moment: datetime | None) -> str | None:
    """A time with its zone, without fractions of a second."""
    return moment.astimezone(LOCAL).isoformat(timespec="seconds") if moment else None


def public_json(view: PublicView) -> dict[str, Any]:
    """What everybody sees. point: the middle of a square of 50 m, or null."""
    return {
        "number": view.number, "kind": view.kind, "status": view.status, "open": view.open,
        "category": {"code": view.category, "name": view.category_name},
        "kelurahan": {"code": view.kelurahan, "name": view.kelurahan_name} if view.kelurahan else None,
        "agency": {"code": view.agency, "name": view.agency_name},
        "created_at": local(view.created_at), "updated_at": local(view.updated_at),
        "promised_at": local(view.promised), "done_at": local(view.done_at), "kept": view.kept,
        "supporters": view.supporters, "rating": view.rating,
        "point": list(view.point) if view.point else None, "words": view.words,
        "answers": [{"at": local(one.at), "text": one.text} for one in view.answers],
    }  # fmt: skip


def officer_json(city: Catalogue, report: Report) -> dict[str, Any]:
    """What an officer who may read the report sees, without who reported it."""
    category, agency = city.categories[report.category_code], city.agencies.get(report.agency_code)
    area = city.kelurahan.get(report.kelurahan_code or "")
    return {
        "number": report.number, "kind": report.kind, "status": report.status,
        "category": {"code": category.code, "name": category.name},
        "kelurahan": {"code": area.code, "name": area.name} if area else None,
        "agency": {"code": report.agency_code, "name": agency.name if agency else report.agency_code},
        "unit": report.unit_code, "channel": report.channel, "privacy": report.privacy,
        "emergency": report.emergency, "needs_review": report.needs_review,
        "priority": report.priority, "urgency": report.urgency,
        "created_at": local(report.created_at), "updated_at": local(report.updated_at),
        "first_answer_due": local(report.first_answer_due),
        "first_answered_at": local(report.first_answered_at),
        "resolve_due": local(report.resolve_due), "resolved_at": local(report.resolved_at),
        "paused": report.paused_at is not None, "supporters": report.supporters, "rating": report.rating,
        "point": [report.lat, report.lon] if report.lat is not None and report.lon is not None else None,
        "place": report.place, "text": report.text,
    }  # fmt: skip


def seen_by(session: Session, report_id: int, officer: Officer | None) -> dict[str, Any] | None:
    """The report as this officer sees it, as everybody does without one; None where it is not for them."""
    if officer is None:
        report = session.get_one(Report, report_id)
        view = everybody.view(catalogue(session), report)
        return public_json(everybody.with_answers(session, [view])[0]) if view else None
    asked = visible_to(session, officer).select().where(Report.id == report_id)
    found = session.scalars(asked).one_or_none()
    return officer_json(catalogue(session), found) if found else None


def event_json(event: Event, report: dict[str, Any]) -> dict[str, Any]:
    """One event with the report as it stands now."""
    kind = EventKind.of(event.kind)
    said = {"event": event.seq, "words": kind.public or kind.history, "report": report}
    return {"type": event.kind, "timestamp": local(event.at), "data": said}


def events_after(
    session: Session, seq: int, officer: Officer | None, *, kinds: tuple[str, ...] = PUBLIC,
    agencies: tuple[str, ...] = (), looked: int = 50,
) -> tuple[list[dict[str, Any]], int]:  # fmt: skip
    """Those among the next events that may be seen, oldest first, and the number up to which was looked."""
    asked = select(Event).where(Event.seq > seq, Event.kind.in_(kinds), Event.report_id.is_not(None))
    if agencies:
        asked = asked.where(Event.agency_code.in_(agencies))
    newest = session.scalar(select(Event.seq).order_by(Event.seq.desc()).limit(1)) or 0
    rows = session.scalars(asked.where(Event.seq <= newest).order_by(Event.seq).limit(looked)).all()
    seen = ((event, seen_by(session, event.report_id or 0, officer)) for event in rows)
    told = [event_json(event, report) for event, report in seen if report]
    return told, rows[-1].seq if len(rows) == looked else max(seq, newest)
