"""Long-running services as threads of one process: started, restarted after a crash, ended together."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from storage import backoff

log = logging.getLogger(__name__)

Service = Callable[[threading.Event], None]
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds between a crash and the next start


@dataclass
class Supervisor:
    """Runs services until `stop` is set; each takes the stop event and blocks until then."""

    stop: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)
    crashes: dict[str, str] = field(default_factory=dict)
    tasks: set[str] = field(default_factory=set)

    def start(self, name: str, service: Service, *, task: bool = False) -> None:
        """Run `service` in a thread of its own, again and again while it crashes.

        `task`: it does one thing and then ends by itself, and that is no sign of illness.
        """
        thread = threading.Thread(target=self._keep, args=(name, service), name=name, daemon=True)
        self.threads.append(thread)
        if task:
            self.tasks.add(name)
        thread.start()

    def well(self) -> bool:
        """Whether everything that should run until `stop` does."""
        return all(thread.is_alive() for thread in self.threads if thread.name not in self.tasks)

    def _keep(self, name: str, service: Service) -> None:
        crashes = 0
        while not self.stop.is_set():
            try:
                service(self.stop)
                return
            except Exception as error:  # the edge of a service: whatever it is, the others go on
                crashes += 1
                pause = backoff.wait(crashes, first=FIRST_PAUSE, longest=LONGEST_PAUSE)
                log.exception("%s stopped; starting it again in %.1f s", name, pause)
                self.crashes[name] = repr(error)
            self.stop.wait(pause)

    def end(self, timeout: float = 8.0) -> list[str]:
        """Ask all to stop and wait; returns the names of those that did not within `timeout` seconds."""
        self.stop.set()
        end = time.monotonic() + timeout
        for thread in self.threads:
            thread.join(max(0.0, end - time.monotonic()))
        return [thread.name for thread in self.threads if thread.is_alive()]


def every(seconds: float, step: Callable[[], object]) -> Service:
    """A service that calls `step` now and then every `seconds`."""

    def service(stop: threading.Event) -> None:
        while True:
            step()
            if stop.wait(seconds):
                return

    return service
