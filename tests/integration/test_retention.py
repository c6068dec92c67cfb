"""P2: each kind of personal data is there on the day before its time is over, and gone on the day."""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from routing.city.catalogue import catalogue
from routing.domain.lifecycle import Status
from routing.people import cases, looks, retention
from routing.reports import officers_work
from sorot.keeping import Keeping
from storage import db, outbox
from storage.db import reading, transaction
from storage.event_kinds import EventKind
from storage.media import FolderStore
from storage.models import (
    Base,
    Call,
    DataCase,
    Event,
    EventReason,
    Inbox,
    KeptConversation,
    Look,
    Media,
    Message,
    Outbox,
    Person,
    Report,
    ReportMedia,
)
from storage.notice_kinds import Notice
from storage.trace import audit
from tests.factories import city, people, reports
from tests.factories.city import NOW
from tests.fakes.resident import picture

SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _city(sqlite_url: str) -> None:
    db.configure(sqlite_url)
    with db.transaction() as tx:
        city.load(tx)


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "media")


def a_life(store: FolderStore) -> int:
    """Somebody with a trace of every kind, all of it made or ended at NOW; the number of their report."""
    with transaction() as tx:
        person, officer = people.person(tx), people.officer(tx)
        silent = people.person(tx)
        silent.name = "Yang diam"
        person.flagged_at, person.abuse_count = NOW, 2
        report = reports.filed(tx, by=person, text="Saya Bu Ratna, aspal amblas.")
        tx.add(Message(report_id=report.id, direction="masuk", text="di depan rumah", created_at=NOW))
        for content, mime in ((picture("red"), "image/jpeg"), (b"suara", "audio/ogg")):
            name = store.put(content)
            tx.add(Media(sha256=name, content_type=mime, size=9, width=9, height=9, created_at=NOW))
            tx.flush()
            tx.add(ReportMedia(report_id=report.id, sha256=name, created_at=NOW))
        tx.add(
            Inbox(channel="telegram", external_id="1", sender=person.address, payload={"text": "halo"},
                  received_at=NOW, status="done", attempts=1, next_try_at=NOW)
        )  # fmt: skip
        tx.add(Call(person_id=person.id, kind="petugas", status="selesai", said=[{"text": "tolong"}],
                    opened_at=NOW, updated_at=NOW, closed_at=NOW))  # fmt: skip
        state = {"nonce": 4, "draft": {"text": "x"}}
        tx.add(KeptConversation(person_id=person.id, state=state, updated_at=NOW))
        looks.note(tx, officer=officer, person_id=person.id, reason="Perlu menelepon", now=NOW)
        case = cases.open_case(
            tx, kind="permintaan", given={"who": "Bu Ratna", "wanted": "salinan"}, found_at=NOW,
            officer=officer, now=NOW,
        )  # fmt: skip
        cases.close(tx, case.id, outcome="Sudah diberikan.", officer=officer, now=NOW)
        officers_work.change_status(
            tx, officer=officer, report=report, to=Status.DITOLAK, reason="Bukan kewenangan.", now=NOW
        )
        number = report.id
    with transaction() as tx:
        for row in tx.scalars(select(Outbox)):
            row.status, row.text, row.created_at = "sent", "Laporan Anda …", NOW
    return number


Held = Callable[[Session], Any]
HELD: dict[str, Held] = {
    "incoming": lambda s: s.scalars(select(Inbox.sender)).one(),
    "outgoing": lambda s: [row.text for row in s.scalars(select(Outbox)) if row.text],
    "conversations": lambda s: "draft" in s.scalars(select(KeptConversation.state)).one(),
    "calls": lambda s: s.scalars(select(Call.id)).all(),
    "voices": lambda s: s.scalars(select(Media.sha256).where(Media.content_type == "audio/ogg")).all(),
    "photos": lambda s: s.scalars(select(Media.sha256).where(Media.content_type == "image/jpeg")).all(),
    "words": lambda s: [text for text in s.scalars(select(Message.text)) if text],
    "reporters": lambda s: s.scalars(select(Report.person_id)).one(),
    "marks": lambda s: s.scalars(select(Person.abuse_count).where(Person.abuse_count > 0)).all(),
    "looks": lambda s: s.scalars(select(Look.id)).all(),
    "people": lambda s: s.scalars(select(Person.id).where(Person.name == "Yang diam")).all(),
    "cases": lambda s: s.scalars(select(DataCase.id)).all(),
}


@pytest.mark.parametrize("kind", retention.DEEDS)
def test_the_day_before_it_is_kept_and_on_the_day_it_is_gone(kind: str, store: FolderStore) -> None:
    a_life(store)
    with reading() as session:
        days = catalogue(session).settings.retention.model_dump()[kind]
    over = NOW + timedelta(days=days)
    Keeping().run(store, now=over - timedelta(days=1))
    with reading() as session:
        assert HELD[kind](session)
    went = Keeping().run(store, now=over)
    assert went[kind]
    with reading() as session:
        assert not HELD[kind](session)
        assert audit.verify(session).fault is None
    assert not Keeping().run(store, now=over)  # and what is done is not done again


def test_every_kind_of_the_settings_has_its_deed_and_none_goes_where_the_city_says_so() -> None:
    with reading() as session:
        assert set(catalogue(session).settings.retention.model_dump()) == set(retention.DEEDS) == set(HELD)


def test_after_all_times_nothing_says_who_it_was_and_the_report_stays(store: FolderStore) -> None:
    number = a_life(store)
    Keeping().run(store, now=NOW + timedelta(days=1826))
    Keeping().run(store, now=NOW + timedelta(days=3700))
    with reading() as session:
        report = session.get_one(Report, number)
        assert (report.text, report.person_id) == ("Saya [nama], aspal amblas.", None)
        assert report.status == "ditolak"
        rows = [str(row) for table in Base.metadata.sorted_tables for row in session.execute(select(table))]
        assert not [row for row in rows if "Ratna" in row or "Perlu menelepon" in row or "di depan" in row]
        assert not session.scalars(select(EventReason.text).where(EventReason.text != "")).all()
        assert session.scalars(select(Event.seq).where(Event.kind == EventKind.REPORT_STATUS)).all()
        assert audit.verify(session).fault is None
    for content in (picture("red"), b"suara"):
        with pytest.raises(KeyError):
            store.open(sha256(content).hexdigest())


def test_what_still_goes_on_is_not_touched(store: FolderStore) -> None:
    with transaction() as tx:
        report = reports.filed(tx)
        outbox.put(tx, person=tx.get_one(Person, report.person_id), now=NOW, key=Notice.UNBLOCKED)
    assert not Keeping().run(store, now=NOW + timedelta(days=60))
    with transaction() as tx:
        went = retention.run(tx, now=NOW + timedelta(days=4000))
    assert "reporters" not in went.rows
    with reading() as session:
        assert session.get_one(Report, report.id).person_id is not None


def test_an_alarm_rings_once_at_48_hours_and_the_letters_say_what_the_law_asks() -> None:
    given = {"data": "nomor telepon", "happened": "surel salah kirim", "affected": "12 warga",
             "measures": "surel ditarik"}  # fmt: skip
    with transaction() as tx:
        officer = people.officer(tx, "admin", None)
        case = cases.open_case(tx, kind="pelanggaran", given=given, found_at=NOW, officer=officer, now=NOW)
        assert case.due_at == NOW + timedelta(hours=72)
    rings: list[int] = []
    for at in (timedelta(hours=48) - SECOND, timedelta(hours=48), timedelta(hours=60)):
        with transaction() as tx:
            rings.append(cases.alarm(tx, now=NOW + at))
    assert rings == [0, 1, 0]
    with reading() as session:
        texts = cases.notices(session, session.get_one(DataCase, case.id))
    for text in texts.values():
        assert "$" not in text
        assert all(given[name] in text for name in ("data", "happened", "measures"))
    assert "12 warga" in texts["authority"]
    assert "Pasal 46" in texts["authority"]


@pytest.mark.parametrize(
    ("kind", "given", "at"),
    [
        ("apa", {"who": "x", "wanted": "y"}, NOW),
        ("permintaan", {"who": "x"}, NOW),
        ("permintaan", {"who": "x", "wanted": " "}, NOW),
        ("permintaan", {"who": "x", "wanted": "y" * 2001}, NOW),
        ("permintaan", {"who": "x", "wanted": "y"}, NOW + SECOND),
        ("permintaan", {"who": "x", "wanted": "y"}, NOW - timedelta(days=400)),
    ],
)
def test_a_case_that_cannot_be_is_refused_and_nothing_is_kept(
    kind: str, given: dict[str, str], at: datetime
) -> None:
    with pytest.raises(cases.Refused), transaction() as tx:
        cases.open_case(tx, kind=kind, given=given, found_at=at, officer=people.officer(tx), now=NOW)
    with reading() as session:
        assert session.scalars(select(DataCase)).all() == []
