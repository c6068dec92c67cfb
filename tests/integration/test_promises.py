"""Promises of officers: from the words of an answer to kept or broken, on both databases."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from routing.domain.lifecycle import Status
from routing.errors import NotAllowed, NotFound
from routing.news import gathering
from routing.reports import officers_work as work
from routing.reports import promising, suggesting
from storage import db, events
from storage.clock import LOCAL
from storage.models import Officer, OfficerNews, Promise, Report
from tests.factories import city, people, reports

MADE = datetime(2026, 11, 26, 9, tzinfo=LOCAL)
DUE = datetime(2026, 11, 27, 14, tzinfo=LOCAL)
HOUR = timedelta(hours=1)
SAID = "Tim kami datang besok pukul 14.00."


@dataclass(frozen=True)
class Desk:
    """A report, who works on it and who heads the office, by id."""

    report: int
    officer: int
    head: int


@pytest.fixture
def desk(database: str) -> Iterator[Desk]:
    with db.transaction() as tx:
        city.load(tx)
        report = reports.filed(tx, now=MADE - HOUR)
        made = Desk(report.id, people.officer(tx).id, people.officer(tx, "kepala").id)
    with db.transaction() as tx:
        gathering.gather(tx, now=MADE)  # sets the bookmark
    yield made
    db.dispose()


def answer(desk: Desk, text: str = SAID, now: datetime = MADE, *, promises: bool = True) -> None:
    with db.transaction() as tx:
        report, officer = tx.get_one(Report, desk.report), tx.get_one(Officer, desk.officer)
        work.answer(tx, officer=officer, report=report, text=text, now=now, promises=promises)


def sweep(now: datetime) -> None:
    with db.transaction() as tx:
        promising.sweep(tx, now=now)
    with db.transaction() as tx:
        gathering.gather(tx, now=now)


def states(desk: Desk) -> list[str]:
    with db.reading() as session:
        mine = select(Promise.state).where(Promise.report_id == desk.report).order_by(Promise.id)
        return list(session.scalars(mine))


def stands(desk: Desk) -> datetime | None:
    with db.reading() as session:
        return session.get_one(Report, desk.report).promised_at


def told(officer: int) -> list[str]:
    with db.reading() as session:
        mine = select(OfficerNews.words).where(OfficerNews.officer_id == officer, OfficerNews.kind == "janji")
        return list(session.scalars(mine.order_by(OfficerNews.id)))


def test_a_promise_is_reminded_of_once_and_broken_two_hours_after_its_time(desk: Desk) -> None:
    answer(desk)
    assert (states(desk), stands(desk)) == (["berjalan"], DUE)
    for now in (DUE - 2 * HOUR, DUE - HOUR, DUE - HOUR / 2, DUE + HOUR):
        sweep(now)
    assert told(desk.officer) == [
        f"Janji kepada warga di laporan {number(desk)}: Jumat, 27 November 2026 pukul 14.00 WIB."
    ]
    assert states(desk) == ["berjalan"]

    sweep(DUE + 2 * HOUR)
    sweep(DUE + 3 * HOUR)
    assert (states(desk), stands(desk)) == (["lewat"], None)
    assert len(told(desk.officer)) == 2
    assert [words.endswith("Kabari warganya.") for words in told(desk.head)] == [True]


def number(desk: Desk) -> str:
    with db.reading() as session:
        return session.get_one(Report, desk.report).number


def test_words_that_are_no_promise_make_none_and_unticked_ones_neither(desk: Desk) -> None:
    answer(desk, "Terima kasih, laporan sudah kami terima.")
    answer(desk, promises=False)
    assert states(desk) == []


def test_a_later_promise_takes_the_place_of_one_that_is_not_due(desk: Desk) -> None:
    answer(desk)
    answer(desk, "Maaf, diganti Senin pukul 09.00.", MADE + HOUR)
    assert states(desk) == ["diganti", "berjalan"]
    assert stands(desk) == datetime(2026, 11, 30, 9, tzinfo=LOCAL)


def test_finishing_keeps_the_promise_and_refusing_ends_it_without_a_verdict(desk: Desk) -> None:
    answer(desk)
    with db.transaction() as tx:
        report, officer = tx.get_one(Report, desk.report), tx.get_one(Officer, desk.officer)
        work.change_status(
            tx, officer=officer, report=report, to=Status.DITOLAK, reason="Bukan jalan kota.", now=MADE + HOUR
        )
    assert (states(desk), stands(desk)) == (["dibatalkan"], None)

    with db.transaction() as tx:
        other = reports.filed(tx, category="pohon_tumbang", now=MADE)
        officer = people.officer(tx, agency=other.agency_code)
        work.answer(tx, officer=officer, report=other, text=SAID, now=MADE)
        promising.settle(tx, other, Status.SELESAI, now=DUE - HOUR)
        kept = tx.scalars(select(Promise.state).where(Promise.report_id == other.id)).all()
    assert kept == ["ditepati"]


def test_who_answers_says_it_was_kept_and_the_history_shows_every_step(desk: Desk) -> None:
    answer(desk)
    with db.transaction() as tx:
        report, officer = tx.get_one(Report, desk.report), tx.get_one(Officer, desk.officer)
        row = tx.scalars(select(Promise)).one()
        promising.keep(tx, officer=officer, report=report, promise=row.id, now=DUE + HOUR)
        with pytest.raises(NotFound):
            promising.keep(tx, officer=officer, report=report, promise=row.id, now=DUE + HOUR)
    sweep(DUE + 3 * HOUR)
    assert (states(desk), stands(desk)) == (["ditepati"], None)
    with db.reading() as session:
        kinds = [event.kind for event in events.of_report(session, desk.report)]
    assert kinds[-3:] == ["report_answered", "promise_made", "promise_kept"]


def test_a_promise_is_taken_back_at_once_by_its_author_and_later_by_the_head_alone(desk: Desk) -> None:
    answer(desk)
    with db.transaction() as tx:
        report = tx.get_one(Report, desk.report)
        officer, head = tx.get_one(Officer, desk.officer), tx.get_one(Officer, desk.head)
        row = tx.scalars(select(Promise)).one()
        with pytest.raises(NotAllowed):
            promising.drop(tx, officer=officer, report=report, promise=row.id, now=MADE + HOUR)
        promising.drop(tx, officer=head, report=report, promise=row.id, now=MADE + HOUR)
    assert (states(desk), stands(desk)) == (["dibatalkan"], None)
    answer(desk, now=MADE + HOUR)
    with db.transaction() as tx:
        row = tx.scalars(select(Promise).order_by(Promise.id.desc()).limit(1)).one()
        report, officer = tx.get_one(Report, desk.report), tx.get_one(Officer, desk.officer)
        promising.drop(tx, officer=officer, report=report, promise=row.id, now=MADE + HOUR + HOUR / 6)
    assert states(desk)[-1] == "dibatalkan"


def test_suggestions_are_of_finished_reports_like_this_one_of_this_office(desk: Desk) -> None:
    """Masked, with their numbers, the better rated first; nothing of another kind or of what is open."""
    said = "Lubang kami tambal besok pukul 09.00 oleh Pak Darman, hubungi 081234567890."
    with db.transaction() as tx:
        officer = tx.get_one(Officer, desk.officer)
        made = {}
        for name, text, rating in (
            ("like", "Aspal di tikungan dekat pos ronda amblas lagi", 5),
            ("liked", "Aspal di tikungan dekat pos ronda amblas lagi", 1),
            ("other", "Trotoar hilang ubinnya semua, licin", 5),
            ("open", "Aspal di tikungan dekat pos ronda amblas", None),
        ):
            one = reports.filed(tx, now=MADE - HOUR, text=text)
            work.answer(tx, officer=officer, report=one, text=said, now=MADE)
            one.status, one.rating = ("selesai" if rating else one.status), rating
            made[name] = one.number
        tx.flush()
        found = suggesting.suggested(tx, officer, tx.get_one(Report, desk.report))
        stranger = people.officer(tx, agency="dlh")
        report = tx.get_one(Report, desk.report)
        assert suggesting.suggested(tx, stranger, report) == []
    assert [one.number for one in found][:2] == [made["like"], made["liked"]]
    assert made["open"] not in [one.number for one in found]
    assert found[0].dated
    assert "081234567890" not in found[0].text
    assert "Darman" not in found[0].text
