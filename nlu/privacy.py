"""Hiding the numbers that belong to a person in what residents write (UU PDP 27/2022).

Telephone, NIK/KK, bank account, BPJS, SIM, NPWP and passport numbers and e-mail addresses, also with signs
between the digits, with letters in their place ("o8l2") and in words. A point on the map is none of them.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from nlu.plain import DATA, load_yaml
from nlu.points import find_points
from nlu.spoken_digits import Digits, chains, listed, parts_of, piece

PHONE, NIK, EMAIL, BPJS, NPWP = "[telepon]", "[nik]", "[email]", "[bpjs]", "[npwp]"
ACCOUNT = "[rekening]"

_EMAIL = re.compile(
    r"(?<![\w.+\-])[\w.+\-]++\s?(?:@|\(at\)|\[at\]|＠)\s?[\w\-]++(?:\s?(?:\.|\(dot\)|\[dot\])\s?[\w\-]{2,63}+){1,4}"
    r"|(?<![\w.+\-])[\w.+\-]++@[\w\-]++(?:[.,][\w\-]++){0,3},(?:com|co|id|net|org)(?!\w)",  # a slip
    re.I,
)
_SPELT_EMAIL = re.compile(  # "siti at contoh dot co dot id"
    r"(?<![\w.+\-])[\w.+\-]++\s(?:at|et|@)\s[\w\-]++(?:\s(?:dot|titik|\.)\s[\w\-]{2,20}+){0,3}"
    r"\s?(?:dot|titik|\.)\s?(?:com|co|id|net|org|go|ac|sch|gov|edu)(?!\w)(?:\s?(?:dot|titik|\.)\s?(?:id|uk)(?!\w))?",
    re.I,
)
_PHONE = re.compile(
    r"(?:00?62|62|0)?8[1-9]\d{7,10}|(?:62|0)(?:2[1-9]|[3-79][1-9])\d{7,8}|(?:62|0)(?:2[1-9]|[3-79][1-9]\d)\d{6,8}"
)
_NIK = re.compile(r"[1-9]\d{15}")
_BPJS = re.compile(r"000\d{10}")
_NPWP = re.compile(r"(?<!\d)\d{2}\.\d{3}\.\d{3}\.\d[-.]\d{3}\.\d{3}(?!\d)")
_NIK_DIGITS, _FEWEST_DIGITS = 16, 9
_NEXT_DOOR = 10  # house, pole and RT numbers named one after another lie no farther apart
_MOST_PARTS = 5  # people write a NIK in; more, of one digit here and three there, is a list
_YEAR = re.compile(r"(?:19|20)\d\d")
_PRICE = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{0,2}(?:,\d{3})+")
_MEASURES = re.compile(r"(?:\d{1,3}\.\d[,;\s]+){2}\d|(?:\d{1,3},\d[;\s]+){2}\d")  # "0,8 1,2 2,3"
_OF_RUPIAH = re.compile(r"\s{0,2}(?:rupiah|perak|ribu|rb|juta|jt|miliar)\b", re.I)
_RUPIAH = re.compile(r"\brp\.?\s{0,3}$", re.I)
_TIME = r"(?:[01]?\d|2[0-3])[:.][0-5]\d(?:[:.][0-5]\d)?"
_DAY = r"(?:[0-2]?\d|3[01])[-/. ](?:0?\d|1[0-2])[-/. ](?:(?:19|20)\d\d|\d\d)|(?:19|20)\d\d-\d\d-\d\d"
_MOMENT = re.compile(
    r"(?<!\d)(?:19|20)\d\d-(?:0\d|1[0-2])-(?:[0-2]\d|3[01])[T ](?:[01]\d|2[0-3]):[0-5]\d"
    r"(?::[0-5]\d(?:[.,]\d{1,9})?)?(?:Z|\s?[+-](?:0\d|1[0-4]):?[0-5]\d)?(?!\d)"
)
_DATE = re.compile(r"(?:[0-2]?\d|3[01])[-/. ](?:0?\d|1[0-2])[-/. ](?:19|20)\d\d")
_WHEN = re.compile(rf"(?:{_TIME}|{_DAY})(?:\s{{0,2}}[-,;–\s]\s{{0,2}}(?:{_TIME}|{_DAY}))*")
_SPOKEN_POINT = re.compile(r"\bseratus\s\w+\s(?:koma|titik)\b", re.I)  # a longitude of Indonesia's in words
_LOOK_ALIKE = str.maketrans("oOQlIizZsSBgqb", "00011122558996")
_DISGUISED = re.compile(
    r"(?<![^\W_])(?:[0-9oOQlIizZsSBgqb]{2,20}|[0-9oOlI](?:[ .\-][0-9oOlI]){8,20})(?![^\W_])"
)


@cache
def _announced() -> tuple[tuple[str, re.Pattern[str], tuple[int, int], re.Pattern[str]], ...]:
    made = []
    for entry in load_yaml(DATA / "private_words.yml")["announced"]:
        words = "|".join(sorted(map(re.escape, entry["words"]), key=len, reverse=True))
        pattern = re.compile(rf"(?<![\w\[])(?:{words})(?!\w)[^\d\n\[]{{0,25}}?(?={piece().pattern})", re.I)
        fewest, most = entry["digits"]
        made.append((entry["label"], pattern, (fewest, most), re.compile(entry.get("shape", r"\d+"))))
    return tuple(made)


def _plainly(text: str) -> str:
    """The text with every script's digits, and letters in a digit's place, as 0-9; each where it was."""
    if not text.isascii():
        text = "".join(c if c.isascii() or not c.isdigit() else str(unicodedata.digit(c)) for c in text)
    return _DISGUISED.sub(_undisguised, text)


def _undisguised(match: re.Match[str]) -> str:
    written = match.group()
    if len(written) == 2 and written[0] in "bB":
        return written  # "SIM B1", "blok b2"
    digits, letters = sum(c.isdigit() for c in written), sum(c.isalpha() for c in written)
    starts = written[0] in "oO" and written[1] in "8B"
    if digits and (digits >= letters or starts):
        return written.translate(_LOOK_ALIKE)
    return written


def _is_nik(parts: list[Digits], written: str) -> bool:
    digits = "".join(p.digits for p in parts)
    if not _NIK.fullmatch(digits) or _PRICE.fullmatch(written):
        return False
    singles = sum(len(p.digits) == 1 for p in parts)
    many = len(parts) > _MOST_PARTS and not re.search("[a-z]", written, re.I)
    a_list = 1 < singles < len(parts) or _DATE.search(written)  # "1. 84-104 2. 111-124 3. 142", dates
    years = all(_YEAR.fullmatch(p.digits) for p in parts)
    return not (years or (many and a_list))


def _is_phone(parts: list[Digits], written: str) -> bool:
    digits = "".join(p.digits for p in parts)
    if not _PHONE.fullmatch(digits) or _PRICE.fullmatch(written) or _WHEN.fullmatch(written):
        return False
    if _SPOKEN_POINT.search(written) or _MEASURES.search(written):
        return False
    if len(parts) == 1 and digits[0] not in "06":  # a bare 8xxxxxxxx is a phone only in the usual lengths
        return 10 <= len(digits) <= 12
    figures = not re.search("[a-z]", written, re.I)
    if digits[0] == "8" and figures and min(len(p.digits) for p in parts) < 3:
        return False  # "84-104 2. 111-124" are houses
    return not _DATE.match(written) and not _is_list(parts, written)


def _is_price(text: str, parts: list[Digits]) -> bool:
    """ "Rp8123456789", "8123456789 rupiah"."""
    before = text[max(0, parts[0].start - 6) : parts[0].start]
    return parts[0].digits[0] != "0" and bool(_RUPIAH.search(before) or _OF_RUPIAH.match(text, parts[-1].end))


def _is_list(parts: list[Digits], written: str) -> bool:
    """ "811, 812, 815": one house, pole or RT after another."""
    commas, begins = "," in written or ";" in written, parts[0].start
    named: list[str] = []
    for at, part in enumerate(parts):
        gap = written[parts[at - 1].end - begins : part.start - begins] if at else ","
        if not commas or set(",;") & set(gap):
            named.append("")
        named[-1] += part.digits
    steps = [int(b) - int(a) for a, b in pairwise(named)]
    whole = steps[:-1] if len(steps) > 3 else steps  # the last may be cut in two
    return len(steps) > 1 and all(0 < step <= _NEXT_DOOR for step in whole)


def _private(parts: list[Digits], first: int, text: str) -> tuple[int, str] | None:
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
        elif _is_price(text, chosen):
            continue
        elif parts[first].digits[0] in "068" and _is_phone(chosen, written):
            best = (last + 1 - first, PHONE)
        elif first == last and _BPJS.fullmatch(parts[first].digits):
            best = (1, BPJS)
    if best is None and len(parts[first].digits) >= 14:
        return 1, NIK
    return best


def _mask_chain(chain: re.Match[str], text: str) -> str:
    """The chain's own letters in `text`, its private numbers replaced."""
    parts = parts_of(chain)
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


def _announced_end(readable: str, start: int, size: tuple[int, int], shape: re.Pattern[str]) -> int | None:
    """Where the number ends that begins at `start`, of this shape and `size` (fewest and most digits)."""
    chain = chains().match(readable, start)
    if chain is None or _RUPIAH.search(readable[max(0, start - 6) : start]):
        return None
    (fewest, most), said, end, whole = size, "", None, ""
    for part in parts_of(chain):
        said += part.digits
        if len(said) > most:
            break
        if len(said) >= fewest:
            end, whole = part.end, said
    written = readable[start:end] if end else ""
    other = not shape.fullmatch(whole) or (_PHONE.fullmatch(whole) and whole[0] in "06")
    return None if not end or other or _PRICE.fullmatch(written) or _WHEN.fullmatch(written) else end


@cache
def _of_a_bank() -> re.Pattern[str]:
    banks = "|".join(listed("banks"))
    return re.compile(
        rf"(?<![\w.,])(\d[\d .\-]{{8,20}}\d)(?=\s{{0,3}}[(,\-]?\s{{0,3}}(?:{banks})(?!\w))", re.I
    )


def _mask_announced(text: str) -> str:
    """Numbers without a shape of their own, by the word beside them ("rekening BCA 1234567890")."""
    for label, pattern, size, shape in _announced():
        readable, at = _plainly(text), 0
        out: list[str] = []
        for match in pattern.finditer(readable):
            end = _announced_end(readable, match.end(), size, shape) if match.end() >= at else None
            if end:
                out += [text[at : match.end()], label]
                at = end
        text = "".join([*out, text[at:]])
    return _of_a_bank().sub(lambda m: m[0] if _is_phone_like(m[1]) else ACCOUNT, text)


def _is_phone_like(number: str) -> bool:
    digits = re.sub(r"\D", "", number)
    return bool(digits[0] in "06" and _PHONE.fullmatch(digits)) or len(digits) == _NIK_DIGITS


def _mask(text: str) -> str:
    text = _mask_announced(_NPWP.sub(NPWP, _SPELT_EMAIL.sub(EMAIL, _EMAIL.sub(EMAIL, text))))
    readable = _plainly(text)
    out: list[str] = []
    at = 0
    for chain in chains().finditer(readable):
        out += [text[at : chain.start()], _mask_chain(chain, text)]
        at = chain.end()
    return "".join([*out, text[at:]])


def _kept(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces; True where a piece is a point on the map, a map link or a moment."""
    spots = [(w.start, w.end) for w in find_points(text)] + [m.span() for m in _MOMENT.finditer(text)]
    at = 0
    for start, end in sorted(spots):
        if start < at:
            continue
        yield text[at:start], False
        yield text[start:end], True
        at = end
    yield text[at:], False


def mask(text: str) -> str:
    """The text with private numbers and addresses replaced by what they were (`[telepon]`, `[nik]`, …).

    Keeps RT/RW, years, dates, times, prices, report numbers, points and map links. Masking twice changes
    nothing more.
    """
    return "".join(piece if kept else _mask(piece) for piece, kept in _kept(text))
