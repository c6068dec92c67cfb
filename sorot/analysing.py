"""`sorot analyse`: brings the lake up to date, asks it every question, keeps the answers for the pages.

A process of its own, started once a night by the timetable (`Nightly`): it loads DuckDB and Ibis, which
neither web nor worker does, and takes a core for as long as it needs.
"""

import atexit
import logging
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import db
from storage.clock import LOCAL
from storage.inserts import insert_once
from storage.models import Analysis, Report

log = logging.getLogger(__name__)

BEGUN = "mulai"
FOLDER = "lake"  # in the home
FROM_HOUR = 1  # by the city's clock; a run that failed is tried the next night
FEWEST = 50  # reports: fewer tell nothing, and the first ones come while people wait
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def analyse(home: Path, now: datetime) -> dict[str, int]:
    """Write the lake and the answers; rows written by table. OSError, WrongCount as `writing.write`."""
    from analysis.answers import answers
    from analysis.engine import Engine
    from analysis.forecast import one_thread
    from sorot.lake import deeds, writing
    from storage.parquet import pressing

    folder = home / FOLDER
    made = writing.write(folder, now=now, say=log.info)
    with pressing() as press, writing.one_moment() as session:
        tables: Sequence[tuple[str, Mapping[str, str], Iterable[Any]]] = (
            ("terms", deeds.TERM_COLUMNS, deeds.terms(session, now=now)),
            ("works", deeds.WORK_COLUMNS, deeds.works(session)),
        )
        for name, columns, rows in tables:
            out = folder / name / "semua" / writing.PART
            out.parent.mkdir(parents=True, exist_ok=True)
            made[name] = press.write(rows, out, columns)
    if any((folder / "reports").rglob(writing.PART)):
        with one_thread():
            told = answers(Engine(folder, now.astimezone(LOCAL).date()))
        with db.transaction() as tx:
            for name, content in told.items():
                tx.merge(Analysis(name=name, made_at=now, content=content))
    return made


def claim(tx: Session, now: datetime) -> bool:
    """True for the one worker that is to begin now; not where this night's began or there are few reports."""
    if tx.scalar(select(Report.id).offset(FEWEST - 1).limit(1)) is None:
        return False
    begun = select(Analysis).where(Analysis.name == BEGUN).with_for_update()
    row = tx.scalar(begun)
    if row is None:  # the first night of all, for which two may come at once
        insert_once(tx, Analysis, unique=("name",), name=BEGUN, made_at=NEVER, content={})
        row = tx.scalars(begun).one()
    if row.made_at >= _night(now):
        return False
    row.made_at = now
    return True


def _night(now: datetime) -> datetime:
    """The newest FROM_HOUR that has passed; so many hours after the last would wander into the day."""
    day = now.astimezone(LOCAL) - timedelta(hours=FROM_HOUR)
    return day.replace(hour=FROM_HOUR, minute=0, second=0, microsecond=0)


class Nightly:
    """Starts `sorot analyse` when it is time, and looks after it without waiting."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def __call__(self, now: datetime) -> None:
        """Begin, or see whether what was begun has ended."""
        if self._process is not None:
            if (code := self._process.poll()) is None:
                return
            self._process = None
            if code:
                log.error("the night's analyses failed (sorot analyse ended with %d)", code)
        with db.transaction() as tx:
            mine = claim(tx, now)
        if mine:
            self._process = subprocess.Popen(
                ["nice", "-n", "10", sys.executable, "-m", "sorot", "analyse"],
                start_new_session=True,  # Ctrl-C is for us, and we end it
            )
            atexit.register(self._process.terminate)
