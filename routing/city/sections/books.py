"""Sections with pages of their own that a file takes along too: the rules of who answers, the deadlines."""

from typing import Any

from sqlalchemy.orm import Session

from routing.city import deadline_versions
from routing.city.catalogue import DEADLINES, catalogue
from routing.city.rule_versions import with_book
from routing.city.rulebook import RULES
from routing.city.sections.kinds import BadSection, Document, Section
from routing.domain import deadline_book, rule_book
from routing.domain.rule_fields import BadRules


def _rules(session: Session) -> Document:
    return dict(rule_book.write(catalogue(session).rules.book))


def _check_rules(tx: Session, document: Document) -> None:
    city = catalogue(tx)
    try:
        with_book(city, rule_book.read(document)).check(city.rules)
    except BadRules as bad:
        raise BadSection(str(bad)) from None


def _deadlines(session: Session) -> Document:
    return dict(deadline_book.write(catalogue(session).deadlines.book))


def _check_deadlines(tx: Session, document: Document) -> None:
    try:
        deadline_versions.check_in(catalogue(tx), deadline_book.read(document))
    except BadRules as bad:
        raise BadSection(str(bad)) from None


def normal(section: Section, document: Any) -> Document:
    """The document as the section's own reader writes it; BadSection for what cannot be read."""
    try:
        if section.code == RULES:
            return dict(rule_book.write(rule_book.read(document)))
        return dict(deadline_book.write(deadline_book.read(document)))
    except (BadRules, AttributeError, TypeError) as bad:
        raise BadSection(f"{section.name}: {bad}") from None


RULES_SECTION = Section(
    RULES, "Aturan", "Siapa menangani apa: aturan, bidang dan UPTD, kawasan, ruas jalan.", _rules,
    _check_rules, key=None, page="/admin/aturan",
)  # fmt: skip
DEADLINES_SECTION = Section(
    DEADLINES, "Tenggat dan hari libur", "Tenggat, jam kantor, hari libur kota, peringatan bertingkat.",
    _deadlines, _check_deadlines, key=None, page="/admin/batas",
)  # fmt: skip
