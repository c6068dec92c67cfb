"""Is a role alive? The web role is asked over HTTP, the others by the file they touch while they run.

The worker also writes down in the database that it lives, for whoever watches from another machine.
"""

import logging
import urllib.error
import urllib.request
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from sorot.settings import Settings
from storage import clock, db, signs

log = logging.getLogger(__name__)

SILENT_AFTER = 30.0  # seconds without a touch
BEAT_EVERY = 20.0  # seconds between two notes in the database
MISSED_AFTER = timedelta(seconds=90)


def check(role: str, settings: Settings) -> str | None:
    """None when fit, else the reason in a sentence."""
    if role == "web":
        return _web(f"http://127.0.0.1:{settings.port}/health/web")
    return _file(settings.home / f"alive-{role}")


def _web(url: str) -> str | None:
    try:
        with urllib.request.urlopen(url, timeout=3) as answer:  # noqa: S310 - our own address
            return None if answer.status == 200 else f"/health/web answered {answer.status}"
    except urllib.error.HTTPError as error:
        return f"/health/web answered {error.code}"
    except OSError as error:
        return f"/health/web did not answer: {error}"


def _file(path: Path) -> str | None:
    try:
        age = clock.now().timestamp() - path.stat().st_mtime
    except FileNotFoundError:
        return f"not running here: {path} does not exist"
    return f"silent for {age:.0f} s" if age > SILENT_AFTER else None


def beat(role: str) -> None:
    """Note that the role lives."""
    try:
        with db.transaction() as tx:
            signs.note(tx, role, now=clock.now())
    except SQLAlchemyError as error:
        log.warning("that the %s lives could not be noted: %s", role, type(error).__name__)


def is_silent(session: Session, role: str, *, now: datetime) -> bool:
    """Whether a role that ran here has not noted that it lives for MISSED_AFTER."""
    last = signs.of(session, role)
    return last is not None and now - last > MISSED_AFTER
