"""Which of the city's offices a text complains of."""

import re
from collections.abc import Sequence
from functools import lru_cache

from nlu.tact import detect_tact
from routing.city.catalogue import Catalogue
from routing.domain import accusation
from routing.domain.jurisdiction import AREA_OFFICES, LOCAL_KELURAHAN, kecamatan_agency, kelurahan_agency

# Agencies of this kind are recognised by their names, offices of areas by the settings' words.
NAMED = "dinas"
OWNER = "owner"  # in the settings: whoever answers for the category
MOST = 64  # texts a process remembers the answer for: a draft is asked about several times a turn
_kept: dict[str, "_Reader"] = {}  # by version of the configuration; only the newest


def accused(text: str, category: str, kelurahan: str | None, city: Catalogue) -> frozenset[str]:
    """Codes of the accused agencies; "kelurahan" or "kecamatan" where one is meant but not which.

    Where only "the officer" is accused, the office that would answer for the category is.
    """
    return _reader(city).accused(text, category, kelurahan)


class _Reader:
    """One version of the city's words, and what they said of the texts read last."""

    def __init__(self, city: Catalogue) -> None:
        self.city, self.words = city, _words(city)
        self.accused = lru_cache(MOST)(self._accused)

    def _accused(self, text: str, category: str, kelurahan: str | None) -> frozenset[str]:
        words, city = self.words, self.city
        if words is None:
            return frozenset()
        owner = city.categories[category].agency
        found = accusation.accused(text, words) | _understood(text, owner, words, city)
        if not found and owner not in city.overseers and _officers_of(text, owner, words):
            found = frozenset({owner})
        return frozenset(code for named in found for code in _codes(named, text, kelurahan, city))


def _understood(text: str, owner: str, words: accusation.Words, city: Catalogue) -> frozenset[str]:
    """The office the engine's rules see accused where ours know no name for it.

    The settings say who runs offices of that kind.
    """
    if accusation.others_named(text, words):
        return frozenset()
    kind = detect_tact(accusation.without_others_deeds(text, words)).accuses
    named = city.settings.accusation.kinds.get(kind, "")
    if named == OWNER:
        named = "" if owner in city.overseers else owner
    return frozenset({named} if named else ()) - accusation.mentioned(text, words)


def _officers_of(text: str, owner: str, words: accusation.Words) -> bool:
    """True when the text accuses "the officer": at a kelurahan's counter any act is the office's."""
    if owner == LOCAL_KELURAHAN:
        return accusation.accuses(accusation.without_others_deeds(text, words), words)
    return accusation.staff_accused(text, words)


def _codes(named: str, text: str, kelurahan: str | None, city: Catalogue) -> Sequence[str]:
    """An office of an area by its own code: those whose name the text gives, else the one of the place."""
    if named not in AREA_OFFICES:
        return (named,)
    said, place = text.casefold(), city.kelurahan.get(kelurahan or "")
    if named == LOCAL_KELURAHAN:
        names = {area.name: kelurahan_agency(code) for code, area in city.kelurahan.items()}
        here = kelurahan_agency(place.code) if place else named
    else:
        names = {area.kecamatan: kecamatan_agency(area.kecamatan_code) for area in city.kelurahan.values()}
        here = kecamatan_agency(place.kecamatan_code) if place else named
    found = [code for name, code in names.items() if _follows(name, said)]
    return found or (here,)


def _follows(name: str, said: str) -> bool:
    """True for "lurah Kranji", "kantor kecamatan Bekasi Barat"; not for the name alone."""
    called = re.escape(name.casefold()).replace(r"\ ", r"\s*")
    return re.search(rf"\b(?:lurah|kelurahan|kel|camat|kecamatan|kec)\.?\s+{called}\b", said) is not None


def _words(city: Catalogue) -> accusation.Words | None:
    names = {
        code: sorted({agency.name.casefold(), agency.short_name.casefold()})
        for code, agency in city.agencies.items() if agency.kind == NAMED and agency.active
    }  # fmt: skip
    return accusation.words_of(city.settings.accusation.model_dump(), names)


def _reader(city: Catalogue) -> _Reader:
    found = _kept.get(city.version)
    if found is None:
        found = _Reader(city)
        _kept.clear()
        _kept[city.version] = found
    return found
