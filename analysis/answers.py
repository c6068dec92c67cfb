"""All questions asked and brought into the form that is kept: plain values by name, ready for JSON."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import numpy as np

from analysis.effect import effect
from analysis.engine import Engine
from analysis.forecast import AHEAD, Forecast, forecast
from analysis.questions import QUESTIONS

FEWEST_DAYS = 60  # with readings, below which no correlation is told
Rows = list[dict[str, Any]]


def answers(engine: Engine) -> dict[str, dict[str, Any]]:
    """Every answer by its name, {"rows": …} and what is worked out from them."""
    found = {name: engine.answer(question(engine.lake)).dicts() for name, question in QUESTIONS.items()}
    weeks, pace = found.pop("weeks"), found.pop("pace")
    told = {name: {"rows": _plain(MORE.get(name, _as_it_is)(rows))} for name, rows in found.items()}
    told["weather"] |= _together(found["weather"])
    told["forecast"] = _plain(_load(weeks, pace, engine.lake.today))
    return told


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return round(value, 5) if isinstance(value, float) else value


def _as_it_is(rows: Rows) -> Rows:
    return rows


def _outlined(rows: Rows) -> Rows:
    """Each hexagon with its corners, [lat, lon]."""
    from h3 import cell_to_boundary

    return [row | {"outline": cell_to_boundary(row["cell"])} for row in rows]


def _weighed(rows: Rows) -> Rows:
    counts = ("own_before", "own_after", "others_before", "others_after")
    return [row | asdict(effect(*(row[name] for name in counts))) for row in rows]


def _per_head(rows: Rows) -> Rows:
    return [
        row | {"rate": round(10_000 * row["came"] / row["population"], 1) if row["population"] else None}
        for row in rows
    ]


MORE: Mapping[str, Callable[[Rows], Rows]] = {
    "heat": _outlined, "effects": _weighed, "equity": _per_head,
}  # fmt: skip


def _together(rows: Rows) -> dict[str, Any]:
    """How reports go with rain and level, of the same day and the one before: Spearman's correlation."""
    by_day = {row["day"]: row for row in rows}
    told: dict[str, Any] = {}
    for name in ("rain", "level"):
        for lag in (0, 1):
            before = [by_day.get(day - timedelta(days=lag), {}).get(name) for day in by_day]
            pairs = [(x, row["came"]) for x, row in zip(before, rows, strict=True) if x is not None]
            if (r := _correlation(pairs)) is not None:
                told[f"{name}_{lag}"] = {"r": r, "days": len(pairs)}
    return {"together": told}


def _correlation(pairs: Sequence[tuple[float, int]]) -> float | None:
    """None of too few, or where one of the two never changes."""
    from scipy.stats import spearmanr

    if len(pairs) < FEWEST_DAYS or any(len(set(side)) < 2 for side in zip(*pairs, strict=True)):
        return None
    return round(float(spearmanr(*np.array(pairs).T)[0]), 2)


def _load(rows: Rows, pace: Rows, today: date) -> dict[str, Any]:
    """The forecast of every category, and of every agency beside what it ends a week."""
    categories = _told(rows, "category", today)
    agencies = _told(rows, "agency", today)
    hints = [
        {
            "agency": row["agency"], "ended": round(row["ended"], 1), "open": row["open"],
            "weeks": weeks, "needed": _needed(weeks, row),
        }
        for row in pace if (weeks := agencies.get(row["agency"], {}).get("weeks"))
    ]  # fmt: skip
    monday = today - timedelta(days=today.weekday())
    return {
        "weeks": [monday + timedelta(days=7 * ahead) for ahead in range(AHEAD)],
        "categories": [{"category": name, **told} for name, told in categories.items()], "agencies": hints,
    }  # fmt: skip


def _needed(weeks: Sequence[Any], row: Mapping[str, Any]) -> float | None:
    """How many times its present pace an agency needs so that what lies open grows no more."""
    coming = sum(mean for _, mean, _ in weeks) / len(weeks)
    return round(coming / row["ended"], 2) if row["ended"] else None


def _told(rows: Rows, by: str, today: date) -> dict[str, dict[str, Any]]:
    counts: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        counts[row[by]][row["week"]] += row["came"]
    first = min((row["week"] for row in rows), default=today)
    monday = today - timedelta(days=today.weekday())
    many = (monday - first).days // 7
    weeks = [first + timedelta(days=7 * number) for number in range(1, many)]  # the first is not whole
    made = {name: forecast([found[week] for week in weeks]) for name, found in sorted(counts.items())}
    return {name: _written(one) for name, one in made.items() if one is not None}


def _written(one: Forecast) -> dict[str, Any]:
    return {"way": one.way, "mase": one.mase, "held": one.held, "weeks": one.weeks}
