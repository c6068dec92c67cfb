"""Greetings, thanks and help, at any step."""

import re
from dataclasses import replace

from bot.dialogue.commands import Turn
from bot.dialogue.hear import Heard, plain
from bot.dialogue.known import Known
from bot.dialogue.questions_asked import mended, not_reporting, says
from bot.dialogue.slots import SURELY
from bot.dialogue.state import Conversation, Step
from bot.dialogue.steps import again, go_on
from bot.dialogue.topic import Topic
from bot.dialogue.types import Button, Reply
from bot.messages import say
from nlu.praise import praises_officers
from nlu.types import Intent

_WANTS_TO_ASK = re.compile(
    r"(?:(?:(?:bukan|ga|tidak) (?:darurat|bahaya)|cuma|cuman|hanya|sekadar|halo|permisi|maaf|min|pak|bu|kak"
    r"|pagi|siang|sore|malam|selamat|assalamualaikum|hai|gan|bang|mas|mbak|punten|admin|saya|aku|mau|ingin|boleh|numpang|izin|ijin|i|want|to|can|may|have)[\s,]+)*"
    r"(?:tanya|nanya|bertanya|ask(?: something| a question)?|a question|question)(?:[\s,]+(?:min|pak|bu"
    r"|kak|dong|ya|nih|admin|boleh|dulu|sesuatu|ga|gak|kah|nggak|tidak))*"
)
_WRONG_CHAT = re.compile(
    r"(?:(?:eh|aduh|waduh|maaf|maap|sorry|sori|oh|ya|pak|bu|min|kak)[\s,]+)*"
    r"(?:salah|keliru) (?:kirim|kamar|chat|sambung|nomor|orang|grup|pencet|ketik|tekan|klik|sentuh)\w*"
    r"(?:[\s,]+(?:maaf|sorry|sori|ya|pak|bu|min|kak|abaikan|saja|tadi|barusan|ini|itu|aku|saya"
    r"|kayaknya|kayanya|sepertinya|deh|deng|ding|kali|nih))*"
)
# "Bang ojeknya udah sampe mana", "paket saya kapan dikirim": meant for a driver or a seller.
_SENT = (
    r"(?:ojek\w*|ojol\w*|gojek|grab|gofood|grabfood|shopee\w*|paket\w*|pesanan\w*|orderan\w*|kurir\w*"
    r"|driver\w*)"
)
_ON_ITS_WAY = (
    r"(?:(?:sampai|sampe|nyampe) (?:mana|mn|dimana)|(?:udah|sudah|lagi) (?:di ?mana|otw|jalan)|otw"
    r"|posisi(?:nya)?|kapan (?:nyampe|sampe|sampai|dikirim|dateng|datang)"
    r"|kok (?:lama|belum (?:sampe|sampai|dateng)))"
)
_FOR_A_DRIVER = re.compile(rf"\b{_SENT}\b.*\b{_ON_ITS_WAY}\b|\b{_ON_ITS_WAY}\b.*\b{_SENT}\b", re.IGNORECASE)
_A_FEW = 9  # words
_ASKS = 5  # words; more of them beside a kind of matter tell of it
_SALAM = re.compile(r"\ba?s+alam\w*|\baslm\b|\bass\b|wr\.? ?wb|السلام", re.IGNORECASE)


def menu(known: Known) -> tuple[Button, ...]:
    """The way out that is always valid, however old the message it hangs on."""
    mine = (Button("menu:mine", say(known.locale, "btn-my-reports")),) if known.reports else ()
    return (Button("menu:report", say(known.locale, "btn-report")), *mine, _help_button(known))


def _help_button(known: Known) -> Button:
    return Button("menu:help", say(known.locale, "btn-help"))


def helped(c: Conversation, known: Known) -> Turn:
    """What can be done here."""
    return again(c, known, Reply(say(known.locale, "help")))


def said(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """Such words; None for all else, and for whatever names a place where a question stands open."""
    if heard.places and c.step is not Step.IDLE:
        return None
    if c.step in (Step.IDLE, Step.CRY) and _WANTS_TO_ASK.fullmatch(plain(heard.text)):
        return Turn(replace(c, step=Step.IDLE, misses=0), (Reply(say(known.locale, "ask-away")),))
    driver = heard.words <= _A_FEW and _FOR_A_DRIVER.search(heard.text)
    if c.step is Step.IDLE and driver:
        return Turn(c, (Reply(say(known.locale, "for-a-driver")),))
    if c.step is Step.IDLE and _WRONG_CHAT.fullmatch(plain(heard.text)):
        return Turn(c, (Reply(say(known.locale, "wrong-chat")),))
    calm = not (heard.emergency or heard.doubt or heard.places)
    if c.step is Step.IDLE and not heard.emergency and says("not_ours", heard.text):
        return Turn(c, (Reply(say(known.locale, "small-talk", times=1 + c.misses % 2), menu(known)),))
    if c.step is Step.IDLE and calm and not_reporting(heard.text):
        return Turn(c, (Reply(say(known.locale, "no-report-fine")),))
    well = c.step is Step.IDLE and not known.reports and not heard.places and not heard.emergency
    well = well and heard.intent is not Intent.TERIMA_KASIH and heard.words <= _A_FEW
    if well and mended(heard.text):
        return Turn(c, (Reply(say(known.locale, "glad-mended")),))
    if heard.asks_how:
        return again(c, known, Reply(say(known.locale, "how-to")))
    if heard.intent is Intent.BANTUAN:
        return None if _tells_a_matter(c, heard, known) else helped(c, known)
    if heard.intent is Intent.SALAM:
        return _greet(c, heard, known)
    if heard.intent is Intent.TERIMA_KASIH:
        praise = praises_officers(heard.text) and c.step is Step.IDLE
        welcome = Reply(say(known.locale, "praise-thanks" if praise else "welcome-thanks"))
        if c.step is Step.CRY:  # "udah ah, makasih": nothing is left to ask
            return go_on(c, known, Reply(say(known.locale, "danger-doubt-no")))
        if c.step is Step.OUTSIDE:  # who was told that it is another city's, and thanks, has what they need
            return go_on(replace(c, draft=None), known, welcome)
        return again(c, known, welcome)
    return None


def _tells_a_matter(c: Conversation, heard: Heard, known: Known) -> bool:
    """Whether words that ask how it works tell of something as well: "jalan rusak, bisa lapor sini"."""
    sure = heard.best is not None and heard.best.confidence >= SURELY
    return c.step is Step.IDLE and sure and heard.words > _ASKS and heard.reading is None


def _greet(c: Conversation, heard: Heard, known: Known) -> Turn:
    if c.step is not Step.IDLE:
        return again(c, known, Reply(say(known.locale, "greeting-draft")))
    salam = say(known.locale, "greeting-salam") if _SALAM.search(heard.text) else ""
    if known.reports:
        times = 1 + c.misses % 2
        text = say(known.locale, "greeting-again", times=times)
        return Turn(replace(c, misses=c.misses + 1), (Reply(f"{salam} {text}".strip(), menu(known)),))
    if c.misses and not salam:  # greeted already
        text = say(known.locale, "greeting-more", times=1 + c.misses % 2)
        return Turn(replace(c, misses=c.misses + 1), (Reply(text, (_help_button(known),)),))
    text = say(known.locale, "greeting", city=known.catalogue.city, name=heard.sender_name)
    text = text.replace(say(known.locale, "greeting-hello"), salam, 1) if salam else text
    return Turn(replace(c, misses=c.misses + 1), (Reply(text, (_help_button(known),)),))


TOPIC = Topic(phrases=(said,))
