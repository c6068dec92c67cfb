"""Somebody wishes to die, or another does: a talk that stays open. No categories, no number of a report.

An operator is told at once unless the person says no; once one has answered, the machine only hands words on.
"""

import re
from dataclasses import replace

from bot.dialogue import danger_words
from bot.dialogue.commands import CallOperator, CancelCall, TellOperator, Turn
from bot.dialogue.hear import TELLING, Heard, plain
from bot.dialogue.known import Known, PointArea
from bot.dialogue.questions_asked import helped
from bot.dialogue.slots import SURELY
from bot.dialogue.state import Conversation, Step
from bot.dialogue.steps import ask, go_on
from bot.dialogue.topic import Asked, Topic
from bot.dialogue.types import Incoming, Point, Reply
from bot.messages import say

KIND = "bunuh_diri"
STAYS = 6 * 3600  # seconds of silence after which other words are taken for another matter
VARIANTS = 4  # sentences in turn, so that nobody hears the same one twice running
_NOT = r"(?:jangan|jgn|ojo|ulah|(?:ga|gak|g|nggak|ngga|kaga|kagak|tidak) ?(?:usah|perlu|mau)|don.?t|no need)"
_WHOM = (
    r"(?:petugas|operator|siapa|hubung\w*|manggil\w*|panggil\w*|kasih tahu|kasih tau|ngasih tau|bilang\w*"
    r"|lapor\w*|telp\w*|telepon\w*|call|tell)"
)
_NO_CALL = re.compile(rf"{_NOT}(?: (?:ya|dong|pak|bu|kak|min|deh|please|dulu))*|.*\b{_NOT}\b.*\b{_WHOM}\b.*")
# Whom the person hides it from, and who is no officer: "jangan kasih tau ortu aku" refuses no help.
_TELLING = (
    r"(?:(?:ng)?(?:kasih|asih)|(?:bilang|cerita|ngomong|lapor|telp|telepon|hubung)\w*|blg|blng|ksh|tell|call)"
)
NOT_THEM = re.compile(
    rf"\b{_NOT}\b.*\b{_TELLING}\b.*"
    r"\b(?:ortu|orang ?tua|mama\w*|mamah|mami|papa\w*|ibu|bapak|ayah|bunda|abah|umi|emak|nyokap|bokap|suami"
    r"|istri|bini|laki|anak|adik|adek|kakak|keluarga|saudara|sodara|guru|wali kelas|sekolah|kampus|bos"
    r"|pacar|mantan|teman|temen|tetangga|parents?|mother|father|mom|dad|husband|wife|family|school|friends?)"
    r"|\b(?:ga|gak|g|tidak|tdk|nggak|jangan|jgn|takut) ?(?:mau|pengen|sampe|sampai)?\b.{0,15}"
    r"\b(?:ortu|orang ?tua|mama|mamah|papa|ibu|bapak|ayah|bunda|nyokap|bokap|keluarga|guru"
    r"|sekolah|suami|istri)\w*"
    r"\W+(?:\w+\W+)?(?:tau|tahu|ketauan|ketahuan|denger|dengar)\b"
)
_BETTER = re.compile(
    r"\b(?:sudah|udah|udh|dah)\s+(?:\w+\s+)?(?:tenang|baikan|mendingan|lega|aman|membaik|better|reda)"
    r"|\b(?:ga|gak|tidak|nggak) jadi\b|\bsaya baik\b|\b(?:makasih|terima kasih|thanks|nuhun|suwun)\b"
)
_REPORTS = re.compile(
    r"\b(?:mau|ingin|pengen|boleh|bisa)\s+(?:buat |bikin )?(?:lapor|melapor|laporan|report)\w*"
)
# "kosan di jl cut mutia": where they are, whatever else the words are.
_LIVES = re.compile(
    r"(?:(?:saya|aku|dia|kami|kita|orangnya|anaknya|rumah\w*|lagi|sekarang|skrg|ada|tinggal|kos\w*|kontrakan|kamar)\s+){0,3}"
    r"(?:di|neng|ning)\s+(?:kos\w*|kontrakan|rumah|apart|rusun\w*|jembatan|flyover|stasiun|jl|jln|jalan|gang|gg|perum\w*|komplek\w*|apartemen|kampung|kp|rt|kelurahan|kel|kecamatan|kec)\b"
)
# Of somebody whom we speak of, or of being in touch with them.
_OF_THEM = re.compile(
    r"\b(?:dia|ia|he|she|nangis|menangis|telp|telpon|telepon|chat|chatku|wa|dibaca|dibales|dibalas|diangkat|ibunya|mamanya"
    r"|bapaknya|kamarnya|ngurung|obatnya|nekat)(?:nya)?\b",
    re.IGNORECASE,
)
_WITH_NUMBER = frozenset(("listen-now", "listen-unanswered", "listen-who"))
_SHORT, _TELLS = 10, 5  # words


def begin(c: Conversation, heard: Heard, known: Known) -> Turn:
    """The first words, or the same again in the middle of the talk."""
    if c.step is Step.LISTEN:
        return _more(c, heard, known)
    call = CallOperator(KIND, heard.text, heard.danger_of_another)
    c = replace(
        c,
        alarm=KIND,
        alarm_at=known.now.timestamp(),
        alarm_other=heard.danger_of_another,
        held=None,
        misses=0,
    )
    return ask(c, known, step=Step.LISTEN, commands=(call,))


def said(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """Every word while the talk is open, before anything else makes something of it."""
    if c.step is not Step.LISTEN:
        return None
    if known.now.timestamp() - c.alarm_at > STAYS and not heard.emergency:
        return None
    if heard.text.startswith("/") or heard.number:
        return None
    ruled = heard.emergency if not heard.felt else None  # "dia di kamar sendirian": of whom we speak already
    other = bool(ruled) and known.catalogue.danger(ruled or "").way in ("rescue", "victim")
    if other or _REPORTS.search(heard.text.lower()) or of_a_spot(heard, known):
        return None
    return _more(c, heard, known)


def of_a_spot(heard: Heard, known: Known) -> bool:
    """Whether the words plainly tell of something in the street, and of nobody's grief: another matter."""
    best = heard.best
    kind = known.catalogue.categories.get(best.code) if best else None
    plainly = best is not None and best.confidence >= SURELY and heard.intent in TELLING
    plainly = plainly and heard.words >= _TELLS  # "sampah semua orang"
    plainly = plainly and not _OF_THEM.search(heard.text)  # "udah diangkat telponnya, dia nangis"
    return plainly and kind is not None and kind.on_site and not (heard.emergency or heard.doubt)


def _more(c: Conversation, heard: Heard, known: Known) -> Turn:
    text = heard.text.lower()
    c = replace(c, alarm_at=known.now.timestamp())
    told = (TellOperator(heard.text),)
    if heard.words <= _SHORT and (heard.felt or not heard.emergency):
        if NOT_THEM.search(text):
            return ask(replace(c, misses=_next(c)), known, _say("listen-not-them", known), commands=told)
        if _NO_CALL.fullmatch(plain(text)):
            return ask(
                replace(c, misses=_next(c)), known, _say("listen-no-call", known), commands=(CancelCall(),)
            )
        if _BETTER.search(text):
            return go_on(c, known, _say("listen-better", known), commands=told)
    if known.operator_answers:
        return Turn(c, commands=told)
    if (urgent := _urgent(c, heard)) is not None:
        return Turn(c, (_say(urgent, known, c.alarm_other),), told)
    place = (_say("listen-place", known),) if heard.only_where or _LIVES.match(text) else ()
    place = (_say("help-called", known),) if c.alarm_other and helped(heard.text) else place
    return ask(replace(c, misses=_next(c)), known, *place, commands=told)


def _urgent(c: Conversation, heard: Heard) -> str | None:
    """What cannot wait for the next question: it is about to happen, nobody answers, or who are we."""
    if danger_words.AT_HAND.search(heard.text):
        return "listen-now"
    if danger_words.NO_ANSWER.search(heard.text):
        return "listen-unanswered"
    return "listen-who" if heard.words <= _SHORT and danger_words.WHO_ARE_YOU.search(heard.text) else None


def _next(c: Conversation) -> int:
    return c.misses % VARIANTS + 1


def _say(key: str, known: Known, other: bool = False) -> Reply:
    dial = known.catalogue.danger(KIND).dial if key in _WITH_NUMBER else ""
    return Reply(say(known.locale, key, whose="other" if other else "own"), dial=dial)


def question(c: Conversation, known: Known) -> Reply:
    """What is said to the latest words; the numbers stand in every one."""
    danger = known.catalogue.danger(KIND)
    whose = "other" if c.alarm_other else "own"
    key = f"listen-{c.misses}" if c.misses else f"danger-bunuh_diri-{whose}"
    return Reply(say(known.locale, key, whose=whose), dial=danger.dial)


def _answer(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """Words long after, or the wish to report something: about something else."""
    return None


def _picture(c: Conversation, message: Incoming, heard: Heard, known: Known) -> Turn:
    if heard.text:
        return _more(c, heard, known)
    return ask(replace(c, misses=_next(c)), known)


def _spot(c: Conversation, point: Point, located: PointArea | None, known: Known) -> Turn:
    where = f"{point.lat:.5f}, {point.lon:.5f} {located.name if located else ''}".strip()
    return ask(
        replace(c, misses=_next(c)), known, _say("listen-place", known), commands=(TellOperator(where),)
    )


TOPIC = Topic({Step.LISTEN: Asked(question, _answer, pictures=_picture, spot=_spot)})
