"""A gauge's alert in the queue of reports: opened, made more serious, closed by the water itself."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.deadlines import WIB
from routing.domain.lifecycle import ENDED, OPEN, Status
from routing.domain.priority import of_alert
from routing.reports.filing import next_number, store
from routing.reports.status import change, move
from routing.warnings import telling
from storage import events
from storage.event_kinds import EventKind
from storage.models import Alert, Report, Sensor

ACTOR = "sensor"


def raise_alert(
    tx: Session, *, sensor: Sensor, level: int, value: float, at: datetime, now: datetime
) -> Alert:
    """Open the sensor's alert with its report, or make the open one more serious.

    level: Siaga 3, 2 or 1 (1 the worst). value in the sensor's unit, measured `at`. The same or a milder
    level than the open alert's changes nothing: an alert tells the worst that was reached until the water
    is back.
    """
    alert = _open_alert(tx, sensor)
    if alert is None:
        report = _report(tx, sensor, level=level, value=value, at=at, now=now)
        alert = Alert(sensor_id=sensor.id, report_id=report.id, level=level, opened_at=at)
        tx.add(alert)
        tx.flush()
        telling.tell(tx, sensor=sensor, level=level, value=value, at=at, now=now)
    elif level < alert.level:
        alert.level = level
        _escalate(tx, alert, sensor, value=value, at=at, now=now)
        telling.tell(tx, sensor=sensor, level=level, value=value, at=at, now=now)
    return alert


def close_alert(tx: Session, *, sensor: Sensor, value: float, at: datetime, now: datetime) -> Alert | None:
    """The water is back to Siaga 4: close the open alert and finish its report; None when none is open."""
    alert = _open_alert(tx, sensor)
    if alert is None:
        return None
    alert.closed_at = at
    telling.tell(tx, sensor=sensor, level=4, value=value, at=at, now=now)
    report = _locked(tx, alert.report_id)
    reason = f"Tinggi muka air kembali normal: {_reading(sensor, value=value, at=at)}."
    if report.status in OPEN:
        move(tx, report, Status.SELESAI, actor=ACTOR, now=now, reason=reason, kind=EventKind.ALERT_CLOSED)
    else:
        events.record(tx, kind=EventKind.ALERT_CLOSED, actor=ACTOR, now=now, report=report, reason=reason)
    return alert


def _open_alert(tx: Session, sensor: Sensor) -> Alert | None:
    """The sensor's open alert; its row is locked first, so that two readings at once open one alert."""
    tx.execute(select(Sensor.id).where(Sensor.id == sensor.id).with_for_update(key_share=True))
    found = select(Alert).where(Alert.sensor_id == sensor.id, Alert.closed_at.is_(None))
    return tx.scalars(found.with_for_update(key_share=True)).one_or_none()


def _locked(tx: Session, report_id: int) -> Report:
    found = select(Report).where(Report.id == report_id).with_for_update(key_share=True)
    return tx.scalars(found.execution_options(populate_existing=True)).one()


def _escalate(
    tx: Session, alert: Alert, sensor: Sensor, *, value: float, at: datetime, now: datetime
) -> None:
    """The report tells the new level.

    Finished work goes on, and a report closed for good gets a successor.
    """
    report = _locked(tx, alert.report_id)
    if report.status in ENDED:
        alert.report_id = _report(tx, sensor, level=alert.level, value=value, at=at, now=now).id
        return
    data: dict[str, object] = {"level": alert.level, "value": value}
    if report.status not in OPEN:
        data |= change(tx, report, Status.DIPROSES, now=now)
    report.text = _text(sensor, level=alert.level, value=value, at=at)
    report.priority = int(of_alert(alert.level))
    report.facts = {"sensor": sensor.code, "level": alert.level, "value": value}
    report.updated_at = now
    events.record(tx, kind=EventKind.ALERT_RAISED, actor=ACTOR, now=now, report=report, data=data)


def _report(tx: Session, sensor: Sensor, *, level: int, value: float, at: datetime, now: datetime) -> Report:
    city = catalogue(tx)
    entry = city.settings["alerts"]
    terms = city.terms(entry["category"], emergency=None, start=now)
    report = Report(
        number=next_number(tx, city.number_prefix, now), kind="peringatan", channel="sensor", person_id=None,
        text=_text(sensor, level=level, value=value, at=at), category_code=entry["category"],
        category_by="sensor", confidence=None, needs_review=False, agency_code=entry["agency"],
        kelurahan_code=sensor.kelurahan_code, lat=sensor.lat, lon=sensor.lon, place=sensor.name,
        status=Status.MENUNGGU.value, priority=int(of_alert(level)),
        facts={"sensor": sensor.code, "level": level, "value": value},
        created_at=now, updated_at=now, first_answer_due=terms.first_answer_due,
        resolve_due=terms.resolve_due, demo=sensor.demo,
    )  # fmt: skip
    store(tx, report, kind=EventKind.ALERT_OPENED, actor=ACTOR, now=now)
    return report


def _text(sensor: Sensor, *, level: int, value: float, at: datetime) -> str:
    return f"Siaga {level} di {sensor.name}: {_reading(sensor, value=value, at=at)}."


def _reading(sensor: Sensor, *, value: float, at: datetime) -> str:
    number = f"{value:.1f}".removesuffix(".0").replace(".", ",")
    return f"{number} {sensor.unit} pada {at.astimezone(WIB):%H.%M} WIB"
