"""Long texts in parts and links as whole addresses: the same need on every messenger."""

import logging

from bot.dialogue.types import Link
from storage.media import MediaStore

log = logging.getLogger(__name__)

BREAKS = ("\n\n", "\n", ". ", " ")


def length(text: str) -> int:
    """UTF-16 code units: how Telegram counts, and never less than what another platform counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def pieces(text: str, limit: int, *, first: int | None = None) -> list[str]:
    """The text in parts of at most `limit` code units, cut at a paragraph, line, sentence or word.

    first: the limit of the first part, where that is another: the words under a picture.
    """
    if first is not None and length(text) > first:
        start = pieces(text, first)[0]
        return [start, *pieces(text[len(start) :].lstrip(), limit)]
    parts = []
    while length(text) > limit:
        head = text[: fitting(text, limit)]
        ends = (at + len(mark) for mark in BREAKS if (at := head.rfind(mark)) > len(head) // 2)
        cut = next(ends, len(head))
        parts.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [part for part in (*parts, text) if part] or [""]


def fitting(text: str, limit: int) -> int:
    """How many characters from the start fit into `limit` code units."""
    end = min(len(text), limit)
    while length(text[:end]) > limit:
        end -= max(1, (length(text[:end]) - limit) // 2)
    return end


def whole(link: Link | None, site: str | None) -> str:
    """The link's full address; "" when there is none, or nobody outside can open our site."""
    if link is None:
        return ""
    if not link.url.startswith("/"):
        return link.url
    return site.rstrip("/") + link.url if site else ""


def opened(media: MediaStore | None, sha256: str | None) -> bytes | None:
    """A stored picture's bytes; None when there is none to show: the words then go without it."""
    if media is None or sha256 is None:
        return None
    try:
        return media.open(sha256)
    except (KeyError, OSError) as missing:
        log.error("a picture of ours could not be opened: %s", type(missing).__name__)
        return None
