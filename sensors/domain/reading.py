"""A reading and what is asked of every one, whatever it measures: is it one, is it new, is it late?"""

import math
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

GOOD, DOUBTFUL = "baik", "diragukan"  # as stored with each observation


class MeasuringFault(StrEnum):
    """Why a reading is not taken as it is; the values are what officers read."""

    MISSING = "kosong"
    IMPLAUSIBLE = "di luar jangkauan"
    ZERO = "nol mendadak"
    LEAP = "lonjakan"
    STUCK = "macet"
    LATE = "terlambat"
    REPEATED = "berulang"


@dataclass(frozen=True)
class Measurement:
    """A result in the thing's own unit, measured at an aware time; None: it reported without measuring."""

    at: datetime
    value: float | None


@dataclass(frozen=True)
class Quality:
    """The judgement. `confirms`: the pending reading before it was true after all."""

    doubts: frozenset[MeasuringFault] = frozenset()
    confirms: bool = False

    @property
    def storable(self) -> bool:
        """Whether it is kept at all."""
        return not self.doubts & {MeasuringFault.MISSING, MeasuringFault.IMPLAUSIBLE, MeasuringFault.REPEATED}

    @property
    def moves_level(self) -> bool:
        """Whether it may change the present level. A stuck gauge keeps the level it stands at."""
        return not self.doubts - {MeasuringFault.STUCK}

    @property
    def good(self) -> bool:
        """Whether its value is believed; a late reading may be true."""
        return not self.doubts - {MeasuringFault.LATE}


def arrival(reading: Measurement, *, newest_at: datetime | None) -> Quality:
    """What can be said of any kind of reading. `newest_at`: of the readings stored before it."""
    if reading.value is None or not math.isfinite(reading.value):
        return Quality(frozenset({MeasuringFault.MISSING}))
    if newest_at is not None and reading.at == newest_at:
        return Quality(frozenset({MeasuringFault.REPEATED}))
    if newest_at is not None and reading.at < newest_at:
        return Quality(frozenset({MeasuringFault.LATE}))
    return Quality()
