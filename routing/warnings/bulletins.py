"""The city's warnings for other people's programs: one CAP message whenever residents are told of a gauge."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from string import Template

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city import outlines
from routing.city.bulletin_words import CapSection, LevelWords, Tongue
from routing.city.catalogue import Catalogue, catalogue
from routing.domain import cap
from routing.domain.cap import Bulletin, Grade, Said, Warned
from routing.domain.deadlines import WIB
from routing.warnings.follows import HERE, NORMAL, reach
from storage import written
from storage.models import Alert, Area, CapBulletin, Datastream

log = logging.getLogger(__name__)

RENEWED = timedelta(hours=1)  # before it expires, while the alert is open
Reach = Mapping[str, tuple[int, int] | None]


def issue(
    tx: Session, alert: Alert, *, stream: Datastream, level: int, value: float, at: datetime, now: datetime
) -> CapBulletin | None:
    """Publish what residents are told of this gauge; None where the city publishes none.

    level: 3, 2 or 1, or 4 when the water is back to normal. value in the sensor's unit, measured `at`.
    A message that cannot be one is logged and left out: residents are told all the same.
    """
    city = catalogue(tx)
    words = city.settings.cap
    if words is None or str(level) not in words.levels:
        return None
    row = CapBulletin(
        alert_id=alert.id, identifier="", kind=_kind(tx, alert, level), sent=now, content={},
        expires=now + timedelta(hours=words.hours), demo=stream.thing.demo,
    )  # fmt: skip
    made = _bulletin(tx, row, stream, words, level=level, value=value, at=at)
    if wrong := cap.faults(made):
        log.error("no CAP message of alert %d: %s", alert.id, "; ".join(wrong))
        return None
    row.identifier, row.content = made.identifier, msgspec.to_builtins(made)
    tx.add(row)
    tx.flush()
    return row


def renew(tx: Session, *, now: datetime) -> int:
    """Say again, before it expires, what is still so; how many alerts."""
    latest: dict[int, CapBulletin] = {}
    of_open = select(CapBulletin).join(Alert, Alert.id == CapBulletin.alert_id).where(Alert.closed_at.is_(None))
    for row in tx.scalars(of_open.order_by(CapBulletin.id)):
        latest[row.alert_id] = row
    ending = [row for row in latest.values() if row.expires - RENEWED <= now and row.kind != "Cancel"]
    for row in ending:
        alert = tx.get_one(Alert, row.alert_id)
        stream = tx.get_one(Datastream, alert.datastream_id)
        if stream.last_value is not None and stream.last_at is not None and alert.told_level:
            issue(
                tx, alert, stream=stream, level=alert.told_level, value=stream.last_value,
                at=stream.last_at, now=now,
            )  # fmt: skip
    return len(ending)


def bulletin(row: CapBulletin) -> Bulletin:
    """The message as it was published."""
    return msgspec.convert(row.content, Bulletin)


def _kind(tx: Session, alert: Alert, level: int) -> str:
    before = tx.scalar(select(CapBulletin.id).where(CapBulletin.alert_id == alert.id).limit(1))
    if before is None:
        return "Alert"
    return "Cancel" if level == NORMAL else "Update"


def _bulletin(  # noqa: PLR0913 - a reading and what is said of it
    tx: Session,
    row: CapBulletin,
    stream: Datastream,
    words: CapSection,
    *,
    level: int,
    value: float,
    at: datetime,
) -> Bulletin:
    city, comes_to = catalogue(tx), reach(stream.thing)
    kind = words.levels[str(level)]
    before = tx.scalars(select(CapBulletin).where(CapBulletin.alert_id == row.alert_id).order_by(CapBulletin.id))
    earlier = tuple(cap.reference(one.identifier, words.sender, _local(one.sent)) for one in before)
    soonest = min((span[0] for span in comes_to.values() if span is not None), default=None)
    return Bulletin(
        identifier=f"{city.number_prefix}-{row.alert_id}-{len(earlier) + 1}", sender=words.sender,
        sent=_local(row.sent), status="Test" if row.demo else "Actual", kind=row.kind,
        grade=Grade(kind.urgency, kind.severity, kind.certainty, kind.response),
        said=tuple(
            _said(tongue, kind, words, _facts(tongue, stream, comes_to, city, level=level, value=value, at=at))
            for tongue in words.languages
        ),
        areas=_areas(tx, comes_to, city), expires=_local(row.expires),
        onset=_local(at + timedelta(minutes=soonest)) if soonest is not None and level != NORMAL else None,
        references=earlier, measured=((f"tinggi muka air ({stream.unit})", f"{value:g}"),),
    )  # fmt: skip


def _said(tongue: Tongue, kind: LevelWords, words: CapSection, facts: Mapping[str, str]) -> Said:
    told = kind.said[tongue.language]

    def fill(text: str) -> str:
        return " ".join(Template(text).safe_substitute(facts).split())

    return Said(
        tongue.language, tongue.event, fill(told.headline), fill(told.description), fill(told.instruction),
        tongue.sender, words.contact,
    )  # fmt: skip


def _facts(  # noqa: PLR0913 - a reading, its reach, and in which language
    tongue: Tongue,
    stream: Datastream,
    comes_to: Reach,
    city: Catalogue,
    *,
    level: int,
    value: float,
    at: datetime,
) -> dict[str, str]:
    """What $words in the texts stand for."""
    number = written.number(value) if tongue.language.startswith("id") else f"{value:g}"
    return {
        "gauge": stream.thing.name, "level": str(level), "height": f"{number} {stream.unit}",
        "clock": f"{_local(at):%H.%M} WIB", "areas": "; ".join(_coming(tongue, comes_to, city)),
    }  # fmt: skip


def _coming(tongue: Tongue, comes_to: Reach, city: Catalogue) -> list[str]:
    """ "Jatirasa: sekitar 2–3 jam lagi", the earliest first."""
    known = {code: span for code, span in comes_to.items() if code in city.kelurahan}
    order = sorted(known, key=lambda code: (known[code] is None, known[code] or HERE, code))
    return [_when(tongue, city.kelurahan[code].name, known[code]) for code in order]


def _when(tongue: Tongue, name: str, span: tuple[int, int] | None) -> str:
    if span is None:
        return name
    if span == HERE:
        return f"{name}: {tongue.here}"
    hours = [written.number(part / 60) if tongue.language.startswith("id") else f"{part / 60:.2g}" for part in span]
    return f"{name}: {Template(tongue.coming).safe_substitute(hours='–'.join(dict.fromkeys(hours)))}"


def _areas(tx: Session, comes_to: Reach, city: Catalogue) -> tuple[Warned, ...]:
    rows = {row.code: row for row in tx.scalars(select(Area).where(Area.code.in_(comes_to)))}
    return tuple(
        Warned(
            f"Kelurahan {place.name}, Kecamatan {place.kecamatan}", code,
            outlines.rings(rows[code].outline, most=cap.MOST_CORNERS) if rows[code].outline else (),
        )
        for code, place in city.kelurahan.items() if code in comes_to
    )  # fmt: skip


def _local(at: datetime) -> datetime:
    return at.astimezone(WIB).replace(microsecond=0)
