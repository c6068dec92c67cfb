"""The questions, each with its buttons, and the way from one to the next."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.dialogue.commands import Command, Turn
from bot.dialogue.known import AreaInfo, Known
from bot.dialogue.slots import MAX_FILES, missing
from bot.dialogue.state import Conversation, Draft, Held, Step
from bot.dialogue.types import Button, Reply
from bot.messages import say

SHOWN = 300  # characters of the resident's words repeated back


def ask(
    c: Conversation, known: Known, *before: Reply, step: Step | None = None, commands: Sequence[Command] = ()
) -> Turn:
    """Ask the step's question; buttons of every earlier one are old from here on."""
    c = replace(c, step=step or c.step, nonce=c.nonce + 1)
    return Turn(c, (*before, question(c, known)), tuple(commands))


def go_on(c: Conversation, known: Known, *before: Reply, commands: Sequence[Command] = ()) -> Turn:
    """Ask what the draft lacks; without a draft take up a parked one, else rest."""
    c = replace(c, held=None, misses=0)
    if c.draft is None and c.parked:
        c = replace(c, draft=c.parked[0], parked=c.parked[1:])
        before = (*before, Reply(say(known.locale, "parked-next", text=_short(c.draft))))  # type: ignore[arg-type]
    if c.draft is None:
        return Turn(replace(c, step=Step.IDLE), before, tuple(commands))
    return ask(c, known, *before, step=missing(c.draft, known.catalogue), commands=commands)


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


def _short(draft: Draft) -> str:
    text = draft.text
    return text if len(text) <= SHOWN else text[:SHOWN].rstrip() + "…"


def _button(c: Conversation, known: Known, action: str, key: str) -> Button:
    return Button(f"{c.nonce}:{action}", say(known.locale, key))


def _buttons(c: Conversation, known: Known, *actions: str) -> tuple[Button, ...]:
    return tuple(_button(c, known, action, f"btn-{action}") for action in actions)


def area_name(area: AreaInfo) -> str:
    """ "Kel. Kranji, Kec. Bekasi Barat" """
    return f"Kel. {area.name}, Kec. {area.kecamatan}"


def place_of(draft: Draft, known: Known) -> str:
    """Where the draft is, in words for the resident."""
    area = known.catalogue.kelurahan.get(draft.kelurahan or "")
    if area is None:
        return say(known.locale, "place-unknown", place=draft.place) if draft.place else ""
    more = draft.place and draft.place.lower().removeprefix("kelurahan ") != area.name.lower()
    return f"{draft.place}, {area_name(area)}" if more else area_name(area)


def _draft(c: Conversation) -> Draft:
    return c.draft or Draft()


def _held(c: Conversation) -> Held:
    return c.held or Held()


def _what(c: Conversation, known: Known) -> Reply:
    draft = _draft(c)
    if draft.text:  # being rewritten
        return Reply(say(known.locale, "ask-change-text"), _buttons(c, known, "back"))
    if c.misses:
        return Reply(say(known.locale, "ask-what-more"), _buttons(c, known, "cancel"))
    if draft.kelurahan:
        return Reply(
            say(known.locale, "ask-what-place", place=place_of(draft, known)), _buttons(c, known, "cancel")
        )
    key = "ask-what-photo" if draft.files else "ask-what"
    return Reply(say(known.locale, key), _buttons(c, known, "cancel"))


def _category(c: Conversation, known: Known) -> Reply:
    codes = _draft(c).candidates
    names = known.catalogue.categories
    choices = tuple(Button(f"{c.nonce}:cat:{code}", names[code].name) for code in codes if code in names)
    key = "ask-category-again" if c.misses else "ask-category"
    return Reply(say(known.locale, key), (*choices, *_buttons(c, known, "none-fits")))


def _place(c: Conversation, known: Known) -> Reply:
    key = "ask-place-again" if c.misses else "ask-place"
    actions = ["pick-kecamatan"]
    if c.misses:
        actions.append("no-place")
    actions.append("back" if _complete(c, known) else "cancel")
    return Reply(say(known.locale, key), _buttons(c, known, *actions), ask_location=True)


def _complete(c: Conversation, known: Known) -> bool:
    return missing(_draft(c), known.catalogue) is Step.CONFIRM


def _kecamatan(c: Conversation, known: Known) -> Reply:
    place = _draft(c).place
    key = "ask-place-kept" if place else "ask-kecamatan"
    names = known.catalogue.kecamatan()
    choices = tuple(Button(f"{c.nonce}:kec:{i}", name) for i, name in enumerate(names))
    more = _buttons(c, known, "no-place")
    return Reply(say(known.locale, key, place=place), (*choices, *more), ask_location=True)


def _kelurahan(c: Conversation, known: Known) -> Reply:
    draft = _draft(c)
    key = "ask-kelurahan-for" if draft.place else "ask-kelurahan"
    areas = known.catalogue.kelurahan
    choices = tuple(
        Button(f"{c.nonce}:kel:{code}", areas[code].name) for code in draft.options if code in areas
    )
    more = _buttons(c, known, "other-place", "no-place")
    return Reply(say(known.locale, key, place=draft.place), (*choices, *more), ask_location=True)


def _outside(c: Conversation, known: Known) -> Reply:
    text = say(known.locale, "outside", city=known.catalogue.city)
    return Reply(text, _buttons(c, known, "other-place", "cancel"), ask_location=True)


def _photo(c: Conversation, known: Known) -> Reply:
    key = "ask-photo-more" if c.misses or _draft(c).photo_asked else "ask-photo"
    return Reply(say(known.locale, key), _buttons(c, known, "skip"), remove_keyboard=True)


def _confirm(c: Conversation, known: Known) -> Reply:
    draft = _draft(c)
    category = known.catalogue.categories.get(draft.category or "")
    agency = category.agency if category else ""
    if category and category.external:
        text = say(
            known.locale, "confirm-external", agency=agency, city=known.catalogue.city,
            contact=category.contact, text=_short(draft),
        )  # fmt: skip
        return Reply(text, _buttons(c, known, "record", "not-this", "cancel"), remove_keyboard=True)
    unsure = draft.review and draft.category_by != "warga"
    name = say(known.locale, "category-review") if unsure or category is None else category.name
    text = say(
        known.locale, "confirm", text=_short(draft), kind=draft.kind, category=name, agency=agency,
        place=place_of(draft, known) or say(known.locale, "place-none"), photos=len(draft.files),
    )  # fmt: skip
    return Reply(text, _buttons(c, known, "send", "edit", "cancel"), remove_keyboard=True)


def _change(c: Conversation, known: Known) -> Reply:
    actions = ["text", "category", "place"]
    if len(_draft(c).files) < MAX_FILES:
        actions.append("photo")
    return Reply(say(known.locale, "ask-change"), _buttons(c, known, *actions, "back"))


def _emergency(c: Conversation, known: Known) -> Reply:
    return Reply(say(known.locale, "emergency-file"), _buttons(c, known, "file-too", "no-need"))


def _other(c: Conversation, known: Known) -> Reply:
    return Reply(say(known.locale, "other-report"), _buttons(c, known, "new-report", "same-report"))


def _maybe(c: Conversation, known: Known) -> Reply:
    return Reply(say(known.locale, "maybe-report"), _buttons(c, known, "yes-report", "no"))


def _add(c: Conversation, known: Known) -> Reply:
    numbers = _held(c).numbers
    if len(numbers) == 1:
        category = next((r.category for r in known.reports if r.number == numbers[0]), "")
        text = say(known.locale, "ask-add", number=numbers[0], category=category)
        return Reply(text, _buttons(c, known, "addition", "new-report"))
    choices = tuple(Button(f"{c.nonce}:num:{number}", number) for number in numbers)
    return Reply(say(known.locale, "ask-add-which"), (*choices, *_buttons(c, known, "new-report")))


def _withdraw(c: Conversation, known: Known) -> Reply:
    numbers = _held(c).numbers
    if len(numbers) == 1:
        category = next((r.category for r in known.reports if r.number == numbers[0]), "")
        text = say(known.locale, "ask-withdraw", number=numbers[0], category=category)
        return Reply(text, _buttons(c, known, "withdraw", "keep"))
    choices = tuple(Button(f"{c.nonce}:num:{number}", number) for number in numbers)
    return Reply(say(known.locale, "ask-withdraw-which"), (*choices, *_buttons(c, known, "keep")))


def _drop(c: Conversation, known: Known) -> Reply:
    return Reply(say(known.locale, "ask-drop"), _buttons(c, known, "yes", "no"))


def _reopen(c: Conversation, known: Known) -> Reply:
    return Reply(say(known.locale, "ask-reopen"), _buttons(c, known, "back"))


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
}
