"""The lurah's walk, and the spoken note at each stop: who may, what is taken, who never hears it."""

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select

from routing.people import personal_data
from routing.reports import voice_notes
from storage import clock, db
from storage.models import Event, Media, Message, NoteVoice, Outbox, Person, Report
from tests.factories import reports
from tests.factories.city import KRANJI_POINT
from tests.fakes.voices import webm
from tests.unit.admin_panel.conftest import PIECE, SignIn

LAT, LON = KRANJI_POINT
JSON = {"Accept": "application/json"}


@pytest.fixture
def numbers(panel_db: None) -> list[str]:
    """Three reports of Kranji in a row to the east of the office, and one without a point."""
    now = clock.now()
    with db.transaction() as tx:
        made = [reports.filed(tx, now=now, lat=LAT, lon=LON + at / 100).number for at in (3, 1, 2)]
        return [*made, reports.filed(tx, now=now).number]


def speak(client: TestClient, number: str, raw: bytes, **form: str) -> Any:
    files = {"suara": ("catatan", raw, "audio/webm")}
    return client.post(f"/petugas/laporan/{number}/suara", files=files, data=form, headers=JSON)


def test_the_walk_goes_from_the_nearest_to_the_farthest_with_ways_and_a_map(
    signed_in: SignIn, numbers: list[str]
) -> None:
    client = signed_in("lurah")
    answer = client.post("/petugas/jalan", data={"lat": str(LAT), "lon": str(LON)})
    page = answer.text
    far, near, middle, placeless = numbers
    assert page.index(near) < page.index(middle) < page.index(far)
    assert placeless not in page
    assert "dari tempat Anda" in page
    assert f"destination={LAT:.6f}" in page
    assert "microphone=(self)" in answer.headers["permissions-policy"]
    assert "microphone=()" in client.get("/petugas").headers["permissions-policy"]
    shown = client.get("/petugas/jalan/peta", params={"laporan": numbers}).json()["reports"]["features"]
    assert {one["properties"]["number"] for one in shown} == {far, near, middle}


def test_it_begins_at_the_office_and_takes_ten_of_the_list(signed_in: SignIn, numbers: list[str]) -> None:
    with db.transaction() as tx:
        for at in range(12):
            reports.filed(tx, now=clock.now(), lat=LAT + at / 500, lon=LON)
    page = signed_in("lurah").get("/petugas/jalan").text
    assert "dari kantor Anda" in page
    assert page.count("data-record") == 10
    assert "1</b> dari 10" in page


def test_who_has_no_office_on_the_map_begins_at_the_first_stop(signed_in: SignIn, numbers: list[str]) -> None:
    page = signed_in("rina").get("/petugas/jalan").text
    assert "mulai di sini" in page
    assert "0 m dari" not in page


def test_the_way_to_it_goes_along_with_the_list_as_it_is_narrowed(
    signed_in: SignIn, numbers: list[str]
) -> None:
    lurah = signed_in("lurah")
    assert lurah.get("/petugas").text.count('href="/petugas/jalan"') == 1
    narrowed = lurah.get("/petugas/daftar?urut=terbaru", headers={"HX-Request": "true"}).text
    assert 'href="/petugas/jalan?urut=terbaru"' in narrowed
    assert "/petugas/jalan" not in signed_in("walikota").get("/petugas/daftar", headers=PIECE).text


@pytest.mark.parametrize(
    ("lat", "lon"), [("91", "0"), ("nan", "0"), ("x", "y"), ("", "")], ids=["far", "nan", "words", "none"]
)
def test_a_place_that_is_none_is_refused(signed_in: SignIn, numbers: list[str], lat: str, lon: str) -> None:
    assert signed_in("lurah").post("/petugas/jalan", data={"lat": lat, "lon": lon}).status_code == 422


def test_a_spoken_note_is_played_to_officers_and_reaches_no_resident(
    signed_in: SignIn, numbers: list[str], app: FastAPI
) -> None:
    client, number, raw = signed_in("lurah"), numbers[0], webm(seconds=40)
    assert speak(client, number, raw, detik="41").status_code == 201
    with db.reading() as session:
        note = session.scalars(select(Message).where(Message.direction == "catatan")).one()
        voice = session.get_one(NoteVoice, note.id)
        assert (note.text, voice.seconds) == ("Catatan suara.", 41)
        report = session.get_one(Report, note.report_id)
        kinds = [e.kind for e in session.scalars(select(Event).where(Event.report_id == report.id))]
        assert kinds[-1] == "report_noted"
        assert session.scalars(select(Outbox)).all() == []
        held = personal_data.export(session, session.get_one(Person, report.person_id))
        assert voice.sha256 not in str(held)
        sha256 = voice.sha256
    page = client.get(f"/petugas/laporan/{number}").text
    assert f'src="/media/{sha256}"' in page
    heard = signed_in("rina").get(f"/media/{sha256}")
    assert (heard.status_code, heard.content) == (200, raw)
    assert heard.headers["content-type"] == "audio/webm"
    assert heard.headers["content-disposition"] == "attachment"
    assert signed_in("dimas").get(f"/media/{sha256}").status_code == 404  # another office's
    assert TestClient(app, base_url="https://testserver").get(f"/foto/{sha256}").status_code == 404


@pytest.mark.parametrize(
    ("raw", "form", "says"),
    [(b"", {}, "Rekam dulu"), (b"<html>", {"detik": "3"}, "bukan rekaman suara"),
     (b"\x89PNG\r\n" + b"0" * 99, {"detik": "3"}, "bukan rekaman suara"),
     (webm(seconds=4, picture=True), {"detik": "4"}, "bukan rekaman suara"),
     (webm(seconds=4), {"detik": "300"}, "dua menit"), (webm(seconds=400), {"detik": "5"}, "dua menit"),
     (webm(seconds=4) + b"0" * voice_notes.MAX_BYTES, {"detik": "4"}, "terlalu besar")],
    ids=["nothing", "page", "picture", "film", "said-too-long", "is-too-long", "large"],
)  # fmt: skip
def test_what_is_no_short_recording_is_refused_in_a_sentence(
    signed_in: SignIn, numbers: list[str], raw: bytes, form: dict[str, str], says: str
) -> None:
    answer = speak(signed_in("lurah"), numbers[0], raw, **form)
    assert answer.status_code == 422
    assert says in answer.json()["detail"]
    with db.reading() as session:
        assert session.scalars(select(NoteVoice)).all() == []
        assert session.scalars(select(Media)).all() == []


def test_who_may_not_write_there_stores_nothing(signed_in: SignIn, numbers: list[str]) -> None:
    assert speak(signed_in("dimas"), numbers[0], webm(seconds=4), detik="4").status_code == 404
    with db.transaction() as tx:
        tx.scalars(select(Report).where(Report.number == numbers[0])).one().privacy = "rahasia"
    assert speak(signed_in("lurah"), numbers[0], webm(seconds=4), detik="4").status_code == 404
    with db.reading() as session:
        assert session.scalars(select(Media)).all() == []


def test_a_matter_without_a_spot_and_a_finished_report_are_no_stops(
    signed_in: SignIn, numbers: list[str]
) -> None:
    with db.transaction() as tx:
        done = tx.scalars(select(Report).where(Report.number == numbers[0])).one()
        done.status = "selesai"
        paper = reports.filed(tx, now=clock.now(), category="kependudukan", lat=LAT, lon=LON).number
    page = signed_in("lurah").get("/petugas/jalan?status=semua").text
    assert numbers[0] not in page
    assert paper not in page
    assert numbers[1] in page
