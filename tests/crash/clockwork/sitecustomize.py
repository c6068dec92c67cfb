"""Python runs this by itself when the folder is on its path: the wall clock is shifted by what a file says.

(libfaketime would do it from outside, but makes `time.sleep` fail on Python 3.11 once the shift changes.)
Durations, which are measured by `time.monotonic`, stay as they are.
"""

import os
import time
from datetime import datetime, timedelta, tzinfo

from storage import clock

FILE, LOOKED_AT_EVERY = os.environ["SOROT_SOAK_CLOCK"], 0.5
real_time = time.time
_known = [0.0, float("-inf")]  # the shift in seconds; when the file was read last


def shift() -> float:
    """What the file says."""
    now = time.monotonic()
    if now - _known[1] > LOOKED_AT_EVERY:
        with open(FILE) as file:
            _known[:] = [float(file.read()), now]
    return _known[0]


class Shifted(datetime):
    """`datetime`, except that it is another moment."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) + timedelta(seconds=shift())


def shifted_time() -> float:
    """`time.time`, for the libraries."""
    return real_time() + shift()


clock.datetime = Shifted  # type: ignore[misc]
time.time = shifted_time
