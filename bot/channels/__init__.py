"""The ways in and out: a channel turns its platform's updates into `Incoming`, a `Reply` into messages.

`CHANNELS` is the one table of them: the worker reads messages with it, and the contract suite
(`tests/unit/bot/channels/test_contract.py`) holds every entry to the same promises. How to add one:
docs/add-a-channel.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.channels.telegram.updates import message_id_of as telegram_id
from bot.channels.web.parse import parse as parse_web
from bot.channels.whatsapp.parse import parse as parse_whatsapp
from bot.dialogue.types import Incoming


def parse_telegram(payload: dict[str, Any]) -> Incoming | None:
    """See `bot.channels.telegram.parse`, imported with the first update: its library is not small."""
    from bot.channels.telegram.parse import parse

    return parse(payload)


@dataclass(frozen=True)
class Registered:
    """What the worker needs of a channel.

    parse: the message in a stored payload; pure, never raises. windowed: the platform takes free text only
    for some hours after the person's last message, so the worker keeps that moment. message_id: the
    platform's own id of a payload's message, by which an edit names it; None where nothing can be edited.
    """

    parse: Callable[[dict[str, Any]], Incoming | None]
    windowed: bool = False
    message_id: Callable[[dict[str, Any]], str | None] | None = None


CHANNELS: dict[str, Registered] = {
    "telegram": Registered(parse_telegram, message_id=telegram_id),
    "web": Registered(parse_web),
    "whatsapp": Registered(parse_whatsapp, windowed=True),
}
