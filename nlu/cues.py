"""Lists of cue words and phrases, found in a text in one pass.

A phrase is words with spaces; a word ending in `*` stands for every word that begins so, one ending in `~`
for every inflection of that root.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from nlu.fuzzy import Near, one_edit
from nlu.plain import DATA, fold, key, keys, load_yaml
from nlu.roots import roots

Span = tuple[int, int]
_LONGEST_STEM = 20
_REMEMBERED = 20_000  # words whose spelling was looked up


@cache
def ordinary_words() -> frozenset[str]:
    """Everyday words that are never taken for a misspelling."""
    rows: list[str] = load_yaml(DATA / "ordinary_words.yml")
    return frozenset(word for row in rows for word in keys(row))


@cache
def _everyday() -> Near:
    return Near(ordinary_words(), shortest=1)


def _like_an_everyday_word(word: str) -> bool:
    """Whether an everyday word is one letter away, so that a misspelling might as well be that word's."""
    return any(one_edit(word, other) for other in _everyday().near(word))


@dataclass(frozen=True)
class _Entry:
    """A word: how it is spelled, the phrases that begin with it, the groups it belongs to by stem or root."""

    spelled: str
    phrases: tuple[tuple[tuple[str, ...], str], ...]
    groups: tuple[str, ...]


class Lexicon:
    """Named groups of phrases; `find` says where each group occurs among a text's words.

    tight: for words that raise an alarm. A word that an everyday one is a letter away from is matched as
    written only, and an everyday word belongs to no stem or root.
    """

    def __init__(
        self, groups: Mapping[str, Iterable[str]], *, typos_from: int = 7, tight: bool = False
    ) -> None:
        self._tight = tight
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._stems: dict[str, list[str]] = {}
        self._roots: dict[str, list[str]] = {}
        for name, phrases in groups.items():
            for phrase in phrases:
                self._add(str(phrase), name)
        vocabulary = {word for known in self._phrases.values() for words, _ in known for word in words}
        self._vocabulary = vocabulary
        forgiving = {word for word in vocabulary if not _like_an_everyday_word(word)} if tight else vocabulary
        self._near = Near(forgiving, shortest=typos_from)
        self.forgiving = frozenset(word for word in forgiving if len(word) >= typos_from)
        self.written = frozenset(vocabulary | self._stems.keys())
        self._shortest_stem = min(map(len, self._stems), default=_LONGEST_STEM + 1)
        self._entries: dict[str, _Entry] = {}

    def _add(self, phrase: str, name: str) -> None:
        if phrase.endswith("*") and " " not in phrase:
            self._stems.setdefault(key(phrase[:-1]), []).append(name)
            return
        if phrase.endswith("~"):
            self._roots.setdefault(fold(phrase[:-1]), []).append(name)
            return
        words = keys(phrase.rstrip("*"))  # a phrase is matched whole: only single words have a stem
        self._phrases.setdefault(words[0], []).append((words, name))

    def find(self, words: Sequence[str]) -> dict[str, list[Span]]:
        """Group name to the word ranges (start, end) where it occurs, in order of the text."""
        entries = [self._entries.get(word) or self._look_up(word) for word in words]
        spelled = [entry.spelled for entry in entries]
        found: dict[str, list[Span]] = {}
        for i, entry in enumerate(entries):
            for phrase, name in entry.phrases:
                size = len(phrase)
                if size == 1 or tuple(spelled[i : i + size]) == phrase:
                    found.setdefault(name, []).append((i, i + size))
            for name in entry.groups:
                found.setdefault(name, []).append((i, i + 1))
        return found

    def _look_up(self, word: str) -> "_Entry":
        """What the lists know of a word; remembered, since the same words come again and again."""
        if len(self._entries) > _REMEMBERED:
            self._entries.clear()
        fixed = word in self._vocabulary or word in ordinary_words()
        spelled = word if fixed else self._near.find(word) or word
        sizes = range(self._shortest_stem, min(len(word), _LONGEST_STEM) + 1)
        if self._tight and word in ordinary_words():
            names = list(
                self._stems.get(word, ())
            )  # "genangan*" is met by genangan, "tembak*" not by tembakau
        else:
            names = [name for size in sizes for name in self._stems.get(word[:size], ())]
            names += [name for root in roots(word) for name in self._roots.get(root, ())]
        entry = _Entry(spelled, tuple(self._phrases.get(spelled, ())), tuple(dict.fromkeys(names)))
        self._entries[word] = entry
        return entry
