"""The public door: what everybody may see, the same in Python and in SQL."""

from itertools import product

import pytest
from sqlalchemy import select

from routing.domain.publicity import is_public
from routing.domain.tracking_keys import short_of
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
