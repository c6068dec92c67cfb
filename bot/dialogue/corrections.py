"""Words that put something right: "bukan A tapi B", "B, bukan A", "salah, maksudnya B", "eh itu B"."""

import re
from dataclasses import dataclass

_NOT = r"(?:bukan(?:nya)?|bkn|dudu|sanes|not)"
_BUT = r"(?:tapi|tp|tpi|tetapi|melainkan|namun|but|nanging|tapina)"
_MEANT = (
    r"(?:maksud(?:\s?(?:nya|ku|saya|aku|sy))?|harus\s?(?:nya|e)|seharusnya"
    r"|yang\s?(?:benar|bener|betul)(?:nya)?(?:\s+(?:itu|adalah))?"
    r"|ralat|koreksi|revisi|lebih tepatnya|i mean(?:t)?|actually|should be)"
)
_WRONG = (
    r"(?:salah|keliru|typo|slh|wrong)"
    r"(?:\s+(?:tulis|ketik|sebut|info|data|lokasi|tempat|alamat|nulis|ngetik))?"
)
_SORRY = (
    r"(?:eh|oh|ah|aduh|waduh|maaf|sorry|mf|sori|pak|bu|kak|min|ya|iya|no|tidak|sebentar|tunggu|wait|hold on)"
)
_EH = rf"(?:{_SORRY}[\s,.!]+)*(?:{_WRONG}[\s,.!]+)?(?:pak|bu|kak|min)?[\s,.!]*"
_LEAD = re.compile(
    r"^(?:di|ke|yang|yg|itu|adalah|soal|masalah|jadi|yaitu|ya|kelurahan|the|a|it is|it's)\s+", re.IGNORECASE
)
_TAIL = re.compile(
    r"[\s,.!]+(?:pak|bu|kak|min|ya|yah|dong|deh|maaf|sorry|itu|nya|mas|mbak|bang)*[\s,.!]*$", re.IGNORECASE
)
_SO_SHORT = 14  # words; a longer message is told whole, whatever it denies

_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^{_EH}{_NOT}\s+(?P<old>.+?)[\s,]+{_BUT}\s+(?P<new>.+)$",
        rf"^{_EH}{_NOT}\s+(?P<old>[^,.]+)[,.]\s*(?P<new>.+)$",
        rf"^{_EH}(?:{_MEANT}[\s,:]+)?(?P<new>.+?)[\s,]+{_NOT}\s+(?P<old>.+)$",
        rf"^{_EH}{_MEANT}[\s,:]+(?P<new>.+)$",
        rf"^(?:{_SORRY}[\s,.!]+)*{_WRONG}[\s,.!]+(?P<new>.+)$",
        r"^(?:eh|oh|aduh|waduh)[\s,.!]+(?:itu|ternyata|rupanya|sebenarnya|maaf|salah)[\s,.!]+(?P<new>.+)$",
        r"^(?:ternyata|rupanya)[\s,]+(?P<new>.+)$",
    )
)
# What is no new value: an answer, a refusal, a question.
_EMPTY = re.compile(
    r"^(?:itu|ini|gitu|begitu|begini|dong|deh|ya|kok|semua|semuanya|lagi|banget|sih|yang|pak|bu|kirim|orang"
    r"|siapa|apa|sambung|nomor|alamat|kirim pesan)?$"
)
_NO_VALUE = frozenset(("main", "kepalang", "buatan"))  # "rusak bukan main"
# Values of one sort: said anew, they stand for the one of that sort in the story.
_SPAN = (
    r"(?:(?:sudah|udah|sejak|selama)\s+)?(?:\d+|se|satu|dua|tiga|empat|lima)"
    r"\s?(?:hari|minggu|bulan|tahun|jam)(?:an)?"
)
_SORTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (_SPAN, r"rt\s?\.?\s?\d+", r"rw\s?\.?\s?\d+", r"(?:no|nomor)\.?\s?\d+")
)


_DOUBLED = re.compile(
    r"\b(?:sudah|udah|udh|sdh|dah)\s+(?=(?:sudah|udah|udh|sdh|dah)\b)|\b(sejak|selama|di|rt|rw)\s+(?=\1\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Correction:
    """What is put right: the new value, and the old one where it is said ("" where it is not)."""

    new: str
    old: str = ""


def correction_in(text: str) -> Correction | None:
    """What the words put right; None for words that put nothing right."""
    words = " ".join(text.split())
    if not words or len(words.split()) > _SO_SHORT or words.endswith("?"):
        return None
    for pattern in _PATTERNS:
        found = pattern.match(words)
        if found is None:
            continue
        groups = found.groupdict()
        new, old = _bare(groups["new"]), _bare(groups.get("old") or "")
        told = new and not _EMPTY.match(new.lower()) and new.lower() != old.lower()
        if told and old.lower() not in _NO_VALUE:
            return Correction(new, old)
    return None


def _bare(text: str) -> str:
    """The value without the words around it."""
    text = _TAIL.sub("", f" {text} ").strip(" ,.!?")
    while (shorter := _LEAD.sub("", text)) != text:
        text = shorter
    return text.strip(" ,.!?")


def put_right(story: str, fix: Correction) -> str:
    """The story with the old value replaced wherever it stands; with the new one noted where it does not."""
    wrong = re.compile(rf"(?<!\w){re.escape(fix.old)}(?:nya)?(?!\w)", re.IGNORECASE)
    if fix.old and wrong.search(story):
        return _DOUBLED.sub("", wrong.sub(lambda _: fix.new, story))
    alike = None if fix.old else _alike(story, fix.new)
    if alike is not None:
        return story[: alike.start()] + fix.new + story[alike.end() :]
    return f"{story}\n{fix.new}"


def _alike(story: str, new: str) -> re.Match[str] | None:
    """What the new value stands for where the old one was not said: the one span of time or number, or the
    thing of the same name ("eh itu tiang kabel", where the story has "tiang lampu"); None when not clear.
    """
    for pattern in _SORTS:
        if pattern.fullmatch(new) and len(every := list(pattern.finditer(story))) == 1:
            return every[0]
    words = new.split()
    if len(words) != 2:
        return None
    named = list(re.finditer(rf"(?<!\w){re.escape(words[0])}\s+\w+", story, re.IGNORECASE))
    return named[0] if len(named) == 1 else None
