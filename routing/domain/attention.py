"""What may become of an atensi: the mayor asks, a head answers, the mayor takes the answer or asks again."""

from enum import StrEnum


class AskState(StrEnum):
    """Whose turn it is: the head's, the mayor's, nobody's."""

    ASKED = "diminta"
    ANSWERED = "dijawab"
    CLOSED = "selesai"


class StepKind(StrEnum):
    """A step of it, as stored."""

    ASK = "minta"
    READ = "baca"
    ANSWER = "jawab"
    AGAIN = "ulang"
    CLOSE = "tutup"


OPEN = frozenset({AskState.ASKED, AskState.ANSWERED})
# What each step makes of it; a step that stands in no row is refused.
BECOMES: dict[tuple[AskState, StepKind], AskState] = {
    (AskState.ASKED, StepKind.READ): AskState.ASKED,
    (AskState.ASKED, StepKind.ANSWER): AskState.ANSWERED,
    (AskState.ANSWERED, StepKind.AGAIN): AskState.ASKED,
    (AskState.ASKED, StepKind.CLOSE): AskState.CLOSED,
    (AskState.ANSWERED, StepKind.CLOSE): AskState.CLOSED,
}


def after(state: AskState, deed: StepKind) -> AskState | None:
    """What it becomes, None where this step is not the next."""
    return BECOMES.get((state, deed))
