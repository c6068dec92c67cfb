"""The way from one question to the next. Steps are only marked here: `turn()` puts the question last."""

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue.commands import Command, LookForSame, Turn
from bot.dialogue.known import Known
from bot.dialogue.slots import look_for, missing, noted, settled
from bot.dialogue.state import Conversation, Step
from bot.dialogue.types import Reply
from bot.dialogue.wording import draft_of, short
from bot.messages import say


def ask(
    c: Conversation, known: Known, *said: Reply, step: Step | None = None, commands: Sequence[Command] = ()
) -> Turn:
    """Ask the step's question; buttons of every earlier one are old from here on."""
    c = replace(c, step=step or c.step, nonce=c.nonce + 1)
    if c.draft is not None:
        c = replace(c, draft=noted(c.draft, c.step, known.catalogue))
    return Turn(c, said, tuple(commands), asks=True)


def go_on(c: Conversation, known: Known, *said: Reply, commands: Sequence[Command] = ()) -> Turn:
    """Ask what the draft lacks; without a draft take up a parked one, else rest."""
    c = replace(c, held=None, misses=0)
    if c.draft is None and c.parked:
        c = afresh(replace(c, draft=c.parked[0], parked=c.parked[1:]))
        said = (*said, Reply(say(known.locale, "parked-next", text=short(draft_of(c).text))))
    if c.draft is None:
        return Turn(replace(c, step=Step.IDLE), said, tuple(commands))
    draft = settled(c.draft, known.catalogue)
    if draft.privacy_by == "sistem" and not c.draft.privacy_by:
        said = (*said, Reply(say(known.locale, "secret-by-nature")))
    step, spot = missing(draft, known.catalogue), look_for(draft, known.catalogue)
    if step is Step.CONFIRM and spot and spot != draft.looked:
        draft = replace(draft, looked=spot)
        commands = (*commands, LookForSame(draft))
    return ask(replace(c, draft=draft), known, *said, step=step, commands=commands)


def afresh(c: Conversation) -> Conversation:
    """The conversation about another report: its questions have not been put yet."""
    return replace(c, shown=0, repeats=0)


def again(c: Conversation, known: Known, *said: Reply, commands: Sequence[Command] = ()) -> Turn:
    """Answer something aside, then repeat the question that stands open, if one does.

    It is the same question, so its buttons stay good wherever they are shown: whoever presses one of an
    earlier copy, perhaps because messages arrive slowly, is not told off for it.
    """
    return Turn(c, said, tuple(commands), asks=True)


def missed(c: Conversation, known: Known, *said: Reply) -> Turn:
    """Ask once more because the answer did not fit."""
    return ask(replace(c, misses=c.misses + 1), known, *said)


def back(c: Conversation, value: str, known: Known) -> Turn:
    """A button that leaves the question: what the draft lacks is asked."""
    return go_on(c, known)


def without_photo(c: Conversation) -> Conversation:
    """Nobody asks for a picture again: of the draft in hand, or of those that are being divided."""
    if c.draft is not None:
        c = replace(c, draft=replace(c.draft, photo_asked=True))
    if c.held is None:
        return c
    whole = replace(c.held.draft, photo_asked=True) if c.held.draft is not None else None
    parts = tuple(replace(part, photo_asked=True) for part in c.held.parts)
    return replace(c, held=replace(c.held, draft=whole, parts=parts))
