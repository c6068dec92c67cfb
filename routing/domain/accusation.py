"""Does a text accuse an office or its staff, and which? Rules over words; the words are the city's data.

An office that is only a landmark ("di depan puskesmas"), is spoken to ("pak lurah, tolong …") or was told
before ("sudah lapor ke kelurahan") is not accused. Erring towards "accused" costs a detour over the
overseers; erring the other way hands a complaint to the one it is about.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any


@dataclass(frozen=True)
class Office:
    """Words for an office and its people.

    agency: the code of who runs it, or "kelurahan" | "kecamatan" for the one of the place. people: words that
    alone name somebody of it ("lurah"). place: words for the office itself, which may also be a mere
    landmark. area: the office's name is also that of an area, so that it is meant only where somebody wanted
    a service.
    """

    agency: str
    people: str = ""
    place: str = ""
    area: bool = False


@dataclass(frozen=True)
class Words:
    """Regular expressions over lower-case text.

    acts: what may be held against an office. staff: "petugas", "oknum", … before an office's name. beside:
    words that make what follows a landmark. told: … somebody who was told or is asked. service: what one goes
    to an office for. others: people who take money or shout in the street and belong to no office.
    """

    acts: str
    staff: str
    beside: str
    told: str
    service: str
    others: str
    offices: tuple[Office, ...]


def words_of(given: Mapping[str, Any], names: Mapping[str, Sequence[str]]) -> Words | None:
    """The city's words, from its settings; `names`: of further offices, by agency code. None: none given."""
    if not given.get("acts"):
        return None
    offices = [Office(**row) for row in given["offices"]]
    offices += [Office(code, place="|".join(map(re.escape, called))) for code, called in names.items()]
    plain = {key: "|".join(given[key]) for key in ("acts", "staff", "beside", "told", "service", "others")}
    return Words(**plain, offices=tuple(offices))


def accused(text: str, words: Words) -> frozenset[str]:
    """Codes of the offices the text complains of; empty when it complains of none."""
    said = " ".join(text.casefold().split())
    if not accuses(said, words):
        return frozenset()
    return frozenset(office.agency for office in words.offices if _meant(said, office, words))


def mentioned(text: str, words: Words) -> frozenset[str]:
    """Codes of the offices the text names at all, accused or not."""
    said = " ".join(text.casefold().split())
    patterns = ((office.agency, _patterns(office, words)) for office in words.offices)
    return frozenset(code for code, pair in patterns if any(p and p.search(said) for p in pair))


def staff_accused(text: str, words: Words) -> bool:
    """True when the text holds something against "the officer", whichever office that is."""
    said = " ".join(text.casefold().split())
    if others_named(said, words):
        return False
    spoken = re.finditer(rf"\b(?:{words.staff})\s+(?:\w+\s+){{0,3}}?(?:{words.acts})", said)
    return any(_free(said, found, words) for found in spoken)


def others_named(text: str, words: Words) -> bool:
    """True when the text names somebody of no office who may have done it."""
    return re.search(words.others, text.casefold()) is not None


def accuses(text: str, words: Words) -> bool:
    """True when the text tells of something that may be held against somebody in office."""
    return re.search(words.acts, text.casefold()) is not None


def _meant(said: str, office: Office, words: Words) -> bool:
    people, place = _patterns(office, words)
    if people and any(_free(said, found, words) for found in people.finditer(said)):
        return True
    if place is None:
        return False
    if not office.area and any(
        _free(said, found, words) and re.match(rf"\s+(?:\w+\s+)?(?:{words.acts})", said[found.end() :])
        for found in place.finditer(said)
    ):
        return True
    if others_named(said, words):
        return False
    if office.area and not re.search(words.service, said):
        return False
    return any(_free(said, found, words) for found in place.finditer(said))


def _free(said: str, found: "re.Match[str]", words: Words) -> bool:
    """True when this mention is neither a landmark nor somebody spoken to or told before."""
    before, after = said[: found.start()], said[found.end() :]
    if re.search(rf"(?:{words.beside})\s+(?:kantor\s+)?$", before):
        return False
    if re.search(rf"(?:{words.told})\s+$", before):
        return False
    spoken_to = re.match(
        r"(?:nya)?(?:\s+\w+)?\s*[,!:]*\s*(?:tolong|mohon|bisa(?:kah)?|harap|minta tolong)\b", after
    )
    return not spoken_to


@lru_cache(maxsize=256)
def _patterns(office: Office, words: Words) -> tuple["re.Pattern[str] | None", "re.Pattern[str] | None"]:
    """For the office's people, and for its place."""
    staffed = (
        rf"(?:{words.staff})\s+(?:\w+\s+)?(?:di\s+|dari\s+)?(?:kantor\s+)?(?:{office.place})"
        if office.place
        else ""
    )
    people = "|".join(part for part in (office.people, staffed) if part)
    place = re.compile(rf"\b(?:{office.place})\b") if office.place else None
    return (re.compile(rf"\b(?:{people})\b") if people else None), place
