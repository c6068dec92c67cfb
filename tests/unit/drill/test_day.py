"""The flood day's table and its people: the recorded crest at our gauges, and words where the water is."""

import random
from itertools import pairwise

from drill import levels
from drill.day import DATA, read_day
from drill.people import Kind, Place, Town
from storage import yaml_files

DAY = read_day()
SIAGA_OF_P2C = {200: 350, 270: 450, 350: 700}  # centimetres at the recorded gauge and at ours


def town(seed: int = 1) -> Town:
    places = [
        Place("32.75.09.1004", "Jatirasa", (-6.3, 106.97), "p2c", (0, 0), 350),
        Place("32.75.01.1002", "Margahayu", (-6.25, 107.0), "p2c", (120, 180), 350),
        Place("32.75.02.1002", "Kranji", (-6.22, 106.98)),
    ]
    words = yaml_files.read((DATA / "kata.yml").read_text())
    curves = levels.curves(levels.table())
    return Town(DAY, places, curves, words, lambda point, code: True, random.Random(seed))


def test_the_recorded_gauges_official_levels_fall_on_ours_and_its_crests_follow_each_other() -> None:
    p2c = next(play for play in DAY.gauges if play.code == "p2c")
    assert {x: levels.along(p2c.knots, x) for x in SIAGA_OF_P2C} == SIAGA_OF_P2C
    crest = {
        gauge: max(rows, key=lambda row: row[1])[0] for gauge, rows in levels.curves(levels.table()).items()
    }
    assert [crest[code] for code in ("cileungsi-hulu", "p2c", "bendung-bekasi")] == [580, 700, 800]


def test_nobody_tells_of_water_that_has_not_come_and_downstream_it_comes_later() -> None:
    people = town().people(400)
    floods = [(who, act) for who in people for act in who.acts if act.kind is Kind.FLOOD]
    assert all(who.water is not None and act.at > who.water for who, act in floods)
    assert all(one.at < other.at for who in people for one, other in pairwise(who.acts))
    first = {
        code: min(who.water for who in people if who.water is not None and who.place.code == code)
        for code in ("32.75.09.1004", "32.75.01.1002")
    }
    assert first["32.75.01.1002"] - first["32.75.09.1004"] > 60
    assert people == town().people(400), "the same dice, the same people"
