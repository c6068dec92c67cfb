"""What comes in is held against the events under way: it joins one, is offered for one, or makes one.

Read from the event log behind a bookmark, as officers' news is: nothing is looked at twice, a kill loses
nothing, and filing a report waits for none of it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.incident_kinds import incident_rules
from routing.domain import incidents as rules_of
from routing.domain.incidents import LIVING, Bond, IncidentKind, IncidentState, Sign
from routing.incidents import members, opening, signs
from storage import events
from storage.event_kinds import EventKind
from storage.inserts import insert_once
from storage.models import ChannelState, Event, Incident, Report

BOOKMARK = "incidents"
BATCH = 200
STILL_ON = 4  # times a kind's hours: after such a silence a new sign is another event
TELLS = (
    EventKind.REPORT_FILED, EventKind.REPORT_CATEGORY, EventKind.REPORT_CORRECTED, EventKind.ALERT_OPENED,
    EventKind.ALERT_RAISED,
)  # fmt: skip


def waits(session: Session) -> bool:
    """Whether something may have come in since; two looks that lock nothing."""
    row = session.get(ChannelState, BOOKMARK)
    return row is None or row.value["seq"] != events.last_seq(session)


def notice(tx: Session, *, now: datetime) -> int:
    """Look at what at most BATCH events tell of; how many signs. The first time it sets the bookmark."""
    ends = events.last_seq(tx)
    row = bookmark(tx, ends)
    told = select(Event.seq, Event.report_id).where(Event.seq > row.value["seq"], Event.seq <= ends)
    found = tx.execute(told.where(Event.kind.in_(TELLS)).order_by(Event.seq).limit(BATCH)).all()
    wanted = {event.report_id for event in found if event.report_id is not None}
    new = signs.read(tx, wanted)
    round_ = _Round(tx, now)
    for sign in new:
        round_.consider(sign)
    row.value = {"seq": found[-1].seq if len(found) == BATCH else ends}
    return len(new)


def bookmark(tx: Session, ends: int) -> ChannelState:
    """The bookmark, locked: of several processes one at a time finds or makes events."""
    insert_once(tx, ChannelState, unique=["channel"], channel=BOOKMARK, value={"seq": ends})
    locked = select(ChannelState).where(ChannelState.channel == BOOKMARK).with_for_update()
    return tx.scalars(locked.execution_options(populate_existing=True)).one()


class _Round:
    """One look at what came in: gauges and events are read once, whatever the number of signs."""

    def __init__(self, tx: Session, now: datetime) -> None:
        self.tx, self.now, self.city = tx, now, incident_rules()
        self.known = signs.stations(tx)
        self._inside: dict[int, list[Sign]] = {}

    def consider(self, sign: Sign) -> None:
        """The sign joins an event, is offered for one, makes one, or nothing."""
        kind = self.city.of_category(sign.category)
        if kind is None:
            return
        mine = members.of_report(self.tx, sign.id) or self._join(sign, kind) or self._begin(sign, kind)
        if mine is None or mine.state != IncidentState.PROPOSED:
            return
        if reason := rules_of.stands_alone(self.inside(mine), kind, self.city.alert_counts):
            opening.confirm(self.tx, mine, officer=None, now=self.now, rule=reason)

    def inside(self, incident: Incident) -> list[Sign]:
        """The newest signs of an event, read once a round."""
        if incident.id not in self._inside:
            newest = members.inside(self.tx, incident)[-signs.MOST :]
            self._inside[incident.id] = signs.read(self.tx, newest)
        return self._inside[incident.id]

    def _join(self, sign: Sign, kind: IncidentKind) -> Incident | None:
        """The event the sign is in from now on; one it is less like is offered it, for an officer to say."""
        found, incident = self._likest(sign, kind)
        if incident is None or found.score < self.city.propose:
            return None
        state = signs.INSIDE if found.score >= self.city.join else signs.OFFERED
        members.put(self.tx, incident, {sign.id: found}, state=state, actor=opening.SYSTEM, now=self.now)
        if state == signs.OFFERED:
            return None
        self.inside(incident).append(sign)
        return incident

    def _likest(self, sign: Sign, kind: IncidentKind) -> tuple[Bond, Incident | None]:
        not_of, demo = members.taken_out(self.tx, sign.id), self.tx.get_one(Report, sign.id).demo
        living = select(Incident).where(
            Incident.state.in_(LIVING), Incident.kind == kind.code, Incident.demo == demo,
            Incident.last_seen >= sign.at - STILL_ON * timedelta(hours=kind.hours),
        )  # fmt: skip
        best: tuple[Bond, Incident | None] = (rules_of.NONE, None)
        for incident in self.tx.scalars(living.order_by(Incident.id)):
            found = rules_of.best(sign, self.inside(incident), kind, self.known)
            if incident.id not in not_of and found.score > best[0].score:
                best = (found, incident)
        return best

    def _begin(self, sign: Sign, kind: IncidentKind) -> Incident | None:
        """A new event, where enough signs hang together."""
        demo = self.tx.get_one(Report, sign.id).demo
        free = signs.unbound(self.tx, kind, now=self.now, demo=demo)
        others = [one for one in free if one.id != sign.id]
        bonds = rules_of.together(sign, others, kind, self.known, least=self.city.join)
        mine = [one for one in (sign, *others) if one.id in bonds]
        enough = rules_of.weight(mine, self.city.alert_counts) >= kind.signs
        if not enough or all(one.station is not None for one in mine):
            return None
        made = opening.propose(self.tx, kind, mine, bonds, now=self.now, reasons=_why(mine, kind), demo=demo)
        self._inside[made.id] = mine
        return made


def _why(mine: Sequence[Sign], kind: IncidentKind) -> list[str]:
    alerts = [one for one in mine if one.station is not None]
    people = rules_of.weight((one for one in mine if one.station is None), {})
    span = max(one.at for one in mine) - min(one.at for one in mine)
    minutes = max(1, round(span.total_seconds() / 60))
    told = [f"{people} warga melaporkan {kind.name.lower()} dalam {minutes} menit"]
    told += [f"Siaga {one.siaga} di {one.station.name}" for one in alerts if one.station]
    return told
