"""Programs that are called when something happens: who, with what next, and what became of it.

Each goes along the event log by itself, in order, and its place is written only once a message was taken: a
process that dies between sends it once more, under the same id.
"""

import json
import secrets
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from routing.domain.webhooks import DAY, day_is_over
from routing.errors import BadInput, NotFound
from routing.reports.for_programs import events_after
from storage import backoff, events
from storage.event_kinds import PUBLIC, EventKind
from storage.inserts import insert_once
from storage.models import Event, Officer, Webhook, WebhookDead

ALIVE, STOPPED, REVOKED = "hidup", "berhenti", "dicabut"
LEASE = timedelta(minutes=1)
KINDS = PUBLIC  # of a report's life, and none that is the office's own
MOST, LONGEST = 50, 500
SET_ASIDE = 500  # at once


@dataclass(frozen=True)
class Wanted:
    """What a webhook is made with. agencies: codes, none for all. acts_as: as whom reports are seen."""

    name: str
    url: str
    kinds: Sequence[str]
    agencies: Sequence[str] = ()
    acts_as: Officer | None = None


@dataclass(frozen=True)
class Lease:
    """A webhook in the hands of one process until then; whoever else writes its row ends the lease."""

    webhook: int
    url: str
    salt: str
    until: datetime


@dataclass(frozen=True)
class NextMessage:
    """The next message. seq: the event's number. body: what is signed and sent."""

    seq: int
    body: bytes


def may_be_called(url: str, trusted: Container[str]) -> bool:
    """Whether this is an address to be called: TLS, or a host the city trusts. Whither its name leads is
    judged anew at each call (`storage.outside`)."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    plain = (
        len(url) <= LONGEST and url.isascii() and url.isprintable() and not (parts.username or parts.password)
    )
    safe = parts.scheme == "https" or (parts.scheme == "http" and host in trusted)
    return plain and safe and bool(host) and port != 0


def make(tx: Session, wanted: Wanted, *, by: Officer, trusted: Container[str], now: datetime) -> Webhook:
    """A webhook that hears of what happens from now on. BadInput for what cannot be."""
    name = wanted.name.strip()
    if not 1 <= len(name) <= 60:
        raise BadInput("nama_program")
    if not may_be_called(wanted.url, trusted):
        raise BadInput("webhook_alamat")
    kinds = [kind for kind in KINDS if kind in set(wanted.kinds)]
    if not kinds:
        raise BadInput("webhook_peristiwa")
    if len(living(tx)) >= MOST:
        raise BadInput("webhook_penuh")
    made = Webhook(
        name=name, url=wanted.url, salt=secrets.token_hex(16), kinds=kinds,
        agencies=sorted(set(wanted.agencies)),
        officer_id=wanted.acts_as.id if wanted.acts_as else None, created_by=by.id, created_at=now,
        seq=events.last_seq(tx), since=now, next_try_at=now,
    )  # fmt: skip
    tx.add(made)
    tx.flush()
    _note(tx, made, EventKind.WEBHOOK_MADE, by, now)
    return made


def living(session: Session) -> Sequence[Webhook]:
    """Those not revoked, the newest first."""
    found = select(Webhook).where(Webhook.status != REVOKED).order_by(Webhook.id.desc())
    return session.scalars(found).all()


def get(session: Session, webhook_id: int, *, lock: bool = False) -> Webhook:
    """One of them; NotFound otherwise."""
    row = session.get(Webhook, webhook_id, with_for_update=lock or None)
    if row is None or row.status == REVOKED:
        raise NotFound("webhook_tidak_ada")
    return row


def dead(session: Session, webhook_id: int, *, most: int = 100) -> list[tuple[WebhookDead, Event]]:
    """What it did not take, the newest first."""
    asked = select(WebhookDead, Event).join(Event, Event.seq == WebhookDead.event_seq)
    mine = asked.where(WebhookDead.webhook_id == webhook_id).order_by(WebhookDead.event_seq.desc())
    return [(row, event) for row, event in session.execute(mine.limit(most))]


def deaths(session: Session) -> dict[int, int]:
    """How many events each did not take, where there are any."""
    counted = select(WebhookDead.webhook_id, func.count()).group_by(WebhookDead.webhook_id)
    return {int(row[0]): int(row[1]) for row in session.execute(counted)}


def resume(tx: Session, webhook_id: int, *, first: int, by: Officer, now: datetime) -> None:
    """Send again from the event with this number on; a new day of tries begins.

    BadInput for a number to come.
    """
    row = get(tx, webhook_id, lock=True)
    if not 1 <= first <= events.last_seq(tx) + 1:
        raise BadInput("webhook_nomor")
    row.seq, row.since, row.status = first - 1, now, ALIVE
    _start_over(row, now)
    tx.execute(delete(WebhookDead).where(WebhookDead.webhook_id == row.id, WebhookDead.event_seq >= first))
    _note(tx, row, EventKind.WEBHOOK_RESUMED, by, now)


def renew(tx: Session, webhook_id: int, *, by: Officer, now: datetime) -> Webhook:
    """Another key signs from now on."""
    row = get(tx, webhook_id, lock=True)
    row.salt, row.leased_until = secrets.token_hex(16), None
    _note(tx, row, EventKind.WEBHOOK_RENEWED, by, now)
    return row


def revoke(tx: Session, webhook_id: int, *, by: Officer, now: datetime) -> None:
    """It is called no more, and what it did not take is forgotten."""
    row = get(tx, webhook_id, lock=True)
    row.status, row.leased_until = REVOKED, None
    tx.execute(delete(WebhookDead).where(WebhookDead.webhook_id == row.id))
    _note(tx, row, EventKind.WEBHOOK_ENDED, by, now)


def _note(tx: Session, row: Webhook, kind: EventKind, by: Officer, now: datetime) -> None:
    data = {"webhook": row.id, "after": row.seq}
    events.record(tx, kind=kind, actor=f"petugas:{by.id}", now=now, reason=row.name, data=data)


def _start_over(row: Webhook, now: datetime) -> None:
    row.failures, row.error, row.next_try_at, row.leased_until = 0, None, now, None


def waits(session: Session, *, now: datetime) -> bool:
    """Whether somebody may have to be called now; a look that locks nothing."""
    due = (Webhook.status == ALIVE, Webhook.next_try_at <= now, Webhook.seq < events.last_seq(session))
    return session.scalar(select(Webhook.id).where(*due).limit(1)) is not None


def lease(tx: Session, *, now: datetime) -> list[Lease]:
    """Takes those that are due into this process's hands."""
    free = or_(Webhook.leased_until.is_(None), Webhook.leased_until <= now)
    due = (Webhook.status == ALIVE, Webhook.next_try_at <= now, Webhook.seq < events.last_seq(tx), free)
    rows = tx.scalars(
        select(Webhook).where(*due).order_by(Webhook.id).with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.leased_until = now + LEASE
    return [Lease(row.id, row.url, row.salt, now + LEASE) for row in rows]


def next_call(tx: Session, held: Lease) -> NextMessage | None:
    """The next message; None where there is none for it, and then its place is moved up to there."""
    row = _held(tx, held)
    while row is not None:
        told, looked = events_after(
            tx, row.seq, tx.get(Officer, row.officer_id) if row.officer_id else None,
            kinds=tuple(row.kinds), agencies=tuple(row.agencies), looked=5,
        )  # fmt: skip
        if told:
            return NextMessage(told[0]["data"]["event"], json.dumps(told[0], ensure_ascii=False).encode())
        if looked == row.seq:
            break
        row.seq = looked
    if row is not None:
        row.leased_until = None
    return None


def _held(tx: Session, held: Lease) -> Webhook | None:
    """Its row, locked; None once it is in other hands."""
    row = tx.get(Webhook, held.webhook, with_for_update=True)
    mine = row is not None and row.status == ALIVE and row.leased_until == held.until
    return row if mine else None


def let_go(tx: Session, held: Lease) -> None:
    """Somebody may go on at once."""
    if (row := _held(tx, held)) is not None:
        row.leased_until = None


def took(tx: Session, held: Lease, call: NextMessage, *, now: datetime) -> Lease | None:
    """The message was taken; the lease goes on from now. None where it has ended."""
    if (row := _held(tx, held)) is None:
        return None
    _start_over(row, now)
    row.seq, row.taken_at, row.leased_until = call.seq, now, now + LEASE
    return Lease(row.id, row.url, row.salt, now + LEASE)


def refused(tx: Session, held: Lease, call: NextMessage, *, why: str, for_good: bool, now: datetime) -> None:
    """The message was not taken: later once more; after its day it is set aside; for_good: no more calls."""
    if (row := _held(tx, held)) is None:
        return
    row.failures, row.error, row.leased_until = row.failures + 1, why, None
    row.next_try_at = now + timedelta(seconds=backoff.wait(row.failures, first=5.0, longest=1800.0))
    if for_good:
        row.status = STOPPED
    elif day_is_over(tx.get_one(Event, call.seq).at, since=row.since, now=now):
        _set_aside(tx, row, call, why=why, now=now)


def _set_aside(tx: Session, row: Webhook, call: NextMessage, *, why: str, now: datetime) -> None:
    """This event, and those behind it whose day is over too."""
    asked = select(Event.seq).where(Event.seq >= call.seq, Event.kind.in_(row.kinds), Event.at < now - DAY)
    if row.agencies:
        asked = asked.where(Event.agency_code.in_(row.agencies))
    over = tx.scalars(asked.order_by(Event.seq).limit(SET_ASIDE)).all() if now - row.since > DAY else []
    for seq in over or [call.seq]:
        insert_once(
            tx, WebhookDead, unique=["webhook_id", "event_seq"], webhook_id=row.id, event_seq=seq, at=now,
            error=why,
        )  # fmt: skip
        row.seq = seq
