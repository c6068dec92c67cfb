"""Whether a trouble is reported already: kind, distance, age, and whom it may be shown to."""

from datetime import timedelta
from typing import Any

import pytest

from routing.city.areas import locate
from routing.domain.distance import haversine
from routing.reports.same_matter import Same, Spot, find, same_place
from storage import db
from tests.factories import city, people, reports
from tests.factories.city import KRANJI, KRANJI_POINT, MARGAHAYU, NOW
from tests.factories.queries import counted

LAT, LON = KRANJI_POINT
EXACT = {"titik": "tepat"}


@pytest.fixture(autouse=True)
def _city(sqlite_url: str) -> None:
    db.configure(sqlite_url)
    with db.transaction() as tx:
        city.load(tx)


def north(metres: float) -> dict[str, Any]:
    """Draft fields of an exact point so far north of KRANJI_POINT."""
    return {"lat": LAT + metres / 111_195, "lon": LON, "facts": EXACT}


def there(*, status: str = "menunggu", **fields: Any) -> str:
    """Somebody's report; its number."""
    with db.transaction() as tx:
        report = reports.filed(tx, **fields)
        report.status = status
        return report.number


def look(
    category: str = "jalan_rusak", *, point: tuple[float, float] | None = KRANJI_POINT, place: str = "",
    kelurahan: str = KRANJI, person: int | None = None, **more: Any,
) -> Same | None:  # fmt: skip
    with db.reading() as session:
        return find(
            session,
            category,
            Spot(kelurahan, point, place),
            person_id=person,
            now=NOW + timedelta(hours=1),
            **more,
        )


@pytest.mark.parametrize(("metres", "near"), [(0, True), (80, True), (149, True), (170, False)])
def test_within_the_radius_it_is_found_with_its_distance(metres: int, near: bool) -> None:
    number = there(**north(metres))
    found = look()
    assert (found.number if found else None) == (number if near else None)
    if found:
        assert abs((found.metres or 0) - metres) <= 1
        assert (found.status, found.category, found.own) == ("menunggu", "jalan_rusak", False)


def test_the_nearest_one_is_taken() -> None:
    there(**north(120))
    near = there(**north(40))
    there(**north(90))
    found = look()
    assert found is not None
    assert found.number == near


@pytest.mark.parametrize(
    ("category", "filed", "radius_m", "found"),
    [("pju", "pju", 50, True), ("pju", "pju", 70, False),
     ("banjir_genangan", "drainase", 300, True), ("jalan_rusak", "pju", 10, False),
     ("jalan_rusak", "trotoar_jembatan", 10, True), ("parkir", "lalu_lintas", 10, True),
     ("kependudukan", "kependudukan", 0, False)],
)  # fmt: skip
def test_kinds_and_radius_are_the_citys_settings(
    category: str, filed: str, radius_m: int, found: bool
) -> None:
    there(category=filed, **north(radius_m))
    assert (look(category) is not None) is found


@pytest.mark.parametrize(
    ("status", "found"),
    [("menunggu", True), ("diproses", True), ("koordinasi", True), ("menunggu_warga", True),
     ("selesai", False), ("ditutup", False), ("dirujuk", False), ("ditolak", False), ("ditarik", False)],
)  # fmt: skip
def test_only_what_still_runs_is_found(status: str, found: bool) -> None:
    there(status=status, **north(10))
    assert (look() is not None) is found


@pytest.mark.parametrize(("days", "found"), [(1, True), (29, True), (31, False)])
def test_old_reports_are_not_the_same_trouble(days: int, found: bool) -> None:
    there(now=NOW - timedelta(days=days), **north(10))
    assert (look() is not None) is found


def test_the_radius_reaches_over_the_border_of_a_kelurahan() -> None:
    start = locate(LAT, LON)
    assert start is not None
    # Northwards, in steps of 20 m, until another kelurahan begins.
    beyond = next(
        (metres, area.kelurahan_code)
        for metres in range(0, 5000, 20)
        if (area := locate(LAT + metres / 111_195, LON)) and area.kelurahan_code != start.kelurahan_code
    )
    there(**north(beyond[0]), kelurahan=beyond[1])
    found = look(point=(LAT + (beyond[0] - 60) / 111_195, LON), kelurahan=start.kelurahan_code)
    assert found is not None
    assert abs((found.metres or 0) - 60) <= 1


def test_who_asked_for_secrecy_is_never_shown_to_others() -> None:
    with db.transaction() as tx:
        person = people.person(tx)
        reports.filed(tx, by=person, privacy="rahasia", **north(10))
        mine = person.id
    assert look() is None
    own = look(person=mine)
    assert own is not None
    assert own.own


def test_an_anonymous_report_may_be_joined() -> None:
    there(privacy="anonim", **north(10))
    assert look() is not None


def test_ones_own_comes_first_and_what_was_said_to_be_something_else_not_at_all() -> None:
    other = there(**north(10))
    with db.transaction() as tx:
        person = people.person(tx)
        own = reports.filed(tx, by=person, **north(100)).number
        mine = person.id
    found = look(person=mine)
    assert found is not None
    assert (found.number, found.own) == (own, True)
    found = look(person=mine, apart=(own,))
    assert found is not None
    assert found.number == other
    assert look(person=mine, apart=(own, other)) is None


@pytest.mark.parametrize(
    ("place", "filed", "found"),
    [("stasiun kranji", "depan stasiun kranji", True), ("jl mawar", "gang mawar, kranji", True),
     ("kranji", "kranji", False), ("pasar kranji", "stasiun kranji", False), ("", "", False)],
)  # fmt: skip
def test_named_places_are_compared_by_their_words(place: str, filed: str, found: bool) -> None:
    there(place=filed)
    same = look(place=place, point=None)
    assert (same is not None) is found
    assert same is None or same.metres is None


def test_a_named_place_counts_only_in_its_own_kelurahan() -> None:
    there(place="stasiun kranji")
    assert look(place="stasiun kranji", point=None, kelurahan=MARGAHAYU) is None


def test_a_point_that_was_only_looked_up_for_a_name_is_no_distance() -> None:
    there(lat=LAT, lon=LON, place="jalan raya bintara")
    assert look(place="gang melati") is None


def test_postgresql_finds_the_same(postgres_url: str) -> None:
    db.configure(postgres_url)
    with db.transaction() as tx:
        city.load(tx)
        mine = people.person(tx).id
    there(privacy="rahasia", **north(5))
    number = there(**north(80))
    named = there(place="stasiun kranji")
    found, by_name = look(person=mine), look(point=None, place="depan stasiun kranji")
    assert found is not None
    assert by_name is not None
    assert (found.number, found.metres, by_name.number, by_name.metres) == (number, 80, named, None)


def test_looking_takes_one_query() -> None:
    there(**north(10))
    look()
    with counted() as statements:
        look()
    assert len([s for s in statements if "FROM report" in s]) == 1
    assert len(statements) <= 2  # and whether the configuration has changed


def test_a_proposal_is_not_a_trouble() -> None:
    there(kind="aspirasi", **north(10))
    assert look() is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("rt 5 rw 2", "rw 2", True), ("rt 5 rw 2", "rt 05 rw 02", True), ("rw 05", "rt 05 rw 02", False),
     ("jalan raya", "jl raya hankam", False), ("jl hankam", "jalan raya hankam no 5", True),
     ("stasiun", "stasiun", True), ("pasar", "pasar baru", False)],
)  # fmt: skip
def test_words_of_two_places(one: str, other: str, same: bool) -> None:
    assert same_place(one, other) is same
    assert same_place(other, one) is same


def test_the_distance_is_that_of_the_sphere() -> None:
    assert abs(haversine((0.0, 0.0), (0.0, 1.0)) - 111_195) < 1
    assert haversine(KRANJI_POINT, KRANJI_POINT) == 0
