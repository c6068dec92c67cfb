"""The forecast as a gauge's page shows it: from stored readings, with its interval, never without proof."""

from datetime import timedelta

import numpy as np
import pytest

from sensors import foretelling
from sensors.domain.water.forecast import STEP
from sensors.foretelling import Foretold
from storage import db
from storage.models import Datastream, Observation
from tests.factories import city
from tests.factories.city import NOW
from tests.factories.gauges import gauge

DAYS = 28


@pytest.fixture(autouse=True)
def _city(sqlite_url: str) -> None:
    db.configure(sqlite_url)
    with db.transaction() as tx:
        city.load(tx)


def measured(code: str, levels: np.ndarray) -> None:
    """A gauge with these levels every half hour up to NOW."""
    with db.transaction() as tx:
        stream = gauge(tx, code)
        start = NOW - (len(levels) - 1) * STEP
        tx.add_all(
            Observation(
                datastream_id=stream.id, at=start + number * STEP, value=float(value), received_at=NOW
            )
            for number, value in enumerate(levels)
        )
        stream.last_at, stream.last_value = NOW, float(levels[-1])


def told(code: str, minutes: int = 0) -> list[Foretold]:
    with db.reading() as session:
        return list(foretelling.ahead(session, code, now=NOW + timedelta(minutes=minutes)))


def test_a_wave_upstream_is_foretold_below_with_its_interval_and_a_silent_gauge_says_nothing() -> None:
    dice, steps = np.random.default_rng(1), DAYS * 48
    rain = np.convolve(dice.random(steps + 40) > 0.985, 60 * np.exp(-np.arange(40) / 8), "full")[:steps]
    rain[-3:] += (40, 90, 120)  # a wave that has just passed the upper gauge, and not come to the lower one
    measured("hulu", 100 + rain + dice.normal(0, 1, steps))
    lower = 200 + 0.8 * np.concatenate([np.zeros(4), rain[:-4]]) + dice.normal(0, 1, steps)
    measured("hilir", lower)
    found = {one.hours: one for one in told("hilir", minutes=10)}
    two = found[2]
    assert two.low < two.value < two.high
    assert two.at == NOW + timedelta(hours=2)
    assert two.value > lower[-1] + 40
    assert told("hilir", minutes=61) == []
    with db.reading() as session:
        assert foretelling.ahead(session, "tidak-ada", now=NOW) == ()


def test_water_that_moves_by_chance_is_not_foretold() -> None:
    dice = np.random.default_rng(7)
    measured("acak", 100 + np.cumsum(dice.normal(0, 3, DAYS * 48)))
    with db.reading() as session:
        assert session.query(Datastream).count() == 1
    assert told("acak") == []
