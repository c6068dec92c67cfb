"""An answer waits for the office to open: undone until then, told to nobody before."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from routing.domain.answers import seal
from routing.errors import NotFound, Refused
from routing.news import gathering
from routing.reports import officers_work, scheduled
from storage import clock, db
from storage.db import transaction
from storage.models import Message, Officer, OfficerNews, Outbox, Report
from tests.factories import city, people, reports

FRIDAY_NIGHT = datetime(2026, 11, 27, 20, tzinfo=clock.LOCAL)
TUESDAY_AT_NINE = datetime(2026, 12, 1, 9, tzinfo=clock.LOCAL)
MONDAY = datetime(2026, 11, 30, 7, 30, tzinfo=clock.LOCAL)


@pytest.fixture
def desk(database: str) -> tuple[int, int, int]:
    with transaction() as tx:
        city.load(tx)
        report = reports.filed(tx, now=FRIDAY_NIGHT)
        two = (people.officer(tx, agency=report.agency_code), people.officer(tx, agency=report.agency_code))
        gathering.gather(tx, now=FRIDAY_NIGHT)
        return report.id, two[0].id, two[1].id


def put_off(report: int, officer: int) -> int:
    with transaction() as tx:
        of = {"officer": tx.get_one(Officer, officer), "report": tx.get_one(Report, report)}
        scheduled.put_off(tx, text="Tim datang besok pukul 09.00.", now=FRIDAY_NIGHT, **of)  # type: ignore[arg-type]
        return tx.scalars(select(Message.id).where(Message.direction == scheduled.WAITS)).one()


def send(now: datetime) -> int:
    with transaction() as tx:
        return scheduled.send_due(tx, now=now)


def told() -> list[str]:
    with db.reading() as session:
        return [row.args["text"] for row in session.scalars(select(Outbox).order_by(Outbox.id))]


def test_it_goes_out_when_the_office_opens_and_promises_from_then(desk: tuple[int, int, int]) -> None:
    report, officer, _ = desk
    put_off(report, officer)
    assert send(MONDAY - timedelta(seconds=1)) == 0
    assert told() == []
    with db.reading() as session:
        assert session.get_one(Report, report).first_answered_at is None
    assert (send(MONDAY), send(MONDAY)) == (1, 0)
    assert told() == ["Tim datang besok pukul 09.00."]
    with db.reading() as session:
        kept = session.get_one(Report, report)
        assert (kept.first_answered_at, kept.promised_at) == (
            MONDAY,
            TUESDAY_AT_NINE,
        )


def test_words_a_head_vouched_for_go_out_too(desk: tuple[int, int, int]) -> None:
    text = "Bu Ratna, tim kami sudah di lokasi."
    with transaction() as tx:
        report = tx.get_one(Report, desk[0])
        of = {"officer": people.officer(tx, "kepala", report.agency_code), "report": report}
        with pytest.raises(Refused):
            scheduled.put_off(tx, text=text, now=FRIDAY_NIGHT, **of)  # type: ignore[arg-type]
        scheduled.put_off(tx, text=text, now=FRIDAY_NIGHT, sure=seal(text), **of)  # type: ignore[arg-type]
    assert (send(MONDAY), told()) == (1, [text])


def test_undone_it_never_goes_and_a_colleague_cannot(desk: tuple[int, int, int]) -> None:
    report, officer, other = desk
    message = put_off(report, officer)
    with transaction() as tx:
        row = tx.get_one(Report, report)
        with pytest.raises(NotFound):
            scheduled.undo(
                tx, officer=tx.get_one(Officer, other), report=row, message=message, now=FRIDAY_NIGHT
            )
        words = scheduled.undo(
            tx, officer=tx.get_one(Officer, officer), report=row, message=message, now=FRIDAY_NIGHT
        )
        assert words.startswith("Tim datang")
    assert (send(MONDAY), told()) == (0, [])


def test_what_changed_meanwhile_keeps_it_back_and_its_author_hears(desk: tuple[int, int, int]) -> None:
    report, officer, other = desk
    put_off(report, officer)
    with transaction() as tx:
        of = {"officer": tx.get_one(Officer, other), "report": tx.get_one(Report, report)}
        officers_work.answer(tx, text="Sudah kami tangani.", now=FRIDAY_NIGHT + timedelta(hours=1), **of)  # type: ignore[arg-type]
    assert (send(MONDAY), told()) == (0, ["Sudah kami tangani."])
    with transaction() as tx:
        gathering.gather(tx, now=MONDAY)
        kept = tx.scalars(select(Message.direction).where(Message.officer_id == officer)).all()
        news = tx.scalars(select(OfficerNews.words).where(OfficerNews.officer_id == officer)).all()
    assert kept == ["catatan"]
    assert ["tidak dikirim" in words for words in news] == [True]


def test_its_author_hears_of_it_where_the_report_lies_elsewhere_by_now(desk: tuple[int, int, int]) -> None:
    report, officer, other = desk
    put_off(report, officer)
    with transaction() as tx:
        row = tx.get_one(Report, report)
        officers_work.forward(
            tx, officer=tx.get_one(Officer, other), report=row, agency="dlh", reason="Urusan DLH.",
            now=FRIDAY_NIGHT + timedelta(hours=1),
        )  # fmt: skip
        number = row.number
    assert send(MONDAY) == 0
    with transaction() as tx:
        gathering.gather(tx, now=MONDAY)
        news = tx.scalars(select(OfficerNews).where(OfficerNews.officer_id == officer)).all()
        assert [(one.words, one.path) for one in news] == [(gathering.GONE.format(number=number), "/petugas")]
        assert "tidak lagi di antrean Anda" in news[0].words
        others = tx.scalars(select(OfficerNews.id).where(OfficerNews.officer_id == other)).all()
        assert others == []
