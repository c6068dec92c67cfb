"""An early warning: who lies below the gauge and when the water is there; how long telling them takes."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from routing.domain.river import Span


class WarningState(StrEnum):
    """Where an early warning stands."""

    DRAFT = "draf"
    SIGNED = "ditandatangani"
    SENT = "terkirim"
    CANCELLED = "dibatalkan"
    CLEAR = "aman"
    WITHDRAWN = "ditarik"


MOVES: Mapping[WarningState, frozenset[WarningState]] = {
    WarningState.DRAFT: frozenset({WarningState.SIGNED, WarningState.SENT, WarningState.CANCELLED}),
    WarningState.SIGNED: frozenset({WarningState.SENT, WarningState.CANCELLED}),
    WarningState.SENT: frozenset({WarningState.CLEAR, WarningState.WITHDRAWN}),
    WarningState.CANCELLED: frozenset(),
    WarningState.CLEAR: frozenset(),
    WarningState.WITHDRAWN: frozenset(),
}
WAITING = (WarningState.DRAFT, WarningState.SIGNED)


class Depth(StrEnum):
    """What a resident answers to "has water come in where you are?"."""

    NONE = "belum"
    LOW = "rendah"
    HIGH = "tinggi"


@dataclass(frozen=True)
class Below:
    """A kelurahan below the gauge. first, latest: when the water is there; None where not known."""

    kelurahan: str
    first: datetime | None
    latest: datetime | None

    def left(self, now: datetime) -> int | None:
        """Minutes until it may be there, 0 when it is; None where not known."""
        return None if self.first is None else max(0, math.ceil((self.first - now).total_seconds() / 60))


def below(comes_to: Mapping[str, Span | None], measured_at: datetime) -> list[Below]:
    """Who is below and when, the earliest first, those without a time last."""
    rows = [
        Below(code, *((measured_at + timedelta(minutes=part) for part in span) if span else (None, None)))
        for code, span in comes_to.items()
    ]
    return sorted(rows, key=lambda row: (row.first is None, row.first or measured_at, row.kelurahan))


def seconds_to_send(people: Mapping[str, int], ahead: Mapping[str, int], pace: Mapping[str, int]) -> int:
    """How long until the last one is out: pace in messages a second, with what is queued before."""
    needed = [
        math.ceil((count + ahead.get(channel, 0)) / pace[channel])
        for channel, count in people.items()
        if count and channel in pace
    ]
    return max(needed, default=0)
