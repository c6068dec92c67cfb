"""More for a report already filed: does it belong to one, and to which?"""

import re
from dataclasses import replace

from bot.dialogue.commands import AddToReport, Turn
from bot.dialogue.drafting import report_held, told, too_long
from bot.dialogue.hear import CHIT_CHAT, TELLING, Heard
from bot.dialogue.known import Known, ReportInfo
from bot.dialogue.readings import Reading
from bot.dialogue.reports import (
    LISTED,
    WAITING,
    addable,
    find,
    own,
    quoted_or_waiting,
    recent,
    spoken_of,
    status_name,
)
from bot.dialogue.slots import MAX_FILES
from bot.dialogue.state import Conversation, Draft, Held, Step
from bot.dialogue.steps import again, ask, go_on, missed
from bot.dialogue.topic import Asked, Topic
from bot.dialogue.topics import danger
from bot.dialogue.types import Button, FileRef, Incoming, Reply
from bot.dialogue.wording import buttons, held_of
from bot.messages import say
from nlu.types import Intent

_SO_SHORT = 5  # words around a report's number: it is looked at, not answered
# "Siap makasih", to what was said before: no answer either.
_ONLY_THANKS = re.compile(
    r"(?:(?:siap|ok|oke|baik|iya|ya|sip|pak|bu|min)\W+)*"
    r"(?:makasih|terima ?kasih|thanks|thank you|nuhun|suwun|trims)"
    r"(?:\W+(?:ya|pak|bu|min|kak|banyak|infonya|sebelumnya|pisan))*\W*",
    re.IGNORECASE,
)
# Short words that speak to us, and answer nothing an officer asked.
_FOR_US = frozenset(
    (Reading.GREET, Reading.HELP, Reading.STATUS, Reading.STOP, Reading.HUMAN, Reading.THANKS, Reading.LATER)
)


def add(
    c: Conversation, known: Known, report: ReportInfo, *, text: str = "", files: tuple[FileRef, ...] = ()
) -> Turn:
    """Add to a report, or say why that is no longer possible."""
    if not report.takes_more:
        state = status_name(known, report).lower()
        reply = Reply(say(known.locale, "add-closed", number=report.number, status=state))
        return go_on(c, known, reply)
    key = (
        "added-answer" if report.status == "menunggu_warga" else "added" if report.open else "added-referred"
    )
    reply = Reply(say(known.locale, key, number=report.number, agency=report.agency))
    kept = Draft().with_more(text)
    more = (too_long(known),) if kept.cut else ()
    c = spoken_of(c, report.number, known)
    return go_on(c, known, reply, *more, commands=(AddToReport(report.number, kept.text, files),))


def answers_officer(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """After an officer's question whatever is said is the answer, and goes to the report asked about last.

    A reply to one of our messages goes to that message's report. None for words that are about something
    else: commands, and what asks for us. A matter that is clearly another is asked about.
    """
    quoted = own(known, known.quoted)
    asked = quoted if quoted is not None and quoted.status == WAITING else None
    if asked is None and c.step is Step.IDLE:
        asked = quoted_or_waiting(known)
    if asked is None or heard.reading in _FOR_US or heard.whole.startswith("/") or heard.wish:
        return None
    if heard.number and (heard.number != asked.number or heard.words <= _SO_SHORT):
        return None
    if _ONLY_THANKS.fullmatch(heard.whole.strip()):
        return None
    if quoted is None and _another(heard, asked, known):
        return None if heard.emergency else ask_add(c, known, told(heard, known), first=asked.number)
    added = add(c, known, asked, text=heard.whole)
    return danger.warned(added, heard, known) if heard.emergency else added


def of_victim(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """Words after the report of a victim went out: with it, and nobody is asked again whether to file."""
    filed = recent(c, known) if c.step is Step.IDLE else None
    kind = known.catalogue.danger(heard.emergency or "")
    if filed is None or kind.way != "victim" or filed.category_code != kind.category:
        return None
    added = add(c, known, filed, text=heard.whole)
    return added if heard.felt else danger.warned(added, heard, known)


def _another(heard: Heard, asked: ReportInfo, known: Known) -> bool:
    """Whether the words are clearly a matter of their own: of another kind, told at length, with a place."""
    best = heard.best
    if best is None or best.confidence < known.catalogue.sure or best.code == asked.category_code:
        return False
    told = heard.intent in TELLING and heard.words >= (5 if heard.places else 8)
    return told or (heard.emergency is not None and heard.words >= 4)


def ask_add(c: Conversation, known: Known, draft: Draft, *, first: str = "") -> Turn:
    """Ask which report the words and pictures belong to, a new one (the draft as given) included."""
    open_ones = tuple(report.number for report in addable(known))
    numbers = tuple(dict.fromkeys((*((first,) if first else ()), *open_ones)))[: 1 if first else LISTED]
    held = Held(text=draft.text, files=draft.files, numbers=numbers, draft=draft)
    return ask(replace(c, held=held, misses=0), known, step=Step.ADD)


def hold_more(c: Conversation, known: Known, *, text: str = "", files: tuple[FileRef, ...] = ()) -> Turn:
    """More came while the question stood open: it waits with the rest."""
    held = held_of(c)
    files = (held.files + files)[:MAX_FILES]
    draft = replace(held.draft or Draft(), files=files).with_more(text)
    return ask(replace(c, held=replace(held, text=draft.text, files=files, draft=draft)), known)


def question(c: Conversation, known: Known) -> Reply:
    """An addition, and to which?"""
    numbers = held_of(c).numbers
    if len(numbers) == 1:
        category = next((r.category for r in known.reports if r.number == numbers[0]), "")
        text = say(known.locale, "ask-add", number=numbers[0], category=category)
        return Reply(text, buttons(c, known, "addition", "new-report"))
    choices = tuple(Button(f"{c.nonce}:num:{number}", number) for number in numbers)
    return Reply(say(known.locale, "ask-add-which"), (*choices, *buttons(c, known, "new-report")))


def answer(c: Conversation, heard: Heard, known: Known) -> Turn:
    """Words at the question: a number, yes, "baru", or more that waits with the rest."""
    held = held_of(c)
    if heard.number or (heard.intent is Intent.YA and len(held.numbers) == 1):
        return choose(c, heard.number or held.numbers[0], known)
    if "baru" in heard.text.lower() or (heard.intent is Intent.TIDAK and len(held.numbers) == 1):
        return report_held(c, "", known)
    if heard.intent in CHIT_CHAT:
        return missed(c, known)
    return hold_more(c, known, text=heard.text)


def choose(c: Conversation, number: str, known: Known) -> Turn:
    """One of the reports was picked."""
    held, report = held_of(c), find(known, number)
    if report is None or not report.own:
        return again(c, known, Reply(say(known.locale, "status-unknown", number=number)))
    return add(c, known, report, text=held.text, files=held.files)


def _addition(c: Conversation, value: str, known: Known) -> Turn:
    return choose(c, held_of(c).numbers[0], known)


def _pictures(c: Conversation, message: Incoming, heard: Heard, known: Known) -> Turn:
    return hold_more(c, known, text=heard.text, files=message.files)


TOPIC = Topic(
    {
        Step.ADD: Asked(
            question, answer, {"num": choose, "addition": _addition, "new-report": report_held},
            {Reading.YES: "addition", Reading.SEND: "addition", Reading.NO: "new-report",
             Reading.WRONG: "new-report", Reading.DONT_KNOW: "addition", Reading.SKIP: "addition"},
            pictures=_pictures,
        )
    },
    phrases=(answers_officer,),
)  # fmt: skip
