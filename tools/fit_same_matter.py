"""Weights of the same matter, fitted on the open half of tests/same_matter/pairs.yml.

`python -m tools.fit_same_matter` prints the weights for routing/data/bekasi/same_matter.yml and what they
reach on the open half, each origin judged by weights that have not seen it. `--kept` measures the stored
weights on the kept half: the final figure, not to be tuned by.
"""

import random
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.model_selection import GroupKFold

from routing.city.likeness import likeness_rules
from routing.domain.likeness import Vocabulary
from routing.domain.same_matter import measure
from tests.same_matter.reading import Pair, figures, pairs, scored

Table = np.ndarray[Any, Any]
STRENGTH = 1.5  # the smaller, the nearer to nought the weights; chosen by unseen origins of the open half
# The list of things is never complete, least for texts it was not written from: weights are fitted with a
# part of it missing, so that they lean on place and words as well.
MISSING, COPIES = 0.3, 6
AGAINST = frozenset(
    ("far", "elsewhere", "somewhere", "age", "again", "mended", "old_picture", "other_things", "other_main",
     "other_faults", "other_spots", "nowhere_other_spots", "other_numbers", "other_kind")
)  # fmt: skip


def _table(found: Sequence[Pair], known: Vocabulary) -> tuple[list[str], Table]:
    rows = [measure(p.one, p.other, p.scale, known, bits=p.bits) for p in found]
    return list(rows[0]), np.array([list(row.values()) for row in rows])


def _poorer(known: Vocabulary, seed: int) -> Vocabulary:
    by_chance = random.Random(seed)  # noqa: S311 - no secret
    return known.without([word for word in known.things if by_chance.random() < MISSING])


def _weights(names: Sequence[str], rows: Table, same: Table) -> Table:
    """Logistic regression, the bias last, each weight on its own side of nought.

    What speaks against a pair can never come to speak for it by the chance of a few examples.
    """
    with_bias = np.hstack([rows, np.ones((len(rows), 1))])

    def loss(weights: Table) -> tuple[float, Table]:
        z = with_bias @ weights
        value = np.sum(np.logaddexp(0, z) - same * z) + np.sum(weights[:-1] ** 2) / (2 * STRENGTH)
        slope = with_bias.T @ (1 / (1 + np.exp(-z)) - same)
        slope[:-1] += weights[:-1] / STRENGTH
        return float(value), slope

    sides = [(None, 0.0) if name in AGAINST else (0.0, None) for name in names] + [(None, None)]
    found: Table = minimize(loss, np.zeros(len(names) + 1), jac=True, bounds=sides, method="L-BFGS-B").x
    return found


def _chance(rows: Table, weights: Table) -> Table:
    chance: Table = 1 / (1 + np.exp(-(rows @ weights[:-1] + weights[-1])))
    return chance


def _fit() -> None:
    found, known = pairs("open"), likeness_rules().known
    same = np.array([p.same for p in found])
    names, rows = _table(found, known)
    copies = [rows, *(_table(found, _poorer(known, seed))[1] for seed in range(COPIES))]
    unseen = np.zeros(len(found))
    for seen, held in GroupKFold(10).split(rows, same, [p.origin for p in found]):
        learnt = np.vstack([copy[seen] for copy in copies]), np.concatenate([same[seen]] * len(copies))
        unseen[held] = _chance(rows[held], _weights(names, *learnt))
    for threshold in np.arange(0.3, 0.8, 0.05):
        print(f"  open, unseen origins, from {threshold:.2f}:", figures(same, unseen >= threshold))
    fitted = _weights(names, np.vstack(copies), np.concatenate([same] * len(copies)))
    print("weights:")
    for name, weight in zip(("bias", *names), (fitted[-1], *fitted[:-1]), strict=True):
        print(f"  {name}: {weight:.2f}")


def _kept() -> None:
    found, rules = pairs("kept"), likeness_rules()
    said = [score >= rules.likely for score in scored(found)]
    print(f"kept half, {len(found)} pairs, from {rules.likely}:", figures([p.same for p in found], said))


if __name__ == "__main__":
    _kept() if "--kept" in sys.argv else _fit()
