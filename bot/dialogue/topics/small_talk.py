"""Greetings, thanks and help, at any step."""

from bot.dialogue.commands import Turn
from bot.dialogue.hear import Heard
from bot.dialogue.known import Known
from bot.dialogue.state import Conversation, Step
from bot.dialogue.steps import again
from bot.dialogue.topic import Topic
from bot.dialogue.types import Button, Reply
from bot.messages import say
from nlu.types import Intent


def menu(known: Known) -> tuple[Button, ...]:
    """The way out that is always valid, however old the message it hangs on."""
    mine = (Button("menu:mine", say(known.locale, "btn-my-reports")),) if known.reports else ()
    return (Button("menu:report", say(known.locale, "btn-report")), *mine, _help_button(known))


def _help_button(known: Known) -> Button:
    return Button("menu:help", say(known.locale, "btn-help"))


def helped(c: Conversation, known: Known) -> Turn:
    """What can be done here."""
    return again(c, known, Reply(say(known.locale, "help")))


def said(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """Such words; None for all else, and for whatever names a place where a question stands open."""
    if heard.places and c.step is not Step.IDLE:
        return None
    if heard.intent is Intent.BANTUAN or heard.asks_how:
        return helped(c, known)
    if heard.intent is Intent.SALAM:
        return _greet(c, heard, known)
    if heard.intent is Intent.TERIMA_KASIH:
        return again(c, known, Reply(say(known.locale, "welcome-thanks")))
    return None


def _greet(c: Conversation, heard: Heard, known: Known) -> Turn:
    if c.step is not Step.IDLE:
        return again(c, known, Reply(say(known.locale, "greeting-draft")))
    if known.reports:
        return Turn(c, (Reply(say(known.locale, "greeting-again"), menu(known)),))
    text = say(known.locale, "greeting", city=known.catalogue.city, name=heard.sender_name)
    return Turn(c, (Reply(text, (_help_button(known),)),))


TOPIC = Topic(phrases=(said,))
