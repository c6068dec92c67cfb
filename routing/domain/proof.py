"""The photo of finished work: must there be one, what is odd about it, does somebody else look at it first?

Pure.

Odd is not wrong: a flag refuses nothing, it brings the photo before somebody who did not take it.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from routing.domain.distance import haversine
from routing.domain.same_matter import telling


class Wanted(StrEnum):
    """When a category's report cannot be finished without a photo of the result."""

    ALWAYS = "selalu"
    ON_SITE = "di_lokasi"
    NEVER = "tidak"


class Checking(StrEnum):
    """When somebody other than the doer looks at the result of a category's report."""

    ALWAYS = "selalu"
    SAMPLE = "contoh"
    NEVER = "tidak"


class Oddity(StrEnum):
    """What is odd about a photo."""

    REUSED = "dipakai_ulang"  # it, or nearly it, is with another report already
    THEIRS = "foto_warga"  # it shows what this report's reporter sent
    FAR = "jauh"
    EARLY = "sebelum_laporan"
    OLD = "lama"


@dataclass(frozen=True)
class Odd:
    """One oddity. said: number of the other report | metres | days before the photo was handed in | ""."""

    what: Oddity
    said: str = ""


@dataclass(frozen=True)
class Shot:
    """A photo as its camera tells of it; None for what it does not say. at: (latitude, longitude), WGS84."""

    at: tuple[float, float] | None = None
    taken_at: datetime | None = None


@dataclass(frozen=True)
class Bounds:
    """Beyond so many metres a photo was taken elsewhere; before so many days it is old."""

    metres: float
    days: float


def photo_needed(wanted: Wanted, *, on_site: bool) -> bool:
    """True when the report cannot be finished without a photo of the result."""
    return wanted is Wanted.ALWAYS or (wanted is Wanted.ON_SITE and on_site)


def is_on_site(*, office_matter: bool, gauge: bool, placed: bool) -> bool:
    """There is a spot to go to and photograph.

    office_matter: of a category without one (KTP, BPJS). gauge: a gauge's warning, which ends with the water.
    placed: a point, or words for the place.
    """
    return placed and not office_matter and not gauge


def is_checked(
    checking: Checking, *, flagged: bool, sent_back: bool, reopened: bool, sampled: bool
) -> bool:  # fmt: skip
    """True when somebody else looks first: at what is flagged or was sent back, else as the category says.

    What was reopened is in every sample.
    """
    if flagged or sent_back:
        return True
    return checking is Checking.ALWAYS or (checking is Checking.SAMPLE and (reopened or sampled))


def is_sampled(number: str, percent: float, key: bytes) -> bool:
    """Whether the report of this number is in the sample: the same each time, and for nobody without the key
    to know beforehand."""
    drawn = int.from_bytes(hmac.digest(key, number.encode(), "sha256")[:8])
    return drawn / 2**64 * 100 < percent


def oddities(
    shot: Shot, *,
    spot: tuple[float, float] | None, filed_at: datetime, now: datetime, bounds: Bounds,
    others: Sequence[str], theirs: bool,
) -> tuple[Odd, ...]:  # fmt: skip
    """All that is odd, in the order of `Oddity`.

    spot: the reported point. now: when it was handed in. others: numbers of other reports with the same photo
    or nearly, the first is named. theirs: the reporter's own is like it.
    """
    found = [Odd(Oddity.REUSED, others[0])] if others else []
    found += [Odd(Oddity.THEIRS)] if theirs else []
    if shot.at and spot and (metres := haversine(shot.at, spot)) > bounds.metres:
        found.append(Odd(Oddity.FAR, str(round(metres))))
    if shot.taken_at and shot.taken_at < filed_at:
        found.append(Odd(Oddity.EARLY))
    if shot.taken_at and now - shot.taken_at > timedelta(days=bounds.days):
        found.append(Odd(Oddity.OLD, str((now - shot.taken_at).days)))
    return tuple(found)


def tells_apart(phash: str | None) -> bool:
    """Whether a photo's hash can be like another's; nearly plain ones are like any such."""
    return phash is not None and telling(int(phash, 16))
