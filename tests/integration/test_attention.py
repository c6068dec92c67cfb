"""The mayor asks, the head answers: whose clock, what is told, what is forgotten; on both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from admin_panel.mayor import paper
from routing.command import brief, keeping, letters, morning
from routing.errors import NotAllowed, NotFound, Refused
from routing.news import gathering
from routing.people import attention, personal_data
from routing.people.attention import Subject
from storage.db import reading, transaction
from storage.models import Attention, AttentionStep, Event, Officer, OfficerNews, Person, Report
from tests.factories import city, people, reports

NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)  # Thursday 10.00 WIB; the office closes at 16.00


@pytest.fixture
def asked(database: str) -> dict[str, int]:
    """The mayor has asked the head of dbmsda about a report."""
    with transaction() as tx:
        city.load(tx)
        mayor = people.officer(tx, "pimpinan", None)
        made = {"mayor": mayor.id, "head": people.officer(tx, "kepala").id}
        made["other"] = people.officer(tx, "kepala", "dlh").id
        made["operator"] = people.officer(tx, "operator", "poc").id
        gathering.gather(tx, now=NOW)
        report = reports.filed(tx, now=NOW - timedelta(days=1))
        row = attention.ask(
            tx, officer=mayor, subject=Subject(report.number), words="Kapan diaspal?", now=NOW
        )
        return made | {"report": report.id, "attention": row.id}


def step(asked: dict[str, int], who: str, deed: str, words: str, *, now: datetime = NOW) -> None:
    with transaction() as tx:
        act = getattr(attention, deed)
        act(tx, asked["attention"], officer=tx.get_one(Officer, asked[who]), words=words, now=now)


def test_the_question_goes_to_the_head_with_a_clock_in_office_hours(asked: dict[str, int]) -> None:
    with reading() as session:
        row = session.get_one(Attention, asked["attention"])
        assert row.agency_code == "dbmsda"
        assert row.due_at == datetime(2026, 11, 27, 2, 30, tzinfo=UTC)  # 6 hours today, 2 from 07.30
        head, other = (session.get_one(Officer, asked[name]) for name in ("head", "other"))
        told = attention.one(session, row.id, head)
        assert told.report is not None
        assert told.report.id == asked["report"]
        with pytest.raises(NotFound):
            attention.one(session, row.id, other)


def test_the_answer_comes_back_and_may_be_asked_again(asked: dict[str, int]) -> None:
    later = NOW + timedelta(days=1)
    with pytest.raises(NotAllowed):
        step(asked, "mayor", "answer", "Saya sendiri")
    with pytest.raises(NotFound):
        step(asked, "other", "answer", "Bukan urusan kami")
    step(asked, "head", "answer", "Senin pagi.")
    with pytest.raises(Refused):
        step(asked, "head", "answer", "Dua kali")
    step(asked, "mayor", "again", "Sudah dua kali Senin.", now=later)
    step(asked, "head", "answer", "Malam ini.", now=later)
    step(asked, "mayor", "close", "", now=later)
    with reading() as session:
        told = attention.one(session, asked["attention"], session.get_one(Officer, asked["mayor"]))
        assert [one.deed for one, _ in told.steps] == ["minta", "jawab", "ulang", "jawab", "tutup"]
        assert told.row.status == "selesai"
        history = select(Event.kind).where(Event.report_id == asked["report"]).order_by(Event.seq)
        kinds = [kind for kind in session.scalars(history) if kind.startswith("attention_")]
        assert kinds == [f"attention_{deed}" for deed in ("asked", "answered", "again", "answered", "closed")]


def test_one_question_at_a_time_and_reading_is_a_step_once(asked: dict[str, int]) -> None:
    with transaction() as tx:
        mayor, head = (tx.get_one(Officer, asked[name]) for name in ("mayor", "head"))
        number = tx.get_one(Report, asked["report"]).number
        with pytest.raises(Refused):
            attention.ask(tx, officer=mayor, subject=Subject(number), words="Lagi?", now=NOW)
        attention.ask(tx, officer=mayor, subject=Subject(agency="dbmsda"), words="Umum", now=NOW)
        for _ in range(2):
            attention.read(tx, asked["attention"], officer=head, now=NOW)
    with reading() as session:
        mine = AttentionStep.attention_id == asked["attention"]
        assert session.scalars(select(AttentionStep.deed).where(mine)).all() == ["minta", "baca"]


def test_the_head_hears_of_the_question_and_the_mayor_of_the_answer(asked: dict[str, int]) -> None:
    step(asked, "head", "answer", "Senin pagi.")
    with transaction() as tx:
        gathering.gather(tx, now=NOW)
    with reading() as session:
        found = session.execute(select(OfficerNews.officer_id, OfficerNews.words, OfficerNews.path))
        told = {who: (words, path) for who, words, path in found}
    assert set(told) == {asked["head"], asked["mayor"]}
    assert "meminta atensi Anda untuk laporan" in told[asked["head"]][0]
    assert "menjawab atensi Anda" in told[asked["mayor"]][0]
    assert told[asked["head"]][1] == f"/petugas/atensi/{asked['attention']}"


def test_an_office_without_a_head_is_answered_for_by_the_operators(asked: dict[str, int]) -> None:
    with transaction() as tx:
        tx.get_one(Officer, asked["head"]).active = False
        gathering.gather(tx, now=NOW)
    with reading() as session:
        assert session.scalars(select(OfficerNews.officer_id)).all() == [asked["operator"]]


def test_who_is_forgotten_is_forgotten_in_an_atensi_too(asked: dict[str, int]) -> None:
    step(asked, "head", "answer", "Bu Ratna sudah dihubungi.")
    with transaction() as tx:
        person = tx.get_one(Person, tx.get_one(Report, asked["report"]).person_id)
        personal_data.erase(tx, person, now=NOW)
    with reading() as session:
        assert not [words for words in session.scalars(select(AttentionStep.words)) if "Ratna" in words]


def test_the_letter_says_what_waits_what_was_promised_and_who_is_silent(asked: dict[str, int]) -> None:
    """Six answers of one office are due, one is given in time; three of its ends were kept, moved, late."""
    with transaction() as tx:
        filed = [reports.filed(tx, now=NOW - timedelta(days=20), kelurahan=city.KRANJI) for _ in range(6)]
        filed[0].first_answered_at = filed[0].first_answer_due
        for number, report in enumerate(filed[:3]):
            report.status, report.rating, report.rated_at = "ditutup", 2, NOW - timedelta(days=1)
            report.resolved_at = report.resolve_due = NOW - timedelta(days=1)
            report.moved = int(number == 1)
        filed[2].resolve_due -= timedelta(days=1)
    step(asked, "head", "answer", "Senin pagi.")
    with reading() as session:
        mayor = session.get_one(Officer, asked["mayor"])
        told = morning.letter(session, mayor, now=NOW)
        silent = keeping.answering(session, since=NOW - timedelta(days=30), until=NOW)[0]
    assert [card.need.name for card in told.cards] == ["ANSWERED", "SILENT"]
    assert told.cards[0].words == "Senin pagi."
    assert (told.promises[-1].kept, told.promises[-1].moved, told.promises[-1].late) == (1, 1, 1)
    assert (silent.code, silent.due, silent.in_time, silent.never) == ("dbmsda", 6, 1, 5)
    assert [(area.code, area.mean, area.count) for area in told.content] == [(city.KRANJI, 2.0, 3)]


def test_the_letter_is_announced_once_a_morning_and_not_before_half_past_six(asked: dict[str, int]) -> None:
    half_past_six = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
    for at in (half_past_six - timedelta(minutes=1), half_past_six, half_past_six + timedelta(hours=3)):
        with transaction() as tx:
            letters.announce(tx, now=at)
    with reading() as session:
        found = session.execute(select(OfficerNews.officer_id, OfficerNews.path, OfficerNews.at)).all()
    assert [tuple(row) for row in found] == [(asked["mayor"], "/petugas/surat", half_past_six)]


def test_the_brief_is_made_on_monday_at_six_kept_as_it_was_and_two_pages_long(asked: dict[str, int]) -> None:
    monday_six = datetime(2026, 11, 29, 23, 0, tzinfo=UTC)
    with transaction() as tx:
        report = tx.get_one(Report, asked["report"])
        report.status, report.resolved_at = "ditutup", NOW
        report.resolve_due = NOW - timedelta(days=1)
    for at in (monday_six - timedelta(seconds=1), monday_six, monday_six + timedelta(days=1)):
        with transaction() as tx:
            letters.weekly(tx, now=at)
            tx.get_one(Officer, asked["head"]).name = "Kepala Lama" if at < monday_six else "Kepala Baru"
    with reading() as session:
        (row,) = brief.listed(session)
        assert (row.week, row.made_at) == (date(2026, 11, 23), monday_six)
        assert (row.content["filed"][-1], row.content["late"][-1]) == (1, 1)
        ((office, head, late, overdue, _),) = row.content["who_was_late"]
        assert (office, late, overdue, head) == ("DBMSDA", 1, 0, "Kepala Lama")
        assert row.content["attention"] == [1, 0, 1]
        assert row.content["voices"] == [report.number]
        assert brief.words_of(session, row.content["voices"])[0][0] == report.text
        made = paper.make(session, row)
        told = session.scalars(select(OfficerNews.path).where(OfficerNews.officer_id == asked["mayor"])).all()
    assert b"/Type/Pages/Count 2/" in made
    assert told == ["/petugas/surat/ringkasan/2026-11-23.pdf"]
