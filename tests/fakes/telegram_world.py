"""What a Bot API server remembers: chats, messages, files, updates not yet confirmed, and every call."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.fakes.telegram_shapes import BOT_AS_USER, Json, chat_of, photo_copies

NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}


class ApiError(Exception):
    """An answer with `ok: false`."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


@dataclass(frozen=True)
class Call:
    """One request of the bot: its method, parameters, moment (monotonic seconds) and what it was answered."""

    method: str
    params: Json
    at: float
    status: int
    answer: Any


@dataclass
class Failure:
    """A planned misbehaviour: the next `times` calls that match are delayed and/or refused."""

    method: str | None
    chat: int | None
    times: int
    error: ApiError | None
    delay: float

    def matches(self, method: str, chat: int | None) -> bool:
        """Whether this failure is for such a call and not used up."""
        return self.times > 0 and self.method in (None, method) and self.chat in (None, chat)


@dataclass
class Webhook:
    """What setWebhook was told, and how deliveries went."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    last_error: Json = field(default_factory=dict)
    generation: int = 0


@dataclass
class World:
    """The whole state; `changed` guards it and is notified at every change."""

    clock: Callable[[], float] = time.time
    changed: threading.Condition = field(default_factory=threading.Condition)
    chats: dict[int, Json] = field(default_factory=dict)
    blocked: set[int] = field(default_factory=set)
    migrated: dict[int, int] = field(default_factory=dict)
    messages: dict[tuple[int, int], Json] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    updates: list[Json] = field(default_factory=list)
    in_flight: set[int] = field(default_factory=set)
    open_queries: set[str] = field(default_factory=set)
    allowed: set[str] | None = None
    commands: list[Json] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    webhook: Webhook = field(default_factory=Webhook)
    delivered: list[tuple[int, int]] = field(default_factory=list)  # (update id, HTTP status), webhook only
    poll_turn: int = 0
    ids: dict[str, Iterator[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        starts = {"update": 810_000_001, "message": 1, "file": 1, "query": 40_001}
        self.ids = {name: count(start) for name, start in starts.items()}

    def now(self) -> int:
        """Seconds since 1970, as Telegram dates its messages."""
        return int(self.clock())

    def add_message(self, chat: int, sender: Json, content: Json) -> Json:
        """Stores a message under the next id and returns it."""
        message = {
            "message_id": next(self.ids["message"]),
            "from": sender,
            "chat": self.chats[chat],
            "date": self.now(),
            **content,
        }
        self.messages[chat, message["message_id"]] = message
        return message

    def add_bot_message(self, chat: int, content: Json) -> Json:
        """A message the bot sent."""
        return self.add_message(chat, BOT_AS_USER, content)

    def add_file(self, data: bytes, folder: str, suffix: str) -> Json:
        """Stores bytes and returns the common part of a file object."""
        number = next(self.ids["file"])
        file_id = f"AgACAgUAAxkBAAI{number:06d}"
        self.files[file_id] = (f"{folder}/file_{number}{suffix}", data)
        return {"file_id": file_id, "file_unique_id": f"AQAD{number:06d}", "file_size": len(data)}

    def add_photo(self, image: bytes) -> list[Json]:
        """A photo in Telegram's sizes, smallest first."""
        return [
            {**self.add_file(data, "photos", ".jpg"), "width": width, "height": height}
            for data, width, height in photo_copies(image)
        ]

    def push(self, kind: str, body: Json) -> Json:
        """Queues an update for the bot and returns it; not queued when the bot did not ask for its kind."""
        with self.changed:
            update = {"update_id": next(self.ids["update"]), kind: body}
            if kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT:
                self.updates.append(update)
            self.changed.notify_all()
            return update

    def confirm_before(self, offset: int) -> None:
        """Forgets every update with a lower id: asking for `offset` confirms all before it."""
        self.updates = [update for update in self.updates if update["update_id"] >= offset]

    def next_delivery(self) -> Json | None:
        """The oldest update not under way whose chat has no older one open, marked as under way."""
        busy: set[int | None] = set()
        for update in self.updates:
            chat = chat_of(update)
            if update["update_id"] not in self.in_flight and chat not in busy:
                self.in_flight.add(update["update_id"])
                return update
            busy.add(chat)
        return None

    def last_button_message(self, chat: int, wanted: str) -> tuple[Json, str]:
        """The newest message of a chat with an inline button of this title or data, and the button's data."""
        for (owner, _), message in list(self.messages.items())[::-1]:  # ids grow
            if owner != chat:
                continue
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if "callback_data" in button and wanted in (button["text"], button["callback_data"]):
                        return message, button["callback_data"]
        raise LookupError(f"no button {wanted!r} in chat {chat}")
