"""Running Celery's worker and timetable inside our own processes and threads."""

import logging
import socket
import threading
from typing import Any

from celery import Celery
from celery.beat import Scheduler, Service
from celery.worker import WorkController, state
from celery.worker.request import Request

from sorot.work import THREADS

log = logging.getLogger(__name__)


class HeardBell(Request):
    """A bell, forgotten by the broker once handed out: sweepers find the rows of one lost with its worker."""

    def acknowledge(self) -> None:
        """Tell the broker nothing: half of what a bell cost was that (docs/decisions/0010)."""
        self.acknowledged = True


def run_worker(app: Celery, stop: threading.Event) -> None:
    """Serve bells with a pool of threads until `stop`; usable off the main thread (no signal handlers)."""
    worker = WorkController(
        app=app, hostname=f"sorot@{socket.gethostname()}", pool="threads", concurrency=THREADS,
        without_heartbeat=True, without_mingle=True, without_gossip=True,
    )  # fmt: skip
    threading.Thread(target=_stop_worker, args=(stop,), name="bell-stop", daemon=True).start()
    state.should_stop = None
    worker.start()


def _stop_worker(stop: threading.Event) -> None:
    stop.wait()
    state.should_stop = 0  # the worker looks at this between two bells and leaves in order


class _TimetableInMemory(Scheduler):
    """A timetable in memory: every task here may run once too often, so nothing needs keeping on disk."""

    def setup_schedule(self) -> None:
        self.merge_inplace(self.app.conf.beat_schedule)


def run_beat(app: Celery, stop: threading.Event) -> None:
    """Send the timetable's tasks until `stop`."""
    service: Any = Service(app, max_interval=1, scheduler_cls=_TimetableInMemory)
    threading.Thread(target=_stop_beat, args=(service, stop), name="beat-stop", daemon=True).start()
    service.start()


def _stop_beat(service: Any, stop: threading.Event) -> None:
    stop.wait()
    service.stop()
