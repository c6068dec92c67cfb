"""Fitting the category model to sentences (scikit-learn; imported only when training)."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.svm import LinearSVC

from nlu.features import Ids, words_of
from nlu.model import BLOCKS, Block, CategoryModel, Floats
from nlu.plain import DATA, load_yaml

STRENGTH = 0.3  # LinearSVC's C: how dear a misplaced sentence is against large weights
# Turns the machine's margins into the logarithm of odds, so that what is stated at 0.8 is right 8 times in
# 10: one figure, chosen on the reliability curve of the development rows as a whole (docs/nlu.md).
SHARPNESS = 5.0
# How much the priors weigh beside the machine's margins, whose scale is known up to a figure: chosen like
# SHARPNESS, one figure on the open development rows as a whole.
PRIORS_WEIGH = 1.3
SEEN_IN = (4, 8, 4)  # a feature counts when it stands in this many sentences, per block


def _known(found: Sequence[Ids], at_least: int) -> tuple[Ids, Floats]:
    """The features worth keeping and how telling each is (smoothed inverse document frequency)."""
    names, counts = np.unique(np.concatenate([np.unique(ids) for ids in found]), return_counts=True)
    kept = counts >= at_least
    idf = np.log((1 + len(found)) / (1 + counts[kept])) + 1
    return names[kept], idf.astype(np.float32)


def _matrix(block: Block, found: Sequence[Ids]) -> csr_matrix:
    rows, values, ends = [], [], [0]
    for ids in found:
        at, weight = block.vector(ids)
        rows.append(at)
        values.append(weight)
        ends.append(ends[-1] + len(at))
    shape = (len(found), len(block.ids))
    return csr_matrix((np.concatenate(values), np.concatenate(rows), np.array(ends)), shape=shape)


def block_of(
    features: Callable[[Sequence[str]], Ids], texts: Sequence[tuple[str, ...]], at_least: int
) -> tuple[Block, csr_matrix]:
    """A block without weights yet, and the texts as its rows."""
    found = [features(words) for words in texts]
    ids, idf = _known(found, at_least)
    empty = Block(ids, idf, np.zeros((len(ids), 0), dtype=np.float16))
    return empty, _matrix(empty, found)


def priors(codes: Sequence[str]) -> Floats:
    """How likely each code is before a word is read (`nlu/data/priors.yml`): logarithms, weighed."""
    weights = load_yaml(DATA / "priors.yml")
    told: Floats = np.log(np.array([weights.get(code, 1.0) for code in codes], dtype=np.float32))
    return (PRIORS_WEIGH * told).astype(np.float32)


def fit(
    texts: Sequence[str],
    labels: Sequence[str],
    *,
    importance: Sequence[float] | None = None,
    balanced: bool = True,
) -> CategoryModel:
    """The model of these sentences.

    `importance` is how much each sentence counts (1 by default). `balanced` says that the sentences were
    written for each category alike, so that the priors must tell how common each is; an archive tells that.
    """
    words = [words_of(text) for text in texts]
    blocks, parts = zip(*(block_of(f, words, n) for f, n in zip(BLOCKS, SEEN_IN, strict=True)), strict=True)
    fitted = LinearSVC(C=STRENGTH).fit(hstack(parts, format="csr"), labels, sample_weight=importance)
    weights: NDArray[np.float16] = (SHARPNESS * fitted.coef_.T).astype(np.float16)
    ends = np.cumsum([len(block.ids) for block in blocks])[:-1]
    filled = tuple(
        Block(block.ids, block.idf, part) for block, part in zip(blocks, np.split(weights, ends), strict=True)
    )
    codes = tuple(str(code) for code in fitted.classes_)
    bias = SHARPNESS * fitted.intercept_.astype(np.float32)
    return CategoryModel(codes, filled, bias + priors(codes) if balanced else bias)
