"""The models on the shelf (`home/nlu`): the one in use, the one before it, and a card that describes each."""

import json
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path

from nlu.plain import DATA

HERE = Path(__file__).parent
# A model read by other code than it was fitted with would judge at random: these files must not have changed.
READERS = (
    *(HERE / name for name in ("plain.py", "roots.py", "features.py", "model.py")),
    *(DATA / name for name in ("short_forms.yml", "function_words.yml")),
)


class ModelMissing(RuntimeError):
    """No model is on the shelf, or it was fitted by other code than this; `sorot nlu train` makes one."""


@dataclass(frozen=True)
class Card:
    """What a model is: its data, when it was fitted, how good it was on sentences kept apart."""

    name: str
    trained_at: str
    sentences: int
    data_hash: str
    readers_hash: str
    model_hash: str
    archive: str | None = None
    archive_rows: int = 0
    scores: dict[str, float] = field(default_factory=dict)

    def write(self, path: Path) -> None:
        """Store the card as JSON."""
        path.write_text(json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> "Card":
        """The card of a file; raises ModelMissing where there is none to read."""
        try:
            return cls(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise ModelMissing(f"no model card in {path.parent}; run: sorot nlu train") from error


def hash_of(*paths: Path) -> str:
    """One hash over the contents of files, short enough to read out."""
    digest = sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


class Shelf:
    """The folder of models."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "nlu"
        self.previous = self.folder / "previous"
        self.model = self.folder / "model.npz"

    def card(self) -> Card:
        """The card of the model in use; raises ModelMissing when there is none that fits this code."""
        card = Card.read(self.folder / "card.json")
        if not self.model.is_file():
            raise ModelMissing(f"{self.model} is gone; run: sorot nlu train")
        if card.model_hash != hash_of(self.model):
            raise ModelMissing(f"{self.model} is not the model its card describes; run: sorot nlu train")
        if card.readers_hash != hash_of(*READERS):
            raise ModelMissing("the model was fitted by another version of this code; run: sorot nlu train")
        return card

    def put(self, model: Path, card: Card) -> None:
        """Bring a new model into use; the one in use becomes the previous one."""
        if self.model.is_file():
            self.previous.mkdir(parents=True, exist_ok=True)
            self.model.replace(self.previous / "model.npz")
            (self.folder / "card.json").replace(self.previous / "card.json")
        model.replace(self.model)
        card.write(self.folder / "card.json")

    def swap(self) -> Card:
        """Bring the previous model back, this one becomes the previous; raises ModelMissing without one."""
        card = Card.read(self.previous / "card.json")
        for name in ("model.npz", "card.json"):
            aside = self.folder / f"{name}.aside"
            (self.folder / name).replace(aside)
            (self.previous / name).replace(self.folder / name)
            aside.replace(self.previous / name)
        return card
