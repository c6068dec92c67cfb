"""How high the water stands at the city's gauges through the day, from the recording of January 2020.

    python -m drill.levels RECORDING.csv    # writes data/levels.csv anew

With `--gauges RECORDING.csv` the drill plays the recording's own rows, with their own faults.
"""

import csv
import sys
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from drill.day import Day, minute_of, read_day
from sensors import recording
from storage import csv_files

LEVELS = Path(__file__).parent / "data" / "levels.csv"
Knots = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Level:
    """minute: of the day; cm: as the city's gauge shows it."""

    gauge: str
    minute: float
    cm: float


class NotInRecording(ValueError):
    """A gauge of the day has no rows in the recording."""


def along(knots: Knots, x: float) -> float:
    """The straight line through the knots at `x`; beyond the ends the last line goes on."""
    at = min(max(bisect_left([knot[0] for knot in knots], x), 1), len(knots) - 1)
    (x0, y0), (x1, y1) = knots[at - 1], knots[at]
    return y0 + (y1 - y0) * (x - x0) / (x1 - x0)


def recorded(file: Path, day: Day) -> list[Level]:
    """The recording's own rows of the day, as the city's gauges would have shown them, in order of time.

    CsvFault when it is no recording; NotInRecording.
    """
    plays = {recording.code_of(play.station): play for play in day.gauges}
    rows, _ = recording.read(file)
    mine = [(plays[row.code], minute_of(row.at, day), row.value) for row in rows if row.code in plays]
    found = [
        Level(play.code, at, round(along(play.knots, value), 1))
        for play, at, value in mine if day.begins - 360 <= at <= day.ends
    ]  # fmt: skip
    if missing := {play.code for play in day.gauges} - {level.gauge for level in found}:
        raise NotInRecording(f"no rows for {', '.join(sorted(missing))} in {file}")
    return found


def table(file: Path = LEVELS) -> list[Level]:
    """The small table that comes with the drill."""
    lines = csv_files.read(file, columns=("gauge", "minute", "cm"))
    return [Level(line["gauge"], line.decimal("minute"), line.decimal("cm")) for line in lines]


def curves(levels: Sequence[Level]) -> dict[str, Knots]:
    """Of each gauge (minute, cm) in order of time, one value a minute."""
    found: dict[str, dict[float, float]] = {}
    for level in levels:
        found.setdefault(level.gauge, {})[level.minute] = level.cm
    return {gauge: sorted(rows.items()) for gauge, rows in found.items()}


def reaches(curve: Knots, cm: float) -> float | None:
    """The first minute at which the water stands at `cm`; None when it never does."""
    for (x0, y0), (x1, y1) in pairwise(curve):
        if y0 < cm <= y1:
            return x0 + (x1 - x0) * (cm - y0) / (y1 - y0)
    return None


def even(curve: Knots, every: int, begins: float, ends: float) -> list[tuple[int, float]]:
    """The curve at even minutes."""
    return [(at, round(along(curve, at), 1)) for at in range(int(begins), int(ends) + 1, every)]


def _derive(file: Path) -> None:
    day = read_day()
    with LEVELS.open("w", newline="") as out:
        written = csv.writer(out, lineterminator="\n")
        written.writerow(["gauge", "minute", "cm"])
        for gauge, curve in sorted(curves(recorded(file, day)).items()):
            rows = even(curve, day.every, day.begins, day.ends)
            written.writerows([gauge, at, f"{cm:g}"] for at, cm in rows)


if __name__ == "__main__":
    _derive(Path(sys.argv[1]))
