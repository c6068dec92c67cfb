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

    kind: kelurahan | kecamatan | jalan | patokan | perumahan | rt_rw | luar (outside the city).
    kelurahan: codes of the kelurahan it may lie in (several when ambiguous, none when unknown).
    point: (latitude, longitude) in degrees when the gazetteer knows one.
    """

    kind: str
    text: str
    name: str
    kelurahan: tuple[str, ...] = ()
    point: tuple[float, float] | None = None


@dataclass(frozen=True)
class Emergency:
    """A danger told of. cue: its words. other: it is somebody else's, not the writer's own.

    kind, by rules over cues: kebakaran | terjebak | tenggelam | kejahatan | kecelakaan | listrik; by a file
    of data/danger each: bunuh_diri | gas | anak_hilang | keracunan | kdrt | kekerasan_seksual | tolong.
    """

    kind: str
    cue: str
    other: bool = False


@dataclass(frozen=True)
class Tact:
    """How a text asks to be handled.

    grief: somebody has died. hide: "" | anonim (who told it) | rahasia (the report is not for the public).
    accuses: whose office or people are accused, "" for none: kelurahan | kecamatan | rt_rw | sekolah |
    kesehatan | polisi | dinas | aparat (an officer of no office named).
    """

    grief: bool = False
    hide: str = ""
    accuses: str = ""


@dataclass(frozen=True)
class Facts:
    """Facts that help the officer, as written by the resident (already masked)."""

    since: str | None = None
    times_reported: str | None = None
    victims: str | None = None
    urgency: tuple[str, ...] = ()


@dataclass(frozen=True)
class Understanding:
    """Everything understood from one text. `masked` is the text with phone, NIK and e-mail hidden."""

    masked: str
    intent: Intent
    intent_confidence: float
    categories: tuple[Ranked, ...] = ()
    emergency: Emergency | None = None
    places: tuple[PlaceMention, ...] = ()
    report_number: str | None = None
    matters: tuple[str, ...] = ()
    facts: Facts = field(default_factory=Facts)
    tact: Tact = field(default_factory=Tact)
    engine: str = ""

    @property
    def best(self) -> Ranked | None:
        """The most probable category, or None when there is none."""
        return self.categories[0] if self.categories else None


class Engine(Protocol):
    """One way of understanding. Never raises on any text; `name` identifies the model in reports."""

    name: str

    def understand(self, text: str) -> Understanding: ...
