"""An office that is accused later: what lay with it is taken away, at every door, read and written."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accounts import passwords
from routing.errors import NotFound
from routing.incidents import working as incidents
from routing.news import gathering
from routing.people import attention
from routing.reports import bulk, bundling, holding, joining, residents
from routing.reports import officers_work as work
from storage import clock, db
from storage.event_kinds import EventKind
from storage.models import Event, Message, Officer, Report
from storage.models.base import table_of
from tests.factories import panel, people, reports
from tests.hostile import stage
from tests.hostile.walking import Door, Headers, knock
from web.live import packet

OFFICE = "dbmsda"
ACCUSES = "Ternyata petugas DBMSDA minta uang lima ratus ribu, saya punya kenarirekaman"
PLACE = "Gang Kenarimerah"
STORY = "Lubang besar kenaricerita di depan pos ronda"
CANARIES = ("kenarirekaman", "Kenarimerah", "kenaricerita", "kenaricatatan", "kenariatensi")
NUMBERS = ("number", "nomor", "into", "numbers", "laporan")
WHO = ("rina", "kepala.dbmsda", "lurah")


@dataclass(frozen=True)
class Scene:
    """The application, and what of the accused office's work is tied to the report."""

    home: stage.City
    number: str
    places: dict[str, str]


@pytest.fixture(scope="module")
def scene(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with panel.template(sqlite_template) as folder, panel.database(folder):
        home = stage.build(tmp_path_factory.mktemp("home"))
        with db.transaction() as tx:
            number, places = _lived(tx)
        yield Scene(home, number, places)


def _lived(tx: Session) -> tuple[str, dict[str, str]]:
    now = clock.now()
    hashed = passwords.hash_password(panel.PASSWORD)
    for role in ("kepala", "pemantau"):
        tx.add(
            Officer(username=f"{role}.dbmsda", name="Petugas D", role=role, agency_code=OFFICE,
                    password_hash=hashed, created_at=now)
        )  # fmt: skip
    tx.flush()
    rina, head, mayor = (panel.officer_named(tx, name) for name in ("rina", "kepala.dbmsda", "walikota"))
    by = people.person(tx)
    report = reports.filed(tx, by=by, text=STORY, place=PLACE, lat=-6.2281, lon=106.975, now=now)
    joined = reports.filed(tx, text="Saya juga mengeluh.", now=now)
    assert report.agency_code == OFFICE
    holding.give(tx, officer=rina, report=report, to=rina.id, now=now)
    work.note(tx, officer=head, report=report, text="@rina kenaricatatan tolong", now=now)
    work.answer(tx, officer=rina, report=report, text="Besok kami ke sana.", now=now)
    joining.join(tx, officer=rina, report=joined, into=report.number, now=now)
    numbers, about = [report.number], attention.Subject(number=report.number)
    bundle = bundling.make(tx, officer=rina, kind="pekerjaan", title="Tambal", numbers=numbers, now=now)
    incident = incidents.make(tx, officer=head, kind="banjir", title="Genangan", numbers=numbers, now=now)
    row = attention.ask(tx, officer=mayor, subject=about, words="kenariatensi: kenapa lama?", now=now)
    act = bulk.order(
        tx, officer=rina, deed="jawab", given={"text": "Sudah beres, terima kasih."}, numbers=numbers,
        now=now,
    )  # fmt: skip
    gathering.gather(tx, now=now)
    residents.add_to_report(tx, report.number, person=by, text=ACCUSES, now=now)
    gathering.gather(tx, now=now)
    tx.flush()
    assert (report.agency_code, report.privacy) == ("inspektorat", "rahasia")
    message = tx.scalars(select(Message.id).where(Message.report_id == report.id)).first()
    return report.number, {
        "number": report.number,
        "bundle_id": str(bundle.id),
        "incident_id": str(incident.id),
        "attention_id": str(row.id),
        "act_id": str(act.id),
        "message_id": str(message),
        "agency": OFFICE,
    }


def _path(scene: Scene, door: Door) -> str:
    path = door.path
    for name in door.places:
        path = path.replace("{" + name + "}", scene.places.get(name) or scene.home.plausible(name))
        path = path.replace("{" + name + ":path}", "x")
    return path


def _row(session: Session, number: str) -> dict[str, Any]:
    found = session.scalars(select(Report).where(Report.number == number)).one()
    kept = {column.key: getattr(found, column.key) for column in table_of(Report).c}
    count = select(func.count(Event.seq)).where(Event.report_id == found.id)
    said = select(func.count(Message.id)).where(Message.report_id == found.id)
    return {**kept, "events": session.scalar(count), "said": session.scalar(said)}


def _heard(scene: Scene, door: Door, who: Headers) -> list[str]:
    """What the door's answer tells of the report, asked for it by its number and by what is tied to it."""
    said: list[bytes] = []
    told = {"q": "kenari", "jenis": "jawab", "text": "Halo"} | dict.fromkeys(NUMBERS, scene.number)
    form = {
        name: told.get(name) or scene.places.get(name) or scene.home.plausible(name) for name in door.form
    }
    query = {name: told[name] for name in door.query if name in ("q", *NUMBERS)}
    path = _path(scene, door)
    status, headers = asyncio.run(
        knock(
            scene.home.app, door.method, path, headers=[*who, stage.FORM], body=urlencode(form).encode(),
            query=urlencode(query).encode(), shown=said,
        )
    )  # fmt: skip
    text = b"".join(said).decode("utf-8", "replace") + str(headers)
    asked = path + urlencode(form) + urlencode(query)
    found = [word for word in CANARIES if word in text]
    found += [scene.number] if scene.number in text and scene.number not in asked else []
    return found + ([str(status)] if stage.crashed(door, status) else [])


@pytest.mark.parametrize("username", WHO)
def test_nothing_of_it_is_seen_or_done_by_the_accused(scene: Scene, username: str) -> None:
    with db.reading() as session:
        before = _row(session, scene.number)
    who = stage.signed_in(username)
    doors = [one for one in stage.behind_sign_in(scene.home) if not one.path.startswith("/live")]
    assert {str(door): heard for door in doors if (heard := _heard(scene, door, who))} == {}
    with db.reading() as session:
        assert _row(session, scene.number) == before


def test_what_the_mayor_asked_waits_for_who_has_it_now(scene: Scene) -> None:
    with db.transaction() as tx:
        mayor, head = (panel.officer_named(tx, name) for name in ("walikota", "kepala.dbmsda"))
        asked = attention.one(tx, int(scene.places["attention_id"]), mayor)
        assert asked.row.agency_code == "inspektorat"
        asked.row.agency_code = OFFICE  # one that was closed before stays where it was
        tx.flush()
        assert attention.listed(tx, head) == []
        with pytest.raises(NotFound):
            attention.one(tx, asked.row.id, head)
        asked.row.agency_code = "inspektorat"


def test_an_open_line_does_not_say_that_somebody_accuses(scene: Scene) -> None:
    with db.reading() as session:
        kinds = (EventKind.REPORT_ACCUSES, EventKind.REPORT_FORWARDED)
        told = session.scalars(select(Event).where(Event.kind.in_(kinds)))
        lines = [packet(event).decode() for event in told]
    assert any("report_forwarded" in line for line in lines)
    assert [line for line in lines if "accuse" in line] == []
