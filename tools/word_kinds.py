"""Which kinds of matter each word tells of, counted over the grammar of the training sentences.

`python -m tools.word_kinds` writes nlu/data/word_kinds.tsv; run it when the grammar has grown. A line: the
word's stem, how telling it is (idf over the grammar's lines), and its kinds with their shares, of length 1.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from nlu.grammar import COMMON, FOLDER
from nlu.plain import keys, load_yaml
from nlu.roots import stem
from nlu.word_kinds import FILE

_SLOT = re.compile(r"\{\w+\}")
LEAST = 0.2  # smaller shares say nothing


def _lines() -> Iterator[tuple[str, frozenset[str]]]:
    for path in sorted(FOLDER.glob("*.yml")):
        for lines in load_yaml(path).values():
            for line in lines if isinstance(lines, list) else ():
                yield path.stem, frozenset(map(stem, keys(_SLOT.sub(" ", str(line)))))


def _shares(counted: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(share * share for share in counted.values()))
    return {kind: share / length for kind, share in counted.items() if share / length >= LEAST}


def rows() -> Iterator[str]:
    """The lines of the file, by word."""
    lines = list(_lines())
    many = Counter(kind for kind, _ in lines)
    seen: Counter[str] = Counter(word for _, words in lines for word in words)
    counted: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for kind, words in lines:
        for word in words if kind != COMMON else ():
            counted[word][kind] += 1 / many[kind]
    for word in sorted(counted):
        kinds = " ".join(f"{kind}:{share:.2f}" for kind, share in sorted(_shares(counted[word]).items()))
        yield f"{word}\t{math.log((len(lines) + 1) / (1 + seen[word])):.2f}\t{kinds}\n"


def main() -> None:
    """Count, and write the file."""
    FILE.write_text("".join(rows()), encoding="utf-8")


if __name__ == "__main__":
    main()
