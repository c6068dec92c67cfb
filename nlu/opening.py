"""How a first message is met: it starts a report, it is asked about, or it is talk.

A rule on what was understood, shared by the dialogue and by the measuring (`sorot nlu evaluate-complaints`),
so that the figures say what residents really meet.
"""

import re
from enum import StrEnum

from nlu.irony import ironic
from nlu.matters import faults_and_matters
from nlu.own_life import of_own_life
from nlu.plain import plain
from nlu.praise import praises_officers, thanks_for_work
from nlu.types import Intent, Ranked, Understanding

SURE_OF_INTENT = 0.6  # below, "is this a report?" is asked
SURE = 0.5  # of the category: the city's `understanding: sure` where it says nothing
TOLD = 4  # words: so many are asked about rather than passed over
SURE_OF_TALK = 0.97  # from here on talk is not asked about, only answered
NO_MATTER = frozenset(("aspirasi", "lainnya"))  # categories that complain of nothing
FLOOR = 0.04  # complaint: below, even a clear matter starts no report ("banjirnya sudah surut")
# Words that name other accounts were written in public, to many people; the city's own channel is for
# reporting. So a clear matter starts a report there, and in public only what reads like a complaint does.
IN_PUBLIC, NEARLY = 0.62, 0.6  # complaint: from here on a report, from here on asked about
TELLING = frozenset((Intent.LAPOR, Intent.ASPIRASI, Intent.INFORMASI, Intent.KELUHAN_PETUGAS))
# What the dialogue answers before anything else.
SETTLED = frozenset(
    (Intent.STATUS, Intent.BATAL, Intent.BANTUAN, Intent.SALAM, Intent.TERIMA_KASIH, Intent.YA, Intent.TIDAK)
)
_WORD = re.compile(r"\w+")
_PUBLIC = re.compile(r"(?<![\w.])@ ?\w")

# "Semoga Bekasi makin maju": a wish that proposes nothing, unless it is about one of the city's matters.
_GREETED = r"(?:amin|aamiin|ya allah|selamat \w+|ass?alam\w*|pagi|siang|sore|malam|halo|hai|pak|bu|min|admin)"
_PRAYER = re.compile(
    rf"\W{{0,9}}(?:{_GREETED}\W{{1,9}}){{0,4}}(?:semoga|smoga|moga|moga-moga|mudah-?mudahan)\b", re.IGNORECASE
)
# "Selamat pagi, semoga sehat selalu pak": greets, and wishes whoever reads it well.
_WELL = r"(?:sehat|berkah|lancar|bahagia|panjang umur|sukses|dilindungi|diberkahi|menyenangkan)"
_WISHED = r"(?:bapak|ibu|admin|semua(?:nya)?|kita|kalian|selalu|pak|bu|dalam keadaan|hari ini)"
_MORE_WISHES = (
    r"(?:selalu|dan|walafiat|wal|afiat|semua(?:nya)?|rezeki(?:nya)?|rejeki(?:nya)?|hari(?:nya)?|kerjanya)"
)
_WELL_WISHES = re.compile(
    rf"(?:{_GREETED}\W+){{0,5}}semoga\s+(?:{_WISHED}\s+){{0,2}}{_WELL}"
    rf"(?:\W+(?:{_MORE_WISHES}|{_WELL}|{_GREETED}|ya))*\W*",
    re.IGNORECASE,
)
# "Min mau lapor dong, tapi ini soal kantor kelurahan": whoever says so is not asked whether.
_SAYS_SO = re.compile(
    r"\b(?:mau|mo|ingin|pengen|pengin|hendak|izin|ijin|bade|arep|want to|like to)\s+"
    r"(?:nge|me)?(?:lapor\w*|ngadu|mengadu\w*|report)\b",
    re.IGNORECASE,
)
_NOT_SO = re.compile(
    r"\b(?:bukan|ga|gak|tidak|nggak|ngga|kalau|kalo|klo|kapok|males|malas|not|don.?t)\b", re.IGNORECASE
)


_PROPOSES_TOO = re.compile(
    r"[,.]?\s+(?:terus|trus|dan|sekalian|sama|plus|juga)\s+(?:(?:mau|saya|sekalian|ada)\s+){0,2}(?:usul|saran|ngusul)\w*\b",
    re.IGNORECASE,
)
# "Kalo mau nebang pohon sendiri harus izin siapa", "mau izin jualan di trotoar": a question for an office.
_ASKS_LEAVE = re.compile(
    r"\b(?:harus|mesti|perlu|kudu)\s+(?:minta\s+)?(?:izin|ijin)\b|\b(?:izin|ijin)(?:nya)?\s+(?:ke\s*|sama\s+)?(?:siapa|mana)\b"
    r"|\b(?:mau|pengen|pengin|ingin|minta)\s+(?:minta\s+|urus\s+|ngurus\s+)?(?:izin|ijin)\s+(?!lapor|melapor|tanya|bertanya|nanya)\w+"
    r"|\b(?:izin|ijin)\s+(?:bikin|buat|adain|ngadain|pasang|nebang|jualan|usaha|keramaian|bangun)\b.*\b(?:mana|siapa|gimana|bagaimana"
    r"|syarat\w*)\b",
    re.IGNORECASE,
)


_ANYTHING = 8  # words beside which a wish to report has told something


class Opening(StrEnum):
    """What a message that opens a conversation leads to."""

    REPORT = "report"
    ASK = "ask"  # "Apakah ini ingin Anda laporkan ke kota?"
    TALK = "talk"


def matter(categories: tuple[Ranked, ...]) -> Ranked | None:
    """The likeliest of the city's matters, or None."""
    return next((ranked for ranked in categories if ranked.code not in NO_MATTER), None)


def settle(
    intent: Intent, confidence: float, *, text: str, complaint: float, about: Ranked | None
) -> tuple[Intent, float]:
    """The intent and how sure, once it is known what the text is about and how much it complains."""
    praises = intent in (Intent.TERIMA_KASIH, Intent.BUKAN_LAPORAN, Intent.LAPOR)
    if praises and not _PUBLIC.search(text) and ironic(text):
        return Intent.LAPOR, max(complaint, SURE_OF_INTENT)
    if intent not in TELLING | {Intent.BUKAN_LAPORAN}:
        return intent, confidence
    if not _PUBLIC.search(text) and (praises_officers(text) or thanks_for_work(text)):
        return Intent.TERIMA_KASIH, SURE_OF_INTENT
    if intent is Intent.BUKAN_LAPORAN and confidence >= SURE_OF_TALK:
        return intent, confidence
    if _WELL_WISHES.fullmatch(text.strip()):
        return Intent.SALAM, SURE_OF_INTENT
    if of_own_life(text) or (_PRAYER.match(text) and (about is None or about.confidence < SURE)):
        return Intent.BUKAN_LAPORAN, SURE_OF_TALK
    if _PUBLIC.search(text):
        return _said_in_public(intent, complaint)
    wish = _SAYS_SO.search(text)
    told = wish is not None and len(text[wish.end() :].split()) >= _ANYTHING
    if wish is not None and told and not _NOT_SO.search(text[: wish.end()]):
        kept = intent is not Intent.BUKAN_LAPORAN
        return (intent if kept else Intent.LAPOR), max(confidence if kept else 0, SURE_OF_INTENT)
    if intent is Intent.ASPIRASI and _faulty_before_proposal(text):
        return Intent.LAPOR, max(complaint, SURE_OF_INTENT)
    if (
        intent in (Intent.LAPOR, Intent.BUKAN_LAPORAN, Intent.ASPIRASI)
        and _ASKS_LEAVE.search(text)
        and complaint < SURE
    ):
        return Intent.INFORMASI, SURE_OF_INTENT
    if intent not in (Intent.LAPOR, Intent.BUKAN_LAPORAN):
        return intent, confidence
    if about is not None and about.confidence >= SURE and complaint >= FLOOR:
        return Intent.LAPOR, max(confidence if intent is Intent.LAPOR else complaint, SURE_OF_INTENT)
    return intent, confidence


def _faulty_before_proposal(text: str) -> bool:
    """ "Got mampet, trus usul sekalian dibikinin taman": what is wrong comes first."""
    found = _PROPOSES_TOO.search(text)
    return found is not None and bool(faults_and_matters(plain(text[: found.start()]).words)[0])


def _said_in_public(intent: Intent, complaint: float) -> tuple[Intent, float]:
    if complaint >= IN_PUBLIC:
        kept = intent is not Intent.BUKAN_LAPORAN
        return intent if kept else Intent.LAPOR, max(complaint, SURE_OF_INTENT)
    return Intent.BUKAN_LAPORAN, 1 - complaint if complaint >= NEARLY else SURE_OF_TALK


def asks(*, intent: Intent | None, confidence: float, words: int) -> bool:
    """Whether a message that starts no report is asked about: it may be one."""
    if intent is Intent.BUKAN_LAPORAN and confidence >= SURE_OF_TALK:
        return False
    return words >= TOLD and intent not in (Intent.YA, Intent.TIDAK)


def starts(*, intent: Intent | None, confidence: float, best: Ranked | None, words: int, sure: float) -> bool:
    """Whether a message is a report, surely enough not to ask."""
    if intent not in TELLING and intent is not Intent.TAMBAHAN:
        return False
    recognised = best is not None and best.confidence >= sure
    # Many a question is not for the city ("siapa nama..."): only a matter we recognise makes it one.
    meant = confidence >= SURE_OF_INTENT and intent is not Intent.INFORMASI
    if words < 2:
        return recognised and intent is Intent.LAPOR  # "MACET" is a report, "siapa" is none
    return recognised or meant


def opening(found: Understanding, *, sure: float = SURE) -> Opening:
    """How a message with nothing before it is met."""
    words = len(_WORD.findall(found.masked))
    if found.emergency or starts(
        intent=found.intent,
        confidence=found.intent_confidence,
        best=found.best,
        words=words,
        sure=sure,
    ):
        return Opening.REPORT
    if found.intent in SETTLED:
        return Opening.TALK
    return (
        Opening.ASK
        if asks(intent=found.intent, confidence=found.intent_confidence, words=words)
        else Opening.TALK
    )
