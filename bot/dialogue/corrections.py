"""Words that put something right: "bukan A tapi B", "B, bukan A", "salah, maksudnya B", "eh itu B"."""

import re

from routing.domain.corrections import Correction

_NOT = r"(?:bukan(?:nya)?|bkn|dudu|sanes|not)"
_BUT = r"(?:tapi|tp|tpi|tetapi|melainkan|namun|but|nanging|tapina)"
_MEANT = (
    r"(?:maksud(?:\s?(?:nya|ku|saya|aku|sy))?|(?:harus|mesti)\s?(?:nya|e)|se(?:harus|mesti)nya"
    r"|(?:yang|yg)\s?(?:benar|bener|betul)(?:nya)?(?:\s+(?:itu|adalah))?"
    r"|ralat|koreksi|revisi|lebih tepatnya|i mean(?:t)?|actually|should be)"
)
_WRONG = (
    r"(?:salah|keliru|typo|slh|wrong)"
    r"(?:\s+(?:tulis|ketik|sebut|info|data|lokasi|tempat|alamat|nulis|ngetik|kategori|jenis|bagian))?"
)
_SORRY = (
    r"(?:eh|oh|ah|aduh|waduh|maaf|maap|mangap|punten|sorry|mf|sori|pak|bu|kak|min|ya|iya|no|tidak"
    r"|sebentar|bentar|bntr|tunggu|wait|hold on|ganti|ubah|rubah|ralat|koreksi|change)"
)
_EH = rf"(?:{_SORRY}[\s,.!]+)*(?:(?:ternyata|rupanya)\s+)?(?:{_WRONG}[\s,.!]+)?(?:pak|bu|kak|min)?[\s,.!]*"
_THAT = r"(?:(?:itu|ini|yang tadi|yg tadi|tadi)(?:\s+(?:itu|mah|teh|sih))?[\s,]+)?"  # "itu bukan A, itu B"
_LEAD = re.compile(
    rf"^(?:sama|dan|lagi|terus|trus|oh iya|juga|ada(?= \d+ [a-z]+$)|di|ke|yang|yg|itu|ini|adalah|soal|masalah"
    rf"|jadi|yaitu|ya|lebih (?:ke|tepatnya|mirip)|kayaknya|sepertinya|kelurahan|the|a|it is|it's|it has been"
    rf"|it was|(?:pak|bu|kak|min|mas|bang)(?=[\s,])|{_MEANT})[\s,]+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"[\s,.!]+(?:(?:maksud(?:nya|ku|e| saya)?|(?:harus|mesti)nya|pak|bu|kak|min|ya|yah|dong|deh|deng|ding|kok"
    r"|sih|maaf|sorry|itu|nya|mas|mbak|bang|ternyata|rupanya)\b[\s,.!]*)*[\s,.!]*$",
    re.IGNORECASE,
)
_SO_SHORT = 14  # words; a longer message is told whole, whatever it denies

_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^{_EH}(?:it'?s|it is|it was) not\s+(?P<old>[^,.]+)[,.]\s*(?:it'?s|it is|it was"
        rf"|but)\s+(?P<new>.+)$",
        r"^(?:no|wait|sorry|actually|oops)[\s,.!]+(?:it'?s|it is|it was|i mean(?:t)?)\s+(?P<new>.+?)[\s,]+"
        r"not\s+(?P<old>.+)$",
        r"^(?:no|wait|sorry|actually|oops)[\s,.!]+(?:it'?s|it is|it was"
        r"|i mean(?:t)?)\s+(?P<new>(?!not\b).+)$",
        rf"^{_EH}(?:{_MEANT}[\s,:]+)?{_THAT}{_NOT}\s+(?P<old>.+?)[\s,]+{_BUT}\s+(?P<new>.+)$",
        rf"^{_EH}{_THAT}{_NOT}\s+(?P<old>[^,.]+)[,.]\s*(?P<new>.+)$",
        rf"^{_EH}{_THAT}{_NOT}\s+(?P<old>(?P<sort>\w+)\s+\S+)\s+(?P<new>(?P=sort)\s+\S+)$",
        rf"^{_EH}(?:{_MEANT}[\s,:]+)?(?P<new>.+?)[\s,]+{_NOT}\s+(?P<old>.+)$",
        rf"^{_EH}{_MEANT}[\s,:]+(?P<new>.+)$",
        rf"^(?:{_SORRY}[\s,.!]+)*{_WRONG}\s+(?:\w+\s+){{1,3}}{_MEANT}[\s,:]+(?P<new>.+)$",
        rf"^(?:{_SORRY}[\s,.!]+)*(?:\w+\s?(?:nya)?\s+){{1,2}}{_WRONG}[\s,.!]+(?:(?:itu|ini|yang|yg)\s+)?"
        rf"{_MEANT}[\s,:]+(?P<new>.+)$",
        # "rt nya yang salah, rt 4", "nomornya keliru, 17"
        rf"^(?:{_SORRY}[\s,.!]+)*(?P<unit>rt|rw|no|nomor|blok|gang|km)\s?(?:nya|e|na)\s+(?:yang |yg )?"
        rf"{_WRONG}[\s,.!]+(?:{_MEANT}[\s,:]+)?(?:(?P=unit)\s)?(?P<new>\w{{1,5}})$",
        rf"^(?:{_SORRY}[\s,.!]+)*{_WRONG}[\s,.!]+(?P<new>.+)$",
        r"^(?:eh|oh|aduh|waduh)[\s,.!]+(?:itu|ternyata|rupanya|sebenarnya|maaf|salah)[\s,.!]+(?P<new>.+)$",
        rf"^(?:{_SORRY}[\s,.!]+)*(?:eh|oh|ralat|salah)[\s,.!]+(?P<new>(?:(?:sekitar|kira-kira)\s+)?"
        r"(?:rt|rw|no|nomor)?\s?\d+\s?\w*)$",
        r"^(?:ternyata|rupanya)[\s,]+(?P<new>.+)$",
        rf"^(?P<new>(?:rt|rw|no|nomor)\s?\d+)\s+{_MEANT}[\s,.!]*$",
        rf"^(?P<old>\d+)\s?(?:nya|na|e)?\s+{_WRONG}[\s,.!]+(?P<new>\d+)(?:\s+\w+)?[\s,.!]*$",
    )
)
# Before the correction: "sama satu lagi, bukan got mampet tapi gotnya jebol".
_GOING_ON = re.compile(
    r"^(?:(?:sama|dan|terus|trus|oh iya|satu lagi|juga|btw|plus|sekalian|nah|tolong|mohon)[\s,.]+)+",
    re.IGNORECASE,
)
# "rt nya 7" is "rt 7"; "bukan 5" is then "bukan rt 5".
_UNIT = re.compile(r"\b(rt|rw|no|nomor|blok|gang|km)\s?(?:nya|e|na)?\s?(\w{1,4})", re.IGNORECASE)
# What is no new value: an answer, a refusal, a question.
_EMPTY = re.compile(
    r"^(?:bentar|bntr|sebentar|tunggu|tggu|wait|salah|maaf|oh|eh|ah|itu|ini|gitu|begitu|begini|dong|deh|ya|kok|semua|semuanya|lagi|banget|sih|yang|pak"
    r"|bu|kirim|orang|siapa|apa|sambung|nomor|alamat|kirim pesan|(?:dinas|instansi|kantor)\b.*)?$"
)
# "bukan itu, maksud saya ...": what was denied is all that stands there, where as much is told in its stead.
_THAT_ALL = frozenset(("itu", "ini", "gitu", "begitu", "yang itu", "yg itu", "yang tadi", "yg tadi", "that"))
_A_MATTER = 3  # words
_NO_VALUE = frozenset(("main", "kepalang", "buatan"))  # "rusak bukan main"


def correction_in(text: str) -> Correction | None:
    """What the words put right; None for words that put nothing right."""
    words = _GOING_ON.sub("", " ".join(text.split()))
    if not words or len(words.split()) > _SO_SHORT or words.endswith("?"):
        return None
    for pattern in _PATTERNS:
        found = pattern.match(words)
        if found is None:
            continue
        groups = found.groupdict()
        new, old = _bare(groups["new"]), _bare(groups.get("old") or "")
        new = f"{groups['unit']} {new}" if groups.get("unit") else new
        told = new and not _EMPTY.match(new.lower()) and new.lower() != old.lower()
        if told and old.lower().partition(" ")[0] not in _NO_VALUE:
            denied = (groups.get("old") or "").strip().lower()
            whole = denied in _THAT_ALL and len(new.split()) >= _A_MATTER
            return Correction(new, whole=True) if whole else _of_units(new, old)
    return None


def _of_units(new: str, old: str) -> Correction:
    """ "rt nya 7 bukan 5" puts "rt 7" in the place of "rt 5"."""
    unit, old_unit = _UNIT.fullmatch(new), _UNIT.fullmatch(old)
    if unit is None:
        return Correction(f"{old_unit[1]} {new}" if old_unit and new.isdecimal() else new, old)
    if old_unit and old_unit[1].lower() != unit[1].lower():  # "rw 2 bukan rt 2"
        return Correction(f"{unit[1]} {unit[2]}", old)
    number = old_unit[2] if old_unit else old
    return Correction(f"{unit[1]} {unit[2]}", f"{unit[1]} {number}" if old else "")


def _bare(text: str) -> str:
    """The value without the words around it."""
    text = _TAIL.sub("", f" {text} ").strip(" ,.!?")
    while (shorter := _LEAD.sub("", text)) != text:
        text = shorter
    return text.strip(" ,.!?")
