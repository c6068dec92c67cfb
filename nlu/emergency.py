"""Danger to life in a message: cue words, what must stand near them, and what makes them harmless."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from nlu.cues import Lexicon, Span
from nlu.danger import detect_danger
from nlu.plain import DATA, Plain, load_yaml, plain
from nlu.types import Emergency

_BEFORE = 5  # words before a cue in which "rawan", "takut", "kalau" still speak of it
_BESIDE = 2  # words before a cue in which "kayak" likens something to it
_SUBJECT = 3  # words before a cue that tell whom it happens to
_AROUND = 4  # words around a cue in which "sering", "tiap malam" still speak of it
LAST = "tolong"  # a bare cry is what remains when nothing else is told
_TOLD_NOW = 6  # words around a cue in which a letter says that it is happening now
_LETTER = 45  # words; a longer text tells a story, in which only what it says is happening now is an alarm
_NOW = frozenset(("kini_surat", "minta_evakuasi"))
Found = dict[str, list[Span]]


@dataclass(frozen=True)
class Rule:
    """One way an emergency shows; see the head of the data file."""

    kind: str
    cue: str
    near: tuple[tuple[frozenset[str], int], ...] = ()  # any of these groups, at most so many words away
    within: int = 0
    fear: int = _BEFORE
    unless: tuple[tuple[str, int], ...] = ()  # groups, each with how many words away
    subject_not: tuple[str, ...] = ()
    ignore: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Rules:
    """The cue lists and the rules over them, ready to use."""

    lexicon: Lexicon
    rules: tuple[Rule, ...]


def _rule(row: dict[str, Any]) -> Rule:
    return Rule(
        kind=row["kind"],
        cue=row["cue"],
        near=tuple(_near(groups, row["within"]) for groups in row.get("near", ())),
        within=row.get("within", 0),
        fear=row.get("fear", _BEFORE),
        unless=tuple(_unless(group, row.get("within", 0)) for group in row.get("unless", ())),
        subject_not=tuple(row.get("subject_not", ())),
        ignore=frozenset(row.get("ignore", ())),
    )


def _near(groups: list[Any], within: int) -> tuple[frozenset[str], int]:
    """A list of groups, whose last item may be their own distance."""
    own = groups[-1] if isinstance(groups[-1], int) else within
    return frozenset(group for group in groups if isinstance(group, str)), own


def _unless(group: Any, within: int) -> tuple[str, int]:
    """A group, or one with its own distance."""
    return (group, within) if isinstance(group, str) else (group[0], group[1])


@cache
def load_rules(path: Path = DATA / "emergency_cues.yml") -> Rules:
    """The rules of a data file; raises KeyError when a rule names a group that the file lacks."""
    data = load_yaml(path)
    rules = tuple(_rule(row) for row in data["rules"])
    for rule in rules:
        for group in (
            rule.cue,
            *(group for group, _ in rule.unless),
            *rule.subject_not,
            *(g for groups, _ in rule.near for g in groups),
        ):
            data["groups"][group]
    return Rules(Lexicon(data["groups"], typos_from=7, tight=True), rules)


def _past(found: Found) -> Found:
    """What tells that something is over: "dulu", but not the one of "bayar dulu"."""
    first = {i for start, end in found.get("bukan_lampau", ()) for i in range(start, end)}
    return {"lampau": [span for span in found.get("lampau", ()) if not first.issuperset(range(*span))]}


class _Reading:
    """One text's cue hits, and the questions the rules ask of them; each reads one window."""

    def __init__(self, known: Plain, found: Found) -> None:
        self._sentence = known.sentence
        self._clause = known.clause
        self._at: list[set[str]] = [set() for _ in known.words]
        for name, spans in found.items():
            for start, end in spans:
                for i in range(start, end):
                    self._at[i].add(name)
        for at in self._at:
            if "bukan_orang" in at:
                at.discard("orang")
            if "bukan_luka" in at:
                at.discard("luka")
        self._now_in = self._clauses(found, "kini")
        self._over_in = self._clauses(_past(found), "lampau") - self._now_in

    def _clauses(self, found: Found, name: str) -> set[int]:
        return {self._clause[start] for start, _ in found.get(name, ())}

    def _around(self, cue: Span, before: int, after: int) -> Iterator[int]:
        yield from range(max(0, cue[0] - before), cue[0])
        yield from range(cue[1], min(len(self._at), cue[1] + after))

    def _beside(self, cue: Span, names: frozenset[str], within: int) -> bool:
        return any(not names.isdisjoint(self._at[i]) for i in self._around(cue, within, within))

    def _swallows(self, cue: Span) -> bool:
        return any("semu" in self._at[i] for i in range(*cue))

    def _supposed(self, rule: Rule, cue: Span) -> bool:
        here = self._sentence[cue[0]]
        return any(
            "andai" in self._at[i] and "bukan_andai" not in self._at[i] and self._sentence[i] == here
            for i in self._around(cue, rule.fear, 0)
        )

    def _likened(self, _: Rule, cue: Span) -> bool:
        return any("umpama" in self._at[i] for i in self._around(cue, _BESIDE, 0))

    def _in_a_letter(self, cue: Span) -> bool:
        return len(self._at) > _LETTER and not self._beside(cue, _NOW, _TOLD_NOW)

    def _over(self, _: Rule, cue: Span) -> bool:
        return self._clause[cue[0]] in self._over_in

    def _hearsay(self, _: Rule, cue: Span) -> bool:
        clause = self._clause[cue[0]]
        return clause not in self._now_in and any(
            "konon" in self._at[i] and self._clause[i] == clause for i in range(cue[0])
        )

    def _habitual(self, _: Rule, cue: Span) -> bool:
        here = self._sentence[cue[0]]
        checks = (("kebiasaan", _AROUND, 0), ("kebiasaan_sesudah", 0, _AROUND))
        return any(
            name in self._at[i] and self._sentence[i] == here
            for name, before, after in checks
            for i in self._around(cue, before, after)
        )

    def _of_a_thing(self, rule: Rule, cue: Span) -> bool:
        """Whether what it happens to is no person: "sandal saya hanyut"."""
        things = [i for i in self._around(cue, _SUBJECT, 0) if not self._at[i].isdisjoint(rule.subject_not)]
        if not things:
            return False
        # "sandal anak hanyut": who comes right after the thing only owns it
        people = (i for i in self._around(cue, _SUBJECT, rule.within) if "orang" in self._at[i])
        return all(i - 1 in things for i in people)

    def holds(self, rule: Rule, cue: Span) -> bool:
        """Whether the rule holds for this occurrence of its cue."""
        swallowed = "semu" not in rule.ignore and self._swallows(cue)
        if swallowed or self._of_a_thing(rule, cue) or self._in_a_letter(cue):
            return False
        if any(self._beside(cue, frozenset({group}), within) for group, within in rule.unless):
            return False
        if not all(self._beside(cue, groups, within) for groups, within in rule.near):
            return False
        checks = (
            ("andai", self._supposed),
            ("umpama", self._likened),
            ("lampau", self._over),
            ("konon", self._hearsay),
            ("kebiasaan", self._habitual),
        )
        return not any(check(rule, cue) for name, check in checks if name not in rule.ignore)


def detect_emergency(text: str, rules: Rules | None = None) -> Emergency | None:
    """The emergency a text speaks of and the words that say so, or None. Any text is survived."""
    special = detect_danger(text) if rules is None else None
    if special is not None and special.kind != LAST:
        return special
    rules = rules or load_rules()
    known = plain(text)
    found = rules.lexicon.find(known.words)
    reading = _Reading(known, found)
    for rule in rules.rules:
        for cue in found.get(rule.cue, ()):
            if reading.holds(rule, cue):
                return Emergency(rule.kind, known.written(*cue))
    return special
