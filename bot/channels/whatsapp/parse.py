"""WhatsApp's messages as `Incoming`. Pure, and total: what is not understood is None, never an exception.

A payload is one message as the door stores it: {"message": …, "contact": …}, both in Meta's shape.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.channels.files import maybe_picture
from bot.dialogue.types import FileRef, Incoming, Point

Json = Mapping[str, Any]

KINDS = {
    "text": "text",
    "image": "photo",
    "location": "location",
    "interactive": "button",
    "button": "button",
    "document": "document",
    "sticker": "sticker",
    "audio": "voice",
    "video": "video",
    "contacts": "contact",
}
ALBUM = "foto"
# Nothing is asked by these: a thumb under our message, a note of the platform's, a chat only just opened.
SILENT = frozenset({"reaction", "system", "request_welcome"})
# How Meta calls that somebody is known under another number or user id; the first is its older name.
MOVED = frozenset({"customer_changed_number", "user_changed_number", "user_changed_user_id"})
# A phone number, or the id of somebody who shows us only a user name ("ID.1349…", "ID.ENT.1181…").
ADDRESS = re.compile(r"[0-9]{5,20}|[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}")
_MEDIA_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")  # becomes part of an address we call


def parse(payload: Json) -> Incoming | None:
    """The message of a private chat; None for everything else."""
    try:
        if silent(payload):
            return None
        return _moved(payload) if moved(payload) else _parse(payload)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError, OSError):
        return None  # not the shape Meta promises


def silent(payload: Json) -> bool:
    """Whether it is a message that is rightly not answered: a reaction, a system note, or of a group."""
    message = payload.get("message")
    if not isinstance(message, Mapping) or moved(payload):
        return False
    return "group_id" in message or (isinstance(kind := message.get("type"), str) and kind in SILENT)


def moved(payload: Json) -> bool:
    """Whether it tells that a person is known under another number or user id from now on."""
    message = payload.get("message")
    system = message.get("system") if isinstance(message, Mapping) else None
    kind = system.get("type") if isinstance(system, Mapping) else None
    if not isinstance(message, Mapping) or message.get("type") != "system":
        return False
    return isinstance(kind, str) and kind in MOVED


def _moved(payload: Json) -> Incoming:
    message = payload["message"]
    system = message["system"]
    # A user id is what we write to only where no number is shown to us.
    by_number = system["type"] != "user_changed_user_id"
    new = system.get("wa_id") or system.get("new_wa_id") if by_number else None
    new = str(new or system["user_id"])
    if not ADDRESS.fullmatch(new):
        raise ValueError("no new address")
    return Incoming(
        channel="whatsapp",
        external_id=identity_of(payload),
        sender=sender_of(payload),
        at=datetime.fromtimestamp(int(message["timestamp"]), UTC),
        kind="moved",
        moved_to=new,
    )


def sender_of(payload: Json) -> str:
    """Who wrote: the phone number, else the user id; ValueError when it is neither."""
    message = payload["message"]
    address = _before(message) or message.get("from") or message.get("from_user_id")
    if not isinstance(address, str) or not ADDRESS.fullmatch(address):
        raise ValueError("no sender")
    return address


def _before(message: Json) -> Any:
    """Whose user id changed, by the earlier one: theirs may be the new one already."""
    system = message.get("system")
    if not isinstance(system, Mapping) or system.get("type") != "user_changed_user_id":
        return None
    return system.get("previous_user_id")


def identity_of(payload: Json) -> str:
    """WhatsApp's id of the message; ValueError when it has none."""
    identity = payload["message"]["id"]
    if not isinstance(identity, str) or not 0 < len(identity) <= 500:
        raise ValueError("no message id")
    return identity


def _parse(payload: Json) -> Incoming:
    message = payload["message"]
    kind = _text(message["type"])
    body = message[kind] if kind in KINDS and kind != "contacts" else _of_unknown(message, kind)
    files = _files(kind, body)
    context = message.get("context")
    how = context if isinstance(context, Mapping) else {}
    return Incoming(
        channel="whatsapp",
        external_id=identity_of(payload),
        sender=sender_of(payload),
        sender_name=_name(payload.get("contact")),
        at=datetime.fromtimestamp(int(message["timestamp"]), UTC),
        kind="photo" if files and kind != "audio" else _kind(kind, body),
        text=_said(kind, body),
        button=_pressed(kind, body),
        point=Point(float(body["latitude"]), float(body["longitude"])) if kind == "location" else None,
        files=files,
        # WhatsApp does not say which pictures were sent together: any may be one of several.
        group=ALBUM if files and kind != "audio" else None,
        forwarded=bool(how.get("forwarded") or how.get("frequently_forwarded")),
        quoted=quoted if isinstance(quoted := how.get("id"), str) and quoted else None,
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("text expected")
    return value


def _kind(kind: str, body: Json) -> str:
    """Ours for Meta's. A filled form and other ways of answering that we never offer carry no button."""
    if kind == "interactive" and _pressed(kind, body) is None:
        return "other"
    return KINDS.get(kind, "other")


def _of_unknown(message: Json, kind: str) -> Json:
    """What a kind that Meta added since holds, should there be words in it."""
    body = message.get(kind)
    return body if kind not in KINDS and isinstance(body, Mapping) else {}


def _name(contact: Any) -> str | None:
    profile = contact.get("profile") if isinstance(contact, Mapping) else None
    name = profile.get("name") if isinstance(profile, Mapping) else None
    return name if isinstance(name, str) and name else None


def _said(kind: str, body: Json) -> str:
    if kind == "text":
        return _text(body["body"])
    if kind == "location":
        return ", ".join(str(body[part]) for part in ("name", "address") if body.get(part))
    words = body.get("caption")
    return words if isinstance(words, str) else ""


def _pressed(kind: str, body: Json) -> str | None:
    """The id of a pressed button or chosen row; a template's button carries it as its payload."""
    if kind == "button":
        return _text(body.get("payload") or body["text"])
    if kind == "interactive":
        answer = body[_text(body["type"])]
        return _text(answer["id"]) if "id" in answer else None
    return None


def _files(kind: str, body: Json) -> tuple[FileRef, ...]:
    mime = str(body.get("mime_type", "")).partition(";")[0].strip()
    if kind not in ("image", "audio") and not (
        kind == "document" and maybe_picture(mime, body.get("filename"))
    ):
        return ()
    if not _MEDIA_ID.fullmatch(identity := _text(body["id"])):
        raise ValueError("no media id")
    if kind == "audio":
        return (FileRef(identity, mime=mime or "audio/ogg", kind="suara"),)
    return (FileRef(identity, mime=mime or "image/jpeg"),)
