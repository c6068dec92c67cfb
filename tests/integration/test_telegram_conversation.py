"""A whole conversation over Telegram: polling, understanding, report, picture, answer, all the way back."""

import asyncio
import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import func, select

from bot import media_jobs
from bot.channels.telegram.api import BotApi, SorotBot
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.polling import Poller
from bot.dialogue.types import FileRef
from bot.handle import handle
from bot.media_fetcher import MediaFetcher
from bot.sending import Sender
from routing.reports import officers_work
from storage import db, inbox
from storage.media import FolderStore
from storage.models import Event, Media, MediaJob, Outbox, Person, Report, ReportMedia
from tests.factories import city, people
from tests.factories.city import KRANJI, KRANJI_POINT, NOW
from tests.fakes import held
from tests.fakes.engines import KeywordEngine
from tests.fakes.telegram_api import TelegramApi
from tests.fakes.telegram_user import User


class Product:
    """Poller, worker, sender and picture fetcher, driven step by step on one clock."""

    def __init__(self, api: TelegramApi, folder: Path) -> None:
        self.now = NOW
        channels = {"telegram": TelegramChannel(api.token, base=api.url)}
        self.poller = Poller(BotApi(api.token, api.url), now=self.clock, long_poll=0)
        self.sender = Sender(channels, clock=self.clock)
        self.store = FolderStore(folder)
        self.fetcher = MediaFetcher(channels, self.store, clock=self.clock)
        self.engine = KeywordEngine()
        self.loop, self.bot = asyncio.Runner(), SorotBot(api.token, api.url)

    def clock(self) -> datetime:
        return self.now

    def settle(self) -> None:
        """Work until nothing is left to do, what is put off for a moment included."""
        while self._step() or held.due_at(self.now):
            self.now = max(self.now + timedelta(seconds=1.1), held.due_at(self.now) or self.now)

    def _step(self) -> bool:
        return any([self._poll(), self._work(), self.sender.run_once(), self.fetcher.run_once()])

    def _poll(self) -> int:
        return self.loop.run(self.poller.poll_once(self.bot))

    def close(self) -> None:
        """Let go of connections and threads."""
        self.loop.run(self.bot.close_connections())
        self.loop.close()
        self.sender.under_way.pool.shutdown()

    def _work(self) -> int:
        with db.reading() as session:
            rows = [row.id for row in inbox.pending(session, now=self.now)]
        return sum(handle(row, engine=self.engine, clock=self.clock) for row in rows)


@pytest.fixture
def api() -> Iterator[TelegramApi]:
    with TelegramApi() as running:
        yield running


@pytest.fixture
def product(sqlite_url: str, api: TelegramApi, tmp_path: Path) -> Iterator[Product]:
    db.configure(sqlite_url)
    with db.transaction() as tx:
        city.load(tx)
    made = Product(api, tmp_path)
    yield made
    made.close()


def photo() -> bytes:
    """A JPEG that says where it was taken, as a phone's does."""
    image, exif, out = Image.effect_noise((900, 700), 40).convert("RGB"), Image.Exif(), io.BytesIO()
    exif.get_ifd(0x8825)[1] = "S"
    exif[0x010F] = "TelefonRahasia"
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def answers(product: Product, user: User) -> list[str]:
    """What the bot says to the last act, until it falls silent."""
    before = len(user.sees())
    product.settle()
    return [message.get("text", "") for message in user.sees()[before:]]


def file_one(product: Product, user: User, picture: bytes) -> str:
    """From the first word to the number."""
    user.text("Jalan berlubang dekat Stasiun Kranji, sudah dua minggu")
    assert answers(product, user)
    user.location(*KRANJI_POINT)
    assert answers(product, user)
    user.photo(picture)
    assert answers(product, user)
    user.press("Kirim")
    return " ".join(answers(product, user))


def report() -> Report:
    with db.reading() as session:
        return session.scalars(select(Report)).one()


def answer_as_officer(text: str, *, now: datetime) -> None:
    """Somebody of the report's dinas writes to the resident."""
    with db.transaction() as tx:
        row = tx.scalars(select(Report)).one()
        officer = people.officer(tx, agency=row.agency_code)
        officers_work.answer(tx, officer=officer, report=row, text=text, now=now)


def test_a_complaint_with_photo_and_location_goes_the_whole_way_and_the_answer_comes_back(
    product: Product, api: TelegramApi
) -> None:
    budi = api.user("Budi")
    told = file_one(product, budi, photo())
    filed = report()
    assert filed.number in told
    assert (filed.category_code, filed.kelurahan_code, filed.channel) == ("jalan_rusak", KRANJI, "telegram")
    assert {call.status for call in api.calls("answerCallbackQuery")} == {200}
    answer_as_officer("Tim kami turun besok pagi.", now=product.now)
    assert any("Tim kami turun besok pagi." in text for text in answers(product, budi))
    with db.reading() as session:
        assert set(session.scalars(select(Outbox.status))) == {"sent"}


def test_the_photo_is_kept_clean_with_the_report_and_in_its_history(
    product: Product, api: TelegramApi
) -> None:
    raw = photo()
    file_one(product, api.user("Budi"), raw)
    with db.reading() as session:
        kept = session.scalars(select(Media).join(ReportMedia, ReportMedia.sha256 == Media.sha256)).one()
        kinds = list(session.scalars(select(Event.kind).where(Event.report_id == report().id)))
    clean = product.store.open(kept.sha256)
    assert (kept.width, kept.height) == (900, 700)
    assert b"TelefonRahasia" in raw
    assert b"TelefonRahasia" not in clean
    assert not Image.open(io.BytesIO(clean)).getexif()
    assert "report_photo" in kinds


def test_a_picture_that_cannot_be_opened_is_told_and_the_report_stands(
    product: Product, api: TelegramApi
) -> None:
    budi = api.user("Budi")
    told = file_one(product, budi, b"bukan gambar sama sekali")
    assert report().number in told
    assert sum("tidak bisa dibuka" in message["text"] for message in budi.sees()) == 1
    with db.reading() as session:
        job = session.scalars(select(MediaJob)).one()
    assert (job.status, job.error, job.report_id) == ("dead", "bukan_gambar", None)
    assert report().status == "menunggu"


def test_a_picture_for_a_filed_report_that_cannot_be_opened_is_told_with_its_number_and_to_the_officer(
    product: Product, api: TelegramApi
) -> None:
    budi = api.user("Budi")
    file_one(product, budi, photo())
    with db.transaction() as tx:  # it had not come yet when the report was filed
        owner = tx.scalars(select(Person)).one()
        media_jobs.attach(
            tx, tx.scalars(select(Report)).one(), [FileRef("tidak-ada")], person=owner, now=product.now
        )
    told = answers(product, budi)
    assert [report().number in text and "tidak bisa dibuka" in text for text in told] == [True]
    with db.reading() as session:
        assert "photo_refused" in set(session.scalars(select(Event.kind)))


def test_a_photo_survives_telegrams_bad_hours(product: Product, api: TelegramApi) -> None:
    api.fail(502, method="getFile", times=3)
    file_one(product, api.user("Budi"), photo())
    for _ in range(5):
        product.now += timedelta(seconds=20)
        product.settle()
    with db.reading() as session:
        job = session.scalars(select(MediaJob)).one()
        assert (job.status, job.attempts) == ("done", 4)
        assert session.scalar(select(func.count()).select_from(ReportMedia)) == 1


def test_a_picture_fetched_twice_is_attached_once(product: Product, api: TelegramApi) -> None:
    file_one(product, api.user("Budi"), photo())
    with db.transaction() as tx:  # as if the worker had been killed before marking its job
        job = tx.scalars(select(MediaJob)).one()
        job.status, job.next_try_at = "new", product.now
    product.settle()
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(ReportMedia)) == 1
        assert list(session.scalars(select(Event.kind))).count("report_photo") == 1


def test_a_group_is_turned_away_kindly_and_makes_no_report(product: Product, api: TelegramApi) -> None:
    group = api.in_group(api.user("Budi"))
    group.add_bot()
    group.text("ada jalan rusak parah di depan gang")
    assert len(answers(product, group)) == 1
    assert "obrolan pribadi" in group.sees()[0]["text"]
    with db.reading() as session:
        assert session.scalar(select(func.count(Report.id))) == 0


def test_stickers_voices_videos_and_edits_are_answered_in_words(product: Product, api: TelegramApi) -> None:
    budi = api.user("Budi")
    first = budi.text("halo")
    assert answers(product, budi)
    for act in (budi.sticker, budi.voice, budi.video, lambda: budi.contact("+6281200001234")):
        act()
        assert answers(product, budi), f"no answer to {act}"
    budi.edit(first["message"]["message_id"], "halo semua")
    product.settle()
    with db.reading() as session:
        assert set(session.scalars(select(inbox.Inbox.status))) == {"done"}


def test_a_person_who_blocked_the_bot_is_marked_and_heard_again_when_they_write(
    product: Product, api: TelegramApi
) -> None:
    budi = api.user("Budi")
    file_one(product, budi, photo())
    budi.block()
    answer_as_officer("Sudah kami cek.", now=product.now)
    product.settle()
    refused = [call for call in api.calls("sendMessage") if call.status == 403]
    assert len(refused) == 1
    budi.unblock()
    budi.text("status")
    assert answers(product, budi)


def test_closing_the_chat_is_known_at_once_and_opening_it_again_too(
    product: Product, api: TelegramApi
) -> None:
    budi = api.user("Budi")
    budi.text("halo")
    assert answers(product, budi)
    budi.block()
    product.settle()
    with db.reading() as session:
        assert session.scalars(select(Person.unreachable_at)).one() is not None
    assert not [call for call in api.calls("sendMessage") if call.status == 403]  # nothing was tried
    budi.unblock()
    product.settle()
    with db.reading() as session:
        assert session.scalars(select(Person.unreachable_at)).one() is None


def test_an_album_is_answered_once(product: Product, api: TelegramApi) -> None:
    budi = api.user("Budi")
    budi.text("Jalan berlubang besar di Kranji, sudah sebulan")
    assert "Ada fotonya?" in answers(product, budi)[-1]
    for _ in range(4):
        budi.photo(photo(), album="13579")
    said = answers(product, budi)
    assert len([text for text in said if "foto sudah saya terima" in text]) == 1
    assert "4 foto sudah saya terima." in said[0]
