"""Lists of cue words and phrases, found in a text in one pass.

A phrase is words with spaces; a word ending in `*` stands for every word that begins so.
"""

from collections.abc import Iterable, Mapping, Sequence

from nlu.fuzzy import Near
from nlu.plain import key, keys

Span = tuple[int, int]


class Lexicon:
    """Named groups of phrases; `find` says where each group occurs among a text's words."""

    def __init__(self, groups: Mapping[str, Iterable[str]], *, typos_from: int = 7) -> None:
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._stems: dict[str, list[str]] = {}
        for name, phrases in groups.items():
            for phrase in phrases:
                self._add(str(phrase), name)
        vocabulary = {word for known in self._phrases.values() for words, _ in known for word in words}
        self._vocabulary = vocabulary
        self._near = Near(vocabulary, shortest=typos_from)
        self._shortest_stem = min(map(len, self._stems), default=0)

    def _add(self, phrase: str, name: str) -> None:
        if phrase.endswith("*") and " " not in phrase:
            self._stems.setdefault(key(phrase[:-1]), []).append(name)
            return
        words = keys(phrase.rstrip("*"))  # a phrase is matched whole: only single words have a stem
        self._phrases.setdefault(words[0], []).append((words, name))

    def _spelled(self, word: str) -> str:
        if word in self._vocabulary:
            return word
        return self._near.find(word) or word

    def find(self, words: Sequence[str]) -> dict[str, list[Span]]:
        """Group name to the word ranges (start, end) where it occurs, in order of the text."""
        spelled = [self._spelled(word) for word in words]
        found: dict[str, list[Span]] = {}
        for i, word in enumerate(spelled):
            for phrase, name in self._phrases.get(word, ()):
                if len(phrase) == 1 or tuple(spelled[i : i + len(phrase)]) == phrase:
                    found.setdefault(name, []).append((i, i + len(phrase)))
            for size in range(self._shortest_stem, len(words[i]) + 1) if self._shortest_stem else ():
                for name in self._stems.get(words[i][:size], ()):
                    found.setdefault(name, []).append((i, i + 1))
        return found
