"""What rules about who answers are made of: conditions, results, what is compared, what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from routing.domain.deadlines import Term
from routing.domain.jurisdiction import EXTERNAL, AgencyFacts

# Agencies a rule names by what they are: the offices of the place, and whom the category names.
KELURAHAN, KECAMATAN, CATEGORY = "kelurahan", "kecamatan", "kategori"
OWNERS = ("nasional", "provinsi", "kota", "tol", "perumahan")  # perumahan: not yet handed over to the city
ANY_DAY, FREE, WORKING = "", "libur", "kerja"


@dataclass(frozen=True)
class When:
    """What must hold: everything that is given, of each list one. Nothing given: always.

    kelurahan, kecamatan, zones (drawn areas) are one condition together, roads and owners another. days: 0 is
    Monday. start, end: minutes of the day, local, end not included; start after end goes over midnight.
    priority: at least this.
    """

    categories: frozenset[str] = frozenset()
    kelurahan: frozenset[str] = frozenset()
    kecamatan: frozenset[str] = frozenset()
    zones: frozenset[str] = frozenset()
    roads: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    days: frozenset[int] = frozenset()
    day_kind: str = ANY_DAY
    start: int | None = None
    end: int | None = None
    channels: frozenset[str] = frozenset()
    emergency: bool | None = None
    priority: int = 0


@dataclass(frozen=True)
class Then:
    """Who answers. agency: a code, KELURAHAN or KECAMATAN of the place, or CATEGORY for whom the category
    names. unit: a code of one of its units, "" for none. first: KELURAHAN or KECAMATAN is asked before, and
    the agency after `wait` without anything done.
    """

    agency: str
    unit: str = ""
    first: str = ""
    wait: Term | None = None


@dataclass(frozen=True)
class CityRule:
    """One line of the city's order."""

    code: str
    name: str
    when: When
    then: Then
    active: bool = True


@dataclass(frozen=True)
class UnitOf:
    """A bidang or UPTD of an agency. source: where its name is from, or that the city has to check it."""

    code: str
    agency: str
    name: str
    active: bool = True
    source: str = ""


@dataclass(frozen=True)
class Compared:
    """What is compared. words: which of the rules' words stand in the text. emergency: its kind."""

    category: str
    kelurahan: str = ""
    kecamatan: str = ""
    zones: frozenset[str] = frozenset()
    roads: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    channel: str = ""
    emergency: str = ""
    priority: int = 0
    weekday: int = 0
    minute: int = 0
    holiday: bool = False


@dataclass(frozen=True)
class World:
    """What there is in the city. categories: who answers for each; kelurahan: the kecamatan of each."""

    agencies: Mapping[str, AgencyFacts]
    categories: Mapping[str, str]
    kelurahan: Mapping[str, str]
    zones: frozenset[str] = frozenset()
    roads: frozenset[str] = frozenset()
    units: Mapping[str, UnitOf] = field(default_factory=dict)


class Why(StrEnum):
    """Why a rule did not decide, or by what an answer came about without one; the code stands in events."""

    OFF = "dimatikan"
    GONE = "tidak_berlaku"  # its agency, unit or area is gone
    CATEGORY = "kategori"
    PLACE = "tempat"
    ROAD = "jalan"
    WORDS = "kata"
    TIME = "waktu"
    CHANNEL = "kanal"
    EMERGENCY = "darurat"
    PRIORITY = "prioritas"
    NO_PLACE = "tanpa_tempat"  # the office of the place, and the place is not known
    ACCUSED = "diadukan"
    GUARDED = "dijaga"
    LATER = "sudah_diputus"  # an earlier one has decided
    # by what, where no rule did
    OUTSIDE = "bukan_urusan_kota"
    BY_CATEGORY = "menurut_kategori"
    BY_RULE = "menurut_aturan"
    TO_POC = "ke_poc"


@dataclass(frozen=True)
class Handover:
    """Whose it becomes after `wait` without anything done."""

    agency: str
    unit: str
    wait: Term


@dataclass(frozen=True)
class Decision:
    """Who answers, by which rule (None: by none, then `why` says how), and what of the rules was gone."""

    agency: AgencyFacts
    unit: str = ""
    rule: str | None = None
    why: Why = Why.BY_RULE
    handover: Handover | None = None

    @property
    def referred(self) -> bool:
        """The matter is not the city's; the resident is told whose it is."""
        return self.agency.kind == EXTERNAL


@dataclass(frozen=True)
class Answered:
    """How one rule was answered in an explanation; None: it decided."""

    rule: CityRule
    why: Why | None
