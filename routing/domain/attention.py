"""What may become of an atensi: the mayor asks, a head answers, the mayor takes the answer or asks again."""

from enum import StrEnum


class State(StrEnum):
    """Whose turn it is: the head's, the mayor's, nobody's."""

    ASKED = "diminta"
    ANSWERED = "dijawab"
    CLOSED = "selesai"


class Deed(StrEnum):
    """A step of it, as stored."""

    ASK = "minta"
    READ = "baca"
    ANSWER = "jawab"
    AGAIN = "ulang"
    CLOSE = "tutup"


OPEN = frozenset({State.ASKED, State.ANSWERED})
# What each step makes of it; a step that stands in no row is refused.
BECOMES: dict[tuple[State, Deed], State] = {
    (State.ASKED, Deed.READ): State.ASKED,
    (State.ASKED, Deed.ANSWER): State.ANSWERED,
    (State.ANSWERED, Deed.AGAIN): State.ASKED,
    (State.ASKED, Deed.CLOSE): State.CLOSED,
    (State.ANSWERED, Deed.CLOSE): State.CLOSED,
}


def after(state: State, deed: Deed) -> State | None:
    """What it becomes, None where this step is not the next."""
    return BECOMES.get((state, deed))
