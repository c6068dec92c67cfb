"""Making a model: the corpus, the city's archive, the measuring on sentences kept apart, the promotion."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zlib import crc32

import numpy as np

from nlu.cards import READERS, Card, ModelMissing, Shelf, hash_of
from nlu.corpus import Example, generate
from nlu.evaluation import Scores, measure
from nlu.grammar import FOLDER
from nlu.model import CategoryModel

Say = Callable[[str], None]
KEPT_APART = 10  # one sentence in so many


@dataclass(frozen=True)
class Data:
    """Sentences to learn from and sentences to measure with."""

    learn: tuple[Example, ...]
    apart: tuple[Example, ...]


def data_hash() -> str:
    """Which corpus this is."""
    here = Path(__file__).parent
    return hash_of(*sorted(FOLDER.glob("*.yml")), here / "corpus.py", here / "noise.py", here / "fitting.py")


def read_rows(path: Path) -> tuple[Example, ...]:
    """The rows of a CSV file with columns text and category; raises ValueError when a column is missing."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if not {"text", "category"} <= set(rows.fieldnames or ()):
            raise ValueError(f"{path}: columns text and category are needed, found {rows.fieldnames}")
        return tuple(Example(row["text"], row["category"]) for row in rows)


def is_apart(example: Example) -> bool:
    """Whether a sentence is kept for measuring: by its own text, so that no later model learns from it either."""
    return crc32(example.text.encode()) % KEPT_APART == 0


def split(examples: Sequence[Example]) -> Data:
    """The sentences to learn from and those kept apart."""
    return Data(tuple(e for e in examples if not is_apart(e)), tuple(e for e in examples if is_apart(e)))


def score(model: CategoryModel, examples: Sequence[Example]) -> Scores:
    """How the model does on these sentences."""
    found = np.stack([model.probabilities(e.text) for e in examples])
    return measure(model.codes, found, [e.category for e in examples])


def in_use(shelf: Shelf) -> CategoryModel | None:
    """The model in use, when there is one that fits this code."""
    try:
        shelf.card()
    except ModelMissing:
        return None
    return CategoryModel.load(shelf.model)


def fits(shelf: Shelf) -> bool:
    """Whether the model in use was made by this code from this corpus (or from a city's archive)."""
    try:
        card = shelf.card()
    except ModelMissing:
        return False
    return bool(card.archive) or card.data_hash == data_hash()


def promote(shelf: Shelf, model: CategoryModel, *, scores: Scores, data: Data, archive: Path | None) -> Card:
    """Store a model with its card and bring it into use."""
    shelf.folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=shelf.folder) as folder:
        path = Path(folder) / "model.npz"
        model.save(path)
        stamp = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        digest = hash_of(path)
        card = Card(
            name=f"embedded-{digest[:8]}",
            trained_at=stamp.isoformat(timespec="seconds"),
            sentences=len(data.learn),
            data_hash=data_hash(),
            readers_hash=hash_of(*READERS),
            model_hash=digest,
            archive=str(archive) if archive else None,
            scores=scores.figures(),
        )
        shelf.put(path, card)
    return card


def train(home: Path, *, archive: Path | None = None, say: Say = print) -> Card:
    """Fit a model on the corpus (and the archive), and promote it if it is better than the one in use.

    Returns the card of the model in use afterwards.
    """
    from nlu.fitting import fit  # scikit-learn costs a second and 100 MB: only here

    shelf = Shelf(home)
    say("understanding: writing the training sentences")
    data = split(tuple(generate()) + (read_rows(archive) if archive else ()))
    say(f"understanding: fitting on {len(data.learn)} sentences")
    model = fit([e.text for e in data.learn], [e.category for e in data.learn])
    scores = score(model, data.apart)
    say(f"understanding: {scores.accuracy:.3f} right on {scores.rows} sentences kept apart")
    current = in_use(shelf)
    if current and score(current, data.apart).accuracy > scores.accuracy:
        say("understanding: the model in use is better and stays")
        return shelf.card()
    return promote(shelf, model, scores=scores, data=data, archive=archive)
