"""Whole turns on a real database: the name, the answers, the similar report, several matters, neighbours."""

import pytest
from sqlalchemy import select

from nlu.types import Understanding
from storage import db
from storage.models import Event, Message, Outbox, Person, Report, Support
from tests.factories import city
from tests.factories.city import KRANJI_POINT
from tests.fakes.engines import KeywordEngine
from tests.fakes.resident import Resident

BOTH = "Lampu jalan mati di kelurahan kranji. Selain itu sampah menumpuk di pasar kranji belum diangkut."


@pytest.fixture
def both_databases(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)


@pytest.fixture
def bekasi(sqlite_url: str) -> None:
    db.configure(sqlite_url)
    with db.transaction() as tx:
        city.load(tx)


def complain(resident: Resident, *more: str, text: str = "jalan berlubang parah") -> None:
    """Tell it, share the place, skip the picture; then these buttons."""
    resident.say(text)
    resident.share(*KRANJI_POINT)
    for title in ("Lewati", *more):
        resident.press(title)


def reporter(report: Report) -> Person:
    with db.reading() as session:
        return session.get_one(Person, report.person_id)


def test_name_and_secrecy_are_stored_with_the_report_and_the_person(both_databases: None) -> None:
    named, anonymous, secret = Resident(), Resident(), Resident()
    complain(named, "Ubah", "Identitas", "Nama")
    named.say("Siti Aminah")
    named.press("Kirim")
    assert (named.reports()[0].privacy, reporter(named.reports()[0]).called) == ("biasa", "Siti Aminah")
    anonymous.say("lampu jalan mati, tolong nama saya dirahasiakan")
    anonymous.share(*KRANJI_POINT)
    anonymous.press("Lewati")
    assert "Identitas: anonim" in anonymous.last[-1].text
    anonymous.press("Kirim")
    report = anonymous.reports()[0]
    assert (report.privacy, report.text, reporter(report).called) == ("anonim", "lampu jalan mati", None)
    secret.say("sampah menumpuk di pasar kranji, laporan ini tolong dirahasiakan")
    secret.press("Lewati")
    secret.press("Kirim")
    assert secret.reports()[0].privacy == "rahasia"


def test_a_report_just_filed_can_still_be_made_anonymous(bekasi: None) -> None:
    resident = Resident()
    complain(resident, "Kirim")
    resident.say("tolong nama saya dirahasiakan ya")
    assert resident.reports()[0].number in resident.last[-1].text
    assert resident.reports()[0].privacy == "anonim"
    resident.say("anonim aja")  # as it is already: nothing changes, and it is confirmed again
    assert "anonim" in resident.last[-1].text
    with db.reading() as session:
        kinds = session.scalars(select(Event.kind).order_by(Event.seq)).all()
    assert kinds == ["report_filed", "report_routed", "report_privacy"]


def test_answers_and_the_exactness_of_the_point_are_facts_of_the_report(both_databases: None) -> None:
    resident = Resident()
    resident.say("banjir selutut")
    resident.share(*KRANJI_POINT)
    resident.press("Masih naik")
    resident.press("Kirim")
    facts = resident.reports()[0].facts
    assert facts["jawaban"] == {"tinggi_air": "Selutut", "keadaan_air": "Masih naik"}
    assert facts["titik"] == "tepat"


def test_a_second_resident_joins_the_first_ones_report_with_words_and_picture(both_databases: None) -> None:
    first, second = Resident(), Resident()
    complain(first, "Kirim")
    second.now = first.now
    second.say("aspal berlubang besar, bahaya")
    second.share(*KRANJI_POINT)
    second.send_photo()
    number = first.reports()[0].number
    assert number in second.last[-1].text
    assert "sekitar 10 m" in second.last[-1].text
    second.press("Dukung laporan ini")
    assert f"mendukung laporan {number}" in second.last[-1].text
    assert second.reports() == []
    with db.reading() as session:
        report = session.scalars(select(Report)).one()
        assert report.supporters == 1
        assert session.scalars(select(Support)).one().report_id == report.id
        assert "aspal berlubang besar" in session.scalars(select(Message.text)).one()
    second.say("laporan saya")
    assert "Anda mendukungnya" in second.last[-1].text
    second.say("berhenti mendukung")
    with db.reading() as session:
        assert session.scalars(select(Support)).all() == []


def test_the_status_of_a_secret_report_is_told_to_its_reporter_alone(bekasi: None) -> None:
    owner, stranger = Resident(), Resident()
    owner.say("sampah menumpuk di pasar kranji, laporan ini tolong dirahasiakan")
    owner.press("Lewati")
    owner.press("Kirim")
    number = owner.reports()[0].number
    owner.say(number)
    assert "Sampah" in owner.last[-1].text
    stranger.say(f"status {number}")
    assert "tidak menemukan" in stranger.last[-1].text


def test_two_matters_become_two_reports_of_two_agencies(bekasi: None) -> None:
    resident = Resident()
    resident.say(BOTH)
    assert "Saya tangkap dua hal" in resident.last[-1].text
    resident.press("Ya, pisahkan")
    for _ in range(2):
        resident.press("Lewati")
        resident.press("Kirim")
    assert [report.agency_code for report in resident.reports()] == ["dbmsda", "dlh"]


def test_when_a_part_is_not_understood_it_stays_one_report(bekasi: None) -> None:
    class OnlyTheWhole(KeywordEngine):
        def understand(self, text: str) -> Understanding:
            if text != BOTH:
                raise RuntimeError
            return super().understand(text)

    resident = Resident(OnlyTheWhole())
    resident.say(BOTH)
    assert "Saya tangkap" not in resident.last[-1].text


@pytest.mark.parametrize(
    ("text", "agency"),
    [("jalan berlubang di tambun selatan", "kab_bekasi"), ("jalan tol berlubang parah sekali", "jasa_marga"),
     ("jalan berlubang di cakung", "jakarta_timur")],
)  # fmt: skip
def test_what_others_answer_for_is_recorded_as_referred_to_them(bekasi: None, text: str, agency: str) -> None:
    resident = Resident()
    resident.say(text)
    resident.press("Catat")
    report = resident.reports()[0]
    assert (report.agency_code, report.status) == (agency, "dirujuk")
    with db.reading() as session:
        last = session.scalars(select(Outbox.text).order_by(Outbox.id.desc()).limit(1)).one()
    assert report.number in (last or "")
