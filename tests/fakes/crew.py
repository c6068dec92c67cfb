"""A field officer on Telegram or WhatsApp, as transcripts play them: real updates in, what is queued out."""

import hashlib
import itertools
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.channels.whatsapp.compose import split
from bot.dialogue.types import Reply
from bot.field import photos
from bot.handle import handle
from routing.domain.news import Way
from routing.news import gathering, leaving
from routing.people import officer_chats
from routing.reports import holding
from sorot.officer_chat import ChatNews
from storage import inbox, media
from storage.db import transaction
from storage.media import Taken
from storage.models import MediaJob, Officer, Person, Report
from storage.pictures import Picture
from tests.factories import people
from tests.fakes.resident import Resident, picture

_update = itertools.count(900_000)


class Crew(Resident):
    """Somebody of the report's office, and a resident like any other."""

    def __init__(self) -> None:
        super().__init__(channel="telegram")
        self.address = str(8_000_000 + next(_update))
        self.officer = 0
        self.introduced = True

    def store(self, **said: Any) -> int:
        """One update of the Bot API."""
        self.now += self.gap
        number, at = next(_update), int(self.now.timestamp())
        chat = {"id": int(self.address), "type": "private", "first_name": "Dedi"}
        sender = {"id": int(self.address), "is_bot": False, "first_name": "Dedi"}
        message: dict[str, Any] = {"message_id": number, "date": at, "chat": chat, "from": sender}
        if "button" in said:
            bot = {"id": 1, "is_bot": True, "first_name": "Sorot"}
            under = {"message_id": number - 1, "date": at, "chat": chat, "from": bot, "text": "…"}
            press = {"id": str(number), "from": sender, "chat_instance": "1", "message": under}
            update = {"update_id": number, "callback_query": {**press, "data": said["button"]}}
        elif "photo" in said:
            size = {"file_id": said["photo"], "file_unique_id": said["photo"], "width": 32, "height": 24}
            caption = {"caption": said["text"]} if said.get("text") else {}
            update = {"update_id": number, "message": {**message, "photo": [size], **caption}}
        else:
            update = {"update_id": number, "message": {**message, "text": said["text"]}}
        with transaction() as tx:
            return inbox.add(
                tx,
                channel="telegram",
                external_id=str(number),
                sender=self.address,
                payload=update,
                now=self.now,
            )[0]

    def photo_of_the_work(self, caption: str) -> tuple[Reply, ...]:
        """Sends a photo, which is fetched at once; then what is said to both."""
        row = self.store(photo=f"file-{next(_update)}", text=caption)
        if not handle(row, engine=self.engine, clock=lambda: self.now):
            self.now += timedelta(seconds=6)  # it might have been one of several
            self.work()
        self.fetched()
        self.work()
        return self.read()

    def fetched(self) -> None:
        """What the fetcher does with the newest job, without the network."""
        content = picture("green")
        with transaction() as tx:
            job = tx.scalars(select(MediaJob).where(MediaJob.officer_id.is_not(None))).one_or_none()
            if job is None:
                return
            made = Picture(content, 32, 24)
            job.sha256 = hashlib.sha256(content).hexdigest()
            media.note(tx, job.sha256, made, now=self.now).public_sha256 = job.sha256
            photos.arrived(tx, job, Taken(), now=self.now)


class WhatsAppCrew(Crew):
    """The same on WhatsApp, whose limits what they read is put into: buttons or lists, links as words."""

    def __init__(self) -> None:
        super().__init__()
        self.channel, self.address = "whatsapp", f"6281{next(_update):08}"

    def store(self, **said: Any) -> int:
        """One message of the Cloud API, as its door keeps it."""
        self.now += self.gap
        kinds: dict[str, Any] = {"text": {"body": said.get("text", "")}}
        if "button" in said:
            reply = {"id": said["button"], "title": "…"}
            kinds = {"interactive": {"type": "list_reply", "list_reply": reply}}
        elif "photo" in said:
            words = {"caption": said["text"]} if said.get("text") else {}
            kinds = {"image": {"id": said["photo"], "mime_type": "image/jpeg", **words}}
        ((kind, body),) = kinds.items()
        identity, at = f"wamid.{next(_update)}", str(int(self.now.timestamp()))
        message = {"from": self.address, "id": identity, "timestamp": at, "type": kind, kind: body}
        payload = {"message": message, "contact": {"profile": {"name": "Dedi"}}}
        with transaction() as tx:
            return inbox.add(
                tx, channel="whatsapp", external_id=identity, sender=self.address, payload=payload,
                now=self.now,
            )[0]  # fmt: skip

    def read(self) -> tuple[Reply, ...]:
        """As WhatsApp shows it."""
        site = "https://sorot.example"
        return tuple(part for reply in super().read() for part in split(reply, site=site))


def news(now: datetime) -> None:
    """What happened is told to officers on the way they chose."""
    with transaction() as tx:
        gathering.gather(tx, now=now)
    leaving.carry({Way.CHAT: ChatNews(lambda: now)}, now=now)


def _links(stage: Any, who: Any, rest: str) -> tuple[Reply, ...]:
    crew = stage.crew
    crew.now = max(crew.now, stage.warga.now)
    with transaction() as tx:
        report = tx.get_one(Report, stage.warga.reports()[-1].id)
        officer = people.officer(tx, agency=report.agency_code)
        officer.name, crew.officer = "Dedi Kurnia", officer.id
        code = officer_chats.make_code(tx, officer, now=crew.now)
        gathering.gather(tx, now=crew.now)
    return crew.say(f"tautkan {code.lower()}")


def _on_whatsapp(stage: Any, who: Any, rest: str) -> tuple[Reply, ...]:
    stage.crew = WhatsAppCrew()
    return ()


def _given(stage: Any, who: Any, rest: str) -> tuple[Reply, ...]:
    crew = stage.crew
    crew.now = max(crew.now, stage.warga.now)
    with transaction() as tx:
        report = tx.get_one(Report, stage.warga.reports()[-1].id)
        head = people.officer(tx, "kepala", agency=report.agency_code)
        holding.give(tx, officer=head, report=report, to=crew.officer, now=crew.now)
    news(crew.now)
    return crew.read()


def _news(stage: Any, who: Any, rest: str) -> tuple[Reply, ...]:
    news(stage.warga.now)
    return stage.crew.read()


def _revoked(stage: Any, who: Any, rest: str) -> tuple[Reply, ...]:
    with transaction() as tx:
        admin, officer = people.officer(tx, "admin", None), tx.get_one(Officer, stage.crew.officer)
        assert isinstance(officer_chats.end(tx, officer, by=admin, now=stage.crew.now), Person)
    return stage.crew.read()


def _crew(do: Callable[[Crew, str], tuple[Reply, ...]]) -> Callable[[Any, Any, str], tuple[Reply, ...]]:
    def act(stage: Any, who: Any, rest: str) -> tuple[Reply, ...]:
        stage.crew.now = max(stage.crew.now, stage.warga.now)
        said = do(stage.crew, rest)
        stage.warga.now = max(stage.crew.now, stage.warga.now)
        return said

    return act


ACTS: dict[str, Callable[[Any, Any, str], tuple[Reply, ...]]] = {
    "Regu memakai WhatsApp": _on_whatsapp,
    "Regu menautkan chat": _links,
    "(laporan diberikan kepada regu)": _given,
    "(kabar untuk regu)": _news,
    "(admin mencabut chat regu)": _revoked,
    "(kabar untuk warga)": lambda stage, who, rest: stage.warga.read(),
    "Regu:": _crew(lambda crew, words: crew.say(words)),
    "Regu menekan": _crew(lambda crew, title: crew.press(title.strip("[]"))),
    "Regu mengirim foto:": _crew(lambda crew, words: crew.photo_of_the_work(words)),
    "Regu mengirim foto": _crew(lambda crew, words: crew.photo_of_the_work("")),
}
