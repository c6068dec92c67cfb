"""What the pages about the rules show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from routing.city import rule_versions
from routing.city.catalogue import Catalogue, catalogue
from routing.city.rule_names import names_of
from routing.city.rule_versions import InHand, with_book
from routing.domain.jurisdiction import EXTERNAL, AgencyFacts
from routing.domain.rule_book import Book, write
from routing.domain.rule_sentences import Names, gone_sentence, sentence
from storage.models import Officer


@dataclass(frozen=True)
class RuleLine:
    """A rule in the list. fault: why it does not hold, "" when it does; touched: not yet saved like this."""

    code: str
    name: str
    sentence: str
    active: bool
    fault: str
    touched: bool


@dataclass(frozen=True)
class RulesPage:
    """The rules an admin looks at, with everything their sentences name."""

    city: Catalogue
    hand: InHand
    names: Names
    lines: list[RuleLine]
    changes: list[str]

    @property
    def book(self) -> Book:
        """The rules themselves."""
        return self.hand.book

    @property
    def document(self) -> dict[str, Any]:
        """As it is changed by forms."""
        return write(self.hand.book)


def page_for(session: Session, officer: Officer) -> RulesPage:
    """The admin's draft, or the rules that hold."""
    city, hand = catalogue(session), rule_versions.in_hand(session, officer)
    names, holding = names_of(city, hand.book), city.rules.book
    gone = with_book(city, hand.book).ruler.gone
    before = {rule.code: rule for rule in holding.rules}
    lines = [
        RuleLine(rule.code, rule.name, sentence(rule, names), rule.active,
             gone_sentence(gone[rule.code], names) if rule.code in gone else "",
             hand.changed and before.get(rule.code) != rule)
        for rule in hand.book.rules
    ]  # fmt: skip
    return RulesPage(city, hand, names, lines, differences(holding, hand.book) if hand.changed else [])


def differences(old: Book, new: Book) -> list[str]:
    """What changed from one book to the other, a sentence a thing."""
    was, now = ({rule.code: rule for rule in book.rules} for book in (old, new))
    told = [f"Aturan “{rule.name}” ditambahkan." for code, rule in now.items() if code not in was]
    told += [f"Aturan “{rule.name}” dihapus." for code, rule in was.items() if code not in now]
    for code, rule in now.items():
        before = was.get(code)
        if before is not None and before != rule:
            switched = before.active != rule.active
            deed = ("dinyalakan" if rule.active else "dimatikan") if switched else "diubah"
            told.append(f"Aturan “{rule.name}” {deed}.")
    both = [code for code in was if code in now]
    if both != [code for code in now if code in was]:
        told.append("Urutan aturan diubah.")
    tables: Sequence[tuple[str, Any, Any]] = (
        ("Daftar bidang dan UPTD", old.units, new.units), ("Daftar kawasan", old.areas, new.areas),
        ("Daftar jalan", (old.roads, old.speech), (new.roads, new.speech)),
    )  # fmt: skip
    return told + [f"{name} diubah." for name, one, other in tables if one != other]


def offices(city: Catalogue) -> list[AgencyFacts]:
    """Agencies a rule may name one by one: dinas first, then outside bodies."""
    found = [a for a in city.agencies.values() if a.active and a.kind in ("dinas", EXTERNAL)]
    return sorted(found, key=lambda agency: (agency.kind == EXTERNAL, agency.name))
