"""What understanding a message yields: the contract between `nlu` and the rest.

Plain frozen values, no behaviour: the dialogue, the routing and the tests build them by hand.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol


class Intent(StrEnum):
    """What the resident wants with this message."""

    LAPOR = "lapor"
    ASPIRASI = "aspirasi"
    INFORMASI = "informasi"
    STATUS = "status"
    TAMBAHAN = "tambahan"
    TERIMA_KASIH = "terima_kasih"
    SALAM = "salam"
    BATAL = "batal"
    BANTUAN = "bantuan"
    YA = "ya"
    TIDAK = "tidak"
    KELUHAN_PETUGAS = "keluhan_petugas"
    BUKAN_LAPORAN = "bukan_laporan"


@dataclass(frozen=True)
class Ranked:
    """One candidate code with its calibrated probability (0 to 1)."""

    code: str
    confidence: float


@dataclass(frozen=True)
class PlaceMention:
    """A place named in the text.

    kind: kelurahan | kecamatan | jalan | patokan | perumahan | rt_rw | titik (coordinates, a map link) |
    luar (outside the city).
    kelurahan: codes of the kelurahan it may lie in (several when ambiguous, none when unknown).
    point: (latitude, longitude) in degrees when the gazetteer, or the resident, gives one.
    role: "" it is there | ganti (it is there, said to put another place right) | bukan (denied) |
    arah (a direction, a way's beginning or end: not the spot).
    sure: how far the name alone says so (0 to 1): a kelurahan that is called one more than a street.
    """

    kind: str
    text: str
    name: str
    kelurahan: tuple[str, ...] = ()
    point: tuple[float, float] | None = None
    role: str = ""
    sure: float = 0.9


SURE_OF_PLACE = 0.7  # from here on the kelurahan is taken; below it, the likely ones are offered


@dataclass(frozen=True)
class Where:
    """The place a message means, as ONE value: what it is called, its point, where it lies, how surely.

    text: the place in the resident's own words ("" when none is named).
    point, exact: degrees; exact when the resident gave it (coordinates, a map link), else a landmark's own.
        An exact point's kelurahan is for the city's outlines to say, not for `nlu`.
    areas: kelurahan codes, the likeliest first, with the probability of each; empty when nothing says so.
    outside: the place beyond the city's border that is meant, "-" when it has no name; "" inside.
    denied: kelurahan codes the message says it is not in.
    corrects: whether it puts a place said before right ("bukan A tapi B", "salah lokasi, harusnya B").
    """

    text: str = ""
    point: tuple[float, float] | None = None
    exact: bool = False
    areas: tuple[Ranked, ...] = ()
    outside: str = ""
    denied: tuple[str, ...] = ()
    corrects: bool = False

    @property
    def kelurahan(self) -> str | None:
        """The kelurahan, when it is sure enough to be taken."""
        best = self.areas[0] if self.areas and not self.outside else None
        return best.code if best and best.confidence >= SURE_OF_PLACE else None

    def joined(self, later: "Where") -> "Where":
        """This place with what a later message says of it: finer is never erased by coarser.

        What the later one denies, or puts right, goes; where both contradict one another, neither is sure,
        so both are offered.
        """
        if later.exact or later.outside or (later.corrects and (later.areas or later.text)):
            return replace(later, text=later.text or self.text)
        mine = tuple(area for area in self.areas if area.code not in later.denied)
        point, exact = (self.point, self.exact) if mine or not self.areas else (None, False)
        denied = tuple(dict.fromkeys((*self.denied, *later.denied)))
        text = ", ".join(dict.fromkeys(part for part in (self.text, later.text) if part))
        return Where(
            text, point or later.point, exact, _meet(mine, later.areas), "" if later.areas else self.outside,
            denied, later.corrects,
        )  # fmt: skip

    @property
    def offered(self) -> tuple[str, ...]:
        """The kelurahan to choose from, the likeliest first; () when one is taken or none is known."""
        return () if self.kelurahan or self.outside else tuple(area.code for area in self.areas)


def _meet(first: tuple[Ranked, ...], second: tuple[Ranked, ...]) -> tuple[Ranked, ...]:
    """What two messages say together: their product where they agree on any, else both, none of them sure."""
    if not first or not second:
        return first or second
    one, other = ({area.code: area.confidence for area in areas} for areas in (first, second))
    both = {code: one[code] * other[code] for code in one if code in other}
    if not both:
        both = {**one, **other}
    total = sum(both.values())
    ranked = sorted(both.items(), key=lambda item: -item[1])
    return tuple(Ranked(code, round(share / total, 4)) for code, share in ranked)


@dataclass(frozen=True)
class Emergency:
    """A danger told of. cue: its words. other: it is somebody else's, not the writer's own.

    sure: unless it is, the person is asked about it, with the number in front. felt: no rule told of it
    (nlu/alarm.py).

    kind, by rules over cues: kebakaran | terjebak | tenggelam | kejahatan | kecelakaan | gawat_medis |
    listrik; by a file of data/danger each: bunuh_diri | gas | penculikan | anak_hilang | keracunan | kdrt |
    kekerasan_seksual | gigitan | tolong.
    """

    kind: str
    cue: str
    other: bool = False
    sure: bool = True
    felt: bool = False


@dataclass(frozen=True)
class Tact:
    """How a text asks to be handled.

    grief: somebody has died; own_loss: somebody of their own, and not this minute. hide: "" | anonim (who
    told it) | rahasia (the report is not for the public); hides_only: hardly anything else is said. accuses:
    whose office or people are accused, "" for none: kelurahan | kecamatan | rt_rw | sekolah | kesehatan |
    polisi | dinas | aparat (an officer of no office named). delicate: it would shame somebody to be shown.
    """

    grief: bool = False
    own_loss: bool = False
    hide: str = ""
    hides_only: bool = False
    accuses: str = ""
    delicate: bool = False


@dataclass(frozen=True)
class Facts:
    """Facts that help the officer, as written by the resident (already masked)."""

    since: str | None = None
    times_reported: str | None = None
    victims: str | None = None
    urgency: tuple[str, ...] = ()


@dataclass(frozen=True)
class Understanding:
    """Everything understood from one text. `masked` is the text with private numbers hidden.

    places: the places named that are not denied, without mere directions where a spot is named too.
    denied: the places it is said not to be ("bukan di Kranji"). where: all of it as one value.
    """

    masked: str
    intent: Intent
    intent_confidence: float
    categories: tuple[Ranked, ...] = ()
    emergency: Emergency | None = None
    places: tuple[PlaceMention, ...] = ()
    denied: tuple[PlaceMention, ...] = ()
    where: Where = field(default_factory=Where)
    report_number: str | None = None
    matters: tuple[str, ...] = ()
    facts: Facts = field(default_factory=Facts)
    tact: Tact = field(default_factory=Tact)
    engine: str = ""
    only_where: bool = False  # a place is named and nothing else said
    only_asks: bool = False  # help or repair is asked for and not for what
    complaint: float = 0.0  # probability that this complains of something here and now

    @property
    def best(self) -> Ranked | None:
        """The most probable category, or None when there is none."""
        return self.categories[0] if self.categories else None


class Engine(Protocol):
    """One way of understanding. Never raises on any text; `name` identifies the model in reports."""

    name: str

    def understand(self, text: str) -> Understanding: ...
