"""What the conversation does to reports: put right, asked after, rated low, answered where it was asked."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from routing.domain.lifecycle import Status
from routing.reports import officers_work
from storage import db
from storage.db import reading, transaction
from storage.models import Call, Event, Message, Report
from tests.factories import city, people
from tests.fakes.resident import Resident

KRANJI, BINTARA = "32.75.02.1002", "32.75.02.1001"


@pytest.fixture
def bekasi(sqlite_url: str) -> None:
    db.configure(sqlite_url)
    with transaction() as tx:
        city.load(tx)


def filed(text: str = "jalan berlubang di kelurahan kranji") -> Resident:
    resident = Resident()
    for said in (text, "lewati", "kirim"):
        resident.say(said)
    assert len(resident.reports()) == 1
    return resident


def events(kind: str) -> list[Event]:
    with reading() as session:
        return list(session.scalars(select(Event).where(Event.kind == kind)))


def asks(resident: Resident, report: Report, text: str = "Tepatnya di mana?") -> None:
    resident.now += timedelta(hours=1)
    with transaction() as tx:
        report = tx.get_one(Report, report.id)
        officer = people.officer(tx, agency=report.agency_code)
        officers_work.ask(tx, officer=officer, report=report, text=text, now=resident.now)
    resident.read()


def test_a_correction_after_filing_replaces_what_was_wrong_and_logs_no_words(
    bekasi: None,
) -> None:
    resident = filed()
    resident.say("eh salah, bukan kranji tapi bintara")
    report = resident.reports()[0]
    assert (report.kelurahan_code, report.text) == (BINTARA, "jalan berlubang di kelurahan bintara")
    assert "ranji" not in report.place
    (event,) = events("report_corrected")
    assert event.data == {"kelurahan": BINTARA}


def test_a_corrected_rt_is_right_in_the_place_as_well(bekasi: None) -> None:
    resident = filed("jalan berlubang di rt 5 rw 2 kelurahan kranji")
    resident.say("ralat pak, rt nya 7 bukan 5")
    report = resident.reports()[0]
    assert ("rt 7 rw 2" in report.text, "rt 7 rw 2" in report.place) == (True, True)
    assert "rt 5" not in report.text + report.place


def test_a_detail_is_put_right_after_filing_and_no_longer_once_it_ended(bekasi: None) -> None:
    resident = filed("tiang lampu miring mau roboh di kelurahan kranji")
    resident.say("eh itu tiang kabel")
    assert resident.reports()[0].text == "tiang kabel miring mau roboh di kelurahan kranji"
    with transaction() as tx:
        tx.get_one(Report, resident.reports()[0].id).status = Status.DITOLAK
    resident.say("ralat, tiang telepon")
    assert "telepon" not in resident.reports()[0].text


def test_asking_after_a_report_reminds_its_officer_once_an_hour(bekasi: None) -> None:
    resident = filed()
    first = resident.say("kok lama banget ya")
    assert resident.reports()[0].number in "\n".join(reply.text for reply in first)
    resident.say("kapan diperbaiki?")
    assert len(events("report_urged")) == 1
    resident.now += timedelta(hours=2)
    resident.say("lama amat belum ada kabar")
    assert len(events("report_urged")) == 2


def test_who_asks_for_a_person_reaches_the_operators(bekasi: None) -> None:
    resident = Resident()
    resident.say("bisa ngomong sama orang ga?")
    with reading() as session:
        assert [call.kind for call in session.scalars(select(Call))] == ["petugas"]


def test_a_low_rating_is_explained_to_the_dinas_also_when_the_report_is_closed(bekasi: None) -> None:
    resident = filed()
    with transaction() as tx:
        report = tx.get_one(Report, resident.reports()[0].id)
        report.status, report.resolved_at = Status.SELESAI, resident.now
    said = [resident.say(text) for text in ("sudah beres", "2", "tambalannya tipis, pasti lubang lagi")]
    assert "Apa yang kurang?" in said[1][-1].text
    with reading() as session:
        assert "tambalannya tipis, pasti lubang lagi" in session.scalars(select(Message.text)).all()
    assert resident.reports()[0].rating == 2


@pytest.mark.parametrize(
    "answer",
    ["iya", "tidak", "belum", "di depan warung", "nomor 12 pak", "gatau persisnya", "nama saya Sri Wahyuni",
     "kok lama banget", "tambah parah, kemarin ada motor jatuh", "sudah", "jam 7 malam", "2"],
)  # fmt: skip
def test_an_answer_to_an_officers_question_is_the_answer(bekasi: None, answer: str) -> None:
    resident = filed()
    asks(resident, resident.reports()[0])
    resident.say(answer)
    assert resident.reports()[0].status == Status.DIPROSES
    with reading() as session:
        assert answer in session.scalars(select(Message.text).where(Message.direction == "masuk")).all()


def test_of_two_questions_the_last_one_is_answered(bekasi: None) -> None:
    resident = filed()
    for said in ("sampah menumpuk di kelurahan bintara", "lewati", "kirim"):
        resident.say(said)
    road, waste = resident.reports()
    asks(resident, waste)
    asks(resident, road)
    assert road.number in resident.say("sebelah warung")[0].text
    assert [report.status for report in resident.reports()] == [Status.DIPROSES, Status.MENUNGGU_WARGA]


@pytest.mark.parametrize("more", ["ada bayi 2 di dalem", "di dalam masih ada lansia", "airnya makin tinggi"])
def test_who_is_in_it_and_how_it_goes_on_is_added_to_what_was_just_filed(bekasi: None, more: str) -> None:
    resident = filed("banjir setinggi lutut di kelurahan harapan jaya")
    resident.say(more)
    (report,) = resident.reports()
    assert report.number in resident.last[-1].text
    with reading() as session:
        added = session.scalars(select(Message.text).where(Message.report_id == report.id)).all()
    assert more in " ".join(added)
