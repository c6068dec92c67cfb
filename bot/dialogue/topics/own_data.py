"""The resident's own data: what is told at first, handing it out, erasing it."""

import re
from dataclasses import replace

from bot.dialogue.commands import Consent, EraseData, ExportData, Turn
from bot.dialogue.hear import Heard, plain
from bot.dialogue.known import Exported, Known
from bot.dialogue.readings import Reading
from bot.dialogue.state import Conversation, Step
from bot.dialogue.steps import again, ask, go_on, missed
from bot.dialogue.topic import Asked, Topic
from bot.dialogue.types import Incoming, Link, Reply
from bot.dialogue.wording import buttons
from bot.messages import say
from nlu.types import Intent

PAGE = "/privasi"
# Not said by the person: a place out of a picture, and what the channel tells of their coming and going.
_NOT_SAID = frozenset(["photo_point", "transcript", "left", "returned"])
_POLITE = r"(?:(?:tolong|mohon|minta|saya|aku|mau|ingin|boleh|bisa|pak|bu|kak|min)\s+)*"
_MINE = r"(?:\s+(?:pribadi|diri))?\s*(?:saya|aku|ku)(?:\s+(?:semua|semuanya|dong|ya|di\s?sini))*"
_EXPORT = re.compile(
    rf"/data|{_POLITE}(?:(?:lihat|kirim|kirimkan|unduh|download|cek|apa(?:\s+saja)?)\s+)?(?:semua\s+)?data{_MINE}"
)
_ERASE = re.compile(
    rf"/hapus|{_POLITE}(?:hapus|hapuskan|hapusin|delete|buang|musnahkan)\s+(?:semua\s+)?(?:data|akun){_MINE}"
)
_ERASE_ASKED = re.compile(
    r"\b(?:di)?(?:hapus|hapusin|hapuskan|hilangkan|delete|erase|remove)\b.{0,20}\b(?:data|akun|chat|obrolan|account)\b"
    r"|\b(?:data|akun)\b.{0,20}\b(?:di)?(?:hapus|hapusin|hilangkan|deleted|erased)\b"
)
_OWN = re.compile(r"\b(?:saya|aku|gue|gw|ku|dataku|kami|sy|my)\b")
_SO_SHORT = 8  # words; more of them tell of a file that an office lost
_PAGE = re.compile(r"/privasi|privasi|kebijakan privasi|(?:bagaimana|gimana) privasi saya")


def said(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """Words about the person's own data, at any step; None for all else."""
    text = plain(heard.text)
    if _PAGE.fullmatch(text):
        return again(c, known, _about(known))
    own = bool(_OWN.search(text)) or "chat" in text or "obrolan" in text
    short = heard.words <= _SO_SHORT and own and not heard.places
    if _ERASE.fullmatch(text) or (short and _ERASE_ASKED.search(text)):
        return ask(replace(c, misses=0), known, step=Step.ERASE)
    return Turn(c, commands=(ExportData(),)) if _EXPORT.fullmatch(text) else None


def question(c: Conversation, known: Known) -> Reply:
    """Erase everything?"""
    return Reply(say(known.locale, "ask-erase"), buttons(c, known, "erase", "keep-data"))


def answer(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """Words said to "shall everything be erased?"; None when they are about something else."""
    if heard.intent is Intent.YA or plain(heard.text) in ("hapus", "ya hapus", "hapus saja"):
        return erase(c, "", known)
    if heard.intent is Intent.TIDAK:
        return keep(c, "", known)
    return missed(c, known) if heard.chit_chat or heard.words < 4 else None


def erase(c: Conversation, value: str, known: Known) -> Turn:
    """The person is sure: nothing of the conversation stays but the number that tells old buttons."""
    return Turn(Conversation(nonce=c.nonce), commands=(EraseData(),))


def keep(c: Conversation, value: str, known: Known) -> Turn:
    """They thought better of it."""
    return go_on(c, known, Reply(say(known.locale, "not-erased")))


def after_exported(decided: Turn, found: Exported, known: Known) -> Turn:
    """What is held, in numbers, with the private link to all of it."""
    text = say(
        known.locale, "data-held", name=found.name, reports=found.reports, messages=found.messages,
        files=found.files, supports=found.supports, watched=found.watched,
    )  # fmt: skip
    lines = [
        say(known.locale, "data-look", when=when, role=role, agency=agency or "none")
        for when, role, agency in found.seen
    ]
    looked = say(known.locale, "data-looks", count=found.looks)
    text = "\n".join([text, "", looked, *lines])
    link = Link(say(known.locale, "btn-data"), found.link)
    return decided.then(again(decided.conversation, known, Reply(text, link=link)))


def introduced(before: Conversation, after: Turn, message: Incoming, known: Known) -> Turn:
    """The turn, with what becomes of one's data told to a newcomer; who then goes on has taken note of it.

    Nobody is kept waiting for it, a message holds one link, and in an emergency nothing comes before the
    number to call.
    """
    if known.consented or message.kind in _NOT_SAID or EraseData() in after.commands:
        return after
    if before.told_privacy:
        return replace(after, commands=(*after.commands, Consent()))
    if not after.replies or after.replies[0].link or any(reply.dial for reply in after.replies):
        return after
    page = Link(say(known.locale, "btn-privacy"), PAGE)
    told = replace(after.conversation, told_privacy=True)
    return replace(after, conversation=told, notice=Reply(say(known.locale, "consent"), link=page))


def _about(known: Known) -> Reply:
    return Reply(say(known.locale, "privacy"), link=Link(say(known.locale, "btn-privacy"), PAGE))


_KEEP = (Reading.NO, Reading.WRONG, Reading.SKIP, Reading.DONT_KNOW, Reading.LATER, Reading.SEND)
TOPIC = Topic(
    {
        Step.ERASE: Asked(
            question,
            answer,
            {"erase": erase, "keep-data": keep},
            {Reading.YES: "erase", **dict.fromkeys(_KEEP, "keep-data")},
        )
    },
    phrases=(said,),
    told={Exported: after_exported},
)
