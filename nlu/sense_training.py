"""Fitting the sense of danger (scikit-learn; imported only when it is fitted)."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from nlu import grammar, sense_corpus, talk
from nlu.cards import ModelMissing, hash_of
from nlu.model import BLOCKS, Block
from nlu.plain import DATA
from nlu.sense import READ_BY, Sense, file_of, load, words_of
from nlu.sense_corpus import Sizes

Say = Callable[[str], None]
SEEN_IN = (2, 4, 2)  # a feature counts when it stands in so many messages, per block
STRENGTH = 0.3  # LinearSVC's C
_HERE = Path(__file__).parent
_GROWERS = tuple(_HERE / f"{name}.py" for name in ("grammar", "corpus", "noise", "fitting", "talk"))


def grown_from() -> str:
    """Which messages these are, by what they are grown from."""
    return hash_of(
        *sorted(grammar.FOLDER.glob("*.yml")), *sorted(talk.TALK.glob("*.yml")), *sense_corpus.sources(),
        DATA / "short_forms.yml", *_GROWERS, Path(sense_corpus.__file__), Path(__file__),
    )  # fmt: skip


def fit(told: list[sense_corpus.Told]) -> Sense:
    """The sense these messages teach."""
    from scipy.sparse import hstack
    from sklearn.svm import LinearSVC

    from nlu.fitting import block_of

    words = [words_of(text) for text, _ in told]
    blocks, parts = zip(*(block_of(f, words, n) for f, n in zip(BLOCKS, SEEN_IN, strict=True)), strict=True)
    fitted = LinearSVC(C=STRENGTH).fit(hstack(parts, format="csr"), [kind for _, kind in told])
    weights = fitted.coef_.T.astype(np.float16)
    ends = np.cumsum([len(block.ids) for block in blocks])[:-1]
    filled = tuple(Block(b.ids, b.idf, part) for b, part in zip(blocks, np.split(weights, ends), strict=True))
    kinds = tuple(str(kind) for kind in fitted.classes_)
    return Sense(kinds, filled, fitted.intercept_.astype(np.float32), grown_from(), hash_of(*READ_BY))


def fits(home: Path) -> bool:
    """Whether the sense of a home was made by this code from these messages."""
    try:
        return load(home).grown_from == grown_from()
    except ModelMissing:
        return False


def train(home: Path, *, sizes: Sizes | None = None, say: Say = print) -> Sense:
    """Fit the sense of danger and bring it into use."""
    told = list(sense_corpus.generate(sizes))
    say(f"understanding: fitting the sense of danger on {len(told)} messages")
    sense = fit(told)
    sense.save(file_of(home))
    return sense
