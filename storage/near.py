"""Photos like one at hand, out of all that are kept: by quarters of the perceptual hash, never by a scan.

Two hashes that differ in at most seven of 64 bits differ in at most one bit in some quarter of 16. So it is
enough to look up each quarter and its sixteen neighbours (`PHASH_BANDS`, one index each).
"""

from collections.abc import Sequence

from sqlalchemy import String, bindparam, literal_column, or_, select
from sqlalchemy.orm import Session

from storage.models import Media
from storage.models.reports import PHASH_BANDS
from storage.pictures import bits_apart

SURE = 7  # bits up to which nothing is missed


def like(session: Session, phash: str, *, bits: int) -> Sequence[str]:
    """SHA-256 of every kept photo whose hash (16 hexadecimal digits) differs in at most `bits` (to SURE)."""
    columns = [literal_column(band, String) for band in PHASH_BANDS]
    near = [
        column.in_(bindparam(f"band_{at}", _neighbours(phash[at::4]), expanding=True))
        for at, column in enumerate(columns)
    ]
    found = session.execute(select(Media.sha256, Media.phash).where(or_(*near)))
    return [sha256 for sha256, other in found if other and bits_apart(phash, other) <= bits]


def _neighbours(quarter: str) -> list[str]:
    """The 16 bits and those that differ from them in one."""
    value = int(quarter, 16)
    return [f"{value ^ flip:04x}" for flip in (0, *(1 << bit for bit in range(16)))]
