"""One reading of one gauge wakes no city: the operator sees it at once, residents only with a second sign."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from routing.warnings import follows
from storage.db import reading, transaction
from storage.models import Alert, Outbox, Report
from tests.factories import city, people
from tests.factories.city import KRANJI
from tests.factories.gauges import feed, gauge

FAR_BEYOND = 720  # Siaga 1 from 700, Siaga 2 from 450, Siaga 3 from 350


@pytest.fixture(autouse=True)
def _a_river_and_somebody_who_follows_it(database: str) -> None:
    with transaction() as tx:
        city.load(tx)
        for code in ("p2c", "hulu"):
            gauge(tx, code, kelurahan_code=KRANJI)
        follows.follow(tx, people.person(tx), KRANJI, now=city.NOW - timedelta(days=1))


def told() -> list[int]:
    """The levels residents were told of; 4 is the end of a warning."""
    with reading() as session:
        rows = session.scalars(select(Outbox).order_by(Outbox.id))
        return [4 if row.key == "notice-warning-over" else row.args["level"] for row in rows]


def in_the_queue() -> list[tuple[int, str, bool]]:
    """(level, status, said to be unsure) of each alert's report."""
    with reading() as session:
        rows = session.execute(
            select(Alert.level, Report.status, Report.text).join(Report).order_by(Alert.id)
        )
        return [(level, status, "Belum dipastikan" in text) for level, status, text in rows]


@pytest.mark.parametrize(
    "before", [[], [200], [200, 210, 205], [340, 345]], ids=["new gauge", "calm", "calm for long", "high"]
)
def test_a_jump_is_the_operators_at_once_and_the_residents_with_the_second_reading(
    before: list[float | None],
) -> None:
    feed([*before, FAR_BEYOND])
    assert told() == []
    assert in_the_queue() == [(1, "menunggu", True)]
    feed([FAR_BEYOND + 5], first=30 * len(before) + 30)
    assert told() == [1]
    assert in_the_queue() == [(1, "menunggu", False)]


def test_a_jump_that_does_not_come_again_ends_without_a_word_to_residents() -> None:
    feed([200, FAR_BEYOND, 205, 206])
    assert told() == []
    assert in_the_queue() == [(1, "selesai", True)]


def test_another_gauge_of_the_river_that_is_high_already_vouches() -> None:
    feed([300, 360], code="hulu")
    assert told() == [3]
    feed([200, FAR_BEYOND], first=30)
    assert told() == [3, 1]
    assert in_the_queue()[-1] == (1, "menunggu", False)


def test_another_gauge_of_the_river_that_rises_later_vouches() -> None:
    feed([200, FAR_BEYOND])
    assert told() == []
    feed([300, 360], code="hulu", first=5)
    assert sorted(told()) == [1, 3]


@pytest.mark.parametrize("stands", ["elsewhere", "in the demo", "silent since yesterday"])
def test_a_gauge_that_is_no_neighbour_vouches_for_nothing(stands: str) -> None:
    with transaction() as tx:
        river = "Kali Lain" if stands == "elsewhere" else "Kali Bekasi"
        gauge(tx, "lain", river=river, demo=stands == "in the demo")
    feed([300, 360], code="lain", first=-60 * 24 if stands.startswith("silent") else 0)
    feed([200, FAR_BEYOND], first=30)
    assert told() == []


def test_water_that_rises_step_by_step_is_told_at_every_step() -> None:
    feed([340, 355, 400, 455, 520, 590, 660, 705, 640, 560, 480, 400, 345])
    assert told() == [3, 2, 1]
    feed([340], first=30 * 13)
    assert told() == [3, 2, 1, 4]


def test_a_false_jump_over_a_true_warning_goes_back_to_what_is_true() -> None:
    feed([340, 360, FAR_BEYOND, 362])
    assert told() == [3]
    assert in_the_queue() == [(3, "menunggu", False)]


def test_the_second_reading_may_stand_at_a_milder_level_and_is_told_as_that() -> None:
    feed([200, FAR_BEYOND, 660])
    assert told() == [2]
    assert in_the_queue() == [(2, "menunggu", False)]
