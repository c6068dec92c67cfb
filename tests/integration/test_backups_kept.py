"""Backups by timetable, which of them stay, and whoever was erased is erased again after a restore."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from typer.testing import CliRunner

from routing.people import personal_data
from sorot import backups_kept, erase_again
from sorot.cli import cli
from sorot.settings import Settings
from storage import backups, clock, db, erased, media
from storage.backup import archive, reading, sealed
from storage.models import Media, Person, Report
from tests.factories import city, people, reports
from tests.factories.backed_up import fill, put_back


@pytest.fixture
def key(tmp_path: Path) -> tuple[list[Any], list[Any]]:
    """(public, secret) halves."""
    public = sealed.new_key(tmp_path / "kunci")
    return sealed.recipients(public), sealed.identities(tmp_path / "kunci")


@pytest.fixture
def store(tmp_path: Path) -> media.MediaStore:
    return media.from_url(str(tmp_path / "media"))


def test_who_was_erased_since_is_erased_again_and_nobody_else(
    database: str, key: Any, store: media.MediaStore, tmp_path: Path
) -> None:
    with db.transaction() as tx:
        city.load(tx)
        gone, stays = people.person(tx), people.person(tx)
        gone.name, stays.name = "Wiranatakusumah", "Sulastri"
        report = reports.filed(tx, text="Lampu mati", by=gone)
        gone_id, stays_id, report_id = gone.id, stays.id, report.id
    folder = tmp_path / "cadangan"
    at = clock.now()
    file, _ = archive.make(db.engine(), store, {}, folder, key[0], at)
    erased.keep_in([tmp_path, folder, tmp_path / "tidak-ada"])
    try:
        with db.transaction() as tx:
            personal_data.erase(tx, tx.get_one(Person, gone_id), now=at + timedelta(hours=1))
    finally:
        erased.keep_in([])
    [line] = erased.read([folder / erased.FILE])
    assert line.person == gone_id
    ledger = [line, erased.ErasedPerson(line.at, stays_id, line.born - timedelta(days=9))]
    put_back(file, key[1], f"sqlite:///{tmp_path / 'baru' / 'sorot.db'}", tmp_path / "pulih")
    assert erase_again.run(ledger, since=at, store=store, now=clock.now()) == 1
    with db.reading() as session:
        person = session.get_one(Person, gone_id)
        assert (person.name, person.address) == (None, f"{personal_data.ERASED}-{gone_id}")
        assert session.get_one(Report, report_id).person_id is None
        assert session.get_one(Person, stays_id).name == "Sulastri"
    assert erase_again.run(ledger, since=at + timedelta(days=1), store=store, now=clock.now()) == 0


def test_after_a_database_was_put_back_by_its_own_means_numbers_leave_a_gap_and_the_erased_go_again(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.transaction() as tx:
        city.load(tx)
        gone = people.person(tx)
        gone.name = "Wiranatakusumah"
        before, gone_id = reports.filed(tx, text="Lampu mati", by=gone, now=clock.now()).number, gone.id
        line = erased.ErasedPerson(clock.now(), gone.id, gone.created_at)
    (tmp_path / "lain.jsonl").write_text(
        json.dumps({"at": line.at.isoformat(), "person": line.person, "born": line.born.isoformat()}) + "\n"
    )
    monkeypatch.setenv("SOROT_HOME", str(tmp_path / "rumah"))
    monkeypatch.setenv("SOROT_DATABASE_URL", db.engine().url.render_as_string(hide_password=False))
    moment = line.at.astimezone(clock.LOCAL).isoformat(" ")  # the erasure was committed after its line
    told = CliRunner().invoke(cli, ["restored", moment, "--erased", str(tmp_path / "lain.jsonl")])
    assert (told.exit_code, told.output.splitlines()[-1][-1]) == (0, "1")
    with db.transaction() as tx:
        assert tx.get_one(Person, gone_id).name is None
        after = reports.filed(tx, text="Lampu mati", now=clock.now()).number
    assert int(after[-5:]) == int(before[-5:]) + 1_000 + 1
    assert [one.person for one in erased.read([tmp_path / "rumah" / erased.FILE])] == [gone_id]


@pytest.mark.parametrize("moment", ["kemarin", "2026-11-01 10:00", "2999-01-01 10:00+07"])
def test_a_moment_that_is_none_has_no_offset_or_is_to_come_is_refused(moment: str) -> None:
    assert CliRunner().invoke(cli, ["restored", moment]).exit_code == 2


def test_a_ledger_that_was_cut_off_gives_what_is_whole_and_takes_more(tmp_path: Path) -> None:
    erased.keep_in([tmp_path])
    try:
        for number in (1, 2):
            erased.note(number, born=clock.now(), at=clock.now())
        with (tmp_path / erased.FILE).open("a") as file:
            file.write('{"at": "2026-\n')
        erased.note(3, born=clock.now(), at=clock.now())
    finally:
        erased.keep_in([])
    erased.merge(tmp_path / "lain" / erased.FILE, [tmp_path / erased.FILE])
    erased.merge(tmp_path / "lain" / erased.FILE, [tmp_path / erased.FILE])
    assert [one.person for one in erased.read([tmp_path / "lain" / erased.FILE])] == [1, 2, 3]
    assert len((tmp_path / "lain" / erased.FILE).read_text().splitlines()) == 3


def test_by_the_timetable_one_process_makes_it_and_a_failure_is_known(
    database: str, key: Any, store: media.MediaStore, tmp_path: Path
) -> None:
    fill(store)
    public = sealed.new_key(tmp_path / "kunci2")
    folder = tmp_path / "disk"
    asked: dict[str, Any] = {"backup_folder": folder, "backup_recipient": public, "home": tmp_path}
    settings, moment = Settings(**asked), [clock.now()]

    def look() -> bool:
        return backups_kept.look(settings, store, lambda: moment[0])

    assert not look()  # the disk is not there
    with db.reading() as session:
        assert (made := backups.last(session)) is not None
        assert (made.at, made.error) == (None, "FileNotFoundError")
    folder.mkdir()
    assert not look()
    moment[0] += backups.AGAIN
    with db.transaction() as tx:
        assert backups.begin(tx, every=timedelta(hours=24), now=moment[0])
    assert not look()  # another process is at it
    moment[0] += backups.LONGEST + timedelta(minutes=1)
    assert look()
    assert not look()
    with db.reading() as session:
        assert (made := backups.last(session)) is not None
        assert (made.at, made.error) == (moment[0], "")
        assert made.size == (folder / made.file).stat().st_size
    assert reading.verify(folder / made.file, sealed.identities(tmp_path / "kunci2")).pictures == 2
    moment[0] += timedelta(hours=24)
    assert look()


@given(st.lists(st.integers(0, 800 * 24), max_size=120, unique=True))
def test_of_old_backups_the_newest_of_each_day_week_and_month_stay(hours: list[int]) -> None:
    moments = [datetime(2026, 11, 29, 3, tzinfo=UTC) - timedelta(hours=hour) for hour in hours]
    stay = backups_kept.kept(moments)
    assert set(sorted(moments, reverse=True)[:1]) <= stay <= set(moments)
    assert len(stay) <= backups_kept.DAYS + backups_kept.WEEKS + backups_kept.MONTHS
    assert backups_kept.kept(stay) == stay
    days = {backups_kept._day(moment) for moment in moments}
    assert (
        sorted(days)[-7:] == sorted({backups_kept._day(moment) for moment in stay})[-len(sorted(days)[-7:]) :]
    )


def test_with_an_old_backup_go_the_pictures_that_no_other_names(
    sqlite_url: str, key: Any, store: media.MediaStore, tmp_path: Path
) -> None:
    db.configure(sqlite_url)
    fill(store)
    folder, start = tmp_path / "cadangan", clock.now() - timedelta(days=500)
    archive.make(db.engine(), store, {}, folder, key[0], start)
    for months in range(1, 13):
        (folder / (start + timedelta(days=31 * months)).strftime(archive.NAME)).touch()
    with db.transaction() as tx:
        tx.scalars(select(Media)).one().public_sha256 = None
    newest, _ = archive.make(db.engine(), store, {}, folder, key[0], clock.now())
    assert len(list((folder / "pictures").rglob("*.age"))) == 2
    backups_kept.thin(folder, now=clock.now())
    left = sorted(folder.glob("sorot-*.age"))
    assert (len(left), left[-1]) == (12, newest)
    for file in left[:-1]:
        file.unlink()
    backups_kept.thin(folder, now=clock.now())
    assert len(list((folder / "pictures").rglob("*.age"))) == 1
    assert reading.verify(newest, key[1]).pictures == 1
