"""What two texts share: character n-grams, things named, landmarks, numbers of addresses."""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import chain, pairwise
from typing import Any
from zlib import crc32

from nlu.fuzzy import one_edit
from nlu.plain import key, keys, plain
from nlu.roots import stem
from nlu.word_kinds import kinds_of

BUCKETS = 1 << 16
GRAMS = (3, 4)
_LETTER = re.compile(r"[a-z]|\d+")
STREET = key("jl")
CODE = 2  # letters of a pole's or a block's code
_ROMAN = {
    "ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11", "xii": "12",
}  # fmt: skip
SLIP = 5  # letters of a name that may be mistyped
LANDMARK = 2  # words after "depan", "dekat" that name it


@dataclass(frozen=True, eq=False)  # one vocabulary lives as long as the process
class Vocabulary:
    """Words by what they are, in the plain form texts are compared in.

    things, faults: a word, two words, or a beginning ending in *, and what it names; the particular before
    the general. usual: what a report of a kind is about when it names no thing. goes_on: how many days a
    thing goes on where that is not its kind's. across, facing: words for the other side of the road and for
    this one. told_again: words before "lagi" that tell of another report, not of another time. synonyms: a
    word for several.
    """

    things: Mapping[str, frozenset[str]]
    faults: Mapping[str, frozenset[str]]
    before: frozenset[str]
    spots: frozenset[str]
    across: frozenset[str]
    facing: frozenset[str]
    counted: frozenset[str]
    again: frozenset[str]
    told_again: frozenset[str]
    mended: frozenset[str]
    stretch: frozenset[str]
    hollow: frozenset[str]
    synonyms: Mapping[str, str]
    usual: Mapping[str, str]
    goes_on: Mapping[str, float]

    @cached_property
    def rank(self) -> Mapping[str, int]:
        """The particular things first."""
        names = [name for things in self.things.values() for name in sorted(things)]
        return {name: at for at, name in reversed(list(enumerate(names)))}

    @cached_property
    def nameless(self) -> frozenset[str]:
        """Words that are no name of a place."""
        return self.before | self.counted | self.hollow

    def without(self, words: Collection[str]) -> "Vocabulary":
        """The same, as if it had never heard these words for things and faults."""
        things, faults = (
            {word: named for word, named in table.items() if word not in words}
            for table in (self.things, self.faults)
        )
        return replace(self, things=things, faults=faults)


def vocabulary(data: Mapping[str, Any]) -> Vocabulary:
    """The vocabulary of a city's file (see its comments)."""
    before, spots, across, facing, counted, again, told_again, mended, stretch, hollow = (
        frozenset(key(word) for word in data[name])
        for name in ("before", "spots", "across", "facing", "counted", "again", "told_again", "mended",
                     "stretch", "hollow")
    )  # fmt: skip
    groups = [[key(word) for word in group] for group in data["synonyms"]]
    return Vocabulary(
        _by_word(data["things"]), _by_word(data["faults"]), before, spots, across, facing, counted, again,
        told_again, mended, stretch, hollow, {word: group[0] for group in groups for word in group},
        data["usual"], {thing: float(days) for thing, days in data["goes_on"].items()},
    )  # fmt: skip


def _named(words: tuple[str, ...], known: Vocabulary, *, faults: bool = False) -> frozenset[str]:
    """What the words name, each by itself or by its longest known beginning, or two together."""
    found: set[str] = set()
    table = known.faults if faults else known.things
    for pair in pairwise(words):
        found.update(table.get(" ".join(pair), ()))
    return frozenset(found.union(*(_of_word(word, known, faults) for word in words)))


@lru_cache(maxsize=20_000)
def _of_word(word: str, known: Vocabulary, faults: bool) -> frozenset[str]:
    table, root = known.faults if faults else known.things, stem(word)
    starts = (f"{form[:n]}*" for form in (word, root) for n in range(len(form), 2, -1))
    exact = table.get(word) or table.get(root)
    return exact or next((table[start] for start in starts if start in table), frozenset())


def _main(named: frozenset[str], known: Vocabulary) -> str | None:
    return min(named, key=known.rank.__getitem__, default=None)


def _by_word(named: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, words in named.items():
        for word in words:
            plain_form = " ".join(keys(word)) + "*" * word.endswith("*")
            found.setdefault(plain_form, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


@dataclass(frozen=True)
class Gist:
    """A text as it is compared. grams: hashed n-grams, weighted, of length 1. numbers: "rt" -> {"3"}.

    kinds: which kinds of matter its words tell of, weighted, of length 1.
    main: the most particular thing named, or what such reports are usually about; said: it was named.
    spots: names of what it stands before, beside, behind; street: that of the street. side: of the road,
    "across" or "facing". again, mended, stretch: whether it says so.
    """

    grams: Mapping[int, float]
    kinds: Mapping[str, float]
    things: frozenset[str]
    main: str | None
    said: bool
    faults: frozenset[str]
    spots: frozenset[str]
    street: frozenset[str]
    numbers: Mapping[str, frozenset[str]]
    words: frozenset[str]
    side: str
    again: bool
    mended: bool
    stretch: bool


@lru_cache(maxsize=256)  # the report at hand is held against up to fifty others; 15 KB each
def read(text: str, place: str, category: str, known: Vocabulary) -> Gist:
    """The text and the place it names, read."""
    told, named = (tuple(key(word) for word in plain(part).words) for part in (text, place))
    content = [word for word in told if word not in known.hollow]
    landmarks, street = _landmarks(told, known), _street(named, known)
    usual = known.usual.get(category)
    things = _named(told, known) or frozenset(filter(None, (usual,)))
    # "dekat lampu merah": that is where, not what
    what = _named(tuple(word for word in told if word not in landmarks), known)
    names = (word for word in named if word not in known.nameless and word not in street)
    rest = {word for word in names if not _LETTER.fullmatch(word) and not _tells((word,), known)}
    return Gist(
        # who names the same place shares its words, whatever is wrong there
        grams=_grams(tuple(word for word in content if word not in landmarks and word not in named)),
        kinds=kinds_of(content), things=things,
        main=_main(what, known) or usual or _main(things, known), said=bool(what),
        faults=_named(told, known, faults=True), street=street,
        spots=frozenset(known.synonyms.get(word, word) for word in landmarks | rest),
        numbers=_numbers(told, named, known),
        words=frozenset(known.synonyms.get(word, word) for word in content),
        side=_side(told + named, known), again=_again(told, known), mended=not known.mended.isdisjoint(told),
        stretch=not known.stretch.isdisjoint(told),
    )  # fmt: skip


def _side(words: tuple[str, ...], known: Vocabulary) -> str:
    if not known.across.isdisjoint(words):
        return "across"
    return "facing" if not known.facing.isdisjoint(words) else ""


def _again(words: tuple[str, ...], known: Vocabulary) -> bool:
    """Whether it has come back; "lapor lagi" only tells of it once more."""
    before = ("", *words)
    return any(word in known.again and before[at] not in known.told_again for at, word in enumerate(words))


def _street(named: tuple[str, ...], known: Vocabulary) -> frozenset[str]:
    """Words of the street's name: those after "jalan", until one that begins a landmark."""
    found: set[str] = set()
    for at, word in enumerate(named):
        if word == STREET:
            after = named[at + 1 :]
            found.update(after[: next((n for n, w in enumerate(after) if w in known.before), 3)])
    return frozenset(found)


def _grams(words: tuple[str, ...]) -> Mapping[int, float]:
    counts = Counter(chain.from_iterable(map(_grams_of, set(words))))
    length = math.sqrt(sum(count * count for count in counts.values())) or 1.0
    return {gram: count / length for gram, count in counts.items()}


@lru_cache(maxsize=20_000)
def _grams_of(word: str) -> tuple[int, ...]:
    framed = f" {word} "
    cut = (framed[at : at + n] for n in GRAMS for at in range(max(1, len(framed) - n + 1)))
    return tuple(crc32(gram.encode()) % BUCKETS for gram in cut)


def _landmarks(words: tuple[str, ...], known: Vocabulary) -> frozenset[str]:
    """What the text says it is before, beside or behind, and kinds of places with the name after them."""
    found: set[str] = set()
    for at, word in enumerate(words):
        if word in known.spots:
            # "lapangan, lampu mati": what is wrong is no part of the name
            after = words[at + 1 : at + 2]
            found.update({word}, (name for name in after if not _tells((name,), known)))
        elif word in known.before:
            alone = not known.spots.isdisjoint(words[at + 1 : at + 2])
            first, *more = words[at + 1 : at + (2 if alone else 1 + LANDMARK)] or ("",)
            found.update({first}, (name for name in more if not _tells((name,), known)))
    return frozenset(
        name for name in found if name and name not in known.nameless and not _LETTER.fullmatch(name)
    )


def _tells(words: tuple[str, ...], known: Vocabulary) -> bool:
    return bool(_named(words, known) or _named(words, known, faults=True))


def _numbers(
    told: tuple[str, ...], named: tuple[str, ...], known: Vocabulary
) -> Mapping[str, frozenset[str]]:
    """Numbers by the word before them: of an address, a pole or block ("JS 114"), a street ("Mawar IV")."""
    found: dict[str, set[str]] = {}
    words = (*told, ",", *named)
    for word, after in _numbered((*told, ",", *named)):
        if len(word) <= CODE and word not in known.hollow:  # "sekitar 30 senti" numbers nothing
            found.setdefault(word, set()).add(after)
    for word, after in _numbered(named):
        found.setdefault(f"{STREET} {word}", set()).add(after)
    for at, word in enumerate(words):
        if word not in known.counted:
            continue
        # "gang Delima 2": the number may stand after one name
        for after in words[at + 1 : at + 3]:
            if _LETTER.fullmatch(after):
                found.setdefault(word, set()).add(after.lstrip("0") or "0")
                break
    return {word: frozenset(values) for word, values in found.items()}


def _numbered(words: tuple[str, ...]) -> Iterable[tuple[str, str]]:
    for word, after in pairwise(words):
        number = _ROMAN.get(after, after)
        if number.isdecimal() and word.isalpha():
            yield word, number.lstrip("0") or "0"


def alike(one: Mapping[Any, float], other: Mapping[Any, float]) -> float:
    """Cosine of two weighted sets of n-grams or kinds, 0 to 1."""
    less, more = (one, other) if len(one) < len(other) else (other, one)
    return min(1.0, sum(weight * more[gram] for gram, weight in less.items() if gram in more))


def shared(one: frozenset[str], other: frozenset[str]) -> float | None:
    """The share of the smaller set that the larger holds; None where either is empty."""
    return len(one & other) / min(len(one), len(other)) if one and other else None


def same_spots(one: Gist, other: Gist) -> float | None:
    """How many landmarks of the one that names fewer the other names; None where one names none."""
    streets = one.street | other.street
    mine, theirs = one.spots - streets, other.spots - streets
    if not mine or not theirs:
        return None
    both = mine & (theirs | other.words) | theirs & one.words
    slips = min(_slips(mine - both, theirs - both), _slips(theirs - both, mine - both))
    if not both and not slips and (_joined(mine, theirs) or _joined(theirs, mine)):
        return 1.0
    return min(1.0, (len(both) + slips) / min(len(mine), len(theirs)))


def _slips(one: frozenset[str], other: frozenset[str]) -> int:
    return sum(any(_mistyped(name, meant) for meant in other) for name in one)


def _joined(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two names of the one are one of the other's, written together ("dewi sartika")."""
    starts = ((first, name) for name in other for first in one if name.startswith(first[:3]))
    return any(_mistyped(first + more, name) for first, name in starts for more in one - {first})


def _mistyped(one: str, other: str) -> bool:
    """Whether two names may be one under a slip of the finger; short ones are too near each other."""
    return min(len(one), len(other)) >= SLIP and one[0] == other[0] and one_edit(one, other)


def numbers_differ(one: Gist, other: Gist) -> str | None:
    """The word ("rt") under which the two name different numbers; None where they do not."""
    both = (word for word in one.numbers if word in other.numbers)
    return next((word for word in both if not one.numbers[word] & other.numbers[word]), None)


def numbers_agree(one: Gist, other: Gist) -> bool:
    """Whether a number of an address is the same and none differs; of one street are many spots."""
    both = any(not word.startswith(f"{STREET} ") for word in one.numbers.keys() & other.numbers.keys())
    return both and numbers_differ(one, other) is None


def house_and_spot(one: Gist, other: Gist) -> bool:
    """Whether one names a house or a neighbourhood by its number and the other a landmark."""
    pairs = ((one, other), (other, one))
    streets = one.street | other.street
    return any(a.numbers and not b.numbers and b.spots - streets and not a.spots - streets for a, b in pairs)


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """What both hold of all they hold, 0 to 1; 0 where one is empty."""
    return len(one & other) / len(one | other) if one and other else 0.0
