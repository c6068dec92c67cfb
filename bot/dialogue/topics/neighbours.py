"""Neighbours confirm: is the report they support done indeed, before its reporter is told?

Buttons under a notice that never grow old, or a short answer in words.
"""

from dataclasses import replace

from bot.dialogue.commands import RefuseNeighbours, TellNeighbour, Turn
from bot.dialogue.hear import Heard, plain
from bot.dialogue.known import AskedBeside, Known, NeighbourTold
from bot.dialogue.questions_asked import not_done, well_done
from bot.dialogue.readings import Reading
from bot.dialogue.reports import find, waiting
from bot.dialogue.state import Conversation, Draft, Held, Step
from bot.dialogue.steps import again, ask, go_on
from bot.dialogue.topic import Asked, Topic
from bot.dialogue.topics import finished
from bot.dialogue.types import Incoming, Reply
from bot.dialogue.wording import button, held_of
from bot.messages import say

_NO_MORE = (Reading.NO, Reading.SKIP, Reading.DONT_KNOW, Reading.LATER, Reading.SEND)


def yes(c: Conversation, value: str, known: Known) -> Turn:
    """ "Sudah beres", however old the button; the report says whether it still counts."""
    return Turn(c, commands=(TellNeighbour(value, done=True),))


def no(c: Conversation, value: str, known: Known) -> Turn:
    """ "Belum beres"."""
    return Turn(c, commands=(TellNeighbour(value, done=False),))


def stop(c: Conversation, value: str, known: Known) -> Turn:
    """Never ask again."""
    return again(c, known, Reply(say(known.locale, "near-stopped")), commands=(RefuseNeighbours(),))


def said(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Belum, masih gelap", "sudah terang kok": an answer to the question that was put last."""
    one = _meant(heard, known)
    if one is None or c.step is not Step.IDLE or heard.emergency or heard.whole.rstrip().endswith("?"):
        return None
    if plain(heard.text) == plain(say(known.locale, "btn-near-stop")):
        return stop(c, "", known)
    report = find(known, one.number)
    if report is not None and finished.of_elsewhere(heard, report, known):
        return None
    if not_done(heard.text) or heard.reading is Reading.NO:
        text = heard.whole if heard.words >= finished.TELLS else ""
        return Turn(c, commands=(TellNeighbour(one.number, done=False, text=text),))
    if well_done(heard.text) or heard.reading is Reading.YES:
        return Turn(c, commands=(TellNeighbour(one.number, done=True),))
    return None


def _meant(heard: Heard, known: Known) -> AskedBeside | None:
    """The question that is answered: of the report named, else the newest, where nothing was asked since."""
    if heard.number:
        return next((one for one in known.beside if one.number == heard.number), None)
    newest = max(known.beside, key=lambda one: one.asked_at, default=None)
    mine, own = finished.the_one(known), waiting(known)
    since = [at for at in (mine.resolved_at if mine else None, own.asked_at if own else None) if at]
    return None if newest is None or any(at > newest.asked_at for at in since) else newest


def after_told(decided: Turn, told: NeighbourTold, known: Known) -> Turn:
    """What is said once the answer is kept, or came too late."""
    c, number = decided.conversation, told.number
    if told.state == "unknown":
        return decided.then(again(c, known, Reply(say(known.locale, "old-button"))))
    if told.state == "over":
        return decided.then(again(c, known, Reply(say(known.locale, "near-over", number=number))))
    if told.done:
        return decided.then(again(c, known, Reply(say(known.locale, "near-done", number=number))))
    if told.words:
        return decided.then(again(c, known, Reply(say(known.locale, "near-kept", number=number))))
    if c.step is Step.IDLE and c.draft is None:
        held = replace(c, held=Held(numbers=(number,)), misses=0)
        return decided.then(ask(held, known, step=Step.NEIGHBOUR_WHY))
    return decided.then(again(c, known, Reply(say(known.locale, "near-not-done", number=number))))


def _why(c: Conversation, known: Known) -> Reply:
    number = held_of(c).numbers[0] if held_of(c).numbers else ""
    text = say(known.locale, "ask-neighbour-why", number=number)
    return Reply(text, (button(c, known, "skip-near", "btn-skip"),))


def _why_answer(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """What is not done, for who checks to read; a word or two that tell nothing leave it."""
    if heard.words < 2 and not heard.candidates:
        return skip(c, "", known)
    return _tell(c, known, Draft().with_more(heard.whole).text)


def _pictures(c: Conversation, message: Incoming, heard: Heard, known: Known) -> Turn:
    return _tell(c, known, heard.whole, message)


def _tell(c: Conversation, known: Known, text: str, message: Incoming | None = None) -> Turn:
    number = held_of(c).numbers[0] if held_of(c).numbers else ""
    files = message.files if message else ()
    told = TellNeighbour(number, done=False, text=text, files=files)
    return go_on(c, known, commands=(told,))


def skip(c: Conversation, value: str, known: Known) -> Turn:
    """Nothing to add: the answer itself is kept already."""
    return go_on(c, known, Reply(say(known.locale, "near-skipped")))


TOPIC = Topic(
    {
        Step.NEIGHBOUR_WHY: Asked(
            _why, _why_answer, {"skip-near": skip}, dict.fromkeys(_NO_MORE, "skip-near"), pictures=_pictures
        )
    },
    phrases=(said,),
    always={"near-yes": yes, "near-no": no, "near-stop": stop},
    told={NeighbourTold: after_told},
)
