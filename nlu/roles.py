"""What a named place is to the message: where it is, where it is not ("bukan A tapi B"), a direction."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from nlu.plain import DATA, key, load_yaml
from nlu.types import PlaceMention

DENIED, DIRECTION, CORRECTION = "bukan", "arah", "ganti"
_NEAR = 3  # words between "bukan" and the name it denies
_THAT_ONE = "nya"
_CORRECTED = 7  # words between a name and the correction that puts it right


@dataclass(frozen=True)
class Found:
    """A mention and the words start..end-1 it was read from."""

    start: int
    end: int
    mention: PlaceMention


@cache
def _words(name: str) -> frozenset[str]:
    lists = load_yaml(DATA / "place_roles.yml")
    return frozenset(key(str(word)) for word in lists[name])


@cache
def _not_that() -> re.Pattern[str]:
    """ "eh bukan," behind something: the comma says that it is no "bukan" of what follows."""
    lists = load_yaml(DATA / "place_roles.yml")
    slips, nots = "|".join([*lists["slip"], *lists["sorry"]]), "|".join(lists["not"])
    after = r"(?:\s+(?:deng|ding|deh|itu|pak|bu|kak|min))?\s*[,.;:]"
    return re.compile(rf"(?<=\w)([\s,.]+)(?:{slips})[\s,]+(?:{nots}|bkn){after}", re.IGNORECASE)


# "Bukan, SDN 4": the comma behind a first word says that what follows is the right one.
_NO_IT_IS = re.compile(
    r"^(\W*(?:(?:eh|oh|aduh|maaf|ya|pak|bu|min|kak)\W+)*)(?:bukan|bkn|no)\s*,\s*"
    r"(?!.*\b(?:tapi|tp|tpi|melainkan|but|bukan|bkn)\b)",
    re.IGNORECASE | re.DOTALL,
)


def as_correction(text: str) -> str:
    """ "A eh bukan, B" in the words of a correction, "A ralat B", "bukan, B": understood whatever A is."""
    return _NO_IT_IS.sub(r"\1ralat ", _not_that().sub(r"\1ralat ", text))


@cache
def _phrases(name: str) -> frozenset[tuple[str, ...]]:
    lists = load_yaml(DATA / "place_roles.yml")
    return frozenset(tuple(key(word) for word in str(phrase).split()) for phrase in lists[name])


def _denied(words: Sequence[str], found: Sequence[Found], i: int, done: Sequence[str]) -> bool:
    start, end = found[i].start, found[i].end
    if words[end : end + 1] and words[end] in _words("only") and end - start < len(words):
        return False  # "bukan di Kranji saja"
    at = start - 1
    while at >= 0 and start - at <= _NEAR and words[at] in _words("between"):
        at -= 1
    if at >= 0 and (words[at] in _words("not") or (words[at] in _words("not_in") and at + 1 < start)):
        return True
    before = found[i - 1] if i else None
    if before is None or done[i - 1] != DENIED:
        return False
    gap = words[before.end : start]
    listed = all(word in _words("joins") | _words("between") for word in gap)
    return listed and bool(_words("joins").intersection(gap))


def _likened(words: Sequence[str], this: Found) -> bool:
    """Whether it is no place here: "kayak sungai", "jadi kolam renang", "lulusan SMK", "kali Cakung"."""
    before = words[this.start - 1] if this.start else ""
    become = before in _words("becomes") and not this.mention.kelurahan
    river = before in _words("rivers") and this.mention.kind == "luar"
    return become or river or before in _words("like") | _words("graduated")


def _told_wrong(words: Sequence[str], this: Found) -> bool:
    """ "Salah pekayonnya, jakasetia", "kranjinya yang keliru": the name with -nya is what was told wrong."""
    if not this.mention.text.lower().endswith(_THAT_ONE):
        return False
    beside = (*words[max(0, this.start - 1) : this.start], *words[this.end : this.end + 2])
    return not _words("wrong").isdisjoint(beside)


def _corrects(words: Sequence[str]) -> bool:
    """Whether the words between two names say that the second replaces the first."""
    for size in (1, 2, 3):
        for i in range(len(words) - size + 1):
            if tuple(words[i : i + size]) in _phrases("corrects"):
                return True
    return list(words) == ["salah"] or (bool(words) and words[0] in _words("slip"))


def _directions(words: Sequence[str], found: Sequence[Found]) -> set[int]:
    """The mentions that are a way's beginning, end or direction."""
    only: set[int] = set()
    for i, this in enumerate(found):
        before = words[max(0, this.start - 3) : this.start]
        last = before[-1] if before else ""
        after = words[this.end : this.end + 1]
        if last in _words("toward") or (
            _from(words, this) and after and after[0] in _words("to") | _words("toward")
        ):
            only.add(i)
        elif last in _words("to"):
            came_from = i > 0 and words[found[i - 1].end : this.start] == [last]
            way = len(before) > 1 and before[-2] in _words("way")
            if way or (came_from and _from(words, found[i - 1])):
                only.add(i)
                if came_from:
                    only.add(i - 1)
    return only


def _homes(words: Sequence[str], found: Sequence[Found]) -> set[int]:
    """The mentions that say where somebody lives, when another says where it is ("warga A, di B banjir")."""
    homes = {i for i, this in enumerate(found) if _lives(words, this)}
    spots = [i for i, this in enumerate(found) if i not in homes and _at(words, this)]
    return homes if spots else set()


def _lives(words: Sequence[str], this: Found) -> bool:
    """Whether the words before or behind say that somebody lives or works there."""
    behind = words[this.end : this.end + 3]
    told = bool(behind) and behind[0] in _words("home_that") and not _words("home_is").isdisjoint(behind[1:])
    return told or bool(_words("home").intersection(words[max(0, this.start - 2) : this.start]))


def _at(words: Sequence[str], this: Found) -> bool:
    return "di" in words[max(0, this.start - 2) : this.start]


def _from(words: Sequence[str], this: Found) -> bool:
    return bool(_words("from").intersection(words[max(0, this.start - 2) : this.start]))


def _takes_back(words: Sequence[str], found: Sequence[Found], i: int) -> bool:
    """Whether the "bukan" before a name is of the name before it, and this the right one: "A eh bukan B"."""
    gap = words[found[i - 1].end : found[i].start] if i else []
    if not gap or gap[0] not in _words("slip") | _words("sorry"):
        return False
    names = {found[i - 1].mention.name, found[i].mention.name}
    later = {other.mention.name for other in found[i + 1 :] if other.start >= found[i].end}
    return len(names) > 1 and later <= names


def _taken_back(found: Sequence[Found], roles: list[str]) -> None:
    """ "di A, eh bukan A, di B": what was said first is denied with what denies it."""
    for i, this in enumerate(found):
        later = {f.mention.name for f, role in zip(found[i:], roles[i:], strict=True) if role != DENIED}
        if roles[i] != DENIED or not later - {this.mention.name}:
            continue
        for j in range(i):
            if found[j].mention.name == this.mention.name and this.mention.name not in later:
                roles[j] = DENIED


def with_roles(words: Sequence[str], every: Sequence[Found]) -> list[Found]:
    """The mentions, in their order, each with its role; what something is likened to is none."""
    found = [this for this in every if not _likened(words, this)]
    roles = [""] * len(found)
    for i in _directions(words, found) | _homes(words, found):
        roles[i] = DIRECTION
    for i, this in enumerate(found):
        if _denied(words, found, i, roles) or (len(found) > 1 and _told_wrong(words, this)):
            roles[i] = DENIED
            if _takes_back(words, found, i):
                for j in range(i):  # the name right before, and what lies within it
                    roles[j] = DENIED if found[j].end == found[i - 1].end else roles[j]
                roles[i] = CORRECTION
            continue
        gap = words[max(found[i - 1].end if i else 0, this.start - _CORRECTED) : this.start]
        righted = _corrects(gap)
        if righted or (i and roles[i - 1] == DENIED and _told_wrong(words, found[i - 1])):
            roles[i] = roles[i] or CORRECTION
        near = bool(i) and this.start - found[i - 1].end <= _CORRECTED
        if righted and near and roles[i - 1] in ("", CORRECTION):
            roles[i - 1] = DENIED
    _taken_back(found, roles)
    denied = {f.mention.name for f, role in zip(found, roles, strict=True) if role == DENIED}
    for i, this in enumerate(found):  # "bukan A, maksudnya B, soalnya saya kerja di A"
        if this.mention.name in denied and _lives(words, this):
            roles[i] = DENIED
    affirmed = {f.mention.name for f, role in zip(found, roles, strict=True) if role in ("", CORRECTION)}
    return [
        replace(this, mention=replace(this.mention, role=role))
        for this, role in zip(found, roles, strict=True)
        if role != DENIED or this.mention.name not in affirmed
    ]
