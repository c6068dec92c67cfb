"""Places named in a message: what the gazetteer knows, and RT/RW, streets and landmarks by their form."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from nlu.cues import ordinary_words
from nlu.gazetteer import Gazetteer, Place
from nlu.plain import DATA, Plain, key, load_yaml, plain
from nlu.types import PlaceMention

_RT = re.compile(r"\brt\W{0,3}(\d{1,3})(?:\W{0,4}(?:/|rw)\W{0,4}(\d{1,3}))?\b|\brw\W{0,3}(\d{1,3})\b", re.I)
_LONGEST_NAME = 3  # words of a street or landmark the gazetteer does not know
_ALONE = 4  # words of a message that is nothing but a place
_WHOLE = frozenset({"jalan", "perumahan", "patokan", "luar"})  # places never part of another's name
_MOST = 40  # mentions a message may carry; more is no address but a list


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(key(str(word)) for word in load_yaml(DATA / "place_words.yml")[name])


@cache
def _vocabulary() -> frozenset[str]:
    """Everyday words: a misspelled place name is never looked for among them."""
    lists = ("stop", "hints", "landmark", "beside", "estate")
    return frozenset().union(ordinary_words(), *(_words(name) for name in lists))


@cache
def _announced() -> dict[str, str]:
    """The kind of place each announcing word announces."""
    kinds = (("patokan", "landmark"), ("perumahan", "estate"), ("jalan", "street"))
    return {word: kind for kind, name in kinds for word in _words(name)}


@cache
def _heads() -> dict[str, str]:
    """The announcing words as they are spelled ("pertigan", folded, is pertigaan)."""
    lists = load_yaml(DATA / "place_words.yml")
    return {key(str(word)): str(word) for name in ("street", "estate", "landmark") for word in lists[name]}


class _Reader:
    """Walks once over a text's words and collects mentions."""

    def __init__(self, known: Plain, gazetteer: Gazetteer) -> None:
        self._known = known
        self._gazetteer = gazetteer
        self._words = gazetteer.words(known.words)
        self._taken = [""] * len(self._words)  # the kind of the mention a word belongs to

    def _mention(self, place: Place, start: int, end: int) -> PlaceMention:
        for i in range(start, end):
            self._taken[i] = place.kind
        return PlaceMention(
            place.kind, self._known.written(start, end), place.name, place.kelurahan, place.point
        )

    def _hinted(self, i: int, end: int) -> bool:
        """Whether words i..end-1, everyday words as well as a name, are announced as a place."""
        before = self._words[i - 1] if i else ""
        if before.isdecimal() or before in _words("hints") or (i > 0 and self._taken[i - 1]):
            return True
        listed = i > 1 and before == "dan" and self._taken[i - 2] != ""
        alone = len(self._words) <= _ALONE and i == 0
        return listed or alone or bool(self._gazetteer.at(self._words, end)[1])

    def _choose(self, places: Sequence[Place], i: int, end: int) -> Place | None:
        """Of places with one name, the kind the word before asks for; without one the widest."""
        allowed = [place for place in places if not place.needs_hint or self._hinted(i, end)]
        before = self._words[i - 1] if i else ""
        asked = {
            "kelurahan": "kelurahan",
            "lurah": "kelurahan",
            "kecamatan": "kecamatan",
            "camat": "kecamatan",
        }
        for place in allowed:
            if place.kind == asked.get(before):
                return place
        return max(allowed, key=lambda place: len(place.kelurahan), default=None)

    def _streeted(self, place: Place, i: int) -> tuple[Place, int]:
        """ "jalan kranji" is a street that bears the name, not the kelurahan itself."""
        if i and self._words[i - 1] in _words("street") and place.kind in {"kelurahan", "kecamatan"}:
            name = f"{self._words[i - 1].title()} {place.name}"
            return Place("jalan", name, place.kelurahan), i - 1
        return place, i

    def known_places(self) -> Iterator[PlaceMention]:
        """What the gazetteer knows: exact names first, then names with a typing error."""
        i = 0
        while i < len(self._words):
            size, places = self._gazetteer.at(self._words, i)
            place = self._choose(places, i, i + size) if places else None
            if place:
                found, start = self._streeted(place, i)
                yield self._mention(found, start, i + size)
            i += size if place else 1
        yield from self._misspelled()

    def _misspelled(self) -> Iterator[PlaceMention]:
        ordinary = _vocabulary()
        strange = [
            not taken and word not in ordinary for word, taken in zip(self._words, self._taken, strict=True)
        ]
        for i, word in enumerate(self._words):
            if not strange[i] or not word.isalpha():
                continue
            for size in (3, 2, 1):
                last = i + size - 1
                if last >= len(strange) or not strange[last]:
                    continue  # a name neither begins nor ends with an everyday word
                place = self._choose(self._gazetteer.near(self._words[i : i + size]), i, last + 1)
                if place and not any(self._taken[i : i + size]):
                    yield self._mention(place, i, i + size)
                    break

    def _goes_on(self, start: int, i: int) -> bool:
        word = self._words[i]
        return word not in _words("stop") or (word == "raya" and i > start)

    def _name_from(self, i: int, *, past_streets: bool) -> int:
        """Where a name that starts at word `i` ends: at an everyday word, a sign or after a few words."""
        end = i
        text, spans = self._known.text, self._known.spans
        while end < len(self._words) and end - i < _LONGEST_NAME and self._goes_on(i, end):
            if self._taken[end] in _WHOLE or (self._words[end] in _words("street") and not past_streets):
                break  # "pertigaan jalan melati": the street is a place of its own
            gap = text[spans[end - 1][1] : spans[end][0]] if end else ""
            if end > i and (set(gap) & set(",;!?\n()") or len(gap) > 3):
                break
            end += 1
        return end

    def by_form(self) -> Iterator[PlaceMention]:
        """Streets, perumahan and landmarks the gazetteer does not know, by the word that announces them."""
        for i, word in enumerate(self._words):
            kind = _announced().get(word)
            if kind is None or self._taken[i]:
                continue
            start = i + 1
            if kind == "jalan" and self._words[start : start + 1] == ["raya"]:
                start += 1
            end = self._name_from(start, past_streets=kind == "jalan")
            alone = word in _words("alone") and i > 0 and self._words[i - 1] in _words("beside")
            if end > start or alone:
                yield self._formed(kind, i, max(end, i + 1))

    def _formed(self, kind: str, start: int, end: int) -> PlaceMention:
        kelurahan: tuple[str, ...] = ()
        for i in range(start, end):
            size, places = self._gazetteer.at(self._words[:end], i)
            if size and not kelurahan:
                kelurahan = places[0].kelurahan
        for i in range(start, end):
            self._taken[i] = kind
        head = _heads().get(self._words[start], self._words[start])
        rest = [self._known.written(i, i + 1) for i in range(start + 1, end)]
        name = " ".join(word.title() for word in (head, *rest))
        return PlaceMention(kind, self._known.written(start, end), name, kelurahan)


def _neighbourhoods(text: str) -> Iterator[PlaceMention]:
    for match in _RT.finditer(text):
        rt, rw, rw_alone = match.groups()
        parts = [f"RT {int(rt):02d}"] if rt else []
        parts += [f"RW {int(rw or rw_alone):02d}"] if rw or rw_alone else []
        yield PlaceMention("rt_rw", match.group(), "/".join(parts))


def find_places(text: str, gazetteer: Gazetteer) -> tuple[PlaceMention, ...]:
    """Every place the text names, in the order of the text; several kelurahan where a name is ambiguous."""
    known = plain(text)
    reader = _Reader(known, gazetteer)
    found = [*reader.known_places(), *reader.by_form(), *_neighbourhoods(known.text)]
    unique = list(dict.fromkeys(found))[:_MOST]
    return tuple(sorted(unique, key=lambda mention: known.text.find(mention.text)))


def narrow(places: Iterable[PlaceMention]) -> tuple[str, ...]:
    """The kelurahan codes that agree with the most mentions: one when a street and a kecamatan meet in it."""
    votes: dict[str, int] = {}
    for place in places:
        for code in place.kelurahan:
            votes[code] = votes.get(code, 0) + 1
    most = max(votes.values(), default=0)
    return tuple(code for code, count in votes.items() if count == most)
