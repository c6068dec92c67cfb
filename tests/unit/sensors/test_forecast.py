"""The forecast of levels: what travels downstream is learned, chance is not, and nobody looks ahead."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from sensors import forecasting
from sensors.domain.water.forecast import STEP, Grid, forecast, grid, judged, learn

START = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = 30


def river(*, lag: int = 4, gain: float = 0.8, seed: int = 1) -> Grid:
    """Waves that come down: the lower gauge moves `lag` steps after the upper one."""
    dice = np.random.default_rng(seed)
    steps = DAYS * 48
    rain = np.convolve(dice.random(steps + 40) > 0.985, 60 * np.exp(-np.arange(40) / 8), "full")[:steps]
    upper = 100 + rain + dice.normal(0, 1, steps)
    lower = 200 + gain * np.concatenate([np.zeros(lag), rain[:-lag]]) + dice.normal(0, 1, steps)
    return Grid(START, {"hulu": upper, "hilir": lower})


def test_what_comes_down_the_river_is_forecast_better_than_unchanged() -> None:
    known = river()
    learned = learn(known, "hilir", ahead=4, until=20 * 48)
    assert learned is not None
    assert learned.better
    assert learned.before[0].code == "hulu"
    errors, unchanged = judged(known, learned, 20 * 48, DAYS * 48)
    assert np.abs(errors).mean() < 0.6 * np.abs(unchanged).mean()
    inside = ((errors >= learned.low) & (errors <= learned.high)).mean()
    assert 0.6 < inside < 0.95


def test_water_that_moves_by_chance_is_not_forecast() -> None:
    dice = np.random.default_rng(7)
    walks = {code: 100 + np.cumsum(dice.normal(0, 3, DAYS * 48)) for code in ("a", "b", "c")}
    learned = [learn(Grid(START, walks), code, ahead=6, until=20 * 48) for code in walks]
    assert sum(model is not None and model.better for model in learned) <= 1


def test_nothing_that_comes_later_changes_a_forecast() -> None:
    known, now = river(), 20 * 48
    later = Grid(START, {code: levels.copy() for code, levels in known.levels.items()})
    for levels in later.levels.values():
        levels[now + 1 :] = 999
    told = []
    for one in (known, later):
        learned = learn(one, "hilir", ahead=4, until=now + 1)
        assert learned is not None
        told.append(float(forecast(one, learned, np.array([now]))[0]))
    assert told[0] == told[1]


def test_readings_come_to_steps_as_they_were_known_and_old_ones_are_forgotten() -> None:
    minutes = timedelta(minutes=1)
    found = grid({"a": [(START, 1.0), (START + 31 * minutes, 2.0), (START + 32 * minutes, 3.0)],
                  "b": [(START + 5 * STEP, 9.0)]})  # fmt: skip
    assert np.array_equal(found.levels["a"], [1, 1, 3, 3, 3, np.nan], equal_nan=True)


def test_too_little_history_is_said_and_not_guessed_from() -> None:
    few = {"a": [(START + number * STEP, 100.0) for number in range(50)]}
    (line,) = forecasting.lines(forecasting.evaluate(few))
    assert "Belum ada cukup riwayat" in line
    assert forecasting.evaluate({}) == []


@pytest.mark.parametrize("hours", forecasting.HOURS)
def test_the_evaluation_names_every_horizon(hours: int) -> None:
    known = river()
    readings = {
        code: [(START + number * STEP, float(value)) for number, value in enumerate(levels)]
        for code, levels in known.levels.items()
    }
    score = forecasting._score(grid(readings), hours)
    assert score.asked == 2 * 3
    assert score.shown >= 1
