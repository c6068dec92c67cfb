"""Doorbells: after a commit, tell the workers that there is something to do.

A bell is a hint and never the record: when nobody rings, or the broker is down, the sweepers find the row.
`sorot` hangs the real bell (Celery) at start; without one, ringing does nothing.
"""

from collections.abc import Callable
from typing import Literal

from sqlalchemy.orm import Session

Bell = Literal["inbox", "outbox", "media"]

_ringer: Callable[[Bell, int], None] | None = None


def on_ring(ringer: Callable[[Bell, int], None] | None) -> None:
    """Hang the bell of this process; `ringer` must be quick and must not raise."""
    global _ringer
    _ringer = ringer


def ring(tx: Session, bell: Bell, row_id: int) -> None:
    """Ring `bell` for a row once `tx` is committed; never when it is rolled back."""
    tx.info.setdefault("after_commit", []).append(lambda: _ringer and _ringer(bell, row_id))
