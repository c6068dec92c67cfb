"""A resident puts right what their report says: the wrong place, or word, no longer stands there."""

from datetime import datetime

from sqlalchemy.orm import Session

from routing.city.catalogue import Catalogue, catalogue
from routing.domain.corrections import Correction, put_right
from routing.domain.lifecycle import OPEN, Status
from routing.errors import Refused
from routing.reports import deciding, urgency
from routing.reports.joined import head_of
from routing.reports.residents import WARGA, own_report
from routing.reports.story import accused_in
from routing.texts import RESIDENT_MAX, clean, needed
from storage import events
from storage.event_kinds import EventKind
from storage.models import Person, Report, RoutingDecision


def correct(  # noqa: PLR0913 - what can be put right
    tx: Session, number: str, *, person: Person, new: str, old: str = "", place: str = "",
    kelurahan: str = "", point: tuple[float, float] | None = None, category: str = "", now: datetime,
) -> Report:  # fmt: skip
    """The report with `old` (or, for a place, what it named before) replaced by `new`; Refused once it ended.

    Where the kelurahan decides whose it is, a report that nobody has taken up yet goes to the right one.
    category: what the new words tell of; where that is another kind, a person looks at whose it is.
    """
    report = own_report(tx, number, person=person)
    if head_of(tx, report).status not in OPEN:
        raise Refused("sudah_berakhir", report.number)
    new, placed = needed(new, limit=RESIDENT_MAX), _placed(tx, report)
    report.text = _put_right(report.text, new, (old, report.place if place else ""))
    data: dict[str, str | None] = {}
    if place:
        right = _beside(report.place, clean(place[:500], limit=500), old, _areas(catalogue(tx)))
        data = _move(tx, report, right, kelurahan, point)
        urgency.refresh(tx, report, now=now)
    elif "\n" not in (named := put_right(report.place, Correction(new, old))):  # "rt 5" stands there as well
        report.place = named[:500]
    if category in catalogue(tx).categories and category != report.category_code:
        report.needs_review = True
    report.updated_at = now
    data |= _decide_anew(tx, report, placed, now=now)
    events.record(tx, kind=EventKind.REPORT_CORRECTED, actor=WARGA, now=now, report=report, data=data)
    return report


def _put_right(text: str, new: str, wrong: tuple[str, ...]) -> str:
    """The story with the first wrong wording that stands in it replaced; else as `put_right` sees fit."""
    stands = next((old for old in wrong if old and old.lower() in text.lower()), "")
    return put_right(text, Correction(new, stands or wrong[0]))[:RESIDENT_MAX]


def _areas(city: Catalogue) -> frozenset[str]:
    return frozenset(area.name.lower() for area in city.kelurahan.values())


def _beside(place: str, right: str, old: str, areas: frozenset[str]) -> str:
    """The right place, with the street beside the wrong area kept: "jl mawar 3, teluk pucung"."""
    parts = place.split(", ")
    wrong = {part for part in parts if old and part.lower() == old.lower()}
    if right.lower().removeprefix("kelurahan ") in areas:  # only the kelurahan is put right
        kept = [part for part in parts if part not in wrong and part.lower() not in areas]
        return ", ".join((*kept, right)) if place else right
    return ", ".join(right if part in wrong else part for part in parts) if wrong else right


def _move(
    tx: Session, report: Report, place: str, kelurahan: str, point: tuple[float, float] | None
) -> dict[str, str | None]:
    """The report at its right place: name, point and kelurahan together."""
    city, before = catalogue(tx), report.kelurahan_code
    report.place = place[:500]
    after = kelurahan if kelurahan in city.kelurahan else before
    if after == before and point is None:
        return {}
    report.lat, report.lon = point or (None, None)
    report.kelurahan_code = after
    data: dict[str, str | None] = {"kelurahan": after}
    return data


def _placed(tx: Session, report: Report) -> str:
    """Where the rules put the report, or would have put one that is older than they are."""
    kept = tx.get(RoutingDecision, report.id)
    if kept is not None:
        return kept.agency_code
    accused = frozenset(accused_in(tx, report))
    return deciding.of_report(catalogue(tx), report, accused=accused).decision.agency.code


def _decide_anew(tx: Session, report: Report, placed: str, *, now: datetime) -> dict[str, str | None]:
    """To the right office what nobody has taken up yet; to an outside body only by a person."""
    if report.status != Status.MENUNGGU or report.agency_code != placed:
        return {}
    city = catalogue(tx)
    decided = deciding.of_report(city, report, accused=frozenset(accused_in(tx, report)))
    agency = decided.decision.agency.code
    if decided.decision.referred or agency == placed:
        return {}
    report.agency_code, report.holder_id = agency, None
    deciding.keep(tx, report, decided, city=city, now=now)
    return {"from_agency": placed}
