"""What words lead to at a step that fills a draft: one table over all topics."""

from collections.abc import Callable

from bot.dialogue import collect, details, named, photo_place, similar
from bot.dialogue.ask import question
from bot.dialogue.collect import other_noticed
from bot.dialogue.commands import Turn
from bot.dialogue.hear import Heard, plain
from bot.dialogue.known import Known
from bot.dialogue.slots import another_matter
from bot.dialogue.state import Conversation, Step
from bot.dialogue.wording import draft_of

ANSWERS: dict[Step, Callable[[Conversation, Heard, Known], Turn]] = {
    **collect.ANSWERS,
    Step.DETAIL: details.answer,
    Step.PHOTO_PLACE: photo_place.answer,
    Step.SIMILAR: similar.answer,
    Step.IDENTITY: named.identity,
    Step.NAME: named.name,
}
# Where whatever is told belongs to the draft in hand; and where a number answers, and names no button.
OWN_WORDS = frozenset((Step.WHAT, Step.EMERGENCY, Step.OTHER, Step.IDENTITY, Step.NAME))
NUMBERS_ANSWER = frozenset((Step.DETAIL, Step.NAME))


def _pick(c: Conversation, heard: Heard, known: Known) -> str | None:
    """The action of the shown button whose title or number was typed."""
    buttons = question(c, known).buttons
    typed = plain(heard.text)
    numbered = c.step not in NUMBERS_ANSWER or len(buttons) > 1  # several: choices to pick from
    if numbered and typed.isdecimal() and 0 < int(typed) <= len(buttons):
        return buttons[int(typed) - 1].id.partition(":")[2]
    return next((b.id.partition(":")[2] for b in buttons if plain(b.title) == typed), None)


def answer(c: Conversation, heard: Heard, known: Known) -> Turn | str:
    """What the words lead to at a step that fills the draft; or the action of the button they name."""
    action = _pick(c, heard, known)
    if action is not None:
        return action
    if c.step not in OWN_WORDS and another_matter(draft_of(c), heard, c.step, known.catalogue):
        return other_noticed(c, heard, known)
    return ANSWERS[c.step](c, heard, known)
