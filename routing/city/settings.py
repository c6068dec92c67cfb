"""What a city sets in `settings.yml` and the panel: a model a section, with its defaults and their limits."""

from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from routing.city.bulletin_words import CapSection
from routing.city.judging import Answers, Priority, Refusals
from routing.city.section import Count, Hour, Pattern, Positive, Section
from routing.domain.permissions import Role
from routing.domain.publicity import Publicity, WordsShown


class City(Section):
    """What the city is called."""

    name: str = Field(min_length=1)  # "Kota Bekasi"
    short_name: str = ""  # "Bekasi"


class MapView(Section):
    """Where maps open: (latitude, longitude), and the corners they stay within."""

    center: tuple[float, float] = (0.0, 0.0)
    bounds: tuple[tuple[float, float], tuple[float, float]] = ((-90.0, -180.0), (90.0, 180.0))
    zoom: Positive = 11


class EmergencySection(Section):
    """Hours to the first answer and to the end of a report that cries for help, round the clock."""

    first_answer: Annotated[int, Field(gt=0)] = 1
    resolve: Annotated[int, Field(gt=0)] = 24


class Privacy(Section):
    """Who answers for residents' personal data (UU 27/2022)."""

    controller: str = ""
    contact: str = ""


class Security(Section):
    """Whom to tell of a hole in the service: a mailto:, https: or tel: address."""

    contact: str = ""


class Alerts(Section):
    """Where a gauge's alert enters the queue."""

    category: str = "banjir_genangan"
    agency: str = "bpbd"
    clear_first: frozenset[str] = frozenset()  # categories of what is cleared before the water comes


class EarlyWarnings(Section):
    """To who follows nothing: by rule from this Siaga on (0: never), else signed by two people.

    days: how old a report may be whose kelurahan tells where somebody lives. basis: the law it stands on.
    repeat_minutes, repeats: how often those not reached are tried again.
    """

    by_rule_from: Annotated[int, Field(ge=0, le=3)] = 1
    days: Annotated[int, Field(gt=0)] = 730
    basis: str = ""
    repeat_minutes: Annotated[int, Field(gt=0)] = 15
    repeats: Count = 3


class AttentionSection(Section):
    """Office hours in which a head answers an atensi of the mayor."""

    office_hours: Annotated[int, Field(gt=0)] = 8


class Reminders(Section):
    """Of an officer's question, in hours after it; the city speaks first only between these hours (local)."""

    first_after_hours: Positive = 24
    second_after_hours: Positive = 72
    from_hour: Hour = 8
    until_hour: Hour = 20


class Holidays(Section):
    """The country whose days off the `holidays` library knows, and the city's own, by ISO date."""

    country: str = "ID"
    extra: dict[str, str] = {}


class Misuse(Section):
    """So much one person may send before they are asked to wait; 0: as much as they like."""

    messages: Count = 30
    within_minutes: Annotated[int, Field(gt=0)] = 10
    reports_per_day: Count = 10
    urged_per_day: Count = 10  # reports one person may make more urgent by joining them
    appeal: str = ""  # what a blocked person is told about objecting


class Gather(Section):
    """When messages sent in one breath are answered as one; quiet_seconds 0: never."""

    within_seconds: Annotated[float, Field(ge=0)] = 3
    quiet_seconds: Annotated[float, Field(ge=0)] = 1.5
    longest_seconds: Annotated[float, Field(ge=0)] = 6


class Afterwards(Section):
    """Days after its end in which a report can be rated and opened again; then it is closed.

    neighbours: so many are asked whether it is done, of categories whose neighbours are asked, and have so
    many hours before their silence counts as yes.
    """

    reopen_days: Annotated[int, Field(gt=0)] = 14
    neighbours: Annotated[int, Field(ge=0, le=5)] = 2
    neighbour_hours: Annotated[int, Field(gt=0, le=168)] = 24


class Retention(Section):
    """Days after which data of each kind goes (routing/people/retention.py); 0: kept."""

    incoming: Count = 90
    outgoing: Count = 180
    conversations: Count = 90
    calls: Count = 365
    voices: Count = 365
    photos: Count = 1095
    words: Count = 1825
    reporters: Count = 1825
    marks: Count = 365
    looks: Count = 1825
    people: Count = 730
    cases: Count = 1825


class ProofSection(Section):
    """Photos of finished work (routing/domain/proof.py): what is flagged, and how many are checked."""

    metres: Positive = 150
    days: Positive = 7
    near_bits: Annotated[int, Field(ge=0, le=7)] = 7  # storage/near.py finds all up to 7
    sample_percent: Annotated[int, Field(ge=0, le=100)] = 10


class DataNotices(Section):
    """What is written of a breach, to the person and to the authority; $words are filled in."""

    person: str = ""
    authority: str = ""


class SameMatter(Section):
    """When a report is probably one that is filed already: metres and days, by category or `default`."""

    radius: dict[str, Annotated[int, Field(gt=0)]] = {"default": 150}
    days: dict[str, Annotated[int, Field(gt=0)]] = {"default": 30}
    close: tuple[frozenset[str], ...] = ()  # kinds one trouble may be filed under
    many: Annotated[int, Field(gt=0)] = 5  # residents with the same trouble make it urgent

    def radius_of(self, category: str) -> int:
        """Metres around the spot."""
        return self.radius.get(category, self.radius["default"])

    def days_of(self, category: str) -> int:
        """Days since it was filed."""
        return self.days.get(category, self.days["default"])

    def kin(self, category: str) -> set[str]:
        """The category and those the same trouble may have been filed under."""
        return {category}.union(*(group for group in self.close if category in group))

    @model_validator(mode="after")
    def _have_defaults(self) -> Self:
        if "default" not in self.radius or "default" not in self.days:
            raise ValueError("radius and days each need a `default`")
        return self


class ElsewhereSection(Section):
    """A matter that is not the city's although its category is, by words of the resident."""

    agency: str
    words: Pattern
    unless: Pattern = ""
    categories: frozenset[str] = frozenset()


class Guarded(Section):
    """Categories kept from everybody but who handles them, and who looks into complaints about offices.

    named: of these only officers who are named for them see the reports (routing/reports/trust.py).
    """

    integrity: frozenset[str] = frozenset()
    victims: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    overseers: tuple[str, ...] = ("poc",)


class OfficeSection(Section):
    """An office of the city as residents name it: its people, its place."""

    agency: str
    people: Pattern = ""
    place: Pattern = ""
    area: bool = False


class AccusationSection(Section):
    """How a complaint about an office is recognised (routing/domain/accusation.py)."""

    acts: tuple[Pattern, ...] = ()
    staff: tuple[Pattern, ...] = ()
    beside: tuple[Pattern, ...] = ()
    told: tuple[Pattern, ...] = ()
    service: tuple[Pattern, ...] = ()
    others: tuple[Pattern, ...] = ()
    public: tuple[Pattern, ...] = ()
    kinds: dict[str, str] = {}
    offices: tuple[OfficeSection, ...] = ()


class PublicSection(Section):
    """What everybody sees: `penuh | tanpa_titik` by category; one that is not named is not shown at all.

    words: when residents' own words are shown. licence: under which the city gives its open data away.
    jurisdiction: what Open311 calls the city.
    """

    words: WordsShown = WordsShown.TICKED
    categories: dict[str, Publicity] = {}
    licence: str = "https://creativecommons.org/licenses/by/4.0/"
    jurisdiction: str = ""

    def of(self, category: str) -> Publicity:
        """How much of this category's reports everybody sees."""
        return self.categories.get(category, Publicity.NOT)


class OwnPlace(Section):
    """A place as residents of this city name it, added in the panel; lat, lon in WGS84 degrees."""

    code: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    lat: float
    lon: float


class UnderstandingSection(Section):
    """How sure the engine must be of a category to use it unasked."""

    sure: Annotated[float, Field(ge=0, le=1)] = 0.5


class CitySettings(Section):
    """All. office_matters: categories without a spot; flood_matters: after which warnings are offered."""

    city: City
    number_prefix: Annotated[str, Field(pattern=r"^[A-Z]{2,5}$")]
    map: MapView = MapView()
    emergency: EmergencySection = EmergencySection()
    privacy: Privacy = Privacy()
    security: Security = Security()
    statuses: dict[str, str] = {}
    alerts: Alerts = Alerts()
    early_warnings: EarlyWarnings = EarlyWarnings()
    attention: AttentionSection = AttentionSection()
    cap: CapSection | None = None  # without it no warnings are published for programs
    reminders: Reminders = Reminders()
    holidays: Holidays = Holidays()
    misuse: Misuse = Misuse()
    gather: Gather = Gather()
    afterwards: Afterwards = Afterwards()
    retention: Retention = Retention()
    data_notices: DataNotices = DataNotices()
    office_matters: frozenset[str] = frozenset()
    flood_matters: frozenset[str] = frozenset()
    same_matter: SameMatter = SameMatter()
    elsewhere: tuple[ElsewhereSection, ...] = ()
    neighbours: dict[str, str] = {}  # agency code by region
    guarded: Guarded = Guarded()
    public: PublicSection = PublicSection()
    accusation: AccusationSection = AccusationSection()
    answers: Answers = Answers()
    priority: Priority = Priority()
    proof: ProofSection = ProofSection()
    directions: str = ""  # address of the way to a point, with {lat} and {lon}; "" gives none
    refusals: Refusals = {}
    password_words: tuple[str, ...] = ()  # words with which guessing begins here
    second_factor_roles: tuple[Role, ...] = ()  # who signs in with a second step only
    understanding: UnderstandingSection = UnderstandingSection()
    # the city's own, from the panel: words of residents, sentences of the bot and of
    # the public pages (by language and key), WhatsApp's approved templates (by notice), places
    own_words: dict[str, tuple[str, ...]] = {}
    own_messages: dict[str, dict[str, str]] = {}
    own_pages: dict[str, dict[str, str]] = {}
    own_templates: dict[str, dict[str, Any]] = {}
    own_places: tuple[OwnPlace, ...] = ()
    dangers: dict[str, dict[str, Any]] = {}  # of emergency.yml, read by routing/city/dangers.py
