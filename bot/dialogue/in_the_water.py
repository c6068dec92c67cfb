"""Who sits in the water and cannot get out, told in words that name no danger: "nenek saya masih di dalem".

The water may have been told before, so this reads the words together with the draft in hand.
"""

import re
from dataclasses import replace

from bot.dialogue.hear import NOT, Heard
from bot.dialogue.known import Known
from bot.dialogue.state import Conversation

TRAPPED = "terjebak"
_GIVES_WAY = frozenset((None, "anak_hilang", "tolong"))  # what such words may be mistaken for
_DEEP = re.compile(
    r"\b(?:air|banjir|water|flood\w*)\b.{0,30}\b(?:se)?(?:pinggang|perut|dada|leher|kepala|atap|waist|chest|neck)\b"
    r"|\b(?:banjir|air|water)\b.{0,20}\b(?:makin|terus|tambah|cepat|cepet|rising|masuk)\b",
    re.IGNORECASE,
)
_STUCK = re.compile(
    r"\b(?:kami|kita|saya|sekeluarga|we)\b.{0,20}\b(?:di|naik ke|ngungsi (?:di|ke)|on the) "
    r"(?:lantai (?:2|dua|atas)|atap|genteng|loteng|roof|second floor)\b"
    r"|\b(?:makanan|makan|beras|susu|air minum)\b.{0,12}\b(?:habis|abis|ga ada|gak ada|tidak ada|kosong)\b"
    r"|\b(?:kehabisan (?:makanan|air|susu)|belum makan|kelaparan|out of food|no food)\b"
    rf"|\b(?:{NOT}|g|teu|ora)\s?(?:bisa|bs|iso"
    r"|tiasa)\s+(?:keluar|kemana\S*|ke mana"
    r"|jalan|turun|gerak|lari|nyelametin)\b|\bgabisa (?:keluar|jalan|turun|gerak)\b|\b(?:masih"
    r"|ada) di (?:dalam|dalem|atap"
    r"|genteng|lantai (?:2|dua|atas)|loteng)\b|\b(?:kejebak|kekurung|terkurung|stuck|trapped"
    r"|can.?t get out)\b"
    r"|\b(?:kirim|butuh|minta|perlu|tolong|mohon|send)\b.{0,15}\b(?:perahu|evakuasi|dievakuasi|jemput|dijemput|boat|rescue)",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(
    r"\b(?:nenek|kakek|ibu|bapak|ayah|mama|papa|anak|bayi|balita|lansia|lumpuh|stroke|hamil|sakit|keluarga|kami|orang|istri"
    r"|suami|adik|kakak|we|mother|father|baby|grand\w+|people)\b",
    re.IGNORECASE,
)


def stuck(text: str) -> bool:
    """Whether somebody cannot get out, sits on a roof, or asks to be fetched."""
    return bool(_STUCK.search(text) or _DEEP.search(text))


def understood(c: Conversation, heard: Heard, known: Known) -> Heard:
    """The words, as those of somebody trapped by water where they come to that."""
    if heard.emergency not in _GIVES_WAY or known.catalogue.danger(TRAPPED).way != "rescue":
        return heard
    flooded = c.draft is not None and c.draft.category in known.catalogue.floods
    deep = bool(_DEEP.search(heard.text))
    told = f"{c.draft.text}\n{heard.text}" if c.draft is not None else heard.text
    if not (flooded or deep) or not _STUCK.search(heard.text) or not _SOMEBODY.search(told):
        return heard
    return replace(heard, emergency=TRAPPED)
