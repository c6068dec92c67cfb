"""What a rule's checks read: datastreams, and their believed readings."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager

from sensors.domain.alarms.rules import CheckKind, SensorRule
from sensors.domain.alarms.watching import AskedStream
from sensors.domain.reading import GOOD
from sensors.domain.rollup import Span
from storage import packs
from storage.models import AnyObservation, Datastream, Rollup, Thing

MOST_READINGS = 100_000  # of the past one by one; more are taken by the hour
Reading = tuple[int, datetime, float]


def of_rule(session: Session, rule: SensorRule) -> list[Datastream]:
    """The datastreams its checks may ask, each with its thing."""
    asked = {check.kind for check in rule.checks}
    query = select(Datastream).join(Datastream.thing).options(contains_eager(Datastream.thing))
    query = query.where(Datastream.kind.in_(sorted(asked))).order_by(Datastream.id)
    if all(check.things for check in rule.checks):
        query = query.where(Thing.code.in_(sorted({code for check in rule.checks for code in check.things})))
    return list(session.scalars(query))


def watched(streams: Sequence[Datastream], rule: SensorRule) -> list[AskedStream]:
    """As the rule knows them."""
    return [
        AskedStream(one.id, one.kind, one.thing.code, str(one.thing.properties.get(rule.group) or ""))
        for one in streams
    ]


def readings(session: Session, streams: Sequence[int], *, since: datetime, until: datetime) -> list[Reading]:
    """Their believed readings measured within (since, until], in the order of their times."""
    query = select(AnyObservation.datastream_id, AnyObservation.at, AnyObservation.value)
    query = query.where(AnyObservation.datastream_id.in_(streams), *packs.after(AnyObservation, since, until))
    query = query.where(AnyObservation.quality == GOOD, AnyObservation.value.is_not(None))
    query = query.order_by(AnyObservation.at)
    return [(number, at, value or 0.0) for number, at, value in session.execute(query)]


def past(
    session: Session, rule: SensorRule, streams: Sequence[int], *, since: datetime, until: datetime
) -> list[Reading]:
    """As `readings`; by the hour where they are many, or are no longer kept."""
    mine = Rollup.datastream_id.in_(streams), Rollup.at >= since, Rollup.at < until, Rollup.good > 0
    rolled = session.scalar(select(func.sum(Rollup.good)).where(*mine, Rollup.span == Span.HOUR)) or 0
    if rolled <= MOST_READINGS:
        return readings(session, streams, since=since, until=until)
    columns = (Rollup.datastream_id, Rollup.at, Rollup.low, Rollup.high, Rollup.total)
    rows = session.execute(select(*columns).where(*mine, Rollup.span == Span.HOUR).order_by(Rollup.at))
    test = rule.checks[0].test
    place = {CheckKind.BELOW: 0, CheckKind.SUM: 2}.get(test, 1)
    return [(number, at, sums[place] or 0.0) for number, at, *sums in rows]
