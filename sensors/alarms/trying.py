"""A rule tried on the past before it holds: how often it would have raised an alarm, when and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from sensors.alarms import streams
from sensors.domain.alarms.rules import SensorRule
from sensors.domain.alarms.watching import WHOLE, Episode, episodes
from storage.models import Datastream

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class TriedOnPast:
    """found: (whose, from when, until when). since: the first reading there is; None: there is none."""

    found: tuple[tuple[str, datetime, datetime | None], ...]
    since: datetime | None
    asked: int  # datastreams


def try_on_past(session: Session, rule: SensorRule, *, now: datetime) -> TriedOnPast:
    """On the last year of what is stored. Nothing is written and nobody is told."""
    mine = streams.of_rule(session, rule)
    numbers = [one.id for one in mine]
    read = streams.past(session, rule, numbers, since=now - YEAR, until=now)
    found = episodes(rule, streams.watched(mine, rule), read, until=now)
    names = {str(one.id): one.thing.name for one in mine}
    return TriedOnPast(
        tuple((_name(one, names, mine), one.opened, one.ended) for one in found),
        read[0][1] if read else None, len(numbers),
    )  # fmt: skip


def _name(one: Episode, names: dict[str, str], mine: Sequence[Datastream]) -> str:
    if one.subject == WHOLE and len(mine) > 1:
        return "semua syarat"
    return names.get(one.subject, one.subject)
