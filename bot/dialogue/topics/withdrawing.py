"""Taking a report back: which, and is the resident sure?"""

from dataclasses import replace

from bot.dialogue.commands import AddToReport, Turn, Withdraw
from bot.dialogue.hear import TELLING, Heard
from bot.dialogue.known import Known, ReportInfo
from bot.dialogue.questions_asked import mended as well_again
from bot.dialogue.readings import Reading
from bot.dialogue.reports import LISTED, addable, find, own, recent, status_name
from bot.dialogue.state import Conversation, Draft, Held, Step
from bot.dialogue.steps import again, ask, go_on, missed
from bot.dialogue.topic import Asked, Topic
from bot.dialogue.types import Button, Reply
from bot.dialogue.wording import buttons, held_of
from bot.messages import say
from nlu.types import Intent


def withdraw(c: Conversation, number: str, known: Known) -> Turn:
    """Ask whether (and which) report is to be withdrawn."""
    if number:
        report = own(known, number)
        if report is None:
            return again(c, known, Reply(say(known.locale, "status-unknown", number=number)))
        if not report.open:
            return again(c, known, _cannot(report, known))
        numbers: tuple[str, ...] = (number,)
    else:
        numbers = tuple(report.number for report in addable(known))[:LISTED]
    if not numbers:
        return again(c, known, Reply(say(known.locale, "nothing-to-cancel")))
    return ask(replace(c, held=Held(numbers=numbers), misses=0), known, step=Step.WITHDRAW)


def meant(draft: Draft, heard: Heard, known: Known) -> str:
    """The number of the report that is meant beside a draft: "yang sampah batalin aja"; "" for none."""
    if heard.number:
        return heard.number
    best = heard.best
    if best is None or best.code == draft.category or best.confidence < known.catalogue.sure:
        return ""
    of_it = [report.number for report in addable(known) if report.category_code == best.code]
    return of_it[0] if len(of_it) == 1 else ""


def mended(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Alhamdulillah sudah nyala": added, and asked whether the report may go; None for all else."""
    report = recent(c, known) if c.step is Step.IDLE else None
    if report is None or not report.open or heard.emergency or heard.number or not well_again(heard.text):
        return None
    if heard.whole.rstrip().endswith("?") or heard.places:
        return None
    asked = withdraw(c, report.number, known)
    glad = Reply(say(known.locale, "mended", number=report.number, agency=report.agency))
    return replace(
        asked, said=(glad, *asked.said), commands=(AddToReport(report.number, heard.whole), *asked.commands)
    )


def _cannot(report: ReportInfo, known: Known) -> Reply:
    state = status_name(known, report).lower()
    return Reply(say(known.locale, "cannot-withdraw", number=report.number, status=state))


def question(c: Conversation, known: Known) -> Reply:
    """Are you sure, or which of these?"""
    numbers = held_of(c).numbers
    if len(numbers) == 1:
        category = next((r.category for r in known.reports if r.number == numbers[0]), "")
        text = say(known.locale, "ask-withdraw", number=numbers[0], category=category)
        return Reply(text, buttons(c, known, "withdraw", "keep"))
    choices = tuple(Button(f"{c.nonce}:num:{number}", number) for number in numbers)
    return Reply(say(known.locale, "ask-withdraw-which"), (*choices, *buttons(c, known, "keep")))


def answer(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """Words at the question; None when something else came up."""
    if heard.number:
        return withdraw(c, heard.number, known)
    if heard.intent is Intent.YA and len(held_of(c).numbers) == 1:
        return _now(c, "", known)
    if heard.intent is Intent.TIDAK:
        return _keep(c, "", known)
    return None if heard.intent in TELLING and heard.words >= 4 else missed(c, known)


def _now(c: Conversation, value: str, known: Known) -> Turn:
    """The resident is sure."""
    number = held_of(c).numbers[0]
    report = find(known, number)
    if report is None or not report.open:
        return go_on(c, known, _cannot(report, known)) if report else go_on(c, known)
    reply = Reply(say(known.locale, "withdrawn", number=number))
    return go_on(c, known, reply, commands=(Withdraw(number),))


def _keep(c: Conversation, value: str, known: Known) -> Turn:
    """The resident changed their mind about withdrawing."""
    numbers = ", ".join(held_of(c).numbers)
    return go_on(c, known, Reply(say(known.locale, "not-withdrawn", number=numbers)))


_KEEP = (Reading.NO, Reading.WRONG, Reading.SKIP, Reading.DONT_KNOW, Reading.SEND, Reading.LATER)
TOPIC = Topic(
    {
        Step.WITHDRAW: Asked(
            question, answer, {"num": withdraw, "withdraw": _now, "keep": _keep},
            {Reading.YES: "withdraw", **dict.fromkeys(_KEEP, "keep")},
        )
    },
    phrases=(mended,),
)  # fmt: skip
