"""Reports of the same matter joined and parted: nobody lost, nobody told twice, everything as it was."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from routing.domain.lifecycle import Status
from routing.errors import BadInput, NotAllowed, Refused
from routing.reports import filing, joining, officers_work, residents
from routing.reports.door import visible_to
from routing.reports.joined import under
from routing.reports.similar import candidates
from routing.reports.supporting import support
from storage import db, events
from storage.models import Joined, Message, Officer, Outbox, Person, Report
from tests.factories import city, people, reports
from tests.factories.city import KRANJI_POINT, NOW

LATER = NOW + timedelta(hours=1)
EXACT = {"titik": "tepat"}


@pytest.fixture(autouse=True)
def _city(sqlite_url: str) -> None:
    db.configure(sqlite_url)
    with db.transaction() as tx:
        city.load(tx)


def filed(*, by: int | None = None, **more: object) -> str:
    with db.transaction() as tx:
        person = tx.get_one(Person, by) if by else None
        return reports.filed(tx, by=person, **more).number  # type: ignore[arg-type]


def report_of(number: str) -> Report:
    with db.reading() as session:
        return session.scalars(select(Report).where(Report.number == number)).one()


def officer(role: str = "petugas", agency: str | None = "dbmsda") -> int:
    with db.transaction() as tx:
        return people.officer(tx, role, agency).id


def join(one: str, into: str, *, by: int | None = None) -> None:
    by = by or officer()
    with db.transaction() as tx:
        who = tx.get_one(Officer, by)
        joining.join(tx, officer=who, report=visible_to(tx, who).get(one), into=into, now=LATER)


def part(one: str, *, by: int | None = None) -> None:
    by = by or officer()
    with db.transaction() as tx:
        who = tx.get_one(Officer, by)
        joining.part(tx, officer=who, report=visible_to(tx, who).get(one), now=LATER)


def told(number: str) -> list[str | None]:
    """What the reporter was told, in order."""
    with db.reading() as session:
        mine = select(Outbox.key).where(Outbox.person_id == report_of(number).person_id)
        return list(session.scalars(mine.order_by(Outbox.id)))


def as_it_is(number: str) -> dict[str, object]:
    """Everything about a report's row but when it last changed."""
    row = report_of(number)
    return {
        column.key: getattr(row, column.key)
        for column in Report.__mapper__.column_attrs
        if column.key != "updated_at"
    }


def work(number: str, deed: str, **more: object) -> None:
    with db.transaction() as tx:
        who = people.officer(tx)
        row = visible_to(tx, who).get(number)
        getattr(officers_work, deed)(tx, officer=who, report=row, now=LATER, **more)


def test_one_answer_and_every_status_reach_both_each_under_its_own_number() -> None:
    one, other = filed(), filed()
    join(other, one)
    work(one, "answer", text="Besok kami tambal.")
    work(one, "change_status", to=Status.SELESAI, reason="Sudah ditambal.")
    assert told(one) == ["notice-answer", "notice-done"]
    assert told(other) == ["notice-joined", "notice-answer", "notice-done"]
    with db.reading() as session:
        rows = session.execute(
            select(Report.number, Outbox.args["number"].as_string()).join(
                Report, Report.id == Outbox.report_id
            )
        ).all()
        assert all(number == named for number, named in rows)
        said = select(Report.number).join(Message, Message.report_id == Report.id)
        assert sorted(session.scalars(said.where(Message.direction == "keluar"))) == sorted([one, other])


def test_parted_again_it_is_as_it_was() -> None:
    one, other = filed(), filed(category="trotoar_jembatan")
    work(other, "ask", text="Di sisi mana?")
    before = as_it_is(other)
    join(other, one)
    assert report_of(other).status == "duplikat"
    work(one, "change_status", to=Status.SELESAI, reason="Sudah.")
    part(other)
    assert as_it_is(other) == before
    with db.reading() as session:
        assert session.scalars(select(Joined)).all() == []
        kinds = [event.kind for event in events.of_report(session, before["id"])]  # type: ignore[arg-type]
    assert kinds[-2:] == ["report_joined", "report_parted"]
    assert told(other)[-1] == "notice-parted"


def test_who_filed_both_and_supports_one_is_told_once() -> None:
    one = filed()
    with db.transaction() as tx:
        person = people.person(tx).id
    other, third = filed(by=person), filed(by=person)
    with db.transaction() as tx:
        support(tx, one, person=tx.get_one(Person, person), text="Sama.", now=LATER)
    join(other, one)
    join(third, one)
    work(one, "change_status", to=Status.DIPROSES, reason="")
    assert told(other).count("notice-status") == 1
    assert "notice-supporter-status" not in told(other)


def test_joined_on_and_parted_in_the_middle_what_hung_on_it_stays_with_it() -> None:
    one, two, three = filed(), filed(), filed()
    join(two, one)
    join(one, three)
    with db.reading() as session:
        assert [row.number for row in under(session, report_of(three))] == [one, two]
    part(one)
    work(one, "answer", text="Kami cek.")
    assert told(two)[-1] == "notice-answer"
    assert "notice-answer" not in told(three)
    part(two)
    assert report_of(two).status == "menunggu"


def test_the_reporter_of_a_joined_report_adds_reopens_and_rates_as_before() -> None:
    one, other = filed(), filed()
    join(other, one)
    work(one, "ask", text="Sejak kapan?")
    person = report_of(other).person_id
    assert person is not None
    with db.transaction() as tx:
        me = tx.get_one(Person, person)
        residents.add_to_report(tx, other, person=me, text="Sejak Senin.", now=LATER)
    assert report_of(one).status == "diproses"
    with db.transaction() as tx:
        detail = visible_to(tx, people.officer(tx)).detail(one)
        assert "Sejak Senin." in [said.message.text for said in detail.messages]
    work(one, "change_status", to=Status.SELESAI, reason="Sudah.")
    with db.transaction() as tx:
        me = tx.get_one(Person, person)
        residents.rate(tx, other, person=me, stars=2, now=LATER)
        residents.reopen(tx, other, person=me, reason="Masih bolong.", now=LATER)
    assert (report_of(one).status, report_of(other).status) == ("diproses", "duplikat")
    assert told(one)[-1] == "notice-status"
    assert told(other)[-1] == "notice-done"  # who reopened it knows


def test_when_the_one_worked_on_is_withdrawn_the_others_stand_by_themselves() -> None:
    one, other = filed(), filed()
    join(other, one)
    with db.transaction() as tx:
        me = tx.get_one(Person, report_of(one).person_id)
        residents.withdraw(tx, one, person=me, now=LATER)
    assert (report_of(one).status, report_of(other).status) == ("ditarik", "menunggu")
    assert told(other) == ["notice-joined", "notice-parted"]


@pytest.mark.parametrize("secret_one", [True, False])
def test_a_secret_report_is_never_joined(secret_one: bool) -> None:
    one, other = (
        filed(privacy="rahasia" if secret_one else "biasa"),
        filed(privacy="biasa" if secret_one else "rahasia"),
    )
    with pytest.raises(Refused, match="gabung_rahasia"):
        join(other, one)
    assert report_of(other).status == "menunggu"
    assert told(other) == []


def test_what_becomes_secret_parts_at_once() -> None:
    one, two, three = filed(), filed(), filed()
    join(two, one)
    join(three, one)
    with db.transaction() as tx:
        me = tx.get_one(Person, report_of(two).person_id)
        filing.set_privacy(tx, two, person=me, privacy="rahasia", now=LATER)
    assert [report_of(n).status for n in (two, three)] == ["menunggu", "duplikat"]
    with db.transaction() as tx:
        me = tx.get_one(Person, report_of(one).person_id)
        filing.set_privacy(tx, one, person=me, privacy="rahasia", now=LATER)
    assert report_of(three).status == "menunggu"
    work(one, "answer", text="Rahasia kami jaga.")
    assert "notice-answer" not in told(three)


def test_an_officer_joins_only_what_is_theirs_to_decide() -> None:
    road, lamp = filed(), filed(category="sampah")
    with pytest.raises(BadInput, match="gabung_tidak_ada"):
        join(road, lamp)
    with pytest.raises(NotAllowed):
        join(road, road, by=officer("pimpinan", None))
    join(lamp, road, by=officer("operator", None))
    assert report_of(lamp).agency_code == report_of(road).agency_code
    part(lamp, by=officer("operator", None))
    assert report_of(lamp).agency_code != report_of(road).agency_code


def test_forwarded_the_joined_go_along_and_come_back_to_whom_they_were() -> None:
    one, other = filed(), filed()
    join(other, one)
    work(one, "forward", agency="disperkimtan", reason="Aset mereka.")
    assert report_of(other).agency_code == "disperkimtan"
    assert told(other)[-1] == "notice-forwarded"
    part(other, by=officer("operator", None))
    assert report_of(other).agency_code == "dbmsda"


def test_bad_wishes_get_their_sentence_and_change_nothing() -> None:
    one, other = filed(), filed()
    with pytest.raises(BadInput, match="gabung_diri"):
        join(one, one)
    with pytest.raises(BadInput, match="gabung_tidak_ada"):
        join(one, "BKS-2611-99999")
    with pytest.raises(Refused, match="tidak_digabung"):
        part(one)
    join(other, one)
    with pytest.raises(Refused, match="sudah_digabung"):
        join(other, one)
    with pytest.raises(BadInput, match="gabung_diri"):
        join(one, other)  # the other hangs on this one
    with pytest.raises(Refused, match="sudah_digabung"):
        work(other, "answer", text="Halo")
    with db.transaction() as tx:
        tx.scalars(select(Report).where(Report.number == one)).one().priority = 0
    urgent = filed()
    with db.transaction() as tx:
        tx.scalars(select(Report).where(Report.number == urgent)).one().priority = 2
    with pytest.raises(Refused, match="lebih_mendesak"):
        join(urgent, one)


def test_candidates_are_scored_with_reasons_and_only_what_the_officer_may_join() -> None:
    lat, lon = KRANJI_POINT
    text = "Lubang besar di depan bengkel Jaya, motor jatuh"
    mine = filed(text=text, place="depan bengkel Jaya", lat=lat, lon=lon, facts=EXACT)
    same = filed(
        text="jalan bolong depan bengkel jaya", place="bengkel Jaya", lat=lat + 0.0001, lon=lon, facts=EXACT
    )
    filed(text="Trotoar ambles dekat sekolah", place="dekat sekolah", lat=lat + 0.001, lon=lon, facts=EXACT)
    filed(text=text, place="depan bengkel Jaya", lat=lat, lon=lon, facts=EXACT, privacy="rahasia")
    with db.transaction() as tx:
        found = candidates(tx, people.officer(tx), report_of(mine))
        assert [one.report.number for one in found][:1] == [same]
        assert found[0].likely
        assert found[0].likeness.reasons[0].startswith("jaraknya 10 m")
        assert all(one.report.privacy != "rahasia" for one in found)
        assert candidates(tx, people.officer(tx, "petugas", "dlh"), report_of(mine)) == []
