"""After a commit: which observations are new. Who publishes them hangs in here; without one, nothing happens.

A hint and never the record: whoever was away asks for what it missed over HTTP.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from storage.db import after_commit

# The number an observation got, and its row (`sensors.observations.COLUMNS`).
Committed = Sequence[tuple[int, Mapping[str, Any]]]
Listener = Callable[[Committed], None]

_listener: Listener | None = None


def listen(listener: Listener | None) -> None:
    """Hang the one of this process; it must be quick and must not wait for anybody."""
    global _listener
    _listener = listener


def tell(tx: Session, made: Committed) -> None:
    """Say, once `tx` is committed, what it brought; never when it is rolled back."""
    listener = _listener
    if listener is not None and made:
        after_commit(tx, lambda: listener(made))
