"""Photos like one at hand, out of all that are kept: by quarters of the perceptual hash, never by a scan.

Two hashes that differ in at most seven of 64 bits differ in at most one bit in some quarter of 16. So it is
enough to look up each quarter and its sixteen neighbours (`PHASH_BANDS`, one index each).
"""

from collections.abc import Sequence

from sqlalchemy import Select, String, literal_column, or_, select
from sqlalchemy.orm import Session

from storage.models import Media
from storage.models.reports import PHASH_BANDS
from storage.pictures import bits_apart

SURE = 7  # bits up to which nothing is missed


def like(session: Session, phash: str, *, bits: int) -> Sequence[str]:
    """SHA-256 of every kept photo whose hash (16 hexadecimal digits) differs in at most `bits` (to SURE)."""
    found = session.execute(statement(phash))
    return [sha256 for sha256, other in found if other and bits_apart(phash, other) <= bits]


def statement(phash: str) -> Select[str, str | None]:
    """SQL: every photo that has a quarter like this hash's, with its own."""
    bands = [literal_column(band, String) for band in PHASH_BANDS]
    near = [band.in_(_neighbours(phash[at::4])) for at, band in enumerate(bands)]
    return select(Media.sha256, Media.phash).where(or_(*near))


def _neighbours(quarter: str) -> list[str]:
    """The 16 bits and those that differ from them in one."""
    value = int(quarter, 16)
    return [f"{value ^ flip:04x}" for flip in (0, *(1 << bit for bit in range(16)))]
