"""What a topic of the conversation consists of: questions with their answers and buttons, and the rest."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.dialogue.commands import Turn
from bot.dialogue.hear import Heard
from bot.dialogue.known import Known, PointArea
from bot.dialogue.readings import Reading
from bot.dialogue.state import Conversation, Step
from bot.dialogue.types import Incoming, Point, Reply

Question = Callable[[Conversation, Known], Reply]
# None: the words are about something else; the question is left, and they count afresh.
Answer = Callable[[Conversation, Heard, Known], Turn | None]
Press = Callable[[Conversation, str, Known], Turn]
Phrase = Callable[[Conversation, Heard, Known], Turn | None]
Pictures = Callable[[Conversation, Incoming, Heard, Known], Turn]
Spot = Callable[[Conversation, Point, PointArea | None, Known], Turn]
# The turn so far, what came of a command, and what is known: the turn with what is said about that.
Told = Callable[[Turn, Any, Known], Turn]


@dataclass(frozen=True)
class Asked:
    """One step: its question, what words lead to, and the buttons it may show, by action.

    reads: which of its buttons a short answer means; those not named are left to `answer`.
    fills: it fills the draft in hand. own_words: whatever is told there belongs to what is in hand.
    number_answers: a lone number is an answer, not the place of a button. pictures, spot: what pictures and a
    shared location lead to, where that differs from what they lead to at every other step.
    """

    question: Question
    answer: Answer
    buttons: Mapping[str, Press] = field(default_factory=dict)
    reads: Mapping[Reading, str] = field(default_factory=dict)
    fills: bool = False
    own_words: bool = False
    number_answers: bool = False
    pictures: Pictures | None = None
    spot: Spot | None = None


@dataclass(frozen=True)
class Topic:
    """One subject of the conversation, registered once in `registry`.

    phrases: words understood at any step, tried in the order of the registry. always: buttons that never grow
    old. told: what is said once a command is done, by the type of what came of it.
    """

    steps: Mapping[Step, Asked] = field(default_factory=dict)
    phrases: tuple[Phrase, ...] = ()
    always: Mapping[str, Press] = field(default_factory=dict)
    told: Mapping[type, Told] = field(default_factory=dict)
