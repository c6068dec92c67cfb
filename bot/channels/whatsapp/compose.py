"""A `Reply` in WhatsApp's terms: split where it is too long, choices as buttons or lists. Pure.

The limits are the Cloud API's. Lengths are counted in UTF-16 units, which is never less than Meta counts.
"""

from dataclasses import replace
from typing import Any

from bot.channels.pieces import fitting, length, pieces, whole
from bot.channels.whatsapp.templates import Template
from bot.dialogue.types import Button, Link, Reply
from bot.messages import DEFAULT, say

TEXT_LIMIT, BODY_LIMIT = 4096, 1024  # a plain text; the body of anything with buttons
CAPTION_LIMIT = 1024
BUTTONS, BUTTON_TITLE = 3, 20
ROWS, ROW_TITLE, ROW_DESCRIPTION = 10, 24, 72

Json = dict[str, Any]


def split(reply: Reply, *, site: str | None) -> tuple[Reply, ...]:
    """The messages that say this reply. `site` is our public address, None when nobody outside can open it.

    More than ten choices become several lists, and a question for the location a message of its own.
    """
    said = replace(reply, text=_with_lines(reply, site), dial=None, link=_link(reply, site))
    groups = [said.buttons[at : at + ROWS] for at in range(0, len(said.buttons), ROWS)] or [()]
    alone = said.ask_location and not said.buttons and not said.link
    *before, last = pieces(said.text, BODY_LIMIT if said.buttons or said.link or alone else TEXT_LIMIT)
    parts = [Reply(text) for text in before]
    parts.append(Reply(last, groups[0], ask_location=alone, link=said.link))
    if said.picture:
        parts = _with_picture(parts, said.picture)
    parts += [Reply(say(DEFAULT, "whatsapp-more"), group) for group in groups[1:]]
    if said.ask_location and not alone:
        parts.append(Reply(say(DEFAULT, "whatsapp-or-location"), ask_location=True))
    return (replace(parts[0], answers=reply.answers), *parts[1:])


def _with_picture(parts: list[Reply], picture: str) -> list[Reply]:
    """The picture first, over a short plain text; a message with buttons takes none of ours."""
    first = parts[0]
    if len(parts) > 1 or first != Reply(first.text) or length(first.text) > CAPTION_LIMIT:
        return [Reply("", picture=picture), *parts]
    return [replace(first, picture=picture)]


def _link(reply: Reply, site: str | None) -> Link | None:
    """The link with its whole address, when it can be a button: alone, on https, with a short title."""
    url = whole(reply.link, site)
    if reply.link is None or reply.buttons or not url.startswith("https://"):
        return None
    return replace(reply.link, url=url) if length(reply.link.title) <= BUTTON_TITLE else None


def _with_lines(reply: Reply, site: str | None) -> str:
    """The text with a telephone number and a link that cannot be buttons; WhatsApp makes both tappable."""
    lines = [reply.text]
    if reply.dial and reply.dial not in reply.text:
        lines.append(f"☎ {reply.dial}")
    url = whole(reply.link, site)
    if reply.link and url and _link(reply, site) is None:
        lines.append(f"{reply.link.title}: {url}")
    return "\n\n".join(lines)


def message(address: str, part: Reply, *, media_id: str | None = None) -> Json:
    """The body of a call that sends one part of `split()`, or a template, to a phone number or user id.

    media_id: of the part's picture, uploaded before.
    """
    to = {"to": address} if address.isdecimal() else {"recipient": address}
    return {"recipient_type": "individual", **to, **_content(part, media_id)}


def _content(part: Reply, media_id: str | None) -> Json:
    if isinstance(part, Template):
        return {"type": "template", "template": part.call()}
    if media_id:
        caption = {"caption": part.text} if part.text else {}
        return {"type": "image", "image": {"id": media_id, **caption}}
    if part.ask_location:
        return _interactive("location_request_message", part, {"name": "send_location"})
    if part.buttons:
        return _choices(part)
    if part.link:
        shown = {"display_text": part.link.title, "url": part.link.url}
        return _interactive("cta_url", part, {"name": "cta_url", "parameters": shown})
    return {"type": "text", "text": {"body": part.text, "preview_url": False}}


def _interactive(kind: str, part: Reply, action: Json) -> Json:
    inner = {"type": kind, "body": {"text": part.text}, "action": action}
    return {"type": "interactive", "interactive": inner}


def _choices(part: Reply) -> Json:
    titles = [button.title for button in part.buttons]
    # Meta refuses two reply buttons of one title; rows of a list may repeat it.
    differ, longest = len(set(titles)) == len(titles), max(map(length, titles))
    if len(titles) <= BUTTONS and differ and longest <= BUTTON_TITLE:
        replies = [{"type": "reply", "reply": {"id": b.id, "title": b.title}} for b in part.buttons]
        return _interactive("button", part, {"buttons": replies})
    sections = [{"rows": [_row(button) for button in part.buttons]}]
    return _interactive("list", part, {"button": say(DEFAULT, "whatsapp-choose"), "sections": sections})


def _row(button: Button) -> Json:
    """A list's row; a title too long for it is told whole underneath."""
    row = {"id": button.id, "title": shortened(button.title, ROW_TITLE)}
    if row["title"] != button.title:
        row["description"] = shortened(button.title, ROW_DESCRIPTION)
    return row


def shortened(text: str, limit: int) -> str:
    """The text, cut with an ellipsis when it is over the limit."""
    return text if length(text) <= limit else text[: fitting(text, limit - 1)].rstrip() + "…"
