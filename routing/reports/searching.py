"""What an officer looks for, as SQL, and where a report holds it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import false, func, select
from sqlalchemy.orm import Session

from routing.city.catalogue import Catalogue
from routing.domain import numbers, respelling, search_terms
from routing.domain.search_terms import AGENCY, AREA, CATEGORY, Wanted
from routing.reports.filters import Condition
from storage import search
from storage.models import Message, Person, Report

TAIL = 4  # digits of a telephone number that may be looked for


def asked(city: Catalogue, text: str) -> list[Wanted]:
    """The words of a search; a word of a category's or an area's name also finds what lies there."""
    return [_with_names(city, word) for word in search_terms.wanted(text)]


def _with_names(city: Catalogue, word: Wanted) -> Wanted:
    categories = ((each.code, each.name) for each in city.categories.values())
    areas = ((area.code, f"{area.name} {area.kecamatan}") for area in city.kelurahan.values())
    codes = {search_terms.code(CATEGORY, code) for code in search_terms.named(word, categories)}
    codes |= {search_terms.code(AREA, code) for code in search_terms.named(word, areas)}
    return replace(word, forms=word.forms | codes)


def holds(city: Catalogue, text: str, *, agency: str = "") -> list[Condition]:
    """SQL: a report has all the words. agency: the only one whose reports are asked for, which is quicker."""
    if not text.replace("\x00", "").strip():
        return []
    if whole := numbers.whole(text, city.number_prefix):
        return [Report.number == str(whole)]
    words = asked(city, text)
    if not words:
        return [false()]
    own = [Wanted(frozenset({search_terms.code(AGENCY, agency)}))] if agency else []
    return [search.holds([*own, *words])]


def meant(city: Catalogue, text: str) -> str:
    """What was perhaps meant by these words, "" where none seems mistyped."""
    names = [each.name for each in city.categories.values()]
    areas = (f"{area.name} {area.kecamatan}" for area in city.kelurahan.values())
    return respelling.meant(text, [*names, *areas])


def has_phone(tail: str) -> Condition:
    """SQL: the reporter's WhatsApp number ends so, and the reporter did not ask to stay unnamed."""
    if len(tail) != TAIL or not (tail.isascii() and tail.isdecimal()):
        return false()
    ends = func.substr(Person.address, func.length(Person.address) - 3) == tail
    theirs = select(Person.id).where(Person.channel == "whatsapp", ends)
    return Report.person_id.in_(theirs) & (Report.privacy != "anonim")


@dataclass(frozen=True)
class Hit:
    """Where a report holds what was looked for: `where` as the panel names it, the words with their marks."""

    where: str
    parts: tuple[tuple[str, bool], ...]  # (words, looked for)


BEFORE, NEAR, LONG = 12, 30, 200  # letters before a hit that stands further in than NEAR, and altogether
SAID = {"masuk": "Warga", "keluar": "Jawaban", "catatan": "Catatan"}


def places(session: Session, city: Catalogue, reports: Sequence[Report], text: str) -> Mapping[int, Hit]:
    """Report id -> where it holds the words; those found by an area's or category's name are left out."""
    words = search_terms.wanted(text)
    found = {report.id: hit for report in reports if (hit := _in_row(report, words))}
    rest = [report.id for report in reports if report.id not in found]
    said = select(Message).where(Message.report_id.in_(rest)).order_by(Message.id)
    for message in session.scalars(said) if words and rest else ():
        if hit := _marked(SAID.get(message.direction, ""), message.text, words):
            found[message.report_id] = hit
    return found


def _in_row(report: Report, words: Sequence[Wanted]) -> Hit | None:
    return next((hit for where, told in _told(report) if (hit := _marked(where, told, words))), None)


def _told(report: Report) -> Iterator[tuple[str, str]]:
    yield "", report.text
    yield "Tempat", report.place
    answers = report.facts.get("jawaban", {})
    for told in answers.values() if isinstance(answers, dict) else ():
        yield "Keterangan", str(told)


def _marked(where: str, text: str, words: Sequence[Wanted]) -> Hit | None:
    spans = list(search_terms.hits(text, words))
    if not spans:
        return None
    at = start = spans[0][0] - BEFORE if spans[0][0] > NEAR else 0
    parts = [("…", False)] if start else []
    for begin, end in spans:
        if begin - start > LONG:
            break
        parts += [(text[at:begin], False), (text[begin:end], True)]
        at = end
    parts.append((text[at : start + LONG], False))
    return Hit(where, tuple((part, mark) for part, mark in parts if part))
