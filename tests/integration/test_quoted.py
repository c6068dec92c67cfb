"""What a resident replies to: the report our message was about, found by the platform's id of it."""

import pytest

from storage import outbox
from storage.db import reading, transaction
from storage.models import Outbox
from tests.factories import city, people, reports
from tests.factories.city import NOW


@pytest.fixture
def two_reports(database: str) -> tuple[int, int, int]:
    """(person, report, another report), each report with one message: of two parts, and of one."""
    with transaction() as tx:
        city.load(tx)
        person = people.person(tx)
        first, second = reports.filed(tx, by=person), reports.filed(tx, by=person)
        for report, ids in ((first, ["11", "12"]), (second, ["13"])):
            queued = outbox.put(
                tx, person=person, now=NOW, text="…", report_id=report.id,
                extras={"buttons": [["rate:4", "4"]]},
            )  # fmt: skip
            row = tx.get_one(Outbox, queued.id)
            row.external_id, row.extras = ids[-1], {**row.extras, outbox.PART_IDS: ids[:-1]}
        return person.id, first.id, second.id


def test_every_part_of_a_long_message_leads_to_its_report(two_reports: tuple[int, int, int]) -> None:
    person, first, second = two_reports
    with reading() as session:
        found = [
            outbox.report_behind(session, person_id=person, external_id=part) for part in ("11", "12", "13")
        ]
    assert found == [first, first, second]


def test_a_buttons_title_or_another_persons_message_leads_nowhere(two_reports: tuple[int, int, int]) -> None:
    person, _, _ = two_reports
    with transaction() as tx:
        other = people.person(tx, now=NOW).id
    with reading() as session:
        assert outbox.report_behind(session, person_id=person, external_id="4") is None
        assert other == person or outbox.report_behind(session, person_id=other, external_id="13") is None
