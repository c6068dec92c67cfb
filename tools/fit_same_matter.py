"""Weights of the same matter, fitted on the open half of tests/same_matter/pairs.yml and on fresh.yml.

`python -m tools.fit_same_matter` prints the weights for routing/data/bekasi/same_matter.yml and what they
reach on those, each origin judged by weights that have not seen it. `--kept` measures the stored weights on
the kept half and on blind.yml: the final figures, not to be tuned by.
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
STRENGTH = 3.0  # the smaller, the nearer to nought the weights; chosen by unseen origins of the open half
# The lists of things and faults are never complete, least for texts they were not written from: weights are
# fitted with a part of them missing, so that they lean on the words' kinds and letters as well.
MISSING = (0.0, 0.3, 0.3, 0.5, 0.5, 0.5)
JUDGED = (0.0, 0.5)  # what unseen origins are judged with: the lists as they are, and half of them missing
# The fresh pairs hold fewer look-alikes (the same place, the same kind, another thing) than the open half.
OPEN_COUNTS = 3
AGAINST = frozenset(
    (
        "far",
        "across",
        "house",
        "age",
        "again",
        "mended",
        "other_main",
        "other_spots",
        "other_numbers",
        "other_kind",
    )
)
Sides = dict[str, list[str]]  # the names of what is measured, by side


def _table(found: Sequence[Pair], known: Vocabulary) -> tuple[Sides, Table]:
    rows = [measure(p.one, p.other, p.scale, known, bits=p.bits) for p in found]
    sides = {side: list(values) for side, values in rows[0].items()}
    return sides, np.array([[v for values in row.values() for v in values.values()] for row in rows])


def _poorer(known: Vocabulary, share: float, seed: int) -> Vocabulary:
    by_chance = random.Random(seed)  # noqa: S311 - no secret
    words = sorted({*known.things, *known.faults})
    return known.without([word for word in words if by_chance.random() < share])


def _columns(sides: Sides) -> list[list[int]]:
    """Of each side, the columns of its values and, last, of its bias: as in a row of weights."""
    found, at = [], 0
    for values in sides.values():
        found.append(list(range(at, at + len(values) + 1)))
        at += len(values) + 1
    return found


def _with_biases(sides: Sides, rows: Table) -> Table:
    parts, at = [], 0
    for values in sides.values():
        parts += [rows[:, at : at + len(values)], np.ones((len(rows), 1))]
        at += len(values)
    return np.hstack(parts)


def _weights(sides: Sides, rows: Table, same: Table) -> Table:
    """The likeliest weights of the product of three logistic regressions, each on its own side of nought.

    What speaks against a pair can never come to speak for it by the chance of a few examples.
    """
    table, columns = _with_biases(sides, rows), _columns(sides)
    bias = np.array([of[-1] for of in columns])
    free = np.ones(table.shape[1])
    free[bias] = 0.0

    def loss(weights: Table) -> tuple[float, Table]:
        sums = [table[:, of] @ weights[of] for of in columns]
        log = np.minimum(-sum(np.logaddexp(0, -total) for total in sums), -1e-9)
        against = -np.expm1(log)
        value = -np.sum(np.where(same, log, np.log(against))) + np.sum(free * weights**2) / (2 * STRENGTH)
        pull = np.where(same, 1.0, -np.exp(log) / against)
        slope = free * weights / STRENGTH
        for of, total in zip(columns, sums, strict=True):
            slope[of] -= table[:, of].T @ (pull / (1 + np.exp(total)))
        return float(value), slope

    names = [name for values in sides.values() for name in (*values, "bias")]
    bounds = [
        (None, None) if name == "bias" else (None, 0.0) if name in AGAINST else (0.0, None) for name in names
    ]
    start = 1.0 - free
    found: Table = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B").x
    return found


def _chance(sides: Sides, rows: Table, weights: Table) -> Table:
    table = _with_biases(sides, rows)
    log = -sum(np.logaddexp(0, -(table[:, of] @ weights[of])) for of in _columns(sides))
    chance: Table = np.exp(log)
    return chance


def _fit() -> None:
    found, known = [*pairs("open") * OPEN_COUNTS, *pairs("fresh")], likeness_rules().known
    same = np.array([p.same for p in found])
    copies = [_table(found, _poorer(known, share, seed)) for seed, share in enumerate(MISSING)]
    sides, several = copies[0][0], np.concatenate([same] * len(copies))
    for missing in JUDGED:
        rows = _table(found, _poorer(known, missing, 99))[1]
        unseen = np.zeros(len(found))
        for seen, held in GroupKFold(10).split(rows, same, [p.origin for p in found]):
            learnt = np.vstack([copy[seen] for _, copy in copies])
            weights = _weights(sides, learnt, np.concatenate([same[seen]] * len(copies)))
            unseen[held] = _chance(sides, rows[held], weights)
        for threshold in np.arange(0.3, 0.8, 0.05):
            print(f"  unseen, {missing:.0%} missing, {threshold:.2f}:", figures(same, unseen >= threshold))
    fitted = _weights(sides, np.vstack([copy for _, copy in copies]), several)
    print("weights:")
    for of, (side, values) in zip(_columns(sides), sides.items(), strict=True):
        told = zip(("bias", *values), (fitted[of[-1]], *fitted[of[:-1]]), strict=True)
        print(f"  {side}: {{{', '.join(f'{name}: {weight:.2f}' for name, weight in told)}}}")


def _kept() -> None:
    rules = likeness_rules()
    for half in ("kept", "blind"):
        found = pairs(half)
        said = [score >= rules.likely for score in scored(found)]
        print(f"{half}, {len(found)} pairs, from {rules.likely}:", figures([p.same for p in found], said))


if __name__ == "__main__":
    _kept() if "--kept" in sys.argv else _fit()
