"""P1: what is held about a person is handed out whole, and nothing of it is left after erasing."""

import json
import logging
import re
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import private_links
from bot.channels.web import history
from bot.dialogue.types import FileRef
from bot.media_jobs import fetch_soon
from bot.personal import finish_farewells
from routing.domain.answers import seal
from routing.domain.lifecycle import Status
from routing.errors import NotFound
from routing.people import cases, personal_data
from routing.reports import held as held_answers
from routing.reports import officers_work, supporting
from routing.warnings import follows
from storage import bells, db, events, outbox, search
from storage.db import reading, transaction
from storage.event_kinds import EventKind
from storage.media import FolderStore
from storage.models import (
    Base,
    DataCase,
    Event,
    Inbox,
    KeptConversation,
    Look,
    Media,
    Outbox,
    Person,
    Report,
    ReportMedia,
)
from storage.trace import audit
from tests.factories import city, people, reports
from tests.factories.city import KRANJI, NOW
from tests.fakes.resident import Resident, picture

NAME = "Zulkenari Widyatama"
PHONE = "6281200112233"
CANARY = re.compile(rf"zulkenari|widyatama|{PHONE}", re.IGNORECASE)
LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _city(database: str) -> None:
    with db.transaction() as tx:
        city.load(tx)


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "media")


def strings(session: Session) -> dict[str, set[str]]:
    """For each table the values that hold the canary."""
    held: dict[str, set[str]] = {}
    for table in Base.metadata.sorted_tables:
        for row in session.execute(select(table)):
            values = {json.dumps(value, default=str, ensure_ascii=False) for value in row}
            held.setdefault(table.name, set()).update(v for v in values if CANARY.search(v))
    return {name: values for name, values in held.items() if values}


def note_file(tx: Session, report: Report, store: FolderStore, content: bytes, mime: str) -> str:
    sha256 = store.put(content)
    width = 32 if mime == "image/jpeg" else 0
    tx.add(Media(sha256=sha256, content_type=mime, size=9, width=width, height=width, created_at=NOW))
    tx.flush()
    tx.add(ReportMedia(report_id=report.id, sha256=sha256, created_at=NOW, lat=-6.2, lon=106.9))
    return sha256


def incoming(tx: Session, status: str, **payload: Any) -> Inbox:
    number = len(tx.scalars(select(Inbox.id)).all())
    row = Inbox(
        channel="whatsapp", external_id=f"wamid.{PHONE}.{number}", sender=PHONE, payload=payload,
        received_at=NOW, status=status, attempts=0, next_try_at=NOW, error=f"gagal: {NAME}",
    )  # fmt: skip
    tx.add(row)
    tx.flush()
    return row


@pytest.fixture
def person(store: FolderStore) -> Person:
    """Somebody of whom a trace lies wherever one can lie."""
    with transaction() as tx:
        made = people.person(tx, channel="whatsapp")
        made.address, made.name, made.called, made.heard_at = PHONE, NAME, "Zulkenari", NOW
        text = f"Saya {NAME}, aspal amblas parah. Tanya zulkenari."
        facts = {"jawaban": {"nomor_tiang": "tiang Zulkenari"}}
        report = reports.filed(tx, by=made, text=text, place="depan rumah Bu Zulkenari", facts=facts)
        officer = people.officer(tx, "kepala")  # who vouches for words that name the reporter
        told, why, asked = f"Baik, Ibu {NAME}.", f"Ke rumah {NAME}", "Ibu Zulkenari, di mana?"
        officers_work.answer(tx, officer=officer, report=report, text=told, now=NOW, sure=seal(told))
        officers_work.change_status(
            tx, officer=officer, report=report, to=Status.DIPROSES, reason=why, now=NOW, sure=seal(why)
        )  # fmt: skip
        officers_work.ask(tx, officer=officer, report=report, text=asked, now=NOW, sure=seal(asked))
        held_answers.hold(tx, officer=officer, report=report, text=told, kind="jawab", now=NOW)
        note_file(tx, report, store, picture("red"), "image/jpeg")
        note_file(tx, report, store, b"suara Zulkenari", "audio/ogg")
        fetch_soon(tx, [FileRef("berkas-zulkenari")], person=made, now=NOW)
        supporting.support(tx, reports.filed(tx).number, person=made, text=f"Saya {NAME} juga.", now=NOW)
        follows.follow(tx, made, KRANJI, now=NOW)
        tx.add(KeptConversation(person_id=made.id, state={"draft": {"text": NAME}}, updated_at=NOW))
        tx.add(Look(officer_id=officer.id, person_id=made.id, reason=f"Telepon {NAME}", at=NOW))
        sent = tx.get_one(Outbox, outbox.put(tx, person=made, now=NOW, text=f"Halo, {NAME}!").id)
        sent.status, sent.external_id = "sent", f"wamid.{PHONE}"
        for status in ("done", "dead"):
            incoming(tx, status, text=f"saya {NAME}")
        return made


def erase(person: Person, *, now: datetime = LATER) -> list[str]:
    with transaction() as tx:
        person = tx.get_one(Person, person.id)
        files = personal_data.erase(tx, person, now=now)
        personal_data.farewell(tx, person, files, now=now)
        return files


def test_everything_held_about_a_person_is_handed_out(person: Person) -> None:
    with reading() as session:
        held = strings(session)
        given = json.dumps(
            personal_data.export(session, session.get_one(Person, person.id)), ensure_ascii=False
        )
    held.pop("report_words")  # what report and messages say, once more and in pieces
    assert set(held) == {
        "person", "report", "message", "event_reason", "inbox", "outbox", "conversation", "media_job", "look"
    }  # fmt: skip
    supporters_words = {'"Dari warga yang mendukung: Saya Zulkenari Widyatama juga."'}  # another's report
    for table, values in held.items():
        assert {value for value in values if value not in given} <= supporters_words, table
    json.loads(given)


def test_a_colleagues_note_and_another_resident_are_not_handed_out(person: Person) -> None:
    with transaction() as tx:
        report = tx.scalars(select(Report).where(Report.person_id == person.id)).one()
        officers_work.note(tx, officer=people.officer(tx), report=report, text="Rahasia dinas.", now=NOW)
        reports.filed(tx, text="Punya tetangga.")
    with reading() as session:
        given = json.dumps(personal_data.export(session, session.get_one(Person, person.id)))
    assert "Rahasia dinas." not in given
    assert "Punya tetangga." not in given


def test_nothing_is_left_of_a_person_who_had_themselves_erased(
    person: Person, store: FolderStore, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with transaction() as tx:
        incoming(tx, "new", text=f"ya, hapus, {NAME}")
    files = erase(person)
    with transaction() as tx:  # what their own request does at the end of its turn
        row = tx.scalars(select(Inbox).where(Inbox.status == "new")).one()
        row.status = "done"
    with reading() as session:
        left = strings(session)
        assert left == {"person": {f'"{PHONE}"'}}, "only the address, which the last message needs"
    with transaction() as tx:
        assert finish_farewells(tx, store, now=LATER) == 0
        tx.scalars(select(Outbox).where(Outbox.key == personal_data.FAREWELL)).one().status = "sent"
    with transaction() as tx:
        assert finish_farewells(tx, store, now=LATER) == 1
        assert finish_farewells(tx, store, now=LATER) == 0
    with reading() as session:
        assert strings(session) == {}
        assert audit.verify(session).fault is None  # and the chain holds
        words = select(Event.seq).where(Event.kind == EventKind.WORDS_ERASED)
        assert session.scalar(words) is not None  # the log says that words went
        kept = session.scalars(select(ReportMedia.sha256)).all()
    assert not CANARY.search(caplog.text)
    assert [store.open(name) for name in kept] == [picture("red")]  # the picture stays, the voice does not
    for name in files:
        with pytest.raises(KeyError):
            store.open(name)


def test_a_request_in_the_register_is_done_there_closes_its_clock_and_leaves_nothing(
    person: Person, store: FolderStore, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    rung: list[tuple[str, int]] = []
    bells.on_ring(lambda bell, row_id: rung.append((bell, row_id)))
    asked = {"who": f"{NAME}, 0812-0011-2233", "wanted": f"Hapus semua tentang {NAME}."}
    with transaction() as tx:
        admin = people.officer(tx, "admin", None)
        case = cases.open_case(tx, kind="permintaan", given=asked, found_at=NOW, officer=admin, now=NOW)
        report = tx.scalars(select(Report).where(Report.person_id == person.id)).one()
        assert report.id in found_by("zulkenari", tx)
    with transaction() as tx:
        done = cases.erase(tx, case.id, person_id=person.id, officer=admin, now=LATER)
        assert (done.closed_at, done.closed_by) == (LATER, admin.id)
    with transaction() as tx:
        assert cases.alarm(tx, now=NOW + timedelta(hours=60)) == 0
        assert cases.ringing(tx, now=NOW + timedelta(hours=60)) == []
        farewell = tx.scalars(select(Outbox).where(Outbox.key == personal_data.FAREWELL)).one()
        assert farewell.status == "queued"
        farewell.status = "sent"
        assert finish_farewells(tx, store, now=LATER) == 1
    bells.on_ring(None)
    with reading() as session:
        assert strings(session) == {}
        assert found_by("zulkenari", session) == []
        kept = session.get_one(DataCase, case.id)
        assert "0812" not in json.dumps(kept.facts)
        given = json.dumps(personal_data.export(session, session.get_one(Person, person.id)))
        assert not CANARY.search(given)
    assert rung, "bells were rung"
    assert all(bell in ("inbox", "outbox", "media") and type(row) is int for bell, row in rung)
    assert not CANARY.search(caplog.text)
    for again in (case.id, 999):
        with pytest.raises(NotFound), transaction() as tx:
            cases.erase(tx, again, person_id=person.id, officer=people.officer(tx, "admin", None), now=LATER)


def found_by(word: str, session: Session) -> list[int]:
    """Reports the officers' search finds by a word."""
    return list(session.scalars(select(Report.id).where(search.holds([asked_word(word)]))))


def asked_word(word: str) -> search.AskedWord:
    return SimpleNamespace(forms=(word,), begun="")


def test_the_report_goes_on_without_the_person(person: Person) -> None:
    with reading() as session:
        report = session.scalars(select(Report).where(Report.person_id == person.id)).one()
        assert report.status == "menunggu_warga"
    erase(person)
    with reading() as session:
        after = session.get_one(Report, report.id)
        assert (after.person_id, after.status, after.paused_at) == (None, "diproses", None)
        assert after.text == "Saya [nama], aspal amblas parah. Tanya [nama]."
        assert after.place == "depan rumah Bu [nama]"
        assert after.facts == {"jawaban": {"nomor_tiang": "tiang [nama]"}}
        other = session.scalars(select(Report).where(Report.id != report.id)).one()
        assert other.supporters == 0
        assert [event.kind for event in events.of_report(session, report.id)][-1] == "report_unnamed"
        seqs = [event.seq for event in events.after(session, 0)]
        assert seqs == list(range(1, len(seqs) + 1))
    with transaction() as tx:  # and officers go on working on it
        report = tx.get_one(Report, report.id)
        officers_work.change_status(
            tx, officer=people.officer(tx), report=report, to=Status.SELESAI, reason="Ditambal.", now=LATER
        )  # fmt: skip


def test_what_was_still_to_be_sent_is_not_sent_and_the_last_message_is(person: Person) -> None:
    erase(person)
    with transaction() as tx:
        leased = outbox.lease(tx, owner="uji", now=LATER, channels=("whatsapp",))
    assert [(row.key, row.address) for row in leased] == [(personal_data.FAREWELL, PHONE)]


def test_a_message_that_waits_for_the_person_does_not_keep_their_number_for_ever(
    person: Person, store: FolderStore
) -> None:
    erase(person)
    with transaction() as tx:
        tx.scalars(select(Outbox).where(Outbox.key == personal_data.FAREWELL)).one().status = "waiting"
        finish_farewells(tx, store, now=LATER + timedelta(minutes=1))
    with reading() as session:
        assert strings(session) == {}


def test_who_writes_again_before_the_last_message_went_is_a_resident_anew(
    person: Person, store: FolderStore
) -> None:
    erase(person, now=NOW - timedelta(minutes=5))
    with transaction() as tx:
        incoming(tx, "new", text="Halo lagi")
        tx.scalars(select(Outbox).where(Outbox.key == personal_data.FAREWELL)).one().status = "sent"
        assert finish_farewells(tx, store, now=NOW) == 1
    with reading() as session:
        assert session.get_one(Person, person.id).address == PHONE
        assert session.scalars(select(Inbox).where(Inbox.status == "new")).one().sender == PHONE


def test_a_name_that_is_a_place_or_a_common_word_is_not_cut_out_of_the_report() -> None:
    with transaction() as tx:
        made = people.person(tx)
        made.name = "Warga Kranji"
        report = reports.filed(tx, by=made, text="Warga di Kranji kebanjiran.")
        personal_data.erase(tx, made, now=LATER)
        assert report.text == "Warga di Kranji kebanjiran."


def test_the_private_link_is_the_persons_alone_and_ends_within_the_hour(person: Person) -> None:
    for age, whose in ((timedelta(minutes=59), person.id), (timedelta(hours=1), None)):
        with transaction() as tx:
            link = private_links.issue(tx, tx.get_one(Person, person.id), now=NOW)
            key = link.removeprefix(f"{private_links.PAGE}#kunci=")
            found = private_links.redeem(tx, key, now=NOW + age)
            assert (found.id if found else None) == whose
            assert private_links.redeem(tx, key + "x", now=NOW) is None


def test_in_chat_data_is_shown_and_erased_and_the_last_message_says_so(store: FolderStore) -> None:
    resident = Resident()
    resident.say("Jalan berlubang besar di Kranji, nama saya Zulkenari")
    resident.press("Lewati")
    resident.press("Kirim")
    [answer] = resident.say("data saya")
    assert answer.link is not None
    with transaction() as tx:
        key = answer.link.url.removeprefix(f"{private_links.PAGE}#kunci=")
        found = private_links.redeem(tx, key, now=resident.now)
        assert found is not None
        assert found.address == resident.address
    resident.say("hapus data saya")
    [last] = resident.press("Ya, hapus semua")
    assert "sudah kami hapus" in last.text
    with reading() as session:  # the page shows nothing but that
        assert [said["text"] for said in history.opening(session, resident.address)] == [last.text]
    with transaction() as tx:
        outbox.delivered(tx, person_id=found.id, up_to=10**9, now=resident.now)
        assert finish_farewells(tx, store, now=resident.now) == 1
    with reading() as session:
        assert strings(session) == {}
        assert session.scalars(select(Person.address)).all() == [f"terhapus-{found.id}"]
        assert session.scalars(select(Report.person_id)).all() == [None]
    assert (
        "Di mana" in resident.say("Jalan berlubang besar")[-1].text
    )  # and begins anew when they write again
