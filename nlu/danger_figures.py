"""How well dangers are found, and how often what is none rings: `sorot nlu evaluate-danger`."""

from collections.abc import Sequence
from pathlib import Path

from nlu.alarm import detect_alarm
from nlu.sense import Sense
from storage import csv_files

Row = tuple[str, str]  # text and kind of danger, "" for none


def read_rows(path: Path) -> tuple[Row, ...]:
    """The rows of a CSV file with columns text, kind (empty where there is no danger)."""
    return tuple((row["text"], row["kind"].strip()) for row in csv_files.read(path, columns=("text", "kind")))


def measure(sense: Sense | None, rows: Sequence[Row]) -> dict[str, float]:
    """The figures; shares from 0 to 1, of nothing 0. Raises ValueError when there are no rows.

    found: share of the dangers that raise an alarm or are asked about, of whatever kind, and `found <kind>`
    of one kind's; asked: share that is asked about; right_kind: share of those found whose kind is right.
    alarms_per_1000: of the rows without danger, those asked about counted as well.
    """
    if not rows:
        raise ValueError("nothing to measure with: no rows")
    heard = [(kind, detect_alarm(text, sense)) for text, kind in rows]
    said = [(kind, danger.kind if danger else "") for kind, danger in heard]
    asked = sum(bool(kind and danger and not danger.sure) for kind, danger in heard)
    dangers = [(kind, answer) for kind, answer in said if kind]
    found = [(kind, answer) for kind, answer in dangers if answer]
    harmless = [answer for kind, answer in said if not kind]
    figures: dict[str, float] = {
        "rows": len(rows), "dangers": len(dangers), "found": len(found) / max(1, len(dangers)),
        "asked": asked / max(1, len(dangers)),
        "right_kind": sum(kind == answer for kind, answer in found) / max(1, len(found)),
        "alarms_per_1000": 1000 * sum(map(bool, harmless)) / max(1, len(harmless)),
        "harmless_asked": sum(bool(not kind and danger and not danger.sure) for kind, danger in heard),
    }  # fmt: skip
    for kind in sorted({kind for kind, _ in dangers}):
        answers = [answer for true, answer in dangers if true == kind]
        figures[f"found {kind}"] = sum(map(bool, answers)) / len(answers)
    return figures
