"""What words say of a place beyond the names in them: all of them, a street's area, the story told right."""

import re
from dataclasses import replace

from bot.dialogue.hear import ADDRESS, Heard
from bot.dialogue.known import Known
from bot.dialogue.state import Conversation, Draft, Step
from bot.dialogue.wording import draft_of
from nlu.only_where import said_of_places
from nlu.plain import keys
from nlu.types import Where

NEGATES = re.compile(
    r"\b(?:tidak|tdk|ga|gak|nggak|ngga|enggak|kaga|kagak|bukan|belum|blm|mboten|ora|teu|no|not|don.?t|gatau|kok|kenapa|apa|itu|lho|loh|gitu|begitu)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:\W*\b(?:it.s|it is|di|ing|neng|nang|ning|dek|in|at|yang|yg|itu|ya|iya|pak|bu|kak|min|lokasi(?:nya)?"
    r"|alamat(?:nya)?|tempat(?:nya)?|(?:di)?pindah(?:in|kan)?|ke)\b\W*)+",
    re.IGNORECASE,
)
_CORRECTS = re.compile(r"\b(?:eh|salah|maksud\w*|ralat|ganti|koreksi|harusnya|wrong|mean)\b", re.IGNORECASE)
# What lies within a place that was named: "blok d5 no 12" is somewhere there.
FINER = re.compile(
    r"\b(?:blok|blk|no|nomor|nomer|kav|kavling|lantai|lt|cluster|unit)\b\W{0,2}\w{1,4}\b", re.IGNORECASE
)
_CALLED = r"(?:kelurahan|kel|kecamatan|kec)\b\.?"
_AN_ADDRESS = 12  # words
_AREAS = frozenset(("kelurahan", "kecamatan"))


def in_its_area(c: Conversation, heard: Heard, known: Known) -> Where:
    """The place as said; a kelurahan alone, said of a street that named none, is where that street lies."""
    old, where = draft_of(c).where, as_said(heard)
    bare = bool(where.areas) and all(place.kind in _AREAS for place in heard.places)
    areas = known.catalogue.kelurahan
    named = any(areas[area.code].name.lower() in old.text.lower() for area in old.areas if area.code in areas)
    if not bare or named or not old.text or where.corrects or old.exact or c.step is Step.PLACE:
        return where
    return replace(where, text=f"{old.text}, {where.text}")


def as_said(heard: Heard) -> Where:
    """The place in all of the resident's words, where few: "dekat tpa" leads there though no list has it."""
    where = heard.where
    if heard.words > _AN_ADDRESS or where.corrects or where.outside or where.exact or "\n" in heard.text:
        return where
    if NEGATES.search(heard.text) or _CORRECTS.search(heard.text):
        return where
    named = frozenset(keys(where.text)) | said_of_places()
    block = FINER.search(heard.text) is not None and heard.words > len(where.text.split())
    more = block or [w for w in keys(heard.text) if w not in named and len(w) > 1 and not w.isdecimal()]
    return replace(where, text=_LEAD.sub("", heard.text).strip(" ,.!")) if more else where


def told_right(draft: Draft, old: Draft, *denied: str) -> Draft:
    """The draft whose story no longer names the wrong place: as it was denied, else as it was told."""
    right = draft.where.text
    if not denied and old.where.text and old.where.text in right:
        return draft  # more was said of the same place: the story stands
    parts = old.where.text.split(", ")
    # "di Kelurahan Kranji" becomes "di depan SDN 3", not "di Kelurahan depan SDN 3".
    called = rf"(?:{_CALLED}\s+)?" if ADDRESS.match(right) or re.match(_CALLED, right, re.I) else ""
    whole = r"[\s,]+(?:(?:di|kel|kelurahan|kec|kecamatan)\.?\s+)?".join(map(re.escape, parts))
    for wrong in (*map(re.escape, denied), whole, *map(re.escape, reversed(parts))):  # the area is named last
        named = re.compile(rf"(?<!\w){called}{wrong}(?!\w)", re.IGNORECASE)
        if wrong and right and named.search(draft.text):
            return replace(draft, text="").with_more(named.sub(lambda _: right, draft.text))
    return draft
