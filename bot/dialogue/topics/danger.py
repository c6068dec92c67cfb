"""Danger: what to call before anything else, an operator told at once, and the way each kind goes from there.

Kinds, numbers and ways are the city's data (`routing/city/dangers.py`), the sentences `danger-<kind>`.
"""

from dataclasses import replace

from bot.dialogue import danger_words
from bot.dialogue.commands import CallOperator, TellOperator, Turn
from bot.dialogue.hear import ADDRESS, Heard
from bot.dialogue.known import Known
from bot.dialogue.questions_asked import ashamed, helped
from bot.dialogue.readings import Reading
from bot.dialogue.slots import with_identity, with_text
from bot.dialogue.state import Conversation, Draft, Step
from bot.dialogue.steps import again, ask, back, go_on, missed
from bot.dialogue.topic import Asked, Topic
from bot.dialogue.topics import listening, rescue, victim
from bot.dialogue.topics.place_told import placed
from bot.dialogue.types import Reply
from bot.dialogue.whereabouts import called
from bot.dialogue.wording import buttons, draft_of
from bot.messages import say
from nlu.found_again import found_again
from nlu.types import Intent

SPOKEN = frozenset(
    ("kebakaran", "terjebak", "tenggelam", "kejahatan", "kecelakaan", "gawat_medis", "listrik", "gas",
     "keracunan", "anak_hilang", "penculikan", "gigitan", "kdrt", "kekerasan_seksual")
)  # fmt: skip
MISSING, FOUND_CHILD, LOST = "anak_hilang", "anak_ditemukan", "tersesat"
_BRIEF, _AN_ADDRESS, _TELLS, _CALLED, _HELPLESS = 14, 6, 3, 5, 8  # words
_ASKING = frozenset((Step.EMERGENCY, Step.OTHER, Step.DOUBT, Step.RESCUE, Step.LISTEN))


def told(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """A danger that has a way of its own, at whatever step it is told; None for the others."""
    if not heard.emergency or heard.text.startswith("/") or heard.reading is Reading.HELP:
        return None
    way = known.catalogue.danger(heard.emergency).way
    busy = c.step in (Step.RESCUE, Step.EMERGENCY) and heard.felt  # "112 ga diangkat2": no rule heard it
    if busy:
        return None
    if way == "stay":
        return listening.begin(c, heard, known)
    if way == "cry":
        return _cry(c, heard, known)
    if way == "rescue" and c.step is not Step.RESCUE:
        return rescue.begin(c, heard, known)
    already = c.draft is not None and c.draft.emergency == heard.emergency
    return _victim(c, heard, known) if way == "victim" and not already else None


def cried_of(c: Conversation, heard: Heard, known: Known) -> Heard:
    """The words behind a cry, or an open kind, as those of the danger that both together tell of.

    "Iya tolong", where something was asked, is a yes and no cry.
    """
    if heard.emergency and known.catalogue.danger(heard.emergency).way == "cry" and _agrees(c, heard):
        return replace(heard, emergency=None)
    both = known.whole.emergency if known.whole is not None and c.step in (Step.CRY, Step.CATEGORY) else None
    if both is not None and c.step is Step.CATEGORY and (both.felt or not both.sure):
        return heard
    if heard.emergency or both is None or known.catalogue.danger(both.kind).way == "cry":
        return heard
    return replace(heard, emergency=both.kind, danger_of_another=both.other, doubt="")


def _agrees(c: Conversation, heard: Heard) -> bool:
    return heard.reading in (Reading.YES, Reading.SEND) and c.step not in (Step.IDLE, Step.CRY)


def found(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Udah ketemu di rumah tetangga": whoever was missing is found, and nothing is left to file."""
    missing = c.draft is not None and c.draft.emergency == MISSING
    if not missing or heard.words > _BRIEF or not found_again(heard.text):
        return None
    glad = Reply(say(known.locale, "missing-found"))
    return go_on(replace(c, draft=None), known, glad, commands=(TellOperator(heard.text),))


def warn(c: Conversation, heard: Heard, known: Known) -> Turn:
    """The number to call before anything else; then the way the kind goes with the draft in hand."""
    way = known.catalogue.danger(heard.emergency or "").way
    if way == "stay":
        return listening.begin(replace(c, draft=None), heard, known)
    if way == "rescue":
        return rescue.taken_up(c, heard, known)
    if way == "cry":
        return go_on(c, known, number(known))
    return _offer(c, heard, known)


def _offer(c: Conversation, heard: Heard, known: Known) -> Turn:
    call = CallOperator(heard.emergency or "", heard.text)
    return ask(c, known, warning(heard, known), step=Step.EMERGENCY, commands=(call,))


def warning(heard: Heard, known: Known) -> Reply:
    """What to call and do, with a way to dial it."""
    danger = known.catalogue.danger(heard.emergency or "")
    kind = danger.kind if danger.kind in SPOKEN else "other"
    if kind == MISSING and danger_words.LONE_CHILD.search(heard.text):
        kind = FOUND_CHILD
    elif kind == MISSING and danger_words.LOST_ONESELF.search(heard.text):
        kind = LOST
    return Reply(say(known.locale, f"danger-{kind}", dial=danger.dial), dial=danger.dial)


def warned(turn: Turn, heard: Heard, known: Known) -> Turn:
    """The turn, with the number to call in front and the operator told."""
    call = CallOperator(heard.emergency or "", heard.text)
    return replace(turn, said=(warning(heard, known), *turn.said), commands=(call, *turn.commands))


def _victim(c: Conversation, heard: Heard, known: Known) -> Turn:
    """Violence: secret, no picture, no place that somebody could be found at; a draft in hand waits."""
    waits = c.draft is not None and bool(c.draft.text)
    draft = replace(with_text(Draft() if waits else draft_of(c), heard, known.catalogue), place_skipped=True)
    parked = (draft_of(c), *c.parked) if waits else c.parked
    if draft.privacy == "biasa":
        draft = replace(draft, privacy="rahasia", privacy_by="sistem")
    return _offer(replace(c, draft=draft, parked=parked, held=None, misses=0), heard, known)


def help_called(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Udah dibawa ke rs", "udah telpon 110": noted, and no other matter; None for all other words."""
    draft = c.draft
    mine = draft is not None and bool(draft.emergency) and c.step not in _ASKING
    if draft is None or not mine or heard.places or not helped(heard.text):
        return None
    if heard.emergency and heard.words > _CALLED:
        return None
    noted = Reply(say(known.locale, "help-called"))
    told = (TellOperator(heard.text),)
    return again(replace(c, draft=draft.with_more(heard.text)), known, noted, commands=told)


def not_over(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Belum ketemu", "ambulansnya belum dateng": passed on, and no refusal; None for all other words."""
    draft = c.draft
    told = draft is not None and known.catalogue.danger(draft.emergency or "").way == "file"
    here = told and bool(draft and draft.emergency) and c.step not in _ASKING - {Step.EMERGENCY}
    if (
        draft is None
        or not here
        or heard.places
        or heard.words > _HELPLESS
        or not danger_words.NOT_OVER.search(heard.text)
    ):
        return None
    dial = known.catalogue.danger(draft.emergency or "").dial
    kept = Reply(say(known.locale, "danger-not-over", dial=dial), dial=dial)
    more = replace(c, draft=draft.with_more(heard.text))
    return again(more, known, kept, commands=(TellOperator(heard.text),))


def comforted(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Aku malu": nobody who was hurt has to be; None for all other words."""
    draft = c.draft
    victim = draft is not None and known.catalogue.danger(draft.emergency or "").way == "victim"
    said = heard.reading in (None, Reading.WRONG)  # "ini salah aku juga sih" puts nothing right
    if draft is None or not victim or not said or not ashamed(heard.text):
        return None
    c = replace(c, draft=draft.with_more(heard.text))
    return again(c, known, Reply(say(known.locale, "victim-comfort")), commands=(TellOperator(heard.text),))


def kept_from_them(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Jangan lapor ke sekolah plis", of somebody who was hurt: it is kept secret; None for other words."""
    draft = c.draft
    victim = draft is not None and known.catalogue.danger(draft.emergency or "").way == "victim"
    short = heard.words <= _BRIEF and not heard.where.areas and heard.reading is None
    if draft is None or not victim or not short or not listening.NOT_THEM.search(heard.text.lower()):
        return None
    hidden = replace(draft, privacy="rahasia", privacy_by="warga") if draft.privacy == "biasa" else draft
    noted = Reply(say(known.locale, f"noted-{hidden.privacy}"))
    c = replace(c, draft=hidden.with_more(heard.text))
    return again(c, known, noted, commands=(TellOperator(heard.text),))


def _was_none(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Oh bukan, ternyata orang bakar sampah": no danger, and what it was instead is told afresh."""
    if heard.emergency or not danger_words.TURNED_OUT.match(heard.text):
        return None
    old, best = draft_of(c), heard.best
    relieved = Reply(say(known.locale, "danger-was-none"))
    tells = best is not None and best.confidence >= known.catalogue.sure and heard.words >= _TELLS
    anew = with_text(Draft(where=old.where), heard, known.catalogue) if tells else None
    return go_on(replace(c, draft=anew), known, relieved, commands=(TellOperator(heard.text),))


def taken_back(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """ "Tadi saya bilang kebakaran, ternyata cuma fogging", with nothing in hand: a relief, and no alarm."""
    free = c.step is Step.IDLE and c.draft is None
    if not free or heard.words > _BRIEF or not danger_words.TAKEN_BACK.search(heard.text):
        return None
    if not heard.emergency or known.catalogue.danger(heard.emergency).way not in ("file", "rescue"):
        return None
    return Turn(c, (Reply(say(known.locale, "danger-was-none")),), (TellOperator(heard.text),))


def number(known: Known) -> Reply:
    """Whom to call, where a cry comes in the middle of something."""
    dial = known.catalogue.danger("tolong").dial
    return Reply(say(known.locale, "danger-tolong-draft", dial=dial), dial=dial)


def _cry(c: Conversation, heard: Heard, known: Known) -> Turn:
    """ "Tolong!" and nothing else: one question, the number in front; said twice, an operator is told."""
    if c.step is Step.CRY:
        call = CallOperator("tolong", heard.text)
        return ask(replace(c, misses=c.misses + 1), known, commands=(call,))
    if c.draft is not None or c.step is not Step.IDLE:
        return again(c, known, number(known))
    return ask(replace(c, misses=0), known, step=Step.CRY)


def _cry_question(c: Conversation, known: Known) -> Reply:
    key = "danger-tolong-again" if c.misses else "danger-tolong"
    dial = known.catalogue.danger("tolong").dial
    return Reply(say(known.locale, key, dial=dial), dial=dial, ask_location=True)


def _cry_answer(c: Conversation, heard: Heard, known: Known) -> Turn | None:
    """What happens: taken as told afresh. Yes, no or a greeting is asked again; who is safe is left."""
    if rescue.safe_now(heard.text):
        return go_on(c, known, Reply(say(known.locale, "rescue-safe")), commands=(TellOperator(heard.text),))
    if heard.chit_chat and not heard.places:
        return missed(c, known)
    return None


def question(c: Conversation, known: Known) -> Reply:
    """Shall it be filed as well?"""
    secret = known.catalogue.danger(draft_of(c).emergency or "").way == "victim"
    key = "emergency-file-secret" if secret else "emergency-file"
    return Reply(say(known.locale, key), buttons(c, known, "file-too", "no-need"))


def answer(c: Conversation, heard: Heard, known: Known) -> Turn:
    """Yes, no, a place, or more of the story; or that it was no danger."""
    if (nothing := _was_none(c, heard, known)) is not None:
        return nothing
    if heard.intent is Intent.TIDAK:
        return no_need(c, "", known)
    if heard.intent is Intent.YA:
        return go_on(c, known)
    if heard.privacy is not None and not heard.where.areas:  # "jangan sampai sekolah tau": no place
        hidden = with_identity(with_text(draft_of(c), heard, known.catalogue), heard)
        noted = Reply(say(known.locale, f"noted-{hidden.privacy}"))
        return ask(replace(c, draft=hidden), known, noted, commands=(TellOperator(heard.text),))
    if heard.places:
        moved = placed(c, heard, known)
        return replace(moved, commands=(TellOperator(heard.text), *moved.commands))
    if heard.words <= _AN_ADDRESS and ADDRESS.match(heard.text) and not draft_of(c).place:
        named = called(draft_of(c), heard.text)  # "depan ruko", that no list has
        return go_on(replace(c, draft=named), known, commands=(TellOperator(heard.text),))
    if heard.chit_chat and (heard.words < 2 or heard.intent is not Intent.BUKAN_LAPORAN):
        return missed(c, known)
    more = with_text(draft_of(c), heard, known.catalogue)
    kept = Reply(say(known.locale, "same-report-kept"))
    return go_on(replace(c, draft=more), known, kept, commands=(TellOperator(heard.text),))


def no_need(c: Conversation, value: str, known: Known) -> Turn:
    """The person called, or is busy saving themselves: nothing is filed."""
    return go_on(replace(c, draft=None), known, Reply(say(known.locale, "emergency-no-file")))


# Tried before everything else makes something of the words.
FIRST = (
    listening.said, taken_back, rescue.later, found, comforted, kept_from_them, victim.answered,
    victim.afterwards, told, help_called, not_over,
)  # fmt: skip
TOPIC = Topic(
    {
        Step.EMERGENCY: Asked(
            question,
            answer,
            {"file-too": back, "no-need": no_need},
            {
                Reading.YES: "file-too",
                Reading.SEND: "file-too",
                Reading.NO: "no-need",
                Reading.SKIP: "no-need",
            },
            fills=True,
            own_words=True,
        ),
        Step.CRY: Asked(_cry_question, _cry_answer),
    },
)
