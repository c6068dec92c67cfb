"""Tables as files, in the panel: asked for from the queue, fetched by their officer alone."""

from fastapi import FastAPI
from sqlalchemy import select

from sorot import export_work
from storage import clock, db
from storage.models import Export
from tests.factories import reports
from tests.unit.admin_panel.conftest import SignIn


def test_the_queue_is_taken_along_as_it_is_narrowed_and_by_nobody_else(
    signed_in: SignIn, app: FastAPI
) -> None:
    with db.transaction() as tx:
        number = reports.filed(tx, now=clock.now(), text="Aspal amblas.").number
        reports.filed(tx, now=clock.now(), text="Lubang lain.")
    rina = signed_in("rina")
    assert 'name="saringan" value="q=amblas"' in rina.get("/petugas?q=amblas").text
    given = rina.post("/petugas/unduhan", data={"bentuk": "csv", "saringan": "q=amblas"})
    assert given.headers["location"] == "/petugas/unduhan"
    assert "Menunggu giliran" in rina.get("/petugas/unduhan", headers={"HX-Request": "true"}).text
    with db.reading() as session:
        file = f"/petugas/unduhan/{session.scalars(select(Export.id)).one()}/berkas"
    assert rina.get(file).status_code == 404  # not written yet
    export_work.run(app.state.media, clock.now)
    assert file in rina.get("/petugas/unduhan").text
    got = rina.get(file)
    assert got.headers["content-disposition"].startswith('attachment; filename="laporan-')
    assert number in got.text
    assert "Lubang lain" not in got.text
    for other in ("dimas", "operator", "admin"):
        assert signed_in(other).get(file).status_code == 404
    assert "mengunduh" in signed_in("admin").get("/petugas/unduhan").text
    assert "mengunduh" not in signed_in("operator").get("/petugas/unduhan").text


def test_what_cannot_be_taken_along_is_said_in_a_sentence(signed_in: SignIn) -> None:
    client = signed_in("rina")
    for data in ({"tabel": "petugas"}, {"bentuk": "pdf"}, {"saringan": "hp=1234"}, {"saringan": "banyak=x"}):
        answer = client.post("/petugas/unduhan", data=data)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
