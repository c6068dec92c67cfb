"""Too many messages, abuse, and blocked persons: answered once, and nothing acknowledged is lost."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.handle import handle
from routing.city import catalogue
from routing.errors import BadInput, NotAllowed, Refused
from routing.people import misuse
from storage import db
from storage.db import reading, transaction
from storage.models import Event, Inbox, MediaJob, Person, Report, Setting
from tests.factories import city, people
from tests.factories.city import KRANJI_POINT
from tests.fakes.resident import Resident

COMPLAINT = "Jalan berlubang dekat Stasiun Kranji, sudah dua minggu"
SECOND = timedelta(seconds=1)


@pytest.fixture
def bekasi(sqlite_url: str) -> None:
    db.configure(sqlite_url)
    with transaction() as tx:
        city.load(tx)


@pytest.fixture
def strict(bekasi: None) -> None:
    """Six messages in ten minutes, two reports a day."""
    with transaction() as tx:
        appeal = "Hubungi kantor wali kota."
        value = {"messages": 6, "within_minutes": 10, "reports_per_day": 2, "appeal": appeal}
        tx.merge(Setting(key="misuse", value=value))
        tx.merge(Setting(key="gather", value={"quiet_seconds": 0}))
        catalogue.changed(tx)


def flood(resident: Resident, count: int, text: str = "halo halo") -> list[str]:
    """So many messages in a minute; what is said to them."""
    usual, resident.gap = resident.gap, SECOND
    said = [reply.text for _ in range(count) for reply in resident.say(text)]
    resident.gap = usual
    return said


def the_person(resident: Resident) -> Person:
    with reading() as session:
        return session.scalars(select(Person).where(Person.address == resident.address)).one()


def test_a_flood_is_answered_up_to_the_limit_and_then_told_once_to_slow_down(strict: None) -> None:
    resident = Resident()
    said = flood(resident, 20)
    assert len([text for text in said if "Pelan-pelan" in text]) == 1
    assert "Pelan-pelan" in said[-1]
    assert len(said) == 7  # six answers and the one request
    with reading() as session:
        assert session.scalar(select(func.count()).where(Inbox.status == "done")) == 20


def test_who_waits_is_answered_again_and_a_new_flood_is_told_again(strict: None) -> None:
    resident = Resident()
    flood(resident, 20)
    resident.now += timedelta(minutes=11)
    assert "Pelan-pelan" not in resident.say("halo")[0].text
    assert len([text for text in flood(resident, 20) if "Pelan-pelan" in text]) == 1


def test_a_report_in_progress_is_completed_however_much_was_written_before(strict: None) -> None:
    resident = Resident()
    flood(resident, 5)
    resident.gap = SECOND
    resident.say(COMPLAINT)
    resident.share(*KRANJI_POINT)
    for title in ("Lewati", "Kirim"):
        resident.press(title)
    assert len(resident.reports()) == 1


def test_a_complaint_written_over_the_limit_is_kept_as_a_draft_and_taken_up_later(strict: None) -> None:
    resident = Resident()
    flood(resident, 7)
    resident.gap = SECOND
    assert resident.say(COMPLAINT) == ()
    resident.now += timedelta(minutes=11)
    resident.say("lanjut")
    assert "Jalan berlubang" in resident.last[-1].text  # taken up; "lanjut" leaves the photo out


def test_over_twice_the_limit_words_join_the_draft_unanswered_and_buttons_still_work(strict: None) -> None:
    resident = Resident()
    resident.gap = SECOND
    resident.say(COMPLAINT)
    resident.share(*KRANJI_POINT)
    words = [f"lubangnya dalam {many} jengkal, motor sering jatuh di sana" for many in range(14)]
    said = [reply for one in words for reply in flood(resident, 1, one)]
    assert len([text for text in said if "Pelan-pelan" in text]) == 1
    resident.now += timedelta(minutes=11)
    resident.say("lewati")
    resident.press("Kirim")
    (report,) = resident.reports()
    assert report.text.count("motor sering jatuh") == 14


def test_an_emergency_is_answered_with_the_number_however_much_was_written(strict: None) -> None:
    resident = Resident()
    flood(resident, 9)
    resident.gap = SECOND
    said = resident.say("tolong ada kebakaran rumah di Kranji, orang terjebak di dalam")
    assert any(reply.dial for reply in said)


def test_a_third_report_of_the_day_is_put_off_and_one_in_hand_is_not(strict: None) -> None:
    resident = Resident()
    for text in (COMPLAINT, "Sampah menumpuk di pasar Kranji, sudah seminggu tidak diangkut"):
        resident.say(text)
        resident.share(*KRANJI_POINT)
        for title in ("Lewati", "Kirim"):
            resident.press(title)
        resident.now += timedelta(hours=1)
    said = resident.say("Lampu jalan di Jatiasih padam, gelap sekali tiap malam")
    assert "besok" in said[0].text
    assert len(resident.reports()) == 2
    resident.now += timedelta(hours=24)
    assert "besok" not in resident.say("Lampu jalan di Jatiasih padam, gelap sekali tiap malam")[0].text


def test_abuse_is_answered_once_flagged_and_shown_to_the_operator(bekasi: None) -> None:
    resident = Resident()
    assert "Saya mengerti kalau Anda kesal" in resident.say("goblok lu semua")[0].text
    assert resident.say("dasar anjing") == ()
    person = the_person(resident)
    assert (person.abuse_count, person.flagged_at is not None) == (2, True)
    with reading() as session:
        assert [p.id for p in misuse.flagged(session)] == [person.id]
        events = session.scalars(select(Event).where(Event.kind == "person_flagged")).all()
    assert [event.data for event in events] == [{"person_id": person.id}]


def test_a_complaint_that_swears_is_filed_like_any_other(bekasi: None) -> None:
    resident = Resident()
    resident.say("jalan goblok ini berlubang semua di Kranji, tiap hari ada yang jatuh")
    assert "kesal" not in resident.last[0].text
    assert the_person(resident).abuse_count == 0


def test_abuse_fills_no_slot_and_the_question_stays(bekasi: None) -> None:
    resident = Resident()
    resident.say("jalan berlubang besar di depan rumah")
    said = resident.say("bacot lu bot tolol")
    assert "kesal" in said[0].text
    assert "Di mana lokasinya?" in said[-1].text or "lokasi" in said[-1].text


def blocked(resident: Resident) -> None:
    resident.say("halo")
    with transaction() as tx:
        officer = people.officer(tx, role="operator", agency=None)
        misuse.block(
            tx, officer=officer, person=tx.merge(the_person(resident)), reason="Memaki petugas.",
            now=resident.now,
        )  # fmt: skip


def test_a_blocked_person_is_told_why_and_how_to_object_once_a_day(strict: None) -> None:
    resident = Resident()
    blocked(resident)
    (said,) = resident.read()
    assert "Memaki petugas." in said.text
    assert "Hubungi kantor wali kota." in said.text
    assert resident.say(COMPLAINT) == ()
    resident.now += timedelta(hours=25)
    assert "kami blokir" in resident.say(COMPLAINT)[0].text
    with reading() as session:
        assert session.scalar(select(func.count(Report.id))) == 0


def test_a_blocked_person_still_gets_the_number_in_an_emergency(strict: None) -> None:
    resident = Resident()
    blocked(resident)
    resident.read()
    said = resident.say("tolong rumah saya kebakaran di Kranji")
    assert [reply.dial for reply in said] == [said[0].dial]
    assert said[0].dial


def test_pictures_of_a_blocked_person_are_not_fetched(strict: None) -> None:
    resident = Resident()
    blocked(resident)
    resident.send_photo()
    with reading() as session:
        assert session.scalar(select(func.count(MediaJob.id))) == 0


def test_unblocking_lets_them_report_again(strict: None) -> None:
    resident = Resident()
    blocked(resident)
    with transaction() as tx:
        officer = people.officer(tx, role="admin", agency=None)
        person = tx.merge(the_person(resident))
        misuse.unblock(tx, officer=officer, person=person, reason="Sudah minta maaf.", now=resident.now)
    assert "sudah dibuka" in resident.read()[-1].text
    assert resident.say(COMPLAINT)
    with reading() as session:
        kinds = list(session.scalars(select(Event.kind).order_by(Event.seq)))
        told = [event.data for event in session.scalars(select(Event))]
    assert kinds[:2] == ["person_blocked", "person_unblocked"]
    assert not any("Memaki" in str(data) for data in told)


@pytest.mark.parametrize("role", ["petugas", "lurah", "pimpinan"])
def test_only_operators_and_administrators_may_block(bekasi: None, role: str) -> None:
    resident = Resident()
    resident.say("halo")
    with transaction() as tx:
        officer = people.officer(tx, role=role, agency="dbmsda")
        person = tx.merge(the_person(resident))
        for act in (misuse.block, misuse.unblock):
            with pytest.raises(NotAllowed):
                act(tx, officer=officer, person=person, reason="x", now=resident.now)


def test_blocking_needs_a_reason_and_happens_once(bekasi: None) -> None:
    resident = Resident()
    resident.say("halo")
    with transaction() as tx:
        officer = people.officer(tx, role="operator", agency=None)
        person = tx.merge(the_person(resident))
        with pytest.raises(BadInput):
            misuse.block(tx, officer=officer, person=person, reason="  ", now=resident.now)
        with pytest.raises(Refused):
            misuse.unblock(tx, officer=officer, person=person, reason="x", now=resident.now)
        misuse.block(tx, officer=officer, person=person, reason="Spam", now=resident.now)
        with pytest.raises(Refused):
            misuse.block(tx, officer=officer, person=person, reason="Spam", now=resident.now)


def test_the_count_is_the_databases_so_any_worker_counts_the_same(strict: None) -> None:
    resident = Resident()
    resident.gap = SECOND
    rows = [resident.store(text="halo halo") for _ in range(12)]
    for row in rows:
        assert handle(row, engine=resident.engine, clock=lambda: resident.now)
    assert len([reply for reply in resident.read() if "Pelan-pelan" in reply.text]) == 1
