"""Making a model: the corpus, the city's archive, the measuring on sentences kept apart, the promotion."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zlib import crc32

from nlu import corpus, grammar
from nlu.cards import READERS, Card, ModelMissing, Shelf, hash_of
from nlu.corpus import Example
from nlu.evaluation import Scores, score
from nlu.model import CategoryModel
from nlu.plain import DATA
from storage import csv_files

Say = Callable[[str], None]
_GROWERS = tuple(Path(__file__).parent / f"{name}.py" for name in ("grammar", "corpus", "noise", "fitting"))
KEPT_APART = 10  # one sentence in so many


@dataclass(frozen=True)
class Data:
    """Sentences to learn from and sentences to measure with."""

    learn: tuple[Example, ...]
    apart: tuple[Example, ...]


def data_hash() -> str:
    """Which corpus this is, by what it is grown from: the same files grow the same sentences."""
    return hash_of(
        *sorted(grammar.FOLDER.glob("*.yml")), DATA / "priors.yml", DATA / "short_forms.yml", *_GROWERS
    )


def read_rows(path: Path) -> tuple[Example, ...]:
    """The rows of a CSV file with columns text, category (and source); those without a category are left out.

    Raises ValueError when a column is missing.
    """
    rows = csv_files.read(path, columns=("text", "category"))
    return tuple(Example(row["text"], row["category"], row.get("source")) for row in rows if row["category"])


def is_apart(example: Example) -> bool:
    """Whether a sentence is kept for measuring: by its own text, so no later model learns from it either."""
    return crc32(example.text.encode()) % KEPT_APART == 0


def split(examples: Sequence[Example]) -> Data:
    """The sentences to learn from and those kept apart."""
    return Data(tuple(e for e in examples if not is_apart(e)), tuple(e for e in examples if is_apart(e)))


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


def promote(
    shelf: Shelf, model: CategoryModel, *, scores: Scores, sentences: int, archive: tuple[Path, int] | None
) -> Card:
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
            sentences=sentences,
            data_hash=data_hash(),
            readers_hash=hash_of(*READERS),
            model_hash=digest,
            archive=str(archive[0]) if archive else None,
            archive_rows=archive[1] if archive else 0,
            scores=scores.figures(),
        )
        shelf.put(path, card)
    return card


def _fit(data: Data, own: Sequence[Example], *, adapted: bool) -> CategoryModel:
    from nlu.archive import fit_with_archive  # scikit-learn costs a second and 100 MB: only when training
    from nlu.fitting import fit

    if adapted:
        return fit_with_archive(data.learn, own)
    return fit([e.text for e in data.learn], [e.category for e in data.learn])


def train(home: Path, *, archive: Path | None = None, say: Say = print) -> Card:
    """Fit a model on the corpus (and the archive), and promote it unless the one in use is better.

    Both are measured on the tenth of the archive (of the corpus, where there is no archive) that no model
    learns from. Returns the card of the model in use afterwards.
    """
    from nlu.archive import compare

    own = tuple(corpus.generate())
    rows = read_rows(archive) if archive else own
    if archive:
        say(f"understanding: five-fold on the {len(rows)} rows of {archive.name}, beside a linear SVM")
        compare(rows, own, say=say)
    data = split(rows)
    sentences = len(data.learn) + (len(own) if archive else 0)
    say(f"understanding: fitting on {sentences} sentences")
    model = _fit(data, own, adapted=bool(archive))
    shelf = Shelf(home)
    scores = score(model, data.apart)
    say(f"understanding: {scores.accuracy:.3f} right on {scores.rows} sentences kept apart")
    current = in_use(shelf)
    if current and score(current, data.apart).accuracy > scores.accuracy:
        say("understanding: the model in use is better and stays")
        return shelf.card()
    learnt = (archive, len(rows)) if archive else None
    return promote(shelf, model, scores=scores, sentences=sentences, archive=learnt)
