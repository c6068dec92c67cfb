"""The rules that hold in this city now: read once for each version of the configuration."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from routing.city import config_versions, zones
from routing.domain.deadlines import Calendar
from routing.domain.rule_book import Book, read
from routing.domain.rule_fields import BadRules
from routing.domain.rule_words import Phrases, Roads, words_of
from routing.domain.ruler import Ruler, gone
from routing.domain.rules import CityRule, Compared, UnitOf, World
from storage.clock import LOCAL

RULES = "aturan"  # the section its versions stand under
T = TypeVar("T")
MOST_READ = 2_000  # characters of a text in which words are looked for: a story says what it is about early


@dataclass(frozen=True)
class Told:
    """What a report says of itself, from which the rules' facts are made. at: when it was filed (UTC)."""

    category: str
    kelurahan: str | None
    at: datetime
    text: str = ""
    place: str = ""
    lat: float | None = None
    lon: float | None = None
    channel: str = ""
    emergency: str | None = None
    priority: int = 0


class CityRules:
    """One book of rules in one city. version: 0 for a city that has none."""

    def __init__(self, version: int, book: Book, world: World, calendar: Calendar) -> None:
        self.version, self.book, self._calendar = version, book, calendar
        self._zones = zones.Zones(book.areas)
        self._roads = Roads(book.roads, book.speech)
        self._phrases = Phrases(phrase for rule in book.rules for phrase in rule.when.words)
        self.units: Mapping[str, UnitOf] = {unit.code: unit for unit in book.units}
        self.world = World(
            agencies=world.agencies, categories=world.categories, kelurahan=world.kelurahan,
            zones=self._zones.codes, roads=frozenset(self._roads.by_code), units=self.units,
        )  # fmt: skip
        self.ruler = Ruler(book.rules, self.world)

    def facts(self, told: Told) -> Compared:
        """What the rules compare of a report."""
        moment = told.at.astimezone(LOCAL)
        words = words_of(f"{told.text[:MOST_READ]} . {told.place}")
        roads = self._roads.named(words)
        kelurahan = told.kelurahan or ""
        return Compared(
            category=told.category, kelurahan=kelurahan, kecamatan=self.world.kelurahan.get(kelurahan, ""),
            zones=self._zones.at(told.lat, told.lon), roads=roads, owners=self._roads.owners(roads),
            words=frozenset(phrase for _, phrase in self._phrases.found(words)),
            channel=told.channel, emergency=told.emergency or "", priority=told.priority,
            weekday=moment.weekday(), minute=moment.hour * 60 + moment.minute,
            holiday=moment.date() in self._calendar.holidays,
        )  # fmt: skip

    def check(self, known: "CityRules | None" = None) -> None:
        """BadRules with a sentence when something the book names is not there, or an area cannot be used.

        What was so in `known` already may stay: an agency that went since must not keep anybody from changing
        something else.
        """
        before = known.book if known else Book()
        for area in _new(self.book.areas, before.areas):
            zones.check(area)
        for unit in _new(self.book.units, before.units):
            if unit.agency not in self.world.agencies:
                raise BadRules(f"Bidang “{unit.name}”: instansi “{unit.agency}” tidak ada.")
        for rule in self.book.rules:
            if not (known and rule.code in known.ruler.gone and rule in before.rules):
                self._check(rule)

    def _check(self, rule: CityRule) -> None:
        missed = gone(rule, self.world) if rule.active else ""
        if missed:
            kind, _, code = missed.partition(":")
            raise BadRules(f"Aturan “{rule.name}”: {kind} “{code}” tidak ada atau sudah tidak aktif.")
        unit, agency = self.units.get(rule.then.unit), rule.then.agency
        if unit is not None and agency in self.world.agencies and unit.agency != agency:
            raise BadRules(f"Aturan “{rule.name}”: {unit.name} bukan bagian dari instansi itu.")


def _new(rows: Sequence[T], known: Sequence[T]) -> list[T]:
    return [row for row in rows if row not in known]


def newest(session: Session) -> tuple[int, Book]:
    """The version that holds and its book; (0, an empty book) where there is none."""
    version, document = config_versions.newest(session, RULES)
    return version, read(document) if version else Book()
