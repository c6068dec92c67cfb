"""Early warnings to residents below a gauge who follow none: drafted with the alert, signed by two, sent.

Who follows a kelurahan is told at once by `telling`, at every level: they asked for it. Here are the others,
by the kelurahan of their reports; the law this stands on is kept with each warning, and each says how to have
no more. From the Siaga the city sets nobody need sign.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, insert, literal, select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.early import MOVES, WAITING, Below, WarningState, below
from routing.domain.permissions import Action, may
from routing.errors import NotAllowed, NotFound, Refused
from routing.warnings import reached
from routing.warnings.follows import reach
from storage import drill as drills
from storage import events, outbox, written
from storage.clock import LOCAL, ZONE
from storage.event_kinds import EventKind
from storage.models import (
    Alert,
    Datastream,
    EarlyWarned,
    EarlyWarning,
    Officer,
    Outbox,
    Person,
    Thing,
)
from storage.models.base import table_of
from storage.models.sensors import WATER_LEVEL
from storage.notice_kinds import Notice

SYSTEM = "sistem"


def draft(
    tx: Session, alert: Alert, *, stream: Datastream, value: float, at: datetime, now: datetime
) -> None:
    """A draft for the level reached, in place of milder ones nobody sent; by rule, sent at once."""
    comes_to = reach(stream.thing)
    if not comes_to:
        return
    for old in tx.scalars(
        select(EarlyWarning).where(EarlyWarning.alert_id == alert.id, EarlyWarning.state.in_(WAITING))
    ):
        old.state = WarningState.CANCELLED
    warning = _make(tx, stream, alert=alert, level=alert.level, value=value, at=at, now=now)
    rule = catalogue(tx).settings.early_warnings.by_rule_from
    if alert.level <= rule:
        warning.by_rule = True
        _send(tx, warning, actor=SYSTEM, now=now)


def drill(tx: Session, *, officer: Officer, thing_id: int, level: int, now: datetime) -> EarlyWarning:
    """A draft that is a drill, for those who follow; its every word to residents says so."""
    _may(officer)
    stream = tx.scalars(
        select(Datastream).where(Datastream.thing_id == thing_id, Datastream.kind == WATER_LEVEL)
    ).first()
    if stream is None or level not in (1, 2, 3):
        raise NotFound("peringatan_dini_tidak_ada", str(thing_id))
    if not reach(stream.thing):
        raise Refused("peringatan_dini_hilir")
    value = float(stream.levels.get(f"siaga_{level}") or stream.last_value or 0)
    return _make(tx, stream, alert=None, level=level, value=value, at=now, now=now)


def sign(tx: Session, *, officer: Officer, warning_id: int, now: datetime) -> EarlyWarning:
    """The first person signs; the second, another one, sends it. Refused when nobody would get it."""
    warning = _locked(tx, officer, warning_id)
    if warning.state == WarningState.DRAFT:
        if reached.audience(tx, warning).count == 0:
            raise Refused("peringatan_dini_kosong")
        _to(warning, WarningState.SIGNED)
        warning.first_by, warning.first_at = officer.id, now
        return _note(tx, warning, EventKind.EARLY_SIGNED, f"petugas:{officer.id}", now)
    if warning.state == WarningState.SIGNED and warning.first_by == officer.id:
        raise Refused("peringatan_dini_dua_orang")
    warning.second_by = officer.id
    return _send(tx, warning, actor=f"petugas:{officer.id}", now=now)


def cancel(tx: Session, *, officer: Officer, warning_id: int, now: datetime) -> EarlyWarning:
    """It is not sent."""
    warning = _to(_locked(tx, officer, warning_id), WarningState.CANCELLED)
    return _note(tx, warning, EventKind.EARLY_CANCELLED, f"petugas:{officer.id}", now)


def over(tx: Session, alert: Alert, *, value: float, at: datetime, now: datetime) -> int:
    """The water is back to normal: all who were warned of this alert hear so; drafts go. How many people."""
    mine = EarlyWarning.alert_id == alert.id, EarlyWarning.ended_at.is_(None)
    told = 0
    for warning in tx.scalars(select(EarlyWarning).where(*mine)):
        if warning.state in WAITING:
            warning.state = WarningState.CANCELLED
        elif warning.state == WarningState.SENT:
            told += _clear(tx, warning, value=value, at=at, now=now)
    return told


def take_back(tx: Session, alert: Alert, *, now: datetime) -> None:
    """The alert was wrong: drafts go, and nobody is tried again nor told that it is safe now."""
    mine = EarlyWarning.alert_id == alert.id, EarlyWarning.state.in_((*WAITING, WarningState.SENT))
    for warning in tx.scalars(select(EarlyWarning).where(*mine).with_for_update()):
        if warning.state in WAITING:
            warning.state = WarningState.CANCELLED
        else:
            _to(warning, WarningState.WITHDRAWN)
            warning.ended_at = now


def end_drill(tx: Session, *, officer: Officer, warning_id: int, now: datetime) -> EarlyWarning:
    """A drill is over: who got it hears so."""
    warning = _locked(tx, officer, warning_id)
    if not warning.drill or warning.state != WarningState.SENT:
        raise Refused("peringatan_dini_langkah", warning.state)
    _clear(tx, warning, value=warning.value, at=now, now=now)
    return warning


def coming(warning: EarlyWarning) -> list[Below]:
    """Who lies below, and when the water is there, the earliest first."""
    spans = {
        area["kelurahan"]: None if area["first"] is None else (area["first"], area["latest"])
        for area in warning.areas
    }
    return below(spans, warning.measured_at)


def repeat(tx: Session, *, now: datetime) -> int:
    """Try those again that were not reached, while the water stands high; how many messages."""
    city = catalogue(tx).settings.early_warnings
    due = select(EarlyWarning).where(
        EarlyWarning.state == WarningState.SENT, EarlyWarning.ended_at.is_(None),
        EarlyWarning.repeats < city.repeats,
        EarlyWarning.repeated_at <= now - timedelta(minutes=city.repeat_minutes),
    )  # fmt: skip
    return sum(_again(tx, warning, now=now) for warning in tx.scalars(due.with_for_update(skip_locked=True)))


def listed(session: Session, *, days: int = 30, now: datetime) -> Sequence[EarlyWarning]:
    """Drafts first, then the newest."""
    recent = select(EarlyWarning).where(EarlyWarning.made_at >= now - timedelta(days=days))
    rows = session.scalars(recent.order_by(EarlyWarning.id.desc()).limit(100)).all()
    return sorted(rows, key=lambda row: row.state not in WAITING)


def waiting(session: Session) -> int:
    """How many drafts wait for somebody."""
    found = select(func.count()).select_from(EarlyWarning).where(EarlyWarning.state.in_(WAITING))
    return session.scalar(found) or 0


def args_of(tx: Session, warning: EarlyWarning, area: str) -> dict[str, Any]:
    """The values of the sentence for somebody in this kelurahan."""
    city, thing = catalogue(tx), tx.get_one(Thing, warning.thing_id)
    span: dict[str, Any] = next((one for one in warning.areas if one["kelurahan"] == area), {})
    place = city.kelurahan.get(area)
    return {
        "warning": warning.id, "gauge": thing.name, "level": warning.level,
        "height": f"{written.number(warning.value)} {warning.unit}",
        "clock": f"{warning.measured_at.astimezone(LOCAL):%H.%M} {ZONE}",
        "area": place.name if place else area, "hours": _hours(span),
        "drill": int(warning.drill or drills.on()), "alert": warning.alert_id,
    }  # fmt: skip


def _make(  # noqa: PLR0913 - a gauge, its level and its reading
    tx: Session, stream: Datastream, *,
    alert: Alert | None, level: int, value: float, at: datetime, now: datetime,
) -> EarlyWarning:  # fmt: skip
    thing = stream.thing
    areas = [
        {"kelurahan": code, "first": span[0] if span else None, "latest": span[1] if span else None}
        for code, span in reach(thing).items()
    ]
    warning = EarlyWarning(
        alert_id=alert.id if alert else None, thing_id=thing.id, level=level, value=value, unit=stream.unit,
        measured_at=at, areas=areas, state=WarningState.DRAFT, made_at=now, drill=alert is None,
        basis=catalogue(tx).settings.early_warnings.basis, demo=thing.demo,
    )  # fmt: skip
    tx.add(warning)
    tx.flush()
    return _note(tx, warning, EventKind.EARLY_DRAFTED, SYSTEM, now)


def _send(tx: Session, warning: EarlyWarning, *, actor: str, now: datetime) -> EarlyWarning:
    """All rows in a few statements; the sender keeps the platforms' pace and lets answers go first."""
    _to(warning, WarningState.SENT)
    warning.from_row = tx.scalar(select(func.max(Outbox.id))) or 0
    warning.sent_at = warning.repeated_at = now
    found = reached.recipients(tx, warning).subquery()
    columns = ["warning_id", "person_id", "area_code", "channel"]
    mine = select(literal(warning.id), found.c.person_id, found.c.area_code, found.c.channel)
    tx.execute(insert(table_of(EarlyWarned)).from_select(columns, mine))
    told = 0
    for area in warning.areas:
        said = args_of(tx, warning, area["kelurahan"])
        told += outbox.put_to(tx, _warned(warning, area["kelurahan"]), said, key=Notice.EARLY, now=now)
    return _note(tx, warning, EventKind.EARLY_SENT, actor, now, people=told)


def _warned(warning: EarlyWarning, area: str) -> Select[Any, Any]:
    """(person_id, channel) of those warned for this kelurahan who can be reached."""
    who = select(EarlyWarned.person_id, EarlyWarned.channel)
    who = who.join(Person, Person.id == EarlyWarned.person_id)
    mine = EarlyWarned.warning_id == warning.id, EarlyWarned.area_code == area
    return who.where(*mine, Person.unreachable_at.is_(None))


def _clear(tx: Session, warning: EarlyWarning, *, value: float, at: datetime, now: datetime) -> int:
    """ "Sudah aman", to each who was sent it."""
    _to(warning, WarningState.CLEAR)
    warning.ended_at = now
    height, clock = f"{written.number(value)} {warning.unit}", f"{at.astimezone(LOCAL):%H.%M} {ZONE}"
    told = 0
    for area in warning.areas:
        said = {**args_of(tx, warning, area["kelurahan"]), "height": height, "clock": clock}
        told += outbox.put_to(tx, _warned(warning, area["kelurahan"]), said, key=Notice.EARLY_CLEAR, now=now)
    _note(tx, warning, EventKind.EARLY_CLEAR, SYSTEM, now, people=told)
    return told


def _again(tx: Session, warning: EarlyWarning, *, now: datetime) -> int:
    rows = reached.missed(tx, warning)
    for row in rows:
        outbox.revive(tx, row, now=now)
    warning.repeats, warning.repeated_at = warning.repeats + 1, now
    if rows:
        _note(tx, warning, EventKind.EARLY_REPEATED, SYSTEM, now, people=len(rows))
    return len(rows)


def _hours(span: Mapping[str, Any]) -> str:
    """ "2–3", "" where unknown or where the water is already."""
    if not span or not span.get("first"):
        return ""
    first, latest = (written.number(span[part] / 60) for part in ("first", "latest"))
    return first if first == latest else f"{first}–{latest}"


def _may(officer: Officer) -> None:
    if not officer.active or not may(officer.role, Action.WARN):
        raise NotAllowed("tidak_berwenang", f"{officer.role} may not warn")


def _locked(tx: Session, officer: Officer, warning_id: int) -> EarlyWarning:
    _may(officer)
    warning = tx.get(EarlyWarning, warning_id, with_for_update=True, populate_existing=True)
    if warning is None:
        raise NotFound("peringatan_dini_tidak_ada", str(warning_id))
    return warning


def _to(warning: EarlyWarning, state: WarningState) -> EarlyWarning:
    if state not in MOVES[WarningState(warning.state)]:
        raise Refused("peringatan_dini_langkah", f"{warning.state} to {state}")
    warning.state = state
    return warning


def _note(
    tx: Session, warning: EarlyWarning, kind: EventKind, actor: str, now: datetime, **figures: int
) -> EarlyWarning:
    data = {"warning": warning.id, "level": warning.level, "drill": warning.drill, **figures}
    events.record(tx, kind=kind, actor=actor, now=now, sensor_id=warning.thing_id, data=data)
    return warning
