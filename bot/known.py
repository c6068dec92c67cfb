"""Reading what the dialogue may know: the city's configuration, the person's reports, where a point lies."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.dialogue.known import AreaInfo, Catalogue, CategoryInfo, Known, Located, ReportInfo
from bot.dialogue.types import Incoming, Point
from nlu.numbers import find_report_number
from nlu.privacy import mask
from nlu.types import Understanding
from routing import catalogue as city_catalogue
from routing.areas import locate
from routing.catalogue import Catalogue as City
from routing.domain.deadlines import Unit
from storage.models import Person, Report

RECENT = 20  # of the person's own reports
# Put together once: building it costs more than running it.
OWN = select(Report).where(Report.person_id == bindparam("person"))
NEWEST = OWN.order_by(Report.id.desc()).limit(RECENT)
# Matters without a spot to find and photograph; a picture of somebody's papers is better not asked for.
OFFICE_MATTERS = frozenset(
    ("jaminan_kesehatan", "kependudukan", "bansos", "ketenagakerjaan", "perizinan", "umkm", "pajak_daerah",
     "budaya_olahraga", "pungli_aparatur", "pelayanan_kelurahan", "pendidikan", "perempuan_anak", "aspirasi",
     "kesehatan")
)  # fmt: skip
SURE = 0.5  # where the configuration says nothing else
_kept: dict[str, Catalogue] = {}


def catalogue_of(city: City) -> Catalogue:
    """The city's configuration as the dialogue needs it; made once for each version of it."""
    if city.version not in _kept:
        _kept.clear()
        _kept[city.version] = _catalogue(city)
    return _kept[city.version]


def _catalogue(city: City) -> Catalogue:
    return Catalogue(
        categories={code: _category(city, code) for code, info in city.categories.items() if info.active},
        kelurahan={a.code: AreaInfo(a.code, a.name, a.kecamatan) for a in city.kelurahan.values()},
        sure=float(city.settings.get("understanding", {}).get("sure", SURE)),
        city=str(city.settings["city"].get("short_name", city.city_name)),
    )


def _category(city: City, code: str) -> CategoryInfo:
    info, owner = city.categories[code], city.jurisdiction(code, None)
    agency = city.agency_of(code)
    unit = "hari kerja" if info.resolve.unit is Unit.HARI_KERJA else "jam"
    return CategoryInfo(
        code=code, name=info.name, agency=agency.name, promise=f"{info.resolve.amount} {unit}",
        external=owner.referred, contact=agency.contact if owner.referred else "",
        on_site=code not in OFFICE_MATTERS,
    )  # fmt: skip


def read(
    session: Session, *, person: Person, message: Incoming, understanding: Understanding | None, now: datetime
) -> Known:
    """Everything one turn may look at; two small queries, three when a report's number is named."""
    city = city_catalogue.catalogue(session)
    reports = _own(session, person, city)
    number = find_report_number(message.text, prefix=city.number_prefix) if message.text else None
    number = number or (message.button.partition(":")[2] if message.button else None)
    return Known(
        now=now,
        catalogue=catalogue_of(city),
        understanding=understanding,
        masked=understanding.masked if understanding else mask(message.text),
        located=located(message.point) if message.point else None,
        reports=reports,
        asked=_asked(session, number, reports, city) if number else None,
        locale=person.locale,
    )


def located(point: Point) -> Located:
    """Where the point lies; outside the city it has no code."""
    found = locate(point.lat, point.lon)
    return Located(found.kelurahan_code, found.name, found.kecamatan) if found else Located(None)


def _own(session: Session, person: Person, city: City) -> tuple[ReportInfo, ...]:
    return tuple(_info(report, city) for report in session.scalars(NEWEST, {"person": person.id}))


def _asked(session: Session, number: str, own: Sequence[ReportInfo], city: City) -> ReportInfo | None:
    mine = next((report for report in own if report.number == number), None)
    if mine is not None:
        return mine
    report = session.scalars(select(Report).where(Report.number == number)).one_or_none()
    return _info(report, city, own=False) if report else None


def _info(report: Report, city: City, *, own: bool = True) -> ReportInfo:
    category, agency = city.categories.get(report.category_code), city.agencies.get(report.agency_code)
    area = city.kelurahan.get(report.kelurahan_code or "")
    return ReportInfo(
        number=report.number, status=report.status, own=own,
        category=category.name if category else report.category_code, category_code=report.category_code,
        agency=agency.name if agency else report.agency_code, kelurahan=area.name if area else "",
        created_at=report.created_at, first_answer_due=report.first_answer_due,
        resolve_due=report.resolve_due, resolved_at=report.resolved_at,
        answered=report.first_answered_at is not None,
        track_key=(report.track_key or "") if own else "",
    )  # fmt: skip
