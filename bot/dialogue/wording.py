"""Pieces that questions and answers are put together from."""

import re

from bot.dialogue.known import AreaInfo, CategoryInfo, Known
from bot.dialogue.state import Conversation, Draft, Held
from bot.dialogue.types import Button
from bot.messages import say

SHOWN = 300  # characters of the resident's words repeated back


_FORMULA = re.compile(
    r"^(?:(?:assalamu|ass?alam|selamat (?:pagi|siang|sore|malam)|dengan hormat|yth|yang terhormat|kepada yth"
    r"|perkenalkan|mohon maaf (?:sebelum|meng)|demikian|atas (?:perhatian|kerja ?sama|bantuan|tanggapan)"
    r"|terima ?kasih|hormat (?:saya|kami)|wassalam|salam (?:hormat|sejahtera)|mohon kiranya|besar harapan"
    r"|semoga|dear|thank you|best regards|mohon (?:dapat |agar |untuk )?(?:segera )?ditindak)\w*)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_LETTER = 120  # characters; shorter words are repeated as they are


def matter_of(text: str) -> str:
    """The matter of a long letter: its sentences without greetings and closing formulas."""
    if len(text) <= _LETTER:
        return text
    told = [sentence for sentence in _SENTENCE.split(text) if not _FORMULA.match(sentence.strip(" ,"))]
    return " ".join(told).strip() or text


def short(text: str) -> str:
    """The resident's words as repeated back to them."""
    text = matter_of(text)
    return text if len(text) <= SHOWN else text[:SHOWN].rstrip() + "…"


def button(c: Conversation, known: Known, action: str, key: str) -> Button:
    """A button of the open question."""
    return Button(f"{c.nonce}:{action}", say(known.locale, key))


def buttons(c: Conversation, known: Known, *actions: str) -> tuple[Button, ...]:
    """Buttons of the open question, titled `btn-<action>`."""
    return tuple(button(c, known, action, f"btn-{action}") for action in actions)


def draft_of(c: Conversation) -> Draft:
    """The draft in hand, or a new one."""
    return c.draft or Draft()


def held_of(c: Conversation) -> Held:
    """What the side question is about."""
    return c.held or Held()


def category_of(draft: Draft, known: Known) -> CategoryInfo | None:
    """The draft's category, when it has one that is still offered."""
    return known.catalogue.categories.get(draft.category or "")


def area_name(area: AreaInfo) -> str:
    """ "Kel. Kranji, Kec. Bekasi Barat" """
    return f"Kel. {area.name}, Kec. {area.kecamatan}"


def place_of(draft: Draft, known: Known) -> str:
    """Where the draft is, in words for the resident."""
    area = known.catalogue.kelurahan.get(draft.kelurahan or "")
    if area is None:
        return say(known.locale, "place-unknown", place=draft.place) if draft.place else ""
    more = draft.place and draft.place.lower().removeprefix("kelurahan ") != area.name.lower()
    return f"{draft.place}, {area_name(area)}" if more else area_name(area)
