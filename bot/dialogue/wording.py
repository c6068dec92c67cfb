"""Pieces that questions and answers are put together from."""

import re

from bot.dialogue.known import Known, KnownArea, KnownCategory
from bot.dialogue.state import Conversation, Draft, Held
from bot.dialogue.types import Button
from bot.dialogue.whereabouts import spaceless
from bot.messages import say
from nlu.matters import faults_and_matters
from nlu.plain import plain

_UNIT = re.compile(r"^(?:di )?(?:kel(?:urahan)?|kec(?:amatan)?)\.? ")
SHOWN = 300  # characters of the resident's words repeated back


_FORMULA = re.compile(
    r"^(?:(?:assalamu|ass?alam|bismillah|salam|halo|hormat kami|bapak|ibu|kepada|ditujukan"
    r"|selamat (?:pagi|siang|sore|malam)|dengan hormat|yth|yang terhormat|kepada yth"
    r"|perkenalkan|mohon maaf (?:sebelum|meng)|demikian|atas (?:perhatian|kerja ?sama|bantuan|tanggapan)"
    r"|terima ?kasih|hormat (?:saya|kami)|wassalam|salam (?:hormat|sejahtera)|mohon kiranya|besar harapan"
    r"|semoga|melalui (?:surat|pesan) ini kami mengucapkan|sebelumnya (?:kami|saya) (?:ucap|mohon)"
    r"|harapan (?:kami|saya)|tertanda|ttd|warga (?:rt|blok|perum)|sekian|dear|thank you|best regards"
    r"|mohon (?:dapat |agar |untuk )?(?:segera )?ditindak)\w*)",
    re.IGNORECASE,
)
_CLOSES = re.compile(r"\W*(?:demikian|atas|terima ?kasih|sekian|semoga|hormat)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_LETTER = 120  # characters; shorter words are repeated as they are


# "1) ", "oh iya sekalian mau lapor juga, ": what stands before the matter.
_NUMBER = re.compile(r"^\s*\(?\d{1,2}[.)]\s+(?=\S)")
_GREETING = (
    r"(?:(?:(?:h[ae]l+o|hai|hi|hello|hey)(?: there\b)?|permisi|punten|p"
    r"|ass?alamu?\W?alaikum(?:\s+(?:wr|wb|warahmatul\w*|warohmatul\w*|wabarakatuh|wabarokatuh)\b\.?)*"
    r"|selamat (?:pagi|siang|sore|malam)|pa(?=\s*,)"
    r"|(?:pagi|siang|sore|malam)(?=\s*[,.!]|\s+(?:min|mimin|admin|pak|bu|kak|semua)\b)|(?:bapak|ibu|mas|mbak)(?=\s*[,.!/]|\s+admin)|(?:min|mimin|admin|pak|bu|kak|bang|gan|bos|yth)"
    r"(?!\s+(?:saya|aku|gue|gw|kami|kita|rt|rw|lurah|camat|wali|haji|ustad\w*|guru|dokter|polisi|ogah|so?pir|satpam|kos)\b))\b[\s,.!/]*)"
)
_GOING_OVER = (
    r"(?:(?:eh|oh|nah|ok|oke|iya|ya|sama|terus|trus|jadi|gini|begini|ceritanya|deh|dong|sih|satu lagi"
    r"|sekalian|juga|plus|selain itu"
    r"|belum lagi|pertama|kedua|ketiga|keempat|yang)\b[\s,.!]*)"
)
_REPORTING = (
    r"(?:(?:(?:saya|aku|gue|gw|kami|kita|sy)\s+)?(?:(?:mau|bade|hoyong|arep|pengen|pengin|ingin|mohon|hendak|i[zj]in|bermaksud|juga)\s+)*"
    r"(?:curhat|lapor|laporin|laporkan|melapor|melaporkan|komplain|mengadukan|ngadu|mengadu|menyampaikan|sampaikan"
    r"|nanya|tanya|bertanya)(?:\s+(?:keluhan|aduan|laporan|juga|dong|ya|nih|min|pak|bu|soal|tentang|mengenai|terkait"
    r"|bahwa|bahwasanya|kalau|kalo|tapi))*\b[\s,.:!]*)"
)
_COUNTED = r"(?:(?:ada\s+)?(?:\d|dua|tiga|empat|beberapa)\s+(?:hal|masalah|laporan|keluhan)[\s,:.]*)?"
_LETTER_LEAD = (
    r"(?:dengan hormat[\s,.:]*)?(?:sehubungan dengan\s+(?:adanya\s+)?)?(?:bersama (?:surat|pesan) ini[\s,]*)?"
    r"(?:i(?:'d| would)? (?:like|want) to (?:report|complain about|make a report (?:about|of))\s+)?"
)
_BEFORE = re.compile(
    rf"^\W*{_GREETING}*{_GOING_OVER}*{_GREETING}*{_LETTER_LEAD}{_REPORTING}?{_GREETING}*{_COUNTED}{_GOING_OVER}*",
    re.IGNORECASE,
)
# "... ingin menyampaikan keluhan mengenai", "... ingin melaporkan bahwa": the matter comes after it.
_ANNOUNCED = re.compile(
    r"\b(?:melaporkan|laporkan|menyampaikan|sampaikan|mengadukan|mengeluhkan|mengajukan)(?:\s+(?:keluhan|aduan|laporan"
    r"|pengaduan|permohonan|kepada \w+))*\s*(?:bahwa(?:sanya)?|mengenai|tentang|terkait|soal|perihal"
    r"|adanya|kalau|:|,)\s*",
    re.IGNORECASE,
)
# "Wr. Wb.", "Yth.", "Jl.": no sentence ends there.
_SHORTENED = re.compile(
    r"\b(kp|ds|dsn|bks|wr|wb|yth|bpk|sdr|no|jl|jln|gg|rt|rw|kel|kec|hj?|dr|dll)\.(?=\s)", re.IGNORECASE
)
_FEWEST = 3  # words that remain, or nothing is taken off
_LONGEST_FORMULA = 24  # words


def without_number(text: str) -> str:
    """The words without the number they have in the resident's own list."""
    return _NUMBER.sub("", text)


def without_lead(text: str) -> str:
    """The words without greetings and "saya mau lapor" before the matter."""
    for shorter in (_BEFORE.sub("", without_number(text)), without_number(text)):
        if len(shorter.split()) >= _FEWEST:
            return shorter.strip(" ,")
    return text


def _formula(sentence: str) -> bool:
    """Whether a sentence only greets, introduces or closes."""
    polite = _FORMULA.match(sentence.strip(" ,"))
    if polite and polite[0].lower().startswith("demikian"):
        return len(sentence.split()) <= _LONGEST_FORMULA
    if polite and faults_and_matters(plain(sentence).words)[0] and not _CLOSES.match(sentence):
        return False  # "kepada bapak camat, kami memohon perbaikan jalan yang rusak"
    return bool(polite) and not _ANNOUNCED.search(sentence) and len(sentence.split()) <= _LONGEST_FORMULA


def matter_of(text: str) -> str:
    """The matter of a long letter: its sentences without greetings and closing formulas."""
    if len(text) <= _LETTER:
        return without_lead(text)
    text = _SHORTENED.sub(r"\1", text)
    told = [sentence for sentence in _SENTENCE.split(text) if not _formula(sentence)]
    first = next((i for i, sentence in enumerate(told) if _ANNOUNCED.search(sentence)), None)
    if first is not None:
        at = _ANNOUNCED.search(told[first])
        if at is not None and len(told[first][at.end() :].split()) >= _FEWEST:
            told = [told[first][at.end() :], *told[first + 1 :]]
    return without_lead(" ".join(told).strip()) or text


def short(text: str) -> str:
    """The resident's words as repeated back to them."""
    text = matter_of(text)
    return text if len(text) <= SHOWN else text[:SHOWN].rstrip() + "…"


def button(c: Conversation, known: Known, action: str, key: str) -> Button:
    """A button of the open question."""
    return Button(f"{c.nonce}:{action}", say(known.locale, key))


def buttons(c: Conversation, known: Known, *actions: str) -> tuple[Button, ...]:
    """Buttons of the open question, titled `btn-<action>`."""
    return tuple(button(c, known, action, f"btn-{action}") for action in actions)


def draft_of(c: Conversation) -> Draft:
    """The draft in hand, or a new one."""
    return c.draft or Draft()


def held_of(c: Conversation) -> Held:
    """What the side question is about."""
    return c.held or Held()


def category_of(draft: Draft, known: Known) -> KnownCategory | None:
    """The draft's category, when it has one that is still offered."""
    return known.catalogue.categories.get(draft.category or "")


def area_name(area: KnownArea) -> str:
    """ "Kel. Kranji, Kec. Bekasi Barat" """
    return f"Kel. {area.name}, Kec. {area.kecamatan}"


def place_of(draft: Draft, known: Known) -> str:
    """Where the draft is, in words for the resident."""
    area = known.catalogue.kelurahan.get(draft.kelurahan or "")
    if area is None:
        return say(known.locale, "place-unknown", place=draft.place) if draft.place else ""
    same = {spaceless(area.name), spaceless(area.kecamatan)}  # said by the area's own line
    parts = draft.place.split(", ")
    finer = [part for part in parts if part and spaceless(_UNIT.sub("", part.lower())) not in same]
    return ", ".join((*finer, area_name(area)))
