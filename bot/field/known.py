"""What the talk with an officer stands at, may know, and wants done: plain values, pure."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from zlib import crc32

from bot.dialogue.state import Stored
from bot.dialogue.types import FileRef, Reply
from routing.domain.answers import Doubt

MARK = "f:"  # begins the id of every button that is for an officer


class FieldStep(StrEnum):
    """The question last asked."""

    IDLE = ""
    WORDS = "kata"  # the words of a deed
    SURE = "pasti"  # these very words?
    WHICH = "mana"  # of which report is the photo?
    REASON = "alasan"  # which of the city's reasons for a refusal?
    UNLINK = "tautan"  # let this chat go?


class FieldDeed(StrEnum):
    """Something done with a report."""

    ACCEPT = "terima"
    ANSWER = "jawab"
    ASK = "tanya"
    FINISH = "selesai"
    REFUSE = "tolak"
    DROP = "lepas"


@dataclass(frozen=True)
class FieldTalk(Stored):
    """Where the talk stands.

    number: of the report last spoken of. version: of that report when the officer was asked for the words
    (`routing.reports.stale`). refusal: the chosen reason's code. files: photos whose report is asked for.
    """

    step: FieldStep = FieldStep.IDLE
    deed: str = ""
    number: str = ""
    version: str = ""
    text: str = ""
    refusal: str = ""
    files: tuple[FileRef, ...] = ()

    @property
    def draft(self) -> str:
        """A short name of what would be sent: a button sends the words it stands under, and no later ones."""
        return f"{crc32(f'{self.deed}|{self.number}|{self.refusal}|{self.text}'.encode()):08x}"

    def at_rest(self, number: str = "") -> "FieldTalk":
        """Nothing asked; the report spoken of stays in mind."""
        return FieldTalk(number=number or self.number)


@dataclass(frozen=True)
class Task:
    """A report as an officer works on it.

    standing: its status in words. mine: the officer holds it; holder: who else does. may: names of what the
    officer may do with it (`routing.domain.permissions.Action`). told: somebody hears of it. shown: SHA-256
    of the resident's photo. said: what the resident added last. photo_missing: it cannot be finished yet.
    """

    number: str
    version: str = ""
    category: str = ""
    text: str = ""
    place: str = ""
    way: str = ""
    status: str = ""
    standing: str = ""
    due: datetime | None = None
    mine: bool = False
    holder: str = ""
    may: frozenset[str] = frozenset()
    is_open: bool = True
    checked: bool = False
    told: bool = True
    shown: str = ""
    said: str = ""
    photo_missing: bool = False
    photos: int = 0


Doubts = Callable[[Task, str, bool], tuple[Doubt, ...]]


@dataclass(frozen=True)
class FieldKnown:
    """What one turn may look at.

    named: the number the message names, about: that report or the one spoken of, when it is within reach.
    refusals: (code, name, sentence) of the city's reasons. vouches: may answer for words that tell who
    reported.
    """

    now: datetime
    officer: str = ""
    works: bool = True
    mine: tuple[Task, ...] = ()
    free: tuple[Task, ...] = ()
    named: str = ""
    about: Task | None = None
    refusals: tuple[tuple[str, str, str], ...] = ()
    doubts: Doubts = lambda task, text, refusing: ()
    vouches: bool = False


@dataclass(frozen=True)
class Do:
    """A deed with a report, as the officer last saw it. promises: the moments its words name are promised."""

    deed: FieldDeed
    number: str
    version: str = ""
    text: str = ""
    refusal: str = ""
    sure: str = ""
    promises: bool = True


@dataclass(frozen=True)
class HandIn:
    """Photos of the work done."""

    number: str
    files: tuple[FileRef, ...]


@dataclass(frozen=True)
class Unlink:
    """This chat is a resident's again."""


FieldCommand = Do | HandIn | Unlink


@dataclass(frozen=True)
class FieldTurn:
    """What one message leads to. as_resident: whose words come next, None: as before."""

    talk: FieldTalk
    said: tuple[Reply, ...] = ()
    command: FieldCommand | None = None
    as_resident: bool | None = None

    def saying(self, *replies: Reply) -> "FieldTurn":
        """The same, with more said after it."""
        return replace(self, said=(*self.said, *replies))
