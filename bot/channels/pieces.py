"""Long texts in parts and links as whole addresses: the same need on every messenger. Pure."""

from bot.dialogue.types import Link

BREAKS = ("\n\n", "\n", ". ", " ")


def length(text: str) -> int:
    """UTF-16 code units: how Telegram counts, and never less than what another platform counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def pieces(text: str, limit: int) -> list[str]:
    """The text in parts of at most `limit` code units, cut at a paragraph, line, sentence or word."""
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
