"""The questions for the place: where it is, in which kecamatan and kelurahan, or that it lies beyond."""

from bot.dialogue.elsewhere import neighbour
from bot.dialogue.known import Known
from bot.dialogue.slots import missing
from bot.dialogue.state import Conversation, Step
from bot.dialogue.types import Button, Reply
from bot.dialogue.wording import buttons, draft_of
from bot.messages import say


def place(c: Conversation, known: Known) -> Reply:
    """Where is it?"""
    key = "ask-place-again" if c.misses else "ask-place"
    actions = ["pick-kecamatan"]
    if c.misses:
        actions.append("no-place")
    complete = missing(draft_of(c), known.catalogue) in (Step.CONFIRM, Step.SIMILAR)
    actions.append("back" if complete else "cancel")
    return Reply(say(known.locale, key), buttons(c, known, *actions), ask_location=True)


def kecamatan(c: Conversation, known: Known) -> Reply:
    """In which kecamatan?"""
    place = draft_of(c).place
    key = "ask-place-kept" if place else "ask-kecamatan"
    names = known.catalogue.kecamatan()
    choices = tuple(Button(f"{c.nonce}:kec:{i}", name) for i, name in enumerate(names))
    more = buttons(c, known, "no-place")
    return Reply(say(known.locale, key, place=place), (*choices, *more), ask_location=True)


def kelurahan(c: Conversation, known: Known) -> Reply:
    """In which of these kelurahan?"""
    draft = draft_of(c)
    areas = known.catalogue.kelurahan
    key = "ask-kelurahan-for" if draft.place else "ask-kelurahan"
    if len(draft.options) == 1 and draft.place and draft.options[0] in areas:
        key = "ask-kelurahan-one"
    choices = tuple(
        Button(f"{c.nonce}:kel:{code}", areas[code].name) for code in draft.options if code in areas
    )
    more = buttons(c, known, "other-place", "no-place")
    area = areas[draft.options[0]].name if key == "ask-kelurahan-one" else ""
    return Reply(say(known.locale, key, place=draft.place, area=area), (*choices, *more), ask_location=True)


def outside(c: Conversation, known: Known) -> Reply:
    """It is not the city's: shall it be kept, or was the place another?"""
    draft, city = draft_of(c), known.catalogue.city
    body = neighbour(draft, known.catalogue)
    if body is not None and draft.text and draft.category:
        text = say(known.locale, "outside-neighbour", city=city, contact=body.contact)
        return Reply(text, buttons(c, known, "record", "other-place", "cancel"), ask_location=True)
    text = say(known.locale, "outside", city=city)
    return Reply(text, buttons(c, known, "other-place", "cancel"), ask_location=True)
