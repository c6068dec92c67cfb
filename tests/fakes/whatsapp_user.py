"""The people on the other side: what they do in WhatsApp becomes changes for the webhook."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.fakes.drawings import VOICE
from tests.fakes.whatsapp_world import Json, World


@dataclass(frozen=True)
class User:
    """Somebody with a chat with the city's number. An act returns its message."""

    world: World
    address: str
    contact: Json

    def say(self, kind: str, body: Any, **more: Any) -> Json:
        """Any message in the API's shape."""
        with self.world.changed:
            now = self.world.clock()
            self.world.wrote_at[self.address] = now
            who = {"from" if self.address.isdecimal() else "from_user_id": self.address}
            message = {
                **who, "id": self.world.wamid(), "timestamp": str(int(now)), "type": kind, kind: body, **more
            }  # fmt: skip
        self.world.push({"contacts": [self.contact], "messages": [message]})
        return message

    def text(self, text: str) -> Json:
        """Types a message."""
        return self.say("text", {"body": text})

    def photo(self, image: bytes, *, caption: str = "", mime: str = "image/jpeg") -> Json:
        """Sends a picture."""
        media = self._file(image, mime)
        return self.say("image", {**media, "caption": caption} if caption else media)

    def document(self, data: bytes, *, mime: str = "application/pdf") -> Json:
        """Sends a file."""
        return self.say("document", {**self._file(data, mime), "filename": "berkas"})

    def location(self, lat: float, lon: float) -> Json:
        """Shares a place."""
        return self.say("location", {"latitude": lat, "longitude": lon})

    def voice(self) -> Json:
        """Sends a voice note."""
        return self.say("audio", {**self._file(VOICE, "audio/ogg; codecs=opus"), "voice": True})

    def sticker(self) -> Json:
        """Sends a sticker."""
        return self.say("sticker", {**self._file(b"RIFF", "image/webp"), "animated": False})

    def react(self, emoji: str = "👍") -> Json:
        """Puts a thumb under a message."""
        return self.say("reaction", {"message_id": "wamid.x", "emoji": emoji})

    def _file(self, data: bytes, mime: str) -> Json:
        with self.world.changed:
            media_id = str(1_003_383_421_380_000 + next(self.world.numbers))
            self.world.files[media_id] = (mime, data)
        return {"mime_type": mime, "sha256": "c2hhMjU2", "id": media_id}

    def press(self, wanted: str) -> Json:
        """Presses the newest button, row or template's button with this title, or id."""
        for message in reversed(self.sees()):
            for kind, identity, title in choices(message):
                if wanted in (identity, title):
                    context = {"context": {"from": "622188880000", "id": message["id"]}}
                    if kind == "button":
                        return self.say("button", {"payload": identity, "text": title}, **context)
                    picked = {"type": kind, kind: {"id": identity, "title": title}}
                    return self.say("interactive", picked, **context)
        raise LookupError(f"no button {wanted!r} for {self.address}")

    # --- what they see

    def sees(self) -> list[Json]:
        """The messages that reached them, oldest first."""
        with self.world.changed:
            return list(self.world.inbox.get(self.address, ()))

    def reads(self) -> list[str]:
        """The texts of these."""
        return [text_of(message) for message in self.sees()]

    def wait_for(self, wanted: str | Callable[[Json], Any], *, seconds: float = 10) -> Json:
        """The first message that has this text in it, or passes the test."""
        fits = wanted if callable(wanted) else lambda message: wanted in text_of(message)
        end = time.monotonic() + seconds
        with self.world.changed:
            while True:
                for message in self.sees():
                    if fits(message):
                        return message
                if time.monotonic() > end:
                    raise TimeoutError(f"no message with {wanted!r} after {seconds} s; read: {self.reads()}")
                self.world.changed.wait(0.1)


def text_of(message: Json) -> str:
    """What stands in a message; of a template its name and values."""
    if message["type"] == "text":
        return str(message["text"]["body"])
    if message["type"] == "template":
        body = next(part for part in message["template"]["components"] if part["type"] == "body")
        return " ".join([message["template"]["name"], *(value["text"] for value in body["parameters"])])
    return str(message["interactive"]["body"]["text"])


def choices(message: Json) -> list[tuple[str, str, str]]:
    """(kind of the answer, id, title) of all that can be pressed; a template's titles are unknown here."""
    if message["type"] == "template":
        pressed = [p for p in message["template"]["components"] if p["type"] == "button"]
        return [("button", p["parameters"][0]["payload"], f"#{p['index']}") for p in pressed]
    if message["type"] != "interactive":
        return []
    action = message["interactive"]["action"]
    buttons = [("button_reply", b["reply"]["id"], b["reply"]["title"]) for b in action.get("buttons", ())]
    rows = [row for section in action.get("sections", ()) for row in section["rows"]]
    return buttons + [("list_reply", row["id"], row["title"]) for row in rows]
