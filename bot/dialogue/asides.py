"""Questions that stand beside a report: how it was, which kelurahan to watch, whether to erase everything."""

from collections.abc import Callable

from bot.dialogue.known import Known
from bot.dialogue.state import Conversation, Step
from bot.dialogue.types import Button, Reply
from bot.dialogue.wording import button, buttons, held_of
from bot.messages import say

STARS = (5, 4, 3, 2, 1)


def star_buttons(number: str, known: Known) -> tuple[Button, ...]:
    """The five answers; they stay good however old the message is, since a rating may be changed."""
    return tuple(Button(f"rate:{number}:{stars}", say(known.locale, f"btn-star-{stars}")) for stars in STARS)


def _rate(c: Conversation, known: Known) -> Reply:
    number = held_of(c).numbers[0] if held_of(c).numbers else ""
    text = say(known.locale, "ask-rating", number=number)
    return Reply(text, (*star_buttons(number, known), button(c, known, "skip-rating", "btn-skip")))


def _watch(c: Conversation, known: Known) -> Reply:
    names = known.catalogue.kecamatan()
    choices = tuple(Button(f"{c.nonce}:wkec:{i}", name) for i, name in enumerate(names))
    back = button(c, known, "aside-back", "btn-back")
    return Reply(say(known.locale, "ask-watch"), (*choices, back), ask_location=True)


def _watch_area(c: Conversation, known: Known) -> Reply:
    areas = known.catalogue.kelurahan
    choices = tuple(
        Button(f"{c.nonce}:wkel:{code}", areas[code].name) for code in held_of(c).numbers if code in areas
    )
    back = button(c, known, "aside-back", "btn-back")
    return Reply(say(known.locale, "ask-watch-kelurahan"), (*choices, back), ask_location=True)


def _erase(c: Conversation, known: Known) -> Reply:
    return Reply(say(known.locale, "ask-erase"), buttons(c, known, "erase", "keep-data"))


ASIDES: dict[Step, Callable[[Conversation, Known], Reply]] = {
    Step.RATE: _rate,
    Step.WATCH: _watch,
    Step.WATCH_AREA: _watch_area,
    Step.ERASE: _erase,
}
