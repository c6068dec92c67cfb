"""Taking the demo city away: every row it made, and nothing of the residents who tried the chat beside it."""

from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from sorot.demo.make import KEY
from sorot.settings import Settings
from storage import clock, db, events
from storage.models import (
    Alert,
    Camera,
    Conversation,
    Event,
    Look,
    MediaJob,
    Message,
    Observation,
    Officer,
    OfficerSession,
    Outbox,
    Person,
    Report,
    ReportMedia,
    Sensor,
    Setting,
)


def clear_demo(settings: Settings) -> str:
    """Remove all demo rows and return what was removed, in a sentence."""
    with db.transaction() as tx:
        row = tx.get(Setting, KEY)
        made_at = datetime.fromisoformat(row.value["at"]) if row else None
        if made_at:
            _river(tx, made_at)
        removed = _reports(tx)
        _people(tx)
        tx.execute(delete(Camera).where(Camera.demo))
        if row:
            tx.delete(row)
        if removed:
            events.record(tx, kind="demo_cleared", actor="sistem", now=clock.now(), data={"reports": removed})
    return f"Demo city removed: {removed} reports" if removed else "There was no demo city here"


def _river(tx: Session, made_at: datetime) -> None:
    """Readings the demo made, the alerts they raised, and the gauges' memory of them."""
    alerts = select(Alert.report_id).where(Alert.opened_at <= made_at)
    tx.execute(update(Report).where(Report.id.in_(alerts)).values(demo=True))
    tx.execute(delete(Alert).where(Alert.opened_at <= made_at))
    tx.execute(delete(Observation).where(Observation.received_at == made_at))
    tx.execute(delete(Event).where(Event.sensor_id.is_not(None), Event.at <= made_at))
    for sensor in tx.scalars(select(Sensor)):
        newest = select(Observation).where(Observation.sensor_id == sensor.id)
        if tx.scalar(newest.limit(1)) is None:
            sensor.last_value, sensor.last_at, sensor.last_level = None, None, 4


def _reports(tx: Session) -> int:
    mine = select(Report.id).where(Report.demo)
    count = tx.scalar(select(func.count()).select_from(mine.subquery())) or 0
    for table in (Message, ReportMedia, MediaJob, Event, Look):
        tx.execute(delete(table).where(table.report_id.in_(mine)))
    tx.execute(delete(Outbox).where(Outbox.report_id.in_(mine)))
    tx.execute(delete(Report).where(Report.demo))
    return count


def _people(tx: Session) -> None:
    """Demo residents and officers. What a demo officer said to a real resident stays, without the officer."""
    residents = select(Person.id).where(Person.demo)
    staff = select(Officer.id).where(Officer.demo)
    tx.execute(delete(Conversation).where(Conversation.person_id.in_(residents)))
    tx.execute(delete(Outbox).where(Outbox.person_id.in_(residents)))
    tx.execute(update(Message).where(Message.officer_id.in_(staff)).values(officer_id=None))
    tx.execute(delete(Look).where(Look.officer_id.in_(staff) | Look.person_id.in_(residents)))
    tx.execute(delete(OfficerSession).where(OfficerSession.officer_id.in_(staff)))
    tx.execute(delete(Person).where(Person.demo))
    tx.execute(delete(Officer).where(Officer.demo))
