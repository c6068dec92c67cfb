"""`/health`: is the service fit? Asked by monitoring; `/health/web` asks about this process alone.

Each fault is a short name in `problems`, the gravest first and also as `status`: the database is away, takes
no writes, or its disk is nearly full; the worker is silent; messages wait too long on their way in or out;
gauges are not heard; a rule of who answers names something that is gone. A role that never ran here is not
missed.
"""

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from routing.city import rule_watch
from sensors import hearing
from sorot import alive
from storage import clock, db, inbox, signs
from storage.inserts import insert_once
from storage.models import ChannelState
from watching import facts, findings
from watching.places import space

router = APIRouter()

TOO_OLD = timedelta(minutes=2)
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


def own_problems(request: Request, now: datetime) -> list[str]:
    """What makes this process unfit."""
    state = request.app.state
    if not hasattr(state, "write_trial"):
        state.write_trial = WriteTrial()
    found = [state.write_trial.problem(now)]
    free = space(state.settings.home)
    if free is not None and free[0] < findings.FULL:
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
    free = space(request.app.state.settings.home)
    return _answer(response, found, free_mb=free[0] // 2**20 if free else None, **more)


def _answer(response: Response, problems: list[str], **more: Any) -> dict[str, Any]:
    response.status_code = 503 if problems else 200
    response.headers["Cache-Control"] = "no-store"
    return {"status": problems[0] if problems else "ok", "problems": problems, **more}


def _facts(session: Session, now: datetime) -> dict[str, Any]:
    waiting, _ = inbox.waiting(session)
    heard, worked = hearing.heard_at(session), signs.of(session, "worker")
    return {"waiting": waiting, "gauges_heard_at": heard, "worker_seen_at": worked}


def _problems(session: Session, now: datetime) -> list[str]:
    _, oldest = inbox.waiting(session)
    found = {
        "worker silent": alive.is_silent(session, "worker", now=now),
        "inbox grows old": oldest is not None and now - oldest > TOO_OLD,
        "outbox grows old": bool(facts.stuck(session, now=now)),
        "gauges are not heard": hearing.deaf_since(session, now=now) is not None,
        "routing rules are off": bool(rule_watch.off(session)),
    }
    return [problem for problem, is_so in found.items() if is_so]
