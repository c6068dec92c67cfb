"""The forecast tells what it can do on past weeks, and the effect of a work what it cannot prove."""

import subprocess
import sys
from collections.abc import Iterator

import numpy as np
import pytest

from analysis.effect import effect
from analysis.forecast import forecast, one_thread
from tests.servers import ROOT

ALONE = """
from threadpoolctl import threadpool_info
from analysis.forecast import forecast, one_thread
with one_thread():
    forecast([20 + week % 7 for week in range(104)])
    print(*{library["num_threads"] for library in threadpool_info()})
"""


@pytest.fixture(autouse=True)
def as_the_product_does() -> Iterator[None]:
    with one_thread():
        yield


def test_whatever_a_forecast_loads_works_with_one_thread() -> None:
    asked = [sys.executable, "-c", ALONE]
    said = subprocess.run(asked, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert said.split() == ["1"]


def _poisson(mean: float, weeks: int, seed: int = 3) -> list[int]:
    return [int(many) for many in np.random.default_rng(seed).poisson(mean, weeks)]


def test_where_no_season_returns_the_mean_beats_last_year_and_its_interval_holds() -> None:
    told = forecast(_poisson(30, 104))
    assert told is not None
    assert told.way
    assert min(told.mase.values()) < 1
    assert 0.6 < told.held <= 1
    low, mean, high = told.weeks[0]
    assert low < mean < high
    assert 20 < mean < 40


def test_where_last_year_returns_exactly_it_is_told_as_last_year() -> None:
    year = [int(40 + 35 * np.sin(week * 1.7)) for week in range(52)]
    told = forecast(year * 2)
    assert told is not None
    assert (told.way, [round(mean) for _, mean, _ in told.weeks]) == ("", year[:4])


def test_of_few_weeks_or_few_reports_nothing_is_told() -> None:
    assert forecast(_poisson(30, 39)) is None
    assert forecast([0] * 103 + [5]) is None


def test_an_effect_is_held_against_the_others_and_says_how_sure_it_is() -> None:
    fewer, same = effect(40, 10, 400, 400), effect(40, 10, 400, 100)
    assert fewer.high < 1
    assert same.low < 1 < same.high
    assert effect(2, 1, 30, 33).high > 1  # so few prove nothing
