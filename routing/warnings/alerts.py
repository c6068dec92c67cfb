"""A gauge's alert in the queue of reports: opened, made more serious, closed by the water itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.lifecycle import ENDED, OPEN, Status
from routing.domain.priority import of_alert, score_of_alert
from routing.reports import clocks, urgency
from routing.reports.filing import next_number, store
from routing.reports.status import change, move
from routing.warnings import bulletins, early, telling
from routing.warnings.bulletins import Told
from routing.warnings.follows import NORMAL
from storage import events, written
from storage.clock import LOCAL, ZONE
from storage.event_kinds import EventKind
from storage.models import Alert, Datastream, Report

ACTOR = "sensor"
NOT_SURE = "Belum dipastikan: menunggu pembacaan kedua atau alat lain di sungai ini. Warga belum diberi tahu."


@dataclass(frozen=True)
class Measured:
    """What the alert is about: a value in the sensor's unit, and when it was measured."""

    value: float
    at: datetime


def raise_alert(  # noqa: PLR0913 - a reading and what is thought of it
    tx: Session,
    *,
    stream: Datastream,
    level: int,
    value: float,
    at: datetime,
    now: datetime,
    sure: bool = True,
) -> Alert:
    """Open the sensor's alert with its report, or make the open one more serious.

    level: Siaga 3, 2 or 1 (1 the worst). value in the sensor's unit, measured `at`. The same or a milder
    level than the open alert's changes nothing: an alert tells the worst that was reached until the water
    is back. Unless `sure`, the level stands in the queue alone and residents are told later: when it comes
    again, surely, or by `confirm_alert`. What did not come again goes down to the level that did.
    """
    alert, reading = _open_alert(tx, stream), Measured(value, at)
    if alert is None:
        report = _report(tx, stream, reading, level=level, sure=sure, now=now)
        alert = Alert(datastream_id=stream.id, report_id=report.id, level=level, opened_at=at)
        tx.add(alert)
        tx.flush()
    elif level < alert.level:
        alert.level = level
        _escalate(tx, alert, stream, reading, sure=sure, now=now)
    elif _unproven(alert) and (sure or level > alert.level):
        kind = EventKind.ALERT_CONFIRMED if level == alert.level else EventKind.ALERT_LOWERED
        alert.level = level
        _retell(tx, alert, stream, reading, kind=kind, sure=sure, now=now)
    if sure and (alert.told_level is None or level < alert.told_level):
        alert.told_level = level
        _say(tx, alert, Told(stream, level, value, at), now=now)
        early.draft(tx, alert, stream=stream, value=value, at=at, now=now)
        urgency.refresh_around(tx, stream, now=now)
    return alert


def confirm_alert(tx: Session, *, stream: Datastream, now: datetime) -> None:
    """Another gauge vouches for the open alert that residents were not told of yet: tell them now."""
    alert = _open_alert(tx, stream)
    if alert is None or not _unproven(alert):
        return
    report = _locked(tx, alert.report_id)
    value, at = float(report.facts["value"]), report.updated_at
    raise_alert(tx, stream=stream, level=alert.level, value=value, at=at, now=now)


def close_alert(
    tx: Session, *, stream: Datastream, value: float, at: datetime, now: datetime
) -> Alert | None:
    """The water is back to Siaga 4: close the open alert and finish its report; None when none is open."""
    alert = _open_alert(tx, stream)
    if alert is None:
        return None
    alert.closed_at = at
    urgency.refresh_around(tx, stream, now=now)
    reading = _reading(stream, Measured(value, at))
    if alert.told_level is None:
        reason = f"Lonjakan tidak terulang, warga tidak diberi tahu: {reading}."
    else:
        reason = f"Tinggi muka air kembali normal: {reading}."
        early.over(tx, alert, value=value, at=at, now=now)
        if not bulletins.taken_back(tx, alert):  # they heard that there was no high water
            _say(tx, alert, Told(stream, NORMAL, value, at), now=now)
    report = _locked(tx, alert.report_id)
    if report.status in OPEN:
        move(tx, report, Status.SELESAI, actor=ACTOR, now=now, reason=reason, kind=EventKind.ALERT_CLOSED)
    else:
        events.record(tx, kind=EventKind.ALERT_CLOSED, actor=ACTOR, now=now, report=report, reason=reason)
    return alert


def _say(tx: Session, alert: Alert, told: Told, *, now: datetime) -> None:
    """To those who follow the kelurahan, and to other people's programs."""
    telling.tell(tx, alert, level=told.level, value=told.value, at=told.at, now=now)
    bulletins.issue(tx, alert, told, now=now)


def _unproven(alert: Alert) -> bool:
    """Whether the worst level it reached was never told to residents."""
    return alert.told_level is None or alert.told_level > alert.level


def _open_alert(tx: Session, stream: Datastream) -> Alert | None:
    """The sensor's open alert; its row is locked first, so that two readings at once open one alert."""
    tx.execute(select(Datastream.id).where(Datastream.id == stream.id).with_for_update(key_share=True))
    found = select(Alert).where(Alert.datastream_id == stream.id, Alert.closed_at.is_(None))
    return tx.scalars(found.with_for_update(key_share=True)).one_or_none()


def _locked(tx: Session, report_id: int) -> Report:
    found = select(Report).where(Report.id == report_id).with_for_update(key_share=True)
    return tx.scalars(found.execution_options(populate_existing=True)).one()


def _escalate(
    tx: Session, alert: Alert, stream: Datastream, reading: Measured, *, sure: bool, now: datetime
) -> None:
    """The report tells the new level.

    Finished work goes on, and a report closed for good gets a successor.
    """
    report = _locked(tx, alert.report_id)
    if report.status in ENDED:
        alert.report_id = _report(tx, stream, reading, level=alert.level, sure=sure, now=now).id
        return
    data: dict[str, object] = {"level": alert.level, "value": reading.value}
    if report.status not in OPEN:
        data |= change(tx, report, Status.DIPROSES, now=now)
    _write(report, alert, stream, reading, sure=sure, now=now, weight=weight(tx, alert.level))
    events.record(tx, kind=EventKind.ALERT_RAISED, actor=ACTOR, now=now, report=report, data=data)


def _retell(  # noqa: PLR0913 - an alert, its reading, and what is thought of it
    tx: Session,
    alert: Alert,
    stream: Datastream,
    reading: Measured,
    *,
    kind: EventKind,
    sure: bool,
    now: datetime,
) -> None:
    """The report says that its level is sure now, or that it went down."""
    report = _locked(tx, alert.report_id)
    if report.status not in ENDED:
        _write(report, alert, stream, reading, sure=sure, now=now, weight=weight(tx, alert.level))
    data: dict[str, object] = {"level": alert.level, "value": reading.value}
    events.record(tx, kind=kind, actor=ACTOR, now=now, report=report, data=data)


def _write(
    report: Report,
    alert: Alert,
    stream: Datastream,
    reading: Measured,
    *,
    sure: bool,
    now: datetime,
    weight: int,
) -> None:
    report.text = _text(stream, reading, level=alert.level, sure=sure)
    report.priority = int(of_alert(alert.level))
    report.urgency = weight
    report.facts = _facts(stream, reading, level=alert.level)
    report.updated_at = now


def _facts(stream: Datastream, reading: Measured, *, level: int) -> dict[str, Any]:
    return {"sensor": stream.thing.code, "level": level, "value": reading.value}


def _report(
    tx: Session, stream: Datastream, reading: Measured, *, level: int, sure: bool, now: datetime
) -> Report:
    city, thing = catalogue(tx), stream.thing
    entry = city.settings.alerts
    report = Report(
        number=next_number(tx, city.number_prefix, now), kind="peringatan", channel="sensor", person_id=None,
        text=_text(stream, reading, level=level, sure=sure), category_code=entry.category,
        category_by="sensor", confidence=None, needs_review=False, agency_code=entry.agency,
        kelurahan_code=thing.kelurahan_code, lat=thing.lat, lon=thing.lon, place=thing.name,
        status=Status.MENUNGGU.value, priority=int(of_alert(level)), urgency=weight(tx, level),
        facts=_facts(stream, reading, level=level),
        created_at=now, updated_at=now, demo=thing.demo,
    )  # fmt: skip
    terms = clocks.promise(city, report, start=now)
    clocks.set_dates(report, terms)
    store(tx, report, kind=EventKind.ALERT_OPENED, actor=ACTOR, now=now)
    clocks.begin(tx, report, terms, now=now)
    return report


def weight(tx: Session, level: int) -> int:
    """The score of an alert's report."""
    return score_of_alert(level, urgency.weights_of(tx))


def _text(stream: Datastream, reading: Measured, *, level: int, sure: bool) -> str:
    said = f"Siaga {level} di {stream.thing.name}: {_reading(stream, reading)}."
    return said if sure else f"{said} {NOT_SURE}"


def _reading(stream: Datastream, reading: Measured) -> str:
    return f"{written.number(reading.value)} {stream.unit} pada {reading.at.astimezone(LOCAL):%H.%M} {ZONE}"
