"""A report as the standard tells it, from what everybody may see of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from routing.city.catalogue import Catalogue
from routing.reports.everybody import FINISHED, PublicView
from storage.clock import LOCAL
from storage.models import Media, ReportMedia
from storage.models.base import table_of
from storage.statements import Statement, among


def wib(moment: datetime) -> str:
    """A time as the standard wants it: with its zone, without fractions of a second."""
    return moment.astimezone(LOCAL).isoformat(timespec="seconds")


def _blurred(dialect: str) -> Select[Any]:
    of, media = table_of(ReportMedia), table_of(Media)
    asked = select(of.c.report_id, media.c.public_sha256).join(media, media.c.sha256 == of.c.sha256)
    return asked.where(
        among(dialect, of.c.report_id, "reports"), of.c.purpose == "hasil", media.c.public_sha256.is_not(None)
    ).order_by(of.c.id)


_BLURRED = Statement(_blurred)


def pictures(session: Session, seen: list[PublicView], *, site: str) -> dict[int, list[str]]:
    """Addresses of the blurred photos of finished work, by report; one query."""
    done = {one.id: one.number for one in seen if one.status in FINISHED}
    found: dict[int, list[str]] = {}
    for report_id, name in _BLURRED.rows(session, reports=[*done]) if done else ():
        found.setdefault(report_id, []).append(f"{site}/laporan/{done[report_id]}/hasil/{name}")
    return found


def request_of(city: Catalogue, one: PublicView, media: list[str]) -> dict[str, Any]:
    """One service request. lat, long: empty where only the kelurahan is told."""
    area = city.kelurahan.get(one.kelurahan or "")
    lat, long = one.point if one.point else (None, None)
    return {
        "service_request_id": one.number, "status": "open" if one.open else "closed",
        "status_notes": _notes(city, one), "service_name": one.category_name,
        "service_code": one.category, "description": one.words or one.title,
        "agency_responsible": one.agency_name, "service_notice": "",
        "requested_datetime": wib(one.created_at), "updated_datetime": wib(one.updated_at),
        "expected_datetime": wib(one.promised), "address": one.place, "address_id": one.kelurahan or "",
        "zipcode": area.postal_code if area else "", "lat": lat, "long": long,
        "media_url": media[0] if media else "",
    }  # fmt: skip


def _notes(city: Catalogue, one: PublicView) -> str:
    said = city.status_name(one.status)
    return f"{said}. {one.answers[-1].text}" if one.answers else said
