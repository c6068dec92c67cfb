"""What a channel can do, and what became of one message: the sender knows nothing else about platforms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.dialogue.types import Incoming, Reply
from bot.rates import Limits


@dataclass(frozen=True)
class Sent:
    """The platform took the message; `external_id` is its id there."""

    external_id: str


@dataclass(frozen=True)
class RetryAfter:
    """Not now. `seconds` is the wait the platform named, None when it only failed and the sender decides."""

    seconds: float | None
    reason: str


@dataclass(frozen=True)
class Blocked:
    """The person closed this chat to us; nothing will arrive until they write again."""

    reason: str


@dataclass(frozen=True)
class WindowClosed:
    """The platform takes free text only for some hours after the person's last message, and they are over."""

    reason: str = "window closed"


@dataclass(frozen=True)
class Moved:
    """The platform knows this chat under another `address` from now on; the message goes there."""

    address: str


@dataclass(frozen=True)
class Rejected:
    """The message itself is refused; sending it again as it is would be refused again."""

    reason: str


Outcome = Sent | RetryAfter | Blocked | WindowClosed | Moved | Rejected


class FetchFailed(Exception):
    """A file could not be had. `again`: a later try may succeed. The text names no address and no token."""

    def __init__(self, reason: str, *, again: bool) -> None:
        super().__init__(reason)
        self.again = again


class Channel(Protocol):
    """One platform. Library exceptions stop here; methods may be called from several threads."""

    name: str
    limits: Limits

    def parse(self, payload: dict[str, Any]) -> Incoming | None:
        """The message in an update, None when there is none to answer. Pure; never raises."""

    def split(self, reply: Reply) -> Sequence[Reply]:
        """The messages of the platform that say this reply, in order; at least one."""

    def template(self, key: str | None, args: Mapping[str, Any], reply: Reply) -> Reply | None:
        """The approved message that says this notice outside `limits.window`; None when none fits.

        `key`, `args`: the outbox row's; `reply`: the same, rendered. Not asked of a channel without a window.
        """

    def send(self, address: str, part: Reply) -> Outcome:
        """Send one of `split()`'s messages to a person's address."""

    def fetch(self, file_ref: str) -> bytes:
        """A file a person sent, from the platform's own servers only; FetchFailed otherwise."""
