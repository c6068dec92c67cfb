"""`/health`: is the service fit? Asked by monitoring; `/health/web` asks about this process alone.

Each fault is a short name in `problems`, the gravest first and also as `status`: the database is away, takes
no writes, or its disk is nearly full; the worker is silent; messages wait too long on their way in or out;
gauges are not heard; a rule of who answers names something that is gone. A role that never ran here is not
missed.
"""

import shutil
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from routing.city import rule_watch
from sensors import hearing
from sorot import alive
from storage import clock, db, inbox
from storage.inserts import insert_once
from storage.models import ChannelState, Outbox

router = APIRouter()

TOO_OLD = timedelta(minutes=2)
SENT_TOO_OLD = timedelta(minutes=5)
NEARLY_FULL = 200 * 2**20  # bytes
WRITE_WITHIN = 5.0  # seconds
TRIED_FOR = timedelta(seconds=5)  # so long one trial answers everybody who asks
TRIAL = "health:write"


class WriteTrial:
    """Tries to write for real, in a thread of its own: a database that hangs holds up nobody for long."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, "health")
        self._lock = threading.Lock()
        self._running: Future[None] | None = None
        self._last: tuple[datetime, str | None] | None = None

    def problem(self, now: datetime) -> str | None:
        """None when a write just succeeded; else what is wrong."""
        with self._lock:
            if self._last is None or not timedelta(0) <= now - self._last[0] < TRIED_FOR:
                self._last = now, self._try(now)  # whoever waited for this trial takes its answer
            return self._last[1]

    def _try(self, now: datetime) -> str | None:
        if self._running is None or self._running.done():
            self._running = self._pool.submit(_write, now)
        try:
            self._running.result(WRITE_WITHIN)
        except TooSlow:
            return "database takes no writes"
        except (SQLAlchemyError, OSError) as error:
            if is_full(error):
                return "disk full"
            return "database takes no writes" if _reads() else "database away"
        return None


def _write(now: datetime) -> None:
    with db.transaction() as tx:
        insert_once(tx, ChannelState, unique=["channel"], channel=TRIAL, value={})
        tx.get_one(ChannelState, TRIAL).value = {"at": now.isoformat()}


def _reads() -> bool:
    try:
        with db.glancing() as session:
            session.get(ChannelState, TRIAL)
    except SQLAlchemyError:
        return False
    return True


def is_full(error: BaseException) -> bool:
    """Whether an error of the database or of a file says that there is no space left."""
    text = str(error).lower()
    return "disk is full" in text or "no space left" in text or "diskfull" in type(error).__name__.lower()


def free_space(folder: Path) -> int | None:
    """Bytes free where `folder` lies; None where that cannot be known."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None


def own_problems(request: Request, now: datetime) -> list[str]:
    """What makes this process unfit."""
    state = request.app.state
    if not hasattr(state, "write_trial"):
        state.write_trial = WriteTrial()
    found = [state.write_trial.problem(now)]
    free = free_space(state.settings.home)
    if free is not None and free < NEARLY_FULL:
        found.append("disk nearly full")
    return [problem for problem in found if problem]


@router.get("/health/web")
def web_health(request: Request, response: Response) -> dict[str, Any]:
    """This process alone: 200, or 503 with the reason."""
    return _answer(response, own_problems(request, clock.now()))


@router.get("/health")
def health(request: Request, response: Response) -> dict[str, Any]:
    """200 `{"status": "ok", …}` or 503 with the reasons; waiting = updates received but not yet handled."""
    now = clock.now()
    found, more = own_problems(request, now), {}
    try:
        with db.reading() as session:
            more = _facts(session, now)
            found += _problems(session, now)
    except SQLAlchemyError:
        found = found or ["database away"]
    free = free_space(request.app.state.settings.home)
    return _answer(response, found, free_mb=free // 2**20 if free is not None else None, **more)


def _answer(response: Response, problems: list[str], **more: Any) -> dict[str, Any]:
    response.status_code = 503 if problems else 200
    response.headers["Cache-Control"] = "no-store"
    return {"status": problems[0] if problems else "ok", "problems": problems, **more}


def _facts(session: Session, now: datetime) -> dict[str, Any]:
    waiting, _ = inbox.waiting(session)
    heard, worked = hearing.heard_at(session), alive.beaten_at(session, "worker")
    return {"waiting": waiting, "gauges_heard_at": heard, "worker_seen_at": worked}


def _problems(session: Session, now: datetime) -> list[str]:
    _, oldest = inbox.waiting(session)
    found = {
        "worker silent": alive.is_silent(session, "worker", now=now),
        "inbox grows old": oldest is not None and now - oldest > TOO_OLD,
        "outbox grows old": _outbox_is_stuck(session, now),
        "gauges are not heard": hearing.deaf_since(session, now=now) is not None,
        "routing rules are off": bool(rule_watch.off(session)),
    }
    return [problem for problem, is_so in found.items() if is_so]


def _outbox_is_stuck(session: Session, now: datetime) -> bool:
    """Whether a channel that has a sender has due messages of old, and nothing of it went out lately.

    Both: a warning to thousands takes its time at a platform's pace, and that is no fault.
    """
    senders = select(func.substr(ChannelState.channel, len("sender:") + 1))
    senders = senders.where(ChannelState.channel.startswith("sender:"))
    late = (
        select(Outbox.channel)
        .distinct()
        .where(
            Outbox.status == "queued", Outbox.next_try_at < now - SENT_TOO_OLD, Outbox.channel.in_(senders)
        )
    )
    for channel in session.scalars(late).all():
        went = select(Outbox.id).where(Outbox.channel == channel, Outbox.sent_at > now - SENT_TOO_OLD)
        if session.scalar(went.limit(1)) is None:
            return True
    return False
