"""Under which name the report goes: pressed, typed, or said at any step."""

from dataclasses import replace

from bot.dialogue.commands import Identify, Turn
from bot.dialogue.hear import Heard
from bot.dialogue.identity import ANONYMOUS, PLAIN, SECRET, afraid, name_in
from bot.dialogue.known import Known
from bot.dialogue.questions_asked import lets_be
from bot.dialogue.readings import Reading
from bot.dialogue.reports import just_filed, recent
from bot.dialogue.slots import with_identity
from bot.dialogue.state import Conversation, Draft, Step
from bot.dialogue.steps import again, ask, back, go_on, missed
from bot.dialogue.topic import Asked, Press, Topic
from bot.dialogue.types import Reply
from bot.dialogue.wording import buttons, draft_of
from bot.messages import say
from nlu.types import Intent

_OF_DANGER = frozenset((Step.IDLE, Step.WHAT, Step.CRY, Step.DOUBT, Step.LISTEN, Step.RESCUE))  # fear of it
_SHOWS = frozenset((Step.CONFIRM, Step.IDENTITY, Step.NAME))  # where the summary or the answer says it


def said(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """Words about the name and nothing else, at whatever step of a draft; None when they are not that."""
    if c.draft is not None and c.draft.text and lets_be(heard.whole):
        return None  # "ga usah deh, takut dimusuhin": given up, and not hidden
    if not heard.about_identity or (afraid(heard.whole) and c.step in _OF_DANGER):
        return None
    if c.draft is None and c.step is not Step.IDLE:
        return _of_held(c, heard, known)
    draft = with_identity(draft_of(c), heard)
    noted = _noted(draft, known)
    filed = just_filed(c, known) or recent(c, known) if c.draft is None else None
    if filed is not None:
        text = say(known.locale, "noted-number", noted=noted.text, number=filed.number)
        return Turn(c, (Reply(text),), (Identify(filed.number, draft.privacy, draft.called),))
    if c.draft is None:  # before anything is told
        return ask(replace(c, draft=draft, misses=0), known, noted, step=Step.WHAT)
    shy = c.step is Step.PHOTO and afraid(heard.whole)  # nobody who is afraid is sent to take a picture
    c = replace(c, draft=replace(draft, photo_asked=draft.photo_asked or shy))
    return go_on(c, known, noted) if shy or c.step in (Step.IDENTITY, Step.NAME) else again(c, known, noted)


def _of_held(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """A wish about words that still wait for "is this a report?" or the like."""
    if c.held is None or c.held.draft is None or c.step is Step.MATTERS:  # there it holds for every part
        return None
    draft = with_identity(c.held.draft, heard)
    return again(replace(c, held=replace(c.held, draft=draft)), known, _noted(draft, known))


def told(before: Conversation, decided: Turn, known: Known) -> Turn:
    """The turn; a wish not to be known, said beside something else at a question, is answered first.

    Only what saves somebody goes before it.
    """
    old, new, step = before.draft, decided.conversation.draft, decided.conversation.step
    was = old.privacy if old is not None else PLAIN
    if new is None or not new.text or new.privacy in (PLAIN, was):
        return decided
    noted = _noted(new, known)
    if new.privacy_by != "warga" or step in _SHOWS or any(noted.text in reply.text for reply in decided.said):
        return decided
    saved = 1 if new.emergency and (old is None or not old.emergency) else 0
    return replace(decided, said=(*decided.said[:saved], noted, *decided.said[saved:]))


def _noted(draft: Draft, known: Known) -> Reply:
    if draft.privacy == PLAIN and draft.called:
        return Reply(say(known.locale, "noted-called", name=draft.called))
    return Reply(say(known.locale, f"noted-{draft.privacy}"))


def line(draft: Draft, known: Known) -> str:
    """The summary's line on the name, "" for an ordinary report of somebody who gave none."""
    if draft.privacy != PLAIN:
        return say(known.locale, f"identity-{draft.privacy}")
    name = draft.called or known.called
    return say(known.locale, "identity-called", name=name) if name else ""


def _choose(privacy: str) -> Press:
    def chosen(c: Conversation, value: str, known: Known) -> Turn:
        draft = replace(draft_of(c), privacy=privacy)
        draft = replace(draft, called="") if privacy == ANONYMOUS else draft
        return go_on(replace(c, draft=draft), known)

    return chosen


def _identity_question(c: Conversation, known: Known) -> Reply:
    actions = ("name", "anonim", "rahasia", "biasa", "back")
    return Reply(say(known.locale, "ask-identity"), buttons(c, known, *actions))


def _identity(c: Conversation, heard: Heard, known: Known) -> Turn:
    """Words at the question; its buttons' titles were recognised before."""
    if heard.privacy is not None or heard.called:
        return go_on(replace(c, draft=with_identity(draft_of(c), heard)), known)
    if heard.intent is Intent.TIDAK:
        return go_on(c, known)
    return missed(c, known)


def _name_question(c: Conversation, known: Known) -> Reply:
    key = "ask-name-again" if c.misses else "ask-name"
    return Reply(say(known.locale, key), buttons(c, known, "back"))


def _name(c: Conversation, heard: Heard, known: Known) -> Turn:
    """Words where the name was asked for: kept when they look like one."""
    if heard.intent is Intent.TIDAK:
        return go_on(c, known)
    given = heard.called or (name_in(heard.text) if not heard.places else None)
    if given is None:
        return missed(c, known)
    return go_on(replace(c, draft=replace(draft_of(c), called=given, privacy=PLAIN)), known)


def _to_name(c: Conversation, value: str, known: Known) -> Turn:
    return ask(replace(c, misses=0), known, step=Step.NAME)


_BACK = dict.fromkeys((Reading.NO, Reading.SKIP, Reading.DONT_KNOW, Reading.SEND), "back")  # fmt: skip
TOPIC = Topic(
    {
        Step.IDENTITY: Asked(
            _identity_question, _identity,
            {"name": _to_name, "anonim": _choose(ANONYMOUS), "rahasia": _choose(SECRET),
             "biasa": _choose(PLAIN), "back": back}, _BACK,
            fills=True, own_words=True,
        ),
        Step.NAME: Asked(
            _name_question, _name, {"back": back}, _BACK, fills=True, own_words=True, number_answers=True
        ),
    },
    phrases=(said,),
)  # fmt: skip
