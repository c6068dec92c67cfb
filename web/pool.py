"""Slow work beside the doors: threads of its own and a short queue, so that nothing else waits behind it."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Made = TypeVar("Made")


class Busy(Exception):
    """The queue is full; worth another try in `wait` seconds."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


class Pool:
    """`workers` at once and `queue` more that wait; whoever comes then is told at once that it is busy."""

    def __init__(self, name: str, *, workers: int, queue: int, wait: int = 10) -> None:
        self._threads = ThreadPoolExecutor(workers, name)
        self._most, self.wait = workers + queue, wait
        self._inside = 0
        self._lock = threading.Lock()

    @property
    def full(self) -> bool:
        """Whether whoever comes now would be sent away."""
        return self._inside >= self._most

    def enter(self) -> None:
        """Take a place, Busy when there is none; `run` or `leave` gives it back."""
        with self._lock:
            if self._inside >= self._most:
                raise Busy(self.wait)
            self._inside += 1

    def leave(self, _: Any = None) -> None:
        """Give a place back that was not used for `run`."""
        with self._lock:
            self._inside -= 1

    async def run(self, work: Callable[..., Made], *given: Any) -> Made:
        """What `work` returns, at the place taken before; it is kept until the work is over, even when
        nobody waits for it any more."""
        under_way = self._threads.submit(work, *given)
        under_way.add_done_callback(self.leave)
        return await asyncio.wrap_future(under_way)
