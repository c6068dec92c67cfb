"""The fitted category model: a few arrays, read from one file; numpy is all it needs."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlu.features import Ids, letter_features, stem_features, word_features, words_of
from nlu.types import Ranked

Floats = NDArray[np.float32]
BLOCKS = (word_features, letter_features, stem_features)
# However clear the words are, agencies file about so many messages elsewhere (measured on the development
# rows as a whole, see docs/nlu.md); without it the engine would promise more than any engine can keep.
DOUBT = 0.07


@dataclass(frozen=True)
class Block:
    """One kind of feature: the known ids in order, how telling each is, and its weight for every code."""

    ids: Ids
    idf: Floats
    weights: NDArray[np.float16]

    def vector(self, found: Ids) -> tuple[NDArray[np.intp], Floats]:
        """The rows of the known features of a text and their values, together of length 1."""
        names, counts = np.unique(found, return_counts=True)
        at = np.searchsorted(self.ids, names)
        at[at == len(self.ids)] = 0
        known = self.ids[at] == names
        rows = at[known]
        values = (1 + np.log(counts[known])).astype(np.float32) * self.idf[rows]
        length = np.sqrt(values @ values)
        return rows, values / length if length else values


def weighed(words: tuple[str, ...], blocks: tuple[Block, ...], bias: Floats) -> Floats:
    """One figure per class: what all blocks make of these words."""
    total = bias.copy()
    for block, features in zip(blocks, BLOCKS, strict=True):
        rows, values = block.vector(features(words))
        total += values @ block.weights[rows].astype(np.float32)
    return total


@dataclass(frozen=True)
class CategoryModel:
    """Codes with their probabilities for any text."""

    codes: tuple[str, ...]
    blocks: tuple[Block, ...]
    bias: Floats

    def scores(self, text: str) -> Floats:
        """One figure per code, the logarithm of its odds up to a constant."""
        return weighed(words_of(text), self.blocks, self.bias)

    def probabilities(self, text: str) -> Floats:
        """A calibrated probability per code; they sum to 1."""
        scores = self.scores(text)
        powers = np.exp(scores - scores.max())
        shares: Floats = (1 - DOUBT) * powers / powers.sum() + DOUBT / len(self.codes)
        return shares

    def rank(self, text: str) -> tuple[Ranked, ...]:
        """All codes, the most probable first."""
        found = self.probabilities(text)
        return tuple(Ranked(self.codes[i], float(found[i])) for i in np.argsort(-found))

    def save(self, path: Path) -> None:
        """Write the model to one file."""
        arrays = {f"{name}{i}": getattr(b, name) for i, b in enumerate(self.blocks) for name in _ARRAYS}
        np.savez_compressed(path, codes=np.array(self.codes), bias=self.bias, **arrays)

    @classmethod
    def load(cls, path: Path) -> "CategoryModel":
        """The model of a file; raises FileNotFoundError, or ValueError and KeyError when it is damaged."""
        with np.load(path, allow_pickle=False) as found:
            blocks = tuple(Block(*(found[f"{name}{i}"] for name in _ARRAYS)) for i in range(len(BLOCKS)))
            codes = tuple(str(code) for code in found["codes"])
            return cls(codes, blocks, found["bias"])


_ARRAYS = ("ids", "idf", "weights")
