"""How urgent a report is: every reason counts, is told, and none but a cry for help makes a darurat."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.city.landmarks import beside, landmarks
from routing.city.settings_read import of_file
from routing.domain.priority import NearPlace, Priority, Signs, of_alert, score_of_alert, weigh
from storage import yaml_files
from tests.unit.routing.test_city_settings import FILE

CITY = of_file(yaml_files.read(FILE.read_text("utf-8")))
WEIGHTS = CITY.priority.weights(many=CITY.same_matter.many)

SIGNS = st.builds(
    Signs,
    danger=st.sampled_from([None, "terjebak"]),
    emergency_category=st.booleans(),
    victims=st.booleans(),
    supporters=st.integers(0, 200),
    water=st.sampled_from([None, 1, 2, 3]),
    near=st.none() | st.just(NearPlace("SDN Kranji 2", 80, 10)),
    repeats=st.integers(0, 9),
    days=st.integers(0, 400),
)


@pytest.mark.parametrize(
    ("signs", "level"),
    [
        (Signs(), Priority.BIASA),
        (Signs(victims=True), Priority.TINGGI),
        (Signs(emergency_category=True), Priority.TINGGI),
        (Signs(danger="terjebak"), Priority.DARURAT),
        (Signs(supporters=4), Priority.BIASA),
        (Signs(supporters=5), Priority.TINGGI),
        (Signs(water=1), Priority.TINGGI),
        (Signs(near=NearPlace("SDN", 80, 10)), Priority.BIASA),
    ],
)
def test_the_level_follows_the_reasons(signs: Signs, level: Priority) -> None:
    assert weigh(signs, WEIGHTS).level is level


def test_the_reasons_are_told_the_weightiest_first() -> None:
    signs = Signs(supporters=12, near=NearPlace("SDN Kranji 2", 80, 10), water=2, days=8)
    found = weigh(signs, WEIGHTS)
    told = [("supporters", "12"), ("water", "2"), ("near", "SDN Kranji 2"), ("age", "8")]
    assert [(reason.code, reason.said) for reason in found.reasons] == told
    assert found.score == min(79, sum(reason.points for reason in found.reasons))


@given(SIGNS)
def test_a_score_is_within_its_bounds_and_only_a_cry_for_help_is_an_emergency(signs: Signs) -> None:
    found = weigh(signs, WEIGHTS)
    assert 0 <= found.score <= 100
    assert (found.level is Priority.DARURAT) == (signs.danger is not None)
    assert bool(found.score) == bool(found.reasons)


@given(SIGNS)
def test_no_reason_more_makes_a_report_less_urgent(signs: Signs) -> None:
    less = weigh(signs, WEIGHTS).score
    for more in (
        Signs(**{**vars(signs), "victims": True}),
        Signs(**{**vars(signs), "supporters": signs.supporters + 1}),
        Signs(**{**vars(signs), "days": signs.days + 7}),
        Signs(**{**vars(signs), "danger": "terjebak"}),
    ):
        assert weigh(more, WEIGHTS).score >= less


def test_siaga_3_is_urgent_and_siaga_2_and_1_are_emergencies() -> None:
    assert [of_alert(level) for level in (3, 2, 1)] == [Priority.TINGGI, Priority.DARURAT, Priority.DARURAT]
    scores = [score_of_alert(level, WEIGHTS) for level in (3, 2, 1)]
    assert scores == sorted(scores)
    assert scores[0] >= WEIGHTS.high
    assert scores[1] >= WEIGHTS.urgent


def test_a_school_beside_the_spot_is_found_and_one_a_kilometre_away_is_not() -> None:
    rules = CITY.priority.beside
    school = next(mark for mark in landmarks() if "sd" in mark.name.lower().split())
    near = beside(school.lat + 0.0005, school.lon, rules)
    assert near is not None
    assert near.metres <= 150
    assert beside(-6.9, 107.6, rules) is None  # Bandung
    assert beside(None, None, rules) is None
