"""Killing our own processes at seeded random moments, and counting what was lost or doubled."""

import random
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select

from storage import db
from storage.models import Inbox, Outbox, Person, Report
from storage.outbox import PART_IDS
from tests.crash.doors import Door
from tests.crash.residents import Crowd
from tests.servers import Role, fit, wait_until

SENDING = ("up", "worker")  # roles that hold a sender
OUT = ("sent", "delivered", "read")
# Calls a sender makes at once where the platform is slow, as it seems to be on a slow machine too: so many go
# out once more when it is killed. Quick ones go one at a time: `test_sending_leases.py` holds it to that.
UNDER_WAY = 8


@dataclass
class Killer:
    """SIGKILLs one of `roles` at a time and starts it again, `kills` times; deterministic by `seed`.

    Use it in the main thread: a process dies with the thread that started it (setpriv --pdeathsig).
    """

    roles: list[Role]
    kills: int
    seed: int
    pause: tuple[float, float] = (0.3, 2.0)  # seconds between a restart and the next kill
    done: list[str] = field(default_factory=list)
    ended_at: float = 0.0

    def run(self, crowd: Crowd, *, residents: int, alone: int = 0) -> None:
        """Blocks until the last victim is up again. Before every kill but the last `alone` an equal part of
        the residents comes, so that each kill meets conversations under way, however long a start takes."""
        dice = random.Random(self.seed)
        parts = self.kills - alone
        for number in range(self.kills):
            crowd.invite(min(number + 1, parts) * residents // parts - crowd.invited)
            threading.Event().wait(dice.uniform(*self.pause))
            victim = dice.choice(self.roles)
            victim.kill()
            self.done.append(victim.arguments[0])
            victim.start(ready=fit, seconds=120)
        self.ended_at = time.monotonic()

    @property
    def sender_kills(self) -> int:
        """How many of the killed held a sender."""
        return sum(name in SENDING for name in self.done)


@dataclass(frozen=True)
class Tally:
    """What stands in the database and in the chats after the storm."""

    missing: int  # messages of residents that are not in the inbox
    lost: int  # residents without a report
    doubled: int  # reports beyond one a resident
    unhandled: int  # inbox rows not done
    unsent: int  # outbox rows neither sent nor delivered
    twice: int  # messages of residents answered by more than one turn
    unfounded: int  # messages marked as sent that the platform never took
    extra_answers: int  # messages the platform took once more than is noted

    def faults(self) -> dict[str, int]:
        """Everything that must be none and is not."""
        return {name: n for name, n in vars(self).items() if n and name != "extra_answers"}


def tally(doors: Sequence[Door], residents: int) -> Tally:
    """Counts over the configured database and the doors' logs."""
    with db.reading() as session:
        by_person = Counter(session.scalars(select(Report.person_id).where(Report.person_id.is_not(None))))
        stored = {(channel, i) for channel, i in session.execute(select(Inbox.channel, Inbox.external_id))}
        unhandled = session.scalar(select(func.count()).where(Inbox.status != "done"))
        rows = session.scalars(select(Outbox)).all()
        people = {person.id: person.address for person in session.scalars(select(Person))}
    said = {(door.name, identity) for door in doors for identity in door.said()}
    accepted = {(door.name, identity) for door in doors for identity in door.accepted()}
    out = [row for row in rows if row.status in OUT and row.channel != "web"]
    noted = {(r.channel, str(i)) for r in out for i in (*r.extras.get(PART_IDS, ()), r.external_id)}
    answers = Counter((people[r.person_id], r.extras["answers"]) for r in rows if r.extras.get("answers"))
    return Tally(
        missing=len(said - stored),
        lost=residents - len(by_person),
        doubled=sum(by_person.values()) - len(by_person),
        unhandled=unhandled or 0,
        unsent=sum(row.status not in OUT for row in rows),
        twice=sum(count - 1 for count in answers.values()),
        unfounded=len(noted - accepted),
        extra_answers=len(accepted - noted),
    )


def drained() -> bool:
    """Nothing waits in the inbox or the outbox."""
    with db.reading() as session:
        waiting = session.scalar(select(func.count()).where(Inbox.status == "new"))
        queued = session.scalar(select(func.count()).where(Outbox.status == "queued"))
    return not waiting and not queued


def settled(crowd: Crowd, *, since: float, seconds: float) -> float:
    """Wait until everybody is content and nothing waits anywhere; the seconds that took from `since` on."""

    def quiet() -> bool:
        return crowd.finished() and not any(door.waiting() for door in crowd.doors) and drained()

    # Somebody who is never answered is given up after the crowd's patience: then count and say so.
    try:
        wait_until(quiet, seconds=seconds, what="not settled")
    except TimeoutError as late:
        talking = [f"{p.door.name} {p.index}: {p.trail[-1:]} {p.heard}" for p in crowd.waiting[:5]]
        open_ends = {door.name: door.waiting() for door in crowd.doors}
        raise TimeoutError(f"{late}: {crowd.wrong} {crowd.talking} {talking} {open_ends}") from None
    return time.monotonic() - since
