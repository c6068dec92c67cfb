"""A whole conversation over WhatsApp: signed batches in, report, picture, answer, all the way back."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import func, select

from routing.reports import officers_work
from storage import db
from storage.models import Event, Inbox, Media, Person, Report, ReportMedia
from tests.factories import city, people
from tests.factories.city import KRANJI, KRANJI_POINT
from tests.fakes.whatsapp_product import Product, outbox_rows
from tests.fakes.whatsapp_user import User


@pytest.fixture
def product(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Product]:
    with db.transaction() as tx:
        city.load(tx)
    made = Product(tmp_path, monkeypatch)
    with made.api:
        yield made
    made.close()


def photo() -> bytes:
    """A JPEG that says which telephone took it."""
    image, exif, out = Image.effect_noise((900, 700), 40).convert("RGB"), Image.Exif(), io.BytesIO()
    exif[0x010F] = "TelefonRahasia"
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def file_one(product: Product, user: User, picture: bytes) -> str:
    """From the first word to the number."""
    user.text("Jalan berlubang dekat Stasiun Kranji, sudah dua minggu")
    assert product.answers(user)
    user.location(*KRANJI_POINT)
    assert product.answers(user)
    user.photo(picture)
    assert product.answers(user)
    user.press("Kirim")
    return " ".join(product.answers(user))


def report() -> Report:
    with db.reading() as session:
        return session.scalars(select(Report)).one()


def answer_as_officer(product: Product, text: str) -> None:
    """Somebody of the report's dinas writes to the resident."""
    with db.transaction() as tx:
        row = tx.scalars(select(Report)).one()
        officer = people.officer(tx, agency=row.agency_code)
        officers_work.answer(tx, officer=officer, report=row, text=text, now=product.now)


def test_a_complaint_with_photo_and_location_goes_the_whole_way_and_the_answer_comes_back(
    product: Product,
) -> None:
    siti = product.api.user("Siti")
    told = file_one(product, siti, photo())
    filed = report()
    assert filed.number in told
    assert (filed.category_code, filed.kelurahan_code, filed.channel) == ("jalan_rusak", KRANJI, "whatsapp")
    answer_as_officer(product, "Tim kami turun besok pagi.")
    assert any("Tim kami turun besok pagi." in text for text in product.answers(siti))
    assert {row.status for row in outbox_rows()} == {"delivered"}
    with db.reading() as session:
        kept = session.scalars(select(Media).join(ReportMedia, ReportMedia.sha256 == Media.sha256)).one()
        read = set(session.scalars(select(Inbox.external_id)))
    clean = product.store.open(kept.sha256)
    assert (kept.width, kept.height) == (900, 700)
    assert b"TelefonRahasia" not in clean
    assert set(product.api.world.marked_read) == read
    assert {call.status for call in product.api.sent()} == {200}


def test_everything_ever_asked_fits_the_platform(product: Product) -> None:
    siti = product.api.user("Siti")
    for text in ("halo", "lapor", "bantuan", "laporan saya", "Jalan berlubang parah", "kecamatan", "batal"):
        siti.text(text)
        assert product.answers(siti), f"no answer to {text}"
    for act in (siti.sticker, siti.voice, lambda: siti.document(b"%PDF")):
        act()
        assert product.answers(siti)
    assert {call.status for call in product.api.sent()} == {200}


def test_a_reaction_makes_nobody_talk(product: Product) -> None:
    siti = product.api.user("Siti")
    siti.react()
    assert product.answers(siti) == []
    with db.reading() as session:
        assert list(session.scalars(select(Inbox.status))) == ["done"]


def test_an_answer_after_24_hours_goes_out_as_a_template_and_says_so(product: Product) -> None:
    siti = product.api.user("Siti")
    file_one(product, siti, photo())
    product.go(hours=25)
    answer_as_officer(product, "Lubangnya sudah kami tambal.")
    (read,) = product.answers(siti)
    assert read.startswith("sorot_jawaban ")
    assert "Lubangnya sudah kami tambal." in read
    last = outbox_rows()[-1]
    assert last.status == "delivered"
    assert last.text
    assert "menjawab laporan Anda" in last.text


def test_an_answer_no_template_can_carry_waits_is_shown_as_waiting_and_goes_out_when_they_write(
    product: Product,
) -> None:
    siti = product.api.user("Siti")
    file_one(product, siti, photo())
    product.go(hours=30)
    long = "Kami jelaskan satu per satu. " * 40
    answer_as_officer(product, long)
    calls = len(product.api.sent())
    assert product.answers(siti) == []
    assert len(product.api.sent()) == calls, "nothing was even tried"
    assert outbox_rows()[-1].status == "waiting"
    product.go(days=3)
    assert product.answers(siti) == []
    siti.text("bagaimana kabarnya?")
    first, *rest = product.answers(siti)
    assert "Kami jelaskan satu per satu." in first
    assert rest, "and their message is answered after it"
    assert {row.status for row in outbox_rows()} == {"delivered"}


def test_templates_meta_has_not_approved_let_the_answer_wait(product: Product) -> None:
    product.api.world.templates.clear()
    siti = product.api.user("Siti")
    file_one(product, siti, photo())
    product.go(hours=25)
    answer_as_officer(product, "Sudah selesai.")
    assert product.answers(siti) == []
    row = outbox_rows()[-1]
    assert (row.status, "132001" in (row.error or "")) == ("waiting", True)
    siti.text("halo")
    assert "Sudah selesai." in product.answers(siti)[0]


def test_two_people_in_one_batch_are_answered_each_their_own(product: Product) -> None:
    siti, budi = product.api.user("Siti"), product.api.user("Budi", address="ID.20491208655302741918")
    siti.text("halo")
    budi.text("Lampu jalan mati di Kranji")
    product.settle()
    assert siti.reads()
    assert budi.reads()
    assert siti.reads() != budi.reads()
    with db.reading() as session:
        assert session.scalar(select(func.count(Person.id))) == 2


def test_a_person_meta_cannot_reach_is_marked_and_heard_again_when_they_write(product: Product) -> None:
    siti = product.api.user("Siti")
    file_one(product, siti, photo())
    product.api.fail(131026, to=siti.address)
    answer_as_officer(product, "Sudah kami cek.")
    product.settle()
    with db.reading() as session:
        assert session.scalars(select(Person.unreachable_at)).one()
        assert "outbox_dead" in set(session.scalars(select(Event.kind)))
    assert outbox_rows()[-1].status == "failed"
    siti.text("status")
    assert product.answers(siti)
