"""How a feed stands, what is a matter for its agency, and what counts as connected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

EVERY = {"per jam": 1, "harian": 24, "mingguan": 168, "bulanan": 744, "triwulanan": 2208, "tahunan": 8784}
MOST_BAD_SHARE = 0.05  # above, what is wrong is the table's and not a slip's
PATIENCE = 0.5  # of the time between two deliveries, after which one is late
LEAST_PATIENCE = timedelta(hours=2)


class FeedState(StrEnum):
    """What the last file, or its absence, says of a feed."""

    NEW = ""
    GOOD = "baik"
    FAILED = "gagal"
    EMPTY = "kosong"
    COLUMNS = "kolom"
    CONTENT = "isi"
    LATE = "terlambat"


NAMES = {
    FeedState.NEW: "belum ada data", FeedState.GOOD: "baik", FeedState.FAILED: "tidak bisa diambil",
    FeedState.EMPTY: "kosong", FeedState.COLUMNS: "kolom berubah", FeedState.CONTENT: "isi diragukan",
    FeedState.LATE: "terlambat",
}  # fmt: skip


@dataclass(frozen=True)
class Delivered:
    """What came of one file: lines with figures, figures that were kept, cells that were not."""

    lines: int
    figures: int
    bad: int
    out_of_range: int


def judged(came: Delivered) -> FeedState:
    """What a file that could be read says of its feed."""
    if came.figures == 0 and came.bad == 0:
        return FeedState.EMPTY
    share = came.bad / (came.bad + came.figures)
    return FeedState.CONTENT if came.out_of_range or share > MOST_BAD_SHARE else FeedState.GOOD


def due(received_at: datetime | None, every_hours: int) -> datetime | None:
    """Until when the next delivery is in time; None before the first."""
    if received_at is None:
        return None
    every = timedelta(hours=every_hours)
    return received_at + every + max(every * PATIENCE, LEAST_PATIENCE)


def is_late(received_at: datetime | None, every_hours: int, now: datetime) -> bool:
    """Whether what should have come is not here."""
    until = due(received_at, every_hours)
    return until is not None and now > until


def connected_at(received: Sequence[datetime], every_hours: int, moment: datetime) -> bool:
    """Whether the feed flowed at that moment: something good came, and it was not yet late. Oldest first."""
    before = [at for at in received if at <= moment]
    return bool(before) and not is_late(before[-1], every_hours, moment)


def every_words(hours: int) -> str:
    """ "harian", "setiap 6 jam"."""
    return next((name for name, many in EVERY.items() if many == hours), f"setiap {hours} jam")
