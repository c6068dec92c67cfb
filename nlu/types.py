"""What understanding a message yields: the contract between `nlu` and the rest.

Plain frozen values, no behaviour: the dialogue, the routing and the tests build them by hand.
"""

from dataclasses import dataclass, field
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
    role: "" it is there | arah (a direction, a way's beginning or end: not the spot) | bukan (denied).
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
    outside: the place beyond the city's border that is meant, "" when it lies inside.
    denied: kelurahan codes the message says it is not in.
    """

    text: str = ""
    point: tuple[float, float] | None = None
    exact: bool = False
    areas: tuple[Ranked, ...] = ()
    outside: str = ""
    denied: tuple[str, ...] = ()

    @property
    def kelurahan(self) -> str | None:
        """The kelurahan, when it is sure enough to be taken."""
        best = self.areas[0] if self.areas and not self.outside else None
        return best.code if best and best.confidence >= SURE_OF_PLACE else None

    @property
    def offered(self) -> tuple[str, ...]:
        """The kelurahan to choose from, the likeliest first; () when one is taken or none is known."""
        return () if self.kelurahan or self.outside else tuple(area.code for area in self.areas)


@dataclass(frozen=True)
class Emergency:
    """kind: kebakaran | terjebak | tenggelam | kejahatan | kecelakaan | listrik; cue: its words."""

    kind: str
    cue: str


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
    engine: str = ""
    complaint: float = 0.0  # probability that this complains of something here and now

    @property
    def best(self) -> Ranked | None:
        """The most probable category, or None when there is none."""
        return self.categories[0] if self.categories else None


class Engine(Protocol):
    """One way of understanding. Never raises on any text; `name` identifies the model in reports."""

    name: str

    def understand(self, text: str) -> Understanding: ...
