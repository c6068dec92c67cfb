"""What the dialogue may know beside the conversation: read by `bot.look_up` before each turn."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.dialogue.state import Draft
from nlu.types import Understanding
from routing.city.dangers import Danger
from routing.domain.questions import Question

# With the city: what is added now is read by an officer, and it can still be withdrawn.
OPEN = frozenset(("menunggu", "diproses", "koordinasi", "menunggu_warga", "diperiksa"))
REFERRED = "dirujuk"


@dataclass(frozen=True)
class KnownCategory:
    """A kind of matter. takes: how long, in which `deadlines.Unit`; on_site: there is a spot."""

    code: str
    name: str
    agency: str
    takes: tuple[int, str] = (0, "")
    external: bool = False  # not the city's
    contact: str = ""  # how to reach an outside body, one sentence
    on_site: bool = True
    hours: str = ""  # when its office works, as written; "" where that is the local one
    questions: tuple[Question, ...] = ()  # asked beside what, where and a picture


@dataclass(frozen=True)
class KnownArea:
    """A kelurahan."""

    code: str
    name: str
    kecamatan: str


@dataclass(frozen=True)
class Body:
    """An outside body that answers for what is not the city's. contact: how to reach it, one sentence."""

    code: str
    name: str
    contact: str = ""


@dataclass(frozen=True)
class Owner:
    """Who answers for a draft by the city's rules. body: set where that is an outside body."""

    name: str
    body: Body | None = None


@dataclass(frozen=True)
class Elsewhere:
    """Matters that are not the city's although their category is: words that say so, and words that undo it.

    words, unless: regular expressions over the resident's text. categories: where the rule applies.
    """

    agency: str
    words: str
    unless: str = ""
    categories: frozenset[str] = frozenset()


@dataclass(frozen=True)
class CityFacts:
    """The city as the dialogue needs it. `sure`: from this confidence on no question is asked.

    bodies: outside bodies by agency code. neighbours: agency code by the name of a place outside the city.
    floods: categories after which flood warnings are offered. dangers: by kind. guarded: categories whose
    reports are secret unless the resident wants otherwise. integrity: the one for complaints about offices.
    reopen_days: so long a finished report may be rated and reopened.
    """

    categories: Mapping[str, KnownCategory] = field(default_factory=dict)
    kelurahan: Mapping[str, KnownArea] = field(default_factory=dict)
    sure: float = 0.5
    city: str = ""
    bodies: Mapping[str, Body] = field(default_factory=dict)
    elsewhere: tuple[Elsewhere, ...] = ()
    neighbours: Mapping[str, str] = field(default_factory=dict)
    floods: frozenset[str] = frozenset()
    dangers: Mapping[str, Danger] = field(default_factory=dict)
    guarded: frozenset[str] = frozenset()
    integrity: str = ""
    reopen_days: int = 14
    hours: str = ""  # when offices work that have no hours of their own

    def danger(self, kind: str) -> Danger:
        """What is called and done in this danger; where the city says nothing, the national number."""
        return self.dangers.get(kind) or Danger(kind)

    def kecamatan(self) -> tuple[str, ...]:
        """Names of the kecamatan, in order."""
        return tuple(sorted({area.kecamatan for area in self.kelurahan.values()}))

    def within(self, kecamatan: str) -> tuple[str, ...]:
        """Codes of a kecamatan's kelurahan, by name."""
        inside = (area for area in self.kelurahan.values() if area.kecamatan == kecamatan)
        return tuple(area.code for area in sorted(inside, key=lambda area: area.name))


@dataclass(frozen=True)
class PointArea:
    """Where the shared point lies; no code: outside the city."""

    code: str | None
    name: str = ""
    kecamatan: str = ""


def page(number: str, key: str) -> str:
    """The address of a report's page; the key behind the # opens it and reaches no server's log."""
    return f"/lacak/{number}#kunci={key}" if key else f"/lacak/{number}"


@dataclass(frozen=True)
class ReportInfo:
    """A report as its own resident may see it; `own` is False for somebody else's that they support."""

    number: str
    status: str
    category: str
    agency: str
    created_at: datetime
    first_answer_due: datetime
    resolve_due: datetime
    kelurahan: str = ""
    category_code: str = ""
    resolved_at: datetime | None = None
    promised_at: datetime | None = None  # the next moment an officer has promised
    answered: bool = False
    own: bool = True
    supported: bool = False  # somebody else's, which this person has joined
    rating: int | None = None  # 1 to 5
    rating_final: bool = False  # it was changed once
    asked_at: datetime | None = None  # when its officer put the question that waits for an answer
    privacy: str = "biasa"
    why: str = ""  # it was refused or referred, in its officer's words
    track_key: str = ""  # opens the tracking page: of own reports the whole story, of others the state

    @property
    def page(self) -> str:
        """Where the report can be followed."""
        return page(self.number, self.track_key)

    @property
    def open(self) -> bool:
        """Whether more can be added and it can be withdrawn."""
        return self.status in OPEN

    @property
    def takes_more(self) -> bool:
        """Whether words are kept with it: of a matter of another body the city keeps them all the same."""
        return self.open or self.status == REFERRED

    def reopenable(self, now: datetime, days: int) -> bool:
        """Whether the resident may still say that it is not done, so many days after its end."""
        return self.resolved_at is not None and now - self.resolved_at <= timedelta(days=days)


@dataclass(frozen=True)
class Edited:
    """What a corrected message said before (masked), "" where it had no words, and the person's report that
    holds those words."""

    old: str
    number: str | None = None


@dataclass(frozen=True)
class AskedBeside:
    """A question to a neighbour whose answer is awaited. number: of the report they know the matter by."""

    number: str
    asked_at: datetime


@dataclass(frozen=True)
class NeighbourTold:
    """What came of a neighbour's answer.

    state: kept | over | unknown. words: something was told beside it.
    """

    number: str
    done: bool
    state: str = "kept"
    words: bool = False


def _nobody(draft: Draft) -> Owner | None:
    return None


@dataclass(frozen=True)
class Known:
    """Everything one turn may look at.

    understanding: of the message's text; None when there is no text or understanding failed.
    masked: the text with phone numbers, NIK and e-mail hidden. reports: the person's own, newest first.
    asked: the report whose number the message names, when it is theirs or they support it.
    rude: its text holds words of abuse.
    edited: set for a corrected message whose earlier words are known. most_a_day: reports a person may file
    within 24 hours; 0: any number.
    """

    now: datetime
    catalogue: CityFacts = field(default_factory=CityFacts)
    understanding: Understanding | None = None
    masked: str = ""
    located: PointArea | None = None
    reports: tuple[ReportInfo, ...] = ()
    asked: ReportInfo | None = None
    rude: bool = False
    edited: Edited | None = None
    most_a_day: int = 0
    locale: str = "id"
    consented: bool = True  # was told what becomes of their data, and went on
    called: str = ""  # the name the person gave themselves in an earlier report
    supported: tuple[ReportInfo, ...] = ()  # others' reports the person has joined, newest first
    operator_answers: bool = False  # an operator has written to them since they were in danger
    parts: tuple[Understanding, ...] = ()  # of each matter, where the text tells of several
    whole: Understanding | None = None  # of the draft's story as it stands with this message
    owner: Callable[[Draft], Owner | None] = _nobody  # who would answer for a draft, by the city's rules
    quoted: str = ""  # the person's own report that the message they reply to was about
    beside: tuple[AskedBeside, ...] = ()  # others' finished work they were asked about
    network: str = ""  # a name for the network address the message came from, where there is one


@dataclass(frozen=True)
class Supported:
    """Somebody else's report as just joined. supporters: how many residents did, this one included.

    track_key: opens its state on the tracking page.
    """

    number: str
    agency: str
    status: str
    supporters: int
    track_key: str = ""

    @property
    def page(self) -> str:
        """Where the report can be followed."""
        return page(self.number, self.track_key)


@dataclass(frozen=True)
class Receipt:
    """A report as just filed. Times in UTC."""

    number: str
    category: str
    agency: str
    kelurahan: str
    first_answer_due: datetime
    resolve_due: datetime
    referred: bool = False
    contact: str = ""
    link: str = ""  # the page to follow it on; may begin with "/"
    others: int = 0  # residents who proposed the like this month


@dataclass(frozen=True)
class Watched:
    """Flood warnings after a change: what was done (on | off | list), to which kelurahan, what is followed.

    fresh: something was not followed before. covered: a gauge can warn of one of `changed`. high: the gauges
    of these that stand above normal at this moment, with their level.
    """

    done: str
    changed: tuple[str, ...] = ()
    following: tuple[str, ...] = ()
    fresh: bool = True
    covered: bool = True
    high: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Polled:
    """What the city asks, or what became of an answer.

    open: number, question and choices of each. closes: in words, of the one that is open or was answered.
    chosen: the choice that is kept now. over: it cannot be answered (any more).
    """

    open: tuple[tuple[int, str, tuple[str, ...]], ...] = ()
    closes: str = ""
    chosen: str = ""
    over: bool = False


@dataclass(frozen=True)
class Exported:
    """What is held about the person, in numbers, and the private link to all of it."""

    link: str
    name: str = ""
    reports: int = 0
    messages: int = 0
    files: int = 0
    supports: int = 0
    watched: int = 0
    looks: int = 0  # how often officers opened it
    seen: tuple[tuple[str, str, str], ...] = ()  # the last of them: when, role, office
