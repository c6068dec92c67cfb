"""A resident on Telegram: what they do becomes updates in the platform's shape, without a server between."""

import itertools
from datetime import timedelta
from typing import Any

from bot.dialogue.types import Reply
from bot.handle import handle
from storage import inbox
from storage.db import transaction
from tests.fakes.resident import Resident

Json = dict[str, Any]
_updates = itertools.count(700_000_001)
FILE: Json = {"file_unique_id": "unik", "file_size": 20_000}


class TelegramResident(Resident):
    """As `Resident`, on Telegram, where there is more to send."""

    def __init__(self, **how: Any) -> None:
        super().__init__(**how)
        self.channel = "telegram"
        self.address = str(int(self.address[:8], 16) + 1_000_000)
        self.messages: list[Json] = []  # their own, oldest first

    def store(self, **said: Any) -> int:
        """Put one update into the inbox: text=, button=, point=, or the fields of a Telegram message."""
        self.now += self.gap
        number = next(_updates)
        with transaction() as tx:
            return inbox.add(
                tx, channel="telegram", external_id=str(number), sender=self.address,
                payload={"update_id": number, **self._update(number, said)}, now=self.now,
            )[0]  # fmt: skip

    def _update(self, number: int, said: Json) -> Json:
        chat = {"id": int(self.address), "type": "private"}
        person = {"id": int(self.address), "first_name": "Siti", "is_bot": False}
        common: Json = {"message_id": number, "date": int(self.now.timestamp()), "chat": chat, "from": person}
        if button := said.get("button"):
            return {"callback_query": {"id": str(number), "from": person, "data": button, "message": common}}
        if "membership" in said:
            status = {"new_chat_member": {"status": said["membership"]}, "old_chat_member": {}}
            return {"my_chat_member": {**common, **status}}
        if edited := said.pop("edits", None):
            old = self.messages[-1]
            return {"edited_message": {**old, "text": edited, "edit_date": common["date"]}}
        if point := said.pop("point", None):
            said["location"] = {"latitude": point["lat"], "longitude": point["lon"]}
        message = {**common, **said}
        self.messages.append(message)
        return {"message": message}

    def photo(self, name: str, **more: Any) -> Json:
        """The content of a photo."""
        return {"photo": [{"file_id": name, "width": 800, "height": 600, **FILE}], **more}

    def send_photo(self, text: str = "", colour: str = "grey") -> tuple[Reply, ...]:
        """Send one photo; Telegram keeps it until we fetch it."""
        name = f"foto-{len(self.messages)}"
        return self.say(**self.photo(name, **({"caption": text} if text else {})))

    def album(self, count: int, text: str = "") -> tuple[Reply, ...]:
        """Send photos together, the caption on the first; what is answered when that is over."""
        self.now += self.gap
        usual, self.gap = self.gap, timedelta(milliseconds=200)
        for number in range(count):
            caption = {"caption": text} if text and number == 0 else {}
            content = self.photo(f"album-{len(self.messages)}", media_group_id="7788", **caption)
            row = self.store(**content)
            handle(row, engine=self.engine, clock=lambda: self.now)
        self.gap = usual
        self.now += timedelta(seconds=3)
        self.work()
        return self.read()
