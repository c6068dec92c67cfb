""" "Batal": the side question is left, the draft thrown away, or a report withdrawn."""

import re
from dataclasses import replace

from bot.dialogue.commands import Turn
from bot.dialogue.hear import Heard, plain
from bot.dialogue.known import Known
from bot.dialogue.questions_asked import lets_be, not_done
from bot.dialogue.readings import Reading
from bot.dialogue.state import Conversation, Step
from bot.dialogue.steps import ask, back, go_on
from bot.dialogue.topic import Asked, Topic
from bot.dialogue.topics import withdrawing
from bot.dialogue.types import Reply
from bot.dialogue.wording import buttons
from bot.messages import say
from nlu.types import Intent

_SO_SHORT = 9  # words
_AFTER_ALL = re.compile(
    r"(?:(?:eh|oh|ah|ya|iya|ok|oke|hmm|deng|maaf|sorry|salah|tunggu|pak|bu|min|kak|kayaknya|ternyata|udah|dah"
    r"|actually|no|wait)[\s,]+)*"
    r"(?:jadi|jd|lanjut\w*|terusin|teruskan|(?:ga|gak|tidak|nggak) jadi (?:di)?batal\w*"
    r"|jangan (?:di)?(?:batal|hapus)\w*|balikin|kembalikan|(?:tetap|tetep)(?: jadi| mau)?(?: lapor\w*)?"
    r"|mau lapor|kirim\w*|undo|go ahead|keep it|continue)"
    r"(?:[\s,]+(?:deh|deng|ding|sih|dong|aja|saja|lah|ya|pak|bu|min|kak|lapor\w*|nya|itu|yang|tadi|kirim\w*|please))*"
)
_TOLD = (Step.DETAIL, Step.PHOTO, Step.CONFIRM, Step.SIMILAR)  # the matter itself has been told
_FILLING = frozenset(
    (*_TOLD, Step.PLACE, Step.KECAMATAN, Step.KELURAHAN, Step.CATEGORY, Step.IDENTITY, Step.NAME, Step.CHANGE)
)
_CLAUSES = re.compile(r"[,.;!\n]+")
_DONE = re.compile(
    # Found by whom it was missed by: there is nothing more to do.
    r"^(?:sudah|udah|udh|dah|wis|geus)\s+(?:di(?:benerin|perbaiki|betulin|bersihin|bersihkan|angkut|tebang|potong|pangkas"
    r"|tambal|tangani|urus|padamkan|angkat)|beres|nyala|surut|terang|normal)\b"
    r"(?!.*\b(?:tapi|lagi|belum|blm|masih|sebagian|dikit)\b)"
    r"(?:\W+(?:warga|tetangga|petugas|dinas|sendiri|barusan|tadi|orang|kok|ternyata|pak|bu|min|kak|ya|sama|ama|oleh|rt))*\W*$"
    r"|^(?:sudah|udah|udh|dah|alhamdulillah|anaknya|orangnya|ibunya|bapaknya)\b(?!.*\b(?:tapi|belum|blm|masih)\b).*\bketemu\b"
    r"|^(?:(?:eh|oh|lho|loh|maaf|ternyata|barusan|wah|alhamdulillah|ga jadi|gajadi)[\s,]+)+"
    r"(?!.*\b(?:tapi|lagi|mati|rusak|terus)\b)"
    r".*\b(?:sudah|udah|udh|dah|wis|geus)\b.*\b(?:beres|selesai|kelar|aman|nyala|surut|normal|padam|ketemu"
    r"|di(?:benerin|perbaiki|betulin|bersihin|bersihkan|angkut|tebang|potong|pangkas|tambal|tangani|urus|padamkan))\b",
    re.IGNORECASE,
)


def never_mind(c: Conversation, value: str, known: Known) -> Turn:
    """The side question is dropped; a draft goes on."""
    return go_on(c, known, Reply(say(known.locale, "never-mind")))


def cancel_pressed(c: Conversation, value: str, known: Known) -> Turn:
    """The draft is thrown away, as asked."""
    given_up = c.draft if c.draft is not None and c.draft.text and not c.draft.emergency else None
    return go_on(replace(c, draft=None, dropped=given_up), known, Reply(say(known.locale, "draft-dropped")))


def resumed(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Eh jadi deh", right after "batal": the draft is there again; None for all other words.

    "Eh tapi bau banget, jadi aja" says why as well, which is kept.
    """
    if c.dropped is None or c.draft is not None:
        return None
    said = [part.strip() for part in _CLAUSES.split(heard.text) if part.strip()]
    if not said or not _AFTER_ALL.fullmatch(plain(said[-1])) or heard.words > _SO_SHORT:
        return None
    told = [part for part in said if " " in part and not _AFTER_ALL.fullmatch(plain(part))]
    draft = c.dropped.with_more(", ".join(told)) if told else c.dropped
    again = Reply(say(known.locale, "draft-resumed"))
    return go_on(replace(c, draft=draft, dropped=None, misses=0), known, again)


def let_be(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Eh tapi gapapa deh, ntar ribut": is it to be dropped? None for all other words."""
    told = c.draft is not None and bool(c.draft.text) and not c.draft.emergency and c.step in _FILLING
    if not told or heard.places or heard.emergency or heard.reading not in (None, Reading.NO):
        return None
    return ask(c, known, step=Step.DROP) if lets_be(heard.text) else None


def said(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Batal", at any step; None for all other words."""
    if heard.intent is not Intent.BATAL or (heard.places and c.step is not Step.IDLE):
        return None
    if c.step is Step.REOPEN or (c.draft is None and c.step is not Step.IDLE):
        return never_mind(c, "", known)
    if c.draft is None:
        return withdrawing.withdraw(c, heard.number or "", known)
    if filed := withdrawing.meant(c.draft, heard, known):
        return withdrawing.withdraw(c, filed, known)
    if heard.words <= 3 or c.step is Step.DROP:
        return cancel_pressed(c, "", known)
    return ask(c, known, step=Step.DROP)


def over(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Eh pohonnya udah ditebang warga": it has just been put right; None for all other words."""
    told = c.draft is not None and bool(c.draft.text) and c.step in _TOLD
    short = heard.words <= _SO_SHORT and not heard.places and "?" not in heard.text
    if not told or not short or not _DONE.search(heard.text) or not_done(heard.text):
        return None
    return ask(c, known, Reply(say(known.locale, "maybe-over")), step=Step.DROP)


def question(c: Conversation, known: Known) -> Reply:
    """Throw it away?"""
    return Reply(say(known.locale, "ask-drop"), buttons(c, known, "yes", "no"))


def answer(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """Yes or no; other words answer the question the draft stands at."""
    if heard.intent is Intent.YA:
        return cancel_pressed(c, "", known)
    return go_on(c, known) if heard.intent is Intent.TIDAK else None


_GO_ON = (Reading.NO, Reading.WRONG, Reading.SKIP, Reading.DONT_KNOW, Reading.SEND)
TOPIC = Topic(
    {
        Step.DROP: Asked(
            question, answer, {"yes": cancel_pressed, "no": back},
            {Reading.YES: "yes", **dict.fromkeys(_GO_ON, "no")},
        )
    },
    phrases=(said, let_be),
)  # fmt: skip
