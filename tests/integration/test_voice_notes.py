"""The sound of an internal note lives as long as the city keeps voices, and goes with its resident."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import media_jobs
from routing.domain.lifecycle import Status
from routing.errors import BadInput, NotFound
from routing.people import personal_data
from routing.reports import officers_work, voice_notes
from sorot.keeping import Keeping
from storage import db
from storage.media import FolderStore
from storage.models import Media, NoteVoice, Officer, Person, Report
from tests.factories import city, people, reports
from tests.factories.city import NOW
from tests.fakes.voices import webm


@pytest.fixture
def store(sqlite_url: str, tmp_path: Path) -> FolderStore:
    db.configure(sqlite_url)
    with db.transaction() as tx:
        city.load(tx)
    return FolderStore(tmp_path)


def spoken(store: FolderStore, *, seconds: int = 9, by: tuple[str, str] = ("petugas", "dbmsda")) -> int:
    """The id of a report with a spoken note."""
    raw = webm(seconds=9)
    with db.transaction() as tx:
        report, officer = reports.filed(tx), people.officer(tx, *by)
        voice_notes.add(
            tx, officer=officer, report=report, sha256=store.put(raw), content_type="audio/webm",
            size=len(raw), seconds=seconds, now=NOW,
        )  # fmt: skip
        return report.id


def heard() -> list[str]:
    with db.reading() as session:
        return list(session.scalars(select(Media.sha256).join(NoteVoice, NoteVoice.sha256 == Media.sha256)))


def test_it_is_not_taken_for_a_file_nobody_wants(store: FolderStore) -> None:
    spoken(store)
    with db.transaction() as tx:
        media_jobs.forget_unused(tx, store, NOW + timedelta(days=30))
        media_jobs.forget(tx, store, heard(), now=NOW)
    assert len(heard()) == 1


def test_it_goes_a_year_after_the_end_with_residents_voices(store: FolderStore) -> None:
    report_id = spoken(store)
    with db.transaction() as tx:
        officers_work.change_status(
            tx, officer=tx.scalars(select(Officer)).one(), report=tx.get_one(Report, report_id),
            to=Status.DITOLAK, reason="Bukan kewenangan.", now=NOW,
        )  # fmt: skip
    Keeping().run(store, now=NOW + timedelta(days=364))
    assert len(heard()) == 1
    Keeping().run(store, now=NOW + timedelta(days=365))
    assert heard() == []


def test_it_goes_with_the_person_since_a_name_in_it_cannot_be_masked(store: FolderStore) -> None:
    report_id = spoken(store)
    with db.transaction() as tx:
        person = tx.get_one(Person, tx.get_one(Report, report_id).person_id)
        assert heard()[0] in personal_data.erase(tx, person, now=NOW)
    assert heard() == []


def test_two_minutes_are_the_most_and_only_who_may_leave_a_note_speaks(store: FolderStore) -> None:
    for seconds in (0, 121):
        with pytest.raises(BadInput, match="suara_terlalu_panjang"):
            spoken(store, seconds=seconds)
    with pytest.raises(NotFound):
        spoken(store, by=("petugas", "dlh"))
