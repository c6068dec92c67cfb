"""How well complaints are told from talk, and what both meet: `sorot nlu evaluate-complaints`."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nlu.opening import Opening, opening
from nlu.types import Engine, Understanding
from storage import csv_files

COMPLAINT = "keluhan"


@dataclass(frozen=True)
class Labelled:
    """A message and whether whoever labelled it called it a complaint."""

    text: str
    complaint: bool


def read_labelled(path: Path) -> tuple[Labelled, ...]:
    """The rows of a CSV file with columns text, label; raises ValueError when one is missing."""
    rows = csv_files.read(path, columns=("text", "label"))
    return tuple(Labelled(row["text"], row["label"].lower() == COMPLAINT) for row in rows)


def called_complaint(found: Understanding) -> bool:
    """Whether a message is judged a complaint."""
    return found.complaint >= 0.5


def measure(engine: Engine, rows: Sequence[Labelled]) -> dict[str, float]:
    """The figures; shares from 0 to 1, of nothing 0.

    precision, recall, f1: of what is called a complaint. complaints_asked: share of the complaints that would
    meet "is this a report?"; complaints_passed_over: that start nothing and are not asked. others_started:
    share of the others that start a report. Raises ValueError when there are no rows.
    """
    if not rows:
        raise ValueError("nothing to measure with: no rows")
    understood = [(row.complaint, engine.understand(row.text)) for row in rows]
    pairs = Counter((true, called_complaint(found)) for true, found in understood)
    met = Counter((true, opening(found)) for true, found in understood)
    right, complaints = pairs[True, True], pairs[True, True] + pairs[True, False]
    precision, recall = right / max(1, right + pairs[False, True]), right / max(1, complaints)
    return {
        "rows": len(rows),
        "complaints": complaints,
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / (precision + recall) if right else 0.0,
        "complaints_asked": met[True, Opening.ASK] / max(1, complaints),
        "complaints_passed_over": met[True, Opening.TALK] / max(1, complaints),
        "others_started": met[False, Opening.REPORT] / max(1, len(rows) - complaints),
    }
