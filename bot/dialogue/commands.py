"""What the dialogue wants done. `bot.carry_out` does it by routing's use cases, in the turn's transaction."""

from dataclasses import dataclass, replace

from bot.dialogue.state import Conversation, Draft
from bot.dialogue.types import FileRef, Reply


@dataclass(frozen=True)
class FileReport:
    """Make the draft a report; `after_filed` then speaks."""

    draft: Draft


@dataclass(frozen=True)
class AddToReport:
    """Add the resident's words and pictures to their own report."""

    number: str
    text: str = ""
    files: tuple[FileRef, ...] = ()


@dataclass(frozen=True)
class Withdraw:
    """The resident takes their report back."""

    number: str


@dataclass(frozen=True)
class Accept:
    """The resident says the finished work is done indeed."""

    number: str


@dataclass(frozen=True)
class Reopen:
    """The resident says it is not done, and why."""

    number: str
    reason: str


@dataclass(frozen=True)
class Flag:
    """The resident only abused: an officer may want to look."""


@dataclass(frozen=True)
class CorrectReport:
    """Put right what a report already filed says: old becomes new in its story, and its place moves.

    place, kelurahan, point: "" and None where it is no place that was put right. category: the kind that the
    new words tell of for certain, where it is another than the report's; "" where they tell of none.
    """

    number: str
    new: str
    old: str = ""
    place: str = ""
    kelurahan: str = ""
    point: tuple[float, float] | None = None
    category: str = ""


@dataclass(frozen=True)
class Urge:
    """The resident asks after their report: its officer is reminded."""

    number: str


@dataclass(frozen=True)
class ExplainRating:
    """What the resident found missing in the finished work."""

    number: str
    text: str


@dataclass(frozen=True)
class LookForSame:
    """See whether the draft's trouble is reported already; `after_looked` then asks."""

    draft: Draft


@dataclass(frozen=True)
class SupportReport:
    """Join somebody else's report with the draft's words and pictures; `after_supported` then speaks."""

    number: str
    draft: Draft


@dataclass(frozen=True)
class StopSupport:
    """No longer be told of somebody else's report."""

    number: str


@dataclass(frozen=True)
class Identify:
    """A report already filed goes under another name, or under none. called: the name given, if any."""

    number: str
    privacy: str
    called: str = ""


@dataclass(frozen=True)
class Rate:
    """The resident's opinion of the finished work, 1 to 5."""

    number: str
    stars: int


@dataclass(frozen=True)
class Watch:
    """Warn of floods in these kelurahan; `after_watched` then speaks."""

    areas: tuple[str, ...]


@dataclass(frozen=True)
class Unwatch:
    """No more warnings for these kelurahan, () for any; `after_watched` then speaks."""

    areas: tuple[str, ...]


@dataclass(frozen=True)
class ListWatched:
    """See which kelurahan the person follows; `after_watched` then speaks."""


@dataclass(frozen=True)
class AskPolls:
    """See what the city asks, of the poll with this number alone where it is not 0."""

    number: int = 0


@dataclass(frozen=True)
class Vote:
    """Answer a poll. place: of the choice, from 0; None: words say which."""

    number: int
    place: int | None = None
    words: str = ""


@dataclass(frozen=True)
class CallOperator:
    """Somebody at the operator's desk is needed now. kind: of danger; "petugas": they ask for a human."""

    kind: str
    text: str = ""
    other: bool = False


@dataclass(frozen=True)
class TellOperator:
    """More words or a position for the call that is open, if one is."""

    text: str


@dataclass(frozen=True)
class CancelCall:
    """The person does not want to be spoken to."""


@dataclass(frozen=True)
class Consent:
    """The person was told what becomes of their data, and goes on."""


@dataclass(frozen=True)
class ExportData:
    """See what is held about the person; `after_exported` then speaks."""


@dataclass(frozen=True)
class EraseData:
    """Forget the person; the last message is queued with it."""


@dataclass(frozen=True)
class TellDepth:
    """Whether water has come in where the person is: belum | rendah | tinggi."""

    depth: str


@dataclass(frozen=True)
class TellNeighbour:
    """Whether somebody else's finished work is done indeed, as they were asked; `after_told` then speaks."""

    number: str
    done: bool
    text: str = ""
    files: tuple[FileRef, ...] = ()


@dataclass(frozen=True)
class RefuseNeighbours:
    """Never be asked about others' finished reports."""


Personal = (
    RefuseNeighbours
    | TellDepth
    | Watch
    | Unwatch
    | ListWatched
    | Consent
    | ExportData
    | EraseData
    | AskPolls
    | Vote
)  # not about one report
Calls = CallOperator | TellOperator | CancelCall
Command = (
    Calls | Identify | Rate | ExplainRating | Urge | Personal | LookForSame | SupportReport
    | StopSupport | TellNeighbour | CorrectReport | FileReport | AddToReport | Withdraw | Accept | Reopen
    | Flag
)  # fmt: skip


@dataclass(frozen=True)
class Turn:
    """What one message leads to.

    said: answers. asks: the question the conversation now stands at comes after them; `question` is that one,
    put by `turn.closed`. notice: said in front of everything else, in the first message.
    """

    conversation: Conversation
    said: tuple[Reply, ...] = ()
    commands: tuple[Command, ...] = ()
    asks: bool = False
    question: Reply | None = None
    notice: Reply | None = None
    shown: tuple[int, int] | None = None  # the question put last before this turn, and how often

    @property
    def replies(self) -> tuple[Reply, ...]:
        """Everything that is said, in order."""
        every = (*self.said, *((self.question,) if self.question else ()))
        if self.notice is None or not every:
            return every
        first, *others = every
        text = f"{self.notice.text}\n\n{first.text}"
        return (replace(first, text=text, link=first.link or self.notice.link), *others)

    def then(self, other: "Turn") -> "Turn":
        """What this turn says and does, and then the other, where that leads to."""
        return replace(
            other, said=(*self.said, *other.said), commands=(*self.commands, *other.commands),
            notice=self.notice or other.notice, shown=self.shown or other.shown,
        )  # fmt: skip

    def silent(self) -> "Turn":
        """The same turn, with nothing said."""
        return replace(self, said=(), asks=False, question=None)
