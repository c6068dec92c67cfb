"""How likely two reports tell of the same matter, 0 to 1, and why, in words officers read.

The same place, and the same thing there, and the same time: each a logistic regression over what points,
words, dates and pictures say, and the score is their product (weights are data). Pure and quick: fifty
candidates take a few milliseconds.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from routing.domain import likeness
from routing.domain.distance import haversine
from routing.domain.likeness import Gist, Vocabulary

SENT_ON = 4  # of 64 bits: the same picture, saved or sent on again
TELLING = 8  # bits set: a picture with fewer (night, a lens cap) is like any other such
AGAIN = 120.0  # hours after which "lagi" tells of another time
STRETCH = 4  # times the reach of what is all along a street
STANDING = 0.5  # of its weight, what another landmark counts at the very same point
FAR_APART = 3.0  # in reaches; beyond it metres say no more


Weights = Mapping[str, Mapping[str, float]]  # by side (place, thing, time) and name, "bias" among them
Measured = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Told:
    """A report as far as it is compared.

    point: latitude and longitude where it is exact. pictures: perceptual hashes. at: UTC.
    """

    text: str
    category: str
    at: datetime
    kelurahan: str = ""
    place: str = ""
    point: tuple[float, float] | None = None
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scale:
    """How far (metres) and how long (days) a matter of a kind reaches; kin: kinds filed for each other.

    single: at one spot and time there is hardly more than one matter of this kind, whatever is told of it.
    """

    reach: float
    lasts: float
    kin: frozenset[str] = frozenset()
    single: bool = False


@dataclass(frozen=True)
class Likeness:
    """score: 0 to 1. reasons: in words, what speaks for it first. metres, bits: None where unknown."""

    score: float
    reasons: tuple[str, ...]
    metres: int | None
    hours: float
    bits: int | None


@dataclass(frozen=True)
class _Compared:
    one: Gist
    other: Gist
    metres: float | None
    hours: float
    bits: int | None
    later: Gist

    @property
    def sent_on(self) -> bool:
        return self.bits is not None and self.bits <= SENT_ON


def judge(
    one: Told, other: Told, scale: Scale, known: Vocabulary, weights: Weights, *, bits: int | None = None
) -> Likeness:
    """Whether both tell of the same; symmetric. bits: how far the pictures differ, where that is known
    without them."""
    found = _compare(one, other, known, bits)
    score = chance(_measured(one, other, scale, found, known), weights)
    return Likeness(
        round(score, 3), _reasons(one, other, scale, found),
        None if found.metres is None else round(found.metres), found.hours, found.bits,
    )  # fmt: skip


def chance(measured: Measured, weights: Weights) -> float:
    """0 to 1: that it is the same place, and the same thing there, and the same time, each by its weights."""
    found = 1.0
    for side, values in measured.items():
        mine = weights[side]
        total = mine["bias"] + sum(mine[name] * value for name, value in values.items())
        found *= _logistic(total)
    return found


def at_most(one: Told, other: Told, scale: Scale, known: Vocabulary, weights: Weights) -> float:
    """The score is no higher, whatever the words say: by points and pictures alone, nothing is read."""
    if one.point is None or other.point is None or any(_stretches(told, known) for told in (one, other)):
        return 1.0
    mine, reaches = weights["place"], haversine(one.point, other.point) / scale.reach
    far = min(FAR_APART, reaches)
    named = ("spots", "numbers", *(("picture",) if one.pictures and other.pictures else ()))
    told = sum(max(0.0, mine[name]) for name in named) + far * max(0.0, mine["far_spots"])
    total = mine["bias"] + mine["near"] / (1 + reaches**2) + far * mine["far"] + told
    return _logistic(total)


def _logistic(total: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def _stretches(told: Told, known: Vocabulary) -> bool:
    plain = told.text.lower()
    return any(word in plain for word in known.stretch)


def measure(one: Told, other: Told, scale: Scale, known: Vocabulary, *, bits: int | None = None) -> Measured:
    """What the weights are of, by side and name; each about 0 to 1."""
    return _measured(one, other, scale, _compare(one, other, known, bits), known)


def _compare(one: Told, other: Told, known: Vocabulary, bits: int | None) -> _Compared:
    mine, theirs = (likeness.read(told.text, told.place, told.category, known) for told in (one, other))
    later = mine if one.at >= other.at else theirs
    return _Compared(
        mine, theirs, haversine(one.point, other.point) if one.point and other.point else None,
        abs((one.at - other.at).total_seconds()) / 3600,
        bits if bits is not None else _bits(one.pictures, other.pictures), later,
    )  # fmt: skip


def _measured(one: Told, other: Told, scale: Scale, found: _Compared, known: Vocabulary) -> Measured:
    place = _place(scale, found)
    here = max(place["near"], place["spots"], place["numbers"])
    single = scale.single and one.category == other.category
    return {
        "place": place,
        "thing": {**_thing(one, other, scale, found), "single": here * single},
        "time": _time(scale, found, known),
    }


def _place(scale: Scale, found: _Compared) -> dict[str, float]:
    mine, theirs = found.one, found.other
    reach = scale.reach * (STRETCH if mine.stretch or theirs.stretch else 1)
    reaches = None if found.metres is None else found.metres / reach
    far = 0.0 if reaches is None else min(FAR_APART, reaches)
    near = 0.0 if reaches is None else 1 / (1 + reaches**2)
    spots, numbers = likeness.same_spots(mine, theirs), likeness.numbers_agree(mine, theirs)
    return {
        "near": near,
        "far": far,
        "far_spots": far * (spots or 0.0),  # telephones err: the landmark both name says more
        "spots": spots or 0.0,
        # two who stand together may look at different landmarks
        "other_spots": max(STANDING, 1 - near) * (spots == 0.0 and not found.sent_on and not numbers),
        "across": float(bool(spots) and {mine.side, theirs.side} == {"across", "facing"}),
        "house": (1 - near) * (not found.sent_on and likeness.house_and_spot(mine, theirs)),
        "numbers": float(numbers),
        "other_numbers": float(likeness.numbers_differ(mine, theirs) is not None),
        "picture": float(found.sent_on),
    }


def _thing(one: Told, other: Told, scale: Scale, found: _Compared) -> dict[str, float]:
    mine, theirs = found.one, found.other
    both = mine.said and theirs.said
    return {
        "words": likeness.alike(mine.grams, theirs.grams),
        "kinds": likeness.alike(mine.kinds, theirs.kinds),
        "all_things": likeness.overlap(mine.things, theirs.things),
        "main": float(both and mine.main == theirs.main),
        "usual": float(not both and mine.main is not None and mine.main == theirs.main),
        "other_main": float(None not in (mine.main, theirs.main) and mine.main != theirs.main),
        "faults": likeness.shared(mine.faults, theirs.faults) or 0.0,
        "other_kind": float(one.category != other.category and other.category not in scale.kin),
        "picture": float(found.sent_on),
    }


def _time(scale: Scale, found: _Compared, known: Vocabulary) -> dict[str, float]:
    lasts = max(known.goes_on.get(gist.main or "", scale.lasts) for gist in (found.one, found.other))
    return {
        "age": min(2.0, found.hours / (24 * lasts)),
        "again": min(1.0, found.hours / AGAIN) * found.later.again,
        "mended": float(found.later.again and found.later.mended),
    }


def _bits(mine: tuple[str, ...], theirs: tuple[str, ...]) -> int | None:
    """The fewest bits two pictures of the two differ in, those left out that are like any other."""
    ours = [int(name, 16) for name in mine]
    others = [int(name, 16) for name in theirs]
    pairs = [(a ^ b).bit_count() for a in ours for b in others if telling(a) and telling(b)]
    return min(pairs, default=None)


def telling(picture: int) -> bool:
    """Whether this hash can be like another's; nearly plain pictures are like any other such."""
    return TELLING <= picture.bit_count() <= 64 - TELLING


def _reasons(one: Told, other: Told, scale: Scale, found: _Compared) -> tuple[str, ...]:
    """What an officer reads: place, time, picture, words, kind; then what speaks against it."""
    mine, theirs = found.one, found.other
    marks = sorted(mine.spots & theirs.spots)
    words = sorted((mine.words & theirs.words) - mine.spots, key=lambda word: (-len(word), word))
    told = [
        _metres(found.metres) if found.metres is not None else "",
        f"sama-sama menyebut {', '.join(marks[:3])}" if marks else "",
        _apart(found.hours),
        "fotonya sama" if found.sent_on else "",
        f"kata yang sama: {', '.join(words[:3])}" if words else "",
        "jenisnya sama" if one.category == other.category else "jenisnya lain",
    ]
    word = likeness.numbers_differ(mine, theirs)
    if word:
        ours, others = sorted(mine.numbers[word])[0], sorted(theirs.numbers[word])[0]
        told.append(f"alamatnya beda: {word} {ours} dan {word} {others}")
    if found.metres is None and one.kelurahan != other.kelurahan:
        told.append("kelurahannya lain")
    if found.hours > 24 * scale.lasts:
        told.append("sudah lewat masa biasanya untuk jenis ini")
    return tuple(reason for reason in told if reason)


def _metres(metres: float) -> str:
    if metres < 10:
        return "di titik yang sama"
    near = f"{round(metres / 10) * 10} m"
    return f"jaraknya {near if metres < 995 else f'{metres / 1000:.1f} km'.replace('.', ',')}"


def _apart(hours: float) -> str:
    if hours < 1:
        return "selisih kurang dari sejam"
    return f"selisih {round(hours)} jam" if hours < 48 else f"selisih {round(hours / 24)} hari"
