"""How fast one browser may send: a bucket that refills, kept in this process's memory."""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

KEPT = 20_000  # buckets; the longest unused go first, and a forgotten bucket is a full one


class Throttle:
    """At most `burst` at once, `rate` a second in the long run, for each name."""

    def __init__(self, *, rate: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, name: str) -> int:
        """0 when one more may pass now (and it is counted), else the seconds to wait."""
        with self._lock:
            now = self._clock()
            left, at = self._buckets.pop(name, (float(self._burst), now))
            left = min(float(self._burst), left + (now - at) * self._rate)
            passes = left >= 1
            self._buckets[name] = (left - 1 if passes else left, now)
            if len(self._buckets) > KEPT:
                self._buckets.popitem(last=False)
            return 0 if passes else max(1, math.ceil((1 - left) / self._rate))
