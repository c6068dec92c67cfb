"""A resident whose browser is closed is told that an answer lies ready: how that is asked for, and how sent.

What is sent says so and no more: it is read on locked screens.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

import httpx2
from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session

from bot.channels.web.keys import living
from bot.messages import say
from storage import backoff, outbox, people, web_push
from storage.clock import Clock
from storage.db import glancing, transaction
from storage.inserts import insert_once
from storage.models import ChatPush, ChatSession, Outbox, Person
from storage.outbox_states import State
from storage.web_push import LONGEST, Pushed, is_vendors

EVERY = 5.0  # seconds
UNTAKEN = timedelta(seconds=15)  # by then an open browser has shown it
LATEST = timedelta(hours=24)  # after that nobody is told any more
TAKEN_FOR = timedelta(seconds=60)  # longer than vendors are waited for
BATCH = 100


def subscribe(tx: Session, session_id: int, *, endpoint: str, p256dh: str, auth: str, now: datetime) -> bool:
    """This browser of a chat is told from now on; False for an endpoint that is no vendor's."""
    if len(endpoint) > LONGEST or not is_vendors(endpoint):
        return False
    tx.execute(delete(ChatPush).where((ChatPush.endpoint == endpoint) | (ChatPush.session_id == session_id)))
    insert_once(
        tx, ChatPush, unique=["session_id"], session_id=session_id, endpoint=endpoint, p256dh=p256dh,
        auth=auth, created_at=now,
    )  # fmt: skip
    return True


def unsubscribe(tx: Session, session_id: int) -> None:
    """It is told no more."""
    tx.execute(delete(ChatPush).where(ChatPush.session_id == session_id))


def is_told(session: Session, session_id: int | None) -> bool:
    """Whether this browser asked for it."""
    return session_id is not None and session.get(ChatPush, session_id) is not None


@dataclass(frozen=True)
class _Ready:
    """What lies ready for one resident."""

    person: int
    locale: str
    address: str
    rows: Sequence[int]


@dataclass
class Pusher:
    """One look, repeated by the worker. secret: the product's; site: who is to be asked about us."""

    secret: str
    site: str
    clock: Clock

    def __call__(self) -> None:
        """Tells whoever has not taken an answer yet and asked to be told; tries again later what failed."""
        with glancing() as session:
            if session.scalar(_due(self.clock()).limit(1)) is None:
                return
        with transaction() as tx:
            ready = self._take(tx)
        if ready:
            with web_push.client() as http:
                for one in ready:
                    self._tell(http, one)

    def _take(self, tx: Session) -> list[_Ready]:
        """Rows that are due, held back for a while: a process that dies is followed by another."""
        now = self.clock()
        locked = _due(now).order_by(Outbox.person_id, Outbox.id).limit(BATCH)
        ids = tx.scalars(locked.with_for_update(skip_locked=True, of=Outbox)).all()
        mine = Outbox.id.in_(ids)
        tx.execute(
            update(Outbox).where(mine).values(next_try_at=now + TAKEN_FOR, attempts=Outbox.attempts + 1)
        )
        found = (
            select(Person.id, Person.locale, Person.address, Outbox.id)
            .join(Outbox, Outbox.person_id == Person.id).where(mine).order_by(Person.id, Outbox.id)
        )  # fmt: skip
        grouped = groupby(tx.execute(found).all(), key=lambda row: (row[0], row[1], row[2]))
        return [
            _Ready(person, locale, address, [row[3] for row in rows])
            for (person, locale, address), rows in grouped
        ]

    def _tell(self, http: httpx2.Client, ready: _Ready) -> None:
        with glancing() as session:
            browsers = session.scalars(_browsers(ready.address, self.clock())).all()
        said = {"words": say(ready.locale, "web-push-ready"), "n": ready.rows[-1]}
        became = {
            one.endpoint: web_push.push(http, one, said, secret=self.secret, site=self.site)
            for one in browsers
        }
        with transaction() as tx:
            self._write_down(tx, ready, became)

    def _write_down(self, tx: Session, ready: _Ready, became: dict[str, Pushed]) -> None:
        now, gone = self.clock(), [endpoint for endpoint, what in became.items() if what is Pushed.GONE]
        tx.execute(delete(ChatPush).where(ChatPush.endpoint.in_(gone)))
        outcomes = set(became.values())
        if Pushed.TAKEN in outcomes:
            outbox.pushed(tx, ready.rows, now=now)
        elif Pushed.LATER in outcomes:
            tries = tx.scalar(select(Outbox.attempts).where(Outbox.id == ready.rows[0])) or 1
            wait = backoff.wait(tries, first=30.0, longest=3600.0, chance=random.random())
            mine = (Outbox.id.in_(ready.rows), Outbox.status == State.QUEUED)
            tx.execute(update(Outbox).where(*mine).values(next_try_at=now + timedelta(seconds=wait)))
        elif gone:  # no browser is left: nothing reaches them until they come back
            people.reachable(tx.get_one(Person, ready.person), False, now=now)


def _due(now: datetime) -> Select[int]:
    """Rows no browser has taken, of residents of whom one asked to be told."""
    told = select(ChatSession.address).join(ChatPush, ChatPush.session_id == ChatSession.id)
    return (
        select(Outbox.id)
        .join(Person, Person.id == Outbox.person_id)
        .where(Outbox.channel == "web", Outbox.status == State.QUEUED, Outbox.next_try_at <= now)
        .where(Outbox.created_at <= now - UNTAKEN, Outbox.created_at > now - LATEST)
        .where(Person.address.in_(told.where(*living(now))))
    )


def _browsers(address: str, now: datetime) -> Select[ChatPush]:
    found = select(ChatPush).join(ChatSession, ChatSession.id == ChatPush.session_id)
    return found.where(ChatSession.address == address, *living(now))
