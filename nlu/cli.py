"""What `sorot nlu ...` does. Each command says what it did through `say`, line by line."""

import json
from collections.abc import Callable
from pathlib import Path

from nlu import (
    complaint,
    danger_figures,
    evaluation_places,
    sense,
    sense_training,
    talk,
    told_apart,
    training,
)
from nlu import corpus as sentences
from nlu.cards import Shelf
from nlu.engine import load_engine
from nlu.evaluation import score, table
from nlu.gazetteer import Gazetteer
from nlu.model import CategoryModel

Say = Callable[[str], None]


def train(home: Path, *, archive: Path | None = None, if_missing: bool = False, say: Say = print) -> None:
    """Make a model and use it if it is better; with `if_missing` only where none fits.

    The sense of danger is made anew whenever it is not of this code.
    """
    if not sense_training.fits(home):
        sense_training.train(home, say=say)
    if if_missing and training.fits(Shelf(home)):
        return
    card = training.train(home, archive=archive, say=say)
    say(f"understanding: model {card.name} in use")


def evaluate(home: Path, file: Path, *, json_out: Path | None = None, say: Say = print) -> None:
    """Measure the model in use on a CSV file with columns text, category."""
    shelf = Shelf(home)
    card = shelf.card()
    scores = score(CategoryModel.load(shelf.model), training.read_rows(file))
    say(f"model {card.name}, {scores.rows} rows of {file.name}")
    say(table(scores))
    if json_out:
        json_out.write_text(json.dumps(scores.as_json(), indent=2) + "\n", encoding="utf-8")


def evaluate_complaints(home: Path, file: Path, *, json_out: Path | None = None, say: Say = print) -> None:
    """Measure on a CSV file with columns text, label how complaints are told from talk and what both meet."""
    figures = told_apart.measure(load_engine(home), told_apart.read_labelled(file))
    say("\n".join(f"{name:20} {value:g}" for name, value in figures.items()))
    if json_out:
        json_out.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def evaluate_danger(home: Path, file: Path, *, json_out: Path | None = None, say: Say = print) -> None:
    """Measure on a CSV file with columns text, kind how well dangers are found, and false alarms."""
    figures = danger_figures.measure(sense.load(home), danger_figures.read_rows(file))
    say("\n".join(f"{name:26} {value:g}" for name, value in figures.items()))
    if json_out:
        json_out.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def evaluate_places(file: Path, *, json_out: Path | None = None, say: Say = print) -> None:
    """Measure how places are told from words, on a CSV file with columns text, kelurahan, lat, lon."""
    figures = evaluation_places.score(file, Gazetteer.load()).as_json()
    for name, value in figures.items():
        say(f"{name:<20} {value:.0f}" if name == "rows" else f"{name:<20} {value:.3f}")
    if json_out:
        json_out.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def restore(home: Path, *, say: Say = print) -> None:
    """Bring the previous model back."""
    card = Shelf(home).swap()
    say(f"understanding: model {card.name} of {card.trained_at} in use again")


def corpus(folder: Path, *, say: Say = print) -> None:
    """Write the training sentences as Rasa reads them; the embedded engine needs no files."""
    say(f"{sentences.write(folder)} sentences written to {folder}")


def weigh(*, say: Say = print) -> None:
    """Weigh the words of complaints and of talk anew, after a change of the grammar."""
    say(f"{talk.write()} words and pairs weighed in {complaint.WEIGHTS}")
