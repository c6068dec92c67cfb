"""Facts that help the officer, lifted from the message in the resident's own (masked) words."""

import re
from functools import cache
from typing import Any

from nlu.plain import DATA, MAX_CHARS, load_yaml
from nlu.privacy import mask
from nlu.types import Facts

_MOST_URGENT = 5


@cache
def _cues() -> dict[str, Any]:
    cues: dict[str, Any] = load_yaml(DATA / "fact_cues.yml")
    return cues


def _any(name: str) -> str:
    words = sorted(map(str, _cues()[name]), key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word) for word in words) + ")"


@cache
def _patterns() -> dict[str, list[re.Pattern[str]]]:
    """Every fact's patterns, the surest first."""
    number, unit, when = rf"(?:\d{{1,3}}|{_any('numbers')})", _any("units"), _any("months")
    already = r"(?:sudah|udah|udh|sdh|uda|dah|selama|hampir|lebih dari|nyaris|wis|geus|tos)"
    since = r"(?:sejak|semenjak|mulai dari|mulai|dari|dr|sedari|ti)"
    amount = rf"(?:{number}\s*(?:-|sampai|/|s\.?d\.?)?\s*(?:\d{{1,3}}\s*)?(?:{unit})(?:an)?|se(?:{unit})|ber(?:{unit})-?\s?(?:{unit})|(?:{unit})an)"
    report = r"(?:lapor\w*|melapor\w*|ngelapor\w*|laporan\w*|adu\w*|mengadu\w*|ngadu\w*|komplain|complain|mengeluh\w*|keluhan|pengaduan)"
    person = r"(?:orang|org|warga|anak|ank|pengendara|pemotor|ibu|bapak|lansia|balita|bayi|korban|jiwa|motor|pelajar|siswa|nenek|kakek|bocah|ojol)"
    harm = r"(?:jatuh|terjatuh|luka(?:-luka)?|terluka|meninggal|tewas|celaka|kecelakaan|patah|cedera|cidera|sakit|hanyut|tenggelam|tertimpa|terperosok|kejeblos|keserempet|tertabrak|pingsan|kesetrum|tersengat|keracunan|dirawat|opname|sesak(?: na[fp]as)?|demam|dbd|gatal(?:-gatal)?|batuk(?:-batuk)?)"
    return {
        "since": _compiled(
            rf"\b{since}\s+(?:(?:awal|akhir|pertengahan|bulan|tahun|hari|tanggal|tgl|jam|minggu|th|thn|bln)\s+){{0,3}}(?:{when}|{number}|\d{{1,4}}|{amount}|lalu)(?:[\s/.-]+(?:{when}|\d{{1,4}}|lalu|kemarin|yang lalu|yg lalu|{unit})){{0,3}}",
            rf"\b{already}\s+(?:\w+\s+){{0,2}}?{amount}(?:\s+(?:lebih|lalu|ini|lamanya|yang lalu|yg lalu))?",
            rf"\b{amount}\s+(?:lebih|lalu|ini|lamanya|yang lalu|yg lalu|belum|blm|tidak|ga|gak|nggak|tdk)\b",
            r"\b(?:sudah|udah|udh|sdh)\s+(?:sangat\s+|cukup\s+)?lama(?:\s+(?:sekali|banget|bgt))?",
            rf"\b{amount}\b",
        ),
        "times_reported": _compiled(
            rf"\b(?:sudah|udah|udh|sdh|saya|kami|pernah|telah)?\s*(?:\d{{1,3}}\s*(?:x|kali)|{_any('numbers')}\s+kali|ber(?:kali|ulang)[\s-]*(?:kali|ulang)|sering|beberapa kali|kesekian kali\w*|sekali|berkali2|berulang2)\s+(?:\w+\s+){{0,2}}?{report}",
            rf"\b{report}(?:\s+\w+){{0,3}}?\s+(?:\d{{1,3}}\s*(?:x|kali)|{_any('numbers')}\s+kali|berkali[\s-]*kali|berulang[\s-]*(?:kali|ulang)|beberapa kali|berkali2|berulang2|kesekian kali\w*)",
            rf"\b(?:sudah|udah|udh|sdh|pernah|telah)\s+(?:pernah\s+|saya\s+|kami\s+|sering\s+|di)?\s*{report}(?!\s*\?)",
            rf"\b{report}\s+(?:ke|yang ke|yg ke)\s*-?\s*(?:\d{{1,3}}|{_any('numbers')}|sekian)(?:\s*kali\w*)?",
            r"\b(?:ini\s+)?(?:laporan|aduan|keluhan)\s+(?:saya\s+)?(?:yang\s+|yg\s+)?(?:ke\s*-?\s*\d{1,3}|kedua|ketiga|keempat|kelima|kesekian)(?:\s+kali\w*)?",
        ),
        "victims": _compiled(
            rf"\b(?:(?:sudah|udah|ada|banyak|sering)\s+){{0,3}}(?:{number}\s+|banyak\s+|beberapa\s+)?{person}(?:\s+\w+){{0,3}}?\s+(?:\w+\s+)?{harm}",
            rf"\b(?:ada|banyak|sudah banyak|udah banyak|memakan|makan|menelan|timbul|jatuh|menimbulkan)\s+(?:\d{{1,4}}\s+)?korban(?:\s+(?:jiwa|luka|jatuh|meninggal|kecelakaan))*",
            rf"\b{number}\s+(?:korban|orang|org|warga)\s+{harm}",
            rf"\bkorban\s+(?:{number}\s+\w+|{harm}|jiwa|luka)",
            rf"\b(?:banyak|sudah|sering|ada)\s+(?:\w+\s+){{0,2}}?(?:yang\s+|yg\s+)?{harm}",
            rf"\b(?:saya|istri|suami|anak|ibu|bapak|adik|kakak|teman|tetangga|mertua)(?:\s+(?:saya|kami|sy))?\s+(?:sampai\s+|sampe\s+|pernah\s+|sempat\s+|jadi\s+|kemarin\s+|hampir\s+|terus\s+){{0,3}}{harm}",
        ),
        "urgency": _compiled(rf"\b{_any('urgency')}\b"),
    }


def _compiled(*patterns: str) -> list[re.Pattern[str]]:
    return [re.compile(pattern, re.I) for pattern in patterns]


def _first(name: str, text: str) -> str | None:
    for pattern in _patterns()[name]:
        match = pattern.search(text)
        if match:
            return " ".join(match.group().split())
    return None


def find_facts(text: str) -> Facts:
    """Since when, how often reported, victims and urgency words, as written; None where nothing says so."""
    masked = mask(text[:MAX_CHARS])
    urgent = (m.group().lower() for pattern in _patterns()["urgency"] for m in pattern.finditer(masked))
    return Facts(
        since=_first("since", masked),
        times_reported=_first("times_reported", masked),
        victims=_first("victims", masked),
        urgency=tuple(dict.fromkeys(urgent))[:_MOST_URGENT],
    )
