"""Praise that only leads up to the complaint: "pelayanannya udah cepet, tapi parkirannya semrawut"."""

import re

_GOOD = (
    "bagus|cepat|cepet|ramah|rapi|bersih|lancar|mulus|keren|mantap|enak|oke|ok|baik|membaik|terang|nyaman"
    "|memuaskan"
)
_MORE = "banget|bgt|sekali|sih|kok|lah|juga|semua|pelayanannya|petugasnya"
_PRAISE = re.compile(
    rf"^[^.!?\n]{{0,80}}?\b(?:{_GOOD})(?:\s+(?:{_MORE})){{0,2}}"
    r"\s*,?\s*(?:tapi|tp|tpi|tetapi|namun|cuma|cuman|sayangnya|sayang)\s+(?P<rest>\S+(?:\s+\S+){2,})$",
    re.IGNORECASE | re.DOTALL,
)
_DENIED = re.compile(
    r"\b(?:tidak|tdk|ga|gak|gk|nggak|ngga|enggak|belum|blm|kurang|bukan|kapan|biar|supaya|agar)\b",
    re.IGNORECASE,
)


def after_praise(text: str) -> str:
    """What is told after the praise a text begins with; the whole text where it begins with none."""
    found = _PRAISE.match(text.strip())
    if found is None or _DENIED.search(text[: found.start("rest")]):
        return text
    return found["rest"]
