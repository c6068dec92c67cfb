"""The public door: what everybody may see, the same in Python and in SQL."""

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from routing.city.catalogue import catalogue
from routing.city.settings import PublicSection
from routing.domain.distance import haversine
from routing.domain.publicity import (
    Box,
    Publicity,
    WordsShown,
    for_everybody,
    is_public,
    on_grid,
    squares_in,
    with_point,
    words_seal,
    words_shown,
)
from routing.domain.tracking_keys import short_of
from routing.reports import everybody
from routing.reports.public_door import public, public_or_own, shown_to, visible_to_public
from storage import db
from storage.models import Report
from tests.factories import city, people, reports

EVERY = list(product(("biasa", "anonim", "rahasia"), ("web", "telegram", "sensor"), (False, True)))


@pytest.mark.parametrize(("privacy", "channel", "shielded"), EVERY)
def test_secret_reports_and_gauges_alerts_are_nobody_elses(
    privacy: str, channel: str, *, shielded: bool
) -> None:
    unnamed = shielded and privacy == "anonim"
    expected = privacy != "rahasia" and channel != "sensor" and not unnamed
    assert is_public(privacy=privacy, channel=channel, shielded=shielded) == expected


@pytest.mark.parametrize(("privacy", "channel", "shielded"), EVERY)
def test_the_query_the_rule_and_the_page_agree(
    database: str, privacy: str, channel: str, *, shielded: bool
) -> None:
    with db.transaction() as tx:
        city.load(tx)
        report = reports.filed(tx)
        report.privacy, report.channel, report.track_key = privacy, channel, "k" * 20
        report.shielded = shielded
        tx.flush()
        stranger, owner = people.person(tx), report.person_id
        seen = is_public(privacy=privacy, channel=channel, shielded=shielded)
        assert (tx.scalars(select(Report).where(public())).one_or_none() is report) == seen
        assert (tx.scalars(select(Report).where(public_or_own(stranger.id))).one_or_none() is report) == seen
        assert tx.scalars(select(Report).where(public_or_own(owner))).one() is report
        assert shown_to(report, stranger) == seen
        assert visible_to_public(tx, report.number) is None
        assert visible_to_public(tx, report.number, key="x" * 20) is None
        short = visible_to_public(tx, report.number, key=short_of("k" * 20))
        assert (short is not None and not short.private) == seen
        keyed = visible_to_public(tx, report.number, key="k" * 20)
        assert (keyed is not None and keyed.private) == (channel != "sensor")


KINDS = ("jalan_rusak", "perumahan", "kesehatan", "pungli_aparatur")


@pytest.mark.parametrize("review", [False, True])
@pytest.mark.parametrize("privacy", ["biasa", "anonim", "rahasia"])
@pytest.mark.parametrize("kind", KINDS)
def test_everybody_finds_what_rule_and_query_agree_on(
    sqlite_url: str, kind: str, privacy: str, *, review: bool
) -> None:
    db.configure(sqlite_url)
    with db.transaction() as tx:
        city.load(tx)
        report = reports.filed(tx, category=kind, privacy=privacy, lat=-6.2282, lon=106.975)
        report.needs_review = review
        tx.flush()
        known = catalogue(tx)
        seen = everybody.view(known, report)
        found = tx.scalars(select(Report).where(everybody.condition(known))).one_or_none()
        assert (found is report) == (seen is not None)
        assert (seen is not None) == (
            privacy != "rahasia" and not review and kind in ("jalan_rusak", "perumahan")
        )
        assert seen is None or (seen.point is not None) == (kind == "jalan_rusak")


def test_the_citys_own_troubles_of_people_are_never_public(sqlite_url: str) -> None:
    never = {
        "perempuan_anak", "masalah_sosial", "kesehatan", "jaminan_kesehatan", "bansos", "kependudukan",
        "keamanan", "pungli_aparatur", "pertanahan", "ketenagakerjaan",
    }  # fmt: skip
    db.configure(sqlite_url)
    with db.transaction() as tx:
        city.load(tx)
        known = catalogue(tx)
    hidden = {code for code in known.categories if known.settings.public.of(code) == Publicity.NOT}
    assert hidden == never


def test_a_category_nobody_named_is_not_shown() -> None:
    assert PublicSection().of("baru") == Publicity.NOT


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({}, True),
        ({"shielded": True}, False),
        ({"emergency": True}, False),
        ({"status": "ditarik"}, False),
    ],
)
def test_a_point_never_leads_to_who_needed_help_accuses_or_took_it_back(
    change: dict[str, Any], *, shown: bool
) -> None:
    told: Any = {"shielded": False, "emergency": False, "status": "diproses", **change}
    assert with_point(Publicity.FULL, **told) == shown
    assert not with_point(Publicity.PLACELESS, **told)


@given(st.floats(-6.4, -6.17), st.floats(106.89, 107.05))
def test_a_public_point_is_the_middle_of_a_square_of_fifty_metres(lat: float, lon: float) -> None:
    shown = on_grid(lat, lon)
    assert on_grid(*shown) == shown
    assert haversine((lat, lon), shown) <= 36.5  # half a diagonal, and the rounding


@given(st.floats(-6.6, -6.17), st.floats(106.89, 107.05), st.floats(-6.7, -6.2), st.floats(0, 0.3))
def test_a_box_holds_exactly_the_exact_points_whose_public_point_it_holds(
    lat: float, lon: float, south: float, high: float
) -> None:
    box = Box(south, 106.9, south + high, 107.0)
    shown = on_grid(lat, lon)
    inside = box.south <= shown[0] <= box.north and box.west <= shown[1] <= box.east
    found = any(one.south <= lat < one.north and one.west <= lon < one.east for one in squares_in(box))
    beside = any(
        abs(value - edge) < 2e-5
        for value, edges in ((shown[0], (box.south, box.north)), (shown[1], (box.west, box.east)))
        for edge in edges
    )
    assert found == inside or beside


def test_words_are_shown_as_they_were_ticked_and_not_as_they_became() -> None:
    seal = words_seal("Lampu mati.")
    told: Any = {"status": "diproses"}
    assert words_shown(WordsShown.TICKED, "Lampu mati.", seal, **told)
    assert not words_shown(WordsShown.TICKED, "Lampu mati di depan rumah saya.", seal, **told)
    assert not words_shown(WordsShown.TICKED, "Lampu mati.", None, **told)
    assert not words_shown(WordsShown.LATER, "Lampu mati.", seal, **told)
    assert words_shown(WordsShown.AT_ONCE, "Lampu mati.", None, **told)
    assert not words_shown(WordsShown.AT_ONCE, "Lampu mati.", seal, status="ditarik")


def test_what_a_machine_guessed_waits_for_a_person() -> None:
    told: Any = {"privacy": "biasa", "channel": "web", "shielded": False}
    assert for_everybody(Publicity.FULL, needs_review=False, **told)
    assert not for_everybody(Publicity.FULL, needs_review=True, **told)
