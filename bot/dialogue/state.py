"""Where a person stands in the dialogue, kept between messages as JSON (`Conversation.to_json`)."""

import dataclasses
import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from typing import Any, Self

import msgspec

from bot.dialogue.types import FileRef, Point
from nlu.types import Where

# Characters of a report's story, told in however many messages; `routing.reports.texts` takes as many.
LONGEST_STORY = 10_000
# Where msgspec finds something unreadable: "… - at `$.draft.files[0].id`".
_PATH_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")


class Step(StrEnum):
    """The question last asked. The first group fills the draft, the second stands beside it."""

    IDLE = "idle"
    WHAT = "what"
    CATEGORY = "category"
    PLACE = "place"
    KECAMATAN = "kecamatan"
    KELURAHAN = "kelurahan"
    OUTSIDE = "outside"
    PHOTO_PLACE = "photo_place"  # a picture says where it was taken; is it there?
    DETAIL = "detail"  # a question of the category's own
    PHOTO = "photo"
    SIMILAR = "similar"  # somebody has reported it already: join them?
    CONFIRM = "confirm"
    CHANGE = "change"
    IDENTITY = "identity"  # under which name, or none
    NAME = "name"

    LISTEN = "listen"  # somebody wishes to die: a talk that stays open
    DOUBT = "doubt"  # words that may tell of danger: do they?
    CRY = "cry"  # a bare cry for help: what happens, and where?
    RESCUE = "rescue"  # trapped: the position, and nothing else
    EMERGENCY = "emergency"  # the number was given; file it as well?
    OTHER = "other"  # another complaint in the middle of this one?
    MAYBE = "maybe"  # is this a complaint at all?
    ADD = "add"  # does this belong to a report already filed, and which?
    WITHDRAW = "withdraw"  # which report, and are you sure?
    DROP = "drop"  # throw the draft away?
    REOPEN = "reopen"  # why is it not done yet?
    RATE_WHY = "rate_why"  # a low rating: what was missing?
    RATE = "rate"  # how was the finished work?
    NEIGHBOUR_WHY = "neighbour_why"  # others' finished work is not done: what is missing?
    WATCH = "watch"  # flood warnings for which kecamatan, and then which kelurahan?
    WATCH_AREA = "watch_area"
    ERASE = "erase"  # forget everything about the person?
    MATTERS = "matters"  # several matters in one message: as many reports?


class Stored:
    """JSON in and out for frozen dataclasses.

    Reading drops what it does not know and defaults what is missing, so that a conversation begun under an
    older release goes on under a newer one.
    """

    def to_json(self) -> dict[str, Any]:
        """Plain JSON; only values that differ from their default."""
        kind: Any = type(self)
        defaults = _defaults(kind)
        return {name: _plain(value) for name, value in vars(self).items() if value != defaults[name]}

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """The value stored; unknown keys are ignored, unreadable ones take their default. Never raises."""
        while True:
            try:
                return msgspec.convert(data, cls)
            except msgspec.ValidationError as error:
                data = _without(data, _PATH_STEP.findall(str(error).rpartition(" - at `$")[2]))


@cache
def _defaults(cls: Any) -> dict[str, Any]:
    return {f.name: f.default for f in dataclasses.fields(cls)}


def _plain(value: Any) -> Any:
    if isinstance(value, Stored):
        return value.to_json()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return msgspec.to_builtins(value)


def _without(data: Any, path: list[tuple[str, str]]) -> Any:
    """The data without what stands at the path; nothing of it where the whole is meant."""
    if not path:
        return {}
    (name, index), *further = path
    if name:
        inner = {name: _without(data[name], further)} if further else {}
        return {key: value for key, value in data.items() if key != name} | inner
    at = int(index)
    return [*data[:at], *([_without(data[at], further)] if further else []), *data[at + 1 :]]


@dataclass(frozen=True)
class Similar(Stored):
    """A report already filed that is probably about the same trouble. metres: None where only names agree."""

    number: str = ""
    category: str = ""  # its name
    status: str = ""
    metres: int | None = None
    filed_at: float = 0.0  # seconds since 1970, UTC
    own: bool = False


@dataclass(frozen=True)
class Draft(Stored):
    """A report being told. `text` is masked; `category_by` is the model's name or "warga".

    where: the place as one value; place, kelurahan, options, outside, point and exact follow from it
    (`whereabouts`). options: kelurahan still possible. exact: `point` was shared by the resident, not
    taken from a place name.
    photo_point, photo_area: where a picture says it was taken, until the resident has said yes or no.
    answers, skipped: of the category's own questions, by key. asked: names of the questions put so far.
    privacy: biasa | anonim | rahasia; privacy_by: "warga" (as they asked) | "sistem" (by its matter).
    hidden: it was to be secret before no name was to be seen either, and stays away from the public.
    accuses: the office the words complain of (nlu.types.Tact). called: the name the resident gave for it.
    agency: whose it is when not the city's (an agency's code); ours: the resident says it is the city's.
    looked: what a similar report was last looked for by; similar: the one found; apart: numbers the resident
    said this is not a part of. cut: characters of the story that did not fit. beside: one of several matters
    told in one breath. hurried: it was asked to be sent before all was asked; only what must be is asked now.
    """

    kind: str = "pengaduan"  # pengaduan | aspirasi | permintaan
    text: str = ""
    category: str | None = None
    category_by: str = ""
    confidence: float | None = None
    candidates: tuple[str, ...] = ()
    review: bool = False  # perlu ditinjau: a person decides the category
    emergency: str | None = None
    place: str = ""  # as the resident named it
    where: Where = Where()  # noqa: RUF009 - frozen
    kelurahan: str | None = None
    options: tuple[str, ...] = ()
    outside: str = ""  # a place beyond the city, as named
    place_skipped: bool = False
    point: Point | None = None
    exact: bool = False
    files: tuple[FileRef, ...] = ()
    photo_asked: bool = False
    facts: dict[str, Any] = field(default_factory=dict)
    photo_point: Point | None = None
    photo_area: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    privacy: str = "biasa"
    privacy_by: str = ""
    hidden: bool = False
    called: str = ""
    agency: str = ""
    ours: bool = False
    looked: str = ""
    similar: Similar | None = None
    apart: tuple[str, ...] = ()
    cut: int = 0
    accuses: str = ""
    beside: bool = False
    hurried: bool = False

    def with_more(self, text: str) -> "Draft":
        """The draft with the words added; what goes beyond LONGEST_STORY is left out, counted in `cut`.

        What was told in the same words already is not told twice.
        """
        if text.strip().lower() in (line.strip().lower() for line in self.text.split("\n")):
            return self
        whole = f"{self.text}\n{text}".strip()
        left_out = max(0, len(whole) - LONGEST_STORY)
        return replace(self, text=whole[:LONGEST_STORY].rstrip(), cut=self.cut + left_out)


@dataclass(frozen=True)
class Held(Stored):
    """What a side question is about: words and pictures that wait for it, and the reports to choose among.

    parts: the matters of one message as drafts of their own; `draft` then holds them all in one.
    danger, other: the kind of danger in doubt, and whether it would be somebody else's.
    """

    text: str = ""
    files: tuple[FileRef, ...] = ()
    numbers: tuple[str, ...] = ()
    draft: Draft | None = None
    parts: tuple[Draft, ...] = ()
    danger: str = ""
    other: bool = False


@dataclass(frozen=True)
class Conversation(Stored):
    """One person's conversation. `nonce` numbers the question asked: a button of an older one is recognised.

    parked: other complaints told meanwhile, each taken up when the one before is filed.
    sent_nonce, sent_number: the question whose "Kirim" filed a report, so that pressing it twice files one.
    """

    step: Step = Step.IDLE
    draft: Draft | None = None
    parked: tuple[Draft, ...] = ()
    held: Held | None = None
    passed: Draft | None = None  # words answered with the menu alone; its button still makes them a report
    dropped: Draft | None = None  # given up a moment ago: the next words may take it up again
    nonce: int = 0
    misses: int = 0
    sent_nonce: int = -1
    sent_number: str | None = None
    sent_at: float = 0.0  # seconds since 1970, UTC
    calmed_at: float = 0.0  # when words of abuse were last answered; the same clock
    watch_offered: bool = False  # flood warnings, after a report of high water
    told_privacy: bool = False  # what becomes of their data
    alarm: str = ""  # the kind of danger told last, whose later words are handed on
    alarm_at: float = 0.0  # seconds since 1970, UTC
    alarm_other: bool = False  # it is somebody else's
    condoled: bool = False
    shown: int = 0  # a checksum of the question put last, so that it is not put again in the same words
    repeats: int = 0  # how often it was put again since
    pressed: str = ""  # the button acted on last
    pressed_at: float = 0.0
    about: str = ""  # the report the person last said something about
    about_at: float = 0.0
