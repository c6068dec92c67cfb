"""Telegram's updates as `Incoming`. Pure, and total: what is not understood is None, never an exception."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.dialogue.types import FileRef, Incoming, Point

Json = Mapping[str, Any]

DOWNLOAD_LIMIT = 20 * 1024 * 1024
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/heic", "image/heif"})
# In this order: an animation also carries a document, a venue also carries a location.
KINDS = {
    "text": "text",
    "photo": "photo",
    "venue": "location",
    "location": "location",
    "animation": "video",
    "document": "document",
    "sticker": "sticker",
    "voice": "voice",
    "audio": "voice",
    "video": "video",
    "video_note": "video",
    "contact": "contact",
    "poll": "other",
    "dice": "other",
    "story": "other",
    "game": "other",
    "checklist": "other",
    "paid_media": "other",
}
_COMMAND_FOR = re.compile(r"^(/\w+)@\w+")


# What Telegram itself writes into a chat; nobody said anything. Everything else is somebody's message, of
# whatever kind Telegram may add later: it is answered, if only by saying that it cannot be read.
SERVICE = frozenset((
    "new_chat_members", "left_chat_member", "new_chat_title", "new_chat_photo", "delete_chat_photo",
    "group_chat_created", "supergroup_chat_created", "channel_chat_created", "pinned_message",
    "message_auto_delete_timer_changed", "migrate_to_chat_id", "migrate_from_chat_id",
    "chat_owner_left", "chat_owner_changed", "refunded_payment", "successful_payment",
    "connected_website", "write_access_allowed", "proximity_alert_triggered", "boost_added",
    "chat_background_set", "gift", "unique_gift", "gift_upgrade_sent", "giveaway_created",
    "giveaway_completed", "giveaway_winners", "paid_message_price_changed", "direct_message_price_changed",
    "checklist_tasks_done", "checklist_tasks_added", "video_chat_scheduled", "video_chat_started",
    "video_chat_ended", "video_chat_participants_invited", "web_app_data",
))  # fmt: skip
_FORUM = re.compile(r"(general_)?forum_topic_\w+|suggested_post_\w+")

# Where the bot stands in a private chat, by what Telegram calls it.
_STANDING = {"kicked": "left", "member": "returned"}


def parse(payload: Json) -> Incoming | None:
    """The private message, edit, button press or blocking in an update; None for everything else.

    A button press carries no time of its own; `at` is then the time of the message it stands under.
    """
    try:
        return _parse(payload)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError):
        return None  # not the shape the Bot API promises


def sender_of(payload: Json) -> str:
    """The chat an update belongs to, else the person, else ""; updates of one sender are handled in order."""
    for body in payload.values():
        if isinstance(body, Mapping):
            inner = body["message"] if isinstance(body.get("message"), Mapping) else body
            for holder in (inner.get("chat"), body.get("from")):
                if isinstance(holder, Mapping) and isinstance(holder.get("id"), int):
                    return str(holder["id"])
    return ""


def message_id_of(payload: Json) -> str | None:
    """Telegram's id of the message in an update, by which a later edit names it."""
    message = payload.get("message") or payload.get("edited_message")
    identity = message.get("message_id") if isinstance(message, Mapping) else None
    return str(identity) if isinstance(identity, int) else None


def addressed_in_group(payload: Json) -> bool:
    """Whether a group expects an answer: the bot was just added to it, or was given a command there."""
    added, message = payload.get("my_chat_member"), payload.get("message")
    if isinstance(added, Mapping):
        return _is_group(added) and _status(added, "new_chat_member") in ("member", "administrator") and (
            _status(added, "old_chat_member") in ("left", "kicked")
        )  # fmt: skip
    text = message.get("text") if isinstance(message, Mapping) and _is_group(message) else None
    return isinstance(text, str) and text.startswith("/")


def _is_group(body: Json) -> bool:
    chat = body.get("chat")
    return isinstance(chat, Mapping) and chat.get("type") in ("group", "supergroup")


def _status(body: Json, which: str) -> Any:
    member = body.get(which)
    return member.get("status") if isinstance(member, Mapping) else None


def _parse(payload: Json) -> Incoming | None:
    update_id = str(payload["update_id"])
    if "callback_query" in payload:
        return _press(update_id, payload["callback_query"])
    if "my_chat_member" in payload:
        return _membership(update_id, payload["my_chat_member"])
    edited = "edited_message" in payload
    message = payload["edited_message"] if edited else payload.get("message")
    if message is None:
        return None
    if "migrate_to_chat_id" in message:
        return _moved(update_id, message)
    if message["chat"]["type"] != "private":
        return None
    if edited and "location" in message:
        return None  # a live location moves every few seconds
    return _message(update_id, message, edited=edited)


def _press(update_id: str, query: Json) -> Incoming | None:
    message = query["message"]
    if message["chat"]["type"] != "private":
        return None
    return Incoming(
        channel="telegram",
        external_id=update_id,
        sender=str(message["chat"]["id"]),
        sender_name=_name(query["from"]),
        at=_moment(message["date"]),
        kind="button",
        button=str(query["data"]),
        quoted=_identity(message),
        quoted_text=_words(message),
    )


def _membership(update_id: str, change: Json) -> Incoming | None:
    """The person closed their chat with the bot, or opened it again."""
    kind = _STANDING.get(change["new_chat_member"]["status"])
    if change["chat"]["type"] != "private" or kind is None:
        return None
    return Incoming(
        channel="telegram",
        external_id=update_id,
        sender=str(change["chat"]["id"]),
        sender_name=_name(change["from"]),
        at=_moment(change["date"]),
        kind=kind,
    )


def _moved(update_id: str, message: Json) -> Incoming:
    """A group became a supergroup, which has another id."""
    return Incoming(
        channel="telegram",
        external_id=update_id,
        sender=str(message["chat"]["id"]),
        at=_moment(message["date"]),
        kind="moved",
        moved_to=str(int(message["migrate_to_chat_id"])),
    )


def _message(update_id: str, message: Json, *, edited: bool) -> Incoming | None:
    if any(name in SERVICE or _FORUM.fullmatch(name) for name in message):
        return None
    part = next((name for name in KINDS if name in message), "")
    files = () if edited else _files(part, message)  # an edit's pictures are there already
    kind = "photo" if part == "document" and files else KINDS.get(part, "other")
    album = message.get("media_group_id")
    reply = message.get("reply_to_message")
    answered = reply if isinstance(reply, Mapping) else {}
    return Incoming(
        channel="telegram",
        external_id=update_id,
        sender=str(message["chat"]["id"]),
        sender_name=_name(message["from"]),
        at=_moment(message["edit_date"] if edited else message["date"]),
        kind="edited" if edited else kind,
        text=_text(message),
        point=None if edited else _point(message),
        files=files,
        group=str(album) if album and files else None,
        forwarded="forward_origin" in message or "forward_date" in message,
        edits=str(message["message_id"]) if edited else None,
        quoted=_identity(answered),
        quoted_text=_words(answered),
        order=int(message.get("message_id", 0)),
    )


def _identity(message: Json) -> str | None:
    identity = message.get("message_id")
    return str(identity) if isinstance(identity, int) else None


def _words(message: Json) -> str:
    words = message.get("text") or message.get("caption")
    return words if isinstance(words, str) else ""


def _text(message: Json) -> str:
    if "venue" in message:
        return f"{message['venue']['title']}, {message['venue']['address']}"
    text = str(message.get("text") or message.get("caption") or "")
    return _COMMAND_FOR.sub(r"\1", text)


def _name(person: Json) -> str | None:
    names = (person.get("first_name"), person.get("last_name"))
    return " ".join(str(name) for name in names if name) or None


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _point(message: Json) -> Point | None:
    place = message.get("location")
    return Point(float(place["latitude"]), float(place["longitude"])) if place else None


def _files(part: str, message: Json) -> tuple[FileRef, ...]:
    if part == "photo":
        largest = max(message["photo"], key=lambda size: size["width"] * size["height"])
        return (FileRef(str(largest["file_id"]), size=largest.get("file_size")),)
    if part == "document":
        document = message["document"]
        mime, size = document.get("mime_type"), document.get("file_size")
        if mime in PICTURES and (size or 0) <= DOWNLOAD_LIMIT:
            return (FileRef(str(document["file_id"]), mime=mime, size=size),)
    if part in ("voice", "audio"):
        voice = message[part]
        mime, size = str(voice.get("mime_type") or "audio/ogg"), voice.get("file_size")
        if (size or 0) <= DOWNLOAD_LIMIT:
            return (FileRef(str(voice["file_id"]), mime=mime, size=size, kind="suara"),)
    return ()
