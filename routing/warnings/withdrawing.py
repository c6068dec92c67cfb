"""Taking back what the city published of a gauge's alert: a false warning, by an officer, with the reason.

Programs of others end it (`Cancel`), residents who were told by message read the reason. The alert stays in
the queue, where the water or a person ends it; what was taken back is not said again, and a worse level is
published anew.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.bulletin_chain import standing
from routing.domain.permissions import Action, may
from routing.errors import NotAllowed, NotFound, Refused
from routing.warnings import bulletins, early
from routing.warnings.bulletins import Told
from storage import drill, events, outbox
from storage.event_kinds import EventKind
from storage.models import Alert, CapBulletin, Datastream, Officer, Outbox, Person, Report
from storage.notice_kinds import Notice
from storage.outbox_states import State

SHORTEST, LONGEST = 10, 300  # characters of a reason
SAID = (Notice.WARNING, Notice.EARLY)


@dataclass(frozen=True)
class Published:
    """An open alert of which programs were told, and the newest message of it."""

    alert: Alert
    stream: Datastream
    newest: CapBulletin


def published(session: Session) -> list[Published]:
    """What stands at present, the worst first."""
    rows = session.execute(
        select(Alert, Datastream, CapBulletin)
        .join(Datastream, Datastream.id == Alert.datastream_id)
        .join(CapBulletin, CapBulletin.alert_id == Alert.id)
        .where(Alert.closed_at.is_(None))
        .order_by(Alert.level, Alert.id, CapBulletin.id)
    )
    newest = {alert.id: Published(alert, stream, row) for alert, stream, row in rows}
    return [one for one in newest.values() if one.newest.kind != "Cancel"]


def withdraw(tx: Session, *, officer: Officer, alert_id: int, reason: str, now: datetime) -> CapBulletin:
    """Publish the end of what was said of an open alert, and tell residents who were told; its event."""
    if not officer.active or not may(officer.role, Action.WARN):
        raise NotAllowed("tidak_berwenang", f"{officer.role} may not warn")
    reason = " ".join(reason.split())
    if not SHORTEST <= len(reason) <= LONGEST or not reason.isprintable():
        raise Refused("perlu_alasan_tarik")
    alert = tx.get(Alert, alert_id, with_for_update=True, populate_existing=True)
    words = catalogue(tx).settings.cap
    since = _since(tx, alert_id)
    if alert is None or words is None or words.withdrawn is None or since is None:
        raise NotFound("peringatan_tidak_terbit", str(alert_id))
    stream = tx.get_one(Datastream, alert.datastream_id)
    told = Told(stream, alert.level, stream.last_value or 0.0, stream.last_at or now)
    row = bulletins.issue(tx, alert, told, now=now, withdrawn=reason)
    if row is None:
        raise Refused("peringatan_tidak_terbit")
    early.take_back(tx, alert, now=now)
    counts = _tell(tx, alert, told, since=since, reason=reason, now=now)
    events.record(
        tx, kind=EventKind.CAP_WITHDRAWN, actor=f"petugas:{officer.id}", now=now, reason=reason,
        report=tx.get_one(Report, alert.report_id), data={"identifier": row.identifier, **counts},
    )  # fmt: skip
    return row


def _since(tx: Session, alert_id: int) -> datetime | None:
    """When the first of what stands was said; None where nothing does."""
    mine = select(CapBulletin).where(CapBulletin.alert_id == alert_id).order_by(CapBulletin.id)
    return next((row.sent for row in standing(tx.scalars(mine).all())), None)


def _tell(  # noqa: PLR0913 - an alert, what was said of it since when, and why it was wrong
    tx: Session, alert: Alert, told: Told, *, since: datetime, reason: str, now: datetime
) -> dict[str, int]:
    """To each who may have read the warning, once: what is still queued is not sent. How many of both."""
    said = Outbox.key.in_(SAID), Outbox.created_at >= since, Outbox.args["alert"].as_integer() == alert.id
    unsent = outbox.take_back(tx, *said)
    heard = select(Outbox.person_id).where(*said, Outbox.status != State.FAILED)
    who = select(Person.id, Person.channel).where(Person.id.in_(heard), Person.unreachable_at.is_(None))
    args = {
        "gauge": told.stream.thing.name, "level": told.level, "reason": reason, "drill": int(drill.on()),
        "alert": alert.id,
    }  # fmt: skip
    people = outbox.put_to(tx, who, args, key=Notice.WARNING_WITHDRAWN, now=now)
    return {"people": people, "unsent": unsent}
