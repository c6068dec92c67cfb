"""Nothing of a person comes out at any public door: canaries in all that is kept, and a walk to them all."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from routing import performance
from routing.domain.publicity import words_seal
from sorot import publishing
from storage import clock, db
from storage.db import reading, transaction
from storage.models import ApiClient, HandedIn, Message, Report
from tests.factories import city, panel, people, reports
from tests.hostile import stage
from tests.hostile.walking import Door

# Written by residents and officers; none of it may be read by anybody.
CANARIES = {
    "phone": "0812-7788-9900", "digits": "081277889900", "nik": "3275019911223344",
    "mail": "kenari@rahasia.id",
    "name": "Wiranatakusumah", "plate": "B 7391 QXZ", "account": "8812345670", "place": "Gang Kenarimerah",
    "point": "-6.228119", "long": "106.975418", "officer": "Petugas Rina",
}  # fmt: skip
STORY = (
    "Lampu mati. Bapak {name} Putra, NIK {nik}, telp {phone}, {mail}, mobil {plate}, rekening BCA {account}, "
    "titik {point}, {long}."
).format(**CANARIES)
KINDS = ("pju", "perumahan", "kesehatan", "pungli_aparatur", "sampah")
PRIVATE_WORD = "Kata-yang-tidak-dicentang"


@pytest.fixture
def everything(sqlite_template: Path, tmp_path: Path) -> Iterator[tuple[stage.City, list[str], list[str]]]:
    """The whole application, numbers everybody may know, and numbers nobody may."""
    with panel.template(sqlite_template) as folder, panel.database(folder):
        home = stage.build(tmp_path)
        with transaction() as tx:
            shown, hidden = _reports(tx)
        publishing.figures(clock.now())
        publishing.files(home.app.state.media, clock.now())
        yield home, shown, hidden


def _reports(tx: Any) -> tuple[list[str], list[str]]:
    shown: list[str] = []
    hidden: list[str] = []
    officer = panel.officer_named(tx, "rina")
    every = product(KINDS, ("biasa", "anonim", "rahasia"), (False, True))
    for index, (kind, privacy, ticked) in enumerate(every):
        person = people.person(tx)
        person.name, person.address = f"{CANARIES['name']} {index}", f"{CANARIES['digits']}{index}"
        report = reports.filed(
            tx, category=kind, privacy=privacy, by=person, lat=float(CANARIES["point"]),
            lon=float(CANARIES["long"]), place=CANARIES["place"], now=clock.now() - timedelta(hours=index),
            text=STORY if ticked else f"{PRIVATE_WORD}. {STORY}", track_key=f"kunci-{index:020d}",
        )  # fmt: skip
        report.words_shown = words_seal(report.text) if ticked else None
        answer = f"Ibu {CANARIES['name']}, {'sudah' if ticked else PRIVATE_WORD}."
        for direction, text in (("keluar", answer), ("catatan", PRIVATE_WORD)):
            tx.add(
                Message(
                    report_id=report.id, direction=direction, text=text, officer_id=officer.id,
                    shown=ticked and direction == "keluar", created_at=clock.now(),
                )
            )  # fmt: skip
        seen = privacy != "rahasia" and kind in ("pju", "perumahan", "sampah")
        (shown if seen else hidden).append(report.number)
    tx.add(ApiClient(name="p", key_hash="x", created_at=clock.now()))
    return shown, hidden


PLACES = {
    "form": ("json", "xml", "csv", "geojson"), "service_code": ("pju",), "token": ("0" * 32,),
    "sha256": ("0" * 64,),
    "kind": ("dinas", "kelurahan", "kategori"), "code": (city.KRANJI, "pju", "p2c"), "area": (city.KRANJI,),
    "month": (performance.month_of(clock.now()),),
}  # fmt: skip
NOT_WALKED = ("/chat/live", "/live", "/hook")  # open lines, and the platforms' own doors
QUERIES = ("", "?hari=365&zoom=18", "?zoom=9&updated_after=2020-01-01T00:00:00Z&page_size=200", "?bahasa=en")


def addresses(door: Door, numbers: list[str]) -> Iterator[str]:
    """The door's addresses with what fits into their places."""
    choices = [
        numbers if place in ("number", "service_request_id") else PLACES.get(place, ("1",))
        for place in door.places
    ]
    for values in product(*choices):
        path = door.path
        for place, value in zip(door.places, values, strict=True):
            path = path.replace("{" + place + "}", value).replace("{" + place + ":path}", value)
        yield path


def test_no_canary_is_heard_at_any_public_door(everything: tuple[stage.City, list[str], list[str]]) -> None:
    """Some 600 requests, 3 s: every public door with every number there is."""
    home, shown, hidden = everything
    walked: dict[str, int] = {}
    with TestClient(home.app, base_url="https://testserver", follow_redirects=False) as visitor:
        for door in stage.public(home):
            if door.method != "GET" or door.path.startswith(NOT_WALKED):
                continue
            for address in addresses(door, [*shown[:4], *hidden[:4]]):
                queries = QUERIES if not door.places else QUERIES[:1]
                for query in queries:
                    answer = visitor.get(address + query)
                    text = f"{answer.text} {dict(answer.headers)}"
                    heard = [name for name, canary in CANARIES.items() if canary in text]
                    heard += [word for word in (PRIVATE_WORD,) if word in text]
                    heard += [number for number in hidden if number in text and number not in address]
                    assert heard == [], (address + query, heard)
                    walked[door.path] = walked.get(door.path, 0) + (answer.status_code == 200)
    said = {path for path, count in walked.items() if count}
    pages = {"/peta", "/api/peta", "/laporan/{number}", "/kinerja", "/kelurahan/{code}"}
    wanted = pages | {
        "/open311/v2/requests.{form}",
        "/data/laporan.{form}",
        "/data/atom/kelurahan/{code}.xml",
    }
    assert wanted <= said
    with TestClient(home.app, base_url="https://testserver") as visitor:  # and the walk hears what is said
        page = visitor.get("/open311/v2/requests.json").text
    assert "Lampu mati. Bapak [nama]" in page
    with reading() as session:
        assert session.scalars(select(Report.text)).first()
        assert not session.scalars(select(HandedIn)).all()
    assert db.is_sqlite()


JSON_SHAPES = (
    {"key": "{n}"}, {"number": "{n}"}, {"text": "{n}", "reason": "{n}", "to": "diproses", "agency": "dlh"},
    {"service_request_id": "{n}", "service_code": "pju", "description": "{n}"},
)  # fmt: skip


def test_no_canary_is_heard_where_something_is_sent(
    everything: tuple[stage.City, list[str], list[str]],
) -> None:
    """Every public door that takes something, with numbers everybody may know and numbers nobody may."""
    home, shown, hidden = everything
    answered = set()
    with TestClient(home.app, base_url="https://testserver", follow_redirects=False) as visitor:
        ours = {"X-Sorot-Chat": "1", "Origin": "https://testserver"}
        for door in stage.public(home):
            if door.method == "GET" or door.path.startswith("/hook"):
                continue
            visitor.post("/chat/session", json={}, headers=ours)  # some doors end it
            for number in (shown[0], hidden[0]):
                form = dict.fromkeys(door.form or ("number", "key", "nomor", "kunci"), number)
                bodies: list[dict[str, Any]] = [
                    {"data": form},
                    *({"json": _filled(shape, number)} for shape in JSON_SHAPES),
                ]
                for address, body in product(addresses(door, [number]), bodies):
                    answer = visitor.request(door.method, address, headers=ours, **body)
                    text = f"{answer.text} {dict(answer.headers)}"
                    heard = [name for name, canary in CANARIES.items() if canary in text]
                    heard += [word for word in (PRIVATE_WORD,) if word in text]
                    heard += [one for one in hidden if one in text and one != number]
                    assert heard == [], (door, body, heard)
                    assert answer.status_code < 500, (door, body)
                    answered.add(answer.status_code)
    assert {200, 404} <= answered


def _filled(shape: dict[str, str], number: str) -> dict[str, str]:
    return {name: value.replace("{n}", number) for name, value in shape.items()}
