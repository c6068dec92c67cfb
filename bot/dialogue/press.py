"""Pressed buttons. An id is `nonce:action[:value]`, or a global `action:value` that never grows old."""

from collections.abc import Callable
from dataclasses import replace

from bot.dialogue import after, collect, details, follow, named, photo_place, several, similar, talk
from bot.dialogue.ask import again, ask, go_on, question
from bot.dialogue.commands import Turn
from bot.dialogue.elsewhere import neighbour
from bot.dialogue.known import Known
from bot.dialogue.slots import OTHER, with_category, with_kelurahan
from bot.dialogue.state import Conversation, Draft, Held, Step
from bot.dialogue.types import Reply
from bot.dialogue.wording import draft_of
from bot.messages import say

CHOICES = 7  # categories to choose among when the resident corrects the kind

Press = Callable[[Conversation, str, Known], Turn]


def _report(c: Conversation, value: str, known: Known) -> Turn:
    if c.step is not Step.IDLE:
        return again(c, known)
    return ask(replace(c, draft=Draft(), misses=0), known, step=Step.WHAT)


def _menu(c: Conversation, value: str, known: Known) -> Turn:
    if value == "mine":
        return follow.status(c, known, None)
    return _report(c, value, known) if value == "report" else talk.helped(c, known)


ALWAYS: dict[str, Press] = {
    "menu": _menu,
    "st": lambda c, value, known: follow.status(c, known, value),
    "done": lambda c, value, known: follow.accept(c, known, value),
    "undone": lambda c, value, known: follow.ask_why(c, known, value),
    "unsup": similar.stop,
    **after.ALWAYS,
}


def _category(c: Conversation, value: str, known: Known) -> Turn:
    return go_on(replace(c, draft=with_category(draft_of(c), value)), known)


def _kecamatan(c: Conversation, value: str, known: Known) -> Turn:
    names = known.catalogue.kecamatan()
    draft = replace(draft_of(c), options=known.catalogue.within(names[int(value)]), outside="")
    return ask(replace(c, draft=draft), known, step=Step.KELURAHAN)


def _kelurahan(c: Conversation, value: str, known: Known) -> Turn:
    return go_on(replace(c, draft=with_kelurahan(draft_of(c), value)), known)


def _no_place(c: Conversation, value: str, known: Known) -> Turn:
    draft = replace(draft_of(c), place_skipped=True, options=(), outside="")
    return go_on(replace(c, draft=draft), known)


def _other_place(c: Conversation, value: str, known: Known) -> Turn:
    draft = replace(draft_of(c), place="", options=(), outside="", point=None, exact=False)
    return ask(replace(c, draft=draft, misses=0), known, step=Step.PLACE)


def _skip(c: Conversation, value: str, known: Known) -> Turn:
    if c.step is Step.DETAIL:
        return details.skip(c, known)
    return go_on(replace(c, draft=replace(draft_of(c), photo_asked=True)), known)


def _change_category(c: Conversation, value: str, known: Known) -> Turn:
    draft = draft_of(c)
    others = tuple(code for code in draft.candidates if code != draft.category)
    draft = replace(draft, candidates=tuple(dict.fromkeys((*others, *_nearby(draft, known))))[:CHOICES])
    return ask(replace(c, draft=draft, misses=0), known, step=Step.CATEGORY)


def _not_this(c: Conversation, value: str, known: Known) -> Turn:
    """It is the city's after all, or it is another matter."""
    draft = draft_of(c)
    if draft.agency:
        return go_on(replace(c, draft=replace(draft, ours=True)), known)
    return _change_category(c, value, known)


def _record(c: Conversation, value: str, known: Known) -> Turn:
    """Kept as referred, to whoever answers for the place outside the city."""
    body = neighbour(draft_of(c), known.catalogue) if c.step is Step.OUTSIDE else None
    if body is not None:
        c = replace(c, draft=replace(draft_of(c), agency=body.code))
    return collect.send(c, known)


def _nearby(draft: Draft, known: Known) -> tuple[str, ...]:
    """Other categories of the same agency: the likeliest place to have gone wrong."""
    names = known.catalogue.categories
    chosen = names.get(draft.category or "")
    agency = chosen.agency if chosen else ""
    return tuple(
        code for code, info in names.items() if info.agency == agency and code not in (OTHER, draft.category)
    )


def _back(c: Conversation, value: str, known: Known) -> Turn:
    return talk.never_mind(c, known) if c.step is Step.REOPEN else go_on(c, known)


def _new_report(c: Conversation, value: str, known: Known) -> Turn:
    if c.step is Step.OTHER:
        held = c.held or Held()
        return collect.park(c, held.draft or Draft(text=held.text), known)
    return talk.report_held(c, known)


def _addition(c: Conversation, value: str, known: Known) -> Turn:
    return follow.choose(c, known, (c.held or Held()).numbers[0])


def _no(c: Conversation, value: str, known: Known) -> Turn:
    if c.step is Step.MAYBE:
        rest = replace(c, step=Step.IDLE, held=None)
        return Turn(rest, (Reply(say(known.locale, "help"), talk.menu(known)),))
    return go_on(c, known)


def _to(step: Step) -> Press:
    return lambda c, value, known: ask(replace(c, misses=0), known, step=step)


ACTIONS: dict[str, Press] = {
    "cancel": lambda c, value, known: talk.drop(c, known),
    "cat": _category,
    "none-fits": lambda c, value, known: _category(c, OTHER, known),
    "pick-kecamatan": _to(Step.KECAMATAN),
    "kec": _kecamatan,
    "kel": _kelurahan,
    "no-place": _no_place,
    "other-place": _other_place,
    "skip": _skip,
    "send": lambda c, value, known: collect.send(c, known),
    "record": _record,
    "edit": _to(Step.CHANGE),
    "text": _to(Step.WHAT),
    "category": _change_category,
    "not-this": _not_this,
    "place": _to(Step.PLACE),
    "photo": lambda c, value, known: ask(
        replace(c, draft=replace(draft_of(c), photo_asked=True)), known, step=Step.PHOTO
    ),
    "back": _back,
    "ans": details.choose,
    "right-place": lambda c, value, known: photo_place.right(c, known),
    "wrong-place": lambda c, value, known: photo_place.wrong(c, known),
    "join": lambda c, value, known: similar.join(c, known),
    "apart": lambda c, value, known: similar.apart(c, known),
    "add-there": lambda c, value, known: similar.add_there(c, known),
    "identity": _to(Step.IDENTITY),
    "name": _to(Step.NAME),
    "anonim": lambda c, value, known: named.choose(c, "anonim", known),
    "rahasia": lambda c, value, known: named.choose(c, "rahasia", known),
    "biasa": lambda c, value, known: named.choose(c, "biasa", known),
    "split": lambda c, value, known: several.apart(c, known),
    "one-report": lambda c, value, known: several.together(c, known),
    "file-too": _back,
    "no-need": lambda c, value, known: collect.no_need(c, known),
    "new-report": _new_report,
    "same-report": lambda c, value, known: collect.join(c, known),
    "addition": _addition,
    "num": lambda c, value, known: follow.choose(c, known, value),
    "yes-report": lambda c, value, known: talk.report_held(c, known),
    "no": _no,
    "yes": lambda c, value, known: talk.drop(c, known),
    "withdraw": lambda c, value, known: follow.withdraw_now(c, known),
    "keep": lambda c, value, known: follow.keep(c, known),
    **after.ACTIONS,
}


def press(c: Conversation, button: str, known: Known) -> Turn:
    """What a pressed button leads to; old, repeated and unknown ones do no harm."""
    head, _, rest = button.partition(":")
    if head in ALWAYS:
        return ALWAYS[head](c, rest, known)
    if head == str(c.nonce) and c.step is not Step.IDLE:
        return act(c, rest, known)
    if head == str(c.sent_nonce) and c.sent_number and rest in ("send", "record"):
        return again(c, known, Reply(say(known.locale, "filed-already", number=c.sent_number)))
    return again(c, known, Reply(say(known.locale, "old-button")))


def act(c: Conversation, action: str, known: Known) -> Turn:
    """Do what a button of the open question stands for, if that question offers it."""
    if f"{c.nonce}:{action}" not in {button.id for button in question(c, known).buttons}:
        return again(c, known, Reply(say(known.locale, "old-button")))
    name, _, value = action.partition(":")
    return ACTIONS[name](c, value, known)
