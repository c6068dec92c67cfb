"""The grammar the training sentences grow from: hand-written parts with choices and slots.

`(a|b|)` picks one, the last one here being nothing; choices nest. `{name}` takes one line of the list `name`
of the category's own file, or else of `umum.yml`. See the head of `nlu/corpus.py` for the lists of a file.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from nlu.plain import DATA, load_yaml

FOLDER = DATA / "grammar"
COMMON = "umum"
_PIECES = re.compile(r"\{(\w+)\}|([(|)])|([^{}(|)]+)")


@dataclass(frozen=True)
class Slot:
    """A list by name, to take one line of."""

    name: str


@dataclass(frozen=True)
class Choice:
    """Alternatives; each is a sequence of parts."""

    options: tuple[tuple["Part", ...], ...]


Part = str | Slot | Choice
Template = tuple[Part, ...]
Lists = Mapping[str, tuple[Template, ...]]


class GrammarError(ValueError):
    """A part that cannot be read: unbalanced brackets, or a list that does not exist."""


def parse(line: str) -> Template:
    """The parts of one written line. Raises GrammarError when its brackets do not close."""
    stack: list[list[list[Part]]] = [[[]]]
    for slot, mark, text in _PIECES.findall(line):
        if slot:
            stack[-1][-1].append(Slot(slot))
        elif text:
            stack[-1][-1].append(text)
        elif mark == "(":
            stack.append([[]])
        elif mark == "|":
            stack[-1].append([])
        elif len(stack) == 1:
            raise GrammarError(f"')' without '(' in: {line}")
        else:
            options = stack.pop()
            stack[-1][-1].append(Choice(tuple(tuple(option) for option in options)))
    if len(stack) != 1 or len(stack[0]) != 1:
        raise GrammarError(f"'(' never closed, or '|' outside brackets, in: {line}")
    return tuple(stack[0][0])


def read_lists(path: Path) -> Lists:
    """The lists of one grammar file, parsed."""
    lists = load_yaml(path)
    return {name: tuple(parse(str(line or "")) for line in lines) for name, lines in lists.items()}


@cache
def _common() -> Lists:
    return read_lists(FOLDER / f"{COMMON}.yml")


def categories(folder: Path = FOLDER) -> tuple[str, ...]:
    """The codes that have a grammar file, in alphabetical order."""
    return tuple(sorted(path.stem for path in folder.glob("*.yml") if path.stem != COMMON))


class Grammar:
    """One category's lists over the common ones.

    `write(name, rng)` returns the text and its skeleton: the same text with names, places and figures
    taken out, by which two sentences that differ in nothing else are known to be near copies.
    """

    def __init__(self, lists: Lists, common: Lists) -> None:
        self._lists = {**common, **lists}
        # What a category writes itself is its matter; the common lists hold names, places and figures.
        self._holes = frozenset(common) - frozenset(lists)

    @classmethod
    def of(cls, category: str, folder: Path = FOLDER) -> "Grammar":
        """The grammar of a category; raises FileNotFoundError where it has none."""
        return cls(read_lists(folder / f"{category}.yml"), _common())

    def has(self, name: str) -> bool:
        """Whether there is a list of this name."""
        return name in self._lists

    def write(self, name: str, rng: Random) -> tuple[str, str]:
        """One line of the list `name` and its skeleton; raises GrammarError where there is no such list."""
        if name not in self._lists:
            raise GrammarError(f"no list named {name}")
        return self._sequence(rng.choice(self._lists[name]), rng)

    def _sequence(self, parts: Template, rng: Random) -> tuple[str, str]:
        text, skeleton = [], []
        for part in parts:
            if isinstance(part, str):
                written, bare = part, part
            elif isinstance(part, Choice):
                written, bare = self._sequence(rng.choice(part.options), rng)
            else:
                written, bare = self.write(part.name, rng)
                bare = "_" if part.name in self._holes else bare
            text.append(written)
            skeleton.append(bare)
        return "".join(text), "".join(skeleton)
