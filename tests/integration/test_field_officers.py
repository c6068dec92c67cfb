"""A field officer's whole job in Telegram, on both databases; and the code that lets them in."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.dialogue.types import Incoming
from bot.field import deeds, door, look
from bot.field.known import Do, FieldDeed, FieldKnown, FieldStep, FieldTalk, FieldTurn
from bot.field.saying import tell
from bot.field.whose import RESULT
from routing.domain.lifecycle import Status
from routing.news import gathering
from routing.people import officer_chats
from routing.reports import holding
from storage import db
from storage.db import transaction
from storage.event_kinds import EventKind
from storage.models import (
    Event,
    Media,
    MediaJob,
    Message,
    NewsDelivery,
    Officer,
    OfficerChat,
    Outbox,
    Promise,
    ReportMedia,
    SignInNote,
)
from tests.factories import city, people, reports
from tests.fakes import crew
from tests.fakes.telegram_api import TelegramApi
from tests.fakes.telegram_user import User
from tests.integration.test_telegram_conversation import Product, answers, file_one, photo, report


@pytest.fixture
def api() -> Iterator[TelegramApi]:
    with TelegramApi() as running:
        yield running


@pytest.fixture
def product(database: str, api: TelegramApi, tmp_path: Path) -> Iterator[Product]:
    with transaction() as tx:
        city.load(tx)
    made = Product(api, tmp_path)
    yield made
    made.close()


def officer(product: Product, *, agency: str) -> tuple[int, str]:
    """Somebody of the office with a fresh code."""
    with transaction() as tx:
        one = people.officer(tx, agency=agency)
        return one.id, officer_chats.make_code(tx, one, now=product.now)


def count(found: object) -> int:
    with db.reading() as session:
        return int(session.scalar(select(func.count()).select_from(found)) or 0)  # type: ignore[arg-type]


def test_a_job_from_the_news_of_it_to_its_end(product: Product, api: TelegramApi) -> None:
    budi, dedi = api.user("Budi"), api.user("Dedi")
    file_one(product, budi, photo())
    filed = report()
    me, code = officer(product, agency=filed.agency_code)
    dedi.text(f"tautkan {code}")
    assert "tertaut" in answers(product, dedi)[0]
    with transaction() as tx:
        gathering.gather(tx, now=product.now)
        head = people.officer(tx, "kepala", filed.agency_code)
        holding.give(tx, officer=head, report=tx.merge(filed), to=me, now=product.now)
    for _ in range(2):  # what is told is told once, whoever looks again
        crew.news(product.now)
    assert [filed.number in text for text in answers(product, dedi)] == [True]

    dedi.press("Terima")
    taken = answers(product, dedi)
    assert "Diproses" in " ".join(taken)
    assert any("google.com/maps/dir" in str(message.get("reply_markup")) for message in dedi.sees())
    assert report().status == "diproses"
    dedi.press("Jawab warga")
    answers(product, dedi)
    dedi.text("Regu tambal datang besok pukul 09.00.")
    assert "janji" in answers(product, dedi)[0]
    dedi.press("Kirim")
    answers(product, dedi)
    assert any("besok pukul 09.00" in message.get("text", "") for message in budi.sees())
    assert count(Promise) == 1

    dedi.photo(photo(), caption="Lubang sudah ditambal.")
    assert "Lubang sudah ditambal." in " ".join(answers(product, dedi))
    dedi.press("Kirim")
    answers(product, dedi)
    assert report().status in ("selesai", "diperiksa")
    with db.reading() as session:
        of_work = select(Media).join(ReportMedia, ReportMedia.sha256 == Media.sha256)
        shown = session.scalars(of_work.where(ReportMedia.purpose == "hasil")).one()
        kinds = set(session.scalars(select(Event.kind).where(Event.actor == f"petugas:{me}")))
        assert shown.public_sha256  # what its resident is shown with the news
        assert {"report_status", "report_answered", "report_result", "promise_made"} <= kinds
        assert session.scalars(select(NewsDelivery.status)).all() == ["sent"]
        assert session.scalar(select(func.count(MediaJob.id)).where(MediaJob.officer_id.is_not(None))) == 0


def test_a_code_is_good_once_and_for_minutes_and_guesses_are_few(product: Product, api: TelegramApi) -> None:
    one, two = api.user("Dedi"), api.user("Orang Lain")
    me, code = officer(product, agency="dbmsda")
    assert _says(product, one, code, "tertaut")
    assert _says(product, two, code, "sudah dipakai")
    other, late = officer(product, agency="dbmsda")
    product.now += officer_chats.LIFETIME + timedelta(seconds=1)
    assert _says(product, two, late, "tidak berlaku")
    with transaction() as tx:
        fresh = officer_chats.make_code(tx, tx.get_one(Officer, other), now=product.now)
    assert _says(product, one, fresh, "akun petugas lain")
    guessed = [answers_to(product, two, "AAAA-2222") for _ in range(5)]
    assert guessed[-1] == tell("link-wait")
    assert count(OfficerChat) == 1
    with db.reading() as session:
        mine = select(SignInNote.what).where(SignInNote.officer_id == me)
        assert session.scalars(mine).all() == [officer_chats.LINKED]


def test_a_photo_is_for_the_report_it_answers_whatever_is_being_written(database: str) -> None:
    with transaction() as tx:
        city.load(tx)
        one, two = reports.filed(tx), reports.filed(tx)
        who, me = people.person(tx), people.officer(tx, agency=one.agency_code)
        writing = FieldTalk(FieldStep.WORDS, "jawab", one.number)
        for kind, about in (("photo", two.number), ("text", one.number)):
            message = Incoming("telegram", "1", who.address, city.NOW, kind, f"seperti {two.number}")
            known = look.read(tx, message, talk=writing, officer=me, person=who, now=city.NOW)
            assert known.about is not None
            assert known.about.number == about


def test_a_photo_fetched_after_the_chat_was_let_go_is_no_residents(database: str) -> None:
    with transaction() as tx:
        who = people.person(tx)
        fetched = Incoming("telegram", "1", who.address, city.NOW, RESULT, about="BKS-2611-00001")
        heard = door.answer(tx, fetched, person=who, danger=False, now=city.NOW)
    assert heard is door.HeardAs.WORK
    assert count(Outbox) == 0


def test_what_is_refused_halfway_leaves_no_event_of_its_first_half(database: str) -> None:
    with transaction() as tx:
        city.load(tx)
        row = reports.filed(tx)
        who, me = people.person(tx), people.officer(tx, agency=row.agency_code)
        row.status = Status.DITUTUP
        turned = FieldTurn(FieldTalk(), command=Do(FieldDeed.DROP, row.number, text="Saya pindah regu."))
        known = FieldKnown(city.NOW)
        no = deeds.carry_out(tx, turned, officer=me, person=who, known=known, now=city.NOW)
        assert "berakhir" in no.said[-1].text
    assert count(select(Event).where(Event.kind == EventKind.REPORT_NOTED).subquery()) == 0
    assert count(Message) == 0


def answers_to(product: Product, user: User, code: str) -> str:
    user.text(f"tautkan {code}")
    return answers(product, user)[0]


def _says(product: Product, user: User, code: str, words: str) -> bool:
    return words in answers_to(product, user, code)
