"""Rules that hold no more because something they name is gone: noticed once, and when they hold again."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city import config_versions
from routing.city.catalogue import catalogue
from routing.city.rulebook import RULES
from storage import events
from storage.event_kinds import EventKind
from storage.inserts import insert_once
from storage.models import Setting

KNOWN = "rules_off"  # what was noticed already, by rule


def off(session: Session) -> dict[str, str]:
    """Which of the active rules do not hold, and what each misses, as "kind:code"."""
    if not config_versions.is_there(session, RULES):
        return {}
    return dict(catalogue(session).rules.ruler.gone)


def watch(tx: Session, *, now: datetime) -> int:
    """Note an event for each rule that went or came back since the last look; returns how many."""
    insert_once(tx, Setting, unique=["key"], key=KNOWN, value={})
    row = tx.scalars(select(Setting).where(Setting.key == KNOWN).with_for_update()).one()
    before, gone = dict(row.value), off(tx)
    if before == gone:
        return 0
    changes = [(EventKind.RULE_OFF, rule, what) for rule, what in gone.items() if rule not in before]
    changes += [(EventKind.RULE_ON, rule, what) for rule, what in before.items() if rule not in gone]
    for kind, rule, what in changes:
        events.record(tx, kind=kind, actor="sistem", now=now, data={"rule": rule, "gone": what})
    row.value = gone
    return len(changes)
