"""Words that may tell of danger, half surely: asked about, with the number in front, never passed over.

Whoever may wish to die is not asked yes or no: whatever they answer but "bukan" is listened to. Where it was
no danger, what was told goes on as it would have.
"""

import re
from dataclasses import replace

from bot.dialogue.commands import Turn
from bot.dialogue.corrections import correction_in
from bot.dialogue.drafting import take_up
from bot.dialogue.hear import NOT, Heard
from bot.dialogue.in_the_water import stuck
from bot.dialogue.known import Known, PointArea
from bot.dialogue.questions_asked import asked as question_asked
from bot.dialogue.questions_asked import not_done, urges
from bot.dialogue.readings import Reading
from bot.dialogue.reports import recent, waiting
from bot.dialogue.slots import with_files, with_text
from bot.dialogue.state import Conversation, Draft, Held, Step
from bot.dialogue.steps import again, ask, go_on, missed
from bot.dialogue.topic import Asked, Topic
from bot.dialogue.topics import danger, listening, rescue
from bot.dialogue.types import FileRef, Incoming, Point, Reply
from bot.dialogue.whereabouts import with_point
from bot.dialogue.wording import buttons, held_of
from bot.messages import say
from nlu.types import Intent

_IN_DANGER = frozenset((Step.LISTEN, Step.RESCUE, Step.EMERGENCY, Step.DOUBT))
_OPEN = _IN_DANGER | {Step.IDLE, Step.WHAT, Step.CRY}
_OF_WHO_READS = frozenset(("privacy", "readers"))  # "kalo dilaporin dia bakal tau saya ga?"
_ANSWER, _DETAIL = 5, 12  # words
_OF_IT = re.compile(
    r"(?:(?:oh|eh|iya|btw|terus|trus|udah|sudah|juga|tambahan|sama|dan)\W+)*(?:bau|asap|air|lalat|nyamuk|kabel|banyak"
    r"|rame|ramai|licin|gelap|kotor|penuh|\w{3,}nya)\b",
    re.IGNORECASE,
)
_THERE_IS = re.compile(
    r"(?:(?:oh|eh|iya|btw|info|tambahan|soalnya|di|dalam|dalem|gang|blok|rt|itu|situ|sini|sana|rumah|juga|masih|pak|min"
    r"|bu)\W+){0,7}(?:ada|there (?:is|are))\b",
    re.IGNORECASE,
)
_DENIES = frozenset((Reading.NO, Reading.SKIP, Reading.WRONG))
_NOT_THAT = re.compile(r"(?:bukan|bkn|sanes|no\b|nope|not that)", re.IGNORECASE)
_NO = re.compile(rf"(?:{NOT}|ora|henteu)\b", re.IGNORECASE)


def weighed(c: Conversation, heard: Heard, known: Known) -> Heard:
    """Words that answer a question are its answer, unless a rule speaks.

    A few at one of the draft ("anak saya yang lihat"); any at an officer's ("gede banget, kaya kolam"), who
    reads them at once. Who has filed and asks "kok ga ada kabar", or says of finished work that something
    is left, speaks of that.
    """
    answers = c.draft is not None and c.step not in _OPEN and heard.words <= _ANSWER
    after = urges(heard.text) or (c.step is Step.IDLE and not_done(heard.text))
    waits = any(report.status == "selesai" for report in known.reports)
    unsure = bool(heard.doubt) or known.catalogue.danger(heard.emergency or "").way == "cry"
    asks_after = after and bool(known.reports) and (unsure or waits)  # "bisa tolong dipercepat ga"
    told = c.step in (Step.RESCUE, Step.EMERGENCY)  # what happens is known: more of it
    fixes = c.draft is not None and correction_in(heard.text) is not None  # "ralat, yang mati 5 bukan 3"
    asks = c.draft is not None and c.step not in _OPEN and question_asked(heard.text) in _OF_WHO_READS
    ours = (
        answers
        or asks_after
        or told
        or fixes
        or asks
        or _at_officers(c, known)
        or _who_is_there(c, heard, known)
    )
    return replace(heard, emergency=None, doubt="") if heard.felt and ours else heard


def in_case(turn: Turn, c: Conversation, heard: Heard, known: Known) -> Turn:
    """The turn, with the number to call behind it where an officer's answer may have told of danger."""
    ours = _at_officers(c, known) or _who_is_there(c, heard, known)
    if not (heard.felt and heard.emergency and ours):
        return turn
    dial = known.catalogue.danger(heard.emergency).dial
    return replace(turn, said=(*turn.said, Reply(say(known.locale, "danger-in-case", dial=dial), dial=dial)))


def _at_officers(c: Conversation, known: Known) -> bool:
    return c.step is Step.IDLE and c.draft is None and waiting(known) is not None


def _who_is_there(c: Conversation, heard: Heard, known: Known) -> bool:
    """ "Di gang itu ada lansia stroke", just after filing: a detail of that report, and no cry by itself.

    Nor are a few words that only feel like one there: "baunya nyengat banget", of the waste just reported.
    """
    filed = c.step is Step.IDLE and c.draft is None and recent(c, known) is not None
    if filed and heard.words <= _ANSWER and _OF_IT.match(heard.text):
        return True
    return filed and heard.words <= _DETAIL and bool(_THERE_IS.match(heard.text)) and not stuck(heard.text)


def asked(c: Conversation, heard: Heard, known: Known, files: tuple[FileRef, ...] = ()) -> Turn | None:
    """The question, at whatever step; None where nothing is in doubt or danger is being spoken of already."""
    if not heard.doubt or heard.text.startswith("/") or heard.reading is not None:
        return None
    if c.step in _IN_DANGER or (c.draft is not None and c.draft.emergency):
        return None
    draft = with_text(with_files(Draft(), files), heard, known.catalogue)
    held = Held(draft=draft, danger=heard.doubt, other=heard.danger_of_another)
    c = replace(c, held=held, misses=0)
    if c.step is Step.CRY:  # who has cried for help already needs no second question
        return _yes(c, heard, known)
    return ask(c, known, step=Step.DOUBT)


def firmer(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """Told surely while in doubt: what was said before belongs to it."""
    if c.step is not Step.DOUBT or not heard.emergency:
        return None
    held = held_of(c)
    cries = known.catalogue.danger(heard.emergency).way == "cry"
    kind = held.danger if cries else heard.emergency
    other = held.other if cries else heard.danger_of_another
    return _yes(
        _with_more(replace(c, held=replace(held, danger=kind, other=other)), heard, known), heard, known
    )


def _question(c: Conversation, known: Known) -> Reply:
    held = held_of(c)
    found = known.catalogue.danger(held.danger or "tolong")
    key = f"danger-doubt-{held.danger}" if held.danger else "danger-tolong"
    text = say(known.locale, key, dial=found.dial, whose="other" if held.other else "own")
    return Reply(text, () if found.way == "stay" else buttons(c, known, "yes", "no"), dial=found.dial)


def _answer(c: Conversation, heard: Heard, known: Known) -> Turn:
    stays = known.catalogue.danger(held_of(c).danger).way == "stay"
    denied = heard.reading in _DENIES or bool(_NOT_THAT.match(heard.text))
    says_no = not stays and (heard.intent is Intent.TIDAK or bool(_NO.match(heard.text)))
    if denied or says_no or (stays and listening.of_a_spot(heard, known)):
        return _no(_with_more(c, heard, known), "", known)
    if heard.chit_chat and heard.intent is not Intent.YA and heard.reading is not None and not stays:
        return missed(c, known)
    told = stays or heard.intent is Intent.YA or heard.emergency or heard.doubt or c.misses
    if not told and heard.only_where:  # where, and not whether: asked once more
        return missed(_with_more(c, heard, known), known)
    if not told and rescue.safe_now(heard.text):  # "damkar udah dateng": is anybody still in danger?
        return missed(_with_more(c, heard, known), known)
    return _yes(_with_more(c, heard, known), heard, known)


def _with_more(c: Conversation, heard: Heard, known: Known) -> Conversation:
    """What is told beside a yes or a no is kept."""
    if heard.reading is not None:
        return c
    held = held_of(c)
    return replace(c, held=replace(held, draft=with_text(held.draft or Draft(), heard, known.catalogue)))


def _yes(c: Conversation, heard: Heard, known: Known) -> Turn:
    """It is danger: the way of its kind, with all that was told."""
    held = held_of(c)
    draft = held.draft or Draft()
    said = replace(heard, text=draft.text, emergency=held.danger, danger_of_another=held.other, doubt="")
    way = known.catalogue.danger(held.danger).way
    rest = replace(c, held=None, misses=0, step=Step.IDLE)
    if way == "stay":
        return listening.begin(rest, said, known)
    if way == "victim" and (told := danger.told(rest, said, known)) is not None:
        return told
    named = with_text(replace(draft, text=""), said, known.catalogue)
    return take_up(rest, named, said, known)


def _press_yes(c: Conversation, value: str, known: Known) -> Turn:
    draft = held_of(c).draft or Draft()
    return _yes(c, Heard(draft.text, len(draft.text.split()), Intent.LAPOR, failed=False), known)


def _no(c: Conversation, value: str, known: Known) -> Turn:
    """It is none: the draft in hand takes the words, or they count as they would have at first."""
    held = held_of(c)
    told = held.draft or Draft()
    said = Reply(say(known.locale, "danger-doubt-no"))
    if c.draft is not None:
        more = with_files(c.draft.with_more(told.text), told.files)
        return go_on(replace(c, draft=more), known, said)
    if told.category is None or told.review:
        return ask(replace(c, held=Held(draft=told), misses=0), known, said, step=Step.MAYBE)
    return go_on(replace(c, draft=told), known, said)


def _pictures(c: Conversation, message: Incoming, heard: Heard, known: Known) -> Turn:
    held = held_of(c)
    kept = replace(c, held=replace(held, draft=with_files(held.draft or Draft(), message.files)))
    return _answer(kept, heard, known) if heard.text.strip() else again(kept, known)


def _spot(c: Conversation, point: Point, located: PointArea | None, known: Known) -> Turn:
    held = held_of(c)
    return again(
        replace(c, held=replace(held, draft=with_point(held.draft or Draft(), point, located))), known
    )


TOPIC = Topic(
    {Step.DOUBT: Asked(_question, _answer, {"yes": _press_yes, "no": _no}, pictures=_pictures, spot=_spot)}
)
