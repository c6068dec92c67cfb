"""After a commit: which observations are new, which entities are new or changed. Who publishes them hangs in
here; without one, nothing happens.

A hint and never the record: whoever was away asks for what it missed over HTTP.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from storage.db import after_commit

# The number an observation got, and its row (`sensors.observations.COLUMNS`).
Committed = Sequence[tuple[int, Mapping[str, Any]]]


@dataclass(frozen=True)
class EntityChange:
    """An entity of that set is new, or (`names`) these properties of it are others."""

    plural: str
    number: int
    names: tuple[str, ...] | None = None


Listener = Callable[[Committed], None]
ChangeListener = Callable[[Sequence[EntityChange]], None]

_listener: Listener | None = None
_of_changes: ChangeListener | None = None


def listen(listener: Listener | None, of_changes: ChangeListener | None = None) -> None:
    """Hang in those of this process; they must be quick and must not wait for anybody."""
    global _listener, _of_changes
    _listener, _of_changes = listener, of_changes


def is_heard() -> bool:
    """Whether somebody listens."""
    return _listener is not None


def tell(tx: Session, made: Committed) -> None:
    """Say, once `tx` is committed, what it brought; never when it is rolled back."""
    listener = _listener
    if listener is not None and made:
        after_commit(tx, lambda: listener(made))


def tell_changes(tx: Session, changes: Sequence[EntityChange]) -> None:
    """The same of entities that are no new observations."""
    listener = _of_changes
    if listener is not None and changes:
        after_commit(tx, lambda: listener(changes))
