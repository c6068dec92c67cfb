"""The embedded engine: the project's own model, in this process, with no network and no GPU."""

from pathlib import Path

from nlu.abuse import without_curses
from nlu.cards import Card, ModelMissing, Shelf
from nlu.model import CategoryModel
from nlu.past import since_then
from nlu.praise import after_praise
from nlu.sense import Sense
from nlu.sense import load as load_sense
from nlu.types import Ranked, Understanding
from nlu.understand import assemble

__all__ = ["EmbeddedEngine", "ModelMissing", "load_engine"]


class EmbeddedEngine:
    """Ranks the categories with the fitted model and feels danger with another; the rules find the rest."""

    def __init__(self, model: CategoryModel, card: Card, sense: Sense) -> None:
        self.name = card.name
        self.card = card
        self._model = model
        self._sense = sense

    def classify(self, text: str) -> tuple[Ranked, ...]:
        """All category codes with calibrated probabilities, the best first. Any text is answered."""
        return self._model.rank(text)

    def understand(self, text: str) -> Understanding:
        """Everything understood from a text (the contract of `nlu.types.Engine`)."""
        return assemble(
            text,
            self.classify(since_then(after_praise(without_curses(text)))),
            engine=self.name,
            sense=self._sense,
        )


def load_engine(home: Path) -> EmbeddedEngine:
    """The engine of the model under `home/nlu`; raises ModelMissing when there is none that fits."""
    shelf = Shelf(home)
    card = shelf.card()
    return EmbeddedEngine(CategoryModel.load(shelf.model), card, load_sense(home))
