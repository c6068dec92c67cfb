"""Whose wish to die it is, where another is named as well, and when it was long ago."""

import re
from dataclasses import replace

from nlu.types import Emergency

_I = r"(?:saya|sy|aku|ak|gue|gw|gua|ane|aye|kulo|abdi|awak|i)"
_RATHER = (
    r"(?:lebih baik|lbh baik|mending(?:an)?|biar(?:in|kan)?|i[jz]in(?:kan|in)?|pengen|pengin|ingin|mau|rela"
    r"|siap)"
)
_FOLLOW = r"(?:(?:ikut|aja|saja|langsung)\W+)?(?:me)?nyusul\w*|susul"
# "Biar saya menyusul bapaknya", "aku pamit ya": who says it of himself, whoever else is named.
_OWN = re.compile(
    rf"\b{_RATHER}\W+{_I}\W+(?:{_FOLLOW})\b|\b{_I}\W+(?:{_RATHER}\W+)?(?:{_FOLLOW})\b"
    rf"|(?:^|[,.;!])\W*{_I}\W+(?:mau\W+|izin\W+|ijin\W+)?(?:pamit|pamitan)\b",
    re.IGNORECASE,
)
_LONG_AGO = re.compile(
    r"\b(?:\w+ )?(?:tahun|bulan|minggu) (?:yang |yg )?(?:lalu|kemarin|kemaren)\b"
    r"|\b(?:dulu|waktu itu|pernah) ada\b"
    r"|\b(?:last|years?|months?|weeks?) (?:year|month|week|ago)\b",
    re.IGNORECASE,
)
_ANYBODY = re.compile(
    r"\bada (?:yang|yg|orang|warga|kejadian|kasus|remaja|perempuan|laki)|\b(?:someone|somebody|people)\b",
    re.IGNORECASE,
)


# "Dia mau bunuh saya": a threat, and nobody's wish to die.
_THREATENED = re.compile(
    r"\b(?:dia|ia|beliau|orang\w*|mereka|suami\w*|istri\w*|laki|bapak\w*|ayah\w*|pacar\w*|mantan\w*|preman"
    r"|he|she|they)\b.{0,30}\b(?:mau|akan|bakal|pengen|ngancem|ngancam|mengancam|ngomong|bilang|wants?|will)\b"
    r".{0,15}\b(?:bunuh|ngebunuh|membunuh|mbunuh|mateni|kill)\s+"
    r"(?:saya|aku|gue|gw|kami|kita|anak\w*|ibu\w*|me|us)\b(?!\W+(?:sendiri|diri))",
    re.IGNORECASE,
)
HOME, CRIME = "kdrt", "kejahatan"
_STRANGERS = re.compile(r"\b(?:preman|orang|mereka|they)\w*\b", re.IGNORECASE)


def threatened(told: Emergency, text: str) -> Emergency:
    """The danger, as one's life threatened by another where the words say so."""
    if not _THREATENED.search(text):
        return told
    return replace(told, kind=CRIME if _STRANGERS.search(text) else HOME, other=False, sure=True)


# "Temenku nulis pamit di grup, aku takut": whom it begins with, and who only fears for them.
_MY_PERSON = re.compile(
    r"^\W*(?:(?:min|kak|pak|bu|tolong|halo|ini)\W+)*"
    r"(?:temen|teman|tmn|sahabat|adik|adek|kakak|abang|pacar|mantan|sepupu|ponakan|keponakan|tetangga|roommate"
    r"|anak|suami|istri|ibu|bapak|mama|papa|nenek|kakek|konco|kanca|babaturan)"
    r"(?:ku|qu|\W+(?:saya|aku|gue|gw|sy|q|kos|sekelas|kelas|kantor|sebangku))\b.*"
    r"\b(?:nulis|tulis|bilang|chat|ngechat|ngomong|wa|status|story|cerita|kirim|ngirim|posting|pamit\w*|ngaku)\b",
    re.IGNORECASE | re.DOTALL,
)


def of_my_person(text: str) -> bool:
    """Whether it begins with somebody of the writer's who said or wrote something."""
    return bool(_MY_PERSON.match(text))


def of_oneself(told: Emergency, text: str) -> Emergency:
    """The danger, as the writer's own where the words say so."""
    return replace(told, other=False) if told.other and _OWN.search(text) else told


def long_ago_of_anybody(text: str) -> bool:
    """Whether it is told of somebody unnamed, long ago: "dua tahun lalu ada yang bunuh diri di sini"."""
    return bool(_LONG_AGO.search(text) and _ANYBODY.search(text))
