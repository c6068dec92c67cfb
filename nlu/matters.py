"""Several matters in one message, proposed as separate reports."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from nlu.cues import Lexicon, Span
from nlu.plain import DATA, Plain, key, load_yaml, plain

_SIGN = re.compile(r"[,.;!?\n•–—]|\s[-*+&]\s")
_LETTERS = frozenset("abcde")  # "a) got mampet b) pohon tumbang"
_MOST = 5  # proposals; who lists more is asked to send them one by one
_NEAR, _BEHIND = 5, 8  # words between a fault and its thing, a thing and its fault: an address among them
_ITEM = 2  # words of a list's item, its number included; fewer tell nothing
_ITEMS = 3  # of a list numbered in running words; two numbers may count anything
_LETTER = 60  # words; a longer message is a story, and only its own numbering divides it


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = load_yaml(DATA / "matters.yml")
    return data


@cache
def _lexicon() -> Lexicon:
    groups: dict[str, list[str]] = {"fault": _data()["faults"]}
    for name, lists in _data()["matters"].items():
        groups[f"thing:{name}"] = lists["thing"]
        groups[f"alone:{name}"] = lists["alone"]
    return Lexicon(groups)


@cache
def _keys_of(name: str) -> frozenset[str]:
    return frozenset(key(str(word)) for word in _data()[name])


@cache
def _kin() -> dict[str, frozenset[str]]:
    """Every matter with those it is often one trouble with."""
    kin = {name: {name} for name in _data()["matters"]}
    for one, other in _data()["related"]:
        kin[one].add(other)
        kin[other].add(one)
    return {name: frozenset(names) for name, names in kin.items()}


@dataclass(frozen=True)
class _Part:
    """Words start..end-1, the matters they raise and name, and whether a cause ties them to earlier ones."""

    start: int
    end: int
    matters: frozenset[str]
    named: frozenset[str]
    tied: bool


def _cuts(known: Plain) -> list[int]:
    """Word indexes where a new part may begin: after a sign, or at a connecting word."""
    cuts = []
    letter = len(known.words) > _LETTER
    running = _running_list(known.words)
    for i in range(1, len(known.words)):
        if letter:
            cuts += [i] if _numbers_a_list(known, i) else []
            continue
        if _numbers_a_list(known, i - 1) or i - 1 in running:
            continue  # "2. lampu mati": the cut is before the number
        if (
            known.words[i] in _keys_of("connectors")
            or _joins_two(known.words, i)
            or _SIGN.search(_gap(known, i))
            or _numbers_a_list(known, i)
            or i in running
        ):
            cuts.append(i)
    return cuts


def _joins_two(words: Sequence[str], i: int) -> bool:
    """Whether "sama" at word i joins two troubles: a fault ends before it, a thing begins behind it."""
    if words[i] not in _keys_of("with"):
        return False
    found = _lexicon().find(words)
    behind = any(name != "fault" and span[0] == i + 1 for name, spans in found.items() for span in spans)
    return behind and any(span[1] == i for span in found.get("fault", ()))


def _gap(known: Plain, i: int) -> str:
    """What stands between word i and the one before it."""
    return known.text[known.spans[i - 1][1] : known.spans[i][0]]


def _numbers_a_list(known: Plain, i: int) -> bool:
    end = known.spans[i][1]
    lettered = known.words[i] in _LETTERS and known.text[end : end + 1] == ")"
    return lettered or (known.words[i].isdecimal() and known.text[end : end + 1] in {".", ")"})


def _running_list(words: Sequence[str]) -> frozenset[int]:
    """Where a list is numbered in running words: "1 jalan depan sd bolong 2 lampu jalan mati 3 ..."."""
    found: list[int] = []
    for i, word in enumerate(words):
        if word == str(len(found) + 1) and (i == 0 or words[i - 1] not in _keys_of("numbered")):
            found.append(i)
    if len(found) < _ITEMS:
        return frozenset()
    ends = [*found[1:], len(words)]
    told = all(end - start > _ITEM for start, end in zip(found, ends, strict=True))
    units = any(i + 1 < len(words) and words[i + 1] in _keys_of("counted") for i in found)
    return frozenset(found) if told and not units else frozenset()


def _outermost(found: dict[str, list[Span]]) -> dict[str, list[Span]]:
    """The hits without those inside a longer phrase: in "lampu jalan" nothing is said about the road."""
    covered = {
        i: (s, e) for spans in found.values() for s, e in sorted(spans) if e - s > 1 for i in range(s, e)
    }
    return {
        name: [span for span in spans if covered.get(span[0], span) == span or span[1] - span[0] > 1]
        for name, spans in found.items()
    }


def faults_and_matters(words: Sequence[str]) -> tuple[list[Span], list[Span]]:
    """Where words tell that something is wrong, and where they name what is a matter by itself."""
    found = _outermost(_lexicon().find(words))
    alone = [span for group, spans in found.items() if group.startswith("alone:") for span in spans]
    return found.get("fault", []), alone


def begins_with_a_thing(text: str) -> bool:
    """Whether the first words name a thing of the city's: "got depan rumah mampet"."""
    found = _lexicon().find(plain(text).words[:_NEAR])
    return any(
        name.startswith(("thing:", "alone:")) and span[0] == 0 for name in found for span in found[name]
    )


class _Finder:
    def __init__(self, known: Plain) -> None:
        self._known = known
        self._found = _outermost(_lexicon().find(known.words))
        self._faults = sorted(self._found.get("fault", ()))

    def _is_where(self, span: Span) -> bool:
        before = self._known.words[max(0, span[0] - 2) : span[0]]
        return any(word in _keys_of("place") for word in before)

    def _faulty(self, thing: Span, start: int, end: int) -> bool:
        low, high = max(start, thing[0] - _NEAR), min(end, thing[1] + _BEHIND)
        if self._known.written(*thing).lower() in _data()["address"]:
            low = thing[1]  # "lampu mati jl melati": what is wrong there was told before
        return any(low <= fault[0] < high and fault != thing for fault in self._faults)

    def named(self, start: int, end: int) -> frozenset[str]:
        """The matters whose things or faults words start..end-1 mention in whatever way."""
        spans = ((group.partition(":")[2], span) for group, found in self._found.items() for span in found)
        return frozenset(name for name, span in spans if name and start <= span[0] and span[1] <= end)

    def first(self, start: int, end: int) -> int:
        """The first word of start..end-1 that names a matter; `end` when none does."""
        starts = (span[0] for group, found in self._found.items() if ":" in group for span in found)
        return min((at for at in starts if start <= at < end), default=end)

    def matters(self, start: int, end: int) -> frozenset[str]:
        """The matters raised by words start..end-1."""
        raised = set()
        for group, spans in self._found.items():
            sort, _, name = group.partition(":")
            inside = [span for span in spans if start <= span[0] and span[1] <= end]
            if sort == "alone" and any(not self._is_where(span) for span in inside):
                raised.add(name)
            if sort == "thing" and any(self._faulty(s, start, end) and not self._is_where(s) for s in inside):
                raised.add(name)
        return frozenset(raised)


def _goes_on(known: Plain, start: int, previous: int) -> bool:
    """Whether a bare "dan" only lengthens the cause told before it: "banjir karena got mampet dan sampah"."""
    bare = known.words[start] == "dan" and not _gap(known, start).strip()
    return bare and any(_is_cause(known, i) for i in range(previous, start))


def _is_cause(known: Plain, i: int) -> bool:
    undone = i > 0 and known.words[i - 1] in _keys_of("undone")  # "belum jadi" causes nothing
    return known.words[i] in _keys_of("cause") and not undone


def _parts(known: Plain) -> Iterator[_Part]:
    finder = _Finder(known)
    previous = 0
    edges = [0, *_cuts(known)[:60], len(known.words)]
    for start, end in pairwise(edges):
        tied = any(_is_cause(known, i) for i in range(start, finder.first(start, end)))
        tied = tied or (start > 0 and _goes_on(known, start, previous))
        previous = start
        yield _Part(start, end, finder.matters(start, end), finder.named(start, end), tied)


def _joined(parts: Iterator[_Part]) -> list[_Part]:
    """Parts put together until each raises a matter the ones before it neither raise nor name."""
    joined: list[_Part] = []
    for part in parts:
        last = joined[-1] if joined else None
        if last is None or (last.matters and _is_new(part, joined)):
            joined.append(part)
        else:
            both = last.matters | part.matters, last.named | part.named
            joined[-1] = _Part(last.start, part.end, *both, last.tied)
    return joined


def _is_new(part: _Part, before: list[_Part]) -> bool:
    known = frozenset().union(*(earlier.named | earlier.matters for earlier in before))
    akin = frozenset().union(*(_kin()[name] for name in part.matters))
    return bool(part.matters) and not part.tied and not akin & known


def _only_joins(word: str) -> bool:
    listed = word in _LETTERS or word.isdecimal()
    return listed or word in _keys_of("connectors") or word in _keys_of("joiners")


def _trimmed(known: Plain, part: _Part) -> str:
    start = part.start
    while start < part.end - 1 and _only_joins(known.words[start]):
        start += 1
    return known.written(start, part.end)


def _listed(known: Plain, parts: list[_Part]) -> list[_Part]:
    """The items of the resident's own numbered list, also those of no known matter; [] for another text."""
    items: list[_Part] = []
    running = _running_list(known.words)
    for part in parts:
        numbered = _numbers_a_list(known, part.start) or part.start in running
        if numbered and part.end - part.start > _ITEM:
            items.append(part)
        elif items:
            last = items[-1]
            items[-1] = _Part(last.start, part.end, last.matters | part.matters, last.named, last.tied)
    fresh = sum(bool(item.matters) for item in items)
    return items if len(items) > 2 and fresh > 1 else []


def split_matters(text: str) -> tuple[str, ...]:
    """The matters of a message, in the resident's own words; one when there is only one, none for a blank."""
    known = plain(text)
    if not known.words:
        return (text.strip(),) if text.strip() else ()
    every = list(_parts(known))
    parts = _joined(iter(every))
    if len(parts) == 1:
        return (text.strip(),)
    if listed := _listed(known, every):
        parts = listed
    return tuple(_trimmed(known, part) for part in parts[:_MOST])
