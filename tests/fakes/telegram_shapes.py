"""JSON in the shape of the Bot API's objects, as its reference describes them."""

import io
import re
from typing import Any

from PIL import Image, UnidentifiedImageError

Json = dict[str, Any]

BOT: Json = {
    "id": 7001,
    "is_bot": True,
    "first_name": "Sorot Uji",
    "username": "sorot_uji_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
    "can_connect_to_business": False,
    "has_main_web_app": False,
}
BOT_AS_USER: Json = {key: BOT[key] for key in ("id", "is_bot", "first_name", "username")}
PHOTO_SIDES = (90, 320, 800, 1280)  # Telegram keeps a photo in up to these longest sides


def entities(text: str) -> list[Json]:
    """The `entities` of a text: only bot commands, counted in UTF-16 units as Telegram does."""
    found = []
    for match in re.finditer(r"(?<!\S)/[A-Za-z0-9_]{1,32}(@\w+)?", text):
        offset = utf16_length(text[: match.start()])
        found.append({"offset": offset, "length": utf16_length(match.group()), "type": "bot_command"})
    return found


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units, the unit of the Bot API's limits and offsets."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def with_text(text: str) -> Json:
    """The content part of a text message."""
    found = entities(text)
    return {"text": text, "entities": found} if found else {"text": text}


def photo_copies(image: bytes) -> list[tuple[bytes, int, int]]:
    """The sizes Telegram would keep of a photo, smallest first; bytes that are no picture come back once."""
    try:
        with Image.open(io.BytesIO(image)) as opened:
            opened.load()
            width, height = opened.size
            sides = [side for side in PHOTO_SIDES if side < max(width, height)]
            copies = [_smaller(opened, side) for side in sides]
    except (UnidentifiedImageError, OSError, ValueError):
        return [(image, 1280, 960)]
    return copies if sides and sides[-1] == PHOTO_SIDES[-1] else [*copies, (image, width, height)]


def _smaller(opened: Image.Image, side: int) -> tuple[bytes, int, int]:
    copy = opened.convert("RGB")
    copy.thumbnail((side, side))
    out = io.BytesIO()
    copy.save(out, "JPEG", quality=80)
    return out.getvalue(), copy.width, copy.height


def update_kind(update: Json) -> str:
    """Which kind of update it is: `message`, `callback_query`, …"""
    return next(key for key in update if key != "update_id")


def chat_of(update: Json) -> int | None:
    """The chat an update belongs to; Telegram keeps the order of updates within it."""
    body = update[update_kind(update)]
    message = body.get("message", body)
    chat = message.get("chat") or body.get("from") or {}
    identity = chat.get("id")
    return int(identity) if identity is not None else None
