"""The channels as residents see them: what they do, what they hear, and a log of both to count by.

Only what a stranger outside has is used: the platforms' fakes, and the web chat's own HTTP door.
"""

import re
from dataclasses import dataclass, field
from typing import Protocol

from tests.fakes.telegram_api import TelegramApi
from tests.fakes.telegram_shapes import Json
from tests.fakes.telegram_user import User as TelegramUser
from tests.fakes.whatsapp_api import WhatsAppApi
from tests.fakes.whatsapp_user import User as WhatsAppUser
from tests.fakes.whatsapp_user import choices, text_of

Button = tuple[str, str]  # (what pressing it sends, its title)


@dataclass(frozen=True)
class Heard:
    """One message of the bot, as a resident's app shows it."""

    text: str
    buttons: tuple[Button, ...] = ()
    asks_place: bool = False


class Door(Protocol):
    """One channel with all its residents; an act may take until the product is back to be delivered."""

    name: str  # as the product's database calls the channel

    def arrive(self, index: int) -> str:
        """A new resident; the name to speak by."""

    def text(self, who: str, text: str) -> None: ...

    def photo(self, who: str, text: str, image: bytes) -> None:
        """A picture with words under it."""

    def press(self, who: str, button: Button) -> None: ...

    def point(self, who: str, lat: float, lon: float) -> None: ...

    def news(self) -> list[tuple[str, Heard]]:
        """What residents have heard since the last call, in order."""

    def said(self) -> set[str]:
        """The ids, as the inbox keeps them, of all that was said."""

    def accepted(self) -> set[str]:
        """The platform's ids of all messages it took from the product, one each time it was taken."""

    def waiting(self) -> int:
        """How much is not yet acknowledged, by the product or by the residents' apps."""

    def close(self) -> None: ...


@dataclass(repr=False)
class TelegramDoor:
    """Over the Bot API fake; whether the product polls or has a webhook is the stage's choice."""

    api: TelegramApi
    name: str = "telegram"
    users: dict[str, TelegramUser] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    read: int = 0

    def arrive(self, index: int) -> str:
        user = self.api.user(f"Warga{index}")
        self.users[str(user.chat)] = user
        return str(user.chat)

    def text(self, who: str, text: str) -> None:
        self._note(self.users[who].text(text))

    def photo(self, who: str, text: str, image: bytes) -> None:
        self._note(self.users[who].photo(image, caption=text))

    def press(self, who: str, button: Button) -> None:
        self._note(self.users[who].press(button[0]))

    def point(self, who: str, lat: float, lon: float) -> None:
        self._note(self.users[who].location(lat, lon))

    def _note(self, update: Json) -> None:
        self.ids.add(str(update["update_id"]))

    def news(self) -> list[tuple[str, Heard]]:
        calls = self.api.world.calls
        until = len(calls)
        fresh, self.read = calls[self.read : until], until
        messages = [call.answer["result"] for call in fresh if _sends(call.method) and call.status == 200]
        return [(str(message["chat"]["id"]), _telegram(message)) for message in messages]

    def said(self) -> set[str]:
        return self.ids

    def accepted(self) -> set[str]:
        calls = [call for call in self.api.calls() if _sends(call.method) and call.status == 200]
        return {str(call.answer["result"]["message_id"]) for call in calls}

    def waiting(self) -> int:
        return self.api.pending()

    def close(self) -> None:
        """Nothing to let go of."""


def _sends(method: str) -> bool:
    return bool(re.fullmatch(r"send(message|photo)", method))


def _telegram(message: Json) -> Heard:
    markup = message.get("reply_markup", {})
    buttons = [b for row in markup.get("inline_keyboard", []) for b in row if "callback_data" in b]
    keys = [key for row in markup.get("keyboard", []) for key in row if isinstance(key, dict)]
    return Heard(
        text=message.get("text") or message.get("caption", ""),
        buttons=tuple((button["callback_data"], button["text"]) for button in buttons),
        asks_place=any(key.get("request_location") for key in keys),
    )


@dataclass(repr=False)
class WhatsAppDoor:
    """Over the Graph fake, by the webhook."""

    api: WhatsAppApi
    name: str = "whatsapp"
    users: dict[str, WhatsAppUser] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    read: int = 0

    def arrive(self, index: int) -> str:
        user = self.api.user(f"Warga{index}")
        self.users[user.address] = user
        return user.address

    def text(self, who: str, text: str) -> None:
        self.ids.add(self.users[who].text(text)["id"])

    def photo(self, who: str, text: str, image: bytes) -> None:
        self.ids.add(self.users[who].photo(image, caption=text)["id"])

    def press(self, who: str, button: Button) -> None:
        self.ids.add(self.users[who].press(button[0])["id"])

    def point(self, who: str, lat: float, lon: float) -> None:
        self.ids.add(self.users[who].location(lat, lon)["id"])

    def news(self) -> list[tuple[str, Heard]]:
        calls = self.api.world.calls
        until = len(calls)
        fresh, self.read = calls[self.read : until], until
        taken = [call.body for call in fresh if "type" in call.body and call.status == 200]
        return [(str(body.get("to") or body.get("recipient")), _whatsapp(body)) for body in taken]

    def said(self) -> set[str]:
        return self.ids

    def accepted(self) -> set[str]:
        return {call.answer["messages"][0]["id"] for call in self.api.sent() if call.status == 200}

    def waiting(self) -> int:
        return self.api.pending()

    def close(self) -> None:
        """Nothing to let go of."""


def _whatsapp(body: Json) -> Heard:
    interactive = body.get("interactive", {}).get("type")
    return Heard(
        text=text_of(body),
        buttons=tuple((identity, title) for _, identity, title in choices(body)),
        asks_place=interactive == "location_request_message",
    )
