"""What the resident wants with a message: short forms by list, the rest by weighing cue words."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from nlu.complaint import complaint_score
from nlu.cues import Lexicon, Span
from nlu.emergency import detect_emergency
from nlu.numbers import find_report_number
from nlu.place_words import words
from nlu.plain import DATA, Plain, key, keys, load_yaml, plain
from nlu.rasa_format import read_examples
from nlu.types import Intent

_NOD, _SHAKE, _PRAY = set("👍👌✅☑✔🆗"), set("👎❌✖🙅"), set("🙏🤝❤🥰😍💐")
_ABOUT = 8  # words between an officer and the conduct complained of
_TELLING = 3  # words that, with a thing of the city among them, tell something
_BRIEF, _LONG = 14, 25  # words; a longer message tells its own matter, whatever it mentions
_JUDGED = 6  # words; shorter messages say too little for the complaint score alone
_FAINT = 0.4  # complaint score
_HARM = 0.6  # complaint score of a question that tells of harm: "boleh ya bantuan anak saya dipotong?"
_SHORT = 6  # words; longer messages are never a bare yes, no or thanks
# The intents whose short examples are the whole message; the others are weighed by words.
_SHORT_FORMS = frozenset(Intent) - {
    Intent.INFORMASI,
    Intent.ASPIRASI,
    Intent.KELUHAN_PETUGAS,
    Intent.TAMBAHAN,
}
_QUESTIONS = frozenset(map(key, ("kapan", "apa", "apakah", "siapa", "dimana", "bagaimana", "berapa", "mana")))
_SELF = frozenset(key(word) for word in ("saya", "kami"))
Found = dict[str, list[Span]]


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = load_yaml(DATA / "intent_cues.yml")
    return data


@cache
def _lexicon() -> Lexicon:
    return Lexicon({**_data()["cues"], "salam": _data()["salam"]})


@cache
def _exact() -> dict[tuple[str, ...], Intent]:
    """The short examples by their plain words; a bare report number asks for its status elsewhere."""
    pairs = ((keys(text), Intent(name)) for name, text in read_examples(DATA / "intents.yml"))
    return {words: intent for words, intent in pairs if 0 < len(words) <= _SHORT and intent in _SHORT_FORMS}


@cache
def _address() -> frozenset[str]:
    return frozenset(key(str(word)) for word in _data()["address"])


def _core(words: Sequence[str], greeted: Sequence[Span]) -> tuple[str, ...]:
    """The words without greetings and forms of address."""
    drop = {i for start, end in greeted for i in range(start, end)}
    return tuple(w for i, w in enumerate(words) if i not in drop and w not in _address())


def _of_signs(text: str) -> tuple[Intent, float]:
    """A message without words: a thumb, praying hands, or nothing to go by."""
    signs = set(text)
    for meant, intent in ((_NOD, Intent.YA), (_SHAKE, Intent.TIDAK), (_PRAY, Intent.TERIMA_KASIH)):
        if signs & meant:
            return intent, 0.8
    return Intent.BUKAN_LAPORAN, 0.6


def _short(words: tuple[str, ...], core: tuple[str, ...], greeted: bool) -> tuple[Intent, float] | None:
    """A message that is wholly a known short form."""
    if len(words) > _SHORT + 4:
        return None
    for form in (words, core, tuple(word for word in core if word not in _SELF)):
        if form in _exact():
            return _exact()[form], 0.97
    if not core and greeted:
        return Intent.SALAM, 0.97
    if not core:
        return (Intent.YA, 0.7) if key("ya") in words else (Intent.SALAM, 0.7)
    return None


def _about_a_report(found: Found, *, numbered: bool, named: bool, count: int) -> tuple[Intent, float] | None:
    """What is wanted with a report that exists: `numbered` by its number, `named` by the word for it."""
    if "cabut" in found and (numbered or named) and count <= _BRIEF:
        return Intent.BATAL, 0.9
    if "batal" in found and (count <= 12 or numbered) and "bantuan" not in found:
        return Intent.BATAL, 0.9
    if (
        "tambahan" in found
        and "aspirasi" not in found
        and (count <= _BRIEF or numbered)
        and ("masalah" not in found or _opens(found))
    ):
        return Intent.TAMBAHAN, 0.85
    if numbered and ("asking" in found or count <= 8):
        return Intent.STATUS, 0.95
    asked = "asking" in found and "bantuan" not in found
    if asked and (("status" in found and count <= _LONG) or (named and count <= _BRIEF)):
        return Intent.STATUS, 0.88
    if named and "status" in found and count <= _SHORT and "bantuan" not in found:
        return Intent.STATUS, 0.75
    if numbered:
        return Intent.TAMBAHAN, 0.6
    return None


def _opens(found: Found) -> bool:
    return min(start for start, _ in found["tambahan"]) <= 3


def _near(found: Found, first: str, second: str, within: int) -> bool:
    return any(abs(a[0] - b[0]) <= within for a in found.get(first, ()) for b in found.get(second, ()))


def _weighed(found: Found, core: tuple[str, ...], text: str, score: float) -> tuple[Intent, float]:
    """What a message that is no short form and about no report of its own wants, by the words in it."""
    problems = len(found.get("masalah", ()))
    adverts = len(found.get("iklan", ()))
    if adverts >= 2 or (adverts and not problems):
        return Intent.BUKAN_LAPORAN, min(0.98, 0.78 + 0.1 * adverts)
    if "bantuan" in found and problems <= 1 and len(core) <= _BRIEF:
        return Intent.BANTUAN, 0.85
    if _near(found, "officer", "conduct", _ABOUT):
        return Intent.KELUHAN_PETUGAS, 0.85
    proposals, questions = len(found.get("aspirasi", ())), len(found.get("informasi", ()))
    if proposals and proposals >= problems:
        return Intent.ASPIRASI, 0.8
    asked = questions + (1 if text.rstrip().endswith("?") else 0)
    if core and core[0] in _QUESTIONS and not problems and "obrolan" not in found and score < _HARM:
        return Intent.INFORMASI, 0.65
    if questions and asked >= problems and score < _HARM:
        return Intent.INFORMASI, 0.75
    return _report_or_not(found, core, score)


def _report_or_not(found: Found, core: tuple[str, ...], score: float) -> tuple[Intent, float]:
    """A report unless little speaks for one: better to ask once too often than to turn someone away.

    A message without a single everyday word is another language, or none.
    """
    if len(core) >= _JUDGED:
        return (Intent.LAPOR, score) if score >= _FAINT else (Intent.BUKAN_LAPORAN, 1 - score)
    if "masalah" in found or ("objek" in found and len(core) >= _TELLING):
        return Intent.LAPOR, max(score, 0.5)
    chatter = "obrolan" in found or "kasar" in found or not any(word in words("stop") for word in core)
    if score >= 0.5 or (len(core) > _TELLING and not chatter):
        return Intent.LAPOR, max(score, _FAINT)
    return Intent.BUKAN_LAPORAN, max(1 - score, 0.5)


_THANKS = re.compile(r"\b(?:makasih|terima kasih)\b")
_REPAIRED = re.compile(
    r"\b(?:sudah|telah|akhirnya)\s+(?:\w+\s+)?(?:di)?(?:benerin|benarkan|perbaiki|betulin|tambal|ganti|nyala"
    r"|angkut|bersihkan|bersihin|tangani|pangkas|potong|aspal|cor|mulus|bersih|terang|lancar)\b"
    r"(?!.*\b(?:tapi|tp|tetapi|namun|cuma|belum|masih|lagi)\b)"
)
_ASKS = re.compile(r"\b(?:mohon|tolong|minta|segera|apakah|kapan|bagaimana|kenapa|usul|saran)\b")


def _thanks(known: Plain, found: Found) -> bool:
    """Thanks with nothing asked or told beside it."""
    told = found.keys() & {"masalah", "informasi", "status", "tambahan", "iklan"}
    text = " ".join(known.words)
    if _REPAIRED.search(text):
        told -= {"masalah"}  # "makasih udah dibenerin": no repair is asked for
    return len(known.words) <= _BRIEF and not told and bool(_THANKS.search(text)) and not _ASKS.search(text)


def detect_intent(text: str, *, score: float | None = None) -> tuple[Intent, float]:
    """The intent and how sure (0 to 1). Any text is answered; one that describes a problem is `LAPOR`.

    `score` is how much the text reads like a complaint, where that is known already.
    """
    known = plain(text)
    if not known.words:
        return _of_signs(text)
    found = _lexicon().find(known.words)
    core = _core(known.words, found.get("salam", ()))
    short = _short(known.words, core, "salam" in found)
    if short:
        return short
    numbered = find_report_number(text) is not None
    named = key("laporan") in known.words
    about = _about_a_report(found, numbered=numbered, named=named, count=len(core))
    if about:
        return about
    if _thanks(known, found):
        return Intent.TERIMA_KASIH, 0.9
    weighed = _weighed(found, core, text, complaint_score(text) if score is None else score)
    if weighed[0] is Intent.BUKAN_LAPORAN and detect_emergency(text):
        return Intent.LAPOR, 0.9  # a cry for help needs none of a complaint's words
    return weighed
