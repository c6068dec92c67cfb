"""Hiding phone numbers, NIK/KK and e-mail addresses in what residents write (UU PDP 27/2022)."""

import re
import unicodedata
from dataclasses import dataclass

PHONE, NIK, EMAIL = "[telepon]", "[nik]", "[email]"

# What people put between digits: blanks of any kind, dots, dashes, slashes, brackets, invisible signs.
_GAP = r"[\s.\-‐-―_/()+,'*•·|~\u00ad\u200b-\u200f\u2060\ufeff]{0,4}"
_DIGIT = r"(?:[0-9]|(?<![A-Za-z])[oO](?=8))"
_CHAIN = re.compile(rf"{_DIGIT}(?:{_GAP}[0-9])+")
_GROUP = re.compile(r"[0-9oO]+")
_EMAIL = re.compile(
    r"(?<![\w.+\-])[\w.+\-]++\s?(?:@|\(at\)|\[at\]|＠)\s?[\w\-]++(?:\s?(?:\.|\(dot\)|\[dot\])\s?[\w\-]{2,63}+){1,4}",
    re.I,
)
_PHONE = re.compile(
    r"(?:00?62|62|0)?8[1-9]\d{7,10}|(?:62|0)(?:2[1-9]|[3-79]\d)\d{7,8}|(?:62|0)(?:2[1-9]|[3-79]\d\d)\d{6,8}"
)
_NIK = re.compile(r"[1-9]\d{15}")
_NIK_DIGITS, _FEWEST_DIGITS = 16, 9
_YEAR = re.compile(r"(?:19|20)\d\d")
_PRICE = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{0,2}(?:,\d{3})+")
_DATE = re.compile(r"(?:[0-2]?\d|3[01])[-/. ](?:0?\d|1[0-2])[-/. ](?:19|20)\d\d")
_SPOKEN = r"(?:nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|lapan|sembilan)"
_SPOKEN_PHONE = re.compile(
    rf"(?<!\w)(?:nol|kosong)[\s,.\-]{{1,3}}(?:de)?lapan(?:[\s,.\-]{{1,3}}{_SPOKEN}(?!\w)){{7,11}}", re.I
)


@dataclass(frozen=True)
class _Part:
    digits: str
    start: int
    end: int


def _ascii_digits(text: str) -> str:
    """The text with every script's digits as 0-9, each in its own place."""
    if text.isascii():
        return text
    return "".join(c if c.isascii() or not c.isdecimal() else str(unicodedata.decimal(c)) for c in text)


def _parts(chain: re.Match[str]) -> list[_Part]:
    at = chain.start()
    return [
        _Part(m.group().replace("o", "0").replace("O", "0"), at + m.start(), at + m.end())
        for m in _GROUP.finditer(chain.group())
    ]


def _is_nik(parts: list[_Part], written: str) -> bool:
    digits = "".join(p.digits for p in parts)
    if not _NIK.fullmatch(digits) or _PRICE.fullmatch(written):
        return False
    return not all(_YEAR.fullmatch(p.digits) for p in parts)


def _is_phone(parts: list[_Part], written: str) -> bool:
    digits = "".join(p.digits for p in parts)
    if not _PHONE.fullmatch(digits) or _PRICE.fullmatch(written):
        return False
    if len(parts) == 1 and digits[0] not in "06":  # a bare 8xxxxxxxx is a phone only in the usual lengths
        return 10 <= len(digits) <= 12
    return not _DATE.match(written)


def _private(parts: list[_Part], first: int, text: str) -> tuple[int, str] | None:
    """How many parts from `first` on make one private number, and its mask."""
    best: tuple[int, str] | None = None
    total = 0
    for last in range(first, len(parts)):
        total += len(parts[last].digits)
        if total > _NIK_DIGITS:
            break
        if total < _FEWEST_DIGITS:
            continue
        chosen = parts[first : last + 1]
        written = text[chosen[0].start : chosen[-1].end]
        if total == _NIK_DIGITS and _is_nik(chosen, written):
            best = (last + 1 - first, NIK)
        elif parts[first].digits[0] in "068" and _is_phone(chosen, written):
            best = (last + 1 - first, PHONE)
    if best is None and len(parts[first].digits) >= 14:
        return 1, NIK
    return best


def _mask_chain(chain: re.Match[str], text: str) -> str:
    """The chain's own letters in `text`, its private numbers replaced."""
    parts = _parts(chain)
    out: list[str] = []
    at, i = chain.start(), 0
    while i < len(parts):
        found = _private(parts, i, chain.string)
        if found is None:
            i += 1
            continue
        count, label = found
        out += [text[at : parts[i].start], label]
        i += count
        at = parts[i - 1].end
    return "".join([*out, text[at : chain.end()]])


def mask(text: str) -> str:
    """The text with phone numbers, NIK/KK and e-mail addresses replaced by `[telepon]`, `[nik]`, `[email]`.

    Keeps RT/RW, years, dates, prices and report numbers. Masking twice changes nothing more.
    """
    text = _EMAIL.sub(EMAIL, text)
    text = _SPOKEN_PHONE.sub(PHONE, text)
    readable = _ascii_digits(text)
    out: list[str] = []
    at = 0
    for chain in _CHAIN.finditer(readable):
        out += [text[at : chain.start()], _mask_chain(chain, text)]
        at = chain.end()
    return "".join([*out, text[at:]])
