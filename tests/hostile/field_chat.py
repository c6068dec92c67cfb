"""Officers and strangers in the bot's chats, as Telegram brings them, and what is known afterwards."""

import itertools
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.field import photos
from bot.field.known import FieldTalk
from bot.handle import handle
from nlu.types import Engine
from routing.people import officer_chats
from storage import db, inbox, media
from storage.media import Taken
from storage.models import (
    Event,
    Inbox,
    MediaJob,
    Message,
    Officer,
    OfficerChat,
    Outbox,
    Person,
    Report,
    ReportMedia,
)
from storage.pictures import Picture
from tests.factories.city import NOW

_update = itertools.count(1)
BOT = {"id": 1, "is_bot": True, "first_name": "Sorot"}


@dataclass
class Writer:
    """Somebody with a telephone. heard: every text of ours; offered: every button's id."""

    address: str
    engine: Engine
    now: datetime = NOW
    seen: int = 0
    number: int = 0  # of the newest message sent
    heard: list[str] = field(default_factory=list)
    offered: list[str] = field(default_factory=list)

    def send(self, **part: Any) -> list[str]:
        """One message with these parts of the Bot API's; what is answered, once all is handled."""
        self.now += timedelta(minutes=1)
        number = next(_update)
        self._arrives(number, {"update_id": number, "message": {**self._head(number), **part}})
        return self.settle()

    def edit(self, text: str) -> list[str]:
        """The newest message reads so now."""
        self.now += timedelta(minutes=1)
        number = next(_update)
        edited = {**self._head(number - 1), "edit_date": int(self.now.timestamp()), "text": text}
        self._arrives(number, {"update_id": number, "edited_message": edited})
        return self.settle()

    def edit_caption(self, picture: str, caption: str, *, number: int | None = None) -> list[str]:
        """The words under the newest message's picture (or that of this number) read so now."""
        named, self.now, new = number or self.number, self.now + timedelta(minutes=1), next(_update)
        edited = {**self._head(named), "photo": [size(picture)], "caption": caption}
        self._arrives(new, {"update_id": new, "edited_message": edited})
        return self.settle()

    def album(self, files: list[str], **first: Any) -> list[str]:
        """Several pictures at once. first: more parts of the first one's message."""
        self.now += timedelta(minutes=1)
        for name in files:
            number = next(_update)
            message = {**self._head(number), "photo": [size(name)], "media_group_id": files[0], **first}
            first = {}
            self._arrives(number, {"update_id": number, "message": message})
        return self.settle()

    def press(self, identity: str) -> list[str]:
        """A button, whoever put it up."""
        self.now += timedelta(minutes=1)
        number = next(_update)
        under = {**self._head(number - 1), "from": BOT, "text": "…"}
        press = {"id": str(number), "from": self._me(), "chat_instance": "1", "message": under}
        self._arrives(number, {"update_id": number, "callback_query": {**press, "data": identity}})
        return self.settle()

    def goes(self, standing: str) -> list[str]:
        """They block the bot, or let it in again."""
        self.now += timedelta(minutes=1)
        number = next(_update)
        change = {
            "chat": {**self._me(), "type": "private"}, "from": self._me(), "date": int(self.now.timestamp()),
            "old_chat_member": {"user": BOT, "status": "member", "until_date": 0},
            "new_chat_member": {"user": BOT, "status": standing, "until_date": 0},
        }  # fmt: skip
        self._arrives(number, {"update_id": number, "my_chat_member": change})
        return self.settle()

    def _me(self) -> dict[str, Any]:
        return {"id": int(self.address), "is_bot": False, "first_name": "Dedi"}

    def _head(self, number: int) -> dict[str, Any]:
        me = self._me()
        at = int(self.now.timestamp())
        return {"message_id": number, "date": at, "chat": {**me, "type": "private"}, "from": me}

    def _arrives(self, number: int, update: dict[str, Any]) -> None:
        self.number = number if "message" in update else self.number
        with db.transaction() as tx:
            inbox.add(
                tx, channel="telegram", external_id=str(number), sender=self.address, payload=update,
                now=self.now,
            )  # fmt: skip

    def settle(self) -> list[str]:
        """Whatever waits is handled; what was said to this person since the last look."""
        self._work()
        self.now += timedelta(seconds=8)
        self._work()
        with db.transaction() as tx:
            mine = select(Outbox).join(Person, Person.id == Outbox.person_id)
            told = mine.where(Person.address == self.address, Outbox.id > self.seen).order_by(Outbox.id)
            rows = tx.scalars(told).all()
            for row in rows:  # as the sender notes it: it can be quoted now
                row.status, row.external_id = "sent", f"9{row.id}"
            self.seen = rows[-1].id if rows else self.seen
            said = [row.text or row.key or "" for row in rows]
            shown = [str(button[0]) for row in rows for button in (row.extras or {}).get("buttons", ())]
        self.heard += said
        self.offered += shown
        return said

    def _work(self) -> None:
        while True:
            with db.reading() as session:
                waiting = [row.id for row in inbox.pending(session, now=self.now)]
            if sum(handle(row, engine=self.engine, clock=lambda: self.now) for row in waiting) == 0:
                return


def size(name: str) -> dict[str, Any]:
    """A picture as the Bot API names it."""
    return {"file_id": name, "file_unique_id": name, "width": 32, "height": 24}


def fetch(now: datetime, *, good: bool) -> None:
    """What the fetcher does with the oldest photo of an officer, without the network."""
    with db.transaction() as tx:
        waiting = select(MediaJob).where(MediaJob.officer_id.is_not(None)).order_by(MediaJob.id).limit(1)
        job = tx.scalars(waiting).one_or_none()
        if job is None:
            return
        if not good:
            photos.refused(tx, job, now=now)
            return
        job.sha256 = f"{job.id:064x}"
        media.note(tx, job.sha256, Picture(b"x", 32, 24), now=now).public_sha256 = job.sha256
        photos.arrived(tx, job, Taken(), now=now)


@dataclass(frozen=True)
class Standing:
    """What can be changed of a report, and how many events of it there are by whom."""

    status: str
    agency: str
    holder: int | None
    said: int
    photos: int
    events: int

    def without_events(self) -> tuple[object, ...]:
        """What a trace must tell of."""
        return self.status, self.agency, self.holder, self.said, self.photos


def standing(session: Session, report_id: int) -> Standing:
    """Of this report now."""
    row = session.get_one(Report, report_id)

    def count(column: Any, *where: Any) -> int:
        return session.scalar(select(func.count(column)).where(*where)) or 0

    return Standing(
        row.status, row.agency_code, row.holder_id,
        count(Message.id, Message.report_id == report_id, Message.direction != "masuk"),
        count(ReportMedia.id, ReportMedia.report_id == report_id),
        count(Event.seq, Event.report_id == report_id),
    )  # fmt: skip


def talk_of(session: Session, officer_id: int) -> FieldTalk | None:
    """Where the talk with this officer stands; None where no chat is theirs."""
    row = session.get(OfficerChat, officer_id)
    return FieldTalk.from_json(row.state) if row else None


def buried(session: Session) -> list[str]:
    """Messages whose handling failed."""
    return [str(error) for error in session.scalars(select(Inbox.error).where(Inbox.attempts > 0))]


def linked(writer: Writer, officer_id: int) -> None:
    """The chat becomes this officer's."""
    with db.transaction() as tx:
        code = officer_chats.make_code(tx, tx.get_one(Officer, officer_id), now=writer.now)
    writer.send(text=f"tautkan {code}")
