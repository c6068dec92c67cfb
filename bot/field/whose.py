"""Whose words are these: an officer at work is also a resident of the city. Pure.

A button is answered by who put it up. Words go where the person last chose to be; that somebody is in danger
is never an officer's errand.
"""

from bot.dialogue.types import Incoming
from bot.field.known import MARK, FieldStep, FieldTalk

TO_WORK = frozenset({"/petugas", "mode petugas"})
TO_RESIDENT = frozenset({"/warga", "mode warga"})
RESULT = "result_photo"  # an officer's photo was fetched, or could not be
OF_A_RESIDENT = frozenset({"photo_point", "transcript", "edited"})


def for_work(message: Incoming, talk: FieldTalk, *, as_resident: bool, danger: bool) -> bool:
    """Whether the officer's talk answers, and not the residents'."""
    if message.button is not None:
        return message.button.startswith(MARK)
    if message.kind == RESULT:
        return True
    if message.kind in OF_A_RESIDENT:
        return not as_resident and message.kind == "edited"
    if plain(message.text) in TO_WORK | TO_RESIDENT:
        return True
    return not as_resident and not (danger and talk.step is FieldStep.IDLE)


def plain(text: str) -> str:
    """Small letters, one blank between words."""
    return " ".join(text.lower().split())
