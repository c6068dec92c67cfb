"""Who may know of a report, asked or feared: answered about the one in hand, or the one just filed."""

from bot.dialogue.commands import AddToReport, CallOperator, Identify, Turn
from bot.dialogue.hear import Heard
from bot.dialogue.identity import ANONYMOUS, PLAIN, afraid
from bot.dialogue.known import Known, ReportInfo
from bot.dialogue.questions_asked import says
from bot.dialogue.reports import addable, recent
from bot.dialogue.state import Conversation, Step
from bot.dialogue.steps import again
from bot.dialogue.topic import Topic
from bot.dialogue.types import Reply
from bot.dialogue.wording import draft_of
from bot.messages import say

_NOT_HERE = frozenset(
    (Step.LISTEN, Step.RESCUE, Step.CRY, Step.DOUBT, Step.REOPEN, Step.RATE_WHY, Step.NEIGHBOUR_WHY)
)
_SO_SHORT = 14  # words


def asked(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Nanti lurah tau ga ini dari saya", "saya takut" once it is filed; None for all other words."""
    if c.step in _NOT_HERE or heard.emergency or heard.number:
        return None
    filed = recent(c, known) if c.step is Step.IDLE else None
    in_hand = c.draft is not None and bool(c.draft.text)
    fears = filed is not None and afraid(heard.whole)
    if not (in_hand or filed is not None) or not (fears or says("who_knows", heard.whole)):
        return None
    return again(c, known, Reply(who_reads(c, filed, known)))


def who_reads(c: Conversation, filed: ReportInfo | None, known: Known) -> str:
    """Who reads the report, and who does not: an office that is accused never does."""
    draft = draft_of(c)
    code = filed.category_code if filed is not None else draft.category
    privacy = filed.privacy if filed is not None else draft.privacy
    accuses = bool(filed is None and draft.accuses) or code == known.catalogue.integrity
    return say(known.locale, "aside-accused" if accuses else "aside-privacy", privacy=privacy)


def hidden(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "RT saya marah gara-gara lapor, hapus nama saya": of the report just filed, and no new one."""
    filed = recent(c, known) if c.step is Step.IDLE else None
    wishes = heard.privacy not in (None, PLAIN) and heard.words <= _SO_SHORT
    if filed is None or not filed.own or not wishes or heard.about_identity:
        return None
    if heard.privacy is None or not says("of_this", heard.whole):
        return None
    noted = say(known.locale, f"noted-{heard.privacy}")
    text = say(known.locale, "noted-number", noted=noted, number=filed.number)
    done = (Identify(filed.number, heard.privacy), AddToReport(filed.number, heard.whole))
    return Turn(c, (Reply(text),), done)


def threatened(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Saya diancam gara-gara lapor": the police, no name on the report any more, and a person reads it."""
    filed = recent(c, known) or next(iter(addable(known)), None) if c.step is Step.IDLE else None
    if filed is None or not filed.own or heard.words > _SO_SHORT or not says("threatened", heard.whole):
        return None
    dial = known.catalogue.danger("kejahatan").dial
    text = say(known.locale, "aside-threatened", dial=dial, number=filed.number)
    hide, more = Identify(filed.number, ANONYMOUS), AddToReport(filed.number, heard.whole)
    return Turn(c, (Reply(text, dial=dial),), (hide, more, CallOperator("kejahatan", heard.whole)))


TOPIC = Topic(phrases=(threatened, asked, hidden))
