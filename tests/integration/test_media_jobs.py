"""A resident's file is fetched when it comes and is a part of the report whichever of the two is first."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import func, select

from bot import media_jobs
from bot.channels.outcomes import FetchFailed
from bot.dialogue.state import Conversation, Draft
from bot.dialogue.types import FileRef
from bot.media_fetcher import BLUR_TRIES, MediaFetcher
from storage import db, media, pictures
from storage.media import FolderStore
from storage.models import Event, Inbox, Media, MediaJob, Outbox, Person, Report, ReportMedia
from storage.models.base import Base
from tests.factories import city, people, reports
from tests.factories.city import NOW
from tests.fakes.drawings import VOICE, encoded, located, plain

FILE = FileRef("berkas-1")


class Platform:
    """A channel that has some files."""

    name = "telegram"

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def fetch(self, file_ref: str) -> bytes:
        """The file, or an outage."""
        if file_ref not in self.files:
            raise FetchFailed("HTTP 502", again=True)
        return self.files[file_ref]


class World:
    """The platform, the fetcher and one resident."""

    def __init__(self, folder: Path) -> None:
        self.now, self.platform, self.store = NOW, Platform(), FolderStore(folder)
        channels = {"telegram": self.platform}
        self.fetcher = MediaFetcher(channels, self.store, clock=lambda: self.now)  # type: ignore[arg-type]
        with db.transaction() as tx:
            city.load(tx)
            self.person = people.person(tx)

    def come(self, file: FileRef = FILE) -> None:
        """A message with this file is handled."""
        with db.transaction() as tx:
            media_jobs.fetch_soon(tx, [file], person=tx.get_one(Person, self.person.id), now=self.now)

    def file(self, *files: FileRef) -> Report:
        """A report with these files is filed."""
        with db.transaction() as tx:
            person = tx.get_one(Person, self.person.id)
            report = reports.filed(tx, by=person, now=self.now)
            media_jobs.attach(tx, report, files, person=person, now=self.now)
        return report

    def fetch(self) -> None:
        """Fetch until nothing is due."""
        while self.fetcher.run_once():
            pass


@pytest.fixture
def world(database: str, tmp_path: Path) -> World:
    return World(tmp_path / "media")


def count(table: type[Base]) -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def job() -> MediaJob:
    with db.reading() as session:
        return session.scalars(select(MediaJob)).one()


def told(kind: str) -> int:
    with db.reading() as session:
        return list(session.scalars(select(Event.kind))).count(kind)


@pytest.mark.parametrize("report_first", [False, True])
def test_whichever_comes_second_joins_the_file_to_the_report_with_its_place_and_once(
    world: World, report_first: bool
) -> None:
    world.platform.files[FILE.id] = located()
    world.come()
    steps: list[Callable[[], object]] = [world.fetch, lambda: world.file(FILE)]
    for step in reversed(steps) if report_first else steps:
        step()
    with db.transaction() as tx:  # all of it once more
        report, person = tx.scalars(select(Report)).one(), tx.get_one(Person, world.person.id)
        media_jobs.attach(tx, report, [FILE], person=person, now=world.now)
        tx.scalars(select(MediaJob)).one().status = "new"
    world.now += timedelta(minutes=2)
    world.fetch()
    with db.reading() as session:
        part = session.scalars(select(ReportMedia)).one()
    assert (part.lat, part.lon, part.direction) == (-6.2349, 106.9896, 47.5)
    assert part.taken_at == datetime(2026, 11, 20, 0, 30, tzinfo=UTC)
    assert (told("report_photo"), job().status, job().sha256) == (1, "done", part.sha256)
    assert count(Inbox) == (0 if report_first else 1)


def test_a_file_is_fetched_once_however_often_its_message_is_handled(world: World) -> None:
    world.come()
    world.come()
    assert count(MediaJob) == 1


def test_a_job_of_a_killed_worker_comes_back(world: World) -> None:
    world.come()
    world.platform.files[FILE.id] = encoded(plain())
    with pytest.raises(KeyboardInterrupt), pytest.MonkeyPatch.context() as patch:
        patch.setattr(world.platform, "fetch", lambda file_ref: (_ for _ in ()).throw(KeyboardInterrupt))
        world.fetcher.run_once()
    assert not world.fetcher.run_once()  # it may still be at work
    world.now += timedelta(seconds=61)
    world.fetch()
    assert (job().status, job().attempts) == ("done", 2)


def test_a_file_that_cannot_be_read_is_told_at_once_and_the_draft_claims_it_no_more(world: World) -> None:
    world.platform.files = {FILE.id: b"<svg/>"}
    world.come()
    world.fetch()
    world.fetch()
    with db.reading() as session:
        assert list(session.scalars(select(Outbox.key))) == ["photo-refused-early"]
        person = session.get_one(Person, world.person.id)
        kept = FileRef("berkas-2")
        talk = Conversation(draft=Draft(text="Jalan rusak", files=(FILE, kept)))
        assert talk.draft is not None
        left = media_jobs.without_refused(session, talk, person=person)
        assert left == replace(talk, draft=replace(talk.draft, files=(kept,)))
        assert media_jobs.without_refused(session, left, person=person) is left
    world.file(FILE)  # were it claimed nevertheless: the officer learns of it, nobody is told twice
    assert (count(Outbox), told("photo_refused"), count(ReportMedia)) == (1, 1, 0)


def test_the_dialogue_hears_where_a_picture_was_taken_once_and_only_when_it_is_known(world: World) -> None:
    for name, raw in (("berkas-1", located()), ("berkas-2", encoded(plain()))):
        world.platform.files[name] = raw
        world.come(FileRef(name))
    world.fetch()
    with db.reading() as session:
        row = session.scalars(select(Inbox)).one()
        first = session.scalars(select(MediaJob).order_by(MediaJob.id)).first()
    assert first is not None
    assert (row.channel, row.external_id, row.sender) == (
        "telegram",
        f"exif:{first.id}",
        world.person.address,
    )
    assert row.payload == {
        "sorot": "photo_point", "lat": -6.2349, "lon": 106.9896, "taken_at": "2026-11-20T00:30:00+00:00",
    }  # fmt: skip


def test_a_voice_note_is_kept_as_it_is_and_what_is_none_is_told(world: World) -> None:
    good, bad = FileRef("suara-1", kind="suara"), FileRef("suara-2", kind="suara")
    world.platform.files = {"suara-1": VOICE, "suara-2": b"<html><script>"}
    for file in (good, bad):
        world.come(file)
    world.fetch()
    world.file(good)
    with db.reading() as session:
        kept = session.scalars(select(Media).join(ReportMedia, ReportMedia.sha256 == Media.sha256)).one()
        assert list(session.scalars(select(Outbox.key))) == ["voice-refused-early"]
    assert (kept.content_type, kept.width, kept.height) == ("audio/ogg", 0, 0)
    assert world.store.open(kept.sha256) == VOICE
    assert told("report_voice") == 1
    assert not world.fetcher.blur_once()  # nothing to see, and nothing public


def test_a_file_of_a_report_that_cannot_be_had_is_told_with_the_number_and_to_the_officer(
    world: World,
) -> None:
    report = world.file(FILE)
    world.platform.files[FILE.id] = b"%PDF-1.7"
    world.fetch()
    with db.reading() as session:
        said = session.scalars(select(Outbox)).one()
    assert (said.key, said.args, said.report_id) == ("photo-refused", {"number": report.number}, report.id)
    assert told("photo_refused") == 1


def test_what_no_report_wanted_is_forgotten_after_seven_days_and_nothing_else(world: World) -> None:
    for name, grain in (("lama", 40), ("dipakai", 60)):
        world.platform.files[name] = encoded(Image.effect_noise((400, 60), grain))
        world.come(FileRef(name))
    world.fetch()
    while world.fetcher.blur_once():
        pass
    world.file(FileRef("dipakai"))
    world.now += timedelta(days=6, hours=23)
    world.platform.files["baru"] = encoded(Image.effect_noise((400, 60), 80))
    world.come(FileRef("baru"))
    world.fetch()
    forgotten, lost = [], names("lama")
    for hours in (0, 2):
        with db.transaction() as tx:
            forgotten.append(media_jobs.forget_unused(tx, world.store, world.now + timedelta(hours=hours)))
    assert forgotten[0] == 0
    assert forgotten[1] == len(lost) == 4  # the picture, its thumbnail and both public copies
    for name in lost:
        with pytest.raises(KeyError):
            world.store.open(name)
    assert (count(Media), count(MediaJob)) == (2, 2)
    for kept in (*names("dipakai"), *names("baru")):
        assert world.store.open(kept)


def names(file_ref: str) -> list[str]:
    with db.reading() as session:
        of = select(Media).join(MediaJob, MediaJob.sha256 == Media.sha256)
        row = session.scalars(of.where(MediaJob.file_ref == file_ref)).one()
    all_of_it = (row.sha256, row.thumb_sha256, row.public_sha256, row.public_thumb_sha256)
    return [name for name in all_of_it if name]


def test_pictures_kept_before_get_their_public_copy_too_and_the_next_round_finds_nothing(
    world: World,
) -> None:
    raw = pictures.sanitise(encoded(plain((400, 300)))).jpeg
    with db.transaction() as tx:  # as the first release kept it: no thumbnail, no copy
        media.note(tx, world.store.put(raw), pictures.Picture(raw, 400, 300), now=NOW)
    assert world.fetcher.blur_once()
    with db.reading() as session:
        row = session.scalars(select(Media)).one()
    assert row.public_sha256 is not None
    assert world.store.open(row.public_sha256).startswith(b"\xff\xd8")
    assert not world.fetcher.blur_once()


def test_a_picture_that_cannot_be_blurred_stays_without_a_public_copy_and_holds_up_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.transaction() as tx:
        for number in range(2):
            content = b"\xff\xd8" + bytes([number])
            media.note(tx, world.store.put(content), pictures.Picture(content, 1, 1), now=NOW)
    monkeypatch.setattr(pictures, "blurred", lambda jpeg: None)
    rounds = 0
    while world.fetcher.blur_once():
        rounds += 1
    assert rounds == 2 * BLUR_TRIES
    with db.reading() as session:
        assert set(session.scalars(select(Media.public_sha256))) == {None}
