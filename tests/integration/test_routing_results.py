"""Photos of the work done reach whoever reported it."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.domain.lifecycle import Status
from routing.reports import handing_in, officers_work
from storage import db
from storage.models import Media, Outbox, Report
from tests.factories import city, people, reports
from tests.factories.city import NOW


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)


def told(report: Report) -> list[tuple[str | None, dict[str, str]]]:
    with db.reading() as session:
        rows = session.scalars(select(Outbox).where(Outbox.report_id == report.id).order_by(Outbox.id))
        return [(row.key, row.args) for row in rows]


def result(tx: Session, name: str, *, public: str | None = None) -> None:
    for sha256 in filter(None, (name, public)):
        tx.add(
            Media(
                sha256=sha256, content_type="image/jpeg", size=1, width=1, height=1, created_at=NOW,
                public_sha256=public if sha256 == name else None,
            )
        )  # fmt: skip
    tx.flush()


def test_the_news_that_it_is_done_shows_the_newest_photo_of_the_work_without_faces() -> None:
    with db.transaction() as tx:
        report, officer = reports.filed(tx), people.officer(tx)
        for name, public in (("lama", None), ("baru", "samar")):
            result(tx, name, public=public)
            handing_in.add_result(tx, officer=officer, report=report, sha256=name, now=NOW)
        officers_work.change_status(
            tx, officer=officer, report=report, to=Status.SELESAI, reason="Ditambal.", now=NOW
        )  # fmt: skip
    assert told(report)[-1][1]["picture"] == "samar"


def test_a_photo_that_comes_after_the_news_is_sent_by_itself_and_once() -> None:
    with db.transaction() as tx:
        report, officer = reports.filed(tx), people.officer(tx)
        officers_work.change_status(
            tx, officer=officer, report=report, to=Status.SELESAI, reason="Ditambal.", now=NOW
        )  # fmt: skip
        result(tx, "baru", public="samar")
        for _ in range(2):
            handing_in.add_result(tx, officer=officer, report=report, sha256="baru", now=NOW)
    keys = [key for key, _ in told(report)]
    assert keys == ["notice-done", "notice-result"]
    assert "picture" not in told(report)[0][1]
    assert told(report)[1][1]["picture"] == "samar"


def test_a_photo_nobody_could_look_through_for_faces_is_not_sent_around() -> None:
    with db.transaction() as tx:
        report, officer = reports.filed(tx), people.officer(tx)
        result(tx, "baru")
        handing_in.add_result(tx, officer=officer, report=report, sha256="baru", now=NOW)
        officers_work.change_status(
            tx, officer=officer, report=report, to=Status.SELESAI, reason="Ditambal.", now=NOW
        )  # fmt: skip
    assert "picture" not in told(report)[-1][1]
