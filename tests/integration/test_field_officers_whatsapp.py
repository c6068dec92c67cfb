"""A field officer's whole job in WhatsApp: its buttons, lists and 24 hours, through the real doors."""

from pathlib import Path

import pytest

from admin_panel.report import deliveries
from routing.news import gathering
from routing.people import officer_chats
from routing.reports import holding
from storage import db
from storage.db import transaction
from tests.factories import city, people
from tests.fakes import crew
from tests.fakes.whatsapp_product import Product, outbox_rows
from tests.fakes.whatsapp_user import User
from tests.integration.test_whatsapp_conversation import file_one, photo, report


def press(product: Product, user: User, title: str) -> list[str]:
    user.press(title)
    return product.answers(user)


def write(product: Product, user: User, words: str) -> list[str]:
    user.text(words)
    return product.answers(user)


def test_a_job_from_the_news_of_it_to_its_end(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db.configure(sqlite_url)
    with transaction() as tx:
        city.load(tx)
    product = Product(tmp_path, monkeypatch)
    with product.api:
        budi, dedi = product.api.user("Budi"), product.api.user("Dedi")
        file_one(product, budi, photo())
        filed = report()
        with transaction() as tx:
            me = people.officer(tx, agency=filed.agency_code)
            officer, code = me.id, officer_chats.make_code(tx, me, now=product.now)
        assert "tertaut" in write(product, dedi, f"tautkan {code}")[0]

        product.go(hours=25)  # words of our own are refused now: the approved template goes out
        with transaction() as tx:
            gathering.gather(tx, now=product.now)
            head = people.officer(tx, "kepala", filed.agency_code)
            holding.give(tx, officer=head, report=tx.merge(filed), to=officer, now=product.now)
        crew.news(product.now)
        (told,) = product.answers(dedi)
        assert told.startswith("sorot_tugas_petugas ")
        assert filed.number in told

        dedi.say("text", {"body": "siap"}, context={"id": dedi.sees()[-1]["id"]})  # as it asks them to
        card = " ".join(product.answers(dedi))
        assert "google.com/maps/dir" in card
        assert "pegang" in press(product, dedi, "Terima")[0]
        press(product, dedi, "Tanya warga")
        assert "Sisi mana?" in write(product, dedi, "Sisi mana?")[0]
        press(product, dedi, "Kirim")
        assert any("Sisi mana?" in text for text in budi.reads())
        write(product, budi, "Sisi kiri, depan bengkel")
        crew.news(product.now)
        assert "menambah keterangan" in product.answers(dedi)[0]

        dedi.photo(photo(), caption="Lubang sudah ditambal.")
        assert "Lubang sudah ditambal." in " ".join(product.answers(dedi))
        press(product, dedi, "Kirim")
        assert report().status in ("selesai", "diperiksa")
        assert {call.status for call in product.api.sent()} == {200}  # Meta's limits were kept all along
        assert {row.status for row in outbox_rows()} == {"delivered"}
        with db.reading() as session:
            assert deliveries.to_others(session, report()) is None  # an officer's chat is no resident's
    product.close()
