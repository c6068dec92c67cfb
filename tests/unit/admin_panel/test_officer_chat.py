"""An officer's own chat in the panel: a code for who knows the password, taken away by an admin."""

import re

from routing.people import officer_chats
from storage import clock, db
from storage.models import SignInNote
from tests.factories import panel, people
from tests.unit.admin_panel.conftest import SignIn


def test_a_code_is_shown_once_to_who_knows_the_password_and_an_admin_takes_the_chat(
    signed_in: SignIn,
) -> None:
    rina, admin = signed_in("rina"), signed_in("admin")
    wrong = rina.post("/akun/chat/kode", data={"old": "bukan ini"})
    assert (wrong.status_code, "tautkan " in wrong.text) == (422, False)
    shown = rina.post("/akun/chat/kode", data={"old": panel.PASSWORD})
    code = re.search(r'value="tautkan ([A-Z0-9-]+)"', shown.text)
    assert code
    assert shown.headers["Cache-Control"] == "no-store"
    assert code[1] not in rina.get("/akun/chat").text
    with db.transaction() as tx:
        person = people.person(tx)
        officer = officer_chats.link(tx, code[1].replace("-", ""), person=person, now=clock.now())
        rina_id = officer.id
    assert "Telegram tertaut" in rina.get("/akun/chat").text
    assert "Chat: Telegram Anda" in rina.get("/akun/kabar").text

    assert rina.post(f"/admin/petugas/{rina_id}/chat/cabut").status_code == 403
    assert "chat Telegram" in admin.get("/admin").text
    assert admin.post(f"/admin/petugas/{rina_id}/chat/cabut").status_code == 303
    assert "tertaut" not in rina.get("/akun/chat").text.lower().replace("tautkan", "")
    with db.reading() as session:
        told = {row.what for row in session.query(SignInNote).filter_by(officer_id=rina_id)}
        assert officer_chats.of_officer(session, rina_id) is None
    assert {officer_chats.LINKED, officer_chats.REVOKED} <= told
