"""The pages of events (kejadian): the list, one with its reasons, and its steps."""

from datetime import timedelta

from fastapi.testclient import TestClient

from routing.incidents import noticing
from storage import clock, db
from tests.factories import reports
from tests.unit.admin_panel.conftest import SignIn


def flood(many: int) -> list[str]:
    with db.transaction() as tx:
        noticing.notice(tx, now=clock.now())
    with db.transaction() as tx:
        return [
            reports.filed(
                tx, category="banjir_genangan", lat=-6.2282 + number / 3000, lon=106.975,
                facts={"titik": "tepat"}, text="Air masuk rumah, sudah selutut.",
                now=clock.now() - timedelta(minutes=10 - number),
            ).number
            for number in range(many)
        ]  # fmt: skip


def notice() -> None:
    with db.transaction() as tx:
        noticing.notice(tx, now=clock.now())


def page(client: TestClient, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.text


def test_a_proposal_says_why_and_a_person_makes_it_an_event(signed_in: SignIn, panel_db: None) -> None:
    operator, numbers = signed_in("operator"), flood(3)
    assert "Tidak ada kejadian" in page(operator, "/petugas/kejadian")
    notice()
    assert "Banjir di Kranji" in page(operator, "/petugas/kejadian")
    text = page(operator, "/petugas/kejadian/1")
    assert "3 warga melaporkan banjir dalam 2 menit" in text
    assert all(number in text for number in numbers)
    assert operator.post("/petugas/kejadian/1/pastikan").headers["Location"].endswith("?kabar=pastikan")
    assert "Berjalan" in page(operator, "/petugas/kejadian/1")
    drawn = operator.post("/petugas/kejadian/1/batas", data={"corners": "-6.2, 107\n-6.3, 107\n-6.3, 106.9"})
    assert drawn.status_code == 303
    assert "digambar petugas" in page(operator, "/petugas/kejadian/1")
    found = operator.get("/petugas/kejadian/1/peta.json").json()
    assert [one["properties"]["number"] for one in found["reports"]["features"]] == numbers


def test_a_step_that_cannot_be_says_why_on_the_page(signed_in: SignIn, panel_db: None) -> None:
    operator = signed_in("operator")
    flood(3)
    notice()
    refused = operator.post("/petugas/kejadian/1/buka")
    assert (refused.status_code, "Muat ulang." in refused.text) == (409, True)
    for corners in ("satu, dua", "-6.2, 106.9"):
        bad = operator.post("/petugas/kejadian/1/batas", data={"corners": corners})
        assert (bad.status_code, "tiga sampai 100 sudut" in bad.text) == (422, True)
    assert operator.post("/petugas/kejadian/99/pastikan").status_code == 404
    made = operator.post("/petugas/kejadian", data={"kind": "rapat", "title": "X"})
    assert (made.status_code, "Pilih dulu jenis kejadiannya." in made.text) == (422, True)


def test_another_office_does_not_find_it(signed_in: SignIn, panel_db: None) -> None:
    flood(3)
    notice()
    assert signed_in("dimas").get("/petugas/kejadian/1").status_code == 404
    assert "Banjir di Kranji" in page(signed_in("rina"), "/petugas/kejadian")
    assert signed_in("rina").post("/petugas/kejadian/1/pastikan").status_code == 303


def test_the_bundle_of_an_event_leads_to_its_page(signed_in: SignIn, panel_db: None) -> None:
    operator = signed_in("operator")
    flood(5)
    notice()
    assert operator.get("/petugas/kumpulan/1").headers["Location"] == "/petugas/kejadian/1"
    told = operator.post(
        "/petugas/kejadian/1/kabari", data={"text": "Pompa Bintara sudah jalan sejak pukul 9."}
    )
    assert told.headers["Location"].endswith("?kabar=kabari")
