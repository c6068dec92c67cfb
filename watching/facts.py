"""What the service's health is judged by, read at one moment: queues, senders, gauges, disk, backup."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, func, select, text
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import InstrumentedAttribute

from routing.city import rule_watch
from sensors import hearing
from sensors.states import all_states
from storage import backups, db, inbox, signs
from storage.models import ChannelState, Deletion, Inbox, MediaJob, NewsDelivery, Outbox
from storage.trace import daily
from watching import errors
from watching.places import Places, space

SENT_TOO_OLD = timedelta(minutes=5)
MOST_COUNTED = 1_000  # dead letters: more are told as so many
SENDER = "sender:"


@dataclass(frozen=True)
class Queue:
    """One queue. oldest: since when its oldest waits that is due. dead: given up, at most MOST_COUNTED."""

    name: str  # masuk | keluar | foto | kabar | hapus
    waiting: int
    oldest: datetime | None
    dead: int = 0
    channel: str = ""  # of keluar


@dataclass(frozen=True)
class SenderNow:
    """Who speaks on a channel, and until when without saying so again; nobody spoke yet: None."""

    channel: str
    owner: str
    until: datetime | None


@dataclass(frozen=True)
class Gauges:
    """heard_at: when the reader last heard its own echo; None: it never ran here."""

    heard_at: datetime | None
    streams: int
    silent: tuple[str, ...]


@dataclass(frozen=True)
class HealthFacts:
    """All of it, at one moment."""

    at: datetime
    queues: tuple[Queue, ...]
    senders: tuple[SenderNow, ...]
    stuck: tuple[str, ...]  # channels on which nothing goes out though much is due
    roles: dict[str, datetime]  # when each last gave a sign of life
    gauges: Gauges
    database_bytes: int
    free: dict[str, tuple[int, int]]  # bytes free and in all, by place
    backup: backups.BackupMade | None
    rules_off: tuple[str, ...]
    log_bad: int | None  # the first event that is not as it was written
    errors: tuple[errors.SeenError, ...]


def gather(session: Session, places: Places, *, now: datetime) -> HealthFacts:
    """Reads them, in some fifteen short statements."""
    checked = daily.last(session)
    return HealthFacts(
        at=now,
        queues=tuple(queues(session, now=now)),
        senders=senders(session),
        stuck=stuck(session, now=now),
        roles=signs.all_of(session),
        gauges=_gauges(session, now),
        database_bytes=_database_bytes(session),
        free=free(places),
        backup=backups.last(session),
        rules_off=tuple(rule_watch.off(session)),
        log_bad=checked.bad if checked else None,
        errors=tuple(errors.seen(session)),
    )


def queues(session: Session, *, now: datetime) -> list[Queue]:
    """Every queue between doors, workers and platforms."""
    waiting, oldest = inbox.waiting(session)
    found = [Queue("masuk", waiting, oldest, _dead(session, Inbox.status == "dead"))]
    due = select(Outbox.channel, func.count(), func.min(Outbox.next_try_at))
    due = due.where(Outbox.status == "queued", Outbox.next_try_at <= now).group_by(Outbox.channel)
    by_channel = {channel: (many, since) for channel, many, since in session.execute(due)}
    for channel in sorted({*by_channel, *(sender.channel for sender in senders(session))}):
        many, since = by_channel.get(channel, (0, None))
        gone = _dead(session, Outbox.status == "failed", Outbox.channel == channel)
        found.append(Queue("keluar", many, since, gone, channel))
    found.append(_waiting(session, "foto", MediaJob.status, MediaJob.next_try_at, ("new", "dead"), now))
    found.append(
        _waiting(session, "kabar", NewsDelivery.status, NewsDelivery.next_try_at, ("queued", "failed"), now)
    )
    away = select(func.count(), func.min(Deletion.next_try_at)).where(Deletion.next_try_at <= now)
    many, since = session.execute(away).one()
    return [*found, Queue("hapus", many, since)]


def _waiting(
    session: Session, name: str, status: InstrumentedAttribute[str], at: InstrumentedAttribute[datetime],
    said: tuple[str, str], now: datetime,
) -> Queue:  # fmt: skip
    waits, dead = said
    many, since = session.execute(select(func.count(), func.min(at)).where(status == waits, at <= now)).one()
    return Queue(name, many, since, _dead(session, status == dead))


def _dead(session: Session, *where: ColumnElement[bool]) -> int:
    some = select(1).where(*where).limit(MOST_COUNTED).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def senders(session: Session) -> tuple[SenderNow, ...]:
    """The channels that have or had a sender, by name."""
    rows = session.scalars(select(ChannelState).where(ChannelState.channel.startswith(SENDER)))
    found = [_sender(row) for row in rows]
    return tuple(sorted(found, key=lambda sender: sender.channel))


def _sender(row: ChannelState) -> SenderNow:
    until = row.value.get("until")
    moment = datetime.fromisoformat(until) if until else None
    return SenderNow(row.channel.removeprefix(SENDER), row.value.get("owner", ""), moment)


def stuck(session: Session, *, now: datetime) -> tuple[str, ...]:
    """Channels with a sender that have due messages of old, and of which nothing went out lately.

    Both: a warning to thousands takes its time at a platform's pace, and that is no fault.
    """
    names = [sender.channel for sender in senders(session)]
    late = select(Outbox.channel).distinct().where(Outbox.channel.in_(names))
    late = late.where(Outbox.status == "queued", Outbox.next_try_at < now - SENT_TOO_OLD)
    return tuple(channel for channel in session.scalars(late).all() if not _went(session, channel, now))


def _went(session: Session, channel: str, now: datetime) -> bool:
    went = select(Outbox.id).where(Outbox.channel == channel, Outbox.sent_at > now - SENT_TOO_OLD)
    return session.scalar(went.limit(1)) is not None


def _gauges(session: Session, now: datetime) -> Gauges:
    states = all_states(session, now=now)
    silent = [state.thing.name for state in states if state.silent_since]
    return Gauges(hearing.heard_at(session), len(states), tuple(sorted(set(silent))))


def _database_bytes(session: Session) -> int:
    if db.is_sqlite():
        pages = session.scalar(text("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"))
        return int(pages or 0)
    return int(session.scalar(select(func.pg_database_size(func.current_database()))) or 0)


def free(places: Places) -> dict[str, tuple[int, int]]:
    """Bytes free and in all where home, pictures and backups lie; what cannot be asked is left out."""
    folders: Sequence[tuple[str, Path | None]] = (
        ("data", places.home), ("foto", places.media), ("cadangan", places.backups),
    )  # fmt: skip
    found = {name: space(folder) for name, folder in folders if folder is not None}
    return {name: one for name, one in found.items() if one is not None}
