"""What only leads up to the complaint: praise ("udah cepet, tapi parkirannya semrawut") or a denial."""

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


# "bukan jalan rusak ya min, ini trotoarnya yg ancur": only what it is instead is told.
_INSTEAD = re.compile(
    r"^\W*(?:(?:ini|itu|eh|min|pak|bu|kak)\s+)?(?:bukan|bkn)\s+(?:soal |masalah )?[^,.!?\n]{3,40}"
    r"(?:,|\s+(?=tapi|tp|melainkan))\s*(?:ya |min |pak |kak )*(?:tapi|tp|melainkan|ini|itu|yang|yg)\s+"
    r"(?P<rest>\S+(?:\s+\S+){1,})$",
    re.IGNORECASE | re.DOTALL,
)


def after_praise(text: str) -> str:
    """What is told after the praise, or the denial, a text begins with; the whole text without one."""
    if (instead := _INSTEAD.match(text.strip())) is not None:
        return instead["rest"]
    found = _PRAISE.match(text.strip())
    if found is None or _DENIED.search(text[: found.start("rest")]):
        return text
    return found["rest"]
