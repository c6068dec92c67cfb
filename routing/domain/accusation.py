"""Does a text accuse an office or its staff, and which? Rules over words; the words are the city's data.

An office that is only a landmark ("di depan puskesmas"), is spoken to ("pak lurah, tolong …") or was told
before ("sudah lapor ke kelurahan") is not accused. Erring towards "accused" costs a detour over the
overseers; erring the other way hands a complaint to the one it is about.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

NOTHING = r"(?!)"  # where a city names no such words: matches nowhere
Pattern = re.Pattern[str] | None


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
    public: whom an office serves; they may shout at it, too.
    """

    acts: str
    staff: str
    beside: str
    told: str
    service: str
    others: str
    public: str
    offices: tuple[Office, ...]

    @cached_property
    def patterns(self) -> tuple[tuple[Office, Pattern, Pattern], ...]:
        """Each office with what finds its people, and its place."""
        return tuple((office, *_patterns(office, self.staff)) for office in self.offices)


def words_of(given: Mapping[str, Any], names: Mapping[str, Sequence[str]]) -> Words | None:
    """The city's words, from its settings; `names`: of further offices, by agency code. None: none given."""
    if not given.get("acts"):
        return None
    offices = [Office(**row) for row in given["offices"]]
    offices += [Office(code, place="|".join(map(re.escape, called))) for code, called in names.items()]
    keys = ("acts", "staff", "beside", "told", "service", "others", "public")
    plain = {key: "|".join(given.get(key) or (NOTHING,)) for key in keys}
    return Words(**plain, offices=tuple(offices))


def accused(text: str, words: Words) -> frozenset[str]:
    """Codes of the offices the text complains of; empty when it complains of none."""
    said = without_others_deeds(text, words)
    if not accuses(said, words):
        return frozenset()
    found = (one for one in words.patterns if _meant(said, *one, words))
    return frozenset(office.agency for office, *_ in found)


def without_others_deeds(text: str, words: Words) -> str:
    """The text in lower case, without what it says that others did.

    Who does a thing stands before it ("sopir angkot marah-marah"), who does it to somebody behind it
    ("dibentak pemilik warung"). Where the sentence names nobody there, the deed stays.
    """
    said = " ".join(text.casefold().split())
    kept, done = [], 0
    for deed in re.finditer(words.acts, said):
        if deed.start() >= done and _by_others(said, deed, words):
            kept.append(said[done : deed.start()])
            done = deed.end()
    return "".join((*kept, said[done:]))


# Where one says what somebody did and goes on to somebody else.
_CLAUSE = re.compile(
    r"[,.;:!?]+|\b(?:tapi|tetapi|namun|padahal|sedangkan|karena|karna|krn|gara-gara|soalnya|sebab|lantaran|waktu"
    r"|saat|ketika|pas|kalau|kalo|bahwa|bilang|kata|katanya|cerita|lalu|kemudian|sampai|biar|supaya|sejak)\b"
)
_SUFFERED = re.compile(r"di(?!a\b)")
NEAR = 4  # words behind a thing suffered, among which its doer stands


def _by_others(said: str, deed: "re.Match[str]", words: Words) -> bool:
    """Whether somebody of no office is the nearest who can have done it."""
    if _SUFFERED.match(deed[0]):
        behind = _CLAUSE.split(said[deed.end() :], maxsplit=1)[0].split()[:NEAR]
        found = _people(" ".join(behind), words)
        return bool(found) and min(found)[1]
    before = _CLAUSE.split(said[: deed.start()])[-1]
    found = _people(before, words)
    return bool(found) and max(found)[1]


def _people(part: str, words: Words) -> list[tuple[int, bool]]:
    """(where, of no office) of everybody named; who could be both ("orang tua") is of no office."""
    part = re.sub(r"nya\b", "", part)  # "pedagangnya"
    others = {m.start(): m.end() for m in re.finditer(rf"{words.others}|\b(?:{words.public})\b", part)}
    offices = "|".join(part for office in words.offices for part in (office.people, office.place) if part)
    ours = (m.start() for m in re.finditer(rf"\b(?:{words.staff}|{offices})\b", part))
    free = [at for at in ours if not any(start <= at < end for start, end in others.items())]
    return [*((at, True) for at in others), *((at, False) for at in free)]


def mentioned(text: str, words: Words) -> frozenset[str]:
    """Codes of the offices the text names at all, accused or not."""
    said = " ".join(text.casefold().split())
    return frozenset(
        office.agency for office, *pair in words.patterns if any(p and p.search(said) for p in pair)
    )


def staff_accused(text: str, words: Words) -> bool:
    """True when the text holds something against "the officer", whichever office that is."""
    said = without_others_deeds(text, words)
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


def _meant(said: str, office: Office, people: Pattern, place: Pattern, words: Words) -> bool:
    if people and any(_free(said, found, words) for found in people.finditer(said)):
        return True
    if place is None:
        return False
    if any(_does(said, found, office, words) for found in place.finditer(said)):
        return True
    if not office.area and any(_doer(said[: found.start()], words) for found in place.finditer(said)):
        return True
    if others_named(said, words):
        return False
    if office.area and not re.search(words.service, said):
        return False
    return any(_free(said, found, words) for found in place.finditer(said))


# Before an area's name these make a place of it, not somebody who does a thing.
_PLACED = re.compile(r"\b(?:di|dari|ke|se|untuk|utk|buat|antar|per|dalam|kota|wilayah|kantor di)\s*$")


def _does(said: str, found: "re.Match[str]", office: Office, words: Words) -> bool:
    """Whether the office itself does what is held against it: "kelurahan Kranji minta uang"."""
    between = r"(?:\w+\s+){0,3}?" if office.area else r"(?:\w+\s+)?"
    does = re.match(rf"\s+{between}(?:{words.acts})", said[found.end() :])
    placed = office.area and (_PLACED.search(said[: found.start()]) or others_named(said, words))
    return does is not None and not placed and _free(said, found, words)


def _doer(before: str, words: Words) -> bool:
    """Whether what stands before an office's name is what somebody suffered of it: "dipukul satpol pp"."""
    suffered = rf"(?:{words.acts})\s+(?:(?:oleh|sama|ama|dari|{words.staff})\s+)*$"
    found = re.search(suffered, before)
    return found is not None and _SUFFERED.match(found[0]) is not None


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


def _patterns(office: Office, staff: str) -> tuple[Pattern, Pattern]:
    """For the office's people, and for its place."""
    staffed = (
        rf"(?:{staff})\s+(?:\w+\s+)?(?:di\s+|dari\s+)?(?:kantor\s+)?(?:{office.place})"
        if office.place
        else ""
    )
    people = "|".join(part for part in (office.people, staffed) if part)
    place = re.compile(rf"\b(?:{office.place})\b") if office.place else None
    return (re.compile(rf"\b(?:{people})\b") if people else None), place
