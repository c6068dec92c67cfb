"""What the day came to, counted in the drill's own database and by what the residents' phones heard."""

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select

from drill.clock import DrillClock
from drill.crowd import Caller, DrillCrowd, Told
from drill.people import Kind, Neighbour
from drill.screens import delays
from routing.domain.incidents import IncidentState
from storage import db
from storage.event_kinds import EventKind
from storage.models import (
    Alert,
    DepthAnswer,
    EarlyWarning,
    Event,
    Inbox,
    Incident,
    IncidentAct,
    IncidentLink,
    Observation,
    Outbox,
    Person,
    Report,
)
from storage.notice_kinds import URGENT, Notice
from storage.outbox import SentAs
from tests.crash.killing import OUT, tally
from tests.crash.web_door import WebDoor

INSIDE = "masuk"
FLOOD_KIND = "banjir"
WARNINGS = (Notice.WARNING.value, Notice.EARLY.value)
ALL_WARNINGS = (
    *WARNINGS, Notice.WARNING_OVER.value, Notice.WARNING_WITHDRAWN.value, Notice.EARLY_CLEAR.value,
)  # fmt: skip
Figures = dict[str, Any]


@dataclass(frozen=True)
class Quantiles:
    """Of some seconds."""

    p50: float
    p99: float
    most: float


def quantiles(values: Sequence[float]) -> Quantiles | None:
    """None when there are none."""
    rows = sorted(values)
    if not rows:
        return None
    at = [rows[min(len(rows) - 1, int(len(rows) * part))] for part in (0.5, 0.99)]
    return Quantiles(round(at[0], 2), round(at[1], 2), round(rows[-1], 2))


def part(some: int, of: int) -> float:
    """In percent."""
    return round(100 * some / of, 1) if of else 0.0


def finding(clock: DrillClock, told: Sequence[Told]) -> Figures:
    """From the first alert to the first report of the flood, and to the event."""
    floods = {one.number for one in told if one.act.kind is Kind.FLOOD}
    with db.reading() as session:
        alert = session.scalar(select(func.min(Alert.opened_at)))
        times = sorted(session.scalars(select(Report.created_at).where(Report.number.in_(floods))).all())
        events = session.scalars(
            select(Incident).where(Incident.kind == FLOOD_KIND).order_by(Incident.id)
        ).all()
        acts = session.execute(
            select(IncidentAct.incident_id, func.min(IncidentAct.at)).group_by(IncidentAct.incident_id)
        )
        begun = dict(acts.all())
    first = min((begun[one.id] for one in events if one.id in begun), default=None)
    sure = min((one.confirmed_at for one in events if one.confirmed_at), default=None)
    after = [at for at in times if alert is not None and at >= alert]
    return {
        "first_alert": _clock(clock, alert), "first_report": _clock(clock, times[0] if times else None),
        "minutes_alert_to_report": _minutes(clock, alert, after[0] if after else None),
        "reports_before_alert": len(times) - len(after),
        "event_proposed": _clock(clock, first), "event_after_reports": _before(times, first),
        "event_confirmed": _clock(clock, sure), "confirmed_after_reports": _before(times, sure),
        "events": len([one for one in events if one.state != IncidentState.JOINED]),
    }  # fmt: skip


def _clock(clock: DrillClock, moment: datetime | None) -> float | None:
    return None if moment is None else round(clock.minute_at(moment), 1)


def _minutes(clock: DrillClock, one: datetime | None, other: datetime | None) -> float | None:
    return None if one is None or other is None else round(clock.minute_at(other) - clock.minute_at(one), 1)


def _before(times: Sequence[datetime], moment: datetime | None) -> int | None:
    return None if moment is None else sum(at <= moment for at in times)


def joining(told: Sequence[Told]) -> Figures:
    """Which reports the events of the flood hold, against what their writers told of."""
    truth = {one.number: one.act.kind for one in told if one.number and one.act.kind is not Kind.FOLLOW}
    with db.reading() as session:
        held = select(Report.number).join(IncidentLink, IncidentLink.report_id == Report.id)
        held = held.join(Incident, Incident.id == IncidentLink.incident_id)
        held = held.where(
            IncidentLink.state == INSIDE, Incident.kind == FLOOD_KIND, Report.person_id.is_not(None)
        )
        inside = set(session.scalars(held))
        kinds = dict(session.execute(select(Report.number, Report.category_code)).all())
    floods = {number for number, kind in truth.items() if kind is Kind.FLOOD}
    wrong = {number for number in inside if truth.get(number) is Kind.OTHER}
    missed = floods - inside
    return {
        "flood_reports": len(floods), "joined_rightly": len(floods & inside),
        "joined_rightly_percent": part(len(floods & inside), len(floods)),
        "joined_wrongly": len(wrong), "joined_wrongly_percent": part(len(wrong), len(inside)),
        "missed_by_category": dict(Counter(kinds.get(str(number), "") for number in missed)),
    }  # fmt: skip


def warning(clock: DrillClock, crowd: DrillCrowd) -> Figures:
    """Who was told before the water was at their door, of those the city could know, and of all."""
    with db.reading() as session:
        rows = session.execute(
            select(Person.channel, Person.address, Outbox.created_at, Outbox.sent_at, Outbox.args)
            .join(Outbox, Outbox.person_id == Person.id)
            .where(Outbox.key.in_(WARNINGS), Outbox.status.in_(OUT)).order_by(Outbox.sent_at.desc())
        ).all()  # fmt: skip
        signed = session.scalars(select(EarlyWarning).order_by(EarlyWarning.id)).all()
        answers = session.scalar(select(func.count()).select_from(DepthAnswer)) or 0
    first = {(channel, address): at for channel, address, _, at, _ in rows if at}
    gravest = {
        (c, address): (made, at) for c, address, made, at, args in rows if args.get("level") == 1 and at
    }
    ahead, reached, knowable, gravest_made, gravest_read = [], 0, 0, 0, 0
    for caller in crowd.callers.values():
        life = caller.life
        if life is None or life.water is None:
            continue
        reached += 1
        knowable += life.acts[0].kind is not Kind.FLOOD and caller.door.name != "web"
        who = caller.door.name, caller.who
        if at := first.get(who):
            ahead.append(life.water - clock.minute_at(at))
        if who in gravest:
            made, read = map(clock.minute_at, gravest[who])
            gravest_made += made < life.water
            gravest_read += read < life.water
    early = [minutes for minutes in ahead if minutes > 0]
    return {
        "reached_by_water": reached, "known_before": knowable, "warned": len(ahead),
        "warned_in_time": len(early), "in_time_percent_of_known": part(len(early), knowable),
        "in_time_percent_of_all": part(len(early), reached),
        "median_minutes_ahead": round(statistics.median(early), 1) if early else None,
        "siaga1_before_water": gravest_made, "siaga1_read_before_water": gravest_read,
        "depth_answers": answers,
        "early_warnings": [
            {
                "level": one.level, "state": one.state, "by_rule": one.by_rule,
                "drafted": _clock(clock, one.made_at), "sent": _clock(clock, one.sent_at),
            }
            for one in signed
        ],
    }  # fmt: skip


def delivering(crowd: DrillCrowd) -> Figures:
    """Nothing lost, nothing twice: messages in, reports, messages out."""
    count = tally(crowd.doors, len(crowd.callers))
    with db.reading() as session:
        of = select(Person.channel, Person.address, func.count()).join(Report, Report.person_id == Person.id)
        filed = {(channel, who): many for channel, who, many in session.execute(of.group_by(Person.id))}
        heard = {one.number for one in crowd.told if one.number and one.act.kind is not Kind.FOLLOW}
        lost = heard - set(session.scalars(select(Report.number)))
        said = session.scalar(select(func.count()).select_from(Inbox)) or 0
        states = (
            select(Outbox.status, func.count()).where(Outbox.key.in_(ALL_WARNINGS)).group_by(Outbox.status)
        )
        warned = dict(session.execute(states).all())
        out = session.scalar(select(func.count()).select_from(Outbox)) or 0
        twice = _warned_twice(session.execute(
            select(Outbox.person_id, Outbox.key, Outbox.args).where(Outbox.key.in_(ALL_WARNINGS))
        ).all())  # fmt: skip
    doubled = 0
    for caller in crowd.callers.values():
        acts = sum(act.kind is not Kind.FOLLOW for act in caller.life.acts) if caller.life else 0
        doubled += max(0, filed.get((caller.door.name, _address(caller)), 0) - acts)
    return {
        "messages_in": said, "messages_out": out, "messages_in_lost": count.missing,
        "conversations": len(crowd.told), "given_up": len(crowd.unanswered),
        "kept_quiet": crowd.kept_quiet, "led_astray": len(crowd.wrong) - len(crowd.unanswered),
        "reports": sum(filed.values()), "reports_lost": len(lost), "reports_doubled": doubled,
        "warnings": warned, "warnings_lost": sum(n for state, n in warned.items() if state not in OUT),
        "warnings_doubled": twice, "unanswered": count.unhandled, "unsent": count.unsent,
        "answered_twice": count.twice, "sent_once_more_by_a_kill": count.extra_answers,
        "unfounded": count.unfounded,
    }  # fmt: skip


def waiting() -> Figures:
    """Real seconds from a message's row until the platform had it, by platform and kind."""
    urgent = Outbox.key.in_(URGENT)
    kind = case(
        (Outbox.key.is_(None), SentAs.ANSWER.value), (urgent, SentAs.WARNING.value), else_=SentAs.NEWS.value
    )
    with db.reading() as session:
        rows = session.execute(
            select(Outbox.channel, kind, Outbox.created_at, Outbox.sent_at)
            .where(Outbox.channel != "web", Outbox.sent_at.is_not(None))
        ).all()  # fmt: skip
    found: dict[str, list[float]] = {}
    for channel, what, made, sent in rows:
        found.setdefault(f"{channel} {what}", []).append((sent - made).total_seconds())
    return {name: vars(of) for name, seconds in sorted(found.items()) if (of := quantiles(seconds))}


def _address(caller: Caller) -> str:
    """As the product keeps it."""
    return caller.door.browsers[caller.who].address if isinstance(caller.door, WebDoor) else caller.who


def _warned_twice(rows: Sequence[tuple[int, str | None, Mapping[str, Any]]]) -> int:
    """The same warning of the same gauge and level in somebody's queue more than once."""
    told = Counter(
        (person, key, a.get("warning"), a.get("gauge"), a.get("level"), a.get("clock"))
        for person, key, a in rows
    )
    return sum(many - 1 for many in told.values())


def speed(crowd: DrillCrowd, seen: Mapping[int, datetime]) -> Figures:
    """Real seconds: a conversation from its first word to its number, a report from its row to the screen."""
    with db.reading() as session:
        at = dict(
            session.execute(select(Event.seq, Event.at).where(Event.kind == EventKind.REPORT_FILED)).all()
        )
        readings = session.scalar(select(func.count()).select_from(Observation)) or 0
    talks = quantiles([one.seconds for one in crowd.told if one.seconds is not None])
    screen = quantiles(delays(seen, at))
    return {
        "readings_stored": readings,
        "conversation_seconds": vars(talks) if talks else None,
        "screen_seconds": vars(screen) if screen else None, "screen_missed": len(set(at) - set(seen)),
    }  # fmt: skip


def life_of(people: Sequence[Neighbour]) -> Figures:
    """What was to be played."""
    acts = Counter(act.kind.value for one in people for act in one.acts)
    return {
        "residents": len(people),
        "acts": dict(acts),
        "reached": sum(one.water is not None for one in people),
    }
