"""Which messages of an alert still hold: those after its last `Cancel`."""

from collections.abc import Sequence
from typing import Protocol, TypeVar


class HasKind(Protocol):
    """A message: Alert, Update or Cancel."""

    @property
    def kind(self) -> str: ...


Message = TypeVar("Message", bound=HasKind)


def standing(messages: Sequence[Message]) -> Sequence[Message]:
    """Those that another one would update or end, oldest first."""
    ends = [place for place, one in enumerate(messages) if one.kind == "Cancel"]
    return messages[ends[-1] + 1 :] if ends else messages
