"""Jajak pendapat: what the city asks, answered by a button or in words; one answer a person."""

import re

from bot.dialogue.commands import AskPolls, Turn, Vote
from bot.dialogue.hear import Heard, plain
from bot.dialogue.known import Known, Polled
from bot.dialogue.state import Conversation
from bot.dialogue.steps import again
from bot.dialogue.topic import Topic
from bot.dialogue.types import Button, Reply
from bot.messages import say

TITLE = 20  # letters of a button's name that every platform shows
_ASKED = re.compile(
    r"/?(?:jajak(?: pendapat)?|polling|survei|survey)"
    r"(?:\s+(?P<number>\d{1,9})(?:\s*[:.,]?\s+(?P<choice>.+))?)?"
)


def said(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "jajak pendapat", "jajak 3", "jajak 3: setuju"; None for all else."""
    found = _ASKED.fullmatch(plain(heard.text))
    if found is None:
        return None
    number = int(found["number"]) if found["number"] else 0
    if number and found["choice"]:
        return Turn(c, commands=(Vote(number, words=found["choice"]),))
    return Turn(c, commands=(AskPolls(number),))


def pressed(c: Conversation, value: str, known: Known) -> Turn:
    """Buttons that never grow old: NUMBER, NUMBER:PLACE; the poll says whether it is over."""
    number, _, place = value.partition(":")
    if not number.isdecimal() or not (place.isdecimal() or not place):
        return again(c, known, Reply(say(known.locale, "old-button")))
    return Turn(c, commands=(Vote(int(number), int(place)) if place else AskPolls(int(number)),))


def after_polled(decided: Turn, polled: Polled, known: Known) -> Turn:
    """What is said once the poll was looked at, or answered; whatever stood open goes on."""
    return decided.then(again(decided.conversation, known, _told(polled, known)))


def _told(polled: Polled, known: Known) -> Reply:
    if polled.chosen:
        key = "poll-taken"
        return Reply(say(known.locale, key, choice=polled.chosen, closes=polled.closes))
    if polled.over:
        return Reply(say(known.locale, "poll-over"))
    if not polled.open:
        return Reply(say(known.locale, "poll-none"))
    if len(polled.open) > 1:
        lines = "\n".join(f"{number}. {question}" for number, question, _ in polled.open)
        buttons = tuple(Button(f"jjk:{number}", f"Jajak {number}") for number, _, _ in polled.open)
        return Reply(say(known.locale, "poll-list", lines=lines), buttons)
    [(number, question, choices)] = polled.open
    lines = "\n".join(f"{place}. {choice}" for place, choice in enumerate(choices, 1))
    buttons = tuple(
        Button(f"jjk:{number}:{place}", _short(place, choice)) for place, choice in enumerate(choices)
    )
    asked = say(known.locale, "poll-ask", question=question, lines=lines, closes=polled.closes)
    return Reply(asked, buttons)


def _short(place: int, choice: str) -> str:
    title = f"{place + 1}. {choice}"
    return title if len(title) <= TITLE else f"{title[: TITLE - 1].rstrip()}…"


TOPIC = Topic(phrases=(said,), always={"jjk": pressed}, told={Polled: after_polled})
