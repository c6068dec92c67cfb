"""Whom an early warning would reach, and has reached: by the kelurahan they report from or follow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.early import seconds_to_send
from routing.warnings.follows import FLOOD
from storage.models import EarlyWarning, Outbox, Person, Report, WarningFollow, WarningRefusal
from storage.notice_kinds import Notice
from storage.outbox_states import State
from storage.paces import A_SECOND


@dataclass(frozen=True)
class Audience:
    """Who an early warning would reach. people: by channel; areas: by kelurahan; followers: told already.

    seconds: until the last of them is out at the platforms' pace, with what is queued before them.
    """

    people: Mapping[str, int]
    areas: Mapping[str, int]
    followers: int
    seconds: int

    @property
    def count(self) -> int:
        """All together."""
        return sum(self.people.values())


def audience(session: Session, warning: EarlyWarning) -> Audience:
    """Whom it would reach now, and until when."""
    codes = _codes(warning)
    found = recipients(session, warning).subquery()
    by = func.count()
    channels: dict[str, int] = dict(
        session.execute(select(found.c.channel, by).group_by(found.c.channel)).all()
    )
    areas: dict[str, int] = dict(
        session.execute(select(found.c.area_code, by).group_by(found.c.area_code)).all()
    )
    followers = select(func.count(WarningFollow.person_id.distinct()))
    follow = session.scalar(followers.where(WarningFollow.area_code.in_(codes))) or 0
    return Audience(channels, areas, follow, seconds_to_send(channels, _ahead(session), A_SECOND))


def recipients(session: Session, warning: EarlyWarning) -> Select[Any, Any, Any]:
    """(person_id, channel, area_code): each once, by the newest report; a drill's are those who follow."""
    codes = _codes(warning)
    follows = exists().where(
        WarningFollow.person_id == Person.id, WarningFollow.kind == FLOOD, WarningFollow.area_code.in_(codes)
    )
    reachable = (Person.unreachable_at.is_(None), Person.blocked_at.is_(None), Person.channel.in_(A_SECOND))
    if warning.drill:
        area = func.min(WarningFollow.area_code).label("area_code")
        mine = select(Person.id.label("person_id"), Person.channel, area)
        mine = mine.join(WarningFollow, WarningFollow.person_id == Person.id)
        mine = mine.where(*reachable, WarningFollow.area_code.in_(codes))
        return mine.group_by(Person.id, Person.channel)
    # From when on a report tells where somebody lives.
    since = warning.made_at - timedelta(days=catalogue(session).settings.early_warnings.days)
    last = select(Report.person_id, func.max(Report.id).label("report_id"))
    last = last.where(Report.kelurahan_code.in_(codes), Report.created_at >= since)
    homes = last.where(Report.person_id.is_not(None)).group_by(Report.person_id).subquery()
    return (
        select(Person.id.label("person_id"), Person.channel, Report.kelurahan_code.label("area_code"))
        .join(homes, homes.c.person_id == Person.id)
        .join(Report, Report.id == homes.c.report_id)
        .where(*reachable, ~follows)
        .where(~exists().where(WarningRefusal.person_id == Person.id))
    )


def delivery(session: Session, warning: EarlyWarning) -> dict[str, int]:
    """How many of its messages stand where (`storage.outbox_states`)."""
    found = select(Outbox.status, func.count()).where(*_messages(warning)).group_by(Outbox.status)
    return dict(session.execute(found).all()) if warning.sent_at else {}


def missed(session: Session, warning: EarlyWarning) -> Sequence[int]:
    """The rows of messages that did not come through, to people who can be reached."""
    failed = select(Outbox.id).join(Person, Person.id == Outbox.person_id)
    lost = failed.where(*_messages(warning), Outbox.status == State.FAILED, Person.unreachable_at.is_(None))
    return session.scalars(lost).all()


def _codes(warning: EarlyWarning) -> list[str]:
    return [area["kelurahan"] for area in warning.areas]


def _messages(warning: EarlyWarning) -> tuple[Any, ...]:
    mine = Outbox.args["warning"].as_integer() == warning.id
    return Outbox.id > (warning.from_row or 0), Outbox.key == Notice.EARLY, mine


def _ahead(session: Session) -> dict[str, int]:
    waiting = select(Outbox.channel, func.count()).where(Outbox.status == State.QUEUED)
    return dict(session.execute(waiting.group_by(Outbox.channel)).all())
