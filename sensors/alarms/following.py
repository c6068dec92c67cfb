"""The rules followed: every half minute what was measured is asked, alarms are opened and closed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.warnings import matters
from routing.warnings.matters import SensorMatter
from sensors import kinds
from sensors.alarms import book, streams
from sensors.domain.alarms.rules import SensorRule
from sensors.domain.alarms.sentences import told
from sensors.domain.alarms.watching import RuleStanding, RuleWatch, step
from storage.inserts import insert_once
from storage.models import ChannelState, Datastream, SensorAlarm

State = dict[str, Any]  # {"held": [[check, datastream], …], "since": {subject: ISO time}}


def follow(tx: Session, *, now: datetime) -> int:
    """Ask every rule; how many alarms were opened. A rule that is off or gone leaves its own as they are."""
    _, rules = book.in_force(tx)
    return sum(_follow(tx, rule, now) for rule in rules if rule.on)


def _follow(tx: Session, rule: SensorRule, now: datetime) -> int:
    row = _state_of(tx, rule.code)
    mine = streams.of_rule(tx, rule)
    before: State = row.value
    watch = RuleWatch(rule, streams.watched(mine, rule), [(a, b) for a, b in before.get("held", [])])
    _feed(tx, watch, rule, mine, now)
    open_ = _open_alarms(tx, rule.code)
    since, opened = {}, 0
    for subject, numbers in watch.subjects.items():
        begun, alarm = before.get("since", {}).get(subject), open_.get(subject)
        stood = RuleStanding(
            datetime.fromisoformat(begun) if begun else None, alarm.opened_at if alarm is not None else None
        )
        stands = step(stood, watch.holds(subject, now), now, hold=rule.hold)
        if stands.since:
            since[subject] = stands.since.isoformat()
        if stands.opened and alarm is None:
            _open(tx, rule, subject, [one for one in mine if one.id in numbers], stands.opened, now)
            opened += 1
        elif alarm is not None and stands.opened is None:
            alarm.closed_at = now
            matters.end_matter(tx, alarm.report_id, finish=rule.ends == "sendiri", now=now)
    after = {"held": [list(key) for key in watch.held], "since": since}
    if after != before:
        row.value = after
    return opened


def _state_of(tx: Session, rule: str) -> ChannelState:
    """Held until `tx` ends: two workers do not open one alarm twice."""
    name = f"sensors:rule:{rule}"
    insert_once(tx, ChannelState, unique=["channel"], channel=name, value={})
    return tx.get_one(ChannelState, name, with_for_update=True, populate_existing=True)


def _feed(
    tx: Session, watch: RuleWatch, rule: SensorRule, mine: Sequence[Datastream], now: datetime
) -> None:  # fmt: skip
    """What the windows need; else the last believed reading, while it is fresh."""
    windowed = {one.id for one in mine} if rule.window else set()
    found = streams.readings(tx, sorted(windowed), since=now - rule.window, until=now) if windowed else []
    for number, at, value in found:
        watch.feed(number, at, value)
    told_of = {number for number, _, _ in found}
    for one in mine:
        if one.id in told_of or one.last_at is None or one.last_value is None:
            continue
        watch.seen(one.id, one.last_at)
        if now - one.last_at <= kinds.kind_of(one.kind).limits.silent_after:
            watch.feed(one.id, one.last_at, one.last_value)


def _open_alarms(tx: Session, rule: str) -> dict[str, SensorAlarm]:
    mine = select(SensorAlarm).where(SensorAlarm.rule == rule, SensorAlarm.closed_at.is_(None))
    return {one.subject: one for one in tx.scalars(mine)}


def _open(  # noqa: PLR0913 - whose alarm it is, and since when
    tx: Session, rule: SensorRule, subject: str, mine: Sequence[Datastream], since: datetime, now: datetime
) -> None:  # fmt: skip
    first = max(mine, key=lambda one: (one.last_at or since, -one.id))
    report = matters.open_matter(
        tx,
        SensorMatter(
            text=told(rule, [(one.thing.name, one.last_value, one.unit) for one in mine], since),
            agency=rule.agency, category=rule.category, thing=first.thing, measures=first.id, rule=rule.code,
            urgent=rule.urgent,
        ),
        now=now,
    )  # fmt: skip
    tx.add(SensorAlarm(rule=rule.code, subject=subject, datastream_id=first.id, report_id=report.id,
                       opened_at=since))  # fmt: skip
    tx.flush()
