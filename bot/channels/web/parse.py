"""The web chat's own messages: read strictly at the door, stored as JSON, parsed here for the dialogue."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.dialogue.types import FileRef, Incoming, Point

MAX_TEXT = 4000  # characters
MAX_PHOTOS = 5
_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_BUTTON_MAX = 64


class BadMessage(ValueError):
    """What the browser sent is no message; `key` names the sentence to answer with (`bot.messages`)."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def checked(body: Any, *, photo: Callable[[str], str | None]) -> tuple[str, dict[str, Any]]:
    """(the browser's own id of the message, what to store of it). `photo` turns a ticket into its SHA-256."""
    if not isinstance(body, Mapping):
        raise BadMessage("web-bad-message")
    identity = body.get("id")
    if not isinstance(identity, str) or not _ID.fullmatch(identity):
        raise BadMessage("web-bad-message")
    said: dict[str, Any] = {}
    if text := _text(body.get("text")):
        said["text"] = text
    if button := _text(body.get("button")):
        said["button"], said["title"] = button[:_BUTTON_MAX], _text(body.get("title"))[:80]
    if body.get("point") is not None:
        said["point"] = _point(body["point"])
    if body.get("photos"):
        said["photos"] = _photos(body["photos"], photo)
    if not said:
        raise BadMessage("web-empty")
    return identity, said


def _text(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadMessage("web-bad-message")
    if len(value) > MAX_TEXT:
        raise BadMessage("web-message-too-big")
    # PostgreSQL refuses NUL and lone surrogates.
    return value.replace("\x00", "").encode("utf-8", "replace").decode().strip()


def _point(value: Any) -> dict[str, float]:
    numbers: list[Any] = [value.get(name) for name in ("lat", "lon")] if isinstance(value, Mapping) else []
    if len(numbers) != 2 or any(type(n) not in (int, float) for n in numbers):
        raise BadMessage("web-bad-message")
    lat, lon = numbers
    # Compared before anything is converted: an integer of 400 digits fits no float. NaN fails as well.
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise BadMessage("web-bad-message")
    return {"lat": float(lat), "lon": float(lon)}


def _photos(value: Any, photo: Callable[[str], str | None]) -> list[str]:
    if not isinstance(value, list) or len(value) > MAX_PHOTOS:
        raise BadMessage("web-bad-message")
    found = [photo(ticket) if isinstance(ticket, str) else None for ticket in value]
    if None in found:
        raise BadMessage("web-photo-gone")
    return [sha256 for sha256 in found if sha256]


def parse(payload: Mapping[str, Any]) -> Incoming | None:
    """The message in a stored row; None when it is none of ours."""
    try:
        return _incoming(payload)
    except (KeyError, TypeError, ValueError):
        return None


def _incoming(payload: Mapping[str, Any]) -> Incoming:
    point = payload.get("point")
    photos = tuple(FileRef(id=sha256, sha256=sha256) for sha256 in payload.get("photos", ()))
    kind = "photo" if photos else "location" if point else "button" if payload.get("button") else "text"
    return Incoming(
        channel="web",
        external_id=payload["id"],
        sender=payload["sender"],
        at=datetime.fromisoformat(payload["at"]),
        kind=kind,
        text=payload.get("text", ""),
        button=payload.get("button"),
        point=Point(point["lat"], point["lon"]) if point else None,
        files=photos,
        network=payload.get("network", ""),
    )
