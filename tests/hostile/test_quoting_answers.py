"""An answer of any sort goes to the report whose question it replies to, whichever was asked last."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from routing.reports import officers_work
from storage import db
from storage.models import MediaJob, Message, Person, Report
from tests.factories import panel, people, reports
from tests.fakes.engines import KeywordEngine
from tests.hostile.field_chat import Writer, buried, size

Send = Callable[[Writer, dict[str, Any]], list[str]]
VOICE = {"file_id": "v", "file_unique_id": "v", "duration": 2, "mime_type": "audio/ogg"}
FILE = {"file_id": "d", "file_unique_id": "d", "file_name": "a.jpg", "mime_type": "image/jpeg"}
WAYS: dict[str, Send] = {
    "words": lambda who, reply: who.send(text="nomor 12 pak", **reply),
    "a photo": lambda who, reply: who.send(photo=[size("p")], **reply),
    "a photo with words": lambda who, reply: who.send(photo=[size("p")], caption="ini, nomor 12", **reply),
    "a photo with words of the other matter": lambda who, reply: who.send(
        photo=[size("p")], caption="sampah menumpuk di depan rumah nomor 12 Kelurahan Kranji", **reply
    ),
    "an album": lambda who, reply: who.album(["p", "q"], **reply),
    "a picture as a file": lambda who, reply: who.send(document=FILE, caption="nomor 12", **reply),
    "a voice": lambda who, reply: who.send(voice=VOICE, **reply),
    "a voice with words": lambda who, reply: who.send(voice=VOICE, caption="nomor 12", **reply),
    "a place": lambda who, reply: who.send(location={"latitude": -6.2282, "longitude": 106.975}, **reply),
}


@pytest.fixture
def resident(sqlite_template: Path) -> Iterator[Writer]:
    with panel.template(sqlite_template) as folder, panel.database(folder):
        writer = Writer("8701", KeywordEngine())
        writer.send(text="halo")
        yield writer
        with db.reading() as session:
            assert buried(session) == []


def asked(writer: Writer, category: str, text: str) -> tuple[str, str]:
    """A report of theirs whose office has a question: its number, the platform's id of the question."""
    with db.transaction() as tx:
        mine = tx.scalars(select(Person).where(Person.address == writer.address)).one()
        report = reports.filed(tx, category=category, text=text, by=mine, now=writer.now)
        officer = people.officer(tx, agency=report.agency_code)
        officers_work.ask(tx, officer=officer, report=report, text="Yang mana?", now=writer.now)
        number = report.number
    writer.settle()
    return number, f"9{writer.seen}"


def answered(number: str) -> int:
    """Words, pictures and voices that were added to the report."""
    with db.reading() as session:
        report = session.scalars(select(Report).where(Report.number == number)).one()
        words = select(func.count(Message.id)).where(Message.report_id == report.id)
        files = select(func.count(MediaJob.id)).where(MediaJob.report_id == report.id)
        return (session.scalar(words.where(Message.direction == "masuk")) or 0) + (session.scalar(files) or 0)


def replying_to(question: str, writer: Writer) -> dict[str, Any]:
    chat = {"id": int(writer.address), "type": "private"}
    return {"reply_to_message": {"message_id": int(question), "date": 1, "chat": chat, "text": "…"}}


@pytest.mark.parametrize("begun", [False, True], ids=["at rest", "while another is told"])
@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("way", WAYS)
def test_whatever_replies_to_a_question_answers_that_one(
    resident: Writer, way: str, which: int, begun: bool
) -> None:
    pair = [
        asked(resident, "pju", "Lampu mati di Jl. Melati."),
        asked(resident, "sampah", "Sampah menumpuk di pasar."),
    ]
    if begun:
        resident.send(text="Saya mau melaporkan jalan berlubang parah di Kelurahan Bintara, sudah sebulan")
    before = [answered(number) for number, _ in pair]
    WAYS[way](resident, replying_to(pair[which][1], resident))
    grown = [answered(number) > count for (number, _), count in zip(pair, before, strict=True)]
    assert grown == [which == 0, which == 1]
