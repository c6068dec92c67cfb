"""The only place that asks the machine for the time; everything else is handed `now`."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

# Indonesia's three zones, by the letters people write behind an hour; none has summer time.
ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
AHEAD = {"WIB": timedelta(hours=7), "WITA": timedelta(hours=8), "WIT": timedelta(hours=9)}  # of UTC
# The city's, the same in every process and for good: days, months and office hours are counted in it.
ZONE = os.environ.get("SOROT_ZONE", "")
ZONE = ZONE if ZONE in ZONES else "WIB"  # what is no zone is refused with the other settings
LOCAL = ZoneInfo(ZONES[ZONE])

Clock = Callable[[], datetime]


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)
