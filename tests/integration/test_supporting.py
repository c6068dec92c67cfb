"""Joining somebody else's report: once, counted, heard, told of every change, and no more than that."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from routing.domain.lifecycle import Status
from routing.errors import NotFound, Refused
from routing.reports import notices, officers_work, residents
from routing.reports.supporting import stop, support, supporters
from storage import db, events
from storage.models import Media, Message, Outbox, Person, Report, Support
from storage.notice_kinds import Notice
from tests.factories import city, people, reports
from tests.factories.city import NOW

LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)


def filed(**more: object) -> str:
    with db.transaction() as tx:
        return reports.filed(tx, **more).number  # type: ignore[arg-type]


def resident(**values: object) -> int:
    with db.transaction() as tx:
        person = people.person(tx)
        for name, value in values.items():
            setattr(person, name, value)
        return person.id


def join(number: str, person_id: int, text: str = "") -> None:
    with db.transaction() as tx:
        support(tx, number, person=tx.get_one(Person, person_id), text=text, now=LATER)


def report_of(number: str) -> Report:
    with db.reading() as session:
        return session.scalars(select(Report).where(Report.number == number)).one()


def told(person_id: int) -> list[str | None]:
    """The keys of what a person was told."""
    with db.reading() as session:
        return list(
            session.scalars(select(Outbox.key).where(Outbox.person_id == person_id).order_by(Outbox.id))
        )


def change(number: str, to: Status = Status.DIPROSES, reason: str = "") -> None:
    with db.transaction() as tx:
        report = tx.scalars(select(Report).where(Report.number == number)).one()
        officer = people.officer(tx, agency=report.agency_code)
        officers_work.change_status(tx, officer=officer, report=report, to=to, reason=reason, now=LATER)


def test_it_is_counted_once_and_is_one_event() -> None:
    number, person = filed(), resident()
    join(number, person)
    join(number, person)
    report = report_of(number)
    assert report.supporters == 1
    with db.reading() as session:
        kinds = [(event.kind, event.actor, event.data) for event in events.of_report(session, report.id)]
    assert kinds[2:] == [("report_supported", "warga", {"supporters": 1, "priority": 0})]


def test_the_words_reach_the_officer_as_a_supporters_words() -> None:
    number, person = filed(), resident()
    join(number, person, "Di sini juga dalam sekali lubangnya.")
    with db.reading() as session:
        said = session.scalars(select(Message)).one()
    assert (said.direction, said.text) == (
        "masuk",
        "Dari warga yang mendukung: Di sini juga dalam sekali lubangnya.",
    )


def test_a_supporters_words_are_no_answer_to_the_officers_question() -> None:
    number, person = filed(), resident()
    with db.transaction() as tx:
        report = tx.scalars(select(Report)).one()
        officers_work.ask(tx, officer=people.officer(tx), report=report, text="Di sebelah mana?", now=NOW)
    join(number, person, "Sebelah kiri.")
    assert report_of(number).status == "menunggu_warga"
    assert told(person) == []  # the question is the reporter's


def test_with_many_supporters_it_becomes_urgent_and_stays_so() -> None:
    number = filed()
    persons = [resident() for _ in range(5)]
    for person in persons[:4]:
        join(number, person, "Di sini juga.")
    assert report_of(number).priority == 0
    join(number, persons[4], "Sama, sudah lama.")
    assert (report_of(number).supporters, report_of(number).priority) == (5, 1)
    with db.transaction() as tx:
        stop(tx, number, person=tx.get_one(Person, persons[4]), now=LATER)
    assert (report_of(number).supporters, report_of(number).priority) == (4, 1)


def test_who_only_pressed_a_button_is_counted_but_makes_nothing_urgent_until_they_write() -> None:
    number = filed()
    persons = [resident() for _ in range(6)]
    for person in persons:
        join(number, person)
    assert (report_of(number).supporters, report_of(number).priority) == (6, 0)
    for person in persons[:5]:
        join(number, person, "Rumah saya ikut kena.")
    assert (report_of(number).supporters, report_of(number).priority) == (6, 1)


def test_one_person_makes_at_most_ten_reports_a_day_more_urgent() -> None:
    busy = resident()
    numbers = [filed() for _ in range(11)]
    for number in numbers:
        join(number, busy, "Saya juga.")
    with db.reading() as session:
        counted = session.scalars(select(Support.wrote).where(Support.person_id == busy)).all()
    assert sorted(counted) == [False] + [True] * 10


def test_every_change_is_told_to_the_reporter_and_in_other_words_to_supporters() -> None:
    number, one, other = filed(), resident(), resident()
    join(number, one)
    join(number, other)
    reporter = report_of(number).person_id
    assert reporter is not None
    change(number)
    change(number, Status.SELESAI, "Sudah ditambal.")
    assert told(reporter) == ["notice-status", "notice-done"]
    assert told(one) == told(other) == ["notice-supporter-status", "notice-supporter-done"]


def test_forwarding_and_another_kind_are_told_too_an_answer_is_not() -> None:
    number, person = filed(), resident()
    join(number, person)
    with db.transaction() as tx:
        officer = people.officer(tx, "operator", "poc")
        report = tx.scalars(select(Report)).one()
        officers_work.answer(tx, officer=officer, report=report, text="Kami cek.", now=LATER)
        officers_work.change_category(tx, officer=officer, report=report, category="sampah", now=LATER)
        officers_work.forward(tx, officer=officer, report=report, agency="dishub", reason="Salah.", now=LATER)
    assert told(person) == ["notice-supporter-category", "notice-supporter-forwarded"]


@pytest.mark.parametrize("why", ["unreachable", "blocked", "stopped"])
def test_who_cannot_be_reached_or_has_stopped_is_told_nothing(why: str) -> None:
    values = {"unreachable": {"unreachable_at": NOW}, "blocked": {"blocked_at": NOW}}.get(why, {})
    number, person = filed(), resident(**values)
    join(number, person)
    if why == "stopped":
        with db.transaction() as tx:
            stop(tx, number, person=tx.get_one(Person, person), now=LATER)
            stop(tx, number, person=tx.get_one(Person, person), now=LATER)  # again: nothing happens
        assert report_of(number).supporters == 0
    change(number)
    assert told(person) == []


def test_what_the_reporter_does_is_told_to_supporters() -> None:
    number, person = filed(), resident()
    join(number, person)
    change(number, Status.SELESAI, "Beres.")
    with db.transaction() as tx:
        reporter = tx.get_one(Person, report_of(number).person_id)
        residents.reopen(tx, number, person=reporter, reason="Masih dalam.", now=LATER)
        residents.withdraw(tx, number, person=reporter, now=LATER)
    news = ["notice-supporter-done", "notice-supporter-reopened", "notice-supporter-withdrawn"]
    assert told(person) == news


def test_the_supporters_learn_of_it_when_the_reporter_is_gone() -> None:
    number, person = filed(), resident()
    join(number, person)
    with db.transaction() as tx:
        tx.scalars(select(Report)).one().person_id = None
    change(number)
    assert told(person) == ["notice-supporter-status"]


def test_ones_own_report_is_added_to_and_not_supported() -> None:
    number = filed()
    reporter = report_of(number).person_id
    assert reporter is not None
    join(number, reporter, "Makin dalam.")
    assert report_of(number).supporters == 0
    with db.reading() as session:
        assert session.scalars(select(Message.text)).one() == "Makin dalam."
        assert supporters(session, report_of(number)) == ()


@pytest.mark.parametrize("why", ["no such number", "secret", "ended"])
def test_what_cannot_be_joined_leaves_no_trace(why: str) -> None:
    number, person = filed(privacy="rahasia" if why == "secret" else "biasa"), resident()
    if why == "ended":
        change(number, Status.SELESAI, "Beres.")
    wanted = "BKS-2611-99999" if why == "no such number" else number
    with pytest.raises(Refused if why == "ended" else NotFound):
        join(wanted, person, "Saya juga.")
    with db.reading() as session:
        assert session.scalars(select(Support)).all() == []
    assert report_of(number).supporters == 0


@pytest.mark.parametrize("what", ["add", "withdraw", "accept", "reopen"])
def test_a_supporter_does_nothing_that_is_the_reporters(what: str) -> None:
    number, person = filed(), resident()
    join(number, person)
    if what in ("accept", "reopen"):
        change(number, Status.SELESAI, "Beres.")
    before = report_of(number).status
    with pytest.raises(NotFound), db.transaction() as tx:
        who = tx.get_one(Person, person)
        if what == "add":
            residents.add_to_report(tx, number, person=who, text="x", now=LATER)
        elif what == "withdraw":
            residents.withdraw(tx, number, person=who, now=LATER)
        elif what == "accept":
            residents.accept(tx, number, person=who, now=LATER)
        else:
            residents.reopen(tx, number, person=who, reason="belum", now=LATER)
    assert report_of(number).status == before


@pytest.mark.parametrize("public", ["b" * 64, None])
def test_supporters_see_only_the_public_copy_of_the_photo_of_the_work(public: str | None) -> None:
    number, person = filed(), resident()
    join(number, person)
    with db.transaction() as tx:
        picture = Media(
            sha256="a" * 64, content_type="image/jpeg", size=1, width=1, height=1, public_sha256=public,
            created_at=NOW,
        )  # fmt: skip
        tx.add(picture)
        tx.flush()
        report = tx.scalars(select(Report)).one()
        notices.put(tx, report, Notice.DONE, now=LATER, agency="DLH", reason="x", picture="a" * 64)
    with db.reading() as session:
        sent = {row.key: row.args for row in session.scalars(select(Outbox))}
    assert sent["notice-done"]["picture"] == "a" * 64
    assert sent["notice-supporter-done"].get("picture") == public
