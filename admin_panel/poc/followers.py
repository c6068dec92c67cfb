"""Who is warned of the water: how many follow the places it comes to, how many were told and reached."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from admin_panel.report.deliveries import Reach, reach
from routing.warnings import follows
from sensors.queries import AlertRow
from storage.models import Outbox, Thing, WarningFollow
from storage.notice_kinds import Notice


@dataclass(frozen=True)
class Followers:
    """Of one open alert. told: None when nobody was."""

    following: int
    told: Reach | None


def of_alerts(session: Session, alerts: Sequence[AlertRow]) -> dict[str, Followers]:
    """By the gauge's code, for each open alert; nothing is asked while the river is calm."""
    if not alerts:
        return {}
    codes = [alert.sensor_code for alert in alerts]
    things = {row.code: row for row in session.scalars(select(Thing).where(Thing.code.in_(codes)))}
    return {
        alert.sensor_code: Followers(
            _following(session, things[alert.sensor_code]), reach(_told(session, alert))
        )
        for alert in alerts
    }


def _following(session: Session, thing: Thing) -> int:
    places = WarningFollow.area_code.in_(follows.reach(thing))
    people = select(func.count(WarningFollow.person_id.distinct()))
    return session.scalar(people.where(WarningFollow.kind == follows.FLOOD, places)) or 0


def _told(session: Session, alert: AlertRow) -> list[tuple[int, str]]:
    """(person, status) of the newest warning this alert has caused each: told of three levels is one told."""
    about = Outbox.args["gauge"].as_string() == alert.sensor_name
    found = select(Outbox.person_id, Outbox.status).where(Outbox.key == Notice.WARNING, about)
    rows = session.execute(found.where(Outbox.created_at >= alert.opened_at).order_by(Outbox.id))
    return list(dict(rows.all()).items())
