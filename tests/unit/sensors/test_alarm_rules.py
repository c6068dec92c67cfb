"""Rules about what is measured: what holds when, and what cannot be a rule."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sensors.domain.alarms.rules import (
    BadSensorRules,
    CheckKind,
    RuleHours,
    SensorCheck,
    SensorRule,
    read,
    write,
)
from sensors.domain.alarms.sentences import sentence
from sensors.domain.alarms.watching import AskedStream, episodes

BEGIN = datetime(2026, 11, 2, 0, 0, tzinfo=UTC)  # a Monday, 7 in the morning
LEVEL = SensorCheck("tinggi_muka_air", CheckKind.ABOVE, limit=250, back=240)
RULE = SensorRule("air-tinggi", "Air tinggi", (LEVEL,), "bpbd", "banjir_genangan")
GAUGE = AskedStream(1, "tinggi_muka_air", "p2c")
LAMPS = [AskedStream(number, "daya_lampu", f"lampu-{number}", "panel-3") for number in range(1, 9)]
RAIN = AskedStream(2, "curah_hujan", "hujan")


def at(minutes: float) -> datetime:
    return BEGIN + timedelta(minutes=minutes)


def raised(
    rule: SensorRule,
    *readings: tuple[float, float],
    streams: Sequence[AskedStream] = (GAUGE,),
    until: float = 0,
) -> list[tuple[float, float | None]]:
    """(opened, ended) in minutes; readings (minutes, value) of the first datastream."""
    found = episodes(rule, streams, [(streams[0].number, at(when), value) for when, value in readings],
                     until=at(until))  # fmt: skip
    return [(minutes(one.opened), minutes(one.ended) if one.ended else None) for one in found]


def minutes(moment: datetime) -> float:
    return (moment - BEGIN) / timedelta(minutes=1)


def one(test: CheckKind, **more: float) -> SensorRule:
    check = SensorCheck(
        "tinggi_muka_air", test, more.get("limit", 0), more.get("back", 0), int(more.get("minutes", 0))
    )
    return replace(RULE, checks=(check,))


def test_a_level_holds_above_its_limit_until_it_is_below_where_it_ends() -> None:
    assert raised(RULE, (0, 249), (10, 251), (20, 245), (30, 251), (40, 240), (50, 245)) == [(10, 40)]
    low = one(CheckKind.BELOW, limit=20, back=25)
    assert raised(low, (0, 30), (10, 19), (20, 24), (30, 25)) == [(10, 30)]


def test_a_rise_is_counted_from_the_lowest_within_its_time() -> None:
    rise = one(CheckKind.RISE, limit=30, minutes=60)
    assert raised(rise, (0, 100), (20, 90), (40, 121), (200, 121)) == [(40, 80)]
    assert raised(rise, (0, 100), (70, 131)) == []


def test_rain_is_added_up_within_its_time() -> None:
    rain = one(CheckKind.SUM, limit=50, minutes=180)
    assert raised(rain, (0, 20), (60, 20), (120, 10), (240, 0))[0][0] == 120
    assert raised(rain, (0, 20), (60, 20), (181, 10)) == []


def test_what_says_nothing_for_too_long_is_missing_until_it_speaks() -> None:
    silent = one(CheckKind.MISSING, minutes=60)
    assert raised(silent, (0, 5), (30, 5), (200, 5)) == [(100, 200)]
    assert raised(silent, (0, 5), until=120) == [(70, None)]


def test_so_many_of_a_group_must_hold() -> None:
    rule = replace(
        RULE, checks=(SensorCheck("daya_lampu", CheckKind.BELOW, 5, 5),), at_least=5, group="panel"
    )
    readings = [(lamp.number, at(lamp.number), 0.0) for lamp in LAMPS[:4]]
    assert episodes(rule, LAMPS, readings, until=at(60)) == []
    readings.append((8, at(20), 0.0))
    (found,) = episodes(rule, LAMPS, readings, until=at(60))
    assert (found.subject, found.opened, found.ended) == ("panel-3", at(20), None)


def test_all_checks_hold_together_or_one_is_enough() -> None:
    both = replace(RULE, checks=(LEVEL, SensorCheck("curah_hujan", CheckKind.ABOVE, 10, 10)))
    readings = [(1, at(0), 260.0), (2, at(10), 5.0), (2, at(20), 15.0), (1, at(30), 100.0)]
    found = episodes(both, [GAUGE, RAIN], readings, until=at(60))
    assert [(minutes(each.opened), each.ended) for each in found] == [(20, at(30))]
    either = replace(both, together="salah_satu")
    assert minutes(episodes(either, [GAUGE, RAIN], readings, until=at(60))[0].opened) == 0


def test_it_must_last_and_is_asked_at_its_hours_alone() -> None:
    assert raised(replace(RULE, hold=15), (0, 260), (10, 260), (16, 260), (30, 200)) == [(16, 30)]
    assert raised(replace(RULE, hold=15), (0, 260), (10, 200)) == []
    night = RuleHours(frozenset({0}), 18 * 60, 5 * 60)  # Monday 18.00 to Tuesday 5.00 WIB
    found = raised(replace(RULE, hours=night), *[(hour * 60, 260) for hour in range(48)])
    assert found == [(11 * 60, 22 * 60)]


@given(some.lists(some.integers(0, 500), max_size=40), some.integers(0, 250))
def test_alarms_of_a_level_are_what_a_walk_through_the_readings_says(values: list[int], back: int) -> None:
    check = replace(LEVEL, back=float(back))
    expected: list[tuple[float, float | None]] = []
    for number, value in enumerate(values):
        is_open = bool(expected) and expected[-1][1] is None
        if not is_open and value > 250:
            expected.append((number, None))
        elif is_open and value <= back:
            expected[-1] = (expected[-1][0], number)
    assert (
        raised(replace(RULE, checks=(check,)), *enumerate(map(float, values)), until=len(values)) == expected
    )


HOURS = some.none() | some.builds(
    RuleHours,
    some.frozensets(some.integers(0, 6), min_size=1),
    some.integers(0, 700),
    some.integers(701, 1440),
)
CHECKS = some.builds(
    SensorCheck, some.sampled_from(["ispu", "energi"]), some.sampled_from(list(CheckKind)),
    limit=some.integers(1, 100).map(float), back=some.just(0.0), minutes=some.integers(1, 500),
    things=some.lists(some.sampled_from(["a", "b"]), max_size=2).map(tuple),
).map(lambda check: replace(check, back=check.limit))  # fmt: skip
RULES = some.builds(
    SensorRule, code=some.just("x"), name=some.just("X"), agency=some.just("bpbd"),
    category=some.just("lain"),
    checks=some.lists(CHECKS, min_size=1, max_size=3).map(tuple), hold=some.integers(0, 1440), hours=HOURS,
    urgent=some.booleans(), ends=some.sampled_from(["sendiri", "petugas"]), on=some.booleans(),
    together=some.sampled_from(["semua", "salah_satu"]),
)  # fmt: skip


@given(RULES)
def test_a_rule_survives_being_written_and_says_itself(rule: SensorRule) -> None:
    assert read(write([rule])) == (rule,)
    assert sentence(rule, {"ispu": ("ISPU", ""), "energi": ("Energi", "kWh")}, {}).startswith("Bila ")


def test_a_rule_says_what_it_asks() -> None:
    kinds = {"tinggi_muka_air": ("Tinggi muka air", "cm")}
    rule = replace(RULE, checks=(replace(LEVEL, things=("p2c",)),), hold=10)
    assert sentence(rule, kinds, {"p2c": "P2C"}) == (
        "Bila tinggi muka air di atas 250 cm (usai di 240 cm) di P2C, selama 10 menit."
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"checks": []}, "syarat"),
        ({"name": " "}, "nama"),
        ({"checks": [{"kind": "ispu", "test": "di_atas", "limit": 5, "back": 6}]}, "usai"),
        ({"checks": [{"kind": "ispu", "test": "naik", "limit": 5}]}, "lamanya"),
        ({"checks": [{"kind": "ispu", "test": "di_atas", "limit": float("nan")}]}, "masuk akal"),
        ({"checks": [{"kind": "ispu", "test": "terbang"}]}, "lengkap"),
        ({"hours": {"days": [], "start": 0, "end": 10}}, "hari"),
        ({"at_least": 3}, "kelompok"),
        ({"hold": 9999}, "menit"),
        ({"ends": "kapan-kapan"}, "usai"),
        ({"entah": 1}, "lengkap"),
    ],
)
def test_what_cannot_be_a_rule_is_told(changed: dict[str, object], said: str) -> None:
    row = write([RULE])["rules"][0] | changed
    with pytest.raises(BadSensorRules, match=said):
        read({"rules": [row]})
