"""Keys of gauges in the panel: made, shown once, revoked, and each of it in the log."""

import re

from sqlalchemy import select

from sensors import credentials
from storage import db
from storage.models import Event
from tests.factories.gauges import gauge
from tests.unit.admin_panel.conftest import SignIn


def test_a_key_is_shown_once_and_works_until_it_is_revoked(signed_in: SignIn, panel_db: None) -> None:
    with db.transaction() as tx:
        gauge(tx, "p2c")
    client = signed_in("admin")
    assert "belum punya kunci" in client.get("/admin/alat").text
    made = client.post("/admin/alat/p2c/kunci")
    (key,) = re.findall(r"<code[^>]*>([^<]{40,})</code>", made.text)
    assert made.headers["Cache-Control"] == "no-store"
    assert fits(key)
    assert key not in client.get("/admin/alat").text
    gone = client.post("/admin/alat/p2c/cabut")
    assert "sudah dicabut" in client.get(gone.headers["Location"]).text
    assert not fits(key)
    assert "tidak punya kunci" in client.get(client.post("/admin/alat/p2c/cabut").headers["Location"]).text
    with db.reading() as session:
        kinds = select(Event.kind).where(Event.kind.like("sensor_key%")).order_by(Event.seq)
        assert list(session.scalars(kinds)) == ["sensor_key_made", "sensor_key_revoked"]


def fits(key: str) -> bool:
    with db.glancing() as session:
        return credentials.fits(session, "p2c", key)


def test_a_gauge_nobody_registered_gets_no_key(signed_in: SignIn) -> None:
    assert signed_in("admin").post("/admin/alat/entah/kunci").status_code == 404
