"""Who supports a matter is asked "sudah beres?" before its reporter is told, and what their answers do."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from routing.domain.lifecycle import Status
from routing.domain.neighbours import Said
from routing.errors import NotFound, Refused
from routing.news import gathering
from routing.people import personal_data
from routing.reports import checking, joining, neighbours, residents, supporting
from routing.reports.door import visible_to
from storage import db
from storage.models import Event, Message, NeighbourAsked, OfficerChat, OfficerNews, Outbox, Person, Report
from storage.notice_kinds import Notice
from tests.factories import city, people, reports
from tests.factories.city import NOW
from tests.factories.proof import HERE, HOUR, finish, happened, told, wanted


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)
        wanted(tx, neighbours="tanya")


def matter(*, many: int = 2, **more: Any) -> tuple[int, list[int]]:
    """A report with supporters; ids of it and of them."""
    with db.transaction() as tx:
        report, beside = reports.filed(tx, **HERE, **more), [people.person(tx) for _ in range(many)]
        for person in beside:
            supporting.support(tx, report.number, person=person, text="Sama.", now=NOW)
        return report.id, [person.id for person in beside]


def finished(report_id: int, at: Any = NOW + HOUR) -> str:
    with db.transaction() as tx:
        return finish(tx, tx.get_one(Report, report_id), people.officer(tx), now=at)


def asked() -> list[int]:
    with db.reading() as session:
        rows = select(Outbox.person_id).where(Outbox.key == Notice.NEIGHBOUR).order_by(Outbox.id)
        return list(session.scalars(rows))


def say(report_id: int, person_id: int, said: Said, text: str = "", at: Any = NOW + 2 * HOUR) -> None:
    with db.transaction() as tx:
        report, person = tx.get_one(Report, report_id), tx.get_one(Person, person_id)
        neighbours.answer(tx, report.number, person=person, said=said, text=text, now=at)


def status(report_id: int) -> str:
    with db.reading() as session:
        return session.get_one(Report, report_id).status


def test_all_who_were_asked_find_it_done_and_its_reporter_is_told() -> None:
    report_id, beside = matter(many=3)
    assert finished(report_id) == "diperiksa"
    assert len(asked()) == 2
    assert set(asked()) < set(beside)
    assert "notice-done" not in told(report_id)
    first, second = asked()
    say(report_id, first, Said.DONE)
    assert status(report_id) == "diperiksa"
    say(report_id, second, Said.DONE)
    assert status(report_id) == "selesai"
    assert "notice-done" in told(report_id)
    assert happened(report_id)[-5:] == [
        "report_delivered", "neighbours_asked", "neighbour_confirmed", "neighbour_confirmed", "report_passed",
    ]  # fmt: skip


def test_a_no_leaves_it_before_whoever_checks_with_the_words_and_they_hear_of_it() -> None:
    report_id, _ = matter()
    with db.transaction() as tx:
        people.officer(tx, "kepala")
        gathering.gather(tx, now=NOW)
    finished(report_id)
    with db.transaction() as tx:
        gathering.gather(tx, now=NOW + HOUR)
        assert tx.scalars(select(OfficerNews)).all() == []  # its neighbours alone are waited for
    first, second = asked()
    say(report_id, first, Said.NOT_DONE, "Sisi kirinya masih bolong.")
    say(report_id, second, Said.DONE)
    with db.transaction() as tx:
        assert neighbours.run_out(tx, now=NOW + 99 * HOUR) == 0
        report = tx.get_one(Report, report_id)
        assert report.status == "diperiksa"
        standing = neighbours.standing(tx, report)
        assert standing
        assert (standing.asked, standing.done, standing.not_done, standing.silent) == (2, 1, 1, 0)
        gathering.gather(tx, now=NOW + 3 * HOUR)
        assert [row.words for row in tx.scalars(select(OfficerNews))] == [
            f"Warga sekitar menyatakan {report.number} belum beres; periksa hasilnya."
        ]
        said = select(Message.text).where(Message.report_id == report_id, Message.direction == "masuk")
        assert "Dari warga sekitar: Sisi kirinya masih bolong." in tx.scalars(said).all()
        assert len(tx.scalars(select(Report)).all()) == 1  # no new report
        checking.accept(tx, officer=people.officer(tx, "kepala"), report=report, now=NOW + 100 * HOUR)
    with pytest.raises(Refused):
        say(report_id, second, Said.NOT_DONE, at=NOW + 101 * HOUR)


def test_silence_counts_as_yes_after_the_citys_hours() -> None:
    report_id, _ = matter()
    finished(report_id)
    for hours, done in ((23, 0), (25, 1), (26, 0)):
        with db.transaction() as tx:
            assert neighbours.run_out(tx, now=NOW + HOUR + timedelta(hours=hours)) == done
    assert status(report_id) == "selesai"
    with db.reading() as session:
        assert {row.waits for row in session.scalars(select(NeighbourAsked))} == {False}
    say(report_id, asked()[0], Said.NOT_DONE, at=NOW + 60 * HOUR)  # late: kept and shown, and nothing moves
    assert (status(report_id), happened(report_id)[-1]) == ("selesai", "neighbour_denied")


def test_neighbours_finish_nothing_that_accuses_an_office_meanwhile() -> None:
    """Friends of the accused would; nor does their silence."""
    report_id, _ = matter()
    assert finished(report_id) == "diperiksa"
    with db.transaction() as tx:
        report = tx.get_one(Report, report_id)
        by = tx.get_one(Person, report.person_id)
        residents.add_to_report(tx, report.number, person=by, text="Petugasnya minta uang 50 ribu", now=NOW)
        assert report.privacy == "rahasia"
    for person in asked():
        say(report_id, person, Said.DONE)
    assert status(report_id) == "diperiksa"
    with db.transaction() as tx:
        assert neighbours.run_out(tx, now=NOW + 200 * HOUR) == 0
        assert not neighbours.decided_by_them(tx, tx.get_one(Report, report_id))
    assert status(report_id) == "diperiksa"


def test_what_somebody_must_check_anyway_waits_for_them_whatever_neighbours_say() -> None:
    with db.transaction() as tx:
        wanted(tx, checking="selalu")
    report_id, _ = matter()
    finished(report_id)
    for person_id in asked():
        say(report_id, person_id, Said.DONE)
    with db.transaction() as tx:
        assert neighbours.run_out(tx, now=NOW + 99 * HOUR) == 0
    assert status(report_id) == "diperiksa"


def test_sent_back_and_finished_again_they_are_asked_again_and_the_old_answer_is_over() -> None:
    report_id, beside = matter(many=1)
    finished(report_id)
    say(report_id, beside[0], Said.NOT_DONE)
    with db.transaction() as tx:
        report = tx.get_one(Report, report_id)
        checking.send_back(
            tx, officer=people.officer(tx, "kepala"), report=report, reason="Ulangi.", now=NOW + 3 * HOUR
        )
    with pytest.raises(Refused, match="sudah_berakhir"):
        say(report_id, beside[0], Said.DONE)
    assert finished(report_id, NOW + 4 * HOUR) == "diperiksa"
    assert len(asked()) == 2
    say(report_id, beside[0], Said.DONE, at=NOW + 5 * HOUR)
    assert status(report_id) == "diperiksa"  # what came back is looked at by a person


@pytest.mark.parametrize("why", ["off", "secret", "guarded", "refused", "unreachable", "officer", "nobody"])
def test_nobody_is_asked(why: str) -> None:
    report_id, beside = matter(many=0 if why == "nobody" else 1)
    with db.transaction() as tx:
        report = tx.get_one(Report, report_id)
        person = tx.get_one(Person, beside[0]) if beside else None
        if why == "off":
            wanted(tx, neighbours="tidak")
        if why == "secret":
            report.privacy = "rahasia"
        if why == "guarded":
            report.shielded = True
        if person and why == "refused":
            neighbours.refuse(tx, person, now=NOW)
        if person and why == "unreachable":
            person.unreachable_at = NOW
        if person and why == "officer":
            doer = people.officer(tx)
            tx.add(
                OfficerChat(
                    officer_id=doer.id, person_id=person.id, channel="telegram", state={}, linked_at=NOW
                )
            )
    assert finished(report_id) == "selesai"
    assert asked() == []


def test_who_reported_it_too_is_asked_under_their_own_number_and_the_nearest_first() -> None:
    report_id, _ = matter(many=2)
    with db.transaction() as tx:
        head = tx.get_one(Report, report_id)
        other = reports.filed(tx, lat=HERE["lat"] + 0.0002, lon=HERE["lon"])
        operator = people.officer(tx, "operator", "poc")
        joining.join(tx, officer=operator, report=other, into=head.number, now=NOW)
        number, theirs = other.number, other.person_id
    finished(report_id)
    assert asked()[0] == theirs
    with db.transaction() as tx:
        row = tx.scalars(select(Outbox).where(Outbox.key == Notice.NEIGHBOUR).order_by(Outbox.id)).first()
        assert row
        assert row.args["number"] == number
        answered = neighbours.answer(
            tx, number, person=tx.get_one(Person, theirs), said=Said.NOT_DONE, now=NOW + 2 * HOUR
        )
        assert answered.id == report_id


def test_somebody_who_was_not_asked_has_nothing_to_answer_and_one_a_day_is_enough() -> None:
    report_id, beside = matter(many=1)
    finished(report_id)
    with db.transaction() as tx:
        stranger = people.person(tx).id
        second = reports.filed(tx, **HERE)
        supporting.support(tx, second.number, person=tx.get_one(Person, beside[0]), text="", now=NOW)
        second_id = second.id
    with pytest.raises(NotFound):
        say(report_id, stranger, Said.DONE)
    assert finished(second_id, NOW + 2 * HOUR) == "selesai"
    assert asked() == beside


def test_it_is_handed_out_and_erased_with_the_person() -> None:
    report_id, beside = matter(many=1)
    finished(report_id)
    say(report_id, beside[0], Said.NOT_DONE)
    with db.transaction() as tx:
        person = tx.get_one(Person, beside[0])
        neighbours.refuse(tx, person, now=NOW)
        held = personal_data.export(tx, person)
        assert held["ditanya_sekitar"][0]["answer"] == "belum"
        assert held["tidak_mau_ditanya"]
        personal_data.erase(tx, person, now=NOW + 3 * HOUR)
        assert tx.scalars(select(NeighbourAsked.person_id)).all() == [None]
        kinds = select(Event.kind).where(Event.report_id == report_id)
        assert "neighbour_denied" in tx.scalars(kinds).all()  # what was said stays, without who said it
        assert visible_to(tx, people.officer(tx)).get(tx.get_one(Report, report_id).number)
    assert status(report_id) == Status.DIPERIKSA


@pytest.mark.parametrize(("said", "ends"), [("", "selesai"), (Said.NOT_DONE, "diperiksa")])
def test_who_is_erased_meanwhile_leaves_no_report_waiting_and_takes_no_answer_back(
    said: Said, ends: str
) -> None:
    report_id, beside = matter(many=1)
    finished(report_id)
    if said:
        say(report_id, beside[0], said)
    with db.transaction() as tx:
        personal_data.erase(tx, tx.get_one(Person, beside[0]), now=NOW + 3 * HOUR)
    with db.transaction() as tx:
        assert neighbours.run_out(tx, now=NOW + 99 * HOUR) == (ends == "selesai")
        assert neighbours.standing(tx, tx.get_one(Report, report_id)) is not None
    assert status(report_id) == ends
