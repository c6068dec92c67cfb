"""Measures the forecast of levels on history: `sorot sensors forecast evaluate`."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from sensors import kinds, recording, water
from sensors.domain.quality import Previous, follow, judge
from sensors.domain.reading import GOOD, Measurement
from sensors.domain.water.forecast import STEP, Grid, Model, Values, grid, judged, learn
from storage.models import AnyObservation, Datastream, Thing
from storage.written import number

HOURS = (1, 2, 3, 6)
FIRST, AGAIN = timedelta(days=14), timedelta(days=7)  # when it is learned first, and how often anew
MOVING = 20.0  # cm within the horizon: water that moves

Readings = Mapping[str, Sequence[tuple[datetime, float]]]


@dataclass
class Score:
    """One horizon: the errors (cm) of the forecast and of "unchanged" where the forecast was shown."""

    hours: int
    asked: int = 0  # times that a gauge might have been forecast for a week
    shown: int = 0  # of these, how often it had proved itself
    told: list[Values] = field(default_factory=list)
    unchanged: list[Values] = field(default_factory=list)
    inside: int = 0


def of_file(file: Path) -> Readings:
    """The readings of a recording that were believed, judged as they came."""
    rows, _ = recording.read(file)
    found: dict[str, list[tuple[datetime, float]]] = {}
    for code, mine in recording.by_gauge(rows).items():
        previous, limits = Previous(), kinds.limits_of(water.KIND, recording.levels_of(mine))
        found[code] = []
        for row in mine:
            quality = judge(previous, Measurement(row.at, row.value), limits)
            previous = follow(previous, Measurement(row.at, row.value), quality, limits)
            if quality.moves_level:
                found[code].append((row.at, row.value))
    return {code: mine for code, mine in found.items() if mine}


def of_city(session: Session) -> Readings:
    """The stored, believed readings of all river gauges."""
    query = select(Thing.code, AnyObservation.at, AnyObservation.value).join_from(AnyObservation, Datastream)
    query = query.join(Thing).where(Datastream.kind == water.KIND, AnyObservation.quality == GOOD)
    found: dict[str, list[tuple[datetime, float]]] = defaultdict(list)
    for code, at, value in session.execute(query.order_by(AnyObservation.at)):
        if value is not None:
            found[code].append((at, value))
    return found


def evaluate(readings: Readings) -> list[Score]:
    """Learn each week from what was known by then, forecast the next week, and compare with what came."""
    if not readings:
        return []
    known = grid(readings)
    return [_score(known, hours) for hours in HOURS]


def _score(known: Grid, hours: int) -> Score:
    score, ahead = Score(hours), int(timedelta(hours=hours) / STEP)
    length = len(next(iter(known.levels.values())))
    for start in range(int(FIRST / STEP), length, int(AGAIN / STEP)):
        end = min(start + int(AGAIN / STEP), length)
        for code in sorted(known.levels):
            model = learn(known, code, ahead=ahead, until=start)
            score.asked += 1
            if model is not None and model.better:
                _add(score, known, model, start, end)
    return score


def _add(score: Score, known: Grid, model: Model, start: int, end: int) -> None:
    errors, unchanged = judged(known, model, start, end)
    if not len(errors):
        return
    score.shown += 1
    score.told.append(errors)
    score.unchanged.append(unchanged)
    score.inside += int(((errors >= model.low) & (errors <= model.high)).sum())


def lines(scores: Sequence[Score]) -> Iterator[str]:
    """The scores in Indonesian, a line a horizon."""
    if not any(score.told for score in scores):
        yield "Belum ada cukup riwayat: prakiraan butuh paling sedikit dua minggu bacaan."
        return
    yield "Galat rata-rata (cm); “tetap” = tinggi air dianggap tidak berubah; hanya di mana prakiraan tampil."
    for score in scores:
        if score.told:
            yield _line(score)
        else:
            yield f"{score.hours} jam: tidak tampil, tidak lebih baik daripada “tetap”."


def _line(score: Score) -> str:
    told, unchanged = np.concatenate(score.told), np.concatenate(score.unchanged)
    moving = np.abs(unchanged) >= MOVING
    parts = [
        f"{score.hours} jam: prakiraan {_mean(told)}, tetap {_mean(unchanged)} ({_gain(told, unchanged)})",
        f"akar rata-rata kuadrat {_root(told)} dan {_root(unchanged)}",
        f"air bergerak {MOVING:.0f} cm atau lebih: {_mean(told[moving])} dan {_mean(unchanged[moving])}"
        f" ({int(moving.sum())} kali)",
        f"selang 80%: {number(100 * score.inside / len(told))}% di dalam",
        f"tampil {score.shown} dari {score.asked} (alat, minggu), {len(told)} prakiraan",
    ]
    return "; ".join(parts) + "."


def _mean(errors: Values) -> str:
    return number(float(np.mean(np.abs(errors)))) if len(errors) else "–"


def _root(errors: Values) -> str:
    return number(float(np.sqrt(np.mean(errors**2))))


def _gain(told: Values, unchanged: Values) -> str:
    share = float(np.mean(np.abs(told)) / np.mean(np.abs(unchanged)))
    return f"{number(100 * (share - 1))}%"
