"""Who wanted a report secret, and then no name on it either, does not find it on the public pages."""

import pytest

from routing.domain.publicity import is_public
from routing.reports import filing
from routing.reports.filing import NewReport
from storage import db
from storage.models import Report
from tests.factories import city, people
from tests.factories.city import NOW


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)


def public(report: Report) -> bool:
    return is_public(privacy=report.privacy, channel=report.channel, shielded=report.shielded)


@pytest.mark.parametrize(
    ("first", "then", "seen"),
    [
        ("rahasia", "anonim", False),
        ("biasa", "anonim", True),
        ("rahasia", "biasa", True),
        ("anonim", "rahasia", False),
    ],
)
def test_a_secret_report_that_loses_its_name_stays_hidden(first: str, then: str, *, seen: bool) -> None:
    with db.transaction() as tx:
        me = people.person(tx)
        told = NewReport("Musik kencang tiap malam", category="pju", privacy=first)
        filed = filing.file_report(tx, told, person=me, channel="telegram", now=NOW)
        report = filing.set_privacy(tx, filed.number, person=me, privacy=then, now=NOW)
        assert public(report) is seen


def test_a_draft_that_was_to_be_secret_is_filed_hidden() -> None:
    with db.transaction() as tx:
        told = NewReport("Musik kencang tiap malam", category="pju", privacy="anonim", hidden=True)
        filed = filing.file_report(tx, told, person=people.person(tx), channel="telegram", now=NOW)
        assert not public(tx.get_one(Report, filed.report_id))
