"""What a camera's picture, and its clock, tell of the camera: black, frozen, silent, clock wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

DARK, FLAT = 12.0, 6.0  # of 255: a picture no brighter and no more varied than this shows nothing
# The very same bytes: a living sensor has noise, so two pictures in a row never agree.
FROZEN_TIMES, FROZEN_OVER = 3, timedelta(minutes=3)
CLOCK_OFF = timedelta(minutes=2)
SILENT_TIMES, SILENT_AT_LEAST = 3, timedelta(minutes=2)


class CameraState(StrEnum):
    """How a camera stands; each is shown in words."""

    NEW = "belum"  # nothing came yet
    GOOD = "baik"
    BLACK = "hitam"
    FROZEN = "beku"
    CLOCK = "jam"  # it delivers, but its clock is wrong
    SILENT = "diam"
    OFF = "mati"  # taken off by the city


STATES = {
    CameraState.NEW: "belum ada gambar", CameraState.GOOD: "berjalan", CameraState.BLACK: "gambar hitam",
    CameraState.FROZEN: "gambar membeku", CameraState.CLOCK: "jam kamera salah",
    CameraState.SILENT: "tidak mengirim gambar", CameraState.OFF: "tidak dipakai",
}  # fmt: skip


@dataclass(frozen=True)
class Sight:
    """One fetched picture. light, spread: of its grey values (0 to 255); sha256: of the bytes as they came.

    clock: what the camera says the time is; taken: when it says it took the picture. None: it says nothing.
    """

    sha256: str
    light: float
    spread: float
    at: datetime
    clock: datetime | None = None
    taken: datetime | None = None


@dataclass(frozen=True)
class Judged:
    """state and why; same_since: from when on this very picture comes; taken_at: of when it shows the street.

    seen: what judging the next one needs.
    """

    state: CameraState
    why: str
    same_since: datetime
    taken_at: datetime
    seen: dict[str, Any]


def judge(seen: Mapping[str, Any], sight: Sight) -> Judged:
    """The newest picture, by those before it."""
    again = seen.get("sha256") == sight.sha256
    since = datetime.fromisoformat(seen["since"]) if again else sight.at
    times = int(seen.get("times", 1)) + 1 if again else 1
    remembered = {
        "sha256": sight.sha256, "since": since.isoformat(), "times": times, "at": sight.at.isoformat(),
    }  # fmt: skip
    off = _clock_off(sight)
    believed = sight.taken if sight.taken and not off and sight.taken <= sight.at + CLOCK_OFF else None
    taken = min(believed or sight.at, since if again else sight.at)
    state, why = _state(sight, times, since, off)
    return Judged(state, why, since, taken, remembered)


def _state(
    sight: Sight, times: int, since: datetime, off: timedelta | None
) -> tuple[CameraState, str]:  # fmt: skip
    if sight.light <= DARK and sight.spread <= FLAT:
        return CameraState.BLACK, "gambarnya hitam: lensa tertutup, atau lampu dan mode malamnya mati"
    if times >= FROZEN_TIMES and sight.at - since >= FROZEN_OVER:
        return CameraState.FROZEN, f"gambar yang sama datang {times} kali"
    if off is not None:
        return (
            CameraState.CLOCK,
            f"jam kamera {_about(off)} {'lebih cepat' if off > timedelta() else 'lambat'}",
        )
    return CameraState.GOOD, ""


def _clock_off(sight: Sight) -> timedelta | None:
    """How far the camera's clock is ahead (negative: behind); None where it is right or says nothing."""
    off = sight.clock - sight.at if sight.clock else timedelta()
    if abs(off) <= CLOCK_OFF and sight.taken and sight.taken - sight.at > CLOCK_OFF:
        off = sight.taken - sight.at  # a picture of the future
    return off if abs(off) > CLOCK_OFF else None


def _about(off: timedelta) -> str:
    minutes = round(abs(off).total_seconds() / 60)
    if minutes < 90:
        return f"{minutes} menit"
    return f"{round(minutes / 60)} jam" if minutes < 48 * 60 else f"{round(minutes / 1440)} hari"


def silent_after(every: timedelta) -> timedelta:
    """Older than this, the newest picture no longer shows how it is now."""
    return max(SILENT_TIMES * every, SILENT_AT_LEAST)


def standing(
    stored: str, *, online: bool, heard_at: datetime | None, taken_at: datetime | None, every: timedelta,
    now: datetime,
) -> CameraState:  # fmt: skip
    """How the camera stands at this moment: what was judged of its newest picture, unless that is old.

    heard_at: when it last delivered; taken_at: of when its newest picture shows the street.
    """
    if not online:
        return CameraState.OFF
    if heard_at is None or taken_at is None:
        return CameraState.SILENT if stored == CameraState.SILENT else CameraState.NEW
    old = taken_at if stored in (CameraState.GOOD, CameraState.CLOCK) else heard_at
    if now - min(old, heard_at) > silent_after(every):
        return CameraState.SILENT
    return CameraState(stored or CameraState.NEW)


def is_live(state: CameraState) -> bool:
    """Whether the newest picture may be looked at as how it is now."""
    return state in (CameraState.GOOD, CameraState.CLOCK)
