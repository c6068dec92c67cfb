"""What the doors must know of an update: who, which, and whether a group waits for a word. Pure, and total.

Plain JSON, without Telegram's library: a web process stores updates and never reads them.
"""

from collections.abc import Mapping
from typing import Any

Json = Mapping[str, Any]


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
