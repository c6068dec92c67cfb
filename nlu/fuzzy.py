"""Finding a known word under one typing error, without comparing it to every known word.

A word and its misspelling share a form with one letter dropped (the SymSpell idea), so a look-up costs
as many dictionary reads as the word has letters.
"""

from collections.abc import Iterable


def _drops(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


def one_edit(a: str, b: str) -> bool:
    """Whether the two words are equal or one insertion, deletion, change or swap of neighbours apart."""
    if a == b:
        return True
    if abs(len(a) - len(b)) > 1:
        return False
    i = 0
    while i < min(len(a), len(b)) and a[i] == b[i]:
        i += 1
    rest_a, rest_b = a[i:], b[i:]
    swapped = rest_a[:2] == rest_b[:2][::-1] and rest_a[2:] == rest_b[2:]
    return rest_a[1:] == rest_b or rest_a == rest_b[1:] or rest_a[1:] == rest_b[1:] or swapped


class Near:
    """The known words of at least `shortest` letters, found exactly or under one typing error."""

    def __init__(self, words: Iterable[str], *, shortest: int = 6) -> None:
        self._forms: dict[str, list[str]] = {}
        for word in sorted(set(words)):
            if len(word) >= shortest:
                for form in {word, *_drops(word)}:
                    self._forms.setdefault(form, []).append(word)
        self._shortest = shortest

    def near(self, word: str) -> set[str]:
        """Every known word that shares a form with this one, whatever its length: a superset of those one
        error away."""
        return {known for form in (word, *_drops(word)) for known in self._forms.get(form, ())}

    def find(self, word: str) -> str | None:
        """The known word meant, or None. The first letter must be right: that is how people mistype."""
        if not self._shortest <= len(word) <= 40:
            return None
        for form in (word, *_drops(word)):
            for known in self._forms.get(form, ()):
                if known[0] == word[0] and one_edit(word, known):
                    return known
        return None
