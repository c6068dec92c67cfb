"""Kinds of danger that need a sentence of their own: which one a text speaks of, and whose danger it is.

Each file of data/danger tells of one kind in patterns of word groups ("ingin ..2 mati"); the head of
data/danger/umum.yml explains them. The rules over single cues (fire, drowning, crashes) are in emergency.py.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from nlu.cues import Lexicon, Span
from nlu.own_wish import of_my_person
from nlu.plain import DATA, Plain, fold, load_yaml, plain
from nlu.types import Emergency

FOLDER = DATA / "danger"
SHARED = "umum"
TYPOS_FROM = 7  # letters; what an ordinary word is one letter away from is matched as written only
_GAP = 3  # words that ".." may stand for
_WHOSE = 9  # words before the cue in which somebody else is named
_SWALLOW = "semu"
_THEMSELVES = "sebut_diri"
_DENIED = ("ga", "gak", "gk")  # how "tidak" is typed together with the word it denies
# Words of address that name a relative when one of these follows: "kakak saya", not "kak, saya mau lapor".
_KIN = frozenset(
    ("kakak", "kaka", "abang", "bang", "mas", "mbak", "mba", "om", "kakakku", "abangku", "teteh", "aa")
)
_FOR = frozenset(
    ("buat", "untuk", "utk", "bwt", "for")
)  # "surat buat anak": for whom it is, not whose danger
_MINE = "my"  # what stands behind it is somebody else
_OWNED = frozenset(("saya", "kami", "ipar", "kandung", "tiri", "kos", "perempuan", "laki"))
Found = Mapping[str, Sequence[Span]]


@dataclass(frozen=True)
class Pattern:
    """Groups in the order they must come, each with how many words may stand before it."""

    steps: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Rule:
    """Patterns of which one must be met; `unless`: groups that must not stand in the same sentence.

    before: groups that must not stand in the few words before. nowhere: groups that must not stand anywhere.
    beside: one of these must stand somewhere. whole: nothing else may be said, courtesy aside.
    """

    kind: str
    patterns: tuple[Pattern, ...]
    unless: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    nowhere: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    whole: bool = False


@dataclass(frozen=True)
class Rules:
    """The rules of all kinds, in order, and their words."""

    lexicon: Lexicon
    rules: tuple[Rule, ...]


def _pattern(text: str) -> Pattern:
    steps: list[tuple[str, int]] = []
    gap = 0
    for word in text.split():
        if word.startswith(".."):
            gap = int(word[2:] or _GAP)
        else:
            steps.append((word, gap))
            gap = 0
    return Pattern(tuple(steps))


def _patterns(text: str) -> Iterator[Pattern]:
    """A pattern; "a ~4 b" is met in either order."""
    if "~" not in text:
        yield _pattern(text)
        return
    left, right = text.split("~", 1)
    number, _, rest = right.strip().partition(" ")
    yield _pattern(f"{left} ..{number} {rest}")
    yield _pattern(f"{rest} ..{number} {left}")


def _rule(kind: str, row: dict[str, Any]) -> Rule:
    return Rule(
        kind=row.get("kind", kind),
        patterns=tuple(pattern for text in row["say"] for pattern in _patterns(text)),
        unless=tuple(row.get("unless", ())),
        before=tuple(row.get("before", ())),
        nowhere=tuple(row.get("nowhere", ())),
        beside=tuple(row.get("beside", ())),
        whole=bool(row.get("whole", False)),
    )


@cache
def load_rules(folder: Path = FOLDER) -> Rules:
    """The rules of a folder of kinds; raises KeyError when one names a group that no file has."""
    shared = load_yaml(folder / f"{SHARED}.yml")
    groups: dict[str, list[str]] = dict(shared["groups"])
    rules: list[Rule] = []
    for kind in shared["order"]:
        data = load_yaml(folder / f"{kind}.yml")
        own = {f"{kind}.{name}": words for name, words in data.get("groups", {}).items()}
        groups |= own
        rules += [_named(_rule(kind, row), kind, own) for row in data["rules"]]
    for rule in rules:
        for group in (*_groups_of(rule), *rule.unless, *rule.before, *rule.nowhere, *rule.beside):
            groups[group]
    spoken = {
        name: [way for phrase in words for way in _written_together(phrase)] for name, words in groups.items()
    }
    return Rules(Lexicon(spoken, typos_from=TYPOS_FROM, tight=True), tuple(rules))


def _written_together(phrase: str) -> Iterator[str]:
    """A phrase, and "gabisa keluar" for "tidak bisa keluar": many type a denial into the word it denies."""
    yield str(phrase)
    first, _, rest = str(phrase).partition(" ")
    if first == "tidak" and rest:
        yield from (short + rest for short in _DENIED)


def _groups_of(rule: Rule) -> Iterator[str]:
    for pattern in rule.patterns:
        for name, _ in pattern.steps:
            yield name


def _named(rule: Rule, kind: str, own: Mapping[str, Any]) -> Rule:
    """The rule with the file's own groups under their full names."""

    def full(name: str) -> str:
        return f"{kind}.{name}" if f"{kind}.{name}" in own else name

    def all_of(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(full, names))

    return replace(
        rule,
        patterns=tuple(Pattern(tuple((full(name), gap) for name, gap in p.steps)) for p in rule.patterns),
        unless=all_of(rule.unless), before=all_of(rule.before), nowhere=all_of(rule.nowhere),
        beside=all_of(rule.beside),
    )  # fmt: skip


class Spotted:
    """One text's words, and where the groups of a set of rules stand among them."""

    def __init__(self, known: Plain, rules: Rules) -> None:
        self.known, self.rules = known, rules
        self.found: Found = rules.lexicon.find(_with_kin(known))
        self.starts: dict[str, dict[int, list[int]]] = {}
        swallowed = {i for start, end in self.found.get(_SWALLOW, ()) for i in range(start, end)}
        for name, spans in self.found.items():
            at = self.starts.setdefault(name, {})
            for start, end in spans:
                if name == _SWALLOW or not swallowed.issuperset(range(start, end)):
                    at.setdefault(start, []).append(end)

    def all(self) -> Iterator[tuple[str, Span]]:
        """Every kind that is met, in the order of the rules, with the words that say so; each kind once."""
        met: set[str] = set()
        for rule in self.rules.rules:
            if rule.kind not in met and (span := self._meets(rule)):
                met.add(rule.kind)
                yield rule.kind, span

    def _meets(self, rule: Rule) -> Span | None:
        for pattern in rule.patterns:
            if pattern.steps[0][0] in self.starts:  # of hundreds of patterns a text begins a few
                for span in self.matches(pattern):
                    if self.holds(rule, span):
                        return span
        return None

    def matches(self, pattern: Pattern) -> Iterator[Span]:
        first, _ = pattern.steps[0]
        for start, ends in self.starts.get(first, {}).items():
            for end in ends:
                last = self._follow(pattern.steps[1:], end)
                if last is not None:
                    yield start, last

    def _follow(self, steps: Sequence[tuple[str, int]], at: int) -> int | None:
        if not steps:
            return at
        (name, gap), rest = steps[0], steps[1:]
        places = self.starts.get(name, {})
        for start in range(at, at + gap + 1):
            for end in places.get(start, ()):
                last = self._follow(rest, end)
                if last is not None:
                    return last
        return None

    def holds(self, rule: Rule, span: Span) -> bool:
        sentence = self.known.sentence
        here = range(sentence[span[0]], sentence[span[1] - 1] + 1)
        if any(sentence[start] in here for name in rule.unless for start in self.starts.get(name, ())):
            return False
        if any(self.starts.get(name) for name in rule.nowhere):
            return False
        if rule.beside and not any(self.starts.get(name) for name in rule.beside):
            return False
        near = range(span[0] - _GAP - 1, span[0])
        if any(end - 1 in near for name in rule.before for _, end in self.found.get(name, ())):
            return False
        return not rule.whole or self._alone(span)

    def _alone(self, span: Span) -> bool:
        """Whether all that is said beside the span is courtesy or the same cry again."""
        said = set(range(*span))
        for name in ("sapa", "seru"):
            for start, ends in self.starts.get(name, {}).items():
                said.update(range(start, max(ends)))
        return said.issuperset(range(len(self.known.words)))

    def of_another(self, span: Span) -> bool:
        """Whether the danger is somebody else's: the person named last before it, or in it."""
        own, others = self.starts.get("diri", {}), self.starts.get("orang_lain", {})
        near = range(max(0, span[0] - _WHOSE + 1), span[1])
        if any(start in near for start, _ in self.found.get(_THEMSELVES, ())):
            return False
        sees = self.starts.get("melihat", {}) if "nya" in self.known.written(*span).lower() else {}
        for i in reversed(near):
            if i in others and not self._for_whom(i, others):
                return True
            if i in own and i + 1 in sees:
                return True  # "saya lihat tangannya penuh sayatan"
            if i in own and i - 1 not in others and i - 2 not in others:
                return False
        return False

    def _for_whom(self, i: int, others: Mapping[int, object]) -> bool:
        """Whether who is named at word i only gets something: "surat buat anak anak"."""
        while i - 1 in others:
            i -= 1
        return i > 0 and self.known.words[i - 1] in _FOR

    def tells_of_self(self) -> bool:
        """Whether somebody says "saya" before anybody else is named: "kalo aku ga ada, bilangin ibu"."""
        own, others = self.starts.get("diri", {}), self.starts.get("orang_lain", {})
        knows = self.starts.get("melihat", {}).keys() | self.starts.get("andai", {}).keys()
        mine = {i for i in own if self.known.words[i] == _MINE and i + 1 in others}  # "my roommate"
        first = min((i for i in own if i not in mine), default=None)
        return first is not None and first < min(others, default=first + 1) and first + 1 not in knows


def _with_kin(known: Plain) -> list[str]:
    """The words, with relatives told from words of address."""
    words = list(known.words)
    for i, word in enumerate(words[:-1]):
        apart = known.text[known.spans[i][1] : known.spans[i + 1][0]] != " "
        if word == "pak" and not apart and words[i + 1] in _OWNED and fold(known.written(i, i + 1)) in _KIN:
            words[i] = "saudara"
    return words


def whose(text: str) -> bool:
    """Whether the danger a whole text tells of is somebody else's."""
    if of_my_person(text):
        return True
    reading = Spotted(plain(text), load_rules())
    return reading.of_another((0, len(reading.known.words))) and not reading.tells_of_self()


def without_harmless(text: str) -> str:
    """The text without its phrases that only borrow a word of danger: "jembatan gantung", "mati lampu"."""
    known = plain(text)
    spans = load_rules().lexicon.find(known.words).get(_SWALLOW, ())
    for start, end in sorted(spans, reverse=True):
        text = f"{text[: known.spans[start][0]]} {text[known.spans[end - 1][1] :]}"
    return text


def detect_danger(text: str, rules: Rules | None = None) -> Emergency | None:
    """The danger a text speaks of, its words and whose it is; None for none. Any text is survived."""
    reading = Spotted(plain(text), rules or load_rules())
    for kind, span in reading.all():
        return Emergency(kind, reading.known.written(*span), reading.of_another(span))
    return None
