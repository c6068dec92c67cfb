"""A resident puts right what their report says: the wrong place, or word, no longer stands there."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.catalogue import Catalogue, catalogue
from routing.domain.corrections import Correction, put_right
from routing.domain.lifecycle import OPEN
from routing.errors import Refused
from routing.reports.joined import head_of
from routing.reports.residents import WARGA, own_report
from routing.texts import RESIDENT_MAX, clean, needed
from storage import events
from storage.event_kinds import EventKind
from storage.models import Accusation, Person, Report


def correct(  # noqa: PLR0913 - what can be put right
    tx: Session, number: str, *, person: Person, new: str, old: str = "", place: str = "",
    kelurahan: str = "", point: tuple[float, float] | None = None, now: datetime,
) -> Report:  # fmt: skip
    """The report with `old` (or, for a place, what it named before) replaced by `new`; Refused once it ended.

    Where the kelurahan decides whose it is, a report that nobody has taken up yet goes to the right one.
    """
    report = own_report(tx, number, person=person)
    if head_of(tx, report).status not in OPEN:
        raise Refused("sudah_berakhir", report.number)
    new = needed(new, limit=RESIDENT_MAX)
    report.text = _put_right(report.text, new, (old, report.place if place else ""))
    data: dict[str, str | None] = {}
    if place:
        data = _move(tx, report, clean(place[:500], limit=500), kelurahan, point)
    report.updated_at = now
    events.record(tx, kind=EventKind.REPORT_CORRECTED, actor=WARGA, now=now, report=report, data=data)
    return report


def _put_right(text: str, new: str, wrong: tuple[str, ...]) -> str:
    """The story with the first wrong wording that stands in it replaced; else as `put_right` sees fit."""
    stands = next((old for old in wrong if old and old.lower() in text.lower()), "")
    return put_right(text, Correction(new, stands))[:RESIDENT_MAX]


def _move(
    tx: Session, report: Report, place: str, kelurahan: str, point: tuple[float, float] | None
) -> dict[str, str | None]:
    """The report at its right place: name, point and kelurahan together."""
    city, before = catalogue(tx), report.kelurahan_code
    report.place = place
    after = kelurahan if kelurahan in city.kelurahan else before
    if after == before and point is None:
        return {}
    report.lat, report.lon = point or (None, None)
    report.kelurahan_code = after
    data: dict[str, str | None] = {"kelurahan": after}
    owner = _owner(tx, report, city, before), _owner(tx, report, city, after)
    if report.status == "menunggu" and owner[0] == report.agency_code != owner[1]:
        data["from_agency"], report.agency_code = report.agency_code, owner[1]
    return data


def _owner(tx: Session, report: Report, city: Catalogue, kelurahan: str | None) -> str:
    accused = tx.scalars(select(Accusation.agency_code).where(Accusation.report_id == report.id))
    care = city.care(
        report.category_code, accused=frozenset(accused), privacy=report.privacy, emergency=report.emergency
    )
    return city.jurisdiction(report.category_code, kelurahan, care).agency.code
