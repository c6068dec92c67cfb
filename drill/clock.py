"""The drill's own time: minutes of the day, faster than life. The product keeps the real one."""

import time
from dataclasses import dataclass, field
from datetime import datetime

from storage import clock


@dataclass
class DrillClock:
    """Begins to run with `start()`; speed 60: an hour a minute."""

    begins: float
    speed: float
    _mono: float = field(default=0.0)
    _wall: datetime = field(default_factory=clock.now)

    def start(self) -> None:
        """Now it is the day's first minute."""
        self._mono, self._wall = time.monotonic(), clock.now()

    def minute(self) -> float:
        """Of the day, now."""
        return self.begins + (time.monotonic() - self._mono) / 60 * self.speed

    def minute_at(self, moment: datetime) -> float:
        """Of the day, when the product's clock showed this."""
        return self.begins + (moment - self._wall).total_seconds() / 60 * self.speed

    def seconds_until(self, minute: float) -> float:
        """Real seconds, none when it has passed."""
        return max(0.0, (minute - self.minute()) * 60 / self.speed)
