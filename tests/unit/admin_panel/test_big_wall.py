"""The big wall's figures: where the water is, squares of reports, how much is asked and sent."""

import json
from datetime import timedelta

from admin_panel.poc import big
from admin_panel.poc.followers import Followers
from routing.city.catalogue import catalogue
from sensors.queries import AlertRow
from storage import clock, db
from tests.factories import city, reports
from tests.factories.panel import officer_named
from tests.factories.queries import counted
from tests.unit.admin_panel.conftest import SignIn

NOW = clock.now()


def alert(*steps: tuple[str, int], minutes_ago: int) -> AlertRow:
    opened, way = NOW - timedelta(minutes=minutes_ago), [{"kelurahan": c, "minutes": m} for c, m in steps]
    return AlertRow("uji", "Pintu Uji", 2, 2, 310, opened, "BKS-1", way, True)


def test_the_front_moves_along_the_strip_and_stops_at_its_end(panel_db: None) -> None:
    with db.reading() as session:
        known = catalogue(session)
    codes = sorted(known.kelurahan)[:2]
    way = ((codes[1], 120), (codes[0], 60))
    for minutes, crest in ((0, 0.0), (60, 50.0), (400, 100.0)):
        water = big.coming(alert(*way, minutes_ago=minutes), Followers(0, None), known, now=NOW)
        assert water.crest == crest
    assert [(stop.name, stop.place) for stop in water.arrivals] == [
        (known.kelurahan[codes[0]].name, 50.0), (known.kelurahan[codes[1]].name, 100.0)
    ]  # fmt: skip
    assert water.arrivals[0].at == NOW - timedelta(minutes=340)


def test_reports_are_counted_in_squares_and_secret_ones_are_not(panel_db: None) -> None:
    with db.transaction() as tx:
        for shift in (0.0, 0.001, 0.05):
            reports.filed(tx, now=NOW, lat=-6.2351 - shift, lon=106.9751)
        reports.filed(tx, now=NOW, lat=-6.2351, lon=106.9751, privacy="rahasia")
    with db.reading() as session:
        found = sorted(big.cells(session, now=NOW), key=lambda cell: -cell[2])
    assert [(many, late, danger) for _, _, many, late, danger in found] == [(2, 0, 0), (1, 0, 0)]
    assert found[0][:2] == [106.9751, -6.2356]


def test_a_kelurahan_has_one_line_among_the_drains_to_clear(panel_db: None) -> None:
    with db.reading() as session:
        known = catalogue(session)
    kind = sorted(known.settings.alerts.clear_first)[0]
    with db.transaction() as tx:
        for area in (city.KRANJI, city.KRANJI, city.MARGAHAYU, city.KRANJI):
            reports.filed(tx, now=NOW, category=kind, kelurahan=area)
    with db.reading() as session:
        found = big.drains_in_the_way(session, known, [city.KRANJI, city.MARGAHAYU], NOW)
    assert [(drain.place, drain.people) for drain in found] == [("Kranji", 3), ("Margahayu", 1)]


def test_the_wall_asks_little_and_sends_little(signed_in: SignIn, panel_db: None) -> None:
    with db.transaction() as tx:
        for number in range(30):
            reports.filed(tx, now=NOW, lat=-6.2 - number / 300, lon=106.95 + number / 400)
        watcher = officer_named(tx, "operator")
    with db.reading() as session, counted() as statements:
        big.board(session, watcher, now=NOW)
    assert len(statements) <= 20
    told = signed_in("walikota").get("/poc/dinding/peta.json")
    assert sum(cell[2] for cell in json.loads(told.content)["cells"]) == 30
    assert len(told.content) < 60_000


def test_no_words_of_residents_stand_on_it(signed_in: SignIn) -> None:
    with db.transaction() as tx:
        reports.filed(tx, now=NOW, kelurahan=city.KRANJI, text="Kabel putus menjuntai di gang kami.")
    page = signed_in("operator").get("/poc/dinding").text
    assert "Kabel putus" not in page
    assert "Kranji" in page
