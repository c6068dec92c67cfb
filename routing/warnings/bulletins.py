"""The city's warnings for other people's programs: one CAP message whenever residents are told of a gauge."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from string import Template
from typing import Any

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from routing.city import outlines
from routing.city.bulletin_words import CapSection, LevelWords, Tongue
from routing.city.catalogue import Catalogue, catalogue
from routing.domain import cap
from routing.domain.bulletin_chain import standing
from routing.domain.cap import Bulletin, Grade, Said, Warned
from routing.warnings.follows import HERE, NORMAL, reach
from storage import drill, written
from storage.clock import LOCAL, ZONE
from storage.models import TAKEN_BACK, Alert, Area, CapBulletin, Datastream

log = logging.getLogger(__name__)

RENEWED = timedelta(hours=1)  # before it expires, while the alert is open
Reach = Mapping[str, tuple[int, int] | None]


@dataclass(frozen=True)
class Told:
    """What is said: the gauge, its level (3, 2, 1, or 4 when it is over), the value, measured `at`."""

    stream: Datastream
    level: int
    value: float
    at: datetime


def issue(tx: Session, alert: Alert, told: Told, *, now: datetime, withdrawn: str = "") -> CapBulletin | None:
    """Publish what residents are told; None where the city publishes none, or there is none to end.

    withdrawn: why an officer takes it back.
    A message that cannot be one is logged and left out: residents are told all the same.
    """
    words = catalogue(tx).settings.cap
    earlier = tx.scalars(
        select(CapBulletin).where(CapBulletin.alert_id == alert.id).order_by(CapBulletin.id)
    ).all()
    if words is None:
        return None
    level = words.withdrawn if withdrawn else words.levels.get(str(told.level))
    ends = bool(withdrawn) or told.level == NORMAL
    if level is None or (ends and not standing(earlier)):
        return None
    said = _Words(words, level, ends, withdrawn)
    made = _bulletin(tx, alert, told, said, earlier, now=now)
    if wrong := cap.faults(made):
        log.error("no CAP message of alert %d: %s", alert.id, "; ".join(wrong))
        return None
    row = CapBulletin(
        alert_id=alert.id, identifier=made.identifier, kind=made.kind, sent=made.sent, expires=made.expires,
        content=msgspec.to_builtins(made, enc_hook=datetime.isoformat), demo=told.stream.thing.demo,
    )  # fmt: skip
    tx.add(row)
    return row


@dataclass(frozen=True)
class _Words:
    """What is said: in the city's words, those of the level or of the end, and why."""

    city: CapSection
    level: LevelWords
    ends: bool
    reason: str = ""


def renew(tx: Session, *, now: datetime) -> int:
    """Say again, before it expires, what is still so; how many alerts."""
    newest = select(func.max(CapBulletin.id)).group_by(CapBulletin.alert_id)
    ending = (
        select(Alert)
        .join(CapBulletin, CapBulletin.alert_id == Alert.id)
        .where(Alert.closed_at.is_(None), CapBulletin.id.in_(newest), CapBulletin.expires <= now + RENEWED)
        .where(CapBulletin.kind != "Cancel")  # an officer took it back
        .with_for_update(of=Alert, skip_locked=True)  # another process is at it
    )
    return sum(_again(tx, alert, now=now) for alert in tx.scalars(ending).all())


def _again(tx: Session, alert: Alert, *, now: datetime) -> bool:
    stream = tx.get_one(Datastream, alert.datastream_id)
    if stream.last_value is None or stream.last_at is None or alert.told_level is None:
        return False
    told = Told(stream, alert.told_level, stream.last_value, stream.last_at)
    return issue(tx, alert, told, now=now) is not None


def taken_back(tx: Session, alert: Alert) -> bool:
    """Whether the last that was said of an open alert is that it was wrong."""
    return bool(tx.scalar(select(TAKEN_BACK).where(Alert.id == alert.id)))


def bulletin(row: CapBulletin) -> Bulletin:
    """The message as it was published."""
    return msgspec.convert(row.content, Bulletin)


def _status(told: Told) -> str:
    if drill.on():
        return "Exercise"
    return "Test" if told.stream.thing.demo else "Actual"


def _kind(said: _Words, before: Sequence[CapBulletin]) -> str:
    if not before:
        return "Alert"
    return "Cancel" if said.ends else "Update"


def _bulletin(  # noqa: PLR0913 - an alert, what is said of it, in which words, after what
    tx: Session, alert: Alert, told: Told, said: _Words, earlier: Sequence[CapBulletin], *, now: datetime
) -> Bulletin:
    city, comes_to = catalogue(tx), reach(told.stream.thing)
    words, level, before = said.city, said.level, standing(earlier)
    soonest = min((span[0] for span in comes_to.values() if span is not None), default=None)
    begins = None if soonest is None or said.ends else _local(told.at + timedelta(minutes=soonest))
    return Bulletin(
        identifier=f"{city.number_prefix}-{alert.id}-{len(earlier) + 1}", sender=words.sender,
        sent=_local(now), status=_status(told), kind=_kind(said, before),
        grade=Grade(level.urgency, level.severity, level.certainty, level.response),
        said=tuple(_said(tongue, said, told, comes_to, city) for tongue in words.languages),
        areas=_areas(tx, comes_to, city), expires=_local(now + timedelta(hours=words.hours)), onset=begins,
        references=tuple(cap.reference(one.identifier, words.sender, _local(one.sent)) for one in before),
        measured=((f"tinggi muka air ({told.stream.unit})", f"{told.value:g}"),),
    )  # fmt: skip


def _said(  # noqa: PLR0913 - what, where, in whose words
    tongue: Tongue, said: _Words, told: Told, comes_to: Reach, city: Catalogue
) -> Said:
    text = said.level.said[tongue.language]
    facts = {
        "gauge": told.stream.thing.name, "level": str(told.level),
        "height": f"{_number(tongue, told.value)} {told.stream.unit}",
        "clock": f"{_local(told.at):%H.%M} {ZONE}", "reason": said.reason,
        "areas": "; ".join(_coming(tongue, comes_to, city)),
    }  # fmt: skip

    def filled(part: str) -> str:
        return Template(part).safe_substitute(facts)

    return Said(
        tongue.language, tongue.event, filled(text.headline), filled(text.description),
        filled(text.instruction), tongue.sender, said.city.contact,
    )  # fmt: skip


def _number(tongue: Tongue, value: float) -> str:
    return written.number(value) if tongue.language.startswith("id") else f"{value:.4g}"


def _coming(tongue: Tongue, comes_to: Reach, city: Catalogue) -> list[str]:
    """ "Jatirasa: paling cepat 2–3 jam lagi", the earliest first."""
    known = {code: span for code, span in comes_to.items() if code in city.kelurahan}
    order = sorted(known, key=lambda code: (known[code] is None, known[code] or HERE, code))
    return [_when(tongue, city.kelurahan[code].name, known[code]) for code in order]


def _when(tongue: Tongue, name: str, span: tuple[int, int] | None) -> str:
    if span is None:
        return name
    if span == HERE:
        return f"{name}: {tongue.here}"
    hours = dict.fromkeys(_number(tongue, round(part / 60, 1)) for part in span)
    return f"{name}: {Template(tongue.coming).safe_substitute(hours='–'.join(hours))}"


def _areas(tx: Session, comes_to: Reach, city: Catalogue) -> tuple[Warned, ...]:
    rows = tx.execute(select(Area.code, Area.outline).where(Area.code.in_(comes_to)))
    outlined = {row.code: row.outline for row in rows}
    return tuple(
        Warned(f"Kelurahan {place.name}, Kecamatan {place.kecamatan}", code, _rings(outlined.get(code)))
        for code, place in city.kelurahan.items()
        if code in comes_to
    )


def _rings(outline: dict[str, Any] | None) -> tuple[outlines.Ring, ...]:
    return outlines.rings(outline, most=cap.MOST_CORNERS) if outline else ()


def _local(at: datetime) -> datetime:
    return at.astimezone(LOCAL).replace(microsecond=0)
