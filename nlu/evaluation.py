"""How good a ranking is: the figures, per category, and which pairs are mixed up."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlu.corpus import Example
from nlu.model import CategoryModel
from storage import csv_files

# Which agency answers for a category is the city's configuration; read as data, for measuring only.
CATALOGUE = next((Path(__file__).parent.parent / "routing" / "data").glob("*/categories.csv"))
BINS = 10
HEADLINES = ("accuracy", "macro_f1", "agency_accuracy", "top3", "calibration_error")


@dataclass(frozen=True)
class Row:
    """How one category fares: of `rows` rows, its precision, recall and F1."""

    category: str
    rows: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True)
class Scores:
    """All figures of one measurement; shares from 0 to 1."""

    rows: int
    accuracy: float
    macro_f1: float
    agency_accuracy: float
    top3: float
    calibration_error: float
    categories: tuple[Row, ...]
    confused: tuple[tuple[str, str, int], ...]
    reliability: tuple[tuple[float, float, int], ...]
    sources: Mapping[str, "Scores"] = field(default_factory=dict)

    def figures(self) -> dict[str, float]:
        """The headline figures."""
        return {name: round(getattr(self, name), 4) for name in HEADLINES}

    def as_json(self) -> dict[str, Any]:
        """Everything, for `--json`; `ece` is the calibration error, `sources` each source's headlines."""
        per = {
            name: {"rows": part.rows, **part.figures(), "ece": part.calibration_error}
            for name, part in self.sources.items()
        }
        return {**asdict(replace(self, sources={})), "ece": self.calibration_error, "sources": per}


@cache
def agencies(path: Path = CATALOGUE) -> dict[str, str]:
    """Category code -> agency code."""
    return {row["code"]: row["agency"] for row in csv_files.read(path, columns=("code", "agency"))}


def _row(category: str, truth: NDArray[np.str_], said: NDArray[np.str_]) -> Row:
    here, chosen = truth == category, said == category
    right = float(np.sum(here & chosen))
    precision = right / max(1, int(chosen.sum()))
    recall = right / max(1, int(here.sum()))
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return Row(category, int(here.sum()), precision, recall, f1)


def reliability(sure: NDArray[np.float32], right: NDArray[np.bool_]) -> tuple[tuple[float, float, int], ...]:
    """(mean stated confidence, share right, rows) per tenth of confidence that has rows."""
    places = np.minimum((sure * BINS).astype(int), BINS - 1)
    return tuple(
        (float(sure[places == b].mean()), float(right[places == b].mean()), int((places == b).sum()))
        for b in range(BINS)
        if (places == b).any()
    )


def measure(codes: Sequence[str], found: NDArray[np.float32], truth: Sequence[str]) -> Scores:
    """The figures of probabilities (row x code) against the true categories.

    Macro-F1 is scikit-learn's: the mean over every category that is in the file or was answered.
    """
    order = np.argsort(-found, axis=1)
    names, true = np.array(codes), np.array(truth)
    said = names[order[:, 0]]
    right = said == true
    curve = reliability(found.max(axis=1), right)
    agency = agencies()
    hits = [agency.get(t, t) == agency.get(s, s) for t, s in zip(true, said, strict=True)]
    rows = tuple(_row(category, true, said) for category in sorted(set(true) | set(said)))
    pairs = Counter((str(t), str(s)) for t, s in zip(true, said, strict=True) if t != s)
    return Scores(
        rows=len(true),
        accuracy=float(right.mean()),
        macro_f1=float(np.mean([row.f1 for row in rows])),
        agency_accuracy=float(np.mean(hits)),
        top3=float((names[order[:, :3]] == true[:, None]).any(axis=1).mean()),
        calibration_error=sum(abs(stated - share) * count for stated, share, count in curve) / len(true),
        categories=rows,
        confused=tuple((t, s, n) for (t, s), n in pairs.most_common(25)),
        reliability=curve,
    )


def score(model: CategoryModel, examples: Sequence[Example]) -> Scores:
    """How a model does on these sentences; raises ValueError when there are none."""
    if not examples:
        raise ValueError("nothing to measure with: no sentences")
    found = np.stack([model.probabilities(example.text) for example in examples])
    truth = [example.category for example in examples]
    whole = measure(model.codes, found, truth)
    sources = sorted({example.source for example in examples} - {""})
    rows = {name: [i for i, example in enumerate(examples) if example.source == name] for name in sources}
    parts = {name: measure(model.codes, found[at], [truth[i] for i in at]) for name, at in rows.items()}
    return replace(whole, sources=parts)


def table(scores: Scores) -> str:
    """The figures as text for a terminal."""
    lines = [f"{name:18} {value:.3f}" for name, value in scores.figures().items()]
    lines += ["", f"{'category':24}{'rows':>6}{'precision':>11}{'recall':>8}{'f1':>7}"]
    lines += [
        f"{row.category:24}{row.rows:6}{row.precision:11.2f}{row.recall:8.2f}{row.f1:7.2f}"
        for row in sorted(scores.categories, key=lambda row: -row.rows)
    ]
    lines += by_source(scores.sources)
    lines += ["", "most often mixed up (true -> answered)"]
    lines += [f"{count:5}  {true} -> {said}" for true, said, count in scores.confused]
    return "\n".join(lines)


def by_source(sources: Mapping[str, Scores]) -> list[str]:
    """A line for every source of the file: its rows and the headline figures."""
    if not sources:
        return []
    head = f"{'source':32}{'rows':>6}{'accuracy':>10}{'macro f1':>10}{'agency':>8}{'top 3':>7}{'ece':>7}"
    lines = (
        f"{name:32}{s.rows:6}{s.accuracy:10.3f}{s.macro_f1:10.3f}{s.agency_accuracy:8.3f}{s.top3:7.3f}"
        f"{s.calibration_error:7.3f}"
        for name, s in sources.items()
    )
    return ["", head, *lines]
