"""The questions, each with its buttons, and the way from one to the next."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.dialogue.asides import ASIDES
from bot.dialogue.cards import CARDS, detail_lines, identity_line
from bot.dialogue.commands import Command, LookForSame, Turn
from bot.dialogue.elsewhere import body_of, dial_of, neighbour
from bot.dialogue.known import Known
from bot.dialogue.slots import MAX_FILES, look_for, missing, noted, photo_wanted, photos, settled
from bot.dialogue.state import Conversation, Step
from bot.dialogue.types import Button, Reply
from bot.dialogue.wording import area_name, buttons, category_of, draft_of, held_of, place_of, short
from bot.messages import say

__all__ = ["again", "area_name", "ask", "go_on", "missed", "place_of", "question"]


def ask(
    c: Conversation, known: Known, *before: Reply, step: Step | None = None, commands: Sequence[Command] = ()
) -> Turn:
    """Ask the step's question; buttons of every earlier one are old from here on."""
    c = replace(c, step=step or c.step, nonce=c.nonce + 1)
    if c.draft is not None:
        c = replace(c, draft=noted(c.draft, c.step, known.catalogue))
    return Turn(c, (*before, question(c, known)), tuple(commands))


def go_on(c: Conversation, known: Known, *before: Reply, commands: Sequence[Command] = ()) -> Turn:
    """Ask what the draft lacks; without a draft take up a parked one, else rest."""
    c = replace(c, held=None, misses=0)
    if c.draft is None and c.parked:
        c = replace(c, draft=c.parked[0], parked=c.parked[1:])
        before = (*before, Reply(say(known.locale, "parked-next", text=short(draft_of(c).text))))
    if c.draft is None:
        return Turn(replace(c, step=Step.IDLE), before, tuple(commands))
    draft = settled(c.draft, known.catalogue)
    step, spot = missing(draft, known.catalogue), look_for(draft, known.catalogue)
    if step is Step.CONFIRM and spot and spot != draft.looked:
        draft = replace(draft, looked=spot)
        commands = (*commands, LookForSame(draft))
    return ask(replace(c, draft=draft), known, *before, step=step, commands=commands)


def again(c: Conversation, known: Known, *before: Reply) -> Turn:
    """Answer something aside, then repeat the question that stands open, if one does.

    It is the same question, so its buttons stay good wherever they are shown: whoever presses one of an
    earlier copy, perhaps because messages arrive slowly, is not told off for it.
    """
    return Turn(c, before) if c.step is Step.IDLE else Turn(c, (*before, question(c, known)))


def missed(c: Conversation, known: Known, *before: Reply) -> Turn:
    """Ask once more because the answer did not fit."""
    return ask(replace(c, misses=c.misses + 1), known, *before)


def question(c: Conversation, known: Known) -> Reply:
    """The question of the conversation's step."""
    return QUESTIONS[c.step](c, known)


def _what(c: Conversation, known: Known) -> Reply:
    draft = draft_of(c)
    if draft.text:  # being rewritten
        return Reply(say(known.locale, "ask-change-text"), buttons(c, known, "back"))
    if c.misses:
        return Reply(say(known.locale, "ask-what-more"), buttons(c, known, "cancel"))
    if draft.kelurahan:
        return Reply(
            say(known.locale, "ask-what-place", place=place_of(draft, known)), buttons(c, known, "cancel")
        )
    key = "ask-what-photo" if photos(draft.files) else "ask-what-voice" if draft.files else "ask-what"
    return Reply(say(known.locale, key), buttons(c, known, "cancel"))


def _category(c: Conversation, known: Known) -> Reply:
    codes = draft_of(c).candidates
    names = known.catalogue.categories
    choices = tuple(Button(f"{c.nonce}:cat:{code}", names[code].name) for code in codes if code in names)
    key = "ask-category-again" if c.misses else "ask-category"
    return Reply(say(known.locale, key), (*choices, *buttons(c, known, "none-fits")))


def _place(c: Conversation, known: Known) -> Reply:
    key = "ask-place-again" if c.misses else "ask-place"
    actions = ["pick-kecamatan"]
    if c.misses:
        actions.append("no-place")
    actions.append("back" if _complete(c, known) else "cancel")
    return Reply(say(known.locale, key), buttons(c, known, *actions), ask_location=True)


def _complete(c: Conversation, known: Known) -> bool:
    return missing(draft_of(c), known.catalogue) in (Step.CONFIRM, Step.SIMILAR)


def _kecamatan(c: Conversation, known: Known) -> Reply:
    place = draft_of(c).place
    key = "ask-place-kept" if place else "ask-kecamatan"
    names = known.catalogue.kecamatan()
    choices = tuple(Button(f"{c.nonce}:kec:{i}", name) for i, name in enumerate(names))
    more = buttons(c, known, "no-place")
    return Reply(say(known.locale, key, place=place), (*choices, *more), ask_location=True)


def _kelurahan(c: Conversation, known: Known) -> Reply:
    draft = draft_of(c)
    key = "ask-kelurahan-for" if draft.place else "ask-kelurahan"
    areas = known.catalogue.kelurahan
    choices = tuple(
        Button(f"{c.nonce}:kel:{code}", areas[code].name) for code in draft.options if code in areas
    )
    more = buttons(c, known, "other-place", "no-place")
    return Reply(say(known.locale, key, place=draft.place), (*choices, *more), ask_location=True)


def _outside(c: Conversation, known: Known) -> Reply:
    draft, city = draft_of(c), known.catalogue.city
    body = neighbour(draft, known.catalogue)
    if body is not None and draft.text and draft.category:
        text = say(known.locale, "outside-neighbour", city=city, contact=body.contact)
        return Reply(text, buttons(c, known, "record", "other-place", "cancel"), ask_location=True)
    text = say(known.locale, "outside", city=city)
    return Reply(text, buttons(c, known, "other-place", "cancel"), ask_location=True)


def _photo(c: Conversation, known: Known) -> Reply:
    key = "ask-photo-more" if c.misses or draft_of(c).photo_asked else "ask-photo"
    return Reply(say(known.locale, key), buttons(c, known, "skip"), remove_keyboard=True)


def _confirm(c: Conversation, known: Known) -> Reply:
    draft, category = draft_of(c), category_of(draft_of(c), known)
    body = body_of(draft, known.catalogue)
    if body is not None:
        text = say(
            known.locale, "confirm-external", agency=body.name, city=known.catalogue.city,
            contact=body.contact, text=short(draft.text), more=identity_line(draft, known),
        )  # fmt: skip
        actions = buttons(c, known, "record", "not-this", "cancel")
        return Reply(text, actions, dial=dial_of(body.contact), remove_keyboard=True)
    unsure = draft.review and draft.category_by != "warga"
    name = say(known.locale, "category-review") if unsure or category is None else category.name
    text = say(
        known.locale, "confirm", text=short(draft.text), kind=draft.kind, category=name,
        agency=category.agency if category else "", more=_more(c, known),
        place=place_of(draft, known) or say(known.locale, "place-none"),
    )  # fmt: skip
    return Reply(text, buttons(c, known, "send", "edit", "cancel"), remove_keyboard=True)


def _more(c: Conversation, known: Known) -> str:
    """The summary's last lines: answers, pictures, the name; an invitation where no picture was asked for."""
    draft = draft_of(c)
    lines = detail_lines(draft, known)
    if pictures := photos(draft.files):
        lines.append(say(known.locale, "confirm-photos", count=len(pictures)))
    if (identity := identity_line(draft, known)) != "":
        lines.append(identity)
    answered = any(name.startswith("detail:") for name in draft.asked)
    unasked = not photos(draft.files) and not draft.photo_asked
    if answered and unasked and photo_wanted(draft, known.catalogue):
        lines.append(say(known.locale, "confirm-photo-welcome"))
    return "\n".join(lines)


def _change(c: Conversation, known: Known) -> Reply:
    actions = ["text", "category", "place"]
    if len(photos(draft_of(c).files)) < MAX_FILES:
        actions.append("photo")
    actions.append("identity")
    return Reply(say(known.locale, "ask-change"), buttons(c, known, *actions, "back"))


def _emergency(c: Conversation, known: Known) -> Reply:
    return Reply(say(known.locale, "emergency-file"), buttons(c, known, "file-too", "no-need"))


def _other(c: Conversation, known: Known) -> Reply:
    return Reply(say(known.locale, "other-report"), buttons(c, known, "new-report", "same-report"))


def _maybe(c: Conversation, known: Known) -> Reply:
    return Reply(say(known.locale, "maybe-report"), buttons(c, known, "yes-report", "no"))


def _add(c: Conversation, known: Known) -> Reply:
    numbers = held_of(c).numbers
    if len(numbers) == 1:
        category = next((r.category for r in known.reports if r.number == numbers[0]), "")
        text = say(known.locale, "ask-add", number=numbers[0], category=category)
        return Reply(text, buttons(c, known, "addition", "new-report"))
    choices = tuple(Button(f"{c.nonce}:num:{number}", number) for number in numbers)
    return Reply(say(known.locale, "ask-add-which"), (*choices, *buttons(c, known, "new-report")))


def _withdraw(c: Conversation, known: Known) -> Reply:
    numbers = held_of(c).numbers
    if len(numbers) == 1:
        category = next((r.category for r in known.reports if r.number == numbers[0]), "")
        text = say(known.locale, "ask-withdraw", number=numbers[0], category=category)
        return Reply(text, buttons(c, known, "withdraw", "keep"))
    choices = tuple(Button(f"{c.nonce}:num:{number}", number) for number in numbers)
    return Reply(say(known.locale, "ask-withdraw-which"), (*choices, *buttons(c, known, "keep")))


def _drop(c: Conversation, known: Known) -> Reply:
    return Reply(say(known.locale, "ask-drop"), buttons(c, known, "yes", "no"))


def _reopen(c: Conversation, known: Known) -> Reply:
    return Reply(say(known.locale, "ask-reopen"), buttons(c, known, "back"))


QUESTIONS: dict[Step, Callable[[Conversation, Known], Reply]] = {
    Step.IDLE: lambda c, known: Reply(say(known.locale, "ask-what")),
    Step.WHAT: _what,
    Step.CATEGORY: _category,
    Step.PLACE: _place,
    Step.KECAMATAN: _kecamatan,
    Step.KELURAHAN: _kelurahan,
    Step.OUTSIDE: _outside,
    Step.PHOTO: _photo,
    Step.CONFIRM: _confirm,
    Step.CHANGE: _change,
    Step.EMERGENCY: _emergency,
    Step.OTHER: _other,
    Step.MAYBE: _maybe,
    Step.ADD: _add,
    Step.WITHDRAW: _withdraw,
    Step.DROP: _drop,
    Step.REOPEN: _reopen,
    **CARDS,
    **ASIDES,
}
