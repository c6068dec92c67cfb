"""Open311 GeoReport v2, as programs of others meet it."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import georeport.georeport
import pytest
from georeport import GeoReport
from sqlalchemy import func, select
from starlette.testclient import TestClient

from bot.handle import handle
from routing.domain.publicity import words_seal
from routing.reports import from_programs
from storage import clock, db, inbox
from storage.db import reading, transaction
from storage.models import Event, HandedIn, Inbox, Media, Message, Report, ReportMedia
from tests.factories import city, reports
from tests.fakes.engines import KeywordEngine
from tests.fakes.resident import picture
from tests.fakes.site import make_app

V2 = "/open311/v2"
KRANJI_POINT = {"lat": "-6.228224", "long": "106.975032"}
GOOD = {"service_code": "pju", "description": "Tiga lampu mati di gang belakang.", **KRANJI_POINT}
# As FixMyStreet's adapter holds it: no fractions of a second, a zone.
DATETIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")
TEXTS = (
    "status",
    "service_name",
    "service_code",
    "address",
    "address_id",
    "zipcode",
    "media_url",
    "description",
)


@pytest.fixture
def programs(database_url: str, tmp_path: Path) -> Iterator[TestClient]:
    db.configure(database_url)
    with transaction() as tx:
        city.load(tx)
    with TestClient(make_app(tmp_path)) as client:
        yield client


@pytest.fixture
def program(sqlite_url: str, tmp_path: Path) -> Iterator[TestClient]:
    db.configure(sqlite_url)
    with transaction() as tx:
        city.load(tx)
    with TestClient(make_app(tmp_path)) as client:
        yield client


def key(name: str = "Aplikasi Warga") -> str:
    with transaction() as tx:
        return from_programs.new_key(tx, name, now=clock.now())


def filed(count: int = 1, **more: Any) -> list[str]:
    """Public reports, a minute apart, the last one just now."""
    with transaction() as tx:
        return [
            reports.filed(
                tx, category=more.get("category", "pju"), lat=more.get("lat", -6.228224), lon=106.975032,
                now=clock.now() - timedelta(minutes=count - index), text="Lampu mati, hubungi Pak Karto.",
            ).number
            for index in range(count)
        ]  # fmt: skip


def count(table: type) -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def same(one: Any, element: ET.Element) -> bool:
    """Whether JSON and XML say the same."""
    if isinstance(one, dict):
        parts, names = [*one.values()], [*one]
        told = [child.tag for child in element]
        return names == told and all(map(same, parts, element))
    if isinstance(one, list):
        return len(one) == len(element) and all(map(same, one, element))
    plain = {True: "true", False: "false"}[one] if isinstance(one, bool) else "" if one is None else str(one)
    return plain == (element.text or "")


def test_json_and_xml_say_the_same(program: TestClient) -> None:
    filed(2)
    for address in ("discovery", "services", "services/pju", "requests", "servicerequestupdates"):
        json, xml = program.get(f"{V2}/{address}.json"), program.get(f"{V2}/{address}.xml")
        assert (json.status_code, xml.status_code) == (200, 200)
        assert same(json.json(), ET.fromstring(xml.content)), address
        assert json.headers["access-control-allow-origin"] == "*"
        rest = "" if address == "discovery" else "; charset=utf-8"
        assert json.headers["content-type"] == f"application/json{rest}"
        assert xml.headers["content-type"] == f"text/xml{rest}"


def test_discovery_keeps_the_validators_rules(program: TestClient) -> None:
    told = program.get(f"{V2}/discovery.json").json()
    root = ET.fromstring(program.get(f"{V2}/discovery").content)
    assert told["contact"]
    assert told["key_service"]
    assert root.findtext("contact") == told["contact"]
    for endpoint in told["endpoints"]:
        assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2"
        assert endpoint["url"].endswith("/open311/v2")
        assert endpoint["type"]
        assert "text/xml" in endpoint["formats"]
        assert DATETIME.fullmatch(endpoint["changeset"])
    assert len(root.findall("endpoints/endpoint/formats/format")) == 2


def test_services_and_definitions_are_what_fixmystreet_takes(program: TestClient) -> None:
    services = program.get(f"{V2}/services.json").json()
    assert services
    for one in services:
        assert {"service_name", "service_code", "description"} <= one.keys()
        assert one["type"] == "realtime"
        assert isinstance(one["metadata"], bool)
        if not one["metadata"]:
            continue
        told = program.get(f"{V2}/services/{one['service_code']}.json").json()
        for number, attribute in enumerate(told["attributes"], start=1):
            assert attribute["order"] == number
            assert attribute["datatype"] in ("string", "number", "singlevaluelist")
            assert ("values" in attribute) == (attribute["datatype"] == "singlevaluelist")
            assert attribute["datatype_description"]
    codes = {one["service_code"] for one in services}
    assert "pju" in codes
    assert not codes & {"kesehatan", "perempuan_anak", "pungli_aparatur"}


def test_a_request_is_what_fixmystreet_takes_and_tells_no_word_of_the_resident(program: TestClient) -> None:
    (number,) = filed()
    (one,) = program.get(f"{V2}/requests/{number}.json").json()
    assert one["service_request_id"] == number
    assert one["status"] in ("open", "closed")
    assert all(isinstance(one[name], str) for name in TEXTS)
    assert all(DATETIME.fullmatch(one[name]) for name in ("requested_datetime", "updated_datetime"))
    assert (one["lat"], one["long"]) != (-6.228224, 106.975032)
    assert one["description"].startswith("Penerangan jalan") or "Kel. Kranji" in one["description"]
    assert "Karto" not in str(one)
    with transaction() as tx:
        report = tx.scalars(select(Report)).one()
        report.words_shown = words_seal(report.text)
    (one,) = program.get(f"{V2}/requests/{number}.json").json()
    assert one["description"] == "Lampu mati, hubungi Pak [nama]."


@pytest.mark.parametrize("form", ["json", "xml"])
def test_the_georeport_client_runs_unchanged(
    program: TestClient, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    numbers = filed(3)

    def get(url: str, params: dict[str, str]) -> Any:
        return program.get(url.removeprefix("http://sorot.test"), params=params)

    monkeypatch.setattr(georeport.georeport.requests, "get", get)
    client = GeoReport(f"http://sorot.test{V2}", output_format=form)
    assert "pju" in [one["service_code"] for one in client.get_service_list()]
    assert client.get_service_definition("pju")["service_code"] == "pju"
    found = client.get_service_requests(service_code="pju", status="open")
    assert [one["service_request_id"] for one in found] == numbers[::-1]
    one = client.get_service_request(numbers[0])
    assert numbers[0] in str(one)


def test_a_copy_elsewhere_stays_in_step_by_updated_after(programs: TestClient) -> None:
    filed(7)
    copy: dict[str, str] = {}

    def mirror(since: str) -> str:
        page = 1
        while True:
            asked = {"updated_after": since, "page": str(page), "page_size": "3"}
            rows = programs.get(f"{V2}/requests.json", params=asked).json()
            copy.update({row["service_request_id"]: row["status"] for row in rows})
            if len(rows) < 3:
                return rows[-1]["updated_datetime"] if rows else since
            page += 1

    last = mirror("2020-01-01T00:00:00Z")
    assert len(copy) == 7
    assert set(copy.values()) == {"open"}
    with transaction() as tx:
        changed = tx.scalars(select(Report).order_by(Report.id)).first()
        assert changed is not None
        changed.status, changed.updated_at = "duplikat", clock.now() + timedelta(seconds=2)
    mirror(last)
    assert [*copy.values()].count("closed") == 1
    with reading() as session:
        rows = session.execute(select(Report.number, Report.status)).all()
    assert copy == {number: "closed" if status == "duplikat" else "open" for number, status in rows}


def test_a_box_finds_a_report_by_its_public_point_alone(programs: TestClient) -> None:
    (number,) = filed(lat=-6.22838)
    (one,) = programs.get(f"{V2}/requests/{number}.json").json()
    lat, lon = one["lat"], one["long"]

    def found(west: float, south: float, east: float, north: float) -> bool:
        box = f"{west},{south},{east},{north}"
        return bool(programs.get(f"{V2}/requests.json", params={"bbox": box}).json())

    assert found(lon, lat, lon, lat)
    assert found(lon - 0.001, lat - 0.001, lon + 0.001, lat + 0.001)
    exact = (106.975032, -6.22838)
    assert not found(exact[0] - 1e-5, exact[1] - 1e-5, exact[0] + 1e-5, exact[1] + 1e-5)
    near = programs.get(f"{V2}/requests.json", params={"lat": str(lat), "long": str(lon), "radius": "100"})
    assert len(near.json()) == 1


def test_what_is_handed_in_becomes_a_report_with_a_number(programs: TestClient) -> None:
    asked = {
        **GOOD,
        "api_key": key(),
        "email": "orang@contoh.id",
        "first_name": "Rahma",
        "phone": "081234567890",
    }
    answer = programs.post(f"{V2}/requests.json", data=asked)
    assert answer.status_code == 201
    (told,) = answer.json()
    with reading() as session:
        report = session.scalars(select(Report)).one()
        stored = str(session.scalars(select(Inbox)).one().payload)
    assert told["service_request_id"] == report.number
    assert (report.channel, report.category_code, report.kelurahan_code) == ("open311", "pju", city.KRANJI)
    assert report.facts["program"] == "Aplikasi Warga"
    assert not any(word in stored for word in ("Rahma", "orang@", "0812"))
    (one,) = programs.get(f"{V2}/requests/{report.number}.json").json()
    assert one["status"] == "open"


def test_one_idempotency_key_is_one_report_however_often_it_comes(programs: TestClient) -> None:
    asked, head = {**GOOD, "api_key": key()}, {"Idempotency-Key": "kirim-1"}
    first = programs.post(f"{V2}/requests.json", data=asked, headers=head)
    again = programs.post(f"{V2}/requests.json", data=asked, headers=head)
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert count(Report) == 1
    other = programs.post(f"{V2}/requests.json", data={**asked, "description": "Lain"}, headers=head)
    assert (other.status_code, other.json()[0]["code"]) == (422, 422)
    theirs = programs.post(f"{V2}/requests.json", data={**GOOD, "api_key": key("Lain")}, headers=head)
    assert theirs.status_code == 201
    assert count(Report) == 2


def test_what_cannot_be_filed_now_is_filed_by_the_worker_and_found_by_its_token(
    program: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(from_programs, "file_report", away)
        answer = program.post(f"{V2}/requests.json", data={**GOOD, "api_key": key()})
    assert answer.status_code == 201
    (told,) = answer.json()
    assert set(told) == {"token"}
    assert program.get(f"{V2}/tokens/{told['token']}.json").json()[0]["service_request_id"] == ""
    with reading() as session:
        (row,) = inbox.pending(session, now=clock.now())
    assert handle(row.id, engine=KeywordEngine())
    assert not handle(row.id, engine=KeywordEngine())
    number = program.get(f"{V2}/tokens/{told['token']}.json").json()[0]["service_request_id"]
    assert program.get(f"{V2}/requests/{number}.json").status_code == 200
    assert count(Report) == 1
    assert program.get(f"{V2}/tokens/{'0' * 32}.json").status_code == 404


def test_pictures_come_along_made_safe(program: TestClient) -> None:  # two pictures are decoded: 1 s
    files = [
        ("media", ("a.jpg", picture("red"), "image/jpeg")),
        ("media", ("b.jpg", picture("blue"), "image/jpeg")),
    ]
    asked = {**GOOD, "api_key": key()}
    answer = program.post(f"{V2}/requests.xml", data=asked, files=files)
    assert answer.status_code == 201
    assert ET.fromstring(answer.content).findtext("request/service_request_id")
    assert count(ReportMedia) == count(Media) == 2
    bad = program.post(
        f"{V2}/requests.json", data=asked, files=[("media", ("a.jpg", b"GIF89a...", "image/jpeg"))]
    )
    assert (bad.status_code, bad.json()[0]["code"]) == (400, 400)
    assert count(Report) == 1


BAD_FORMS: list[tuple[dict[str, str], int]] = [
    ({"api_key": "salah"}, 403),
    ({"api_key": ""}, 403),
    ({"service_code": "tidak_ada"}, 404),
    ({"service_code": "kesehatan"}, 404),
    ({"service_code": ""}, 400),
    ({"lat": "", "long": ""}, 400),
    ({"lat": "-6.9", "long": "107.6"}, 400),
    ({"lat": "nan"}, 400),
    ({"long": ""}, 400),
    ({"attribute[warna]": "biru"}, 400),
    ({"attribute[]": "biru"}, 400),
    ({"description": "a" * 10_001}, 400),
    ({"media_url": "javascript:alert(1)"}, 400),
    ({"jurisdiction_id": "kota.lain"}, 404),
    ({"address_id": "99.99", "lat": "", "long": ""}, 400),
]


def test_what_cannot_be_taken_is_refused_in_the_standards_words_and_nothing_is_stored(
    program: TestClient,
) -> None:
    given = key()
    for change, status in BAD_FORMS:
        answer = program.post(f"{V2}/requests.json", data={**GOOD, "api_key": given, **change})
        assert answer.status_code == status, change
        (error,) = answer.json()
        assert error["code"] == status
        assert error["description"]
    assert (count(Report), count(Inbox), count(HandedIn)) == (0, 0, 0)


BAD_QUESTIONS = [
    "page=1000000000000", "page=0", "page=x", "page_size=100000", "start_date=9999-01-01T00:00:00Z",
    "start_date=kemarin", "start_date=2026-11-05", "bbox=1,2,3", "bbox=107,-6.1,106,-6.3", "bbox=a,b,c,d",
    "bbox=nan,0,1,1", "status=hilang", "lat=91&long=0", "lat=1",
    "start_date=2026-11-05T00:00:00Z&end_date=2026-11-04T00:00:00Z",
]  # fmt: skip


def test_a_question_that_cannot_be_meant_gets_the_standards_error(program: TestClient) -> None:
    for asked in BAD_QUESTIONS:
        answer = program.get(f"{V2}/requests.xml?{asked}")
        assert answer.status_code == 400, asked
        root = ET.fromstring(answer.content)
        assert (root.tag, root.findtext("error/code")) == ("errors", "400")
        assert root.findtext("error/description")


def test_what_is_not_there_is_a_404_in_the_standards_words(program: TestClient) -> None:
    for address in ("requests/BKS-2611-09999.json", "services/tidak_ada.json", "services.csv"):
        answer = program.get(f"{V2}/{address}")
        assert answer.status_code == 404
        assert "404" in answer.text


def test_a_body_of_thirty_megabytes_is_refused(program: TestClient) -> None:
    files = {"media": ("a.jpg", b"\xff\xd8\xff" + bytes(30 * 1024 * 1024), "image/jpeg")}
    answer = program.post(f"{V2}/requests.json", data={**GOOD, "api_key": key()}, files=files)
    assert answer.status_code == 413
    assert answer.json()[0]["code"] == 413
    assert count(Report) == 0


def test_an_update_reaches_the_report_once_and_only_the_programs_own(program: TestClient) -> None:
    mine = key()
    number = program.post(f"{V2}/requests.json", data={**GOOD, "api_key": mine}).json()[0][
        "service_request_id"
    ]
    said = {
        "api_key": mine,
        "service_request_id": number,
        "update_id": "u1",
        "description": "Sekarang lima mati.",
    }
    for _ in range(2):
        assert program.post(f"{V2}/servicerequestupdates.json", data=said).status_code == 201
    assert count(Message) == 1
    (foreign,) = filed()
    other = program.post(f"{V2}/servicerequestupdates.json", data={**said, "service_request_id": foreign})
    assert other.status_code == 404
    told = program.get(f"{V2}/servicerequestupdates.json", params={"service_request_id": number}).json()
    assert [one["description"] for one in told] == ["Laporan diterima", "Pelapor menambah keterangan"]
    assert all(one["update_id"] and DATETIME.fullmatch(one["updated_datetime"]) for one in told)


def test_a_key_that_ended_opens_nothing(program: TestClient) -> None:
    given = key()
    with transaction() as tx:
        assert from_programs.revoke(tx, "Aplikasi Warga", now=clock.now())
    assert program.post(f"{V2}/requests.json", data={**GOOD, "api_key": given}).status_code == 403
    with reading() as session:
        kinds = session.scalars(select(Event.kind)).all()
    assert {"program_key_made", "program_key_revoked"} <= set(kinds)
