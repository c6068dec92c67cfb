"""What is wrong with the service, judged from the facts alone."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from watching.facts import HealthFacts, Places, Queue

WAITED = timedelta(minutes=2)  # in a queue of the worker
WAITED_LONG = timedelta(minutes=30)  # in one that nobody watches
SILENT = {"worker": timedelta(seconds=90), "web": timedelta(seconds=90), "timetable": timedelta(minutes=30)}
DEAF = timedelta(minutes=3)
FULL, NEARLY_FULL = 200 * 2**20, 2 * 2**30  # bytes
FEW = 0.1  # of the disk, below which NEARLY_FULL counts
LATE = 1.5  # so many times the pause between two backups

Told = str | int | float | datetime


@dataclass(frozen=True)
class HealthFinding:
    """One thing that is wrong. code: its sentences' key. about: which of several. grave: somebody is told."""

    code: str
    grave: bool
    about: str = ""
    told: dict[str, Told] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What tells it from every other."""
        return f"{self.code}:{self.about}"


AWAY = HealthFinding("database-away", grave=True)


def judge(facts: HealthFacts, places: Places) -> list[HealthFinding]:
    """Everything that is wrong, the grave first."""
    found = [*_roles(facts), *_queues(facts), *_gauges(facts), *_space(facts), *_backups(facts, places)]
    if facts.rules_off:
        found.append(HealthFinding("rules-off", grave=True, told={"many": len(facts.rules_off)}))
    if facts.log_bad is not None:
        found.append(HealthFinding("log-broken", grave=True, told={"number": facts.log_bad}))
    return sorted(found, key=lambda finding: not finding.grave)


def _roles(facts: HealthFacts) -> Iterator[HealthFinding]:
    for role, patience in SILENT.items():
        last = facts.roles.get(role)
        if last is not None and facts.at - last > patience:
            yield HealthFinding("role-silent", grave=True, about=role, told={"since": last})


def _queues(facts: HealthFacts) -> Iterator[HealthFinding]:
    for queue in facts.queues:
        if queue.name == "keluar":
            if queue.channel in facts.stuck and queue.oldest is not None:
                told: dict[str, Told] = {"since": queue.oldest, "many": queue.waiting}
                yield HealthFinding("outbox-stuck", grave=True, about=queue.channel, told=told)
        elif queue.oldest is not None and facts.at - queue.oldest > _patience(queue):
            told = {"since": queue.oldest, "many": queue.waiting}
            yield HealthFinding("queue-old", grave=queue.name == "masuk", about=queue.name, told=told)
        if queue.dead and queue.name in ("masuk", "keluar"):
            yield HealthFinding("dead-letters", False, queue.channel or queue.name, {"many": queue.dead})


def _patience(queue: Queue) -> timedelta:
    return WAITED if queue.name == "masuk" else WAITED_LONG


def _gauges(facts: HealthFacts) -> Iterator[HealthFinding]:
    heard = facts.gauges.heard_at
    if heard is not None and facts.at - heard > DEAF:
        yield HealthFinding("gauges-deaf", grave=True, told={"since": heard})
    elif facts.gauges.silent:
        told: dict[str, Told] = {"many": len(facts.gauges.silent), "all": facts.gauges.streams}
        yield HealthFinding("gauges-silent", grave=False, told=told)


def _space(facts: HealthFacts) -> Iterator[HealthFinding]:
    for place, (free, whole) in facts.free.items():
        if free < FULL:
            yield HealthFinding("disk-full", grave=True, about=place, told={"mb": free // 2**20})
        elif free < NEARLY_FULL and free < FEW * whole:
            yield HealthFinding("disk-nearly-full", grave=False, about=place, told={"mb": free // 2**20})


def _backups(facts: HealthFacts, places: Places) -> Iterator[HealthFinding]:
    made = facts.backup
    if places.every is None:
        if made is None or made.at is None:
            yield HealthFinding("backup-none", grave=False)
        return
    if made is not None and made.error:
        yield HealthFinding("backup-failed", grave=True)
    elif made is not None and made.at is not None and facts.at - made.at > places.every * LATE:
        yield HealthFinding("backup-old", grave=True, told={"since": made.at})
