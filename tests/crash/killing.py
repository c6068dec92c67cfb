"""Killing our own processes at seeded random moments, and counting what was lost or doubled."""

import random
import threading
from dataclasses import dataclass, field

from sqlalchemy import func, select

from storage import db
from storage.models import Inbox, Outbox, Report
from tests.fakes.telegram_api import TelegramApi
from tests.servers import Role


@dataclass
class Killer:
    """SIGKILLs one of `roles` at a time and starts it again, `kills` times; deterministic by `seed`."""

    roles: list[Role]
    kills: int
    seed: int
    pause: tuple[float, float] = (0.3, 2.0)  # seconds between a restart and the next kill
    done: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Blocks until the last victim is up again."""
        dice = random.Random(self.seed)
        for _ in range(self.kills):
            threading.Event().wait(dice.uniform(*self.pause))
            victim = dice.choice(self.roles)
            victim.kill()
            self.done.append(victim.arguments[0])
            victim.start()


@dataclass(frozen=True)
class Tally:
    """What stands in the database and in the chats after the storm."""

    lost: int  # residents without a report
    doubled: int  # reports beyond one a resident
    unhandled: int  # inbox rows not done
    unsent: int  # outbox rows neither sent nor delivered
    extra_answers: int  # messages the platform accepted more than once


def tally(api: TelegramApi, residents: int) -> Tally:
    """Counts over the configured database and the fake's log."""
    with db.reading() as session:
        by_person = dict(
            session.execute(select(Report.person_id, func.count()).group_by(Report.person_id)).all()
        )
        unhandled = session.scalar(select(func.count()).where(Inbox.status != "done"))
        unsent = session.scalar(select(func.count()).where(Outbox.status.not_in(("sent", "delivered"))))
        rows = session.scalar(select(func.count()).where(Outbox.status.in_(("sent", "delivered"))))
    accepted = sum(call.status == 200 for call in api.calls("sendMessage"))
    return Tally(
        lost=residents - len(by_person),
        doubled=sum(by_person.values()) - len(by_person),
        unhandled=unhandled or 0,
        unsent=unsent or 0,
        extra_answers=accepted - (rows or 0),
    )


def drained() -> bool:
    """Nothing waits in the inbox or the outbox."""
    with db.reading() as session:
        waiting = session.scalar(select(func.count()).where(Inbox.status == "new"))
        queued = session.scalar(select(func.count()).where(Outbox.status == "queued"))
    return not waiting and not queued
