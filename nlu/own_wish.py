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


def of_oneself(told: Emergency, text: str) -> Emergency:
    """The danger, as the writer's own where the words say so."""
    return replace(told, other=False) if told.other and _OWN.search(text) else told


def long_ago_of_anybody(text: str) -> bool:
    """Whether it is told of somebody unnamed, long ago: "dua tahun lalu ada yang bunuh diri di sini"."""
    return bool(_LONG_AGO.search(text) and _ANYBODY.search(text))
