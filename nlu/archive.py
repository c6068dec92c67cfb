"""Adapting to a city's own archive: five-fold, beside a linear SVM that learns from the same rows."""

from collections.abc import Callable, Sequence
from zlib import crc32

import numpy as np
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from nlu.corpus import Example
from nlu.evaluation import Scores, measure, score
from nlu.fitting import fit
from nlu.model import CategoryModel, Floats

Say = Callable[[str], None]
FOLDS = 5
# How much one sentence of the corpus counts beside one row of the archive: the archive knows the city, the
# corpus keeps the rare matters alive. Chosen on one fold of the development rows.
CORPUS_COUNTS = 0.1
FIGURES = ("accuracy", "macro_f1", "agency_accuracy", "top3")


def fit_with_archive(archive: Sequence[Example], corpus: Sequence[Example]) -> CategoryModel:
    """The model of a city that has an archive."""
    examples = [*archive, *corpus]
    importance = [1.0] * len(archive) + [CORPUS_COUNTS] * len(corpus)
    texts, labels = [e.text for e in examples], [e.category for e in examples]
    return fit(texts, labels, importance=importance, balanced=False)


def plain_svm(learn: Sequence[Example], test: Sequence[Example]) -> Scores:
    """The yardstick: TF-IDF of words and characters, linear SVM, nothing but the rows themselves."""
    kinds = (
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2),
    )
    seen = hstack([kind.fit_transform([e.text for e in learn]) for kind in kinds], format="csr")
    new = hstack([kind.transform([e.text for e in test]) for kind in kinds], format="csr")
    svm = LinearSVC().fit(seen, [e.category for e in learn])
    margins = np.atleast_2d(svm.decision_function(new)).astype(np.float32)
    # A margin is no probability: for ranking alone, bring it between 0 and 1.
    shares: Floats = (1 / (1 + np.exp(-margins))).astype(np.float32)
    return measure([str(c) for c in svm.classes_], shares, [e.category for e in test])


def fold_of(example: Example) -> int:
    """The fold of a row, by its own text: the same message twice never stands on both sides."""
    return crc32(b"fold" + example.text.encode()) % FOLDS


def compare(
    archive: Sequence[Example], corpus: Sequence[Example], *, say: Say
) -> list[tuple[Scores, Scores]]:
    """Five-fold on the archive, (ours, SVM) per fold, printed side by side with the means."""
    results = []
    say(f"{'fold':6}" + "".join(f"{name:>18} ours   svm" for name in FIGURES))
    for fold in range(FOLDS):
        learn = [e for e in archive if fold_of(e) != fold]
        test = [e for e in archive if fold_of(e) == fold]
        pair = score(fit_with_archive(learn, corpus), test), plain_svm(learn, test)
        results.append(pair)
        say(_line(str(fold + 1), [pair]))
    say(_line("mean", results))
    return results


def _line(name: str, results: Sequence[tuple[Scores, Scores]]) -> str:
    means = (
        tuple(float(np.mean([getattr(pair[side], figure) for pair in results])) for side in (0, 1))
        for figure in FIGURES
    )
    return f"{name:6}" + "".join(f"{ours:23.3f} {svm:.3f}" for ours, svm in means)
