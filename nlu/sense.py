"""The sense of danger: a small fitted model that hears danger in words the rules were never told.

It reads what the category model reads (words, pairs, roots, letters), but all the words: a wish to die
is mostly made of "tidak", "lagi" and "saya". What it learns from is grown by nlu/sense_corpus.py; what its
answer counts beside the rules is for nlu/alarm.py to say.
"""

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from nlu.cards import READERS, ModelMissing, hash_of
from nlu.model import BLOCKS, Block, Floats, weighed
from nlu.plain import plain

NONE = "tidak"  # the class of whatever is no danger
MAX_WORDS = 300  # a cry is said early; time must stay bounded
READ_BY = (*READERS, Path(__file__))
_ARRAYS = ("ids", "idf", "weights")


def file_of(home: Path) -> Path:
    """Where a home keeps the fitted sense."""
    return home / "nlu" / "danger.npz"


def words_of(text: str) -> tuple[str, ...]:
    """The words danger is felt by: all of them, short forms written out."""
    return tuple(islice(plain(text).words, MAX_WORDS))


@dataclass(frozen=True)
class Felt:
    """The likeliest kind of danger, and how far it stands above there being none (0: as likely)."""

    kind: str
    margin: float


@dataclass(frozen=True)
class Sense:
    """The fitted model: kinds of danger and NONE. grown_from, read_by: hashes of what made it."""

    kinds: tuple[str, ...]
    blocks: tuple[Block, ...]
    bias: Floats
    grown_from: str = ""
    read_by: str = ""

    def scores(self, text: str) -> Floats:
        """A margin per kind and for NONE."""
        return weighed(words_of(text), self.blocks, self.bias)

    def feel(self, text: str) -> Felt:
        """What the text tells of. Any text is answered."""
        scores = self.scores(text)
        none = self.kinds.index(NONE)
        rest = np.delete(scores, none)
        best = int(rest.argmax())
        return Felt(self.kinds[best + (best >= none)], float(rest[best] - scores[none]))

    def save(self, path: Path) -> None:
        """Write it to one file, whole or not at all."""
        arrays = {f"{name}{i}": getattr(b, name) for i, b in enumerate(self.blocks) for name in _ARRAYS}
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_suffix(".new.npz")
        made = np.array([self.grown_from, self.read_by])
        np.savez_compressed(aside, kinds=np.array(self.kinds), bias=self.bias, made=made, **arrays)
        aside.replace(path)


def load(home: Path) -> Sense:
    """The sense of a home; raises ModelMissing where there is none that this code can read."""
    try:
        with np.load(file_of(home), allow_pickle=False) as found:
            blocks = tuple(Block(*(found[f"{name}{i}"] for name in _ARRAYS)) for i in range(len(BLOCKS)))
            kinds = tuple(str(kind) for kind in found["kinds"])
            grown_from, read_by = (str(made) for made in found["made"])
            sense = Sense(kinds, blocks, found["bias"], grown_from, read_by)
    except (OSError, ValueError, KeyError, EOFError) as error:
        raise ModelMissing(f"no sense of danger in {file_of(home)}; run: sorot nlu train") from error
    if read_by != hash_of(*READ_BY):
        raise ModelMissing("the sense of danger was fitted by other code; run: sorot nlu train")
    return sense
