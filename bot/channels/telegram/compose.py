"""A `Reply` in Telegram's terms: split where it is too long, buttons as keyboards. Pure."""

from dataclasses import replace
from typing import Any

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.channels.pieces import pieces, whole
from bot.dialogue.types import Button, Reply
from bot.messages import DEFAULT, say

TEXT_LIMIT, CAPTION_LIMIT = 4096, 1024
ROW_WIDTH, ROW_BUTTONS = 26, 3  # characters of titles that fit beside one another on a small phone


def split(reply: Reply, *, site: str | None) -> tuple[Reply, ...]:
    """The messages that say this reply. `site` is our public address, None when nobody outside can open it.

    Telegram takes one keyboard a message: a reply with buttons that also asks for the location becomes two.
    """
    said = replace(reply, text=_with_lines(reply, site), dial=None, link=_link(reply, site))
    first = CAPTION_LIMIT if said.picture else None
    *before, last = pieces(said.text, TEXT_LIMIT, first=first)
    both = said.ask_location and bool(said.buttons or said.link)
    parts = [Reply(text) for text in before]
    parts.append(replace(said, text=last, picture=None, ask_location=said.ask_location and not both))
    parts[0] = replace(parts[0], picture=said.picture)  # the words begin under it
    if both:
        parts.append(Reply(say(DEFAULT, "telegram-or-location"), ask_location=True))
    return tuple(parts)


def _link(reply: Reply, site: str | None) -> Any:
    """The link with its whole address, when Telegram accepts it as a button (public https only)."""
    url = whole(reply.link, site)
    return replace(reply.link, url=url) if reply.link and url.startswith("https://") else None


def _with_lines(reply: Reply, site: str | None) -> str:
    """The text with a telephone number and a link that cannot be buttons; Telegram makes both tappable."""
    lines = [reply.text]
    if reply.dial and reply.dial not in reply.text:
        lines.append(f"☎ {reply.dial}")
    url = whole(reply.link, site)
    if reply.link and url and _link(reply, site) is None:
        lines.append(f"{reply.link.title}: {url}")
    return "\n\n".join(lines)


def message(address: str, part: Reply) -> dict[str, Any]:
    """The parameters of `sendMessage` for one part of `split()`."""
    return {"chat_id": address, "text": part.text, "reply_markup": _markup(part)}


def captioned(address: str, part: Reply) -> dict[str, Any]:
    """The parameters of `sendPhoto` but the photo itself."""
    return {"chat_id": address, "caption": part.text, "reply_markup": _markup(part), "filename": "foto.jpg"}


def _markup(part: Reply) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove:
    if part.ask_location:
        share = KeyboardButton(say(DEFAULT, "telegram-share-location"), request_location=True)
        return ReplyKeyboardMarkup([[share]], resize_keyboard=True, one_time_keyboard=True)
    rows = [
        [InlineKeyboardButton(button.title, callback_data=button.id) for button in row]
        for row in _rows(part.buttons)
    ]
    if part.link:
        rows.append([InlineKeyboardButton(part.link.title, url=part.link.url)])
    # A message can't both carry buttons and take the location keyboard away, so each plain one takes it away.
    return InlineKeyboardMarkup(rows) if rows else ReplyKeyboardRemove()


def _rows(buttons: tuple[Button, ...]) -> list[list[Button]]:
    rows: list[list[Button]] = []
    for button in buttons:
        width = sum(len(other.title) for other in rows[-1]) if rows else ROW_WIDTH
        if rows and len(rows[-1]) < ROW_BUTTONS and width + len(button.title) <= ROW_WIDTH:
            rows[-1].append(button)
        else:
            rows.append([button])
    return rows
