"""Celery: carries the doorbells and keeps the timetable. The database stays the record; see `sorot.work`."""

import logging
import queue
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from celery import Celery
from kombu import Queue
from kombu.exceptions import OperationalError

from sorot.settings import Settings
from sorot.work import HOUSEKEEPING_EVERY, Work
from storage.bells import Bell

log = logging.getLogger(__name__)

QUIET_AFTER_FAILURE = 5.0  # seconds without ringing once the broker did not answer
MOST_BELLS = 1000  # waiting to be sent
TOGETHER = 8  # bells that have come meanwhile go as one task: Celery's part in a turn is what costs most
TIMETABLE = {
    "housekeeping": {"task": "sorot.housekeeping", "schedule": HOUSEKEEPING_EVERY},
}


def make_celery(settings: Settings) -> Celery:
    """The Celery application for these settings; tasks are added by `serve`."""
    app = Celery("sorot", broker=settings.broker_url)
    app.Task.Request = "sorot.worker:HeardBell"
    app.conf.update(
        task_ignore_result=True,
        task_default_delivery_mode="transient",  # RabbitMQ would write every hint to its disk
        task_queues=[Queue(app.conf.task_default_queue, no_ack=True)],
        worker_hijack_root_logger=False,
        worker_enable_remote_control=False,
        broker_connection_retry_on_startup=True,
        broker_transport_options={"socket_connect_timeout": 1, "socket_timeout": 5},
        beat_schedule=TIMETABLE,
        timezone="UTC",
    )  # fmt: skip
    return app


def serve(app: Celery, work: Work) -> None:
    """Register what this process does when a bell rings."""

    @app.task(name="sorot.inbox")
    def inbox(row_ids: list[int]) -> None:
        for row_id in row_ids:
            work.handle(row_id)

    @app.task(name="sorot.outbox")
    def outbox(row_ids: list[int]) -> None:
        work.ring("outbox", row_ids[0])

    @app.task(name="sorot.media")
    def media(row_ids: list[int]) -> None:
        work.ring("media", row_ids[0])

    @app.task(name="sorot.housekeeping")
    def housekeeping() -> None:
        work.housekeeping()


def ringer(app: Celery) -> Callable[[Bell, int], None]:
    """A bell that sends a Celery task from a thread of its own: a broker that is away delays nobody.

    A task carries the ids of all bells of its kind that came while the one before it was sent. Bells that
    cannot be sent are dropped; the sweepers see to their rows.
    """
    bells: queue.Queue[tuple[Bell, int]] = queue.Queue(MOST_BELLS)

    def send() -> None:
        while True:
            waiting = [bells.get()]
            with suppress(queue.Empty):
                while len(waiting) < TOGETHER:
                    waiting.append(bells.get_nowait())
            try:
                for bell in {bell for bell, _ in waiting}:
                    row_ids = [row_id for kind, row_id in waiting if kind == bell]
                    app.send_task(f"sorot.{bell}", args=[row_ids], retry=False, ignore_result=True)
            except (OperationalError, OSError) as error:
                log.warning("the broker does not answer (%s); sweepers take over", error)
                time.sleep(QUIET_AFTER_FAILURE)
                with bells.mutex:
                    bells.queue.clear()

    threading.Thread(target=send, name="bells-out", daemon=True).start()

    def ring(bell: Bell, row_id: int) -> None:
        with suppress(queue.Full):
            bells.put_nowait((bell, row_id))

    return ring
