"""What may become of an outgoing message: the one table of its states. Pure."""

from enum import StrEnum


class State(StrEnum):
    """Where a message stands.

    queued: to be sent as soon as its turn comes. waiting: until the person writes again (WhatsApp's
    24 hours). sent: the platform took it. delivered, read: it reached them. failed: not tried again by
    itself.
    """

    QUEUED = "queued"
    WAITING = "waiting"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


S = State
# A platform tells late, in any order and sometimes against its own word, so what reached the person counts
# whatever was believed before; nothing takes it back.
ALLOWED: dict[State, frozenset[State]] = {
    S.QUEUED: frozenset({S.QUEUED, S.WAITING, S.SENT, S.DELIVERED, S.READ, S.FAILED}),
    S.WAITING: frozenset({S.QUEUED, S.FAILED}),
    S.SENT: frozenset({S.QUEUED, S.DELIVERED, S.READ, S.FAILED}),
    S.DELIVERED: frozenset({S.READ}),
    S.READ: frozenset(),
    S.FAILED: frozenset({S.QUEUED, S.DELIVERED, S.READ}),
}
OPEN = frozenset({S.QUEUED, S.WAITING})  # still to go out
ON_THE_WEB = (S.QUEUED, S.SENT)  # of the web chat: no browser has shown it yet, told of it or not
ARRIVED = frozenset({S.DELIVERED, S.READ})


def may(now: str, then: State) -> bool:
    """Whether a message in state `now` may become `then`."""
    return then in ALLOWED[State(now)]


def before(then: State) -> tuple[State, ...]:
    """The states from which a message may become `then`."""
    return tuple(state for state in State if then in ALLOWED[state])
