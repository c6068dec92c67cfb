"""What tells of one happening: place, time and kind for residents, the river for gauges."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain.incidents import IncidentKind, Sign, Trend, bond, stands_alone, together, trend, weight
from routing.domain.outline import around, faults
from routing.domain.river import Side, Station, relation

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
FLOOD = IncidentKind("banjir", "Banjir", frozenset({"banjir", "tanggul"}), 700, 6, 3, (), True, 5, 2)
FIRE = IncidentKind("kebakaran", "Kebakaran", frozenset({"kebakaran"}), 400, 3, 3)
UPPER = Station("hulu", "Hulu", "", {"A": (120, 180), "B": (240, 360)})
MIDDLE = Station("tengah", "Tengah", "A", {"A": (0, 0), "B": (120, 180)})
RIVER = [UPPER, MIDDLE]
HERE = (-6.25, 106.98)
COUNTS = {3: 1, 2: 2, 1: 3}


def seen(number: int = 1, *, after: float = 0, north: float = 0, **more: object) -> Sign:
    """A resident's sign so many hours later and metres north."""
    told = {"category": "banjir", "kelurahan": "B", "who": number, **more}
    point = told.pop("point", (HERE[0] + north / 111_320, HERE[1]))
    return Sign(number, at=NOW + timedelta(hours=after), point=point, **told)  # type: ignore[arg-type]


def alert(number: int = 90, *, of: Station = UPPER, siaga: int = 3, after: float = 0) -> Sign:
    return Sign(number, "banjir", NOW + timedelta(hours=after), of.kelurahan, None, None, of, siaga)


def test_near_in_place_and_time_hangs_together_and_says_why() -> None:
    found = bond(seen(1), seen(2, north=120, after=0.5), FLOOD, RIVER)
    assert found.score > 0.9
    assert found.reasons == ("jaraknya 120 m", "selisih 30 menit", "jenisnya sama")
    assert bond(seen(1), seen(2, north=3000), FLOOD, RIVER).score < 0.1
    assert bond(seen(1), seen(2, after=30), FLOOD, RIVER).score < 0.1
    assert bond(seen(1), seen(2, category="tanggul"), FLOOD, RIVER).score < 1


def test_a_gauge_is_tied_by_the_river_and_not_by_metres() -> None:
    expected = bond(alert(), seen(1, after=5), FLOOD, RIVER)
    assert expected.score == 0.9
    assert expected.reasons == ("di hilir Hulu, air sekitar 4–6 jam", "pada waktu air sampai")
    beside_the_gauge = seen(2, after=5, kelurahan="Z")
    assert bond(alert(), beside_the_gauge, FLOOD, RIVER).score == 0
    assert bond(alert(), seen(3, after=0.2), FLOOD, RIVER).score < 0.15  # the water cannot be there yet
    assert bond(alert(), seen(4, after=5), FIRE, RIVER).score == 0


@pytest.mark.parametrize(
    ("place", "station", "side", "minutes"),
    [
        ("A", UPPER, Side.BELOW, (120, 180)),
        ("A", MIDDLE, Side.HERE, (0, 0)),
        ("B", MIDDLE, Side.BELOW, (120, 180)),
    ],
)
def test_where_a_place_lies_along_the_river(
    place: str, station: Station, side: Side, minutes: tuple[int, int]
) -> None:
    found = relation(place, station, RIVER)
    assert found is not None
    assert (found.side, found.minutes) == (side, minutes)


def test_a_place_above_a_gauge_is_known_by_the_gauge_above_both() -> None:
    lower = Station("hilir", "Hilir", "B", {"B": (0, 0)})
    found = relation("A", lower, [UPPER, lower])
    assert found is not None
    assert (found.side, found.minutes) == (Side.ABOVE, (120, 180))
    assert relation("Z", lower, [UPPER, lower]) is None


def test_signs_hang_together_over_others_and_one_person_counts_once() -> None:
    signs = [seen(1), seen(2, north=500), seen(3, north=1000), seen(4, north=9000)]
    assert sorted(together(signs[0], signs[1:], FLOOD, RIVER, least=0.5)) == [1, 2, 3]
    assert weight([seen(1), seen(2, who=1), seen(3), alert(siaga=2)], COUNTS) == 4


def test_when_no_person_need_confirm_it() -> None:
    crowd = [seen(number) for number in range(5)]
    assert stands_alone(crowd, FLOOD, COUNTS) == "5 warga melaporkan"
    assert stands_alone([seen(1), alert(siaga=2)], FLOOD, COUNTS) == "Siaga 2 dan laporan warga"
    assert stands_alone([alert(siaga=1)], FLOOD, COUNTS) == ""
    assert stands_alone(crowd[:4], FLOOD, COUNTS) == ""
    assert stands_alone([seen(n, category="kebakaran") for n in range(9)], FIRE, COUNTS) == ""


def test_a_trend_needs_more_than_chance() -> None:
    def ago(*hours: float) -> list[datetime]:
        return [NOW - timedelta(hours=hour) for hour in hours]

    assert trend(ago(0.1, 0.2, 0.3), NOW) is Trend.RISING
    assert trend(ago(1.1, 1.2, 1.3), NOW) is Trend.FALLING
    assert trend(ago(0.1, 1.1, 5), NOW) is Trend.STEADY


@given(
    st.lists(st.tuples(st.floats(-6.4, -6.2), st.floats(106.9, 107.1)), min_size=1, max_size=30),
    st.floats(20, 500),
)
def test_a_computed_outline_is_closed_and_holds_every_point(
    points: list[tuple[float, float]], metres: float
) -> None:
    ring = around(points, metres=metres)
    assert faults(ring) == "" or len(ring) > 101
    for lat, lon in points:
        sides = [(bx - ax) * (lat - ay) - (by - ay) * (lon - ax) for (ax, ay), (bx, by) in pairwise(ring)]
        assert min(sides) >= -1e-9


@pytest.mark.parametrize(
    "ring", [[], [[1, 2], [3, 4], [1, 2]], [[0, 0], [1, 0], [1, 1], [0, 1]], [[0, 99]] * 4]
)
def test_a_drawn_outline_that_is_none_is_refused(ring: list[list[float]]) -> None:
    assert faults(ring)
