"""What one message's text says, whether understanding worked or not."""

import re
from dataclasses import dataclass, field, replace
from typing import Any

from bot.dialogue.commands_said import hides, without_command
from bot.dialogue.danger_words import AT_STAKE
from bot.dialogue.identity import wish
from bot.dialogue.known import Known
from bot.dialogue.questions_asked import meant_for_us, says
from bot.dialogue.readings import INTENTS, Reading, reading_of
from bot.dialogue.types import Incoming
from bot.dialogue.whereabouts import BEYOND
from nlu.opening import SURE_OF_TALK
from nlu.opening import TELLING as TELLING  # every room of the dialogue takes it from here
from nlu.types import Intent, PlaceMention, Ranked, Tact, Understanding, Where
from nlu.where import resolve


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# "saya mau lapor dong": the wish to report without anything to report yet.
_WISH = _set(
    "saya aku kami mau ingin pengen pingin mo min admin pak bu kak mas mbak lapor melapor melaporkan laporan "
    "ngelapor buat bikin membuat mengadu ngadu pengaduan aduan adukan dong nih ya yah boleh bisa tolong ada "
    "sesuatu baru lagi permisi halo sebuah masalah keluhan kendala curhat komplain komplen nih ni banget"
    " ga gak nggak ngga tidak kah"
    " assalamualaikum assalamu'alaikum asalamualaikum aslm ass salam wr wb pagi siang sore malam selamat"
    " hai hallo yang yg lain lainnya laen"
    " pa bpk bapak ibu bang gan mimin"
    " pengaduannya punten hapunten sampurasun aya nu bade hayang dilaporkeun laporkeun arep nyuwun"
)
_REPORTING = _set(
    "masalah keluhan kendala curhat komplain komplen lapor melapor melaporkan laporan ngelapor mengadu ngadu"
    " pengaduan aduan adukan dilaporkeun laporkeun"
)
_HOW = _set("bagaimana gimana gmn cara caranya untuk")

# Words that make a text without any known place still read as an address.
ADDRESS = re.compile(
    r"\b(jl|jln|jalan|jalanan|gang|gg|r[tw](?=\W{0,3}\d)|blok|perum|perumahan|komplek"
    r"|kompleks|cluster|kp|kampung|kav|desa|"
    r"depan|belakang|samping|sebelah|seberang|sebrang|dekat|deket|pertigaan|perempatan|simpang|bundaran|"
    r"pasar|masjid|mushola|gereja|sekolah|kantor|ruko|taman|jembatan|pom|spbu|stasiun"
    r"|(?<!kelas \d )(?<!anak )(?<!murid )(?<!masih )(?:sdn?|smpn?|sman?))\b",  # a pupil's class is none
    re.I,
)
CHIT_CHAT = frozenset(
    (Intent.SALAM, Intent.TERIMA_KASIH, Intent.BANTUAN, Intent.BATAL, Intent.STATUS, Intent.YA,
     Intent.TIDAK, Intent.BUKAN_LAPORAN)
)  # fmt: skip
KINDS = {Intent.ASPIRASI: "aspirasi", Intent.INFORMASI: "permintaan"}
NOT = "tidak|tdk|ga|gak|gk|nggak|ngga|enggak|engga|kaga|kagak"  # "no" as it is typed: a part of patterns
# "tidak ada fotonya", "ga punya foto pak"
_NOTHING = re.compile(rf"({NOT}|belum|tanpa|gada|kosong)\b")
_WORD = re.compile(r"\w+")
_CURSES = 6  # words
_MEANT = re.compile(r"\s*\bmaksud(?:nya|ku|\s?saya)?\b", re.IGNORECASE)  # no part of a place's name
_NUMBERED = re.compile(r"^\(?\d{1,2}[.)]\s+(?=[^\W\d]{2,}\s+\w)")  # in the resident's own list
_NO_BEFORE = re.compile(r"^\W*(?:\w{2,5}[\s,]+)?(?:bukan|bkn|tidak|ga|gak|no)\s*[,.!]", re.I)


@dataclass(frozen=True)
class Heard:
    """`text` is masked, and without the words about the resident's own name.

    failed: understanding gave nothing, so only the quick words are known.
    """

    text: str
    words: int
    intent: Intent | None
    failed: bool
    candidates: tuple[Ranked, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    where: Where = Where()  # noqa: RUF009 - frozen
    denied: tuple[PlaceMention, ...] = ()
    emergency: str | None = None
    doubt: str = ""  # a danger half surely told of: to be asked about
    felt: bool = False  # no rule tells of that danger, only the sense of it
    number: str | None = None
    facts: tuple[tuple[str, Any], ...] = ()
    engine: str = ""
    intent_confidence: float = 1.0
    privacy: str | None = None  # biasa | anonim | rahasia, when the words ask for it
    called: str = ""  # the name the words give
    sender_name: str = ""  # as the platform tells it
    vaguely: bool = False  # `privacy` is what the words come to; they name neither the name nor the report
    danger_of_another: bool = False  # the emergency is somebody else's
    tact: Tact = field(default_factory=Tact)
    only_where: bool = False  # the words name a place and tell nothing of it
    only_asks: bool = False  # the words ask for help or repair and say not of what
    whole: str = ""  # masked, with what is said of the name
    reading: Reading | None = None  # the short answer the whole message is, if it is one

    @property
    def about_identity(self) -> bool:
        """Whether the words are about the resident's name and hardly anything else."""
        only = self.words < 3 or (
            self.tact.hides_only and not self.emergency and not self.doubt and not self.places
        )
        return (self.privacy is not None or bool(self.called)) and only

    @property
    def best(self) -> Ranked | None:
        """The likeliest category, or None."""
        return self.candidates[0] if self.candidates else None

    @property
    def chit_chat(self) -> bool:
        """Whether the words fill no slot, whatever was asked."""
        return self.intent in CHIT_CHAT

    @property
    def talk(self) -> bool:
        """Whether the words are talk for certain, and no part of a story."""
        return self.intent is Intent.BUKAN_LAPORAN and self.intent_confidence >= SURE_OF_TALK

    @property
    def hardly_talk(self) -> bool:
        """Whether the words seem to be talk, but may as well be more of a story: they are kept."""
        return self.intent is Intent.BUKAN_LAPORAN and not self.talk

    @property
    def wish(self) -> bool:
        """Whether the words only say that something is to be reported."""
        words = set(self.text.lower().replace(",", " ").split())
        return bool(words & _REPORTING) and words <= _WISH

    @property
    def asks_how(self) -> bool:
        """Whether the words ask how reporting works."""
        words = set(plain(self.text).split())
        return bool(words & _REPORTING) and bool(words & _HOW) and words <= _WISH | _HOW

    @property
    def nothing(self) -> bool:
        """Whether the words say that there is nothing to give."""
        return self.intent is Intent.TIDAK or (self.words <= 5 and bool(_NOTHING.match(self.text.lower())))

    @property
    def like_an_address(self) -> bool:
        """Whether the words could be a place we do not know."""
        return bool(ADDRESS.search(self.text))


def plain(text: str) -> str:
    """Lower case, single blanks, no closing marks: the form quick words and titles are compared in."""
    return " ".join(text.lower().strip(" .,!?👍🙏").split())


def hear(message: Incoming, known: Known) -> Heard:
    """What the message's text says; never fails."""
    asked, said = without_command(known.masked or message.text)
    reading = asked or (reading_of(without_command(message.text)[1]) if said.strip() != "?" else Reading.HELP)
    quick = INTENTS[reading] if reading else None
    u = known.understanding
    name = message.sender_name or ""
    if u is not None:
        heard = of_understanding(u, known, quick=quick, text=said)
        heard = replace(heard, sender_name=name, reading=reading, whole=said)
        heard = replace(heard, privacy=heard.privacy or hides(message.text))
        plainly = reading is not None or (heard.tact.hides_only and heard.emergency in (None, "tolong"))
        plainly = plainly or heard.wish  # "saya mau lapor lagi"
        plainly = plainly or (meant_for_us(said) and not AT_STAKE.search(said))  # "percuma ngomong"
        plainly = plainly or (bool(known.reports) and says("at_a_loss", said))
        plainly = plainly or (known.rude and heard.words <= _CURSES)
        only_felt = plainly and (heard.felt or bool(heard.doubt))
        return replace(heard, emergency=None, doubt="", felt=False) if only_felt else heard
    number = known.asked.number if known.asked else None
    text, words, privacy, called = _read(said)
    return Heard(
        text,
        words,
        quick,
        failed=bool(text),
        number=number,
        privacy=privacy,
        called=called,
        sender_name=name,
        reading=reading,
    )


def _read(text: str) -> tuple[str, int, str | None, str]:
    """The text without what it says of the resident's name, how many words, and that."""
    text = _NUMBERED.sub("", text.strip())
    wished = wish(text)
    text = wished.rest if wished else text
    privacy, called = (wished.privacy, wished.name) if wished else (None, "")
    return text, len(_WORD.findall(text)), privacy, called


def _where(u: Understanding, known: Known) -> Where:
    """The place meant, as one value; of an exact point the city's outlines say which kelurahan it is."""
    names = {code: area.name for code, area in known.catalogue.kelurahan.items()}
    where = u.where if u.where != Where() or not u.places else resolve(u.places, names)
    where = replace(where, text=_MEANT.sub("", where.text)) if "maksud" in where.text.lower() else where
    if not where.exact or known.located is None:
        return where
    if known.located.code is None:
        return replace(where, areas=(), outside=BEYOND)
    return replace(where, areas=(Ranked(known.located.code, 1.0),), outside="")


def _told_right(u: Understanding, known: Known) -> Understanding:
    """ "Bukan, di Kranji" says where it is: the no is about what was said before."""
    if not u.denied or u.where.areas or not _NO_BEFORE.match(u.masked):
        return u
    names = {code: area.name for code, area in known.catalogue.kelurahan.items()}
    places = tuple(replace(place, role="") for place in u.denied)
    return replace(u, places=places, denied=(), where=replace(resolve(places, names), corrects=True))


def of_understanding(u: Understanding, known: Known, *, quick: Intent | None = None, text: str = "") -> Heard:
    """What an understanding holds for the dialogue; quick: the intent of a form that always works."""
    text, words, privacy, called = _read(text or u.masked)
    u = _told_right(u, known)
    named = {"since": u.facts.since, "times_reported": u.facts.times_reported, "victims": u.facts.victims}
    facts = {name: value for name, value in named.items() if value}
    if u.facts.urgency:
        facts["urgency"] = ", ".join(u.facts.urgency)
    return Heard(
        text, words, quick or u.intent, failed=False,
        candidates=tuple(c for c in u.categories if c.code in known.catalogue.categories),
        places=u.places, where=_where(u, known), denied=u.denied,
        emergency=u.emergency.kind if u.emergency and u.emergency.sure else None,
        doubt=u.emergency.kind if u.emergency and not u.emergency.sure else "",
        felt=bool(u.emergency and u.emergency.felt),
        number=u.report_number, facts=tuple(facts.items()), engine=u.engine,
        intent_confidence=1.0 if quick else u.intent_confidence, privacy=privacy or u.tact.hide or None,
        called=called, vaguely=privacy is None and bool(u.tact.hide),
        danger_of_another=bool(u.emergency and u.emergency.other), tact=u.tact,
        only_where=u.only_where,
        only_asks=u.only_asks,
    )  # fmt: skip
