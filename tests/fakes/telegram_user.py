"""The people on the other side: what they do in the app becomes updates for the bot."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.fakes.drawings import VOICE
from tests.fakes.telegram_shapes import BOT_AS_USER, Json, with_text
from tests.fakes.telegram_world import World


def _member(status: str) -> Json:
    until = {"until_date": 0} if status == "kicked" else {}  # 0: for ever
    return {"user": BOT_AS_USER, "status": status, **until}


@dataclass(frozen=True)
class User:
    """Somebody in a private chat with the bot, or in a group if `chat` is one. An act returns its update."""

    world: World
    profile: Json
    chat: int

    def say(self, content: Json) -> Json:
        """Any message content in the API's shape."""
        with self.world.changed:
            message = self.world.add_message(self.chat, self.profile, content)
        return self.world.push("message", message)

    def text(self, text: str) -> Json:
        """Types a message."""
        return self.say(with_text(text))

    def photo(self, image: bytes, *, caption: str = "", album: str | None = None) -> Json:
        """Sends a picture as a photo: Telegram keeps it in several sizes."""
        content: Json = {"photo": self.world.add_photo(image)}
        content |= {"caption": caption} if caption else {}
        return self.say(content | ({"media_group_id": album} if album else {}))

    def document(self, data: bytes, *, name: str = "foto.jpg", mime: str = "image/jpeg") -> Json:
        """Sends a file uncompressed."""
        stored = self.world.add_file(data, "documents", name)
        return self.say({"document": {"file_name": name, "mime_type": mime, **stored}})

    def location(self, lat: float, lon: float) -> Json:
        """Shares a place."""
        return self.say({"location": {"latitude": lat, "longitude": lon}})

    def sticker(self) -> Json:
        """Sends a sticker."""
        stored = self.world.add_file(b"RIFF", "stickers", ".webp")
        flags = {"type": "regular", "is_animated": False, "is_video": False}
        return self.say({"sticker": {"width": 512, "height": 512, "emoji": "👍", **flags, **stored}})

    def voice(self) -> Json:
        """Sends a voice note."""
        stored = self.world.add_file(VOICE, "voice", ".oga")
        return self.say({"voice": {"duration": 3, "mime_type": "audio/ogg", **stored}})

    def video(self, *, caption: str = "") -> Json:
        """Sends a video."""
        stored = self.world.add_file(b"ftyp", "videos", ".mp4")
        video = {"width": 640, "height": 360, "duration": 5, "mime_type": "video/mp4", **stored}
        return self.say({"video": video} | ({"caption": caption} if caption else {}))

    def contact(self, phone: str) -> Json:
        """Shares their own telephone number."""
        own = {"first_name": self.profile["first_name"], "user_id": self.profile["id"]}
        return self.say({"contact": {"phone_number": phone, **own}})

    def press(self, wanted: str) -> Json:
        """Presses the newest inline button with this title or data."""
        with self.world.changed:
            message, data = self.world.last_button_message(self.chat, wanted)
            query: Json = {
                "id": str(next(self.world.ids["query"])),
                "from": self.profile,
                "message": message,
                "chat_instance": str(-abs(self.chat) * 7919),
                "data": data,
            }
            self.world.open_queries.add(query["id"])
        return self.world.push("callback_query", query)

    def edit(self, message_id: int, text: str) -> Json:
        """Changes an earlier text message of their own."""
        with self.world.changed:
            message = self.world.messages[self.chat, message_id]
            kept = {k: v for k, v in message.items() if k not in ("text", "entities")}
            edited = kept | {"edit_date": self.world.now()} | with_text(text)
            self.world.messages[self.chat, message_id] = edited
        return self.world.push("edited_message", edited)

    def block(self) -> Json:
        """Stops the bot: sending to this chat is refused with 403 from now on."""
        self.world.blocked.add(self.chat)
        return self._membership("member", "kicked")

    def unblock(self) -> Json:
        """Lets the bot in again."""
        self.world.blocked.discard(self.chat)
        return self._membership("kicked", "member")

    def add_bot(self) -> Json:
        """Puts the bot into the group."""
        return self._membership("left", "member")

    def _membership(self, old: str, new: str) -> Json:
        body = {
            "chat": self.world.chats[self.chat],
            "from": self.profile,
            "date": self.world.now(),
            "old_chat_member": _member(old),
            "new_chat_member": _member(new),
        }
        return self.world.push("my_chat_member", body)

    # --- what they see

    def sees(self) -> list[Json]:
        """The bot's messages in this chat, oldest first."""
        with self.world.changed:
            ours = [m for (chat, _), m in sorted(self.world.messages.items()) if chat == self.chat]
            return [message for message in ours if message["from"]["is_bot"]]

    def wait_for(self, wanted: str | Callable[[Json], Any], *, after: int = 0, seconds: float = 10) -> Json:
        """The first bot message with an id above `after` that has this text in it (or passes the test)."""
        fits = wanted if callable(wanted) else lambda message: wanted in message.get("text", "")
        end = time.monotonic() + seconds
        with self.world.changed:
            while True:
                for message in self.sees():
                    if message["message_id"] > after and fits(message):
                        return message
                if time.monotonic() > end:
                    seen = [m.get("text") for m in self.sees()]
                    raise TimeoutError(f"no message with {wanted!r} after {seconds} s; seen: {seen}")
                self.world.changed.wait(0.1)
