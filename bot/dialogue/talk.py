"""What words lead to: things understood at any step, the open side questions, and a fresh start."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from bot.dialogue import after, follow, named, several, similar
from bot.dialogue.answers import ANSWERS
from bot.dialogue.ask import again, ask, go_on, missed
from bot.dialogue.collect import begin, told, warning
from bot.dialogue.commands import Turn
from bot.dialogue.hear import CHIT_CHAT, TELLING, Heard
from bot.dialogue.known import Known, ReportInfo
from bot.dialogue.slots import with_files, with_identity
from bot.dialogue.state import Conversation, Draft, Held, Step
from bot.dialogue.types import Button, FileRef, Reply
from bot.messages import say
from nlu.opening import starts
from nlu.types import Intent

JUST_SENT = 600  # seconds in which another "kirim" means the report just sent
SAME_MATTER_WITHIN = timedelta(hours=48)  # so soon, the same kind of matter may be more of the same report


def menu(known: Known) -> tuple[Button, ...]:
    """The way out that is always valid, however old the message it hangs on."""
    mine = (Button("menu:mine", say(known.locale, "btn-my-reports")),) if known.reports else ()
    return (Button("menu:report", say(known.locale, "btn-report")), *mine, _help_button(known))


def _help_button(known: Known) -> Button:
    return Button("menu:help", say(known.locale, "btn-help"))


def helped(c: Conversation, known: Known) -> Turn:
    """What can be done here."""
    return again(c, known, Reply(say(known.locale, "help")))


def never_mind(c: Conversation, known: Known) -> Turn:
    """The side question is dropped; a draft goes on."""
    return go_on(c, known, Reply(say(known.locale, "never-mind")))


def drop(c: Conversation, known: Known) -> Turn:
    """The draft is thrown away, as asked."""
    return go_on(replace(c, draft=None), known, Reply(say(known.locale, "draft-dropped")))


def _greet(c: Conversation, heard: Heard, known: Known, name: str) -> Turn:
    if c.step is not Step.IDLE:
        return again(c, known, Reply(say(known.locale, "greeting-draft")))
    if known.reports:
        return Turn(c, (Reply(say(known.locale, "greeting-again"), menu(known)),))
    return Turn(
        c,
        (Reply(say(known.locale, "greeting", city=known.catalogue.city, name=name), (_help_button(known),)),),
    )


def _cancel(c: Conversation, heard: Heard, known: Known) -> Turn:
    if c.step is Step.REOPEN or (c.draft is None and c.step is not Step.IDLE):
        return never_mind(c, known)
    if c.draft is None:
        return follow.withdraw(c, known, heard.number)
    if heard.words <= 3 or c.step is Step.DROP:
        return drop(c, known)
    return ask(c, known, step=Step.DROP)


def anytime(c: Conversation, heard: Heard, known: Known, name: str) -> Turn | None:
    """Status, cancelling, help, greetings and thanks, understood whatever was asked; None for all else."""
    if (later := after.said(c, heard, known)) is not None:
        return later
    if (stopped := similar.stop_in_words(c, heard, known)) is not None:
        return stopped
    if (identified := named.said(c, heard, known)) is not None:
        return identified
    if heard.places and c.step is not Step.IDLE:
        return None
    if heard.intent is Intent.STATUS or (heard.number and heard.words <= 5):
        return follow.status(c, known, heard.number)
    if heard.intent is Intent.BATAL:
        return _cancel(c, heard, known)
    if heard.intent is Intent.BANTUAN or heard.asks_how:
        return helped(c, known)
    if heard.intent is Intent.SALAM:
        return _greet(c, heard, known, name)
    if heard.intent is Intent.TERIMA_KASIH:
        return again(c, known, Reply(say(known.locale, "welcome-thanks")))
    return None


def _recent(heard: Heard, known: Known) -> bool:
    """Whether the person has a new open report of the same kind, which these words may continue."""
    best = heard.best
    return any(
        report.category_code == (best.code if best else "")
        and known.now - report.created_at < SAME_MATTER_WITHIN
        for report in follow.addable(known)
    )


def _addition(c: Conversation, heard: Heard, known: Known, files: tuple[FileRef, ...]) -> Turn | None:
    """Words that belong to a report already filed; None when they start a new one."""
    named = next((r for r in known.reports if r.number == heard.number), None)
    if named is not None:
        return follow.add(c, known, named, text=heard.text, files=files)
    open_ones = follow.addable(known)
    asked = follow.waiting(known)
    if asked is not None and not (heard.intent in TELLING and _surely_other(heard, asked, known)):
        return follow.add(c, known, asked, text=heard.text, files=files)
    if heard.intent is Intent.TAMBAHAN and len(open_ones) == 1:
        return follow.add(c, known, open_ones[0], text=heard.text, files=files)
    unclear = heard.intent is Intent.TAMBAHAN or (heard.intent is Intent.LAPOR and _recent(heard, known))
    return follow.ask_add(c, known, told(heard, known, files)) if open_ones and unclear else None


def _surely_other(heard: Heard, report: ReportInfo, known: Known) -> bool:
    best = heard.best
    sure = best is not None and best.confidence >= known.catalogue.sure
    return bool(sure and best and best.code != report.category_code and heard.words >= 4)


def idle(c: Conversation, heard: Heard, known: Known, files: tuple[FileRef, ...] = ()) -> Turn:
    """Words with no question open: a complaint, more about an old one, or neither."""
    if heard.emergency:
        return begin(c, heard, known, files)
    if heard.intent is Intent.YA and c.sent_number and known.now.timestamp() - c.sent_at < JUST_SENT:
        return Turn(c, (Reply(say(known.locale, "filed-already", number=c.sent_number)),))
    if heard.intent in (Intent.YA, Intent.TIDAK) and (done := _just_done(known)):
        yes = heard.intent is Intent.YA
        return (follow.accept if yes else follow.ask_why)(c, known, done.number)
    if (added := _addition(c, heard, known, files)) is not None:
        return added
    if heard.wish:
        draft = with_identity(with_files(Draft(), files), heard)
        return ask(replace(c, draft=draft, misses=0), known, step=Step.WHAT)
    if _tells(heard, known):
        return several.split(c, heard, known, files) or begin(c, heard, known, files)
    if heard.words >= 4 and heard.intent not in (Intent.YA, Intent.TIDAK):
        held = Held(draft=told(heard, known, files))
        return ask(replace(c, held=held, misses=0), known, step=Step.MAYBE)
    return Turn(c, (Reply(say(known.locale, "not-understood"), menu(known)),))


def _tells(heard: Heard, known: Known) -> bool:
    """Whether the words are a report, surely enough not to ask."""
    if heard.failed:
        return heard.words >= 3
    return starts(
        intent=heard.intent, confidence=heard.intent_confidence, best=heard.best,
        words=heard.words, sure=known.catalogue.sure,
    )  # fmt: skip


def _just_done(known: Known) -> ReportInfo | None:
    """The one finished report that waits for "sudah beres?", if it is clear which."""
    done = [report for report in known.reports if report.status == "selesai"]
    return done[0] if len(done) == 1 else None


def _maybe(c: Conversation, heard: Heard, known: Known) -> Turn:
    held = c.held or Held()
    rest = replace(c, step=Step.IDLE, held=None)
    if heard.intent is Intent.YA:
        return report_held(c, known)
    if heard.intent is Intent.TIDAK:
        return again(rest, known, Reply(say(known.locale, "not-understood"), menu(known)))
    return idle(rest, heard, known, (held.draft or Draft()).files)


def report_held(c: Conversation, known: Known) -> Turn:
    """The words that did not sound like a complaint, or like a new one, are a new report."""
    held = c.held or Held()
    draft = replace(held.draft or Draft(), apart=held.numbers)  # asked about those already
    parked = (c.draft, *c.parked) if c.draft is not None else c.parked
    return go_on(replace(c, draft=draft, parked=parked), known)


def _add(c: Conversation, heard: Heard, known: Known) -> Turn:
    held = c.held or Held()
    if heard.number or (heard.intent is Intent.YA and len(held.numbers) == 1):
        return follow.choose(c, known, heard.number or held.numbers[0])
    if "baru" in heard.text.lower() or (heard.intent is Intent.TIDAK and len(held.numbers) == 1):
        return report_held(c, known)
    if heard.intent in CHIT_CHAT:
        return missed(c, known)
    return follow.hold_more(c, known, text=heard.text)


def _withdraw(c: Conversation, heard: Heard, known: Known) -> Turn:
    held = c.held or Held()
    if heard.number:
        return follow.withdraw(c, known, heard.number)
    if heard.intent is Intent.YA and len(held.numbers) == 1:
        return follow.withdraw_now(c, known)
    if heard.intent is Intent.TIDAK:
        return follow.keep(c, known)
    if heard.intent in TELLING and heard.words >= 4:  # something else came up
        return idle(replace(c, step=Step.IDLE, held=None), heard, known)
    return missed(c, known)


def _drop(c: Conversation, heard: Heard, known: Known) -> Turn:
    if heard.intent is Intent.YA:
        return drop(c, known)
    if heard.intent is Intent.TIDAK:
        return go_on(c, known)
    back = go_on(c, known).conversation  # neither: the words answer the question the draft stands at
    return ANSWERS[back.step](back, heard, known)


def _reopen(c: Conversation, heard: Heard, known: Known) -> Turn:
    if heard.words < 2 or heard.intent in (Intent.YA, Intent.TIDAK):
        return missed(c, known)
    return follow.reopen(c, known, heard.text)


def _fresh(c: Conversation, heard: Heard, known: Known) -> Turn:
    """Words that did not answer a side question: for the draft, where there is one, else a new start."""
    if c.draft is None:
        return idle(replace(c, step=Step.IDLE), heard, known)
    back = go_on(c, known).conversation
    return ANSWERS[back.step](back, heard, known)


ASIDE: dict[Step, Callable[[Conversation, Heard, Known], Turn]] = {
    Step.MAYBE: _maybe,
    Step.ADD: _add,
    Step.WITHDRAW: _withdraw,
    Step.DROP: _drop,
    Step.REOPEN: _reopen,
    Step.MATTERS: several.answer,
    **{step: after.aside(answer, _fresh) for step, answer in after.ANSWERS.items()},
}


def warned(turn: Turn, heard: Heard, known: Known) -> Turn:
    """The turn, with the number to call in front."""
    return replace(turn, replies=(warning(heard, known), *turn.replies))
