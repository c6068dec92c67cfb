"""The extension for updates: what happened to public reports since, in words, one row for each step."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.open311 import asked
from portal.open311.told import wib
from portal.open311.tree import Declined
from routing.city.catalogue import Catalogue
from routing.domain.lifecycle import OPEN, Status
from routing.reports.everybody import condition
from storage.event_kinds import PUBLIC, EventKind
from storage.models import Event, Report

MOST = 500  # rows an answer


@dataclass(frozen=True)
class UpdatesWanted:
    """Steps of this report alone (or of all), in this time."""

    number: str
    since: datetime
    until: datetime | None


def wanted(given: dict[str, str], *, now: datetime) -> UpdatesWanted:
    """What these parameters ask for; without a start, the last 90 days."""
    said = {name: value.strip() for name, value in given.items()}
    since, until = (asked.moment(said[name], name) for name in ("start_date", "end_date"))
    since = since or now - asked.SPAN
    if until is not None and since > until:
        raise Declined(400, "start_date is after end_date.")
    return UpdatesWanted(said["service_request_id"][:40], since, until)


def rows(session: Session, city: Catalogue, wanted: UpdatesWanted) -> list[dict[str, Any]]:
    """The steps, the oldest first, at most MOST; who wants more goes on from the last one's date.

    An event moves its report's `updated_at` to its own time or later, so the index over that finds them all.
    """
    found = select(Event.seq, Event.at, Event.kind, Event.data, Report.number).join(Report)
    found = found.where(condition(city), Event.kind.in_(PUBLIC), Event.at >= wanted.since)
    found = found.where(Report.updated_at >= wanted.since)
    if wanted.until is not None:
        found = found.where(Event.at <= wanted.until)
    if wanted.number:
        found = found.where(Report.number == wanted.number)
    rows = session.execute(found.order_by(Event.at, Event.seq).limit(MOST)).all()
    return [_row(city, *row) for row in rows]


def _row(
    city: Catalogue, seq: int, at: datetime, kind: str, data: dict[str, Any], number: str
) -> dict[str, Any]:
    words, to = EventKind.of(kind).public, data.get("to")
    known = to if to in set(Status) else None
    return {
        "update_id": str(seq), "service_request_id": number,
        "status": ("open" if known in OPEN else "closed") if known else "",
        "updated_datetime": wib(at), "description": f"{words}: {city.status_name(known)}" if known else words,
        "media_url": "",
    }  # fmt: skip
